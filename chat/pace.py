"""How often the page of a live run asks: briskly, and more seldom the more runs are watched at once."""

import threading
import time

BRISK, CALM = 0.3, 2.5
"""Seconds between two swaps at best and at worst."""
WATCHED_LIMIT = 50
"""Runs of one process that are polled briskly; with more of them each is polled more seldom, in proportion."""
FORGET = 5

_seen = {}
_lock = threading.Lock()


def interval(run_id):
    """Milliseconds until the next poll of a run that is polled now."""
    now = time.monotonic()
    with _lock:
        _seen[run_id] = now
        if len(_seen) > WATCHED_LIMIT:
            for other in [key for key, at in _seen.items() if now - at > FORGET]:
                del _seen[other]
        watched = len(_seen)
    return round(1000 * min(CALM, BRISK * max(1, watched / WATCHED_LIMIT)))
