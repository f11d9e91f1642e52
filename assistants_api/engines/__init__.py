"""What an engine is: a function from a run to events, which it yields as they happen.

    def answer(run: RunInput) -> Iterator[Event]

An engine knows nothing of rows or of the wire. When it ends without `FunctionCalls`, `Incomplete` or `Failed`, the
run has succeeded. It may be closed at any `yield`, and learns through `run.stop` that nobody wants its answer any more:
then it raises Stopped.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from assistants_api.sandbox import Sandbox


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


# What a run is given


@dataclass(frozen=True)
class ImageInput:
    """A picture in a message: its bytes, or when these are empty an http(s) or data address. `detail` as in the API;
    `name` is the one that it was uploaded with."""

    data: bytes = b""
    content_type: str = ""
    url: str = ""
    detail: str = "auto"
    name: str = ""


@dataclass(frozen=True)
class Said:
    """A message of the thread: role `user` or `assistant`, its text, its pictures, and the names of its files."""

    role: str
    text: str
    images: tuple[ImageInput, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodeRan:
    """A program that this run has already run, and what it printed."""

    code: str
    logs: str


@dataclass(frozen=True)
class FunctionCall:
    """A call of one of the caller's functions; `arguments` is JSON text."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True)
class FunctionsCalled:
    """Calls that this run has already made together; `outputs` has the caller's answer to each, in their order."""

    calls: tuple[FunctionCall, ...]
    outputs: tuple[str, ...]


@dataclass(frozen=True)
class RunInput:
    """A run as an engine sees it.

    `model`: the name that the engine's server knows. `messages`: the thread before the run, oldest first, cut as the
    run demands. `done`: what the run itself has already said and done, in order; it is empty unless the run goes on
    after outputs of functions. `code_interpreter`: whether programs may be run, in `sandbox`. `functions`: the caller's
    functions as {name, description, parameters, strict}. `tool_choice`, `response_format`: in the API's form.
    `temperature`, `top_p`, `reasoning_effort`: None means the server's own. `max_prompt_tokens`,
    `max_completion_tokens`: what is left of the run's limits, None without one.
    """

    model: str
    instructions: str
    messages: tuple[Said, ...]
    sandbox: Sandbox
    stop: StopSignal
    done: tuple[Said | CodeRan | FunctionsCalled, ...] = ()
    code_interpreter: bool = False
    functions: tuple[dict[str, Any], ...] = ()
    tool_choice: str | dict[str, Any] = "auto"
    parallel_tool_calls: bool = True
    response_format: str | dict[str, Any] = "auto"
    temperature: float | None = None
    top_p: float | None = None
    reasoning_effort: str | None = None
    max_prompt_tokens: int | None = None
    max_completion_tokens: int | None = None


# What an engine yields


@dataclass(frozen=True)
class Text:
    """The next piece of the message that is being written, in Markdown. The first piece begins a message, and the
    pictures that programs have drawn since the last message stand in front of it."""

    piece: str


@dataclass(frozen=True)
class MessageEnd:
    """The message is complete; without one in work it means nothing."""


@dataclass(frozen=True)
class Code:
    """The next piece of a program. The first piece begins a step; a message in work must have ended."""

    piece: str


@dataclass(frozen=True, eq=False)
class Picture:
    """A PNG that code made, and what it shows in words."""

    name: str
    data: bytes
    alt: str = ""


@dataclass(frozen=True, eq=False)
class OutputFile:
    """A file that code wrote into /mnt/data. The text links to it as `sandbox:/mnt/data/NAME`."""

    name: str
    data: bytes


@dataclass(frozen=True)
class CodeResult:
    """What the program printed, drew and wrote; it ends the step."""

    logs: str
    pictures: tuple[Picture, ...] = ()
    files: tuple[OutputFile, ...] = ()


@dataclass(frozen=True)
class FunctionCalls:
    """The run has to wait for the outputs of these functions; the engine's last event. It is called again with them."""

    calls: tuple[FunctionCall, ...]


@dataclass(frozen=True)
class Usage:
    """Tokens that a model server counted for one call; once there is one, they take the place of estimates."""

    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int = 0
    reasoning_tokens: int = 0


@dataclass(frozen=True)
class Incomplete:
    """A limit ended the answer, which stays as far as it went; the engine's last event."""

    reason: Literal["max_completion_tokens", "max_prompt_tokens", "content_filter"]


@dataclass(frozen=True)
class Failed:
    """The run has failed: server_error, rate_limit_exceeded or invalid_prompt, and the cause in words."""

    code: str
    message: str


Event = Text | MessageEnd | Code | CodeResult | FunctionCalls | Usage | Incomplete | Failed
Engine = Callable[[RunInput], Iterator[Event]]


def message(text):
    """The events of a whole message."""
    yield Text(text)
    yield MessageEnd()


def code_result(result):
    """The CodeResult that tells what an interpreter.client.CellResult holds."""
    pictures = tuple(Picture(image.name, image.data, image.alt) for image in result.images)
    return CodeResult(result.logs, pictures, tuple(OutputFile(file.name, file.data) for file in result.files))
