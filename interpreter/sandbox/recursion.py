"""How deep calls may go: far, but never into a crash."""

import resource
import sys

STACK_BYTES = 128 * 2**20
RECURSION_LIMIT = 40_000
RECURSION_LEAST = 1000

_set_recursion_limit = sys.setrecursionlimit


def bound() -> None:
    """Let deep recursion end in a RecursionError, however deep a program asks for. To be called before the lock.

    Frames of C functions need stack: room for as many of them as may be asked for, in the main thread.
    """
    hard = resource.getrlimit(resource.RLIMIT_STACK)[1]
    most = STACK_BYTES if hard == resource.RLIM_INFINITY else min(STACK_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_STACK, (most, hard))
    sys.setrecursionlimit = lambda limit: _set_recursion_limit(min(limit, RECURSION_LIMIT))


def allow_calls() -> None:
    """Leave ourselves room for calls, however little a program asked for."""
    if sys.getrecursionlimit() < RECURSION_LEAST:
        _set_recursion_limit(RECURSION_LEAST)
