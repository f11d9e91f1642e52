"""Reads the body of a streamed answer: server-sent events whose data is JSON, or one plain JSON value instead."""

import json

VALUE_LIMIT = 16 * 2**20
"""Bytes of one line, of the data of one event, or of a plain JSON value: some repeat all pictures of an answer."""
DONE = b"[DONE]"
BOM = b"\xef\xbb\xbf"


class Unreadable(Exception):
    """The body is neither; the text says what it is instead, in words that follow "sent"."""


def read_values(chunks):
    """The JSON values in a body that comes in pieces of bytes, each as soon as it is there. Unreadable.

    Returns True when the body says that it is whole: by `[DONE]`, or because it is one JSON value.
    """
    start = b""
    for chunk in chunks:
        start = (start + chunk).removeprefix(BOM).lstrip()
        if not BOM.startswith(start):
            break
    if start[:1] in {b"{", b"["}:
        yield _decoded(_joined(start, chunks))
        return True
    return (yield from _values(_lines(start, chunks)))


def _joined(start, chunks):
    data = bytearray(start)
    for chunk in chunks:
        data += chunk
        if len(data) > VALUE_LIMIT:
            raise Unreadable(f"more than {VALUE_LIMIT} bytes")
    return data


def _lines(start, chunks):
    """The lines of a body, without their ends; the last one may have none."""
    rest, chunk = bytearray(), start
    while chunk:
        first, *others = chunk.split(b"\n")
        rest += first
        for other in others:
            yield bytes(rest.removesuffix(b"\r"))
            rest = bytearray(other)
        if len(rest) > VALUE_LIMIT:
            raise Unreadable(f"a line of more than {VALUE_LIMIT} bytes")
        chunk = next(chunks, b"")
    yield bytes(rest.removesuffix(b"\r"))


def _values(lines):
    """The values in lines of server-sent events. Most events are one line, which need not wait for the empty one that
    ends the event; some servers send none. `data` is what came so far of an event of several lines."""
    data = bytearray()
    for line in lines:
        name, _, value = line.partition(b":")
        if not line and data:
            yield _decoded(data)
            data = bytearray()
        elif name == b"error":  # of some versions of llama.cpp: an error as a field of its own
            yield {"error": _decoded(value)}
        elif name == b"data" and not data and value.strip() == DONE:
            return True
        elif name == b"data" and (data or value.strip()):
            yield from _taken(value.removeprefix(b" "), data)
    if data:
        yield _decoded(data)
    return False


def _taken(value, data):
    """The value of a line that holds a whole one; else the line is added to the data of its event."""
    if not data:
        try:
            yield _decoded(value)
            return
        except Unreadable:
            pass
    data += b"\n" + value
    if len(data) > VALUE_LIMIT:
        raise Unreadable(f"an event of more than {VALUE_LIMIT} bytes")


def _decoded(source):
    try:
        return json.loads(source.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        raise Unreadable("what is not JSON, or only half of it") from None
