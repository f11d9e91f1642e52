"""This process's client of the code interpreter, and the sandbox of one thread as engines use it."""

import contextlib
import functools
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.conf import settings

from interpreter.client import Interpreter, InterpreterError

BATCH_BYTES = 10 * 2**20
"""Bytes of files that are handed to the interpreter with one program; a larger file is not handed over."""


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

    def run(self, source, seconds, patience=60):
        """Run a program, at most so many seconds or until the run is stopped; its interpreter.client.CellResult.

        InterpreterBusy when the sandboxes are busy with other threads for `patience` seconds.
        """

        def interrupt():
            with contextlib.suppress(InterpreterError):  # then the program is gone, which its caller learns
                interpreter().interrupt(self.session)

        with self._stop.calling(interrupt):
            note = self._bring_files(patience)
            result = interpreter().run_cell(self.session, source, timeout=seconds, patience=patience)
        return replace(result, logs=note + result.logs) if note else result

    def _bring_files(self, patience):
        """Hand over the files that wait; what is said of those that are too large."""
        waiting, self._waiting = self._waiting, []
        large = [file for file in waiting if file.size > BATCH_BYTES]
        for batch in _batches([file for file in waiting if file.size <= BATCH_BYTES]):
            files = {file.name: file.read() for file in batch}
            interpreter().run_cell(self.session, "", timeout=10, patience=patience, files=files)
        return "".join(
            f"[{file.name} is not in /mnt/data: files of more than {BATCH_BYTES // 2**20} MB are not handed over.]\n"
            for file in large
        )


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
