"""Check a PNG that untrusted code made, and keep only the parts that a picture needs."""

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
BYTES_LIMIT = 4 * 2**20
SIDE_LIMIT = 4096
KEPT = {b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"cHRM", b"pHYs", b"IDAT", b"IEND"}
DEPTHS = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}


class BadPicture(Exception):
    """The bytes are no PNG that we would show."""


def clean(data: bytes) -> tuple[bytes, int, int]:
    """Return (PNG without comments and unknown chunks, width, height); BadPicture when the structure is wrong.

    Checked: signature, size, order and checksum of the chunks, header fields, nothing after the end. The pixels are
    not decoded: the header's sides bound what a browser will allocate.
    """
    if len(data) > BYTES_LIMIT or not data.startswith(SIGNATURE):
        raise BadPicture("not a PNG, or too large")
    chunks = _chunks(data)
    width, height = _sides(chunks[0])
    if not any(kind == b"IDAT" for kind, _, _ in chunks):
        raise BadPicture("no pixels")
    return SIGNATURE + b"".join(raw for kind, _, raw in chunks if kind in KEPT), width, height


def _chunks(data: bytes) -> list[tuple[bytes, bytes, bytes]]:
    """Return (kind, body, raw bytes) of each chunk; the last one is IEND and ends the data."""
    chunks, position = [], len(SIGNATURE)
    while not chunks or chunks[-1][0] != b"IEND":
        header = data[position : position + 8]
        if len(header) < 8:
            raise BadPicture("cut short")
        length, kind = struct.unpack(">I4s", header)
        raw = data[position : position + 12 + length]
        if len(raw) < 12 + length or struct.unpack(">I", raw[-4:])[0] != zlib.crc32(raw[4:-4]):
            raise BadPicture("cut short or damaged")
        chunks.append((kind, raw[8:-4], raw))
        position += len(raw)
    if position != len(data):
        raise BadPicture("something follows the picture")
    return chunks


def _sides(first: tuple[bytes, bytes, bytes]) -> tuple[int, int]:
    """Return width and height from the first chunk, which must be a valid header."""
    kind, body, _ = first
    if kind != b"IHDR" or len(body) != 13:
        raise BadPicture("no header")
    width, height, depth, color, compression, filtering, interlace = struct.unpack(">IIBBBBB", body)
    if not (1 <= width <= SIDE_LIMIT and 1 <= height <= SIDE_LIMIT):
        raise BadPicture("sides out of bounds")
    if depth not in DEPTHS.get(color, ()) or compression or filtering or interlace > 1:
        raise BadPicture("header fields out of range")
    return width, height
