"""Calculations without letters, told with the exact value and a decimal beside it."""

import sympy

from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import to_sympy
from maths.solving.programs import code, program
from maths.solving.rationals import compressed, has_decimals, is_exact, rational_steps
from maths.solving.roots import root_steps
from maths.solving.steps import Part, Voice, decimal, tex
from maths.solving.values import value_sentence
from maths.tree import Node


def explain_arithmetic(task: Task) -> Part:
    """Steps and the exact value, with a decimal beside it."""
    tree, voice = task.expressions[0], Voice(task)
    value = to_sympy(tree)
    opening = Phrase(N_("Let us work out {expression} step by step:"), {"expression": voice.question()})
    if not value.is_number or value.has(sympy.zoo, sympy.nan, sympy.oo) or value.is_real is False:
        return without_value(task, voice, opening)
    value, steps = rational_steps(tree, value) if is_exact(tree) else root_steps(tree, value)
    if value.has(sympy.zoo, sympy.nan, sympy.oo) or value.is_real is False:
        return without_value(task, voice, opening)
    if not steps:
        opening = Phrase(N_("Let us look at {expression}{address}."), {"expression": voice.question()})
    return Part(
        kind="arithmetic",
        opening=opening,
        steps=tuple(compressed(steps)),
        program=_program(tree, value),
        final=value_sentence(voice.question(), value, voice, has_decimals(tree)),
        answer={"kind": "value", "values": [str(value)], "latex": [tex(value)]},
    )


def without_value(task: Task, voice: Voice, opening: Phrase) -> Part:
    return Part(
        kind=task.kind,
        opening=opening,
        program=program(set(), f"print({code(task.expressions[0])})"),
        final=Phrase(N_("No real number is the value of {expression}{address}."), {"expression": voice.question()}),
        answer={"kind": "no_value", "values": [], "latex": []},
    )


def _program(tree: Node, value: sympy.Expr) -> str:
    if is_exact(tree):
        shown = has_decimals(tree) and not value.is_Integer and decimal(value)[1]
        return program(set(), f"print({code(tree)})", *([f"print(float({code(tree)}))"] if shown else []))
    lines = [f"result = radsimp(expand({code(tree)}))", "print(result)"]
    return program(set(), *lines, *([] if value.is_Rational else ["print(N(result))"]))
