"""Rounding to places, figures or multiples, proved by the distance that is at most half a unit."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.arithmetic import without_value
from maths.solving.convert import to_sympy
from maths.solving.programs import code, program
from maths.solving.steps import SIGN, Part, Step, Voice, decimal, math, require, terminating

_HALF = sympy.Rational(1, 2)


def explain_rounding(task: Task) -> Part:
    """The nearest multiple of a unit; exactly between two of them, the one farther from zero."""
    tree, voice = task.expressions[0], Voice(task)
    value = to_sympy(tree)
    how, amount = task.details or ("nearest", "1")
    names = {"expression": voice.question(), "amount": amount}
    opening = Phrase(_OPENINGS["whole" if (how, amount) == ("nearest", "1") else how], names)
    if not value.is_number or not value.is_real or not value.is_finite:
        return without_value(task, voice, opening)
    unit = _unit(value, how, int(amount) if how != "nearest" else amount)
    count = sympy.floor(abs(value) / unit + _HALF)
    nearest = count * unit * (-1 if value.is_negative else 1)
    require(bool(abs(value - nearest) <= unit / 2), "round")
    shown = _text(nearest, unit)
    template = _FINALS["whole" if (how, amount) == ("nearest", "1") else how]
    template = _ONE.get(how, template) if amount == "1" else template
    said = f"`{shown}`" if task.backticks else math(shown)
    return Part(
        kind="rounding",
        opening=opening,
        steps=_steps(tree, value, unit, nearest),
        program=_program(tree, unit),
        final=Phrase(template, {**names, "value": said}),
        answer={"kind": "value", "values": [str(nearest)], "latex": [shown]},
    )


_OPENINGS = {
    "whole": N_("Let us round {expression} to the nearest whole number:"),
    "nearest": N_("Let us round {expression} to the nearest {amount}:"),
    "places": N_("Let us round {expression}, keeping this many decimal places: {amount}."),
    "figures": N_("Let us round {expression}, keeping this many significant figures: {amount}."),
}
_ONE = {
    "places": N_("Rounded to one decimal place, {expression} is {value}{address}."),
    "figures": N_("Rounded to one significant figure, {expression} is {value}{address}."),
}
_FINALS = {
    "whole": N_("To the nearest whole number, {expression} is {value}{address}."),
    "nearest": N_("To the nearest {amount}, {expression} is {value}{address}."),
    "places": N_("Rounded to {amount} decimal places, {expression} is {value}{address}."),
    "figures": N_("Rounded to {amount} significant figures, {expression} is {value}{address}."),
}


def _unit(value: sympy.Expr, how: str, amount: int | str) -> sympy.Rational:
    """That of which the result is a multiple."""
    if how == "nearest":
        return sympy.Rational(amount)
    if how == "places":
        return sympy.Rational(1, 10**amount)
    return sympy.Integer(10) ** (_leading_place(value) - amount + 1)


def _leading_place(value: sympy.Expr) -> int:
    """The power of ten of the first digit that is not zero."""
    if value == 0:
        return 0
    size = abs(value)
    guess = int(sympy.floor(sympy.log(sympy.N(size, 60), 10)))
    while size >= sympy.Integer(10) ** (guess + 1):
        guess += 1
    while size < sympy.Integer(10) ** guess:
        guess -= 1
    return guess


def _text(value: sympy.Rational, unit: sympy.Rational) -> str:
    """The result with all the places that it was rounded to."""
    text = terminating(value)
    fixed = terminating(unit)
    places = len(fixed.partition(".")[2])
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals.ljust(places, '0')}" if places else text


def _steps(tree, value: sympy.Expr, unit: sympy.Rational, nearest: sympy.Rational) -> tuple[Step, ...]:
    places = len(terminating(unit).partition(".")[2]) + 2
    text, exact = decimal(value, places)
    steps = []
    if text != latex(tree):
        shown = rf"{latex(tree)} {SIGN[exact]} {text}"
        steps.append(Step(Phrase(N_("Work out the value as a decimal.")), latex(tree), shown, "decimal"))
    sign = -1 if value.is_negative else 1
    low = sympy.floor(abs(value) / unit) * unit
    names = {"low": math(_text(sign * low, unit)), "high": math(_text(sign * (low + unit), unit))}
    if abs(value) == low:
        return (*steps, Step(Phrase(N_("It is such a number already.")), None, None, "exact"))
    between = Step(Phrase(N_("It lies between {low} and {high}."), names), None, None, "between")
    half = terminating(sign * (low + unit / 2)) or ""
    up = abs(nearest) > low
    reason = (
        N_("Half-way between them is {half}: it reaches that, so take {value}.")
        if up
        else N_("Half-way between them is {half}: it does not reach that, so take {value}.")
    )
    taken = Step(Phrase(reason, {"half": math(half), "value": math(_text(nearest, unit))}), None, None, "half")
    return (*steps, between, taken)


def _program(tree, unit: sympy.Rational) -> str:
    fixed = terminating(unit)
    exact = fixed if fixed.isdigit() else f'Rational("{fixed}")'
    return program(
        set(),
        f"value, unit = {code(tree)}, {exact}",
        "count = floor(abs(value)/unit + Rational(1, 2))",
        "nearest = count*unit*(-1 if value < 0 else 1)",
        "print(nearest if nearest == int(nearest) else float(nearest))",
    )
