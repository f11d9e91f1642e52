"""What an interactive Python offers and nobody in here can answer."""

import _sitebuiltins
import builtins
import sys


def install() -> None:
    """Give programs the functions that people use at a prompt, as far as they make sense without one."""
    builtins.input = _ask
    builtins.exit = builtins.quit = _leave
    builtins.help = _sitebuiltins._Helper()
    sys.breakpointhook = _debug


def _ask(prompt="", /):
    raise EOFError("a program cannot ask for input here: put the value into the program")


def _leave(code=None):
    """End the cell."""
    raise SystemExit(code)


def _debug(*arguments, **named):
    raise RuntimeError("there is no debugger here: print what you want to see")
