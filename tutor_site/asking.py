"""Asks things that may be slow or hang, with a bound on how long the caller waits."""

import threading
from concurrent.futures import Future

from django.db import connections

_asked = {}
_guard = threading.Lock()


def begin(ask):
    """Call a function of a module in a thread of its own; the Future of what it returns or raises.

    While one call of a function goes on no second one is begun, so that what hangs holds one thread and not one for
    each who asks. The thread ends with the process, whatever it is doing.
    """
    with _guard:
        future = _asked.get(ask)
        if future is None or future.done():
            future = _asked[ask] = Future()
            threading.Thread(target=_call, args=(ask, future), name=f"ask {ask.__name__}", daemon=True).start()
    return future


def within(seconds, ask):
    """What the function returns or raises; TimeoutError when it does neither in so many seconds."""
    return begin(ask).result(seconds)


def _call(ask, future):
    try:
        answer = _with_own_connections(ask)
    except Exception as error:  # whatever it is, it is the caller's
        future.set_exception(error)
    else:
        future.set_result(answer)


def _with_own_connections(ask):
    try:
        return ask()
    finally:
        connections.close_all()
