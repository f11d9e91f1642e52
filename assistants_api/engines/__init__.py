"""What an engine is: a function from a run to events, which it yields as they happen.

    def answer(run: RunInput) -> Iterator[Event]

An engine knows nothing of rows or of the wire. When it ends without `Failed`, the run has succeeded. It may be closed
at any `yield`, and learns through `run.stop` that nobody wants its answer any more: then it raises Stopped.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """An earlier message of the thread: role `user` or `assistant`, and its text."""

    role: str
    text: str


class Stopped(Exception):
    """Raised by an engine that was asked to stop and did so before its answer was complete."""


class StopSignal:
    """Tells an engine to stop, from another thread: ask `requested`, or be called back in the middle of a long call."""

    def __init__(self):
        self._requested = threading.Event()
        self._lock = threading.Lock()
        self._callbacks = []

    @property
    def requested(self):
        return self._requested.is_set()

    def request(self):
        """Ask the engine to stop. Asking again calls back again: the first time may have come before there was anything
        to stop."""
        with self._lock:
            self._requested.set()
            callbacks = list(self._callbacks)
        for callback in callbacks:
            callback()

    @contextlib.contextmanager
    def calling(self, callback):
        """While inside, each request to stop calls `callback`; one that came before calls it at once."""
        with self._lock:
            late = self._requested.is_set()
            self._callbacks.append(callback)
        try:
            if late:
                callback()
            yield
        finally:
            with self._lock:
                self._callbacks.remove(callback)


@dataclass(frozen=True)
class RunInput:
    """A run as an engine sees it. `messages` is the thread, oldest first; `tools` are the names of their types;
    `session` names the sandbox of the thread, which keeps its variables from run to run."""

    model: str
    instructions: str
    messages: tuple[Said, ...]
    tools: frozenset[str]
    session: str
    stop: StopSignal


@dataclass(frozen=True, eq=False)
class Picture:
    """A PNG that code made, and what it shows in words. The same object in two events is the same picture."""

    name: str
    data: bytes
    alt: str = ""


@dataclass(frozen=True)
class MessageText:
    """A whole message of the assistant: pictures, then text in Markdown."""

    text: str
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class CodeCall:
    """The engine is about to run this code; a CodeResult follows."""

    code: str


@dataclass(frozen=True)
class CodeResult:
    """What the code of the last CodeCall printed and drew."""

    logs: str
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Usage:
    """Tokens that a model server counted for one call; once there is one, they take the place of estimates."""

    prompt_tokens: int
    completion_tokens: int


@dataclass(frozen=True)
class Failed:
    """The run has failed: server_error, rate_limit_exceeded or invalid_prompt, and the cause in words."""

    code: str
    message: str


Event = MessageText | CodeCall | CodeResult | Usage | Failed
Engine = Callable[[RunInput], Iterator[Event]]
