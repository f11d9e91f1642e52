"""What a cell prints: straight to descriptor 1, up to a limit that the interpreter's process enforces again."""

import io
import os

PRINTED_BYTES = 90 * 1024


class CappedOutput(io.TextIOBase):
    """A text stream that writes through, so that nothing printed is lost when the process is killed."""

    def __init__(self):
        self._left = PRINTED_BYTES

    @property
    def encoding(self) -> str:
        return "utf-8"

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1

    def write(self, text: str) -> int:
        """Write the part that still fits; the rest is dropped, after one line that says so."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self._left > 0:
            data = text[: self._left].encode("utf-8", "replace")
            self._emit(data[: self._left])
            if len(data) > self._left or len(text) > self._left:
                self._emit(b"\n[the rest of the output was left out]\n")
            self._left -= len(data)
        return len(text)

    def _emit(self, data: bytes) -> None:
        while data:
            data = data[os.write(1, data) :]
