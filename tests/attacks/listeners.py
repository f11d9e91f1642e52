"""Sockets that nobody should ever reach."""

import contextlib
import os
import secrets
import socket
from pathlib import Path


class Listeners:
    """One of each kind, in this process, open to every user of the machine; the one with a path lies in `folder`."""

    def __init__(self, folder: Path):
        self.path = str(folder / "listener.sock")
        self.abstract = f"tutor-attacks-{secrets.token_hex(8)}"
        self._tcp = self._listen(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0))
        self._udp = self._listen(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0))
        self._unix = self._listen(socket.AF_UNIX, socket.SOCK_STREAM, self.path)
        os.chmod(self.path, 0o777)
        self._hidden = self._listen(socket.AF_UNIX, socket.SOCK_STREAM, "\0" + self.abstract)
        self.tcp_port = self._tcp.getsockname()[1]
        self.udp_port = self._udp.getsockname()[1]

    def reached(self) -> bool:
        """Say whether anybody came since this was last asked."""
        came = False
        for listener in (self._tcp, self._unix, self._hidden):
            with contextlib.suppress(BlockingIOError):
                listener.accept()[0].close()
                came = True
        with contextlib.suppress(BlockingIOError):
            self._udp.recv(1)
            came = True
        return came

    def close(self) -> None:
        for listener in (self._tcp, self._udp, self._unix, self._hidden):
            listener.close()

    @staticmethod
    def _listen(family: int, kind: int, address) -> socket.socket:
        listener = socket.socket(family, kind)
        listener.bind(address)
        listener.setblocking(False)
        if kind == socket.SOCK_STREAM:
            listener.listen()
        return listener
