"""Compares claimed lists, words and sets of numbers with our own."""

import sympy

from maths.claims import Claim
from maths.claims.ranges import Range, ranges_of
from maths.judging.findings import NOT_COMPARED, NOT_SOLVED, OTHER_THING, Finding, Undecided, undecided
from maths.judging.numbers import EXACT, compare_number
from maths.phrases import N_, Phrase
from maths.solving.convert import to_sympy
from maths.solving.steps import math, tex
from maths.tree import Node

WORDS = {
    "yes": N_("Our own answer is yes."),
    "no": N_("Our own answer is no."),
    "prime": N_("We find no divisor but 1 and the number itself."),
    "composite": N_("We find a divisor besides 1 and the number itself."),
    "even": N_("Divided by 2 it leaves no remainder."),
    "odd": N_("Divided by 2 it leaves the remainder 1."),
}


def compare_word(claim: Claim, word: str) -> Finding:
    """Whether yes or no, prime or composite, even or odd is what we found."""
    if claim.kind != "word" or claim.word not in WORDS or (claim.word in {"yes", "no"}) != (word in {"yes", "no"}):
        return undecided(OTHER_THING)
    return Finding(claim.word == word, Phrase(WORDS[word]))


def compare_list(claim: Claim, exact: tuple[sympy.Expr, ...], ordered: bool, money: str = "") -> Finding:
    """Whether exactly our numbers were named, in our order if that was asked for; nothing may be rounded.

    money: the currency sign of the question, which each number may have.
    """
    values = claim.values
    if claim.kind != "values" or any(each.letters or each.percent or each.money not in {"", money} for each in values):
        return undecided(OTHER_THING)
    if len(values) == 1 and len(exact) > 1:
        return undecided(N_("The reply names one number where there are several."))
    shown = {"value": ", ".join(math(tex(each)) for each in exact)}
    places = [_place(each, exact) for each in values]
    wanted = list(range(len(exact)))
    agrees = places == wanted if ordered else None not in places and sorted(set(places)) == wanted
    template = N_("Our own result is the same: {value}.") if agrees else N_("Our own result is {value}.")
    return Finding(agrees, Phrase(template, shown))


def _place(value, exact: tuple[sympy.Expr, ...]) -> int | None:
    findings = [compare_number(value, each, None, rounds=False) for each in exact]
    agreeing = [i for i, each in enumerate(findings) if each.agrees and each.check.template == EXACT]
    if not agreeing and any(each.agrees is None for each in findings):
        raise Undecided(NOT_COMPARED)
    return agreeing[0] if agreeing else None


def compare_ranges(claim: Claim, ours: tuple[Range, ...], outcome: str, shown: str) -> Finding:
    """Whether the same numbers are meant: as many ranges with the same ends, each open or closed alike."""
    names = {"value": math(shown)}
    if claim.kind in {"none", "every"}:
        agrees = {"none": "never", "every": "every"}[claim.kind] == outcome
    elif claim.kind != "ranges":
        return undecided(OTHER_THING)
    else:
        agrees = outcome == "solved" and _keys(claim.ranges) == _keys(ours)
    template = N_("Our own result is the same: {value}.") if agrees else N_("Our own result is {value}.")
    return Finding(agrees, Phrase(template, names))


def _keys(ranges: tuple[Range, ...]) -> list[tuple]:
    """The ranges in ascending order, in a form in which equal ones are equal; Undecided where they overlap."""
    found = sorted((_key(each) for each in ranges), key=lambda key: (key[0], key[2]))
    for left, right in zip(found, found[1:], strict=False):
        if left[2] > right[0] or left[2] == right[0] and not (left[3] and right[1]):
            raise Undecided(NOT_COMPARED)
    return found


def _key(one: Range) -> tuple:
    low, high = _number(one.low, -sympy.oo), _number(one.high, sympy.oo)
    if low >= high and not (low == high and not one.open_low and not one.open_high):
        raise Undecided(NOT_COMPARED)
    return (low, one.open_low, high, one.open_high)


def _number(tree: Node | None, infinite: sympy.Expr) -> sympy.Expr:
    if tree is None:
        return infinite
    value = to_sympy(tree)
    if not value.is_real:
        raise Undecided(OTHER_THING)
    return value if value.is_Rational else sympy.radsimp(sympy.simplify(value))


def our_ranges(formula: str, letter: str) -> tuple[Range, ...]:
    """The ranges of the formula in which we wrote our own result."""
    found = ranges_of(formula, letter)
    if found is None:
        raise Undecided(NOT_SOLVED)
    return found
