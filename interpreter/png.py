"""Check a PNG that untrusted code made, and keep only the parts that a picture needs."""

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
BYTES_LIMIT = 4 * 2**20
SIDE_LIMIT = 4096
CHUNKS_LIMIT = 2000
KEPT = {b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"cHRM", b"pHYs", b"IDAT", b"IEND"}
# Where a chunk that is kept may stand: each at most once, but for the pixels, which go on without a break.
BEFORE_PALETTE = {b"gAMA", b"sRGB", b"cHRM"}
BEFORE_PIXELS = {*BEFORE_PALETTE, b"PLTE", b"tRNS", b"pHYs"}
DEPTHS = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
INDEXED, WITH_ALPHA, GRAY = 3, (4, 6), (0, 4)
COLORS_LIMIT = 256
MAY_BE_PASSED_OVER = 0x20  # the bit that makes a chunk's first letter small


Chunk = tuple[bytes, bytes, bytes]  # kind, body, raw bytes


class BadPicture(Exception):
    """The bytes are no PNG that we would show."""


def clean(data: bytes) -> tuple[bytes, int, int]:
    """Return (PNG without comments, animation and unknown chunks, width, height); BadPicture for what is no good PNG.

    Checked: signature, size, number, order and checksum of the chunks, header fields, palette, nothing after the end.
    The pixels are not decoded: the header's sides bound what a browser will allocate.
    """
    if len(data) > BYTES_LIMIT or not data.startswith(SIGNATURE):
        raise BadPicture("not a PNG, or too large")
    chunks = _chunks(data)
    width, height, color = _header(chunks[0])
    kept = [chunk for chunk in chunks if chunk[0] in KEPT]
    _check_order([kind for kind, _, _ in kept])
    _check_colors({kind: body for kind, body, _ in kept}, color)
    return SIGNATURE + b"".join(raw for _, _, raw in kept), width, height


def _chunks(data: bytes) -> list[Chunk]:
    """Return the chunks; the last one is IEND and ends the data."""
    chunks, position = [], len(SIGNATURE)
    while not chunks or chunks[-1][0] != b"IEND":
        header = data[position : position + 8]
        if len(header) < 8 or len(chunks) == CHUNKS_LIMIT:
            raise BadPicture("cut short, or in too many parts")
        length, kind = struct.unpack(">I4s", header)
        raw = data[position : position + 12 + length]
        if len(raw) < 12 + length or struct.unpack(">I", raw[-4:])[0] != zlib.crc32(raw[4:-4]):
            raise BadPicture("cut short or damaged")
        if kind not in KEPT and not (kind.isalpha() and kind[0] & MAY_BE_PASSED_OVER):
            raise BadPicture("a part that must not be passed over is unknown")
        chunks.append((kind, raw[8:-4], raw))
        position += len(raw)
    if position != len(data) or chunks[-1][1]:
        raise BadPicture("something follows the picture")
    return chunks


def _header(first: Chunk) -> tuple[int, int, int]:
    """Return width, height and kind of color from the first chunk, which must be a valid header."""
    kind, body, _ = first
    if kind != b"IHDR" or len(body) != 13:
        raise BadPicture("no header")
    width, height, depth, color, compression, filtering, interlace = struct.unpack(">IIBBBBB", body)
    if not (1 <= width <= SIDE_LIMIT and 1 <= height <= SIDE_LIMIT):
        raise BadPicture("sides out of bounds")
    if depth not in DEPTHS.get(color, ()) or compression or filtering or interlace > 1:
        raise BadPicture("header fields out of range")
    return width, height, color


def _check_order(kinds: list[bytes]) -> None:
    """Check that there are pixels, in one row of chunks, and that the other chunks stand once and where they may."""
    if b"IDAT" not in kinds:
        raise BadPicture("no pixels")
    first, count = kinds.index(b"IDAT"), kinds.count(b"IDAT")
    others = kinds[:first] + kinds[first + count :]
    if len(set(others)) < len(others) or b"IDAT" in others:
        raise BadPicture("parts that may come only once come again")
    if kinds[first + count :] != [b"IEND"] or not set(kinds[1:first]) <= BEFORE_PIXELS:
        raise BadPicture("parts in the wrong order")
    after_palette = kinds[kinds.index(b"PLTE") : first] if b"PLTE" in kinds else []
    if BEFORE_PALETTE & set(after_palette) or (after_palette and b"tRNS" in kinds and b"tRNS" not in after_palette):
        raise BadPicture("parts in the wrong order")


def _check_colors(bodies: dict[bytes, bytes], color: int) -> None:
    """Check that there is a palette where one is needed, and that it and the transparent colors fit."""
    palette, transparent = bodies.get(b"PLTE"), bodies.get(b"tRNS")
    if palette is None and color == INDEXED or palette is not None and color in GRAY:
        raise BadPicture("a palette is missing, or one too many")
    if palette is not None and (len(palette) % 3 or not 1 <= len(palette) // 3 <= COLORS_LIMIT):
        raise BadPicture("no palette")
    if transparent is not None:
        fits = {INDEXED: 1 <= len(transparent) <= len(palette or b"") // 3, 0: len(transparent) == 2}
        if color in WITH_ALPHA or not fits.get(color, len(transparent) == 6):
            raise BadPicture("transparent colors that do not fit")
