"""Sums and differences of quantities: "3 kg + 500 g", "2 m - 30 cm in cm"."""

import re

from maths.phrases import N_
from maths.reading.formulas import Pieces
from maths.reading.magnitude import exact_value
from maths.reading.measure_forms import detail_of, has_two_sizes
from maths.reading.problems import ReadingError
from maths.reading.quantities import in_one_dimension, named_units, quantity_of
from maths.reading.tasks import Task
from maths.reading.wordings import ASK, Form, form
from maths.tree import apply
from maths.units import Unit

_MOST = 3


def _goal(units: list[Unit]) -> Unit:
    """The first unit; the smallest where hours and minutes would make endless decimals."""
    return min(units, key=lambda each: each.factor) if units[0].dimension == "time" else units[0]


def total(pieces: Pieces) -> Task:
    """Several quantities of one kind put together, in the unit that is asked for or the first that stands there."""
    text = re.sub(
        r"\bplus\b", "+", re.sub(r"\bminus\b", "-", pieces.raw()[0], flags=re.IGNORECASE), flags=re.IGNORECASE
    )
    parts = re.split(r"\s*([-−+])\s*", text.strip())
    quantities = [quantity_of(each) for each in parts[::2]]
    signs = ["+", *parts[1::2]]
    flat = [(tree, units, sign) for quantity, sign in zip(quantities, signs, strict=True) for tree, units in quantity]
    if not 2 <= len(flat) <= _MOST + 1:
        raise ReadingError("unsupported", N_("I can only put two or three quantities together."))
    target = named_units(pieces.groups["to"]) if pieces.groups.get("to") else flat[0][1]
    if not target:
        raise ReadingError("elsewhere", "")
    units, goal = in_one_dimension([(tree, each) for tree, each, _ in flat], target)
    if not pieces.groups.get("to"):
        goal = _goal(units)
    if goal.dimension == "temperature" or has_two_sizes([*units, goal]):
        raise ReadingError("unsupported", N_("I cannot add or subtract those."))
    value = sum(exact_value(t) * u.factor * (1 if s == "+" else -1) for (t, _, s), u in zip(flat, units, strict=True))
    if value < 0:
        raise ReadingError("undefined", N_("More is taken away there than there is."))
    trees = tuple([tree if sign == "+" else apply("negate", tree) for tree, _, sign in flat])
    return Task("convert", trees, source=text[:200], details=(detail_of(goal), *map(detail_of, units)))


_QUANTITY = r"[\d.,/]+\s*[a-zµ°]+[²³]?(?:\s+(?:and\s+)?[\d.,/]+\s*[a-zµ]+)*"

QUANTITY_FORMS: tuple[Form, ...] = (
    form(
        rf"{ASK}(?P<f>{_QUANTITY}(?:\s*(?:[-−+]"
        rf"|plus|minus)\s*{_QUANTITY}){{1,2}})(?:\s*=\s*\??)?(?:\s+in\s+(?P<to>[a-z²³]+))?",
        total,
    ),
)
