"""Choose a backend by trying: only one whose sandbox refuses everything that the probe attempts is taken."""

from dataclasses import dataclass
from pathlib import Path

from interpreter import layout, scratch
from interpreter.backends.bubblewrap import Bubblewrap
from interpreter.backends.landlock import Landlock
from interpreter.confined import Confined, Ended, StartFailed
from interpreter.errors import InterpreterUnavailable

PROBE_SECONDS = 20
SETTINGS = layout.PROJECT / "tutor_site" / "settings.py"


@dataclass(frozen=True)
class Chosen:
    """The backend to use, what its probe attempted -> "refused", and why the backends before it were not taken."""

    backend: Bubblewrap | Landlock
    attempts: dict[str, str]
    passed_over: list[str]


async def choose(data: Path, only: str | None, preload: list[str]) -> Chosen:
    """The first backend that holds, or the one named `only`. InterpreterUnavailable, with reasons, if none does."""
    secret = data / "interpreter.probe"
    reasons: list[str] = []
    for backend in candidates(data, preload):
        if only in (None, backend.name):
            try:
                return Chosen(backend, await _tried(backend, secret), reasons)
            except StartFailed as failure:
                reasons.append(f"{backend.name}: {failure}")
    raise InterpreterUnavailable("no sandbox works here (" + "; ".join(reasons) + "); programs are not run without one")


def candidates(data: Path, preload: list[str]) -> list[Bubblewrap | Landlock]:
    """Return the backends, the better one first."""
    places = layout.discover(preload)
    return [Bubblewrap(places, scratch.prefix(data)), Landlock(places, scratch.prefix(data))]


async def _tried(backend: Bubblewrap | Landlock, secret: Path) -> dict[str, str]:
    """As _probe, once more when it fails: the machine may have been out of memory just then, and this choice lasts."""
    try:
        return await _probe(backend, secret)
    except StartFailed:
        return await _probe(backend, secret)


async def _probe(backend: Bubblewrap | Landlock, secret: Path) -> dict[str, str]:
    """Return the attempts of a sandbox in which all were refused; StartFailed otherwise."""
    if backend.missing():
        raise StartFailed(backend.missing())
    secret.touch(mode=0o600)
    process = await Confined.start(backend.launch("probe"), PROBE_SECONDS)
    try:
        attempts = await process.ask({"secret": str(secret), "settings": str(SETTINGS)}, PROBE_SECONDS)
    except (Ended, TimeoutError) as failure:
        raise StartFailed(f"its probe gave no answer: {failure}") from None
    finally:
        await process.end()
    if not attempts or set(attempts.values()) != {"refused"}:
        raise StartFailed(f"its sandbox does not hold: {attempts}")
    return attempts
