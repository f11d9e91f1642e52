"""One sandboxed process as seen from outside: start, talk, listen, stop, end. Nothing it says is trusted."""

import asyncio
import contextlib
import json
import os
import signal
import socket
from pathlib import Path

from interpreter import scratch, wire
from interpreter.backends.launch import Launch
from interpreter.limits import LOG_BYTES
from interpreter.watch import Watch

FLOOD_BYTES = 16 * 2**20
# What a read counts at least: many small ones cost as much as a large one.
READ_BYTES = 128
REASON_CHARACTERS = 400
PARTS_LIMIT = 2000
NICE = 10
FIRST_TO_GO = "1000"


class StartFailed(Exception):
    """The process did not become ready; the text says why, in its own words."""


class Ended(Exception):
    """The process is gone, or what it says makes no sense any more (it is ended then)."""


class Output:
    """What the process prints, up to LOG_BYTES bytes since the last `clear`."""

    def __init__(self, fd: int, on_flood):
        self._fd = fd
        self._on_flood = on_flood
        self._kept = bytearray()
        self._count = 0
        os.set_blocking(fd, False)
        asyncio.get_running_loop().add_reader(fd, self._read)

    def clear(self) -> None:
        """Forget what was printed so far."""
        self._kept.clear()
        self._count = 0

    def text(self) -> str:
        """Return all that was printed up to now, whatever bytes it was; of a line that was overwritten, its end."""
        while self._fd is not None and self._read():
            pass
        text = self._kept.decode("utf-8", "replace").replace("\0", "\N{REPLACEMENT CHARACTER}")
        return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))

    def close(self) -> None:
        """Stop listening."""
        if self._fd is not None:
            asyncio.get_running_loop().remove_reader(self._fd)
            os.close(self._fd)
            self._fd = None

    def _read(self) -> bool:
        """Take one part; False when there is none for now."""
        try:
            part = os.read(self._fd, 2**16)
        except BlockingIOError:
            return False
        if not part:
            self.close()
            return False
        self._kept += part[: max(0, LOG_BYTES - len(self._kept))]
        self._count += max(len(part), READ_BYTES)
        if self._count > FLOOD_BYTES:
            self._on_flood()
        return self._count <= FLOOD_BYTES


