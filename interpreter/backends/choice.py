"""Choose a backend by trying: only one whose sandbox refuses everything that the probe attempts is taken."""

import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from interpreter import layout
from interpreter.backends.bubblewrap import Bubblewrap
from interpreter.backends.landlock import Landlock
from interpreter.confined import Confined, StartFailed
from interpreter.errors import InterpreterUnavailable

PROBE_SECONDS = 20


@dataclass(frozen=True)
class Chosen:
    """The backend to use, and what its probe attempted -> "refused"."""

    backend: Bubblewrap | Landlock
    attempts: dict[str, str]


async def choose(data: Path, only: str | None, preload: list[str]) -> Chosen:
    """The first backend that holds, or the one named `only`. InterpreterUnavailable, with reasons, if none does."""
    secret = data / "interpreter.probe"
    reasons = []
    for backend in candidates(data, preload):
        if only in (None, backend.name):
            try:
                return Chosen(backend, await _probe(backend, secret))
            except StartFailed as failure:
                reasons.append(f"{backend.name}: {failure}")
    raise InterpreterUnavailable("no sandbox works here (" + "; ".join(reasons) + "); programs are not run without one")


def candidates(data: Path, preload: list[str]) -> list[Bubblewrap | Landlock]:
    """Return the backends, the better one first."""
    places = layout.discover(preload)
    return [Bubblewrap(places), Landlock(places, scratch_prefix(data))]


def scratch_prefix(data: Path) -> str:
    """Return how the names of scratch folders begin: each data folder has its own, so that leftovers can be told."""
    return f"tutor-{hashlib.sha256(str(data).encode()).hexdigest()[:16]}-"


def remove_leftovers(data: Path) -> None:
    """Remove scratch folders of an interpreter that was killed. Call only while holding the data folder's lock."""
    for folder in Path(tempfile.gettempdir()).glob(scratch_prefix(data) + "*"):
        shutil.rmtree(folder, ignore_errors=True)


async def _probe(backend: Bubblewrap | Landlock, secret: Path) -> dict[str, str]:
    """Return the attempts of a sandbox in which all were refused; StartFailed otherwise."""
    if backend.missing():
        raise StartFailed(backend.missing())
    secret.touch(mode=0o600)
    process = await Confined.start(backend.launch("probe"), PROBE_SECONDS)
    try:
        attempts = await process.ask({"secret": str(secret)}, PROBE_SECONDS)
    finally:
        await process.end()
    if not attempts or set(attempts.values()) != {"refused"}:
        raise StartFailed(f"its sandbox does not hold: {attempts}")
    return attempts
