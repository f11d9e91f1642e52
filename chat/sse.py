"""Splits the bytes of a server-sent event stream into events, bounded, whatever a server sends."""

import json
from dataclasses import dataclass

LINE_LIMIT = 4_000_000
"""The longest line, and the most data of one event: a message of the largest permitted size, and a margin."""


class Unreadable(ValueError):
    """A line or an event that is longer than anything that is taken."""


@dataclass(frozen=True)
class Event:
    """One event: its name ("" when the server gave none) and its data, which is None when it is no JSON object."""

    name: str
    data: dict | None


class Parser:
    """Takes the bytes of one stream piece by piece. What is cut off at its end is no event."""

    def __init__(self):
        self._name, self._data, self._size = "", [], 0
        self._begun, self._begun_size, self._after_return = [], 0, False

    def feed(self, piece):
        """The Events that end in a piece, which is not empty. Raises Unreadable."""
        events = []
        for line in self._lines(piece):
            if line:
                self._take(line)
                continue
            if self._data:
                events.append(Event(self._name, _object("\n".join(self._data))))
            self._name, self._data, self._size = "", [], 0
        return events

    def _take(self, line):
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            self._name = value
        elif field == "data":
            self._data.append(value)
            self._size += len(value) + 1
            if self._size > LINE_LIMIT:
                raise Unreadable(f"an event of more than {LINE_LIMIT} characters")

    def _lines(self, piece):
        """The lines that end here, without their ends, which are LF, CR or CR LF."""
        continues, self._after_return = self._after_return and piece[:1] == b"\n", piece[-1:] == b"\r"
        if continues:
            piece = piece[1:]
        if b"\r" in piece:
            piece = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        whole, end, rest = piece.rpartition(b"\n")
        lines = []
        if end:
            lines = b"".join([*self._begun, whole]).decode("utf-8", "replace").split("\n")
            self._begun, self._begun_size = [], 0
        self._begun.append(rest)
        self._begun_size += len(rest)
        if self._begun_size > LINE_LIMIT:
            raise Unreadable(f"a line of more than {LINE_LIMIT} bytes")
        return lines


def _object(text):
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
