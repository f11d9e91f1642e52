"""Geometric series without end: their sum exists when each term is a fixed part of the one before, and smaller."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import symbol, to_sympy
from maths.solving.programs import code, needed_names, python_name
from maths.solving.steps import Part, Step, Voice, math, require, tex
from maths.solving.values import value_sentence

_PARTIAL = 200


def explain_infinite_series(task: Task) -> Part:
    """First term and ratio, then the formula; partial sums as a check."""
    term, low = map(to_sympy, task.expressions)
    letter = symbol(task.variable)
    shown = rf"\sum_{{{tex(letter)}={tex(low)}}}^{{\infty}} {_bracketed(task)}"
    said = {"expression": math(shown)}
    ratio, first = _ratio(term, letter), term.subs(letter, low)
    if ratio is None or not first.is_Rational or first == 0:
        return Part(
            kind="series",
            opening=Phrase(N_("Let me look at {expression}{address}."), said),
            final=Phrase(
                N_("I can only add up geometric series without end, and {expression} is none{address}."), said
            ),
        )
    names = {"first": math(tex(first)), "ratio": math(tex(ratio))}
    steps = [
        Step(
            Phrase(N_("The first term is {first}, and each is {ratio} times the one before."), names),
            None,
            None,
            "ratio",
        )
    ]
    if abs(ratio) >= 1:
        return _divergent(said, steps)
    value = first / (1 - ratio)
    _require_near(value, first, ratio)
    steps.append(
        Step(
            Phrase(N_("The terms shrink fast enough: {ratio} is between -1 and 1, so the sum exists."), names),
            None,
            None,
            "converges",
        )
    )
    text = Phrase(N_("Divide the first term by 1 minus the ratio."))
    inserted = tex(ratio) if ratio >= 0 else rf"\left({tex(ratio)}\right)"
    steps.append(Step(text, None, rf"\frac{{{tex(first)}}}{{1 - {inserted}}} = {tex(value)}", "infinite_sum"))
    return Part(
        kind="series",
        opening=Phrase(N_("Let us work out {expression} step by step:"), said),
        steps=tuple(steps),
        program=_program(task),
        final=value_sentence(math(shown), value, Voice(task)),
        answer={"kind": "value", "values": [str(value)], "latex": [tex(value)]},
    )


def _bracketed(task: Task) -> str:
    shown = latex(task.expressions[0])
    return rf"\left({shown}\right)" if " + " in shown or " - " in shown else shown


def _ratio(term: sympy.Expr, letter: sympy.Symbol) -> sympy.Rational | None:
    """The constant factor from one term to the next; None if it is not constant."""
    ratio = sympy.simplify(term.subs(letter, letter + 1) / term)
    return ratio if ratio.is_Rational and ratio != 0 else None


def _require_near(value: sympy.Rational, first: sympy.Rational, ratio: sympy.Rational) -> None:
    """Partial sums come as close as the formula for their distance says."""
    partial, term = sympy.Integer(0), first
    for _ in range(_PARTIAL if abs(ratio) > sympy.Rational(1, 2) else 40):
        partial, term = partial + term, term * ratio
    require(partial + term / (1 - ratio) == value, "infinite sum")


def _divergent(said: dict[str, str], steps: list[Step]) -> Part:
    steps.append(Step(Phrase(N_("The terms do not shrink towards 0, so no sum exists.")), None, None, "diverges"))
    return Part(
        kind="series",
        opening=Phrase(N_("Let us look at {expression}:"), said),
        steps=tuple(steps),
        final=Phrase(N_("The series {expression} has no sum{address}: it does not come to rest at a number."), said),
        answer={"kind": "no_value", "values": [], "latex": []},
    )


def _program(task: Task) -> str:
    tree, low = task.expressions
    letter = python_name(task.variable)
    line = f"print(summation({code(tree)}, ({letter}, {code(low)}, oo)))"
    imported = ", ".join(sorted({*needed_names(line), "symbols", "oo"}))
    return f'from sympy import {imported}\n{letter} = symbols("{task.variable}", integer=True)\n{line}'
