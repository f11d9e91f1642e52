"""The code interpreter as the operator's pages and commands ask after it."""

from django.conf import settings

from assistants_api.sandbox import InterpreterError, interpreter

__all__ = ["InterpreterError", "in_use", "status", "warm"]


def in_use():
    """Whether this site runs programs at all: not when another Assistants server answers and ours is closed."""
    return settings.ASSISTANTS_API_EMBEDDED or settings.API_OPEN


def status():
    """The interpreter.client.Status of the interpreter, which is started if need be. InterpreterError."""
    return interpreter().status()


def warm():
    """Start the interpreter, and keep a connection that stops it from ending again. InterpreterError."""
    interpreter().warm()
