"""What programs show by IPython's classes: their text, and their pictures."""

import html
import io
import re
from builtins import display

__all__ = ["HTML", "SVG", "Code", "Image", "Latex", "Markdown", "Math", "Pretty", "clear_output", "display"]


class _Text:
    """Something whose text is all that a reader of plain text needs."""

    def __init__(self, data="", *arguments, **named):
        self.data = str(data)

    def __repr__(self) -> str:
        return self.data


class Markdown(_Text):
    """Markdown, shown as it is written."""


class Latex(_Text):
    """LaTeX, shown as it is written."""


class Math(_Text):
    """A formula in LaTeX, shown as it is written."""


class Pretty(_Text):
    """Text."""


class Code(_Text):
    """A program."""


class HTML(_Text):
    """HTML, shown without its tags."""

    def __repr__(self) -> str:
        return html.unescape(re.sub(r"<[^>]*>", "", self.data)).strip()


class SVG(_Text):
    """A drawing that cannot be shown as one."""

    def __repr__(self) -> str:
        return "[an SVG drawing]"


class Image:
    """A picture: bytes, or the name of a file."""

    def __init__(self, data=None, url=None, filename=None, **named):
        self.data, self.filename = data, filename or url
        if isinstance(data, str):
            self.data, self.filename = None, data

    def _repr_png_(self) -> bytes:
        from PIL import Image as pictures

        source = io.BytesIO(self.data) if self.data is not None else self.filename
        with pictures.open(source) as picture:
            return picture._repr_png_()


def clear_output(wait=False) -> None:
    """Do nothing: what was printed stays."""
