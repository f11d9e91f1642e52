"""Engines for tests: they say what the test wants, and go on when the test lets them."""

import queue
import threading

from assistants_api.engines import (
    Code,
    FunctionCall,
    FunctionCalls,
    FunctionsCalled,
    MessageEnd,
    Stopped,
    Text,
    code_result,
)

SECONDS = 10
"""How long a test and its engine wait for each other at most."""


def canned(*events):
    """An engine that yields these events each time."""
    return rounds(events)


def rounds(*parts):
    """An engine of several parts: the next one each time that the outputs of its functions have come."""

    def answer(run):
        done = sum(isinstance(each, FunctionsCalled) for each in run.done)
        yield from parts[done]

    return answer


def calls(*functions):
    """The FunctionCalls of (id, name, arguments)."""
    return FunctionCalls(tuple(FunctionCall(*function) for function in functions))


def programming(source, *after):
    """An engine that runs a program in its sandbox, tells what came of it, and then yields these events."""

    def answer(run):
        yield Code(source)
        yield code_result(run.sandbox.run(source, SECONDS))
        yield from after

    return answer


class Gate:
    """An engine that stands still between the words it says until the test calls `go_on`, or until it is stopped."""

    def __init__(self, *words):
        self.words = words
        self._standing, self._open = threading.Semaphore(0), threading.Semaphore(0)

    def __call__(self, run):
        for word in self.words:
            yield Text(word)
            with run.stop.calling(self._open.release):
                self._standing.release()
                assert self._open.acquire(timeout=SECONDS), "nobody opened the gate"
            if run.stop.requested:
                raise Stopped
        yield MessageEnd()

    def wait(self):
        """Wait until the engine has said its next word."""
        assert self._standing.acquire(timeout=SECONDS), "the engine did not come to the gate"

    def go_on(self):
        """Let the engine say its next word, or end."""
        self._open.release()


class Puppet:
    """An engine that does what the test tells it, one order after the other, and stands still in between."""

    def __init__(self):
        self._orders, self._standing = queue.Queue(), threading.Semaphore(0)

    def __call__(self, run):
        order = self._next()
        while order is not END:
            yield from order
            order = self._next()

    def _next(self):
        self._standing.release()
        order = self._orders.get(timeout=SECONDS)
        if order is CRASH:
            raise RuntimeError("told to crash")
        return order

    def tell(self, order):
        """Give an order: END, CRASH or events. Returns when it has been carried out."""
        self._orders.put(order)
        self.wait()

    def wait(self):
        assert self._standing.acquire(timeout=SECONDS), "the engine did not carry its order out"

    def leave(self):
        """Say that nobody works with this engine any more: whoever waits for it need not."""
        self._standing.release()


END, CRASH = object(), object()
"""Orders for a Puppet: to end its answer, and to break down."""
