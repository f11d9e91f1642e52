"""Rows of numbers as statistics show them: each by itself, in order, and added up."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.solving.steps import SIGN, Step, decimal, tex
from maths.solving.values import decimal_tree

MOST_SHOWN = 12


def text_of(value: sympy.Expr) -> str:
    """A number, and its decimal where it is no short one itself."""
    if value.is_Rational:
        shown = latex(decimal_tree(value))
        if not shown.startswith((r"\frac", r"-\frac")):
            return shown
    text, exact = decimal(value)
    return f"{tex(value)} {SIGN[exact]} {text}"


def sum_of(values: list[sympy.Rational]) -> str:
    """A sum of the values; long ones with the middle left out."""
    shown = [text_of(each) if each >= 0 else rf"\left({text_of(each)}\right)" for each in values]
    if len(shown) > MOST_SHOWN:
        shown = [*shown[: MOST_SHOWN // 2], r"\dots", *shown[-MOST_SHOWN // 2 :]]
    return " + ".join(shown)


def in_order(values: list[sympy.Rational]) -> Step:
    """The step that puts the numbers in order."""
    shown = ",\\ ".join(text_of(each) for each in sorted(values))
    return Step(Phrase(N_("Put the numbers in order.")), None, shown, "order")
