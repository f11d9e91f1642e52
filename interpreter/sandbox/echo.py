"""The computation that needs no mathematics: for tests of the way to the others, and for timing it."""

import time

_computed = 0


def echo(payload: dict) -> dict:
    """Return the payload with how often this process has computed; wait first for payload["wait"] seconds."""
    global _computed
    time.sleep(payload.get("wait", 0))
    _computed += 1
    return {**payload, "computed": _computed}
