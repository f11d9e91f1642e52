"""Trusted computation as the interpreter's process sees it: one prepared process, a fresh child of it for each job."""

import asyncio
import contextlib
import itertools
import os

from interpreter.backends.bubblewrap import Bubblewrap
from interpreter.backends.landlock import Landlock
from interpreter.confined import Confined, Ended, StartFailed
from interpreter.errors import ComputationFailed, ComputationTimeout, InterpreterBusy, InterpreterUnavailable

START_SECONDS = 60
GRACE_SECONDS = 1.0
QUEUE_SECONDS = 20.0
ERRORS = {"failed": ComputationFailed, "timeout": ComputationTimeout}


class Computations:
    """Runs at most as many jobs at once as there are processors; the others wait their turn."""

    def __init__(self, backend: Bubblewrap | Landlock):
        self._backend = backend
        self._places = asyncio.Semaphore(os.cpu_count() or 1)
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict]] = {}
        self._starting: asyncio.Task[Confined] | None = None
        self._listening: asyncio.Task | None = None

    async def run(self, function: str, payload: dict, timeout: float) -> dict:
        """Return function(payload). ComputationFailed, ComputationTimeout (`timeout` s of running), InterpreterBusy."""
        try:
            async with asyncio.timeout(QUEUE_SECONDS):
                await self._places.acquire()
        except TimeoutError:
            raise InterpreterBusy("too many computations are waiting") from None
        try:
            reply = await self._ask(function, payload, timeout)
        finally:
            self._places.release()
        if "result" in reply:
            return reply["result"]
        raise ERRORS.get(reply.get("kind"), ComputationFailed)(str(reply.get("message")))

    async def warm(self) -> Confined:
        """Return the prepared process, started if it is not running. InterpreterUnavailable when it cannot be."""
        if self._starting is None or (self._starting.done() and not _usable(self._starting)):
            self._starting = asyncio.create_task(self._start())
        try:
            return await asyncio.shield(self._starting)
        except StartFailed as failure:
            raise InterpreterUnavailable(f"the process for computations did not start: {failure}") from None

    def count(self) -> int:
        """Return how many jobs are running."""
        return len(self._waiting)

    def pids(self) -> set[int]:
        """Return the process ids of the prepared process."""
        return self._starting.result().pids if self._starting and _usable(self._starting) else set()

    async def end(self) -> None:
        """End the process and with it every job."""
        if self._starting:
            self._starting.cancel()
            await asyncio.wait({self._starting})
            if _started(self._starting):
                await self._starting.result().end()

    async def _start(self) -> Confined:
        process = await Confined.start(self._backend.launch("computations"), START_SECONDS)
        self._listening = asyncio.create_task(self._listen(process))
        return process

    async def _listen(self, process: Confined) -> None:
        """Hand each reply to whoever waits for it; when the process ends, tell all that wait."""
        try:
            while True:
                reply = await process.receive()
                future = self._waiting.get(reply.get("id"))
                if future and not future.done():
                    future.set_result(reply)
        except Ended:
            for future in self._waiting.values():
                if not future.done():
                    future.set_exception(Ended("the process for computations ended"))
        finally:
            await process.end()

    async def _ask(self, function: str, payload: dict, timeout: float) -> dict:
        """Send one job and wait for its reply; a process that does not even keep the time is ended."""
        process = await self.warm()
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        try:
            await process.send({"id": number, "function": function, "payload": payload, "timeout": timeout})
            async with asyncio.timeout(timeout + GRACE_SECONDS):
                return await self._waiting[number]
        except Ended:
            raise ComputationFailed("the process for computations ended") from None
        except TimeoutError:
            process.kill()
            raise ComputationTimeout("the computation took too long") from None
        except asyncio.CancelledError:
            with contextlib.suppress(Ended):
                await process.send({"cancel": number})
            raise
        finally:
            del self._waiting[number]


def _started(task: asyncio.Task[Confined]) -> bool:
    return task.done() and not task.cancelled() and task.exception() is None


def _usable(task: asyncio.Task[Confined]) -> bool:
    return _started(task) and task.result().alive
