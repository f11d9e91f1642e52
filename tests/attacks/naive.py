"""A code interpreter that confines nothing, in a child that lives for seconds: in it an attack must go through."""

import os
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from interpreter import wire
from interpreter.client import CellResult, Image, OutputFile
from tests.attacks.installation import Installation
from tests.attacks.scene import Scene

LONGEST_SECONDS = 3.0
LOGS_READ = 2**20
INSIDE = Path(__file__).with_name("naive_inside.py")


class Naive:
    """As interpreter.client.Interpreter for what the attacks use of it. What goes wrong once stays wrong."""

    def __init__(self, installation: Installation, scene: Scene):
        self._count = 0
        self._place = scene.folder / "work"
        self._ours, theirs = socket.socketpair()
        self._printed = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        command = [installation.python, "-I", "-S", "-B", "-c", INSIDE.read_text(encoding="utf-8")]
        paths = [str(path) for path in (installation.project, installation.packages, scene.site)]
        identity = {"user": scene.user, "group": scene.user, "extra_groups": []} if os.geteuid() == 0 else {}
        self._process = subprocess.Popen(
            [*command, str(scene.data / "secret-key"), *paths],
            stdin=theirs,
            stdout=self._printed,
            stderr=self._printed,
            cwd=self._place,
            env=self._environment(scene),
            start_new_session=True,
            **identity,
        )
        theirs.close()

    def _environment(self, scene: Scene) -> dict[str, str]:
        """Return what a careless server would hand on."""
        return {
            "PATH": os.defpath,
            "TUTOR_SECRET_KEY": scene.canary,
            "TMPDIR": str(self._place),
            "MPLCONFIGDIR": str(self._place),
            "OPENBLAS_NUM_THREADS": "1",
        }

    def run_cell(self, session: str, code: str, *, timeout: float) -> CellResult:
        """Run a cell, and believe the first answer that comes."""
        self._printed.seek(0, os.SEEK_END)
        began = self._printed.tell()
        message = {"do": "cell", "session": session, "code": code}
        try:
            reply = self._ask(message, min(timeout, LONGEST_SECONDS))
            images = [_image(image) for image in reply["images"]]
            files = [OutputFile(file["name"], wire.unpack(file["data"])) for file in reply["files"]]
            outcome = reply["outcome"]
        except Exception:  # whatever a hostile reply brings about: this double takes no care
            self.end()
            images, files, outcome = [], [], "killed"
        self._printed.seek(began)
        return CellResult(self._printed.read(LOGS_READ).decode("utf-8", "replace"), images, files, outcome)

    def compute(self, function: str, payload: dict) -> dict:
        """Compute in the same process."""
        try:
            return self._ask({"do": "compute", "function": function, "payload": payload}, 1)["result"]
        except Exception:  # as above
            return {}

    def close_session(self, session: str) -> None:
        """Forget nothing."""

    @property
    def alive(self) -> bool:
        """Say whether it may be used again."""
        return self._process.poll() is None

    def end(self) -> None:
        """Kill the child and what it left in its session, if it still runs."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def close(self) -> None:
        """End it for good."""
        self.end()
        self._ours.close()
        self._printed.close()

    def _ask(self, message: dict, seconds: float) -> dict:
        self._count += 1
        deadline = time.monotonic() + seconds
        self._ours.settimeout(seconds)
        self._ours.sendall(wire.encode({"id": self._count, **message}))

        def read(count: int) -> bytes:
            self._ours.settimeout(max(0.001, deadline - time.monotonic()))
            return self._ours.recv(count)

        return wire.receive(read, wire.REPLY_LIMIT)


def _image(entry: dict) -> Image:
    return Image("figure.png", wire.unpack(entry["data"]), entry["alt"], 1, 1)
