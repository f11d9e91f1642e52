"""This process's client of the code interpreter, and the programs of runs."""

import contextlib
import functools

from django.conf import settings

from interpreter.client import Interpreter, InterpreterError


@functools.cache
def interpreter():
    """The one client of this process; it starts the interpreter when it is first needed."""
    return Interpreter(settings.TUTOR_DATA)


def run_program(run, source, seconds, patience=60):
    """Run a program in the sandbox of a run's thread, at most so long or until the run is stopped; its CellResult.

    InterpreterBusy when the sandboxes are busy with other threads for `patience` seconds.
    """

    def interrupt():
        with contextlib.suppress(InterpreterError):  # then the program is gone, which its caller learns
            interpreter().interrupt(run.session)

    with run.stop.calling(interrupt):
        return interpreter().run_cell(run.session, source, timeout=seconds, patience=patience)
