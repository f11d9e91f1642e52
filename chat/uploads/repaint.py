"""The program that decodes one picture from standard input and writes it anew to standard output.

It runs by itself (see pictures.py). Before it looks at the picture it gives up opening files and sockets, and bounds
its time and memory. The answer is a line, `broken`, `vast` or JSON, and then the new picture.
"""

import contextlib
import io
import json
import resource
import sys
import warnings

from PIL import Image, ImageOps

FORMATS = ["JPEG", "PNG", "WEBP", "GIF"]
SIDE = 2048
"""Pixels of the longer side: models see no more, and a page shows less."""
PIXELS, JPEG_PIXELS = 40_000_000, 220_000_000
"""A JPEG is decoded at an eighth to a half of its size where that is enough, so it may have more."""
CPU_SECONDS, MEMORY_BYTES = 10, 768 * 2**20
QUALITY = 88
PNG_BYTES = 4 * 2**20
"""A PNG of more is a photograph, whatever its name: models take no large ones."""


def main():
    """Answer on standard output."""
    content = sys.stdin.buffer.read()
    warm_up()
    confine()
    try:
        sys.stdout.buffer.write(repainted(content))
    except (Image.DecompressionBombError, MemoryError):
        sys.stdout.buffer.write(b"vast\n")
    except Exception:  # whatever a decoder makes of strange bytes
        sys.stdout.buffer.write(b"broken\n")


def warm_up():
    """Load what the library loads when it first meets a format."""
    for name in FORMATS:
        for mode in ("P", "RGBA") if name == "GIF" else ("RGB",):
            sample = io.BytesIO()
            Image.new(mode, (1, 1)).save(sample, name)
            repainted(sample.getvalue())


def confine():
    """No more files or sockets, and bounds of time and memory."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    Image.MAX_IMAGE_PIXELS = None  # ours are the limits below
    warnings.simplefilter("ignore")


def repainted(content):
    """The answer to the bytes of a picture."""
    picture = Image.open(io.BytesIO(content), formats=FORMATS)
    is_jpeg = picture.format in {"JPEG", "MPO"}
    if picture.width * picture.height > (JPEG_PIXELS if is_jpeg else PIXELS):
        raise Image.DecompressionBombError
    if is_jpeg:
        picture.draft("RGB", (SIDE, SIDE))
    picture = upright(picture)
    picture.thumbnail((SIDE, SIDE))
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())  # pixels, and nothing that came with them
    is_photo = is_jpeg or (picture.info.get("photo") and picture.mode == "RGB")
    made = None if is_photo else encoded(bare, "PNG", compress_level=4)
    if made is None or len(made) > PNG_BYTES:
        is_photo, made = True, encoded(on_white(bare), "JPEG", quality=QUALITY)
    told = {"format": "JPEG" if is_photo else "PNG", "width": bare.width, "height": bare.height}
    return json.dumps(told).encode() + b"\n" + made


def encoded(picture, kind, **options):
    """The bytes of a picture."""
    made = io.BytesIO()
    picture.save(made, kind, **options)
    return made.getvalue()


def on_white(picture):
    """A picture without holes."""
    if picture.mode == "RGB":
        return picture
    sheet = Image.new("RGB", picture.size, "white")
    sheet.paste(picture, mask=picture.getchannel("A"))
    return sheet


def upright(picture):
    """The first frame in plain colors, turned as its camera was held."""
    is_webp = picture.format == "WEBP"
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    plain = picture.convert("RGBA" if has_alpha else "RGB")
    with contextlib.suppress(Exception):  # a picture with damaged notes is a picture still
        plain = ImageOps.exif_transpose(plain)
    plain.info = {"photo": is_webp}
    return plain


if __name__ == "__main__":
    main()
