"""This process's client of the code interpreter, and the sandbox of one thread as engines use it."""

import contextlib
import functools
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.conf import settings

from interpreter.client import Interpreter, InterpreterError

BATCH_BYTES, ALL_BYTES = 10 * 2**20, 40 * 2**20
"""Bytes of files that are handed to the interpreter at once, of which a larger file is none, and all together: programs
need some of the sandbox's disk for themselves."""
LIST_FILES = "print(*__import__('os').listdir('/mnt/data'), sep='\\n')"


@functools.cache
def interpreter():
    """The one client of this process; it starts the interpreter when it is first needed."""
    return Interpreter(settings.TUTOR_DATA)


def forget(session):
    """Throw away the variables and files of a session. Without an interpreter there are none."""
    with contextlib.suppress(InterpreterError):
        interpreter().close_session(session)


@dataclass(frozen=True)
class InputFile:
    """A file for /mnt/data: its name there, bytes long, and what reads it."""

    name: str
    size: int
    read: Callable[[], bytes]


class Sandbox:
    """The sandbox of a thread during one run. `session` names it: its variables and files stay from run to run.

    `files` are put into /mnt/data before the run's first program, unless a file of that name is there already.
    """

    def __init__(self, session, stop, files=()):
        self.session, self.files = session, tuple(files)
        self._stop = stop
        self._waiting = list(self.files)

    def run(self, source, seconds, patience=60, files=True):
        """Run a program, at most so many seconds or until the run is stopped; its interpreter.client.CellResult.

        `files`: whether the program may want the thread's files. InterpreterBusy when the sandboxes are busy with other
        threads for `patience` seconds.
        """

        def interrupt():
            with contextlib.suppress(InterpreterError):  # then the program is gone, which its caller learns
                interpreter().interrupt(self.session)

        with self._stop.calling(interrupt):
            notes = self._bring_files(patience) if files and self._waiting else []
            result = interpreter().run_cell(self.session, source, timeout=seconds, patience=patience)
        return replace(result, logs="".join(f"{note}\n" for note in notes) + result.logs)

    def _bring_files(self, patience):
        """Hand over the files that are not in /mnt/data yet; notes for the program's output."""
        waiting, self._waiting = self._waiting, []
        there = interpreter().run_cell(self.session, LIST_FILES, timeout=10, patience=patience).logs.splitlines()
        notes = [line for line in there if line.startswith("[")]
        fitting, left_out = _fitting(waiting)
        for batch in _batches([file for file in fitting if file.name not in there]):
            contents = {file.name: file.read() for file in batch}
            result = interpreter().run_cell(self.session, "", timeout=10, patience=patience, files=contents)
            if result.outcome != "ok":
                notes.append(f"[Not in /mnt/data, it went wrong: {', '.join(contents)}.]")
        return notes + [f"[Not in /mnt/data, for want of room: {file.name}.]" for file in left_out]


def _fitting(files):
    """The files that can be handed over, and those that are too large or, the newest being taken first, too many."""
    fitting, left_out, left = [], [], ALL_BYTES
    for file in reversed(files):
        fits = file.size <= min(left, BATCH_BYTES)
        (fitting if fits else left_out).append(file)
        left -= file.size if fits else 0
    return fitting[::-1], left_out[::-1]


def _batches(files):
    """The files in groups of no more than BATCH_BYTES together."""
    batch, size = [], 0
    for file in files:
        if batch and size + file.size > BATCH_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(file)
        size += file.size
    if batch:
        yield batch
