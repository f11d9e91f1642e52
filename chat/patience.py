"""How long one run's calls are tried, and when its work has to end."""

import time

from django.db import close_old_connections

from chat import breaker
from chat.failures import AssistantsError, BadReply, FateUnknown, Overloaded, StreamBroken, Unreachable
from chat.models import Run

BEFORE, DURING = 8, 60
"""Seconds of failing calls in a row that are borne before the upstream has taken the question, and afterwards."""
FIRST_PAUSE, LAST_PAUSE = 0.2, 5

TRANSIENT = (Unreachable, FateUnknown, Overloaded, BadReply, StreamBroken)


class Expired(Exception):
    """The deadline of the run has passed."""


class StopRequested(Exception):
    """The student pressed Stop."""


class Patience:
    """Makes the calls of one run: bears short outages, and ends as soon as the work has to."""

    def __init__(self, run, live, server):
        self.run, self.live, self.lease = run, live, live.lease
        self.breaker = breaker.of(server)

    def call(self, call, bear=TRANSIENT):
        """The result of a call that may be repeated, through a short outage of the upstream.

        A server may ask for a pause longer than our patience, up to failures.LONGEST_WAIT, once.
        """
        until, delay = time.monotonic() + (DURING if self.run.upstream_run_id else BEFORE), FIRST_PAUSE
        asked_to_wait = False
        while True:
            self.check()
            try:
                return self._attempt(call)
            except bear as error:
                wait, asked = getattr(error, "retry_after", None), asked_to_wait
                if time.monotonic() + (wait or delay) > until and (wait is None or asked):
                    raise
            asked_to_wait = asked_to_wait or wait is not None
            self.live.show(Run.Activity.RETRYING)
            self.wait(wait or delay)
            delay = min(delay * 2, LAST_PAUSE)

    def _attempt(self, call):
        """One call, unless the breaker is open; it learns how the call went."""
        if not self.breaker.lets_through():
            raise Unreachable("the server has not answered for a while, so it is not called at the moment")
        close_old_connections()  # a pooled one is not held while the upstream is waited for
        try:
            result = call()
        except AssistantsError as error:
            self.breaker.note(error)
            raise
        self.breaker.note()
        return result

    def wait(self, seconds):
        """Sleep unless the work has to end, which raises."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.check()
            self.lease.wait(left)
        self.check()

    def check(self):
        """Raise when the work has to end here, whoever wants it."""
        self.lease.check()
        if self.live.deadline.has_passed:
            raise Expired
        if self.live.stop_requested:
            raise StopRequested
