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


def read_events(chunks):
    """The Events of byte chunks as they come. What is cut off at the end is no event. Raises Unreadable."""
    name, data, size = "", [], 0
    for line in _lines(chunks):
        if not line:
            if data:
                yield Event(name, _object("\n".join(data)))
            name, data, size = "", [], 0
            continue
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            name = value
        elif field == "data":
            data.append(value)
            size += len(value) + 1
            if size > LINE_LIMIT:
                raise Unreadable(f"an event of more than {LINE_LIMIT} characters")


def _lines(chunks):
    """Lines without their ends, which are LF, CR or CR LF; the last one only when it has an end."""
    parts, size, after_return = [], 0, False
    for chunk in chunks:
        continues, after_return = after_return and chunk[:1] == b"\n", chunk[-1:] == b"\r"
        if continues:
            chunk = chunk[1:]
        *whole, rest = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        for line in whole:
            yield b"".join([*parts, line]).decode("utf-8", "replace")
            parts, size = [], 0
        parts.append(rest)
        size += len(rest)
        if size > LINE_LIMIT:
            raise Unreadable(f"a line of more than {LINE_LIMIT} bytes")


def _object(text):
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
