"""The interpreter as web processes use it: one light class, safe to share between threads and to keep across a fork."""

import contextlib
import hashlib
import os
import pathlib
import socket as socket_module
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence

from interpreter import errors, sockets, wire
from interpreter.errors import (
    ComputationFailed,
    ComputationTimeout,
    InterpreterBusy,
    InterpreterError,
    InterpreterUnavailable,
)
from interpreter.results import CellResult, Image, InputFile, OutputFile, Status, cell_from_message
from interpreter.servers import OwnServer, ServerElsewhere

__all__ = [
    "CellResult",
    "ComputationFailed",
    "ComputationTimeout",
    "Image",
    "InputFile",
    "Interpreter",
    "InterpreterBusy",
    "InterpreterError",
    "InterpreterUnavailable",
    "OutputFile",
    "Status",
]

# What a request may take besides its own time limit: waiting for a turn, starting a sandbox, a hard stop.
MARGIN_SECONDS = 90
CRASHED = "[The interpreter ended while this program ran. It was not run again; variables and files are lost.]"


class _Interrupted(Exception):
    """The connection broke after the request was sent: what became of it is unknown."""


class Interpreter:
    """The interpreter of one data folder: its process is started when it is first needed, and again when it has died.

    `python` runs the process; `server_options` are further arguments of `interpreter.server`. A process that runs
    already is taken as it is; with `replace`, it makes way when it has other options or older code. With `socket`, the
    path of one that a server elsewhere serves, that server is used, and never started nor ended from here.
    """

    def __init__(
        self,
        data_dir: pathlib.Path,
        python: str = sys.executable,
        *,
        server_options: Sequence[str] = (),
        replace: bool = False,
        socket: pathlib.Path | None = None,
    ):
        self._data = pathlib.Path(data_dir).resolve()
        own = OwnServer(self._data, python, server_options, replace)
        self._server = ServerElsewhere(pathlib.Path(socket)) if socket else own
        self._presence: socket_module.socket | None = None
        self._presence_pid = 0
        self._guard = threading.Lock()

    def __del__(self):
        self._let_go()

    def run_cell(
        self,
        session: str,
        code: str,
        *,
        timeout: float = 30,
        patience: float = 30,
        files: Mapping[str, bytes | InputFile] | None = None,
        group: str = "",
    ) -> CellResult:
        """Run `code` in the session's sandbox, after its earlier cells, with their variables.

        `session`: 1 to 200 letters, digits and `_ . : -`. `timeout` in seconds, at most 600: then the cell is stopped
        softly, a second later hard. `files` appear in /mnt/data, unless the session was given that version (its tag;
        of bytes, their digest) before. Sessions of one `group` share: while others wait, it gets no more than they.
        A cell whose process dies is reported as killed and never run again. Raises InterpreterUnavailable
        (InterpreterBusy when no turn came within `patience` s), and InterpreterError for bad arguments.
        """
        request = {"do": "cell", "session": session, "code": code, "timeout": timeout, "patience": patience}
        request |= {"group": group, "files": {name: _packed(file) for name, file in (files or {}).items()}}
        try:
            answer = self._ask(request, timeout + patience + MARGIN_SECONDS)
        except _Interrupted:
            return CellResult(CRASHED, outcome="killed", variables_lost=True)
        with _understanding():
            return cell_from_message(answer["cell"])

    def missing_files(self, session: str, tags: Mapping[str, str]) -> set[str]:
        """Return the names among {name: tag} that the session's sandbox was not given in that version."""
        request = {"do": "missing", "session": session, "files": dict(tags)}
        with _understanding():
            return set(self._ask_again(request, MARGIN_SECONDS)["missing"])

    def compute(self, function: str, payload: dict, *, timeout: float = 8) -> dict:
        """What a function of `maths` makes of a JSON object, in a fresh process that never ran anybody's program.

        `timeout` in seconds of computing. Raises ComputationTimeout, ComputationFailed, InterpreterUnavailable.
        """
        request = {"do": "compute", "function": function, "payload": payload, "timeout": timeout}
        with _understanding():
            return dict(self._ask_again(request, timeout + MARGIN_SECONDS)["result"])

    def interrupt(self, session: str) -> None:
        """Stop the cell that the session is running, if any: softly, a second later hard."""
        self._ask_again({"do": "interrupt", "session": session}, MARGIN_SECONDS)

    def close_session(self, session: str) -> None:
        """Forget a session: its sandbox, variables and files. An interpreter that does not run has none."""
        if self._server.runs():
            self._ask_again({"do": "close", "session": session}, MARGIN_SECONDS)

    def status(self) -> Status:
        """Return how the interpreter is doing; starts it if need be."""
        with _understanding():
            return Status(**self._ask_again({"do": "status"}, MARGIN_SECONDS))

    def warm(self) -> None:
        """Start what is not running and wait until a spare sandbox and the process for computations are ready."""
        self._ask_again({"do": "warm"}, MARGIN_SECONDS)

    def shutdown(self) -> None:
        """End the interpreter's process, if it is ours and runs, and wait until it is gone."""
        self._be_absent()
        self._server.shut_down()

    def _ask_again(self, request: dict, seconds: float) -> dict:
        """Ask; once more when the connection broke: for requests that do no harm when they are carried out twice."""
        try:
            return self._ask(request, seconds)
        except _Interrupted:
            pass
        try:
            return self._ask(request, seconds)
        except _Interrupted:
            raise InterpreterUnavailable("the interpreter ended twice during one request") from None

    def _ask(self, request: dict, seconds: float) -> dict:
        """Send one request on a connection of its own and return the answer; _Interrupted when its fate is unknown."""
        self._be_present()
        with self._server.connect() as connection:
            connection.settimeout(seconds)
            try:
                connection.sendall(wire.encode(request))
                answer = wire.receive(connection.recv, wire.REPLY_LIMIT)
            except TimeoutError:
                raise InterpreterUnavailable(f"the interpreter did not answer within {seconds:g} s") from None
            except (OSError, wire.BadFrame, wire.EndOfStream):
                raise _Interrupted from None
        if "error" in answer:
            raise errors.BY_KIND.get(str(answer["error"]), InterpreterError)(str(answer.get("message")))
        return answer

    def _be_present(self) -> None:
        """Keep one idle connection per process, so that the interpreter lives as long as somebody may need it."""
        with self._guard:
            if self._presence_pid == os.getpid() and self._presence and not sockets.closed(self._presence):
                return
            self._let_go()
            self._presence, self._presence_pid = self._server.attend(), os.getpid()
            self._presence.setblocking(False)

    def _be_absent(self) -> None:
        with self._guard:
            self._let_go()

    def _let_go(self) -> None:
        if self._presence:
            self._presence.close()
        self._presence = None


@contextlib.contextmanager
def _understanding() -> Iterator[None]:
    """Turn an answer that is none of this protocol into InterpreterUnavailable."""
    try:
        yield
    except (KeyError, TypeError, ValueError, wire.BadFrame) as error:
        raise InterpreterUnavailable(f"the interpreter's answer makes no sense: {error}") from None


def _packed(file: bytes | InputFile) -> dict:
    """Return a file as it travels."""
    if isinstance(file, bytes):
        file = InputFile(file, hashlib.sha256(file).hexdigest())
    return {"data": wire.pack(file.data), "tag": file.tag}
