"""What a cell prints: straight to descriptor 1, up to a limit that the interpreter's process enforces again."""

import io
import os

PRINTED_BYTES = 90 * 1024
LEFT_OUT = b"\n[the rest of the output was left out]\n"


class CappedOutput(io.TextIOBase):
    """The text stream of all cells. It writes through, so that nothing printed is lost when the process is killed.

    `shown`: paths of this machine, the longest first, each with what a reader sees instead.
    """

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, shown: dict[str, str]):
        self._shown = shown
        self._left = PRINTED_BYTES
        self.buffer = CappedBytes(self)

    def renew(self) -> None:
        """Give the next cell, or the end of this one, as much room as a cell has."""
        self._left = PRINTED_BYTES

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1

    def close(self) -> None:
        """Stay open: the next cell prints too."""

    def reconfigure(self, **settings) -> None:
        """Accept what programs ask of a real standard output, and change nothing."""

    def write(self, text: str) -> int:
        """Write the part that still fits; the rest is dropped, after one line that says so."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self._left <= 0:
            return len(text)
        part = text[: PRINTED_BYTES + 1]
        for path, name in self._shown.items():
            if path in part:
                part = part.replace(path, name)
        self.write_bytes(part.encode("utf-8", "replace"))
        return len(text)

    def write_bytes(self, data: bytes) -> None:
        """Write bytes within the same limit."""
        if self._left > 0:
            self._emit(data[: self._left])
            if len(data) > self._left:
                self._emit(LEFT_OUT)
            self._left -= len(data)

    def _emit(self, data: bytes) -> None:
        while data:
            data = data[os.write(1, data) :]


class CappedBytes(io.BufferedIOBase):
    """The `sys.stdout.buffer` of a CappedOutput."""

    def __init__(self, stream: CappedOutput):
        self._stream = stream

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1

    def close(self) -> None:
        """Stay open, as the text stream does."""

    def write(self, data) -> int:
        """Write bytes, or what offers its own as a buffer."""
        view = memoryview(data).cast("B")
        self._stream.write_bytes(bytes(view[: PRINTED_BYTES + 1]))
        return len(view)
