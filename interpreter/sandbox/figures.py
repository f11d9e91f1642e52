"""Collect the figures that a cell left open: PNG bytes, and words for those who cannot see them."""

import io
import sys

from interpreter.wire import pack

FIGURES = 10
SIDE = 1600
ALT_CHARACTERS = 300


def make_quiet() -> None:
    """Let `plt.show()` do nothing instead of warning: figures are collected after the cell."""
    pyplot = sys.modules["matplotlib.pyplot"]
    pyplot.show = lambda *arguments, **named: None


def collect() -> list[dict]:
    """Return every open figure as {name, data, alt} and close it."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return []
    images = []
    for number in pyplot.get_fignums()[:FIGURES]:
        figure = pyplot.figure(number)
        images.append({"name": f"figure-{number}.png", "data": pack(_png(figure)), "alt": _words(figure)})
    pyplot.close("all")
    return images


def _png(figure) -> bytes:
    """Draw the figure with its longer side at most SIDE pixels."""
    longer = max(figure.get_size_inches())
    drawing = io.BytesIO()
    figure.savefig(drawing, format="png", dpi=min(figure.get_dpi(), SIDE / longer))
    return drawing.getvalue()


def _words(figure) -> str:
    """Say what the figure says about itself: title, axis labels, names of the curves."""
    parts = [figure.get_suptitle()] + [part for axes in figure.get_axes() for part in _axes_words(axes)]
    told = [" ".join(part.split()) for part in parts if part]
    return ("Plot: " + "; ".join(told) if told else "Plot without a title")[:ALT_CHARACTERS]


def _axes_words(axes) -> list[str]:
    names = [line.get_label() for line in axes.get_lines() if not line.get_label().startswith("_")]
    return [
        axes.get_title(),
        f"horizontal axis {axes.get_xlabel()}" if axes.get_xlabel() else "",
        f"vertical axis {axes.get_ylabel()}" if axes.get_ylabel() else "",
        "curves: " + ", ".join(names) if names else "",
    ]