class Confined:
    """A running process. Make one with `start`, and `end` it."""

    def __init__(self, process, reader, writer, output_fd: int, launch: Launch):
        self._process = process
        self._reader = reader
        self._writer = writer
        self._launch = launch
        self._inner = process.pid
        self._killed = False
        self.output = Output(output_fd, self.kill)

    @classmethod
    async def start(cls, launch: Launch, seconds: float) -> "Confined":
        """Start a process and wait until it says that it is ready; StartFailed when it does not in time."""
        confined, told = await _spawned(cls, launch)
        try:
            ready = await confined.receive(seconds)
            confined._inner = _inner_pid(told, confined._process.pid)
        except (Ended, TimeoutError) as failure:
            confined.kill()
            await confined._process.wait()
            reason = (
                confined.output.text().strip()[-REASON_CHARACTERS:] or f"not ready within {seconds:g} s ({failure})"
            )
            await confined.end()
            raise StartFailed(reason) from None
        except asyncio.CancelledError:
            await confined.end()
            raise
        finally:
            os.close(told)
        if "ready" not in ready:
            await confined.end()
            raise StartFailed("it began with something else than that it is ready")
        return confined

    @property
    def alive(self) -> bool:
        """Say whether it can still be asked."""
        return not self._killed and self._process.returncode is None and not self._reader.at_eof()

    @property
    def pids(self) -> set[int]:
        """Return the host's process ids: the wrapper's, if any, and the program's."""
        return {self._process.pid, self._inner}

    async def ask(self, message: dict, seconds: float) -> dict:
        """Send a message and return the next one; Ended, or TimeoutError."""
        await self.send(message)
        return await self.receive(seconds)

    async def receive_plain(self) -> dict:
        """Return the next message of a process that may be hostile: one of few parts, whatever their size."""
        return await self.receive(parts=PARTS_LIMIT)

    async def send(self, message: dict) -> None:
        """Send a message; Ended when it cannot be delivered."""
        try:
            self._writer.write(wire.encode(message))
            await self._writer.drain()
        except (ConnectionError, OSError):
            raise Ended("it ended") from None

    async def receive(self, seconds: float | None = None, parts: int | None = None) -> dict:
        """Return the next message; Ended when there is none, it is malformed or of more than `parts`; TimeoutError."""
        try:
            async with asyncio.timeout(seconds):
                header = await self._reader.readexactly(wire.HEADER.size)
                body = await self._reader.readexactly(wire.body_length(header, wire.REPLY_LIMIT))
            # Decoding millions of small parts would hold up everybody: they are counted first, which is quick.
            if parts is not None and sum(map(body.count, (b"[", b"{", b","))) > parts:
                raise wire.BadFrame("too many parts")
            return wire.decode(body)
        except wire.BadFrame:
            self.kill()
            raise Ended("it sent nonsense") from None
        except (asyncio.IncompleteReadError, ConnectionError):
            raise Ended("it ended") from None

    def step_back(self) -> None:
        """Let all others go first: at the processor, and when the machine runs out of memory, at living on."""
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._inner, NICE)
            Path(f"/proc/{self._inner}/oom_score_adj").write_text(FIRST_TO_GO, encoding="ascii")

    def pause(self) -> None:
        """Freeze it, threads that its program left behind included: an idle session uses no processor."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it run again."""
        self._signal(signal.SIGCONT)

    def interrupt(self) -> None:
        """Ask its program to stop."""
        self._signal(signal.SIGINT)

    def kill(self) -> None:
        """End it without asking, wrapper and program."""
        self._killed = True
        self._signal(signal.SIGKILL)
        if self._process.returncode is None:
            # The whole group: a wrapper that ends before it let its child begin would leave it waiting for ever.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    async def end(self) -> None:
        """Kill it, wait until it is gone, and remove what it used on the host."""
        self.kill()
        await self._process.wait()
        self.output.close()
        self._writer.close()
        if self._launch.scratch:
            await asyncio.to_thread(scratch.remove, self._launch.scratch)

    def watch(self) -> Watch:
        """Return what looks at its use of the host."""
        return Watch(self._inner, self._launch.scratch)

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            if self._process.returncode is None:
                os.kill(self._inner, number)


async def _spawned(cls, launch: Launch) -> tuple[Confined, int]:
    """Start the process; when this is cancelled meanwhile, or it cannot be started, leave nothing of it behind."""
    spawning = asyncio.create_task(_spawn(cls, launch))
    try:
        return await asyncio.shield(spawning)
    except asyncio.CancelledError:
        with contextlib.suppress(StartFailed):
            confined, told = await spawning
            os.close(told)
            await confined.end()
        raise
    except StartFailed:
        if launch.scratch:
            await asyncio.to_thread(scratch.remove, launch.scratch)
        raise


async def _spawn(cls, launch: Launch) -> tuple[Confined, int]:
    """Start the process with a socket as its standard input, a pipe as its output, a wrapper's report on another."""
    ours, theirs = socket.socketpair()
    output, printed = os.pipe()
    told, telling = os.pipe()
    try:
        process = await asyncio.create_subprocess_exec(
            *launch.reporting_to(telling),
            stdin=theirs,
            stdout=printed,
            stderr=printed,
            env=launch.environment,
            cwd=launch.scratch or "/",
            pass_fds=[telling] if launch.report_option else [],
            start_new_session=True,
        )
    except OSError as error:
        for fd in (output, told):
            os.close(fd)
        ours.close()
        raise StartFailed(str(error)) from None
    finally:
        theirs.close()
        os.close(printed)
        os.close(telling)
    reader, writer = await asyncio.open_unix_connection(sock=ours, limit=2**20)
    return cls(process, reader, writer, output, launch), told


def _inner_pid(told: int, wrapper: int) -> int:
    """Return the process id of the program inside the wrapper; the wrapper's own when there is none inside."""
    os.set_blocking(told, False)
    report = os.read(told, 4096)
    return json.loads(report)["child-pid"] if report else wrapper
