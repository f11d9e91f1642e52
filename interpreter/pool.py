"""The sandboxes of the sessions: who has which, warm spares, who must go when there are too many or one is idle."""

import asyncio
import contextlib
import logging
import time
from collections import OrderedDict
from dataclasses import dataclass, field, replace

from interpreter import cells
from interpreter.backends.bubblewrap import Bubblewrap
from interpreter.backends.landlock import Landlock
from interpreter.confined import Confined, StartFailed
from interpreter.errors import InterpreterBusy, InterpreterUnavailable
from interpreter.limits import REMEMBERED_SESSIONS
from interpreter.places import Places
from interpreter.remembered import Remembered
from interpreter.results import CellResult

START_SECONDS = 60
LOST_EARLIER = "[The session was restarted before this program: earlier variables and files are lost.]\n"

log = logging.getLogger("interpreter")


@dataclass
class Session:
    """A name, its sandbox while it has one, and who is using it. `given`: the files that came in, name -> tag."""

    name: str
    sandbox: Confined | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0
    stop: asyncio.Event | None = None
    last_used: float = 0.0
    cells: int = 0
    given: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Limits:
    """How many sessions have a sandbox at once, how many spares are kept warm, after how many idle seconds one goes."""

    sandboxes: int = 8
    spares: int = 2
    idle: float = 20 * 60


