"""Compares a claimed number with an exact one; a decimal is judged by its own digits."""

import sympy

from maths.claims.values import Value, has_decimal, is_decimal, places_of
from maths.judging.findings import (
    NOT_COMPARED,
    NOT_FINISHED,
    OTHER_THING,
    ROUNDED_EXACT,
    UNEQUAL,
    Finding,
    undecided,
)
from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.solving.convert import from_sympy, to_sympy
from maths.solving.steps import math, tex
from maths.tree import Apply, Node, Number, walk

_DIGITS = 40
_CALCULATIONS = frozenset({"product", "power", "sum", "factorial", "subtract"})


def compare_number(claim: Value, exact: sympy.Expr, asked: Node | None = None, rounds: bool = True) -> Finding:
    """Whether everything that was written for one value agrees with the exact one.

    rounds: whether a decimal that is our value rounded is right.
    asked: what was to be worked out; to repeat it, or to leave a calculation such as 2^10, is then no answer.
    """
    if claim.letters:
        return undecided(OTHER_THING)
    found = [_compare(tree, near, claim.endless, exact) for tree, near in zip(claim.trees, claim.near, strict=True)]
    if any(each.agrees is None for each in found):
        return next(each for each in found if each.agrees is None)
    if not rounds and any(each.agrees and each.check.template != EXACT for each in found):
        return undecided(
            N_("The reply rounds its result too much to be compared with {value}."), value=math(tex(exact))
        )
    if len({each.agrees for each in found}) > 1:
        return undecided(UNEQUAL)
    if found[0].agrees and asked and not any(_answers(each, asked, exact) for each in claim.trees):
        return undecided(NOT_FINISHED)
    return min(found, key=lambda each: each.check.template == EXACT)


EXACT = N_("It is exactly our own result, {value}.")


def _compare(tree: Node, near: bool, endless: bool, exact: sympy.Expr) -> Finding:
    value = to_sympy(tree)
    if not value.is_number or not value.is_real or not value.is_finite:
        return undecided(OTHER_THING)
    difference = distance(value, exact)
    names = {"value": math(tex(exact)), "claimed": math(latex(tree))}
    if difference is None:
        return undecided(NOT_COMPARED)
    if difference == 0 and endless:
        return undecided(NOT_COMPARED)
    if difference == 0 and near and exact.is_Rational:
        return undecided(ROUNDED_EXACT)
    if difference == 0:
        return Finding(True, Phrase(EXACT, {"value": names["value"]}))
    if is_decimal(tree):
        return _by_digits(tree, exact, difference, endless, names)
    if near or has_decimal(tree):
        return undecided(N_("The reply rounds its result too much to be compared with {value}."), value=names["value"])
    return Finding(False, Phrase(N_("Our own result is {value}, not {claimed}."), names))


def _by_digits(tree: Node, exact: sympy.Expr, difference: sympy.Expr, endless: bool, names: dict[str, str]) -> Finding:
    places = places_of(tree) or 0
    unit = sympy.Rational(1, 10**places)
    allowed = unit if endless else unit / 2
    names = {**names, "places": str(places)}
    if difference > allowed or endless and difference == allowed:
        return Finding(False, Phrase(N_("Our own result is {value}, and {claimed} is not that number rounded."), names))
    if difference == allowed and abs(to_sympy(tree)) < abs(exact):
        return undecided(NOT_COMPARED)
    if not _is_fine_enough(tree, places, exact):
        return undecided(N_("The reply rounds its result too much to be compared with {value}."), value=names["value"])
    if places == 1:
        return Finding(True, Phrase(N_("{value} rounded to one decimal place is {claimed}."), names))
    return Finding(True, Phrase(N_("{value} rounded to {places} decimal places is {claimed}."), names))


def _is_fine_enough(tree: Node, places: int, exact: sympy.Expr) -> bool:
    """Whether a rounded decimal has two places or three figures, and our value none that ends."""
    digits = [each for each in latex(tree) if each.isdigit()]
    figures = len("".join(digits).lstrip("0"))
    ends = exact.is_Rational and set(sympy.factorint(exact.q)) <= {2, 5}
    return not ends and (figures >= 3 or places >= 2 and figures >= 2)


def distance(first: sympy.Expr, second: sympy.Expr) -> sympy.Expr | None:
    """How far two real numbers are apart: 0 only if they are equal to 40 digits and more; None if nobody can tell."""
    difference = first - second
    if difference.is_Rational:
        return abs(difference)
    about = sympy.N(difference, _DIGITS, maxn=400)
    if not about.is_Float or not about.is_finite:
        difference = sympy.simplify(difference)
        about = sympy.N(difference, _DIGITS, maxn=400)
    if about == 0 or about.is_number and abs(about) < sympy.Float(10) ** -_DIGITS:
        return sympy.Integer(0)
    return abs(about) if about.is_Float and about.is_finite else None


def is_in_form(tree: Node, form: str) -> bool:
    """Whether a number is written as a fraction, mixed number, decimal or percentage, as was asked for."""
    if isinstance(tree, Apply) and tree.head == "negate":
        tree = tree.arguments[0]
    if form in {"decimal", "percent"}:
        return isinstance(tree, Number)
    head = {"fraction": "quotient", "mixed": "mixed"}.get(form)
    return isinstance(tree, Apply) and tree.head == head and all(isinstance(each, Number) for each in tree.arguments)


def _answers(tree: Node, asked: Node, exact: sympy.Expr) -> bool:
    """Whether a tree that has the right value is more than what was asked, or cannot be written in another way."""
    return tree == from_sympy(exact) or tree != asked and _is_worked_out(tree, exact)


def _is_worked_out(tree: Node, exact: sympy.Expr) -> bool:
    """Whether a tree is a value and no calculation: a fraction or decimal, or with roots where the value has some."""
    heads = {each.head for each in walk(tree) if isinstance(each, Apply)}
    if exact.is_Rational:
        if isinstance(tree, Apply) and tree.head == "negate":
            tree = tree.arguments[0]
        plain = isinstance(tree, Number) or isinstance(tree, Apply) and tree.head in {"mixed", "quotient", "percent"}
        return plain and not heads & _CALCULATIONS and _is_scientific_or_plain(tree) and _is_reduced(tree)
    return _size(tree) <= _size(from_sympy(exact)) + 1 and not _has_product_in_root(tree)


def _is_reduced(tree: Node) -> bool:
    """Whether numerator and denominator of a fraction, or of that of a mixed number, have no common divisor."""
    if not isinstance(tree, Apply) or tree.head not in {"quotient", "mixed"}:
        return True
    parts = [abs(to_sympy(each)) for each in tree.arguments]
    *_, top, bottom = parts
    return not (top.is_Integer and bottom.is_Integer) or bottom != 1 and sympy.gcd(top, bottom) == 1


def _has_product_in_root(tree: Node) -> bool:
    """Whether a root such as that of 25 times 2 is left to be worked out."""
    roots = [each for each in walk(tree) if isinstance(each, Apply) and each.head in {"sqrt", "root"}]
    return any(getattr(each.arguments[0], "head", "") in {"product", "power"} for each in roots)


def _size(tree: Node) -> int:
    return sum(1 for _ in walk(tree))


def _is_scientific_or_plain(tree: Node) -> bool:
    parts = tree.arguments if isinstance(tree, Apply) else ()
    return all(isinstance(each, Number) or isinstance(each, Apply) and each.head == "negate" for each in parts)
