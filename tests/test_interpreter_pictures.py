"""Pictures from untrusted programs: only a PNG within bounds is passed on, without what a picture does not need."""

import struct
import zlib

import pytest

from interpreter import png


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def header(width=1, height=1, depth=8, color=2, rest=b"\0\0\0"):
    return chunk(b"IHDR", struct.pack(">IIBB", width, height, depth, color) + rest)


PIXELS = chunk(b"IDAT", zlib.compress(b"\0\1\2\3"))
END = chunk(b"IEND", b"")
GOOD = png.SIGNATURE + header() + PIXELS + END


def test_a_good_picture_passes_unchanged():
    assert png.clean(GOOD) == (GOOD, 1, 1)


def test_comments_and_unknown_chunks_are_left_out():
    spoken = png.SIGNATURE + header() + chunk(b"tEXt", b"Comment\0<script>") + chunk(b"eXIf", b"x") + PIXELS + END

    assert png.clean(spoken) == (GOOD, 1, 1)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg onload=alert(1)>",
        png.SIGNATURE,
        GOOD[:-1],
        GOOD + b"<script>",
        GOOD.replace(b"IDAT", b"IDAX"),
        png.SIGNATURE + header() + END,
        png.SIGNATURE + PIXELS + header() + END,
        png.SIGNATURE + header(width=0) + PIXELS + END,
        png.SIGNATURE + header(width=100_000) + PIXELS + END,
        png.SIGNATURE + header(depth=3) + PIXELS + END,
        png.SIGNATURE + header(rest=b"\0\0\7") + PIXELS + END,
        png.SIGNATURE + header() + struct.pack(">I", 2**31) + b"IDAT" + END,
        png.SIGNATURE + header() + chunk(b"IDAT", bytes(png.BYTES_LIMIT)) + END,
    ],
)
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(png.BadPicture):
        png.clean(data)
