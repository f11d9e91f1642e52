"""Frames on a stream: four bytes of length, big-endian, then that many bytes of a JSON object.

The same frames run between web process and interpreter and between interpreter and sandbox.
Both ends bound what they read.
"""

import base64
import binascii
import json
import struct
from collections.abc import Callable

PROTOCOL = 2
HEADER = struct.Struct(">I")
REQUEST_LIMIT = 16 * 2**20
REPLY_LIMIT = 64 * 2**20


class BadFrame(Exception):
    """What was read is no frame of ours: too long, cut short, not a JSON object."""


class EndOfStream(Exception):
    """The other end closed between two frames."""


def encode(message: dict) -> bytes:
    """Return the frame that carries `message`."""
    body = json.dumps(message, separators=(",", ":")).encode("ascii")
    return HEADER.pack(len(body)) + body


def body_length(header: bytes, limit: int) -> int:
    """Return the announced length; BadFrame when it is over `limit` bytes."""
    (length,) = HEADER.unpack(header)
    if length > limit:
        raise BadFrame(f"a frame of {length} bytes is over the limit of {limit}")
    return length


def decode(body: bytes) -> dict:
    """Return the object in a frame's body; BadFrame for everything else, however deeply nested."""
    if not body.isascii():
        # Other bytes may cost a hundred times as much to decode; `encode` writes none.
        raise BadFrame("not ASCII")
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadFrame(f"not JSON: {type(error).__name__}") from None
    if not isinstance(message, dict):
        raise BadFrame("not an object")
    return message


def receive(read: Callable[[int], bytes], limit: int) -> dict:
    """Read one frame with `read(n)`, which returns 1 to n bytes, or none at the end of the stream."""
    header = _exactly(read, HEADER.size)
    if not header:
        raise EndOfStream
    length = body_length(header, limit)
    body = _exactly(read, length)
    if len(body) < length:
        raise BadFrame("the stream ended inside a frame")
    return decode(body)


def _exactly(read: Callable[[int], bytes], count: int) -> bytes:
    """Read `count` bytes; nothing when the stream ends first, before or within them."""
    parts, missing = [], count
    while missing:
        part = read(min(missing, 2**20))
        if not part:
            return b""
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def pack(data: bytes) -> str:
    """Return bytes as text that fits into a frame."""
    return base64.b64encode(data).decode("ascii")


def unpack(text: object) -> bytes:
    """Return the bytes that `pack` made into text; BadFrame for anything else."""
    if not isinstance(text, str):
        raise BadFrame("packed bytes must be text")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadFrame("not base64") from None
