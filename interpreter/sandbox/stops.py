"""Stop a cell softly: its time is up, or somebody asked. The session lives on."""

import contextlib
import signal
from collections.abc import Iterator


class TimeLimitReached(KeyboardInterrupt):
    """The cell's time is up. Not an Exception, so that an honest `except Exception` does not swallow it."""


_running = False


def ignore_between_cells() -> None:
    """Install both handlers; outside a cell they do nothing."""
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGALRM, _time_is_up)


@contextlib.contextmanager
def allowed(seconds: float) -> Iterator[None]:
    """Let what is inside run for so long."""
    global _running
    ignore_between_cells()  # an earlier cell may have installed its own
    _running = True
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        _running = False
        signal.setitimer(signal.ITIMER_REAL, 0)


def _interrupt(number, frame) -> None:
    if _running:
        raise KeyboardInterrupt


def _time_is_up(number, frame) -> None:
    if _running:
        raise TimeLimitReached
