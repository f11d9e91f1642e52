"""What goes when its time is up: packages say what deletes it, and each process's sweep sees to it now and then."""

import logging
import time

FIRST = 60
"""Seconds until a process cleans for the first time: at its start it has other things to do."""
EVERY = 3600

logger = logging.getLogger("tutor.background")
_cleaners = []


def add(cleaner):
    """Have a function called about every hour by each process that sweeps, perhaps by two at once.

    It deletes some, so that leases are renewed in time, and returns whether there may be more: then its turn comes
    again with the next sweep.
    """
    _cleaners.append(cleaner)


class Rounds:
    """When this process cleans."""

    def __init__(self):
        self._next = time.monotonic() + FIRST
        self._waiting = []

    def go_on(self):
        """Call those whose turn it is. One that fails is left until the next round."""
        if time.monotonic() >= self._next:
            self._next, self._waiting = time.monotonic() + EVERY, list(_cleaners)
        self._waiting = [cleaner for cleaner in self._waiting if _has_more(cleaner)]


def _has_more(cleaner):
    try:
        return cleaner()
    except Exception:
        logger.exception("%s.%s failed", cleaner.__module__, cleaner.__qualname__)
        return False
