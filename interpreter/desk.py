"""The desk of the interpreter's process: takes connections, reads requests, answers them."""

import asyncio
import logging
import os
import re
from collections.abc import Coroutine

from interpreter import cells, errors, memory, wire
from interpreter.backends.choice import Chosen
from interpreter.computations import Computations
from interpreter.errors import InterpreterError
from interpreter.pool import Limits, Pool
from interpreter.results import cell_to_message
from interpreter.sockets import trusted

CONNECTIONS = 512
SEND_SECONDS = 30
CODE_BYTES = 2**18
TIMEOUT_SECONDS = 600
SESSION = re.compile(r"[\w.:-]{1,200}")
GREETING = {"interpreter": 1}

log = logging.getLogger("interpreter")


class Desk:
    """All connections of one interpreter process, and what serves them."""

    def __init__(self, choosing: Coroutine[None, None, Chosen], limits: Limits, linger: float):
        self._limits = limits
        self._linger = linger
        self._stop = asyncio.Event()
        self._open: set[asyncio.Task] = set()
        self._tidying: asyncio.Task | None = None
        self._setting_up = asyncio.create_task(self._set_up(choosing))
        self._lonely = asyncio.get_running_loop().call_later(linger, self.stop)

    def stop(self) -> None:
        """Ask the process to end."""
        self._stop.set()

    async def stopped(self) -> None:
        """Wait until somebody asked."""
        await self._stop.wait()

    async def end(self) -> None:
        """Close every connection and end every sandbox."""
        tasks = {*self._open, self._setting_up} | ({self._tidying} if self._tidying else set())
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        if not self._setting_up.cancelled() and self._setting_up.exception() is None:
            _, pool, computations = self._setting_up.result()
            await asyncio.gather(pool.end(), computations.end())

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection to its end."""
        task = asyncio.current_task()
        self._open.add(task)
        self._lonely.cancel()
        try:
            if trusted(writer.get_extra_info("socket")) and len(self._open) <= CONNECTIONS:
                await self._converse(reader, writer)
        except (wire.BadFrame, wire.EndOfStream, ConnectionError, TimeoutError) as error:
            log.info("connection closed: %s", type(error).__name__)
        except asyncio.CancelledError:
            pass  # the process is ending
        finally:
            writer.close()
            self._open.discard(task)
            if not self._open:
                self._lonely = asyncio.get_running_loop().call_later(self._linger, self.stop)

    async def _converse(self, reader, writer) -> None:
        """Greet, so that the client knows it was accepted, then answer request after request."""
        await _send(writer, GREETING)
        while (request := await _receive(reader)) is not None:
            await _send(writer, await self._answer(request, reader))

    async def _answer(self, request: dict, reader) -> dict:
        """Return the answer to one request, errors included."""
        try:
            return await self._do(request, reader)
        except InterpreterError as error:
            kind = next(name for name, known in errors.BY_KIND.items() if type(error) is known)
            log.info("%s: %s", request.get("do"), kind)
            return {"error": kind, "message": str(error)}

    async def _do(self, request: dict, reader) -> dict:
        """Carry out one request."""
        if request.get("do") == "shutdown":
            self.stop()
            return {}
        chosen, pool, computations = await self._ready()
        match request:
            case {"do": "cell", "session": str(session)} if SESSION.fullmatch(session):
                return await _while_wanted(reader, *_cell(pool, session, request))
            case {"do": "compute", "function": str(function), "payload": dict(payload), "timeout": timeout}:
                work = asyncio.create_task(computations.run(function, payload, _seconds(timeout)))
                return {"result": await _while_wanted(reader, work, work.cancel)}
            case {"do": "interrupt", "session": str(session)}:
                pool.interrupt(session)
            case {"do": "close", "session": str(session)}:
                await pool.close(session)
            case {"do": "warm"}:
                await asyncio.gather(pool.warm(), computations.warm())
            case {"do": "status"}:
                return _status(chosen, pool, computations)
            case _:
                raise InterpreterError("no such request")
        return {}

    async def _ready(self) -> tuple[Chosen, Pool, Computations]:
        return await asyncio.shield(self._setting_up)

    async def _set_up(self, choosing: Coroutine[None, None, Chosen]) -> tuple[Chosen, Pool, Computations]:
        """Choose the backend and start what is to be warm."""
        chosen = await choosing
        log.info("backend %s", chosen.backend.name)
        pool, computations = Pool(chosen.backend, self._limits), Computations(chosen.backend)
        self._tidying = asyncio.create_task(pool.keep_tidy())
        return chosen, pool, computations


def _cell(pool: Pool, session: str, request: dict) -> tuple:
    """Start a cell; return its task and what to call when its client goes away."""
    code, files = request.get("code"), request.get("files")
    if not isinstance(code, str) or len(code.encode("utf-8", "surrogatepass")) > CODE_BYTES:
        raise InterpreterError(f"a program must be text of at most {CODE_BYTES} bytes")
    if not isinstance(files, dict) or not all(cells.acceptable_name(name) for name in files):
        raise InterpreterError("a file's name is not acceptable")
    timeout, patience = _seconds(request.get("timeout")), _seconds(request.get("patience"))
    cell = cells.Cell(code, timeout, patience, {name: wire.unpack(data) for name, data in files.items()})
    log.info("session %s: cell of %d characters, %d files", session, len(code), len(files))

    async def run() -> dict:
        result = await pool.run(session, cell)
        log.info("session %s: %s, %d characters of output", session, result.outcome, len(result.logs))
        return {"cell": cell_to_message(result)}

    return asyncio.create_task(run()), cell.abandon


def _seconds(timeout: object) -> float:
    """Return a time limit that is one."""
    if isinstance(timeout, bool) or not isinstance(timeout, int | float) or not 0 < timeout <= TIMEOUT_SECONDS:
        raise InterpreterError(f"a time limit must be between 0 and {TIMEOUT_SECONDS} seconds")
    return float(timeout)


async def _while_wanted(reader: asyncio.StreamReader, work: asyncio.Task, abandon) -> object:
    """Wait for work; when its client closes, or speaks out of turn, abandon the work and let it end."""
    leaving = asyncio.create_task(reader.read(1))
    try:
        await asyncio.wait({work, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            abandon()
            await asyncio.wait({work})
            raise wire.EndOfStream
        return work.result()
    except asyncio.CancelledError:
        work.cancel()
        raise
    finally:
        leaving.cancel()
        await asyncio.wait({leaving})


def _status(chosen: Chosen, pool: Pool, computations: Computations) -> dict:
    """Return what results.Status holds."""
    pids = {os.getpid()} | pool.pids() | computations.pids()
    return {
        "pid": os.getpid(),
        "backend": chosen.backend.name,
        "attempts": chosen.attempts,
        **pool.counts(),
        "computations": computations.count(),
        "memory": memory.of(pids),
    }


async def _send(writer: asyncio.StreamWriter, message: dict) -> None:
    """Send a message; a client that does not read it in time is given up."""
    writer.write(wire.encode(message))
    async with asyncio.timeout(SEND_SECONDS):
        await writer.drain()


async def _receive(reader: asyncio.StreamReader) -> dict | None:
    """Return the next request, None when the client has closed. It may be awaited for ever, but not its second half."""
    first = await reader.read(1)
    if not first:
        return None
    try:
        async with asyncio.timeout(SEND_SECONDS):
            header = first + await reader.readexactly(wire.HEADER.size - 1)
            body = await reader.readexactly(wire.body_length(header, wire.REQUEST_LIMIT))
    except asyncio.IncompleteReadError:
        raise wire.BadFrame("the stream ended inside a frame") from None
    return wire.decode(body)
