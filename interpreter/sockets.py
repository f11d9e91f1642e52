"""The interpreter's socket, as both ends use it, and the greeting by which a server says that it took a connection."""

import contextlib
import os
import socket
import struct
from collections.abc import Iterator
from pathlib import Path

from interpreter import wire

SOCKET_NAME = "interpreter.sock"
PATH_BYTES = 107  # what fits into a socket address, without the closing NUL
BACKLOG = 128


@contextlib.contextmanager
def address(path: Path) -> Iterator[str]:
    """Yield a name of this path that fits into an address: through its folder's descriptor if it is too long."""
    if len(os.fsencode(path)) <= PATH_BYTES:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


def listen(path: Path) -> socket.socket:
    """Return a socket that only this user could ever connect to. Call only while holding the folder's lock."""
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    mask = os.umask(0o177)
    try:
        with address(path) as name:
            listener.bind(name)
    finally:
        os.umask(mask)
    listener.listen(BACKLOG)
    return listener


def connect(path: Path, timeout: float) -> tuple[socket.socket, dict]:
    """Return a connection and its greeting, before which a server may still be about to end.

    `timeout` in seconds for each step. OSError, wire.BadFrame or wire.EndOfStream when nobody there serves it.
    """
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(timeout)
    try:
        with address(path) as name:
            connection.connect(name)
        return connection, wire.receive(connection.recv, wire.REPLY_LIMIT)
    except BaseException:
        connection.close()
        raise


def closed(connection: socket.socket) -> bool:
    """Say whether the other end has closed an idle connection that does not block."""
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def trusted(connection: socket.socket) -> bool:
    """Say whether the other end is this user or root."""
    return _credentials(connection)[1] in (os.geteuid(), 0)


def process(connection: socket.socket) -> int:
    """Return the process id of the other end."""
    return _credentials(connection)[0]


def _credentials(connection: socket.socket) -> tuple[int, int, int]:
    """Return process, user and group of the other end, as the kernel knows them."""
    packed = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return struct.unpack("3i", packed)
