"""Run one cell in a sandbox: its time limits, and the check of everything that comes back."""

import asyncio
from dataclasses import dataclass, field

from interpreter import png, wire
from interpreter.confined import Confined, Ended
from interpreter.limits import ALT_CHARACTERS, FILE_BYTES, FILES, FILES_BYTES, PICTURES
from interpreter.names import acceptable_name
from interpreter.results import CellResult, Image, InputFile, OutputFile

GRACE_SECONDS = 1.0
ALT_READ_CHARACTERS = 2000
INTERRUPT_SECONDS = 0.2
REPLIES_LIMIT = 3

TIME_IS_UP = "[Stopped: the time limit of {timeout:g} s was reached. Variables are kept.]"
LOST = "The session was restarted: variables and files are lost.]"
TIME_IS_UP_LOST = "[Stopped: the time limit of {timeout:g} s was reached. " + LOST
INTERRUPTED = "[Stopped on request. Variables are kept.]"
INTERRUPTED_LOST = "[Stopped on request. " + LOST
DIED = "[The program ended its Python process. " + LOST
EXCESS = "[Stopped: {excess}. " + LOST


@dataclass
class Cell:
    """A program to run: source, seconds it may take and wait, files for /mnt/data; `stop` is set to end it early."""

    code: str
    timeout: float
    patience: float
    files: dict[str, InputFile] = field(default_factory=dict)
    group: str = ""
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    wanted: bool = True

    def abandon(self) -> None:
        """Stop it because nobody waits for its result any more."""
        self.wanted = False
        self.stop.set()


async def run(
    sandbox: Confined, cell: Cell, files: dict[str, InputFile], number: int
) -> tuple[CellResult, dict[str, str]]:
    """Run a cell in a sandbox that runs no other, which is then frozen, or killed when the variables are lost.

    `files`: those of the cell that the sandbox does not have yet; also returned are those that it has now, name -> tag.
    `number`: the cell's, by which its reply is known.
    """
    try:
        sandbox.output.clear()
        sandbox.resume()
        reply = await _reply(sandbox, cell, files, number)
        sandbox.pause()
        return _checked(reply, sandbox.output.text(), cell), _written(reply.get("written"), files)
    except _Lost as lost:
        sandbox.kill()
        logs = with_notes(sandbox.output.text(), [lost.note])
        return CellResult(logs, outcome=lost.outcome, variables_lost=True), {}
    except BaseException:  # whatever went wrong, nothing may run on without its limits
        sandbox.kill()
        raise


class _Lost(Exception):
    """The sandbox cannot be used any more."""

    def __init__(self, outcome: str, note: str):
        super().__init__(note)
        self.outcome = outcome
        self.note = note


async def _reply(sandbox: Confined, cell: Cell, files: dict[str, InputFile], number: int) -> dict:
    """Return the sandbox's reply to this cell; _Lost when none comes in time."""
    answering = asyncio.create_task(_answer(sandbox, cell, files, number))
    stopping = asyncio.create_task(cell.stop.wait())
    watch = sandbox.watch()
    watching = asyncio.create_task(watch.excess())
    try:
        await asyncio.wait(
            {answering, stopping, watching}, timeout=cell.timeout + GRACE_SECONDS, return_when=asyncio.FIRST_COMPLETED
        )
        if watching.done():
            raise _Lost("killed", EXCESS.format(excess=watching.result()))
        if stopping.done() and not answering.done():
            await _interrupt(sandbox, answering)
        if not answering.done():
            if stopping.done():
                raise _Lost("killed", INTERRUPTED_LOST)
            raise _Lost("timeout", TIME_IS_UP_LOST.format(timeout=cell.timeout))
        reply = answering.result()
        watch.stop()
        if excess := await watching or watch.look():
            raise _Lost("killed", EXCESS.format(excess=excess))
        return reply
    except Ended:
        raise _Lost("killed", DIED) from None
    finally:
        answering.cancel()
        stopping.cancel()
        watch.stop()
        await asyncio.wait({watching})


async def _interrupt(sandbox: Confined, answering: asyncio.Task) -> None:
    """Ask the program to stop, again and again: it may not have begun, or may catch what stops it."""
    for _ in range(round(GRACE_SECONDS / INTERRUPT_SECONDS)):
        sandbox.interrupt()
        await asyncio.wait({answering}, timeout=INTERRUPT_SECONDS)


async def _answer(sandbox: Confined, cell: Cell, files: dict[str, InputFile], number: int) -> dict:
    """Send the cell and wait for the reply that bears its number; of others, which a program may send, few pass."""
    packed = {name: wire.pack(file.data) for name, file in files.items()}
    await sandbox.send({"id": number, "code": cell.code, "timeout": cell.timeout, "files": packed})
    for _ in range(REPLIES_LIMIT):
        reply = await sandbox.receive_plain()
        if reply.get("id") == number:
            return reply
    raise Ended("it sends one reply after the other")


def _checked(reply: dict, logs: str, cell: Cell) -> CellResult:
    """Turn a reply into a result; what is malformed is left out, or the sandbox given up."""
    outcome = reply.get("outcome")
    if outcome not in ("ok", "error", "timeout", "killed"):
        raise _Lost("killed", DIED)
    note = {"timeout": TIME_IS_UP, "killed": INTERRUPTED}.get(outcome, "").format(timeout=cell.timeout)
    return CellResult(with_notes(logs, [note]), _images(reply.get("images")), _files(reply.get("files")), outcome)


def _written(listed: object, files: dict[str, InputFile]) -> dict[str, str]:
    """Return the files that the sandbox says it wrote, of those that it was given."""
    names = [name for name in listed if isinstance(name, str)] if isinstance(listed, list) else []
    return {name: files[name].tag for name in names if name in files}


def with_notes(logs: str, notes: list[str]) -> str:
    """Add notes, each on a line of its own."""
    for note in filter(None, notes):
        logs += ("\n" if logs and not logs.endswith("\n") else "") + note
    return logs


def _images(listed: object) -> list[Image]:
    """Return the pictures that are pictures."""
    images = []
    for entry in listed[:PICTURES] if isinstance(listed, list) else []:
        try:
            data, width, height = png.clean(wire.unpack(entry.get("data")))
        except (AttributeError, wire.BadFrame, png.BadPicture):
            continue
        images.append(Image(f"figure-{len(images) + 1}.png", data, _words(entry.get("alt")), width, height))
    return images


def _words(alt: object) -> str:
    """Return one line of printable text."""
    alt = alt[:ALT_READ_CHARACTERS] if isinstance(alt, str) else ""
    text = "".join(char if char.isprintable() else " " for char in alt)
    return " ".join(text.split())[:ALT_CHARACTERS] or "Plot"


def _files(listed: object) -> list[OutputFile]:
    """Return the files with acceptable names, as many as the limits allow."""
    files, left = [], FILES_BYTES
    for entry in listed[:FILES] if isinstance(listed, list) else []:
        try:
            name, data = entry.get("name"), wire.unpack(entry.get("data"))
        except (AttributeError, wire.BadFrame):
            continue
        if acceptable_name(name) and len(data) <= min(left, FILE_BYTES):
            left -= len(data)
            files.append(OutputFile(name, data))
    return files
