"""Scratch folders on the host, for sandboxes that have no file system of their own. What is in them is untrusted."""

import contextlib
import hashlib
import os
import signal
import subprocess
import tempfile
from pathlib import Path

from interpreter.sandbox.lockdown import NOBODY

MARK = "TUTOR_INTERPRETER"
"""The variable in the environment of a wrapper that says whose it is."""


def prefix(data: Path) -> str:
    """Return how the names of scratch folders begin: each data folder has its own, so that leftovers can be told."""
    return f"tutor-{hashlib.sha256(str(data).encode()).hexdigest()[:16]}-"


def make(beginning: str) -> Path:
    """Make a folder that the sandboxed process alone may use."""
    folder = Path(tempfile.mkdtemp(prefix=beginning))
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
    return folder


def remove(folder: Path) -> None:
    """Remove a folder whose process is gone, however deep and closed the folders are that it made inside."""
    for command in (["chmod", "-R", "u+rwx"], ["rm", "-rf"]):
        subprocess.run([*command, "--", folder], check=False, capture_output=True)


def remove_leftovers(data: Path) -> None:
    """End the processes and remove the folders of an interpreter that was killed. Call only while holding its lock.

    Processes end with the one that started them, but not `bwrap` when it was killed in its first milliseconds.
    """
    mark = f"{MARK}={prefix(data)}\0".encode()
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark in (process / "environ").read_bytes():
                os.kill(int(process.name), signal.SIGKILL)
    for folder in Path(tempfile.gettempdir()).glob(prefix(data) + "*"):
        remove(folder)
