"""Show values as a notebook does: the last expression of a cell, and what a program gives to `display`."""

import builtins
import sys

from interpreter.sandbox import figures

LINE_CHARACTERS = 110
TABLE_ROWS = 60
INTEGER_DIGITS = 100_000
ELEMENTS = 10
DRAWING_MODULES = ("matplotlib.", "mpl_toolkits.", "sympy.plotting.", "pandas.plotting.")


def display(*values, **named) -> None:
    """Show each value on lines of its own."""
    for value in values:
        show(value)


def show(value: object) -> None:
    """Print the value's representation, or take its picture. What drawing functions return says nothing to a reader."""
    if _is_figure(value):
        figures.show(value)
    elif (picture := _picture(value)) is not None:
        figures.show_png(value, picture)
    elif not _is_drawing(value):
        print(_text(value))


def show_last(value: object) -> None:
    """Show the value of a cell's last expression, and let programs have it as `_`."""
    if value is not None:
        show(value)
        builtins._ = value


def set_up_numpy(numpy) -> None:
    """Let single numbers read 0.5, not np.float64(0.5)."""
    numpy.set_printoptions(legacy="1.25")


def set_up_pandas(pandas) -> None:
    """Print tables with all their columns, and of long ones the head, the tail and the shape."""
    pandas.set_option("display.max_columns", None)
    pandas.set_option("display.width", LINE_CHARACTERS)
    pandas.set_option("display.max_rows", TABLE_ROWS)


def _text(value: object) -> str:
    """Return repr(value), or a few words for a number of more digits than Python prints."""
    try:
        return repr(value)
    except ValueError as error:
        if "Exceeds the limit" not in str(error):
            raise
        return f"[too large to print: more than {INTEGER_DIGITS} digits]"


def _is_figure(value: object) -> bool:
    module = sys.modules.get("matplotlib.figure")
    return module is not None and isinstance(value, module.Figure)


def _picture(value: object) -> bytes | None:
    """Return the PNG that the value makes of itself, None when it makes none."""
    draw = getattr(type(value), "_repr_png_", None)
    return draw(value) if callable(draw) else None


def _is_drawing(value: object, depth: int = 0) -> bool:
    """Say whether the value is something that was drawn, or a collection with such things in it."""
    kind = type(value)
    if str(kind.__module__).startswith(DRAWING_MODULES):
        return True
    if depth == 2:
        return False
    if kind is dict:
        value = list(value.values())
    elif kind.__module__ == "numpy" and kind.__name__ == "ndarray" and value.dtype == object:
        value = list(value.flat[:ELEMENTS])
    return isinstance(value, list | tuple) and any(_is_drawing(part, depth + 1) for part in value[:ELEMENTS])
