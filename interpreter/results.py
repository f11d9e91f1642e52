"""What callers get back: plain values, and how they travel in a frame."""

from dataclasses import dataclass, field
from typing import Literal

from interpreter.wire import pack, unpack

Outcome = Literal["ok", "error", "timeout", "killed"]


@dataclass(frozen=True)
class InputFile:
    """A file for /mnt/data. `tag` names its version: what programs made of this version is not overwritten by it."""

    data: bytes
    tag: str


@dataclass(frozen=True)
class Image:
    """A plot: PNG bytes that were drawn anew, and words for those who cannot see it. Size in pixels."""

    name: str
    data: bytes
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class OutputFile:
    """A file that the program wrote into /mnt/data. Its bytes are whatever the program chose."""

    name: str
    data: bytes


@dataclass(frozen=True)
class CellResult:
    """What one cell did. All of it comes from untrusted code: escape it, serve it with care.

    `outcome`: "ok"; "error" (the traceback is in the logs); "timeout"; "killed" (stopped on request, or it died).
    `variables_lost`: what earlier cells of the session had set is gone.
    """

    logs: str
    images: list[Image] = field(default_factory=list)
    files: list[OutputFile] = field(default_factory=list)
    outcome: Outcome = "ok"
    variables_lost: bool = False


@dataclass(frozen=True)
class Status:
    """How the interpreter is doing.

    `attempts`: what a probe tried inside -> "refused". `passed_over`: better backends, each with why it was not taken.
    `sandboxes`: how many there may be for sessions at once, `in_use`: how many there are. `memory`: bytes (PSS).
    """

    pid: int
    backend: str
    attempts: dict[str, str]
    passed_over: list[str]
    sandboxes: int
    in_use: int
    running: int
    spares: int
    computations: int
    memory: int


def cell_to_message(result: CellResult) -> dict:
    """Return the cell's result as a JSON object."""
    return {
        "logs": result.logs,
        "images": [{**vars(image), "data": pack(image.data)} for image in result.images],
        "files": [{"name": file.name, "data": pack(file.data)} for file in result.files],
        "outcome": result.outcome,
        "variables_lost": result.variables_lost,
    }


def cell_from_message(message: dict) -> CellResult:
    """Return the result that `cell_to_message` wrote."""
    return CellResult(
        logs=message["logs"],
        images=[Image(**{**image, "data": unpack(image["data"])}) for image in message["images"]],
        files=[OutputFile(file["name"], unpack(file["data"])) for file in message["files"]],
        outcome=message["outcome"],
        variables_lost=message["variables_lost"],
    )
