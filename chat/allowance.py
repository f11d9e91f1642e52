"""How often one session may ask for what is cheap, but not free: counted in this process alone, in a few bytes each."""

import threading
import time

MOST_KEPT = 10_000


class Allowance:
    """So many requests at once, and so many a second in the long run, for each key."""

    def __init__(self, burst, each_second):
        self._burst, self._rate = burst, each_second
        self._left = {}
        self._lock = threading.Lock()

    @property
    def seconds(self):
        """After how many seconds whoever has none left may ask once more."""
        return 1 / self._rate

    def take(self, key):
        """Whether one more request is allowed now."""
        now = time.monotonic()
        with self._lock:
            left, at = self._left.pop(key, (self._burst, now))
            left = min(self._burst, left + (now - at) * self._rate)
            self._left[key] = (left - 1 if left >= 1 else left, now)  # who asks too early loses nothing
            if len(self._left) > MOST_KEPT:
                del self._left[next(iter(self._left))]  # the one that was not used for the longest time
        return left >= 1
