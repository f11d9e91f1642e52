"""Refuses formulas whose numbers would get too large, before anything computes them; finds short exact values."""

import math
from fractions import Fraction

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.problems import ReadingError
from maths.reading.sizes import Size, measure
from maths.tree import Apply, Node

_HUGE = 1e15


def check_size(tree: Node) -> None:
    """Raise ReadingError for numbers beyond the bounds, division by zero, roots of negative numbers and the like."""
    sizes: list[Size] = []
    _refuse_large(measure(tree, sizes), whole=True)
    for size in sizes:
        _refuse_large(size, whole=False)
    if _terms(tree) > bounds.TERMS:
        raise ReadingError(
            "too_large", N_("Written out, that would have more than {limit} terms."), limit=str(bounds.TERMS)
        )


def exact_value(tree: Node) -> Fraction | None:
    """The value of a tree made of rational numbers and + - * / ^, if it is short; None for others."""
    return measure(tree, []).value


def _refuse_large(size: Size, whole: bool) -> None:
    if size.digits <= bounds.RESULT_DIGITS and size.log <= bounds.RESULT_DIGITS:
        return
    most = max(size.digits, size.log)
    if most < _HUGE:
        template = N_("That number would have about {digits} digits, far more than I can write down.")
        inside = N_("That contains a number with about {digits} digits, far more than I can compute with.")
        digits = f"{math.floor(most) + 1:,}"
    elif size.loglog < _HUGE:
        template = N_("That number is beyond writing down: even the count of its digits has about {digits} digits.")
        inside = N_(
            "That contains a number beyond writing down: even the count of its digits has about {digits} digits."
        )
        digits = f"{math.floor(size.loglog) + 1:,}"
    else:
        template = inside = N_("That number is beyond writing down: even the count of its digits is too long to write.")
        digits = ""
    raise ReadingError("too_large", template if whole else inside, digits=digits)


def _terms(node: Node) -> int:
    """An upper bound for the number of terms when everything is multiplied out, capped above the limit."""
    if not isinstance(node, Apply):
        return 1
    parts = [_terms(each) for each in node.arguments]
    cap = bounds.TERMS + 1
    if node.head == "sum":
        return min(sum(parts), cap)
    if node.head in {"product", "quotient"}:
        return min(math.prod(parts), cap)
    if node.head == "power":
        return min(_power_terms(parts[0], node.arguments[1]), cap) if parts[0] > 1 else 1
    return max(parts) if node.head in {"negate", "subtract"} else min(sum(parts), cap)


def _power_terms(terms: int, exponent: Node) -> int:
    value = exact_value(exponent)
    if value is None or value.denominator != 1 or not 0 <= value <= bounds.EXPONENT:
        return terms
    return math.comb(int(value) + terms - 1, terms - 1) if terms <= 12 else bounds.TERMS + 1
