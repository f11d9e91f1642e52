"""Pictures from untrusted programs: only a PNG within bounds is passed on, without what a picture does not need."""

import io
import random
import struct
import zlib

import pytest
from PIL import Image

from interpreter import png
from interpreter.sandbox.computations import compute
from interpreter.wire import pack, unpack


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def header(width=1, height=1, depth=8, color=2, rest=b"\0\0\0"):
    return chunk(b"IHDR", struct.pack(">IIBB", width, height, depth, color) + rest)


PALETTE = chunk(b"PLTE", bytes(6))
INDEXED = header(color=3)
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
        png.SIGNATURE + header() + header() + PIXELS + END,
        png.SIGNATURE + header() + PIXELS + chunk(b"pHYs", bytes(9)) + PIXELS + END,
        png.SIGNATURE + header() + PIXELS + chunk(b"gAMA", bytes(4)) + END,
        png.SIGNATURE + header() + 2 * chunk(b"gAMA", bytes(4)) + PIXELS + END,
        png.SIGNATURE + header() + PIXELS + chunk(b"IEND", b"more"),
        png.SIGNATURE + header() + chunk(b"CgBI", b"") + PIXELS + END,
        png.SIGNATURE + header() + chunk(b"1$\0x", b"") + PIXELS + END,
        png.SIGNATURE + header() + png.CHUNKS_LIMIT * chunk(b"tEXt", b"") + PIXELS + END,
        png.SIGNATURE + INDEXED + PIXELS + END,
        png.SIGNATURE + INDEXED + chunk(b"PLTE", bytes(4)) + PIXELS + END,
        png.SIGNATURE + INDEXED + chunk(b"PLTE", bytes(3 * 257)) + PIXELS + END,
        png.SIGNATURE + INDEXED + PALETTE + chunk(b"gAMA", bytes(4)) + PIXELS + END,
        png.SIGNATURE + INDEXED + chunk(b"tRNS", b"\0") + PALETTE + PIXELS + END,
        png.SIGNATURE + INDEXED + PALETTE + chunk(b"tRNS", bytes(3)) + PIXELS + END,
        png.SIGNATURE + header(color=0) + PALETTE + PIXELS + END,
        png.SIGNATURE + header(color=6) + chunk(b"tRNS", bytes(6)) + PIXELS + END,
    ],
)
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(png.BadPicture):
        png.clean(data)


@pytest.mark.parametrize(
    "data",
    [
        png.SIGNATURE + INDEXED + PALETTE + chunk(b"tRNS", b"\0\1") + chunk(b"pHYs", bytes(9)) + PIXELS + END,
        png.SIGNATURE + header(color=0) + chunk(b"gAMA", bytes(4)) + chunk(b"tRNS", bytes(2)) + PIXELS + PIXELS + END,
        png.SIGNATURE + header() + chunk(b"tRNS", bytes(6)) + PIXELS + END,
    ],
)
def test_every_good_order_passes(data):
    assert png.clean(data) == (data, 1, 1)


def test_animation_is_left_out():
    frame = chunk(b"fcTL", bytes(26)) + chunk(b"fdAT", bytes(9))

    moving = png.SIGNATURE + header() + chunk(b"acTL", bytes(8)) + PIXELS + frame + END

    assert png.clean(moving) == (GOOD, 1, 1)


def drawn(data):
    """What the trusted computation answers, in this process."""
    return compute("interpreter.pictures.reencode", {"png": pack(data)})


def picture(mode, size=(3, 2), color=None, **options):
    target = io.BytesIO()
    Image.new(mode, size, color if color is not None else 0).save(target, "PNG", **options)
    return target.getvalue()


@pytest.mark.parametrize(
    ("mode", "color", "becomes", "pixel"),
    [
        ("1", 1, "L", 255),
        ("L", 7, "L", 7),
        ("LA", (7, 9), "RGBA", (7, 7, 7, 9)),
        ("P", 0, "P", 0),
        ("RGB", (1, 2, 3), "RGB", (1, 2, 3)),
        ("RGBA", (1, 2, 3, 4), "RGBA", (1, 2, 3, 4)),
        ("RGBA", (1, 2, 3, 255), "RGB", (1, 2, 3)),
        ("I;16", 0x7FFF, "L", 0x7F),
    ],
)
def test_a_picture_is_drawn_anew_with_its_pixels_and_nothing_else(mode, color, becomes, pixel):
    result = drawn(picture(mode, color=color, dpi=(72, 72)))["result"]

    data = unpack(result["png"])
    again = Image.open(io.BytesIO(data))
    assert (result["width"], result["height"], again.size) == (3, 2, (3, 2))
    assert (again.mode, again.getpixel((2, 1)), again.info) == (becomes, pixel, {})
    assert png.clean(data)[0] == data


@pytest.mark.parametrize(("mode", "key"), [("RGB", (1, 2, 3)), ("L", 5), ("P", 0)])
def test_transparent_colors_stay_transparent(mode, key):
    result = drawn(picture(mode, color=key, transparency=key))["result"]

    assert Image.open(io.BytesIO(unpack(result["png"]))).convert("RGBA").getpixel((0, 0))[3] == 0


@pytest.mark.slow
def test_a_picture_of_too_many_bytes_becomes_smaller():
    noise = b"".join(b"\0" + random.randbytes(2800) for _ in range(1400))  # gray and alpha, four bytes when drawn anew
    data = png.SIGNATURE + header(1400, 1400, color=4) + chunk(b"IDAT", zlib.compress(noise, 0)) + END

    result = drawn(data)["result"]

    assert (result["width"], result["height"]) == (700, 700)
    assert png.clean(unpack(result["png"]))[1:] == (700, 700)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        GOOD + b"more",
        png.SIGNATURE + header(width=900, height=900) + PIXELS + END,
        png.SIGNATURE + header() + chunk(b"IDAT", b"no zlib") + END,
        png.SIGNATURE + header() + chunk(b"IDAT", zlib.compress(b"\7\1\2\3")) + END,
    ],
)
def test_what_cannot_be_decoded_fails_with_a_reason(data):
    reply = drawn(data)

    assert reply["kind"] == "failed"
    assert reply["message"]


def test_too_many_pixels_are_refused_before_any_is_decoded():
    reply = drawn(png.SIGNATURE + header(width=4096, height=4096) + PIXELS + END)

    assert reply == {"kind": "failed", "message": "BadPicture: too many pixels"}


@pytest.mark.parametrize("payload", [{}, {"png": 5}, {"png": "§"}])
def test_what_is_no_question_fails(payload):
    assert compute("interpreter.pictures.reencode", payload)["kind"] == "failed"
