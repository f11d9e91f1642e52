"""Only whole pictures are mirrored: what a server calls a PNG is looked at, byte by byte."""

import struct
import time
import tracemalloc
import zlib

import pytest

from chat import png


def chunk(kind, data=b""):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def picture(width=3, height=2, *extra):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress(b"\0" * (height * (1 + 3 * width)))) if width < 99 else chunk(b"IDAT", b"x")
    return png.SIGNATURE + header + b"".join(extra) + rows + chunk(b"IEND")


def test_a_whole_picture_tells_its_size():
    assert png.read(picture()) == {"width": 3, "height": 2}


@pytest.mark.parametrize(
    "content",
    [
        b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", png.SIGNATURE, picture()[:-1],
        picture()[:40], picture().replace(b"IDAT", b"IDAX"), picture(0, 2), picture(100_000, 100_000),
        png.SIGNATURE + chunk(b"IEND"), png.SIGNATURE + chunk(b"IHDR", b"short") + chunk(b"IEND"),
        png.SIGNATURE + b"\xff\xff\xff\xffIHDR", b"\0" + picture(),
    ],
)  # fmt: skip
def test_anything_else_is_none(content):
    assert png.read(content) is None


def test_a_picture_of_very_many_chunks_is_none_and_costs_little():
    content = picture(3, 2, chunk(b"tEXt") * 870_000)
    tracemalloc.start()
    started = time.process_time()

    size = png.read(content)

    used, (_, most) = time.process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size is None
    assert used < 0.2
    assert most < 100_000


def test_a_picture_may_have_so_many_chunks():
    fitting = [chunk(b"tEXt")] * (png.MOST_CHUNKS - 3)

    assert png.read(picture(3, 2, *fitting)) == {"width": 3, "height": 2}
    assert png.read(picture(3, 2, *fitting, chunk(b"tEXt"))) is None
