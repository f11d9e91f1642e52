"""The desk of the interpreter's process: takes connections, reads requests, answers them."""

import asyncio
import logging
import os
import traceback
from collections.abc import Callable, Coroutine

from interpreter import cells, errors, fields, memory, wire
from interpreter.backends.choice import Chosen
from interpreter.computations import Computations
from interpreter.errors import InterpreterError
from interpreter.pictures import Pictures
from interpreter.pool import Limits, Pool
from interpreter.remembered import Remembered
from interpreter.results import cell_to_message
from interpreter.sockets import trusted

CONNECTIONS = 512
SEND_SECONDS = 30

log = logging.getLogger("interpreter")


class Desk:
    """All connections of one interpreter process, and what serves them.

    `linger`: seconds after which it asks the process to end when nobody is connected; None: never. `version`: what
    clients are greeted with.
    """

    def __init__(
        self,
        choosing: Callable[[], Coroutine[None, None, Chosen]],
        remembered: Remembered,
        limits: Limits,
        linger: float | None,
        version: str,
    ):
        self._limits = limits
        self._linger = linger
        self._version = version
        self._stop = asyncio.Event()
        self._open: set[asyncio.Task] = set()
        self._tidying: asyncio.Task | None = None
        self._choosing = choosing
        self._remembered = remembered
        self._setting_up = asyncio.create_task(self._set_up())
        self._lonely: asyncio.TimerHandle | None = None
        self._be_lonely()

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
            _, pool, computations, _ = self._setting_up.result()
            await asyncio.gather(pool.end(), computations.end())

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection to its end."""
        task = asyncio.current_task()
        self._open.add(task)
        if self._lonely:
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
                self._be_lonely()

    def _be_lonely(self) -> None:
        """Ask the process to end if nobody connects for a while."""
        if self._linger is not None:
            self._lonely = asyncio.get_running_loop().call_later(self._linger, self.stop)

    async def _converse(self, reader, writer) -> None:
        """Greet, so that the client knows it was accepted, then answer request after request."""
        await _send(writer, {"interpreter": wire.PROTOCOL, "version": self._version})
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
        except (wire.BadFrame, wire.EndOfStream):
            raise
        except Exception as error:  # a fault of ours must not look to clients like the end of this process
            frame = traceback.extract_tb(error.__traceback__)[-1]
            log.error("%s: %s in %s", request.get("do"), type(error).__name__, frame.name)
            return {
                "error": "unavailable",
                "message": f"the interpreter failed: {type(error).__name__} in {frame.name}",
            }

    async def _do(self, request: dict, reader) -> dict:
        """Carry out one request."""
        if request.get("do") == "shutdown":
            return self._shut_down(request.get("unless"))
        chosen, pool, computations, pictures = await self._ready()
        match request:
            case {"do": "cell"}:
                return await _while_wanted(reader, *_cell(pool, pictures, request))
            case {"do": "missing"}:
                return {"missing": pool.missing(fields.session(request), fields.tags(request))}
            case {"do": "compute", "function": str(function), "payload": dict(payload)}:
                seconds = fields.seconds(request, "timeout")
                work = asyncio.create_task(computations.run(function, payload, seconds))
                return {"result": await _while_wanted(reader, work, work.cancel)}
            case {"do": "interrupt"}:
                pool.interrupt(fields.session(request))
            case {"do": "close"}:
                await pool.close(fields.session(request))
            case {"do": "warm"}:
                await asyncio.gather(pool.warm(), computations.warm())
            case {"do": "status"}:
                return _status(chosen, pool, computations)
            case _:
                raise InterpreterError("no such request")
        return {}

    def _shut_down(self, unless: object) -> dict:
        """Ask the process to end, unless it is the version that the client would start itself."""
        ends = not unless or unless != self._version
        if ends:
            self.stop()
        return {"ends": ends}

    async def _ready(self) -> tuple[Chosen, Pool, Computations, Pictures]:
        """Return what serves; when no backend held at the last try, that may have been an accident: try again."""
        if self._setting_up.done() and self._setting_up.exception():
            self._setting_up = asyncio.create_task(self._set_up())
        return await asyncio.shield(self._setting_up)

    async def _set_up(self) -> tuple[Chosen, Pool, Computations, Pictures]:
        """Choose the backend and start what is to be warm."""
        chosen = await self._choosing()
        log.info("backend %s; %s", chosen.backend.name, "; ".join([*chosen.passed_over, _held(chosen)]))
        pool, computations = Pool(chosen.backend, self._limits, self._remembered), Computations(chosen.backend)
        self._tidying = asyncio.create_task(pool.keep_tidy())
        return chosen, pool, computations, Pictures(computations)


def _held(chosen: Chosen) -> str:
    """Return what the probe's sandbox refused, for the log."""
    return "refused inside: " + ", ".join(chosen.attempts)


def _cell(pool: Pool, pictures: Pictures, request: dict) -> tuple:
    """Start a cell; return its task and what to call when its client goes away."""
    session, code, files = fields.session(request), fields.code(request), fields.input_files(request)
    timeout, patience = fields.seconds(request, "timeout"), fields.seconds(request, "patience")
    cell = cells.Cell(code, timeout, patience, files, fields.group(request))
    log.info("session %s: cell of %d characters, %d files", session, len(cell.code), len(cell.files))

    async def run() -> dict:
        result = await pictures.redraw(await pool.run(session, cell), cell)
        log.info("session %s: %s, %d characters of output", session, result.outcome, len(result.logs))
        return {"cell": cell_to_message(result)}

    return asyncio.create_task(run()), cell.abandon


async def _while_wanted(reader: asyncio.StreamReader, work: asyncio.Task, abandon) -> object:
    """Wait for work; when its client closes, or speaks out of turn, abandon the work and let it end."""
    leaving = asyncio.create_task(reader.read(1))
    try:
        await asyncio.wait({work, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            abandon()
            await asyncio.wait({work})
            if not work.cancelled():
                work.exception()  # nobody waits for it, which is no reason to log it as never seen
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
        "passed_over": chosen.passed_over,
        **pool.counts(),
        "computations": computations.count(),
        "memory": memory.of(pids),
    }


async def _send(writer: asyncio.StreamWriter, message: dict) -> None:
    """Send a message; a client that does not read it in time is given up."""
    frame = wire.encode(message)
    if len(frame) > wire.REPLY_LIMIT:
        frame = wire.encode({"error": "unavailable", "message": "the answer was larger than may be sent"})
    writer.write(frame)
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
