"""The interpreter as web processes use it: one light class, safe to share between threads and to keep across a fork."""

import contextlib
import fcntl
import os
import pathlib
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence

from interpreter import errors, sockets, wire
from interpreter.errors import (
    ComputationFailed,
    ComputationTimeout,
    InterpreterBusy,
    InterpreterError,
    InterpreterUnavailable,
)
from interpreter.results import CellResult, Image, OutputFile, Status, cell_from_message

__all__ = [
    "CellResult",
    "ComputationFailed",
    "ComputationTimeout",
    "Image",
    "Interpreter",
    "InterpreterBusy",
    "InterpreterError",
    "InterpreterUnavailable",
    "OutputFile",
    "Status",
]

PROJECT = pathlib.Path(__file__).resolve().parent.parent
START_LOCK = "interpreter.start.lock"
START_SECONDS = 30
# What a request may take besides its own time limit: waiting for a turn, starting a sandbox, a hard stop.
MARGIN_SECONDS = 90
RETRY_SECONDS = 0.05
CRASHED = "[The interpreter ended while this program ran. It was not run again; variables and files are lost.]"


class _Interrupted(Exception):
    """The connection broke after the request was sent: what became of it is unknown."""


class Interpreter:
    """The interpreter of one data folder. Its process is started when it is first needed, and again when it has died.

    `python` runs the process; `server_options` are further arguments of `interpreter.server`.
    """

    def __init__(self, data_dir: pathlib.Path, python: str = sys.executable, *, server_options: Sequence[str] = ()):
        self._data = pathlib.Path(data_dir).resolve()
        self._python = python
        self._options = list(server_options)
        self._presence: socket.socket | None = None
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
        files: Mapping[str, bytes] | None = None,
    ) -> CellResult:
        """Run `code` in the session's sandbox, after its earlier cells, with their variables.

        `session`: 1 to 200 letters, digits and `_ . : -`. `timeout` in seconds, at most 600: then the cell is stopped
        softly, a second later hard. `files` appear in /mnt/data. A cell whose process dies is reported as killed and
        never run again. Raises InterpreterUnavailable (InterpreterBusy when no turn came within `patience` s), and
        InterpreterError for bad arguments.
        """
        packed = {name: wire.pack(data) for name, data in (files or {}).items()}
        request = {"do": "cell", "session": session, "code": code, "timeout": timeout, "files": packed}
        request["patience"] = patience
        try:
            answer = self._ask(request, timeout + patience + MARGIN_SECONDS)
        except _Interrupted:
            return CellResult(CRASHED, outcome="killed", variables_lost=True)
        return cell_from_message(answer["cell"])

    def compute(self, function: str, payload: dict, *, timeout: float = 8) -> dict:
        """What a function of `maths` makes of a JSON object, in a fresh process that never ran anybody's program.

        `timeout` in seconds of computing. Raises ComputationTimeout, ComputationFailed, InterpreterUnavailable.
        """
        request = {"do": "compute", "function": function, "payload": payload, "timeout": timeout}
        return self._ask_again(request, timeout + MARGIN_SECONDS)["result"]

    def interrupt(self, session: str) -> None:
        """Stop the cell that the session is running, if any: softly, a second later hard."""
        self._ask_again({"do": "interrupt", "session": session}, MARGIN_SECONDS)

    def close_session(self, session: str) -> None:
        """Forget a session: its sandbox, variables and files. An interpreter that does not run has none."""
        if self._runs():
            self._ask_again({"do": "close", "session": session}, MARGIN_SECONDS)

    def status(self) -> Status:
        """Return how the interpreter is doing; starts it if need be."""
        return Status(**self._ask_again({"do": "status"}, MARGIN_SECONDS))

    def warm(self) -> None:
        """Start what is not running and wait until a spare sandbox and the process for computations are ready."""
        self._ask_again({"do": "warm"}, MARGIN_SECONDS)

    def shutdown(self) -> None:
        """End the interpreter's process, if it runs, and wait until it is gone."""
        self._be_absent()
        with contextlib.suppress(OSError, wire.BadFrame, wire.EndOfStream):
            with sockets.connect(self._data, START_SECONDS) as connection:
                connection.sendall(wire.encode({"do": "shutdown"}))
                while connection.recv(2**16):
                    pass
            self._wait_until_free()

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
        with self._connection(seconds) as connection:
            try:
                connection.sendall(wire.encode(request))
                answer = wire.receive(connection.recv, wire.REPLY_LIMIT)
            except TimeoutError:
                raise InterpreterUnavailable(f"the interpreter did not answer within {seconds:g} s") from None
            except (OSError, wire.BadFrame, wire.EndOfStream):
                raise _Interrupted from None
        if "error" in answer:
            raise errors.BY_KIND.get(answer["error"], InterpreterError)(answer["message"])
        return answer

    @contextlib.contextmanager
    def _connection(self, seconds: float) -> Iterator[socket.socket]:
        """Yield a connection that was greeted, with so many seconds for each step that follows."""
        connection = self._connect()
        try:
            connection.settimeout(seconds)
            yield connection
        finally:
            connection.close()

    def _connect(self) -> socket.socket:
        """Return a greeted connection, starting the process when it is found to be gone. InterpreterUnavailable."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                return _greeted(sockets.connect(self._data, START_SECONDS))
            except PermissionError as error:
                raise InterpreterUnavailable(str(error)) from None
            except (OSError, wire.BadFrame, wire.EndOfStream):
                if time.monotonic() > deadline:
                    raise InterpreterUnavailable("the interpreter's process does not answer") from None
            self._start(deadline)

    def _runs(self) -> bool:
        """Say whether the process is there and answers."""
        try:
            _greeted(sockets.connect(self._data, START_SECONDS)).close()
        except (OSError, wire.BadFrame, wire.EndOfStream):
            return False
        return True

    def _start(self, deadline: float) -> None:
        """Start the process unless somebody else just did; returns when it, or theirs, should be listening."""
        with self._start_lock(deadline):
            if self._runs():
                return
            command = [self._python, "-m", "interpreter.server", "--data", str(self._data), "--detach", *self._options]
            self._run(command)
            time.sleep(RETRY_SECONDS)  # one that is just ending still holds the folder's lock

    def _run(self, command: list[str]) -> None:
        """Run the command that leaves the process behind. Of this environment it gets the search path only."""
        options = {
            "cwd": PROJECT,
            "env": {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"},
            "stdin": subprocess.DEVNULL,
            "capture_output": True,
        }
        try:
            subprocess.run(command, timeout=START_SECONDS, check=True, **options)
        except subprocess.CalledProcessError as error:
            reason = error.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
            raise InterpreterUnavailable(f"the interpreter's process did not start: {reason}") from None
        except (OSError, subprocess.TimeoutExpired) as error:
            raise InterpreterUnavailable(f"the interpreter's process did not start: {error}") from None

    @contextlib.contextmanager
    def _start_lock(self, deadline: float) -> Iterator[None]:
        """Hold the lock under which one client at a time starts the process."""
        try:
            self._data.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = (self._data / START_LOCK).open("a", encoding="ascii")
        except OSError as error:
            raise InterpreterUnavailable(f"the data folder cannot be used: {error}") from None
        with lock:
            _acquire(lock, deadline)
            yield

    def _wait_until_free(self) -> None:
        """Wait until the process that was told to stop has let go of the folder."""
        with open(self._data / "interpreter.lock", "a", encoding="ascii") as lock:
            _acquire(lock, time.monotonic() + START_SECONDS)

    def _be_present(self) -> None:
        """Keep one idle connection per process, so that the interpreter lives as long as somebody may need it."""
        with self._guard:
            if self._presence_pid == os.getpid() and self._presence and not _closed(self._presence):
                return
            self._let_go()
            self._presence, self._presence_pid = self._connect(), os.getpid()
            self._presence.setblocking(False)

    def _be_absent(self) -> None:
        with self._guard:
            self._let_go()

    def _let_go(self) -> None:
        if self._presence:
            self._presence.close()
        self._presence = None


def _greeted(connection: socket.socket) -> socket.socket:
    """Return the connection after the greeting, before which the process may still be about to end."""
    try:
        wire.receive(connection.recv, wire.REPLY_LIMIT)
    except BaseException:
        connection.close()
        raise
    return connection


def _closed(connection: socket.socket) -> bool:
    """Say whether the other end has closed an idle connection."""
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def _acquire(lock, deadline: float) -> None:
    """Take a file lock, waiting for it no longer than the deadline; InterpreterUnavailable then."""
    while True:
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise InterpreterUnavailable("another process has been starting the interpreter for too long") from None
            time.sleep(RETRY_SECONDS)
