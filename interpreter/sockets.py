"""The socket in the data folder, as both ends use it."""

import contextlib
import os
import socket
import struct
from collections.abc import Iterator
from pathlib import Path

SOCKET_NAME = "interpreter.sock"
PATH_BYTES = 107  # what fits into a socket address, without the closing NUL
BACKLOG = 128


@contextlib.contextmanager
def address(data: Path) -> Iterator[str]:
    """Yield a path to the socket that fits into an address: through the folder's descriptor if its own is too long."""
    path = str(data / SOCKET_NAME)
    if len(os.fsencode(path)) <= PATH_BYTES:
        yield path
        return
    folder = os.open(data, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{SOCKET_NAME}"
    finally:
        os.close(folder)


def listen(data: Path) -> socket.socket:
    """Return a socket that only this user could ever connect to. Call only while holding the folder's lock."""
    remove(data)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    mask = os.umask(0o177)
    try:
        with address(data) as path:
            listener.bind(path)
    finally:
        os.umask(mask)
    listener.listen(BACKLOG)
    return listener


def connect(data: Path, timeout: float) -> socket.socket:
    """Return a connection to the process that serves this folder; OSError when there is none, or it is a stranger's."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(timeout)
    try:
        with address(data) as path:
            connection.connect(path)
        if not trusted(connection):
            raise PermissionError(f"the socket in {data} belongs to another user")
    except OSError:
        connection.close()
        raise
    return connection


def remove(data: Path) -> None:
    """Remove the socket's name."""
    (data / SOCKET_NAME).unlink(missing_ok=True)


def trusted(connection: socket.socket) -> bool:
    """Say whether the other end is this user or root."""
    credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    _, user, _ = struct.unpack("3i", credentials)
    return user in (os.geteuid(), 0)
