"""One backend as one user: an interpreter to attack, and what there is to be attacked around it."""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from interpreter.client import Interpreter, InterpreterUnavailable
from interpreter.sandbox.lockdown import NOBODY
from tests.attacks import installation
from tests.attacks.attack import Attack
from tests.attacks.installation import Installation
from tests.attacks.scene import Scene
from tests.attacks.trial import Trial

BACKENDS = ("bubblewrap", "landlock")
# Users that no machine has, one for each column, so that the columns do not share what the kernel counts by user.
USERS = {"bubblewrap": 64_101, "landlock": 64_102, "companion": 64_103}
START_SECONDS = 30
HELD_SECONDS = 2.0


@dataclass(frozen=True)
class Column:
    """`user`: "root" or "user", an ordinary one."""

    backend: str
    user: str

    def __str__(self) -> str:
        return f"{self.backend}, {self.user}"

    @property
    def not_here(self) -> str:
        """Return why this column cannot be tried by the user who runs the tests, or nothing."""
        return "not root here" if self.user == "root" and os.geteuid() != 0 else ""


COLUMNS = [Column(backend, user) for backend in BACKENDS for user in ("root", "user")]


class Target:
    """An interpreter that runs, and its scene."""

    def __init__(self, interpreter: Interpreter, scene: Scene):
        self.interpreter = interpreter
        self.scene = scene

    def ways_through(self, attack: Attack) -> list[str]:
        """Try an attack; return what shows that it went through."""
        return Trial(attack, self.interpreter, self.scene, self._log).ways_through()

    def _log(self) -> str:
        return (self.scene.folder / "server.log").read_text(encoding="utf-8", errors="replace")


@contextlib.contextmanager
def target(column: Column, readable: Installation) -> Iterator[Target]:
    """Yield a running interpreter. InterpreterUnavailable, with the reasons, when the backend does not hold here."""
    as_root = column.user == "root"
    user = 0 if as_root else ordinary(column.backend)
    insiders = NOBODY if as_root and column.backend == "landlock" else user
    scene = Scene(readable, user, insiders, HELD_SECONDS)
    server = _start(column, installation.OWN if as_root else readable, scene)
    try:
        interpreter = Interpreter(scene.folder / "client", socket=_socket(scene, server))
        interpreter.warm()
        yield Target(interpreter, scene)
    finally:
        server.terminate()
        server.wait(START_SECONDS)
        scene.close()


def ordinary(name: str) -> int:
    """Return the id of an ordinary user: the one who runs the tests, or for root one that nobody has."""
    return os.geteuid() or USERS[name]


def _start(column: Column, where: Installation, scene: Scene) -> subprocess.Popen:
    """Start an interpreter's process as the scene's user."""
    options = ["--backend", column.backend, "--sandboxes", "4", "--spares", "1", "--preload"]
    identity = {"user": scene.user, "group": scene.user, "extra_groups": []} if os.geteuid() == 0 else {}
    with open(scene.folder / "server.log", "wb") as log:
        return subprocess.Popen(
            [where.python, "-m", "interpreter.server", "--data", str(scene.data), *options],
            cwd=where.project,
            env={"PATH": os.defpath, "PYTHONPATH": str(scene.site), "TUTOR_SECRET_KEY": scene.canary},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            **identity,
        )


def _socket(scene: Scene, server: subprocess.Popen) -> Path:
    """Return the path of the socket, once it is there."""
    path = scene.data / "interpreter.sock"
    deadline = time.monotonic() + START_SECONDS
    while not path.exists():
        if server.poll() is not None or time.monotonic() > deadline:
            said = (scene.folder / "server.log").read_text(encoding="utf-8", errors="replace")
            raise InterpreterUnavailable(f"its process did not start: {said[-1000:]}")
        time.sleep(0.02)
    return path
