"""Compares a claimed quantity with our own: 1.5 h are 90 min, 12 cm are not 12 m."""

from dataclasses import replace

import sympy

from maths.claims import Value
from maths.judging.findings import OTHER_THING, Finding, Undecided
from maths.judging.numbers import compare_number
from maths.phrases import N_, Phrase
from maths.tree import Apply, Node
from maths.units import unit

_DEGREES = "°"


def _number(tree: Node) -> Node:
    """The number of degrees of an angle."""
    return tree.arguments[0] if isinstance(tree, Apply) and tree.head == "degrees" else tree


def compare_measure(claim: Value, total: sympy.Expr, key: str) -> Finding:
    """Whether a quantity is the total of our unit, converted into the claimed unit where that is another.

    key: of our unit; "" where the question has none, and the answer is a number.
    """
    if claim.letters or claim.money or claim.percent or claim.unit and not key:
        raise Undecided(OTHER_THING)
    if key == _DEGREES and not claim.unit:
        return compare_number(replace(claim, trees=tuple(map(_number, claim.trees))), total)
    if not key:
        return compare_number(claim, total)
    if key == _DEGREES:
        raise Undecided(OTHER_THING)
    ours = unit(key)
    theirs = unit(claim.unit) if claim.unit else ours
    if theirs.dimension != ours.dimension:
        names = {"claimed": theirs.plural, "unit": ours.plural}
        names = {name: rf"\({text}\)" for name, text in names.items()}
        return Finding(False, Phrase(N_("The reply is in {claimed}; the answer is in {unit}."), names))
    if ours.dimension == "temperature" and theirs != ours:
        raise Undecided(OTHER_THING)
    factor = sympy.Rational(ours.factor.numerator, ours.factor.denominator) / sympy.Rational(
        theirs.factor.numerator, theirs.factor.denominator
    )
    return compare_number(claim, total * factor)
