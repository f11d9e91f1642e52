"""What a PNG file says of itself, read without decoding its pixels. Source: PNG specification, W3C, 2025."""

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
SIDE_LIMIT = 8000
MOST_CHUNKS = 2000
"""Chunks of one file: encoders write a few, and each costs time to look at."""


def read(content):
    """{"width", "height"} in pixels of a whole PNG, or None for anything else.

    Every chunk's checksum is compared, so a file that was cut or changed on its way is refused.
    """
    header, last = None, b""
    for number, (last, data) in enumerate(_chunks(content)):
        if number == 0:
            header = bytes(data) if last == b"IHDR" and len(data) == 13 else None
        if header is None or number == MOST_CHUNKS:
            return None
    if last != b"IEND":
        return None
    width, height = struct.unpack(">II", header[:8])
    if not (0 < width <= SIDE_LIMIT and 0 < height <= SIDE_LIMIT):
        return None
    return {"width": width, "height": height}


def _chunks(content):
    """(type, data) of each chunk up to IEND, the data as a view; none of what is no PNG, and no more after a damage."""
    view, at = memoryview(content), len(SIGNATURE)
    while content.startswith(SIGNATURE) and at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        end = at + 8 + length
        if end + 4 > len(content) or struct.unpack_from(">I", content, end)[0] != zlib.crc32(view[at + 4 : end]):
            return
        kind = content[at + 4 : at + 8]
        yield kind, view[at + 8 : end]
        if kind == b"IEND":
            return
        at = end + 4
