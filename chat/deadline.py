"""When a run has to have ended."""

import time
from datetime import timedelta

from django.utils import timezone

LAST_LOOK = 20
"""Seconds that a worker has at least which takes up a run late: its answer may be there for a long time."""


class Deadline:
    """The end of a run's time. `moment` is for the record and for the next worker; this one counts monotonic time, so
    that a clock which is set does not end what goes on. It has `most` seconds whatever the clock says now."""

    def __init__(self, moment, most, taken_up=False):
        self.moment = moment
        left = (moment - timezone.now()).total_seconds()
        self._until = time.monotonic() + min(max(left, LAST_LOOK) if taken_up else left, most)

    @property
    def has_passed(self):
        return time.monotonic() > self._until

    def shorten(self, seconds):
        """Let it be no later than in so many seconds."""
        self.moment = min(self.moment, timezone.now() + timedelta(seconds=seconds))
        self._until = min(self._until, time.monotonic() + seconds)
