"""What live runs show while they are answered: gathered in memory, written for all runs of this process at once."""

import contextlib
import logging
import os
import threading
import time

from django.db import close_old_connections, connection, connections, transaction
from django.db.models import F

from chat import breaker, rendering
from chat.models import Run

logger = logging.getLogger("tutor.chat")

BATCH, BATCH_EACH = 0.02, 0.0008
"""Seconds between two transactions of one process, and what each live run adds to that."""
PACE = 0.35
"""Seconds between two writes of one run's moving text, for as long as few are live."""
SOON = 0.15
"""Seconds by which a write may come early to share a transaction."""
CROWD = 25
"""Live runs of one process from which on each is written more seldom, in proportion."""
RENDERING_SHARE = 0.1
"""The part of the time that the rendering of one long text may take."""
TICK = 0.25
"""Seconds within which a student's Stop, a deadline and a silent stream are noticed."""
BREAKERS = 1
"""Seconds within which a breaker that another process opened or closed is noticed."""
REST, REST_EACH = 0.08, 0.002
"""Seconds in which words that are streamed gather, and what each live run of the process adds to that. To wake a thread
for each word costs more than all that is done with the word."""
SILENCE = 30
"""Seconds after which a stream that tells nothing is given up; the run is polled then."""
RUNNING_AFTER = 0.6
"""Seconds without more code after which code that was written is taken to run."""


class Live:
    """What the page may show of one run at this moment. Its worker tells it, the Writer writes it."""

    def __init__(self, run, lease, deadline):
        self.lease, self.deadline = lease, deadline
        self.stop_requested = False
        self.activity, self.block_revision = run.activity, run.block_revision
        self.stream = None
        self.code_at = None
        self.next_at = 0.0
        self.dirty = False
        self._texts, self._length = {}, 0
        self._lock = threading.Lock()

    @property
    def rest(self):
        """Seconds in which words may gather before they are said."""
        return _writer().rest

    def say(self, words):
        """Add news.Words to their message."""
        with self._lock:
            if self._length <= rendering.LONGEST_RENDERED:  # what comes then is read when it is whole
                self._length += len(words.text)
                pieces = self._texts.setdefault(words.message_id, {}).setdefault(words.part, [])
                pieces[:] = ["".join([*pieces, words.text])] if len(pieces) > 64 else [*pieces, words.text]
        self.show(Run.Activity.WRITING)
        self._changed()

    def show(self, activity):
        """Say in a word what is happening."""
        self.code_at = time.monotonic() if activity == Run.Activity.CODING else None
        if activity != self.activity:
            with self._lock:
                self.activity = activity
                self.next_at = 0.0  # another state, such as the first word, need not keep the pace of moving text
            self._changed()

    def keep_pace(self, activity, next_at):
        """What shows this activity was written: more of it is due at a moment from now."""
        with self._lock:
            if self.activity == activity:
                self.next_at = next_at

    def settle(self, message_id, block_revision):
        """A block is in the record since this revision: its message moves no more."""
        with self._lock:
            self._length -= len(_joined(self._texts.pop(message_id, {})))
            self.block_revision = block_revision

    def text(self, without=None):
        """The text so far of the messages that have not ended, but for one of them."""
        return "\n\n".join(text for message_id, text in self.texts() if message_id != without)

    def texts(self):
        """(message id, text so far) of each message that has not ended."""
        with self._lock:
            return [(message_id, _joined(parts)) for message_id, parts in self._texts.items()]

    def forget(self):
        """Drop all moving text: what it belonged to is lost."""
        with self._lock:
            self._texts, self._length = {}, 0
        self._changed()

    def _changed(self):
        self.dirty = True
        _writer().notify()


def _joined(parts):
    return "\n\n".join("".join(parts[index]) for index in sorted(parts))


