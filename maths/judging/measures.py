"""Compares a claimed quantity with our own: 1.5 h are 90 min, 12 cm are not 12 m."""

import sympy

from maths.claims import Value
from maths.judging.findings import OTHER_THING, Finding, Undecided
from maths.judging.numbers import compare_number
from maths.phrases import N_, Phrase
from maths.tree import Apply, walk
from maths.units import unit


def compare_measure(claim: Value, total: sympy.Expr, key: str) -> Finding:
    """Whether a quantity is the total of our unit, converted into the claimed unit where that is another.

    key: of our unit; "" where the question has none, and the answer is a number.
    """
    if claim.letters or claim.money or claim.percent or claim.unit and not key:
        raise Undecided(OTHER_THING)
    if not key:
        return compare_number(claim, total)
    if key == "°":
        return _compare_angle(claim, total)
    try:
        ours = unit(key)
    except ValueError as error:
        raise Undecided(OTHER_THING) from error
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


def _compare_angle(claim: Value, total: sympy.Expr) -> Finding:
    """An angle with its sign, or the number of its degrees alone."""
    signed = any(isinstance(each, Apply) and each.head == "degrees" for tree in claim.trees for each in walk(tree))
    return compare_number(claim, total if signed else total * 180 / sympy.pi)
