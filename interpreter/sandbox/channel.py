"""The sandbox's end of the channel to the interpreter's process."""

import os

from interpreter import wire


class Channel:
    """Frames over the socket given as standard input, which becomes /dev/null for everybody else."""

    def __init__(self):
        self._fd = os.dup(0)
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.close(null)

    def fileno(self) -> int:
        """Return the descriptor, for waiting on it."""
        return self._fd

    def receive(self) -> dict:
        """Wait for the next frame; wire.EndOfStream when the interpreter's process is gone."""
        return wire.receive(lambda count: os.read(self._fd, count), wire.REQUEST_LIMIT)

    def send(self, message: dict) -> None:
        """Write one frame."""
        write_all(self._fd, wire.encode(message))


def write_all(fd: int, data: bytes) -> None:
    """Write everything, however often the kernel takes only a part."""
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]
