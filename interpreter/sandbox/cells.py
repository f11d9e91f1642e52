"""Run a session's cells, one after the other, in one namespace, as a notebook does."""

import ast
import builtins
import contextlib
import importlib
import linecache
import os
import sys
import types
from collections.abc import Callable

from interpreter.sandbox import figures, prompt, recursion, reports, showing, source, stops, substitutes
from interpreter.sandbox.after_import import set_up
from interpreter.sandbox.channel import Channel
from interpreter.sandbox.data_folder import DataFolder
from interpreter.sandbox.folders import enter
from interpreter.sandbox.output import CappedOutput

IS_COROUTINE = 0x80  # inspect.CO_COROUTINE, without importing inspect
OUT_OF_MEMORY = "[The results did not fit into memory: files and pictures were left out.]"


def prepare(config: dict) -> Callable[[Channel], None]:
    """Load what programs will import, and return the loop that runs cells. To be called before the lock."""
    place, shown = enter(config)
    set_up("numpy", showing.set_up_numpy)
    set_up("pandas", showing.set_up_pandas)
    set_up("matplotlib.pyplot", figures.make_quiet)
    set_up("asyncio.selector_events", substitutes.set_up_events)
    set_up("multiprocessing.pool", substitutes.set_up_pools)
    for module in config["preload"]:
        importlib.import_module(module)
    prompt.install()
    recursion.bound()
    reports.install()
    builtins.display = showing.display
    sys.set_int_max_str_digits(showing.INTEGER_DIGITS)
    return Session(DataFolder(place), CappedOutput(shown)).serve


class Session:
    """One namespace and the cells that ran in it.

    Request: {id, code, timeout (seconds), files {name: packed bytes}}.
    Reply: {id, outcome ("ok", "error", "timeout", "killed"), images, files, written (which of the files that came are
    there now)}; what is printed goes to descriptor 1.
    What a stopped cell could not hand over any more, figures and files, comes with the next one.
    """

    def __init__(self, folder: DataFolder, output: CappedOutput):
        self._folder = folder
        self._output = output
        self._count = 0
        self._builtins = dict(builtins.__dict__)
        self._main = types.ModuleType("__main__")
        self._main.__dict__["__builtins__"] = builtins
        sys.modules["__main__"] = self._main

    def serve(self, channel: Channel) -> None:
        """Answer requests until the channel closes."""
        stops.ignore_between_cells()
        while True:
            request = channel.receive()
            reply = {"id": request["id"], **self.run(request["code"], request["timeout"], request["files"])}
            try:
                channel.send(reply)
            except MemoryError:
                os.write(1, OUT_OF_MEMORY.encode())
                channel.send({**reply, "outcome": "error", "images": [], "files": []})

    def run(self, code: str, timeout: float, files: dict[str, str]) -> dict:
        """Run one cell and collect what it left behind: pictures, files it wrote."""
        self._count += 1
        self._renew()
        reply = {"outcome": "error", "images": [], "files": [], "written": self._folder.put(files)}
        try:
            with stops.allowed(timeout):
                reply["outcome"] = self._outcome(code)
                reply["images"] = figures.collect()
                reply["files"] = self._folder.changed()
        except stops.TimeLimitReached:
            reply["outcome"] = "timeout"
        except KeyboardInterrupt:
            reply["outcome"] = "killed"
        except Exception:  # what collects figures runs the program's own objects: anything may come out of it
            reply["outcome"] = "error"
            reports.report(*sys.exc_info())
        return reply

    def _renew(self) -> None:
        """Undo what an earlier cell did to what we need ourselves, and forget which warnings it has shown."""
        recursion.allow_calls()
        self._output.renew()
        sys.stdout = sys.stderr = self._output
        self._main.__dict__.pop("__warningregistry__", None)

    def _restore(self) -> None:
        """Put back what a program replaced among the functions that are built in. None of them is used for it."""
        builtins.__dict__.update(self._builtins)

    def _outcome(self, code: str) -> str:
        """Execute the cell; "error" means that its traceback was printed."""
        try:
            try:
                self._execute(code)
            finally:
                self._restore()
        except SystemExit as ending:
            if isinstance(ending.code, str):
                print(ending.code)
            return "ok"
        except KeyboardInterrupt:
            raise
        except BaseException:  # a notebook survives whatever a cell raises
            sys.stdout = sys.stderr = self._output
            reports.report(*sys.exc_info())
            return "error"
        return "ok"

    def _execute(self, code: str) -> None:
        """Run the statements and show the value of a last expression."""
        name = f"{reports.CELL}{self._count}"
        program = source.read(code, name)
        for note in program.notes:
            print(note)
        linecache.cache[name] = (len(program.text), None, program.text.splitlines(keepends=True), name)
        body = program.tree.body
        last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
        with _told_lines(name, program.text):
            statements = _compiled(program.tree, name, "exec")
            expression = last and _compiled(ast.Expression(last.value), name, "eval")
        self._evaluate(statements)
        if last is not None:
            value = self._evaluate(expression)
            if not _ends_silently(last, program.text):
                showing.show_last(value)

    def _evaluate(self, code: types.CodeType) -> object:
        """Execute compiled code; what awaits something runs in a loop of events."""
        result = eval(code, self._main.__dict__)  # noqa: S307 - what this process is for
        if not code.co_flags & IS_COROUTINE:
            return result
        import asyncio

        return asyncio.run(result)


def _compiled(tree: ast.AST, name: str, mode: str) -> types.CodeType:
    """Compile a part of a cell, in which `await` may stand outside of functions."""
    return compile(tree, name, mode, flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)


@contextlib.contextmanager
def _told_lines(name: str, text: str):
    """Let a SyntaxError that is found late show its line, too."""
    try:
        yield
    except SyntaxError as error:
        lines = text.split("\n")
        if error.filename == name and not error.text and error.lineno and error.lineno <= len(lines):
            error.text = lines[error.lineno - 1]
        raise


def _ends_silently(last: ast.Expr, text: str) -> bool:
    """Say whether a semicolon follows the last expression, by which a program asks not to show its value."""
    line = text.split("\n")[last.end_lineno - 1]
    return line.encode("utf-8", "replace")[last.end_col_offset :].lstrip().startswith(b";")
