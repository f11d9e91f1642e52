"""Holds polls until there is something new. One watcher for each process wakes them all, and rests when none waits."""

import contextlib
import logging
import os
import threading
import time
from collections import Counter

from django.conf import settings
from django.db import close_old_connections, connection

from chat.models import Run

logger = logging.getLogger("tutor.chat")

HOLD = 0.7
"""Seconds that a poll is held at most."""
LOOK = 0.01
"""Seconds between two looks of the watcher: SQLite tells cheaply that something was written, but not to whom."""
GAP = 0.03
"""Seconds at least between two times that it asks what has changed."""
REST = 1.0
"""Seconds until the watcher tries again after the database failed."""
FIELDS = ("revision", "block_revision", "status", "activity", "reason", "live_html")
"""What a poll needs of a run that has changed."""


class Watcher:
    """The thread that looks for changes, and the runs that polls of this process wait for."""

    def __init__(self):
        self.pid = os.getpid()
        self._places = threading.BoundedSemaphore(settings.WEB_THREADS // 2)
        self._changed = threading.Condition()
        self._awaited = Counter()
        self._found = {}
        self._looks = False

    def hold(self, run, seconds):
        """Wait until the run has another revision than this; its new FIELDS, or None when the time is up or when half
        of the threads are waiting already."""
        if not self._places.acquire(blocking=False):
            return None
        close_old_connections()  # a pooled one is not held while the poll is
        try:
            return self._wait(run, time.monotonic() + seconds)
        finally:
            self._places.release()

    def _wait(self, run, until):
        with self._changed:
            self._await(run.pk)
            try:
                while (left := until - time.monotonic()) > 0:
                    found = self._found.get(run.pk)
                    if found and found["revision"] != run.revision:
                        return found
                    self._changed.wait(left)
                return None
            finally:
                self._leave(run.pk)

    def _await(self, pk):
        self._awaited[pk] += 1
        if not self._looks:
            self._looks = True
            threading.Thread(target=self._watch, name="watcher", daemon=True).start()

    def _leave(self, pk):
        self._awaited[pk] -= 1
        if not self._awaited[pk]:
            del self._awaited[pk]
            self._found.pop(pk, None)

    def _watch(self):
        """Look until nobody has waited for a while: then the thread and its connection go."""
        while True:
            try:
                with contextlib.closing(_source()) as source:
                    self._look(source)
            except Exception:  # whatever it was, the next polls must find a watcher
                logger.exception("changes cannot be watched at the moment")
                time.sleep(REST)
            finally:
                connection.close()
            with self._changed:
                if not self._awaited:
                    self._looks = False
                    return

    def _look(self, source):
        idle_since, looked, changed, told_at = time.monotonic(), set(), False, 0.0
        while (now := time.monotonic()) - idle_since < REST:
            changed = source.wait() or changed
            with self._changed:
                awaited = set(self._awaited)
            if awaited:
                idle_since = now
            if awaited and (awaited - looked or (changed and now - told_at >= GAP)):
                self._tell(awaited)
                changed, told_at, looked = False, now, awaited

    def _tell(self, pks):
        rows = {row.pop("pk"): row for row in Run.objects.filter(pk__in=pks).values("pk", *FIELDS)}
        close_old_connections()
        with self._changed:
            self._found = {pk: row for pk, row in rows.items() if pk in self._awaited}
            self._changed.notify_all()


class _Sqlite:
    """Asks SQLite's counter of commits, a hundred times a second: so on a connection of its own, without Django."""

    def __init__(self):
        self._connection = connection.Database.connect(**connection.get_connection_params())
        self._seen = self._version()

    def _version(self):
        return self._connection.execute("PRAGMA data_version").fetchone()[0]

    def wait(self):
        """Whether anything was written meanwhile."""
        time.sleep(LOOK)
        seen, self._seen = self._seen, self._version()
        return seen != self._seen

    def close(self):
        self._connection.close()


class _Postgresql:
    """Listens to what a trigger tells of each new revision (see the migrations), on a connection of its own."""

    def __init__(self):
        import psycopg

        parameters = connection.get_connection_params()
        self._connection = psycopg.connect(**parameters, autocommit=True)
        self._connection.execute("LISTEN chat_run")

    def wait(self):
        """Whether a run has changed meanwhile; polls that come are looked after within LOOK."""
        return any(True for _ in self._connection.notifies(timeout=LOOK, stop_after=1))

    def close(self):
        self._connection.close()


def _source():
    return _Postgresql() if connection.vendor == "postgresql" else _Sqlite()


_current = None
_guard = threading.Lock()


def hold(run, seconds=HOLD):
    """Wait until the run, read at some revision, has changed: then it is brought up to date. Whether it has changed."""
    found = _of_this_process().hold(run, seconds)
    for name, value in (found or {}).items():
        setattr(run, name, value)
    return found is not None


def _of_this_process():
    global _current
    with _guard:
        if _current is None or _current.pid != os.getpid():
            _current = Watcher()
        return _current


os.register_at_fork(after_in_child=lambda: _guard._at_fork_reinit())
