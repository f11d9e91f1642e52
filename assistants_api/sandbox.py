"""This process's client of the code interpreter."""

import functools

from django.conf import settings

from interpreter.client import Interpreter


@functools.cache
def interpreter():
    """The one client of this process; it starts the interpreter when it is first needed."""
    return Interpreter(settings.TUTOR_DATA)
