"""The points at which a process can be made to die, and the files by which a test and the server agree on one.

The test writes a file that is called as the point; the first process that comes there takes it away, which only one
can, and does to itself what the file says.
"""

import contextlib
import os
import signal
import threading
import time

BEFORE_CLAIM, AFTER_CLAIM, LAST_COMMIT = "before claim", "after claim", "before the last commit"
END = "before the end"
API_LAST_COMMIT = "before the last commit of our own Assistants server"
FOLDER = "KILLING"
"""The variable of the environment that names the folder of these files."""
slept = threading.Event()
"""Whether this process was stopped, and goes on."""


def answered(path_end):
    """The point after a POST: the upstream has carried it out, nothing of it is saved."""
    return f"answered {path_end.replace('/', ' ')}"


def looked(path_end):
    """The point after a GET."""
    return f"looked at {path_end.replace('/', ' ')}"


def about_to_send(path_end):
    """The point before a POST: everything that the product checks before it has been checked."""
    return f"sending {path_end.replace('/', ' ')}"


def reached(point):
    """Die here if a test wants that: this process, its whole group as when the machine goes, or stop it for a while."""
    with contextlib.suppress(FileNotFoundError):
        folder = os.environ[FOLDER]
        taken = os.path.join(folder, f"{point}.{os.getpid()}")
        os.rename(os.path.join(folder, point), taken)
        os.utime(taken)
        with open(taken) as file:
            _meet(file.read())


def _meet(fate):
    match fate:
        case "all":
            os.killpg(0, signal.SIGKILL)
        case "worker":
            os.kill(os.getpid(), signal.SIGKILL)
        case "stop":  # the thread stops the process: stopped from outside, it might go on for a moment
            signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)
            slept.set()


class Trap:
    """One point of one server, from the test's side. It is set when it is made."""

    def __init__(self, folder, point, fate):
        self.folder, self.point = folder, point
        waiting = folder / f".{point}"
        waiting.write_text(fate)
        waiting.rename(folder / point)

    def sprung(self, seconds=20):
        """Wait until a process came to the point: (its process id, the time of that)."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for taken in self.folder.glob(f"{self.point}.*"):
                return int(taken.suffix[1:]), taken.stat().st_mtime
            time.sleep(0.02)
        raise AssertionError(f"no process came to the point '{self.point}' within {seconds} s")
