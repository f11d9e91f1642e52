"""This process's client of the code interpreter, and the sandbox of one thread as engines use it."""

import contextlib
import functools
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import close_old_connections

from interpreter.client import InputFile, Interpreter, InterpreterError

BATCH_BYTES, ALL_BYTES = 10 * 2**20, 40 * 2**20
"""Bytes of files that are handed to the interpreter at once, of which a larger file is none, and all together: programs
need some of the sandbox's disk for themselves."""


@functools.cache
def interpreter():
    """The one client of this process; it starts the interpreter when it is first needed, unless it runs elsewhere."""
    options, socket = settings.INTERPRETER_OPTIONS, settings.INTERPRETER_SOCKET
    return Interpreter(settings.TUTOR_DATA, server_options=options, socket=socket)


def forget(session):
    """Throw away the variables and files of a session. Without an interpreter there are none."""
    with contextlib.suppress(InterpreterError):
        interpreter().close_session(session)


@dataclass(frozen=True)
class ThreadFile:
    """A file for /mnt/data: its name there, bytes long, what reads it, and what tells it from others of its name."""

    name: str
    size: int
    read: Callable[[], bytes]
    tag: str = ""


class Sandbox:
    """The sandbox of a thread during one run. `session` names it: its variables and files stay from run to run.

    `files` are in /mnt/data whenever a program of the run begins, as programs before it left them. Sandboxes of one
    `group` do not crowd out others.
    """

    def __init__(self, session, stop, files=(), group=""):
        self.session, self.files, self.group = session, tuple(files), group
        self._stop = stop
        self._fitting, self._left_out = _fitting(self.files)

    def run(self, source, seconds, patience=60, files=True):
        """Run a program, at most so many seconds or until the run is stopped; its interpreter.client.CellResult.

        `files`: whether the program may want the thread's files. InterpreterBusy when the sandboxes are busy with other
        threads for `patience` seconds.
        """

        def interrupt():
            with contextlib.suppress(InterpreterError):  # then the program is gone, which its caller learns
                interpreter().interrupt(self.session)

        with self._stop.calling(interrupt):
            notes, lost = self._bring_files(patience) if files and self.files else ("", False)
            result = self._run(source, seconds, patience)
        return replace(result, logs=notes + result.logs, variables_lost=result.variables_lost or lost)

    def _run(self, source, seconds, patience, files=None):
        close_old_connections()  # others may use it as long as the program runs
        options = {"timeout": seconds, "patience": patience, "group": self.group}
        return interpreter().run_cell(self.session, source, files=files or {}, **options)

    def _bring_files(self, patience):
        """Hand over the files that this sandbox was not given yet; notes for the output, and whether variables went."""
        missing = interpreter().missing_files(self.session, {file.name: file.tag for file in self._fitting})
        notes, lost = [], False
        for batch in _batches([file for file in self._fitting if file.name in missing]):
            result = self._run("", 10, patience, {file.name: InputFile(file.read(), file.tag) for file in batch})
            notes += result.logs.splitlines()
            lost = lost or result.variables_lost
            if result.outcome != "ok":
                notes.append(f"[Not in /mnt/data, it went wrong: {', '.join(file.name for file in batch)}.]")
        notes += [f"[Not in /mnt/data, for want of room: {file.name}.]" for file in self._left_out]
        self._left_out = []
        return "".join(f"{note}\n" for note in notes), lost


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
