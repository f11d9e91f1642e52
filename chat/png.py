"""What a PNG file says of itself, read without decoding its pixels. Source: PNG specification, W3C, 2025."""

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
SIDE_LIMIT = 8000


def read(content):
    """{"width", "height"} in pixels of a whole PNG, or None for anything else.

    Every chunk's checksum is compared, so a file that was cut or changed on its way is refused.
    """
    chunks = list(_chunks(content)) if content.startswith(SIGNATURE) else []
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) != 13 or chunks[-1][0] != b"IEND":
        return None
    width, height = struct.unpack(">II", chunks[0][1][:8])
    if not (0 < width <= SIDE_LIMIT and 0 < height <= SIDE_LIMIT):
        return None
    return {"width": width, "height": height}


def _chunks(content):
    """(type, data) of each chunk up to IEND; stops early where the file is damaged."""
    at = len(SIGNATURE)
    while at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        checksum = content[at + 8 + length : at + 12 + length]
        if len(checksum) < 4 or struct.unpack(">I", checksum)[0] != zlib.crc32(kind + data):
            return
        yield kind, data
        if kind == b"IEND":
            return
        at += 12 + length