class Pool:
    """All sessions of this host."""

    def __init__(self, backend: Bubblewrap | Landlock, limits: Limits, remembered: Remembered):
        self._backend = backend
        self._limits = limits
        self._sessions: dict[str, Session] = {}
        self._spares: list[asyncio.Task[Confined]] = []
        self._places = Places(limits.sandboxes, self._make_room)
        self._remembered = remembered
        self._lost: OrderedDict[str, None] = OrderedDict.fromkeys(remembered)
        self._ending: set[asyncio.Task] = set()

    async def run(self, name: str, cell: cells.Cell) -> CellResult:
        """Run a cell after its session's earlier ones. InterpreterBusy when it is not its turn within cell.patience."""
        session = self._sessions.setdefault(name, Session(name))
        session.users += 1
        try:
            deadline = time.monotonic() + cell.patience
            async with _turn(session.lock, cell.patience):
                if session.sandbox is not None and not session.sandbox.alive:
                    self._lose(session)
                await self._places.take(name, cell.group, deadline - time.monotonic())
                return await self._run_in(session, cell)
        finally:
            session.users -= 1
            self._forget_if_empty(session)
            self._places.hand_out()
            self.refill()

    def missing(self, name: str, tags: dict[str, str]) -> list[str]:
        """Return the names among {name: tag} that the session was not given in that version."""
        session = self._sessions.get(name)
        given = session.given if session and session.sandbox and session.sandbox.alive else {}
        return [name for name, tag in tags.items() if given.get(name) != tag]

    async def warm(self) -> None:
        """Wait until one spare is ready. InterpreterUnavailable when it cannot be."""
        self.refill()
        if self._spares:
            await _ready(self._spares[0])

    def interrupt(self, name: str) -> None:
        """Stop the cell that the session is running, if it is."""
        session = self._sessions.get(name)
        if session and session.stop:
            session.stop.set()

    async def close(self, name: str) -> None:
        """Stop and forget a session."""
        self.interrupt(name)
        session = self._sessions.get(name)
        self._lost.pop(name, None)
        self._remembered.discard(name)
        if session:
            async with session.lock:
                self._drop(session)
        self._places.hand_out()

    async def keep_tidy(self) -> None:
        """Let idle sessions go; runs for as long as the interpreter does."""
        while True:
            await asyncio.sleep(min(30.0, self._limits.idle / 4))
            for session in self._idle():
                if time.monotonic() - session.last_used > self._limits.idle:
                    self._lose(session)
            self._places.hand_out()

    async def end(self) -> None:
        """End every sandbox."""
        for session in list(self._sessions.values()):
            self._drop(session)
        for spare in self._spares:
            self._later(_end_spare(spare))
        self._spares.clear()
        await asyncio.gather(*self._ending, return_exceptions=True)

    def refill(self) -> None:
        """Start the spares that are missing."""
        self._drop_dead_spares()
        while len(self._spares) < self._limits.spares:
            self._spares.append(self._start())

    def counts(self) -> dict[str, int]:
        """Return how many sessions may and do have a sandbox, how many run a cell, how many spares are ready."""
        return {
            "sandboxes": self._limits.sandboxes,
            "in_use": len(self._places),
            "running": sum(session.stop is not None for session in self._sessions.values()),
            "spares": sum(_usable(spare) for spare in self._spares),
        }

    def pids(self) -> set[int]:
        """Return the process ids of all sandboxes."""
        sandboxes = [session.sandbox for session in self._sessions.values() if session.sandbox]
        sandboxes += [spare.result() for spare in self._spares if _usable(spare)]
        return set().union(*(sandbox.pids for sandbox in sandboxes))

    async def _run_in(self, session: Session, cell: cells.Cell) -> CellResult:
        """Run a cell in a session that has its place, giving it a sandbox first if need be."""
        if not cell.wanted:
            return CellResult("", outcome="killed")
        session.stop = cell.stop
        try:
            if session.sandbox is None:
                session.sandbox = await self._take()
                self._remembered.add(session.name)
            session.cells += 1
            files = {name: file for name, file in cell.files.items() if session.given.get(name) != file.tag}
            result, given = await cells.run(session.sandbox, cell, files, session.cells)
            session.given |= given
        finally:
            session.stop = None
            session.last_used = time.monotonic()
            if session.sandbox is None or not session.sandbox.alive:
                self._drop(session)
        if result.variables_lost and not cell.wanted:
            self._lost[session.name] = None
        elif cell.wanted and session.name in self._lost:
            del self._lost[session.name]
            result = replace(result, logs=LOST_EARLIER + result.logs, variables_lost=True)
        return result

    def _make_room(self) -> bool:
        """Take its sandbox away from the session that was idle longest; False when none is idle."""
        idle = self._idle()
        if idle:
            self._lose(min(idle, key=lambda session: session.last_used))
        return bool(idle)

    def _idle(self) -> list[Session]:
        return [session for session in self._sessions.values() if session.name in self._places and not session.users]

    def _lose(self, session: Session) -> None:
        """Take a session's sandbox away and remember to say so when it is used again."""
        log.info("session %s gives up its sandbox", session.name)
        self._lost[session.name] = None
        while len(self._lost) > REMEMBERED_SESSIONS:
            self._lost.popitem(last=False)
        self._drop(session)

    def _drop(self, session: Session) -> None:
        """End a session's sandbox."""
        if session.sandbox:
            session.sandbox.kill()
            self._later(session.sandbox.end())
        session.sandbox = None
        session.given.clear()
        self._places.free(session.name)
        self._forget_if_empty(session)

    def _forget_if_empty(self, session: Session) -> None:
        if not session.users and session.name not in self._places and self._sessions.get(session.name) is session:
            del self._sessions[session.name]

    async def _take(self) -> Confined:
        """Return a warm sandbox, or wait for one that is being started."""
        self._drop_dead_spares()
        self._spares.sort(key=lambda spare: not spare.done())
        spare = self._spares.pop(0) if self._spares else self._start()
        try:
            return await _ready(spare)
        except asyncio.CancelledError:
            self._spares.append(spare)
            raise

    def _drop_dead_spares(self) -> None:
        """Leave those that are starting or usable; what the others used of the host is removed."""
        dead = [spare for spare in self._spares if spare.done() and not _usable(spare)]
        self._spares = [spare for spare in self._spares if spare not in dead]
        for spare in dead:
            self._later(_end_spare(spare))

    def _start(self) -> asyncio.Task[Confined]:
        return asyncio.create_task(self._start_one())

    async def _start_one(self) -> Confined:
        sandbox = await Confined.start(self._backend.launch("cells"), START_SECONDS)
        sandbox.step_back()
        return sandbox

    def _later(self, coroutine) -> None:
        """Let something end in the background, held so that it is not collected meanwhile."""
        task = asyncio.create_task(coroutine)
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)


@contextlib.asynccontextmanager
async def _turn(lock: asyncio.Lock, patience: float):
    """Hold the session's lock; InterpreterBusy when it is not free in so many seconds."""
    try:
        async with asyncio.timeout(patience):
            await lock.acquire()
    except TimeoutError:
        raise InterpreterBusy("the session is still running an earlier program") from None
    try:
        yield
    finally:
        lock.release()


async def _ready(spare: asyncio.Task[Confined]) -> Confined:
    """Wait for a spare without taking it down when the one who waits goes away."""
    try:
        return await asyncio.shield(spare)
    except StartFailed as failure:
        raise InterpreterUnavailable(f"a sandbox did not start: {failure}") from None


def _usable(spare: asyncio.Task[Confined]) -> bool:
    """Say whether a spare is started and alive."""
    return _started(spare) and spare.result().alive


def _started(spare: asyncio.Task[Confined]) -> bool:
    return spare.done() and not spare.cancelled() and spare.exception() is None


async def _end_spare(spare: asyncio.Task[Confined]) -> None:
    """End a spare, also one that is still starting."""
    spare.cancel()
    await asyncio.wait({spare})
    if _started(spare):
        await spare.result().end()
