"""Draw an untrusted picture anew: decode its pixels and encode them, and nothing else, by our own hand."""

import io

from PIL import Image, PngImagePlugin

from interpreter import png
from interpreter.wire import pack, unpack

PIXELS = 6 * 10**6
FAST = 1  # zlib's level
HIGH_BYTE = [value >> 8 for value in range(2**16)]


def reencode(payload: dict) -> dict:
    """Return {png, width, height} for {png}, both PNGs packed; png.BadPicture, or what Pillow raises, when it is none.

    The result holds 8-bit pixels of the first frame and nothing else. Sides at most png.SIDE_LIMIT, PIXELS pixels;
    a picture whose bytes would be over png.BYTES_LIMIT is halved until they are not.
    """
    data, width, height = png.clean(unpack(payload["png"]))
    if width * height > PIXELS:
        raise png.BadPicture("too many pixels")
    with PngImagePlugin.PngImageFile(io.BytesIO(data)) as picture:
        picture.load()
        drawn = _plain(picture)
    written = _written(drawn)
    while len(written) > png.BYTES_LIMIT:
        drawn = (drawn.convert("RGBA") if drawn.mode == "P" else drawn).reduce(2)
        written = _written(drawn)
    return {"png": pack(written), "width": drawn.width, "height": drawn.height}


def _plain(picture: Image.Image) -> Image.Image:
    """Return the pixels as L, P, RGB or RGBA of 8 bits. What else came with them was left out before they were read."""
    transparent = "transparency" in picture.info
    if picture.mode.startswith("I"):
        drawn = picture.convert("I").point(HIGH_BYTE, "L")
    elif picture.mode == "LA" or (transparent and picture.mode != "P"):
        drawn = picture.convert("RGBA")
    elif picture.mode == "1":
        drawn = picture.convert("L")
    else:
        drawn = picture.copy()
    opaque = drawn.mode == "RGBA" and drawn.getextrema()[3] == (255, 255)
    return drawn.convert("RGB") if opaque else drawn


def _written(drawn: Image.Image) -> bytes:
    """Return the PNG."""
    target = io.BytesIO()
    drawn.save(target, "PNG", compress_level=FAST)
    return target.getvalue()
