"""Holds polls until there is something to show. One watcher for each process looks for all of them, and rests when none
waits."""

import contextlib
import logging
import os
import threading
import time
from dataclasses import dataclass, field

from django.conf import settings
from django.db import close_old_connections, connection

from chat.models import Run
from chat.statements import LIVE_STATES, NEWS, NEWS_FIELDS

logger = logging.getLogger("tutor.chat")

HOLD = 2.0
"""Seconds that a poll is held at most."""
PLACES = settings.WEB_THREADS * 3 // 4
"""Polls that one process holds at once: the other threads are for all else."""
GAP, GAP_EACH = 0.012, 0.0005
"""Seconds between two looks of the watcher, and what each poll that waits adds to that: to wake costs much."""
REST = 1.0
"""Seconds until the watcher tries again after the database failed."""


@dataclass(eq=False)
class _Poll:
    """A poll that waits. `seen`: the revision that its page has, `says_words`: whether that shows moving text already,
    `calm_until`: when mere words are due, by the monotonic clock. `found`: its NEWS_FIELDS, once
    `answered` is set."""

    run: Run
    seen: int
    says_words: bool
    calm_until: float
    found: tuple | None = None
    answered: threading.Event = field(default_factory=threading.Event)

    def is_due(self, state, now):
        """Whether it is to be answered, now that its run is in this state; None when the run has ended."""
        if state is None:
            return True
        revision, block_revision, activity = state
        if revision == self.seen:
            return False
        first_words = activity == Run.Activity.WRITING and not self.says_words
        return now >= self.calm_until or block_revision > self.seen or first_words


class Watcher:
    """The thread that looks for changes, and the polls of this process that wait."""

    def __init__(self):
        self.pid = os.getpid()
        self._places = threading.BoundedSemaphore(PLACES)
        self._guard = threading.Lock()
        self._polls = set()
        self._looks = False

    def hold(self, poll, seconds):
        """Wait until the poll is due or the time is up; at once when PLACES are waiting already."""
        if not self._places.acquire(blocking=False):
            return
        close_old_connections()  # a pooled one is not held while the poll is
        try:
            self._add(poll)
            poll.answered.wait(seconds)
        finally:
            with self._guard:
                self._polls.discard(poll)
            self._places.release()

    def _add(self, poll):
        with self._guard:
            self._polls.add(poll)
            if not self._looks:
                threading.Thread(target=self._watch, name="watcher", daemon=True).start()
                self._looks = True

    def _waiting(self):
        with self._guard:
            return set(self._polls)

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
            with self._guard:
                if not self._polls:
                    self._looks = False
                    return

    def _look(self, source):
        idle_since, polls, known, states = time.monotonic(), set(), set(), {}
        while time.monotonic() - idle_since < REST:
            changed = source.wait(GAP + GAP_EACH * len(polls))
            polls, now = self._waiting(), time.monotonic()
            if not polls:
                continue
            idle_since = now
            if changed or not polls <= known:
                states = {pk: state for pk, *state in LIVE_STATES.rows()}
            known = polls
            if due := [poll for poll in polls if poll.is_due(states.get(poll.run.pk), now)]:
                self._answer(due)
            close_old_connections()

    def _answer(self, polls):
        with self._guard:
            self._polls.difference_update(polls)
        for poll in polls:
            poll.found = NEWS.row(run=poll.run.pk)
            poll.answered.set()


class _Sqlite:
    """Asks SQLite's counter of commits, many times a second: so on a connection of its own, without Django. It tells
    cheaply that something was written, but not to whom."""

    def __init__(self):
        self._connection = connection.Database.connect(**connection.get_connection_params())
        self._seen = self._version()

    def _version(self):
        return self._connection.execute("PRAGMA data_version").fetchone()[0]

    def wait(self, seconds):
        """Whether anything was written meanwhile."""
        time.sleep(seconds)
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

    def wait(self, seconds):
        """Whether a run has changed meanwhile."""
        time.sleep(seconds)
        return any(True for _ in self._connection.notifies(timeout=0))

    def close(self):
        self._connection.close()


def _source():
    return _Postgresql() if connection.vendor == "postgresql" else _Sqlite()


_current = None
_guard = threading.Lock()


def hold(run, seen, says_words=False, calm=0.0, seconds=HOLD):
    """Wait until a live run has something to show to a page that has the revision `seen`, and bring it up to date.

    What is only more of the text that moves waits for `calm` seconds, where the page `says_words` of it already.
    Whether there is anything that the page has not.
    """
    poll = _Poll(run, seen, says_words, time.monotonic() + calm)
    _of_this_process().hold(poll, seconds)
    for name, value in zip(NEWS_FIELDS, poll.found or (), strict=False):
        setattr(run, name, value)
    return run.revision != seen


def _of_this_process():
    global _current
    with _guard:
        if _current is None or _current.pid != os.getpid():
            _current = Watcher()
        return _current


os.register_at_fork(after_in_child=lambda: _guard._at_fork_reinit())
