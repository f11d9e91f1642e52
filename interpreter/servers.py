"""The server that a client talks to: the one of its data folder, which clients start, or one that runs elsewhere."""

import contextlib
import fcntl
import functools
import hashlib
import os
import select
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from interpreter import sockets, wire
from interpreter.errors import InterpreterUnavailable
from interpreter.layout import PACKAGE, PROJECT

START_LOCK = "interpreter.start.lock"
START_SECONDS = 30
ELSEWHERE_SECONDS = 5
RETRY_SECONDS = 0.05
NOBODY_THERE = (OSError, wire.BadFrame, wire.EndOfStream)


class OwnServer:
    """The server of a data folder: a process that is started when it is first needed, and again when it has died.

    `python` runs it; `options` are further arguments of `interpreter.server`; `replaces`: whether a process that runs
    with other options or older code makes way for one with these.
    """

    def __init__(self, data: Path, python: str, options: Sequence[str], replaces: bool):
        self._data = data
        self._python = python
        self._options = options
        self._replaces = replaces

    def connect(self) -> socket.socket:
        """Return a connection, starting the process when it is found to be gone. InterpreterUnavailable."""
        return self._connect()[0]

    def attend(self) -> socket.socket:
        """Return a connection to keep, to a process that need not be replaced any more. InterpreterUnavailable."""
        connection, greeting = self._connect()
        wanted = greeting.get("version") == self._version or not self._replaces
        if wanted and greeting.get("interpreter") == wire.PROTOCOL:
            return connection
        connection.close()
        self._end({"do": "shutdown", "unless": self._version})
        return self.connect()

    def runs(self) -> bool:
        """Say whether the process is there and answers."""
        try:
            self._open()[0].close()
        except NOBODY_THERE:
            return False
        return True

    def shut_down(self) -> None:
        """End the process, if it runs, and wait until it is gone."""
        self._end({"do": "shutdown"})

    @functools.cached_property
    def _version(self) -> str:
        """What a process is told that is started by this one: its options, and what its code looked like then."""
        digest = hashlib.sha256(repr([*self._options, self._python]).encode())
        for path in sorted((*PACKAGE.rglob("*.py"), *(PROJECT / "maths").rglob("*.py"))):
            state = path.stat()
            digest.update(f"{path} {state.st_mtime_ns} {state.st_size}".encode())
        return digest.hexdigest()[:16]

    def _open(self) -> tuple[socket.socket, dict]:
        """Return a connection to the process that runs, and its greeting; PermissionError when it is a stranger's."""
        connection, greeting = sockets.connect(self._data / sockets.SOCKET_NAME, START_SECONDS)
        if not sockets.trusted(connection):
            connection.close()
            raise PermissionError(f"the socket in {self._data} belongs to another user")
        return connection, greeting

    def _connect(self) -> tuple[socket.socket, dict]:
        """Return a connection and its greeting, from a process that is started if there is none."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                return self._open()
            except PermissionError as error:
                raise InterpreterUnavailable(str(error)) from None
            except NOBODY_THERE:
                if time.monotonic() > deadline:
                    raise InterpreterUnavailable("the interpreter's process does not answer") from None
            self._start(deadline)

    def _start(self, deadline: float) -> None:
        """Start the process unless somebody else just did; returns when it, or theirs, should be listening."""
        with self._start_lock(deadline):
            if self.runs():
                return
            command = [self._python, "-m", "interpreter.server", "--data", str(self._data), "--detach"]
            _run([*command, "--version", self._version, *self._options])
            time.sleep(RETRY_SECONDS)  # one that is just ending still holds the folder's lock

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

    def _end(self, request: dict) -> None:
        """Send a request to end; when it is followed, wait until that process is gone, whoever starts another."""
        with contextlib.suppress(*NOBODY_THERE):
            connection, _ = self._open()
            with connection, os.fdopen(os.pidfd_open(sockets.process(connection))) as process:
                connection.sendall(wire.encode(request))
                if wire.receive(connection.recv, wire.REPLY_LIMIT).get("ends"):
                    select.select([process], [], [], START_SECONDS)


class ServerElsewhere:
    """A server that somebody else starts and ends, in a container or on another machine, behind a socket here."""

    def __init__(self, path: Path):
        self._path = path

    def connect(self) -> socket.socket:
        """Return a connection; one that is just being restarted is waited for a little. InterpreterUnavailable."""
        deadline = time.monotonic() + ELSEWHERE_SECONDS
        while True:
            try:
                connection, greeting = sockets.connect(self._path, ELSEWHERE_SECONDS)
                break
            except NOBODY_THERE as error:
                if time.monotonic() > deadline:
                    reason = str(error) or type(error).__name__
                    raise InterpreterUnavailable(f"no interpreter answers at {self._path}: {reason}") from None
            time.sleep(RETRY_SECONDS)
        if greeting.get("interpreter") != wire.PROTOCOL:
            connection.close()
            raise InterpreterUnavailable(
                f"the interpreter at {self._path} is of another release: install one at both ends"
            )
        return connection

    attend = connect

    def runs(self) -> bool:
        """Say yes: whether it does, its next request will tell."""
        return True

    def shut_down(self) -> None:
        """Leave it alone: it is not ours to end."""


def _run(command: list[str]) -> None:
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


def _acquire(lock, deadline: float) -> None:
    """Take a file lock, waiting for it no longer than the deadline; InterpreterUnavailable then."""
    while True:
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise InterpreterUnavailable("another process has been starting the interpreter for too long") from None
            time.sleep(RETRY_SECONDS)
