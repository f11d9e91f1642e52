"""Run a session's cells, one after the other, in one namespace, as a notebook does."""

import ast
import builtins
import contextlib
import importlib
import linecache
import sys
import traceback
import types
from collections.abc import Callable

from interpreter.sandbox import data_folder, figures, stops
from interpreter.sandbox.channel import Channel
from interpreter.sandbox.output import CappedOutput

TRACEBACK_CHARACTERS = 4000


def prepare(config: dict) -> Callable[[Channel], None]:
    """Load what programs will import, and return the loop that runs cells. To be called before the lock."""
    for module in config["preload"]:
        importlib.import_module(module)
    folder = data_folder.DataFolder(config["data"])
    folder.enter()
    if "matplotlib.pyplot" in sys.modules:
        figures.make_quiet()
    session = Session(folder)
    return session.serve


class Session:
    """One namespace and the cells that ran in it.

    Request: {id, code, timeout (seconds), files {name: packed bytes}}.
    Reply: {id, outcome ("ok", "error", "timeout", "killed"), images, files}; what is printed goes to descriptor 1.
    """

    def __init__(self, folder: data_folder.DataFolder):
        self._folder = folder
        self._count = 0
        self._main = types.ModuleType("__main__")
        self._main.__dict__["__builtins__"] = builtins
        sys.modules["__main__"] = self._main

    def serve(self, channel: Channel) -> None:
        """Answer requests until the channel closes."""
        stops.ignore_between_cells()
        while True:
            request = channel.receive()
            channel.send({"id": request["id"], **self.run(request["code"], request["timeout"], request["files"])})

    def run(self, code: str, timeout: float, files: dict[str, str]) -> dict:
        """Run one cell and collect what it left behind: figures still open, files it wrote."""
        self._count += 1
        self._folder.put(files)
        sys.stdout = sys.stderr = CappedOutput()
        reply = {"outcome": "error", "images": [], "files": []}
        before = self._folder.listing()
        try:
            with stops.allowed(timeout):
                reply["outcome"] = self._outcome(code)
                reply["images"] = figures.collect()
                reply["files"] = self._folder.changed_since(before)
        except stops.TimeLimitReached:
            reply["outcome"] = "timeout"
        except KeyboardInterrupt:
            reply["outcome"] = "killed"
        except Exception:  # what collects figures runs the program's own objects: anything may come out of it
            self._report(*sys.exc_info())
        return reply

    def _outcome(self, code: str) -> str:
        """Execute the cell; "error" means that its traceback was printed."""
        try:
            self._execute(code)
        except SystemExit:
            return "ok"
        except KeyboardInterrupt:
            raise
        except BaseException:  # a notebook survives whatever a cell raises
            self._report(*sys.exc_info())
            return "error"
        return "ok"

    def _execute(self, code: str) -> None:
        """Run the statements and show the value of a last expression."""
        name = f"cell {self._count}"
        linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
        tree = ast.parse(code, name)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, name, "exec"), self._main.__dict__)  # noqa: S102 - what this process is for
        if last is not None:
            expression = compile(ast.Expression(last.value), name, "eval")
            value = eval(expression, self._main.__dict__)  # noqa: S307 - what this process is for
            if not code.rstrip().endswith(";"):
                self._show(value)

    def _show(self, value: object) -> None:
        """Print the value as a notebook does; the objects that drawing functions return say nothing to a reader."""
        first = value[0] if isinstance(value, list | tuple) and value else value
        if value is not None and not type(first).__module__.startswith("matplotlib."):
            print(repr(value))

    def _report(self, kind, error, trace) -> None:
        """Print the traceback from the cell's own frame on, its end when it is very long."""
        while trace is not None and not trace.tb_frame.f_code.co_filename.startswith("cell "):
            trace = trace.tb_next
        with contextlib.suppress(Exception):  # a hostile __str__ may raise here
            text = "".join(traceback.format_exception(kind, error, trace, limit=-12, chain=False))
            sys.stdout = CappedOutput()
            print(text if len(text) <= TRACEBACK_CHARACTERS else "…" + text[-TRACEBACK_CHARACTERS:], end="")
