"""A process that minds its own business: it has the canary in its memory and environment, and waits."""

import contextlib
import os
import subprocess
from pathlib import Path

WAIT_SECONDS = 2
PROGRAM = """
import ctypes, os, sys
kept = ctypes.create_string_buffer(os.environ["TUTOR_SECRET_KEY"].encode())
ctypes.CDLL(None).prctl(0x59616D61, ctypes.c_ulong(-1), 0, 0, 0)  # its user's processes may look at it, if any may
print(ctypes.addressof(kept), flush=True)
sys.stdin.read()
"""


class Bystander:
    """The process; it is started again when it has died. `user`: whose it is."""

    def __init__(self, python: str, user: int, canary: str):
        self._command = [python, "-I", "-S", "-c", PROGRAM]
        self._user = user
        self._environment = {"TUTOR_SECRET_KEY": canary}
        self.start()

    def start(self) -> None:
        """Start it, and note what it is like."""
        identity = {"user": self._user, "group": self._user, "extra_groups": []} if os.geteuid() == 0 else {}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self._process = subprocess.Popen(self._command, env=self._environment, cwd="/", **pipes, **identity)
        self.pid = self._process.pid
        self.address = int(self._process.stdout.readline())
        self._state = self._look()

    def harm(self) -> str:
        """Return what was done to it since it was started, or nothing; it is then started anew."""
        if self._process.poll() is None and self._look() == self._state:
            return ""
        self.end()
        self.start()
        return "another process was ended or changed"

    def end(self) -> None:
        """End it. One that is being traced is not gone before its tracer is."""
        self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(WAIT_SECONDS)
        self._process.stdin.close()
        self._process.stdout.close()

    def _look(self) -> tuple:
        """Return what others could change of it; nothing when it is just ending."""
        with contextlib.suppress(OSError):
            return (
                os.getpriority(os.PRIO_PROCESS, self.pid),
                os.sched_getaffinity(self.pid),
                Path(f"/proc/{self.pid}/limits").read_text(encoding="ascii"),
            )
        return ()
