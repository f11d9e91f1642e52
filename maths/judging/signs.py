"""Compares claimed numerals, times of day, ratios and matrices with our own."""

import sympy

from maths.claims import Claim, Value
from maths.judging.findings import NOT_FINISHED, OTHER_THING, Finding, Undecided, undecided
from maths.judging.numbers import EXACT, compare_number
from maths.phrases import N_, Phrase
from maths.solving.convert import to_sympy
from maths.solving.steps import math
from maths.tree import Apply

_HALF_DAY = 12 * 60
_SAME = N_("Our own result is the same: {value}.")
_OTHER = N_("Our own result is {value}.")


def _finding(agrees: bool, shown: str) -> Finding:
    return Finding(agrees, Phrase(_SAME if agrees else _OTHER, {"value": shown}))


def compare_numeral(claim: Claim, digits: str, base: int, shown: str) -> Finding:
    """Whether the digits are ours; a numeral that is said to be in another base is another thing."""
    told, _, told_base = claim.word.partition("_")
    if claim.kind != "numeral" or told_base not in {"", str(base)}:
        return undecided(OTHER_THING)
    agrees = told.lstrip("-").lstrip("0") == digits.lstrip("-").lstrip("0")
    agrees = agrees and told.startswith("-") == digits.startswith("-")
    if not agrees and told.isalpha():
        return undecided(OTHER_THING)
    return _finding(agrees, math(shown))


def compare_time(claim: Claim, minutes: int, shown: str) -> Finding:
    """Whether it is the same minute of the day; without AM or PM only where the question has none."""
    if claim.kind != "time":
        return undecided(OTHER_THING)
    clock, _, half = claim.word.partition(" ")
    hour, minute = map(int, clock.split(":"))
    if minute > 59 or hour > (12 if half else 24):
        return _finding(False, shown)
    told = hour * 60 + minute
    if half:
        told = hour % 12 * 60 + minute + _HALF_DAY * (half == "PM")
    elif "M" in shown and (told - minutes) % _HALF_DAY == 0:
        return undecided(NOT_FINISHED)
    return _finding(told % (2 * _HALF_DAY) == minutes, shown)


def compare_ratio(claim: Claim, parts: list[sympy.Expr], shown: str) -> Finding:
    """Whether the parts are ours; a multiple of them is the same ratio, not in its simplest form."""
    if claim.kind != "ratio":
        return undecided(OTHER_THING)
    told = [to_sympy(each.trees[0]) for each in claim.values]
    if told == parts:
        return _finding(True, math(shown))
    if len(told) == len(parts) and 0 not in told and len({a / b for a, b in zip(told, parts, strict=True)}) == 1:
        return undecided(NOT_FINISHED)
    return _finding(False, math(shown))


def compare_matrix(claim: Claim, entries: list[list[sympy.Expr]], shown: str) -> Finding:
    """Whether each entry is ours exactly."""
    if claim.kind != "matrix" or len(claim.values) != 1:
        return undecided(OTHER_THING)
    (value,) = claim.values
    rows = [_arguments(each) for each in _arguments(value.trees[0])]
    if list(map(len, rows)) != list(map(len, entries)):
        return _finding(False, math(shown))
    found = [
        compare_number(Value((tree,), (False,)), exact, rounds=False)
        for row, ours in zip(rows, entries, strict=True)
        for tree, exact in zip(row, ours, strict=True)
    ]
    if any(each.agrees is None or each.agrees and each.check.template != EXACT for each in found):
        raise Undecided(OTHER_THING)
    return _finding(all(each.agrees for each in found), math(shown))


def _arguments(tree) -> tuple:
    return tree.arguments if isinstance(tree, Apply) else ()
