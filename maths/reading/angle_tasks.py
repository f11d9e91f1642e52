"""Trigonometric equations whose solutions are wanted in a range of angles, in degrees or in radians."""

import re

from maths.phrases import N_
from maths.reading.formulas import Pieces, formula_of
from maths.reading.letter_tasks import equation_task
from maths.reading.magnitude import exact_value
from maths.reading.problems import ReadingError
from maths.reading.tasks import Task
from maths.reading.words import unmark
from maths.tree import Apply, Constant, Name, Node, apply, names, walk

_COMPARED = re.compile(
    r"(?P<low>.+?)(?P<first><=|=<|≤|<|\\leq?|\\lt)(?P<v>[^<>≤≥]+?)(?P<second><=|=<|≤|<|\\leq?|\\lt)(?P<high>.+)"
)
_STRICT = frozenset(["<", r"\lt"])


def in_range(pieces: Pieces) -> Task:
    """… for 0 <= x < 360."""
    match = _COMPARED.fullmatch(unmark(pieces.groups["r"] or "", pieces.spans))
    if not match:
        raise ReadingError("elsewhere", N_("I expected a range of angles there."))
    letter = formula_of(match["v"].strip()).tree
    if not isinstance(letter, Name):
        raise ReadingError("elsewhere", N_("I expected a range of angles there."))
    ends = [formula_of(match[name].strip()).tree for name in ("low", "high")]
    return _task(pieces, ends, letter.name, match["first"] in _STRICT, match["second"] in _STRICT)


def in_interval(pieces: Pieces) -> Task:
    """… in [0, 2pi), or between 0 and 360 degrees, ends included."""
    high = pieces.raw("b")[0]
    ends = [formula_of(pieces.raw("a")[0]).tree, formula_of(re.sub(r"\s*degrees$", "°", high)).tree]
    return _task(pieces, ends, None, pieces.groups.get("open") == "(", pieces.groups.get("close") == ")")


def _task(pieces: Pieces, ends: list[Node], letter: str | None, open_low: bool, open_high: bool) -> Task:
    task = equation_task(pieces.formula(), letter)
    if task.kind != "trig_equation":
        raise ReadingError("unsupported", N_("I can only keep to a range in trigonometric equations."))
    low, high = _measured(ends)
    unknown = Name(task.variable)
    limits = (
        apply("less" if open_low else "less_equal", low, unknown),
        apply("less" if open_high else "less_equal", unknown, high),
    )
    return Task(task.kind, (*task.expressions, *limits), task.variable, task.source, task.backticks)


def _measured(ends: list[Node]) -> list[Node]:
    """Both ends in degrees or both in radians; raises ReadingError when nobody can tell."""
    if any(names(each) for each in ends):
        raise ReadingError("unsupported", N_("The ends of the range should be numbers."))
    marked = any(isinstance(part, Apply) and part.head == "degrees" for each in ends for part in walk(each))
    if any(part == Constant("pi") for each in ends for part in walk(each)):
        if marked:
            raise ReadingError("ambiguous", N_("Please give both ends in degrees, or both as multiples of π."))
        return ends
    values = [exact_value(_without_degrees(each)) for each in ends]
    if None in values or not marked and any(each % 30 for each in values) or not values[0] < values[1]:
        raise ReadingError("ambiguous", N_("Please give both ends in degrees, or both as multiples of π."))
    if max(map(abs, values)) > 3600:
        raise ReadingError("too_large", N_("That range of angles is too long for me."))
    return [apply("degrees", _without_degrees(each)) for each in ends]


def _without_degrees(tree: Node) -> Node:
    if isinstance(tree, Apply) and tree.head == "degrees":
        return tree.arguments[0]
    if isinstance(tree, Apply) and tree.head == "negate":
        return apply("negate", _without_degrees(tree.arguments[0]))
    return tree
