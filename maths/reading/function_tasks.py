"""Reads questions about one function: its inverse, its domain, a tangent, a table of values."""

import re
from dataclasses import replace as replace_field

from maths.phrases import N_
from maths.reading.degrees import degree
from maths.reading.formulas import Pieces, expression, formula_of, refuse_letters
from maths.reading.letter_tasks import refuse_bare_log
from maths.reading.magnitude import exact_value
from maths.reading.problems import ReadingError
from maths.reading.tasks import Task
from maths.tree import Node, Number, names

_MOST_ROWS = 21
_MOST_DEGREE = 6
_POINT = re.compile(r"(?:the\s+)?(?:point\s+)?\(\s*(?P<x>[^,()]+)\s*,\s*(?P<y>[^,()]+)\s*\)")


def _function(pieces: Pieces) -> tuple:
    """The formula of a function of one letter, and the letter."""
    found = expression(pieces, named=True)
    letters = names(found.tree)
    if len(letters) != 1:
        raise ReadingError("elsewhere", N_("I expected a function of one letter there."))
    return found, letters.pop()


def inverse(pieces: Pieces) -> Task:
    found, letter = _function(pieces)
    refuse_bare_log(found.source)
    return Task("inverse_function", (found.tree,), letter, found.source, found.backticks)


def domain(pieces: Pieces) -> Task:
    found, letter = _function(pieces)
    return Task("domain", (found.tree,), letter, found.source, found.backticks)


def values(pieces: Pieces) -> Task:
    """Which values a function takes, its range."""
    found, letter = _function(pieces)
    refuse_bare_log(found.source)
    return Task("function_range", (found.tree,), letter, found.source, found.backticks)


def partial_fractions(pieces: Pieces) -> Task:
    """A fraction of two polynomials in one letter, to be split."""
    found, letter = _function(pieces)
    top, bottom = found.tree.arguments if getattr(found.tree, "head", "") == "quotient" else (None, None)
    degrees = [degree(each, letter) for each in (top, bottom)] if top else [None]
    if None in degrees or max(degrees) > _MOST_DEGREE or not degrees[1]:
        raise ReadingError(
            "unsupported", N_("I can split fractions of two polynomials in one letter, of degree 6 at most.")
        )
    return Task("partial_fractions", (found.tree,), letter, found.source, found.backticks)


def normal(pieces: Pieces) -> Task:
    """The line at a right angle to the tangent, at a place or a point."""
    return replace_field(tangent(pieces), details=("normal",))


def tangent(pieces: Pieces) -> Task:
    """The tangent at a place x = a, or at a point (a, b) of the curve."""
    found, letter = _function(pieces)
    refuse_bare_log(found.source)
    text = pieces.raw("a")[0]
    expressions = [found.tree]
    if match := _POINT.fullmatch(text.strip()):
        expressions += [formula_of(match[name]).tree for name in "xy"]
    else:
        expressions.append(formula_of(re.sub(r"^[a-z]\s*=\s*", "", text)).tree)
    for each in expressions[1:]:
        refuse_letters(each)
    return Task("tangent", tuple(expressions), letter, found.source, found.backticks)


def table(pieces: Pieces) -> Task:
    """Values of a function from one number to another in equal steps, of 1 if nothing else is said."""
    found, letter = _function(pieces)
    low, high = [_number(pieces, name) for name in "ab"]
    step = _number(pieces, "s") if pieces.groups.get("s") else Number("1")
    values = [exact_value(each) for each in (low, high, step)]
    if None in values or values[2] <= 0 or not values[0] < values[1]:
        raise ReadingError("unreadable", N_("The table should go from a smaller to a larger number."))
    if (values[1] - values[0]) / values[2] >= _MOST_ROWS:
        raise ReadingError("too_large", N_("That table would have more than {limit} values."), limit=str(_MOST_ROWS))
    return Task("value_table", (found.tree, low, high, step), letter, found.source, found.backticks)


def _number(pieces: Pieces, name: str) -> Node:
    tree = formula_of(re.sub(r"^[a-z]\s*=\s*", "", pieces.raw(name)[0])).tree
    refuse_letters(tree)
    return tree
