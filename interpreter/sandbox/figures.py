"""Collect the pictures of a cell: figures that it shows or leaves open, as PNG bytes with words for them."""

import io
import sys
from dataclasses import dataclass

from interpreter import png
from interpreter.limits import PICTURES
from interpreter.sandbox import reports
from interpreter.sandbox.captions import caption
from interpreter.wire import pack

SIDE = 1600
TOGETHER_BYTES = 16 * 2**20
# Labels that reach out of a figure are drawn too, up to this many times its size; text placed astray is not.
REACH = 2.0


@dataclass
class Picture:
    """One picture of the cell: the object that it shows, its PNG bytes, and words for it."""

    shown: object
    data: bytes
    alt: str


_pictures: list[Picture] = []
_left_out: list[str] = []


def make_quiet(pyplot) -> None:
    """Let `plt.show()` and `figure.show()` show figures the way notebooks do, in the order of the program."""
    from matplotlib.figure import Figure

    pyplot.show = lambda *arguments, **named: show_open()
    pyplot.pause = lambda interval: None
    Figure.show = lambda figure, *arguments, **named: show(figure)
    pyplot.rcParams["figure.max_open_warning"] = 0


def show_open() -> None:
    """Take a picture of every open figure, and close it."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    for number in pyplot.get_fignums() if pyplot else []:
        show(pyplot.figure(number))


def show(figure) -> None:
    """Take a picture of a figure, and close it; a figure that cannot be drawn is reported and harms no other."""
    if len(_pictures) >= PICTURES:
        _left_out.append(f"at most {PICTURES} a cell")
    else:
        try:
            data = _drawn(figure)
            words = caption(figure)
        except Exception:  # a figure draws the program's own objects: anything may come out of it
            print("[A figure could not be drawn:]")
            reports.report(*sys.exc_info())
        else:
            _take(Picture(figure, data, words))
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(figure)


def show_png(value: object, data: bytes) -> None:
    """Take the picture that an object makes of itself."""
    if len(_pictures) >= PICTURES:
        _left_out.append(f"at most {PICTURES} a cell")
        return
    try:
        _, width, height = png.clean(data)
    except (png.BadPicture, TypeError) as error:
        _left_out.append(str(error))
        return
    _take(Picture(value, data, f"Picture of {width} by {height} pixels"))


def collect() -> list[dict]:
    """Return the cell's pictures as {name, data, alt}, figures still open included, and forget them."""
    show_open()
    for reason in dict.fromkeys(_left_out):
        count = _left_out.count(reason)
        print(f"[{count} picture{'s were' if count > 1 else ' was'} left out: {reason}]")
    images = [
        {"name": f"figure-{number}.png", "data": pack(picture.data), "alt": picture.alt}
        for number, picture in enumerate(_pictures, 1)
    ]
    _pictures.clear()
    _left_out.clear()
    return images


def _take(picture: Picture) -> None:
    """Keep a picture, unless the same figure has been shown just so, or there are too many bytes."""
    if any(other.shown is picture.shown and other.data == picture.data for other in _pictures):
        return
    if sum(len(other.data) for other in _pictures) + len(picture.data) > TOGETHER_BYTES:
        _left_out.append(f"at most {TOGETHER_BYTES // 2**20} MB a cell")
    else:
        _pictures.append(picture)


def _drawn(figure) -> bytes:
    """Draw the figure with its longer side at most SIDE pixels, and smaller when its bytes are too many."""
    chosen = figure.get_dpi()
    try:
        figure.set_dpi(min(chosen, SIDE / max(figure.get_size_inches())))
        box = _box(figure)
        density = min(figure.get_dpi(), SIDE / max(box.width, box.height))
        while True:
            drawing = io.BytesIO()
            figure.savefig(drawing, format="png", dpi=density, bbox_inches=box)
            if drawing.tell() <= png.BYTES_LIMIT:
                return drawing.getvalue()
            density /= 2
    finally:
        figure.set_dpi(chosen)


def _box(figure):
    """Return what to draw, in inches: the figure, and what its labels need beyond it when that is not absurd."""
    from matplotlib.transforms import Bbox

    width, height = figure.get_size_inches()
    whole = Bbox.from_bounds(0, 0, width, height)
    figure.draw_without_rendering()
    needed = Bbox.union([whole, figure.get_tightbbox()])
    return needed if needed.width <= REACH * width and needed.height <= REACH * height else whole
