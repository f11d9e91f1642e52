"""Formulas of shapes: written down, filled in, and worked out exactly, with a decimal and the unit."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.shapes import FORMULAS, Formula
from maths.reading.tasks import Task
from maths.solving.convert import symbol, to_sympy
from maths.solving.programs import code, program
from maths.solving.steps import SIGN, Part, Step, decimal, math, require, tex
from maths.solving.values import decimal_tree
from maths.tree import Name, Node, replace
from maths.units import unit

_FINALS = {
    "area": N_("The area is {value}{address}."),
    "circumference": N_("The circumference is {value}{address}."),
    "perimeter": N_("The perimeter is {value}{address}."),
    "diagonal": N_("The diagonal is {value}{address}."),
    "volume": N_("The volume is {value}{address}."),
    "surface": N_("The surface area is {value}{address}."),
    "hypotenuse": N_("The hypotenuse is {value}{address}."),
    "leg": N_("The other leg is {value}{address}."),
    "angle": N_("The angle is {value}{address}."),
    "angles": N_("The angles are {value} together{address}."),
}
_OPENINGS = {
    "area": N_("Let us find the area:"),
    "circumference": N_("Let us find the circumference:"),
    "perimeter": N_("Let us find the perimeter:"),
    "diagonal": N_("Let us find the diagonal:"),
    "volume": N_("Let us find the volume:"),
    "surface": N_("Let us find the surface area:"),
    "hypotenuse": N_("Let us find the hypotenuse:"),
    "leg": N_("Let us find the other leg:"),
    "angle": N_("Let us find the angle:"),
    "angles": N_("Let us find the sum of the angles:"),
}
_NAMES = {
    "radius": N_("radius"),
    "side": N_("side"),
    "length": N_("length"),
    "width": N_("width"),
    "base": N_("base"),
    "height": N_("height"),
    "leg": N_("leg"),
    "hypotenuse": N_("hypotenuse"),
    "diagonal": N_("diagonal"),
    "angle": N_("angle"),
    "corners": N_("corners"),
}
_RIGHT = N_("In a right triangle the squares of the legs make the square of the hypotenuse (Pythagoras).")
_TRIANGLE = N_("The three angles of a triangle make 180° together.")
_POLYGON = N_("Diagonals from one corner cut the polygon into two triangles fewer than it has corners.")


def explain_measure(task: Task) -> Part:
    """The formula, the formula with the numbers, and its value."""
    key, unit_key = task.details
    if key not in FORMULAS:
        raise ValueError("no such formula")
    formula = FORMULAS[key]
    require(len(formula.letters) == len(task.expressions), "measure")
    filled = _filled(formula, task.expressions)
    value = to_sympy(filled)
    inserted = to_sympy(formula.tree).subs(
        {symbol(letter): to_sympy(each) for letter, each in zip(formula.letters, task.expressions, strict=True)},
        simultaneous=True,
    )
    require(sympy.expand(value - inserted) == 0 and bool(value.is_positive), "measure")
    sign = _sign(unit_key, formula.power)
    text, exact = decimal(value)
    shown = latex(decimal_tree(value)) if value.is_Rational else tex(value)
    result = shown + sign
    said = result if value.is_Rational and exact else rf"{result} {SIGN[exact]} {text}{sign}"
    unit_name = _unit_name(unit_key, formula)
    return Part(
        kind="measure",
        opening=Phrase(_OPENINGS[formula.quantity]),
        steps=_steps(key, formula, task, filled, shown),
        program=program(set(), f"print({code(filled)})", *([] if exact else [f"print(N({code(filled)}))"])),
        final=Phrase(_FINALS[formula.quantity], {"value": math(said)}),
        answer={
            "kind": "measure",
            "values": [str(value)],
            "unit": unit_name,
            "latex": [result],
        },
    )


def _filled(formula: Formula, values: tuple[Node, ...]) -> Node:
    """The formula with the numbers; the letters stand for numbers, so the order of filling in does not matter."""
    tree = formula.tree
    for letter, value in zip(formula.letters, values, strict=True):
        tree = replace(tree, Name(letter), value)
    return tree


def _sign(unit_key: str, power: int) -> str:
    """The unit of the result in LaTeX, "" without units."""
    if power == 0:
        return r"^{\circ}"
    if not unit_key:
        return ""
    symbol_of = unit(unit_key).symbol
    return rf"\,{symbol_of}" if power == 1 else rf"\,{symbol_of}^{{{power}}}"


def _unit_name(unit_key: str, formula: Formula) -> str:
    if formula.power == 0:
        return "°"
    return f"{unit_key}^{formula.power}" if unit_key and formula.power > 1 else unit_key


def _steps(key: str, formula: Formula, task: Task, filled: Node, shown: str) -> tuple[Step, ...]:
    given = ", ".join(
        rf"{letter} = {latex(value)}" for letter, value in zip(formula.letters, task.expressions, strict=True)
    )
    names = ", ".join(f"{letter} ({_NAMES[name]})" for letter, name in formula.letters.items())
    reason = {"right": _RIGHT, "triangle_angle": _TRIANGLE, "polygon": _POLYGON}
    said = reason.get(key, reason.get(key.split("_")[0]))
    return (
        *([Step(Phrase(said), None, None, "reason")] if said else []),
        Step(Phrase(N_("The formula, with {letters}:"), {"letters": names}), None, latex(formula.tree), "formula"),
        Step(Phrase(N_("Put in {values}."), {"values": math(given)}), None, f"{latex(filled)} = {shown}", "put_in"),
    )
