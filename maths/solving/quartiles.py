"""Quartiles: the medians of the lower and of the upper half of a row of numbers."""

import sympy

from maths.phrases import N_, Phrase
from maths.solving.number_rows import in_order, sum_of, text_of
from maths.solving.steps import Step, math, require

_LOWER = N_("Lower quartile: the median of the lower half, {numbers}.")
_UPPER = N_("Upper quartile: the median of the upper half, {numbers}.")
_MIDDLE = N_("Median: the middle of all numbers, {numbers}.")
Figure = tuple[list[Step], dict]


def quartiles(values: list[sympy.Rational]) -> Figure:
    """Lower quartile, median and upper quartile."""
    lower, upper = _halves(values)
    told = [_middle(_MIDDLE, sorted(values)), _middle(_LOWER, lower), _middle(_UPPER, upper)]
    steps, (median, first, third) = [step for step, _ in told], [value for _, value in told]
    return [in_order(values), *steps], {"quartile_1": [first], "median": [median], "quartile_3": [third]}


def lower_quartile(values: list[sympy.Rational]) -> Figure:
    step, value = _middle(_LOWER, _halves(values)[0])
    return [in_order(values), step], {"quartile_1": [value]}


def upper_quartile(values: list[sympy.Rational]) -> Figure:
    step, value = _middle(_UPPER, _halves(values)[1])
    return [in_order(values), step], {"quartile_3": [value]}


def between_quartiles(values: list[sympy.Rational]) -> Figure:
    """The interquartile range."""
    lower, upper = _halves(values)
    (low, first), (high, third) = _middle(_LOWER, lower), _middle(_UPPER, upper)
    subtracted = text_of(first) if first >= 0 else f"({text_of(first)})"
    text = Phrase(N_("Interquartile range: the upper quartile minus the lower one."))
    difference = Step(text, None, f"{text_of(third)} - {subtracted} = {text_of(third - first)}", "range")
    return [in_order(values), low, high, difference], {"iqr": [third - first]}


def _halves(values: list[sympy.Rational]) -> tuple[list[sympy.Rational], list[sympy.Rational]]:
    """The lower and the upper half in order; a number in the middle is in neither."""
    ordered = sorted(values)
    return ordered[: len(values) // 2], ordered[(len(values) + 1) // 2 :]


def _middle(template: str, ordered: list[sympy.Rational]) -> tuple[Step, sympy.Rational]:
    """The median of numbers in order, told in one line."""
    place = len(ordered) // 2
    middle = ordered[place : place + 1] if len(ordered) % 2 else ordered[place - 1 : place + 1]
    value = sum(middle) / len(middle)
    below, above = [each for each in ordered if each < value], [each for each in ordered if each > value]
    require(2 * max(len(below), len(above)) <= len(ordered), "quartile")
    shown = text_of(value) if len(middle) == 1 else rf"\frac{{{sum_of(middle)}}}{{2}} = {text_of(value)}"
    return Step(Phrase(template, {"numbers": math(",\\ ".join(map(text_of, ordered)))}), None, shown, "quartile"), value