class Writer:
    """One thread for each process that has live runs: writes what they show, and sees what their students want."""

    def __init__(self):
        self.pid = os.getpid()
        self._lives = set()
        self._changed = threading.Condition()
        self._thread = None

    @property
    def rest(self):
        """Seconds in which words gather."""
        return min(PACE, REST + REST_EACH * len(self._lives))

    def add(self, live):
        with self._changed:
            if self._thread is None:
                thread = threading.Thread(target=self._run, name="progress", daemon=True)
                thread.start()
                self._thread = thread
            self._lives.add(live)

    def remove(self, live):
        with self._changed:
            self._lives.discard(live)

    def notify(self):
        with self._changed:
            self._changed.notify_all()

    def _run(self):
        """Until no run is live any more: then the thread and its connection go."""
        looked_at = breakers_at = 0.0
        while lives := self._awaited():
            try:
                if time.monotonic() >= looked_at + TICK:
                    looked_at = time.monotonic()
                    _look_after(lives)
                if time.monotonic() >= breakers_at + BREAKERS:
                    breakers_at = time.monotonic()
                    breaker.look_at_all()
                self._write(_due(lives), len(lives))
                close_old_connections()
            except Exception:  # whatever it was, the other runs go on
                logger.exception("progress could not be written")
                connections.close_all()
                time.sleep(TICK)
            time.sleep(BATCH + BATCH_EACH * len(lives))
        connections.close_all()

    def _awaited(self):
        """The live runs, once one of them has news or the next look is due; none when the thread is to end."""
        with self._changed:
            if self._lives and not any(live.dirty for live in self._lives):
                self._changed.wait(TICK)
            if not self._lives:
                self._thread = None
            return list(self._lives)

    def _write(self, lives, number):
        """Text of a run that has got a block meanwhile is void: its next write brings what is left.

        One transaction where writers take turns. Where they lock rows one by one, nobody waits for two of them.
        """
        drafts = [_Draft(live, PACE * max(1, number / CROWD)) for live in lives]
        if drafts:
            with transaction.atomic() if connection.vendor == "sqlite" else contextlib.nullcontext():
                for draft in drafts:
                    draft.write()


def _due(lives):
    """The runs to be written now; with one of them those that are due soon, in the same transaction."""
    now = time.monotonic()
    dirty = [live for live in lives if live.dirty]
    if not any(live.next_at <= now for live in dirty):
        return []
    return [live for live in dirty if live.next_at <= now + SOON]


class _Draft:
    """What is to be written of one run, taken at one moment."""

    def __init__(self, live, pace):
        self._live, self._activity, self._block_revision = live, live.activity, live.block_revision
        began = time.monotonic()
        live.dirty = False
        self._html = rendering.render_moving(live.text())
        now = time.monotonic()
        live.keep_pace(self._activity, now + max(pace, (now - began) / RENDERING_SHARE))

    def write(self):
        is_current = {"block_revision": self._block_revision}
        shown = {"live_html": self._html, "activity": self._activity}
        self._live.lease.write_if(is_current, **shown, revision=F("revision") + 1)


def _look_after(lives):
    """Notice what has to end or goes on otherwise: stops, deadlines, silent streams, code that runs."""
    workers = {live.lease.worker for live in lives}
    stopped = set(Run.objects.filter(status=Run.Status.CANCELLING, worker__in=workers).values_list("pk", flat=True))
    moment = time.monotonic()
    for live in lives:
        if live.lease.pk in stopped and not live.stop_requested:
            live.stop_requested = True
            live.lease.wake()
        elif live.deadline.has_passed or _is_silent(live.stream, moment):
            live.lease.wake()
        if live.code_at and moment - live.code_at > RUNNING_AFTER:
            live.show(Run.Activity.RUNNING)


def _is_silent(stream, moment):
    return stream is not None and moment - stream.heard_at > SILENCE


_current = None
_guard = threading.Lock()


def _writer():
    global _current
    with _guard:
        if _current is None or _current.pid != os.getpid():
            _current = Writer()
        return _current


def begin(run, lease, deadline):
    """The Live of a run that this process carries from now on; to be given to `end`."""
    live = Live(run, lease, deadline)
    live.stop_requested = run.status == Run.Status.CANCELLING
    _writer().add(live)
    return live


def end(live):
    """The run is not carried any more."""
    _writer().remove(live)


os.register_at_fork(after_in_child=lambda: _guard._at_fork_reinit())
