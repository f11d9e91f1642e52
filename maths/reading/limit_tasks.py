"""Reads limits: lim x->0 sin(x)/x, and whether one exists."""

import re
from dataclasses import replace as replace_field

from maths.phrases import N_
from maths.reading.formulas import Pieces, formula_of, refuse_letters, without_name
from maths.reading.letter_tasks import refuse_bare_log
from maths.reading.problems import ReadingError
from maths.reading.tasks import Task
from maths.tree import Apply, Node, names

_INFINITY = re.compile(r"(?P<sign>[+-]?)\s*(?:\\infty|∞|infinity|infty|inf|oo)", re.IGNORECASE)
_SIDE = re.compile(r"\s*(?:\^\s*\{?\s*(?P<power>[+-])\s*\}?|(?P<bare>[+-]))\s*$")
_MOST_TERMS = 1_000_000
_MOST_DEGREE = 20


def limit(pieces: Pieces) -> Task:
    """The limit of a function of one letter at a number, from one side, or at infinity."""
    text, backticks = pieces.raw()
    refuse_bare_log(text)
    letter = pieces.letter() or ""
    found = formula_of(text if re.match(rf"\s*{letter}\s*=", text) else without_name(text), backticks)
    if isinstance(found.tree, Apply) and found.tree.head == "equals":
        raise ReadingError("unsupported", N_("I expected an expression there, not an equation."))
    if names(found.tree) - {letter}:
        raise ReadingError("unsupported", N_("I can only find limits of functions with one letter."))
    kind, point = _point(pieces)
    expressions = (found.tree,) if point is None else (found.tree, point)
    return Task(kind, expressions, letter, found.source, backticks)


def existence(pieces: Pieces) -> Task:
    """Whether a limit exists, asked in a sentence about it."""
    return replace_field(limit(pieces), details=("exists",))


def limit_at(pieces: Pieces) -> Task:
    """The limit "at 0", with the letter of the function."""
    if pieces.groups.get("v"):
        return limit(pieces)
    letters = names(formula_of(without_name(pieces.raw()[0])).tree)
    if len(letters) != 1:
        raise ReadingError("elsewhere", "")
    return limit(replace_field(pieces, groups={**pieces.groups, "v": letters.pop()}))


def existence_at(pieces: Pieces) -> Task:
    return replace_field(limit_at(pieces), details=("exists",))


def _point(pieces: Pieces) -> tuple[str, Node | None]:
    text = pieces.raw("a")[0].strip()
    if match := _INFINITY.fullmatch(text):
        return ("limit_minus_infinity" if match["sign"] == "-" else "limit_infinity"), None
    side = (pieces.groups.get("side") or "").lower()
    if match := _SIDE.search(text):
        sign = match["power"] or match["bare"]
        side, text = ("right" if sign == "+" else "left"), text[: match.start()]
    tree = formula_of(text).tree
    refuse_letters(tree)
    return {"left": "limit_left", "below": "limit_left", "right": "limit_right", "above": "limit_right"}.get(
        side, "limit"
    ), tree
