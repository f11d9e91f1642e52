"""How often the page of a live run asks: briskly, and more seldom the more runs are watched at once."""

import threading
import time

from chat.watching import HOLD, PLACES

ASKS = 0.25
"""Seconds from a swap to the page's next poll."""
BRISK, CALM = 0.35, 2.5
"""Seconds between two swaps of moving text at best and at worst."""
MARGIN = 0.25
"""Seconds before the end of its hold in which a poll gets the words that it waited for."""
WATCHED_LIMIT = 25
"""Runs of one process whose text moves briskly; with more of them each moves more seldom, in proportion."""
FORGET = 5

_seen = {}
_lock = threading.Lock()


def note(run_id):
    """A run is polled now; how many are, of late."""
    now = time.monotonic()
    with _lock:
        _seen[run_id] = now
        if len(_seen) > WATCHED_LIMIT:
            for other in [key for key, at in _seen.items() if now - at > FORGET]:
                del _seen[other]
        return len(_seen)


def interval(watched):
    """Milliseconds until the page asks again. It is the server that is slow when many watch: it holds the polls, and
    knows what cannot wait. Only polls that it has no place to hold have to come later."""
    return round(1000 * min(CALM, ASKS * max(1, watched / PLACES)))


def calm(watched):
    """Seconds for which a poll waits at least if there is only more of the text that moves; less than it is held."""
    return min(CALM - ASKS, BRISK * max(1, watched / WATCHED_LIMIT) - ASKS, HOLD - MARGIN)
