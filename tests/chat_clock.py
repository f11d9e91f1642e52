"""Time that passes only when somebody waits, and what happens in a process while it does: no thread, no sleep."""

import threading
from datetime import timedelta
from types import SimpleNamespace

from django.db import connection
from django.utils import timezone

from background import leases
from chat import deadline, following, once, patience, progress
from chat.models import Run
from tests.upstream import shapes

STEP = 0.5
"""Seconds after which a wait looks around."""


class Clock:
    """Stands in for the `time` of the modules that wait; `beat` is called as it goes on."""

    def __init__(self):
        self.start, self.beat = timezone.now(), lambda: None
        self.restart()

    def restart(self):
        self.seconds = 1000.0

    def monotonic(self):
        return self.seconds

    def now(self):
        """Each look takes a moment, so that no two rows are of the same one."""
        self.seconds += 0.001
        return self.start + timedelta(seconds=self.seconds)

    def unix(self):
        return int(self.now().timestamp())

    def go_on(self, seconds, until=lambda: False):
        """Let time pass, until something is so at the latest."""
        end = self.seconds + seconds
        while self.seconds < end and not until():
            self.seconds = min(end, self.seconds + STEP)
            self.beat()

    def event(self):
        """A threading.Event that is waited for by this clock."""
        event = threading.Event()
        event.wait = lambda seconds: self.go_on(seconds, event.is_set)
        return event

    def rule(self, monkeypatch):
        """Replace the clocks of the chat, of its leases and of the upstream. The leases that stand in the database run
        by its own clock: they are made to run out."""
        for module in (deadline, following, leases, patience, progress, once):
            monkeypatch.setattr(module, "time", self)
        monkeypatch.setattr(leases, "threading", SimpleNamespace(Event=self.event))
        monkeypatch.setattr(timezone, "now", self.now)
        monkeypatch.setattr(Run._meta.get_field("created_at"), "_get_default", self.now)
        monkeypatch.setattr(shapes, "now", self.unix)


class Pulse(progress.Writer):
    """The writer of progress without its thread: it looks and writes when the clock goes on."""

    looked_at = 0.0

    def add(self, live):
        self._lives.add(live)

    def notify(self):
        """The next beat sees it."""

    def beat(self):
        if not self._lives or connection.in_atomic_block:
            return
        lives, now = list(self._lives), progress.time.monotonic()
        if abs(now - self.looked_at) >= progress.TICK:
            self.looked_at = now
            progress._look_after(lives)
        self._write([live for live in lives if live.dirty and live.next_at <= now], len(lives))
