"""Trusted computation: a process that has everything loaded and forks a fresh, locked child for each job."""

import gc
import importlib
import os
import selectors
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from interpreter import wire
from interpreter.sandbox import lockdown
from interpreter.sandbox.channel import Channel, write_all

FUNCTIONS = {
    "maths.solving.explain": "maths.solving",
    "maths.solving.conclude": "maths.solving",
    "maths.judging.judge": "maths.judging",
    "interpreter.echo": "interpreter.sandbox.echo",
    "interpreter.pictures.reencode": "interpreter.sandbox.pictures",
}
# Questions of each kind, computed once before the first job: SymPy fills caches that every child then shares.
REHEARSAL = [
    "1/2 + 1/3",
    "15% of 80",
    "solve 3x + 11 = 14",
    "solve x^2 - 5x + 6 = 0",
    "simplify (x^2 - 1)/(x - 1)",
    "expand (x + 1)^3",
    "factor x^2 - 9",
    "derivative of x^3",
    "integral of x^2",
]
MESSAGE_CHARACTERS = 500
REPLY_BYTES = 8 * 2**20


def prepare(config: dict) -> Callable[[Channel], None]:
    """Load the modules that can be loaded, and return the loop that serves jobs."""
    os.chdir(config["data"])
    for module in [*config["preload"], *sorted(set(FUNCTIONS.values()))]:
        _load(module)
    _rehearse()
    gc.collect()
    gc.freeze()  # children then share these pages instead of copying them at their first collection
    return lambda channel: Jobs(channel, files_by_path=bool(config["landlock"])).serve()


def _load(module: str) -> None:
    """Import a module; one that cannot be imported fails its own jobs later and nobody else's."""
    try:
        importlib.import_module(module)
    except Exception as error:
        print(f"{module}: {type(error).__name__}", flush=True)


def _rehearse() -> None:
    """Compute the rehearsal; what fails in it will fail its own job again and be told there."""
    reading = sys.modules.get("maths.reading")
    if reading:
        importlib.import_module("maths.reading.patterns").compile_all()
    for question in REHEARSAL if reading else []:
        tasks = [task.to_dict() for task in reading.read(question).tasks]
        compute("maths.solving.explain", {"tasks": tasks})
    if reading:
        compute("maths.judging.judge", {"question": "solve 3x + 11 = 14", "context": [], "reply": "x = 1"})


@dataclass
class Job:
    """One child: what it has written so far, and when its time is up (monotonic seconds)."""

    number: int
    child: int
    pipe: int
    deadline: float
    written: bytearray = field(default_factory=bytearray)


class Jobs:
    """The children now running.

    Request: {id, function, payload, timeout (seconds)} or {cancel: id}. Reply: {id, result} or {id, kind, message}.
    """

    def __init__(self, channel: Channel, files_by_path: bool):
        self._channel = channel
        self._files_by_path = files_by_path
        self._selector = selectors.DefaultSelector()
        self._selector.register(channel, selectors.EVENT_READ)
        self._running: dict[int, Job] = {}

    def serve(self) -> None:
        """Start, follow and end jobs until the channel closes."""
        while True:
            for key, _ in self._selector.select(self._patience()):
                if key.data is None:
                    self._take(self._channel.receive())
                elif key.data.number in self._running:  # not ended by what was read a moment ago
                    self._read(key.data)
            self._end_overdue()

    def _patience(self) -> float | None:
        """Return the seconds until the next deadline."""
        deadlines = [job.deadline for job in self._running.values()]
        return max(0.0, min(deadlines) - time.monotonic()) if deadlines else None

    def _take(self, request: dict) -> None:
        if "cancel" in request:
            self._finish(request["cancel"], None)
        else:
            self._start(request)

    def _start(self, request: dict) -> None:
        """Fork the child of one job."""
        ours, theirs = os.pipe()
        child = os.fork()
        if child == 0:
            self._be_the_child(request, theirs)
        os.close(theirs)
        job = Job(request["id"], child, ours, time.monotonic() + request["timeout"])
        self._running[job.number] = job
        self._selector.register(ours, selectors.EVENT_READ, job)

    def _be_the_child(self, request: dict, pipe: int) -> None:
        """Close what belongs to others, lock, compute, answer, end: the child never returns."""
        try:
            os.close(self._channel.fileno())
            for job in self._running.values():
                os.close(job.pipe)
            gc.disable()
            lockdown.die_with(None)
            lockdown.close_for_good(self._files_by_path)
            write_all(pipe, wire.encode(compute(request["function"], request["payload"])))
        finally:
            os._exit(0)

    def _read(self, job: Job) -> None:
        """Take what a child wrote; its answer is whole when it closes the pipe."""
        part = os.read(job.pipe, 2**16)
        job.written += part
        if len(job.written) > REPLY_BYTES:
            self._finish(job.number, {"kind": "failed", "message": "the result is too large"})
        elif not part:
            self._finish(job.number, _reply(bytes(job.written)))

    def _end_overdue(self) -> None:
        now = time.monotonic()
        for job in [job for job in self._running.values() if job.deadline <= now]:
            self._finish(job.number, {"kind": "timeout", "message": "the computation took too long"})

    def _finish(self, number: int, reply: dict | None) -> None:
        """End a job's child, whatever it is doing, and send the reply if somebody waits for one."""
        job = self._running.pop(number, None)
        if job is None:
            return
        self._selector.unregister(job.pipe)
        os.close(job.pipe)
        os.kill(job.child, signal.SIGKILL)
        os.waitpid(job.child, 0)
        if reply is not None:
            self._channel.send({"id": number, **reply})


def compute(function: str, payload: dict) -> dict:
    """Return {"result": …} of a listed function, or {"kind": "failed", "message": …}."""
    module = FUNCTIONS.get(function)
    if module is None:
        return {"kind": "failed", "message": f"no such computation: {function[:100]!r}"}
    try:
        result = getattr(importlib.import_module(module), function.rpartition(".")[2])(payload)
        wire.encode({"result": result})
    except Exception as error:  # whatever a computation raises is its caller's to know
        return {"kind": "failed", "message": f"{type(error).__name__}: {error}"[:MESSAGE_CHARACTERS]}
    return {"result": result}


def _reply(written: bytes) -> dict:
    """Return what a child wrote, or the failure that it stands for when it died first."""
    if not written:
        return {"kind": "failed", "message": "the computation ended without a result (out of memory?)"}
    return wire.receive(_reader(written), REPLY_BYTES)


def _reader(data: bytes) -> Callable[[int], bytes]:
    """Return a `read(n)` over bytes."""
    rest = memoryview(data)

    def read(count: int) -> bytes:
        nonlocal rest
        part, rest = rest[:count], rest[count:]
        return bytes(part)

    return read
