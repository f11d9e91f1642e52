"""The points at which a process can be made to die, and the files by which a test and the server agree on one.

The test writes a file that is called as the point; the first process that comes there takes it away, which only one
can, and does to itself what the file says.
"""

import contextlib
import os
import signal
import threading
import time
from enum import StrEnum
from pathlib import Path

WORDS, END, LAST_COMMIT = "at the first words", "before the end", "before the last commit"
API_LAST_COMMIT = "before the last commit of our own Assistants server"
FOLDER = "KILLING"
"""The variable of the environment that names the folder of these files."""
GOES_ON = "goes on"
"""How the file ends that the test writes for a process that was stopped, before it lets it go on."""


class Fate(StrEnum):
    """What happens to whom. STOP: it stops for so long that the other takes over, and then goes on."""

    WORKER = "one process killed"
    ALL = "all processes killed and started again"
    STOP = "one process stopped for longer than its lease"


def before_claim(label):
    return f"before the claim of a {label}"


def after_claim(label):
    return f"after the claim of a {label}"


def answered(path_end):
    """The point after a POST: the upstream has carried it out, nothing of it is saved."""
    return f"after POST {path_end.replace('/', ' ')}"


def looked(path_end):
    return f"after GET {path_end.replace('/', ' ')}"


def reached(point):
    """Meet the fate here that a test wants."""
    folder = os.environ[FOLDER]
    mine = os.path.join(folder, f".{threading.get_ident()}")
    with contextlib.suppress(FileNotFoundError):
        os.rename(os.path.join(folder, point), mine)
        os.utime(mine)
        with open(mine) as file:
            fate = Fate(file.read())
        os.rename(mine, os.path.join(folder, f"{point}.{os.getpid()}"))
        _meet(fate)


def _meet(fate):
    match fate:
        case Fate.ALL:
            os.killpg(0, signal.SIGKILL)
        case Fate.WORKER:
            os.kill(os.getpid(), signal.SIGKILL)
        case Fate.STOP:  # the thread stops the process: stopped from outside, it might go on for a moment
            signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)
            while not has_slept():
                time.sleep(0.002)


def has_slept():
    """Whether this process was stopped, and goes on. Until then the thread that met its fate stays where it is."""
    return _said(os.environ[FOLDER], os.getpid()).exists()


def _said(folder, pid):
    return Path(folder, f"{pid}.{GOES_ON}")


class Trap:
    """One point of one server, from the test's side. It is set when it is made."""

    def __init__(self, folder, point, fate):
        self.folder, self.point = folder, point
        new = folder / f".{point}"
        new.write_text(fate)
        new.rename(folder / point)

    def sprung(self, seconds=20):
        """Wait until a process came to the point: (its process id, the time of that)."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for taken in self.folder.glob(f"{self.point}.*"):
                gone = taken.stat().st_mtime
                taken.unlink()
                return int(taken.suffix[1:]), gone
            time.sleep(0.02)
        raise AssertionError(f"no process came to the point '{self.point}' within {seconds} s")

    def go_on(self, pid):
        """Let a process go on that has stopped here."""
        _said(self.folder, pid).touch()
        os.kill(pid, signal.SIGCONT)
