"""The words within formulas, as the "or" between two solutions or the "weeks" behind a number, in other languages."""

import re
from collections.abc import Callable

from maths.templates import N_, fill

_WORDS = frozenset(
    [
        N_("and"),
        N_("or"),
        N_("no number"),
        N_("every number"),
        N_("mean"),
        N_("median"),
        N_("mode"),
        N_("range"),
        N_("lower quartile"),
        N_("upper quartile"),
        N_("interquartile range"),
        N_("variance (population)"),
        N_("variance (sample)"),
        N_("standard deviation (population)"),
        N_("standard deviation (sample)"),
    ]
)
_UNITS = frozenset(
    [
        N_("day"),
        N_("days"),
        N_("week"),
        N_("weeks"),
        N_("fortnight"),
        N_("fortnights"),
        N_("month"),
        N_("months"),
        N_("year"),
        N_("years"),
        N_("decade"),
        N_("decades"),
        N_("century"),
        N_("centuries"),
        N_("millennium"),
        N_("millennia"),
        N_("gallon"),
        N_("gallons"),
        N_("quart"),
        N_("quarts"),
        N_("pint"),
        N_("pints"),
        N_("cup"),
        N_("cups"),
        N_("fluid ounce"),
        N_("fluid ounces"),
        N_("tablespoon"),
        N_("tablespoons"),
        N_("teaspoon"),
        N_("teaspoons"),
        N_("US gallon"),
        N_("US gallons"),
        N_("US quart"),
        N_("US quarts"),
        N_("US pint"),
        N_("US pints"),
        N_("US cup"),
        N_("US cups"),
        N_("US fluid ounce"),
        N_("US fluid ounces"),
        N_("US tablespoon"),
        N_("US tablespoons"),
        N_("US teaspoon"),
        N_("US teaspoons"),
        N_("imperial gallon"),
        N_("imperial gallons"),
        N_("imperial quart"),
        N_("imperial quarts"),
        N_("imperial pint"),
        N_("imperial pints"),
        N_("imperial fluid ounce"),
        N_("imperial fluid ounces"),
        N_("short ton"),
        N_("short tons"),
        N_("long ton"),
        N_("long tons"),
        N_("acre"),
        N_("acres"),
        N_("knot"),
        N_("knots"),
        N_("bit"),
        N_("bits"),
        N_("byte"),
        N_("bytes"),
    ]
)
"""Units that are written as words; symbols as km are the same everywhere."""
_QUANTITY = N_("{number} {unit}")
"""Translated otherwise where letters run from right to left: there the number stands in the text, or 3 weeks read as
week 3."""
_QUANTITY_OF_FORMULA = re.compile(r"(?<![\w.^\\}])(?P<number>\d[\d.]*)\\,\\text\{(?P<unit>[A-Za-z ]+)\}")
_TEXT_OF_FORMULA = re.compile(r"(?<=\\text\{)( ?)([A-Za-z ()]+?)( ?)(?=\})")


def formulas_in(text: str, translate: Callable[[str], str]) -> str:
    """A text with the words of its formulas in the language of `translate`."""
    text = _QUANTITY_OF_FORMULA.sub(lambda match: _quantity(match, translate), text)
    return _TEXT_OF_FORMULA.sub(lambda match: match[1] + _word(match[2], translate) + match[3], text)


def _quantity(match: re.Match, translate: Callable[[str], str]) -> str:
    template = translate(_QUANTITY)
    if match["unit"] not in _UNITS or template == _QUANTITY:
        return match[0]
    said = fill(template, {"number": match["number"], "unit": translate(match["unit"])})
    return rf"\text{{{said}}}"


def _word(word: str, translate: Callable[[str], str]) -> str:
    return translate(word) if word in _WORDS or word in _UNITS else word
