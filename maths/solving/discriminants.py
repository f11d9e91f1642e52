"""The discriminant of a quadratic equation, and how many real solutions an equation has."""

from dataclasses import replace

import sympy

from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import symbol, to_sympy
from maths.solving.equations import explain_equation
from maths.solving.general_equations import explain_general_equation
from maths.solving.programs import code, letters_of, program, python_name
from maths.solving.steps import Part, Step, Voice, math, require, tex
from maths.tree import Node, Number, apply

_SOLVERS = {"equation": explain_equation, "general_equation": explain_general_equation}
_MEANINGS = {
    1: N_("It is positive, so there are two real solutions."),
    0: N_("It is 0, so there is exactly one real solution."),
    -1: N_("It is negative, so there is no real solution."),
}


def explain_discriminant(task: Task) -> Part:
    """The coefficients, and b² - 4ac."""
    steps: list[Step] = []
    said = {"equation": Voice(task).question()}
    value = _discriminant(task, steps)
    if value is None:
        return Part(
            kind="discriminant",
            opening=Phrase(N_("Let me look at {equation}{address}."), said),
            final=Phrase(N_("{equation} is not quadratic{address}."), said),
        )
    return Part(
        kind="discriminant",
        opening=Phrase(N_("Let us find the discriminant of {equation}:"), said),
        steps=tuple(steps),
        program=_program(task),
        final=Phrase(N_("The discriminant is {value}{address}."), {"value": math(tex(value))}),
        answer={"kind": "value", "values": [str(value)], "latex": [tex(value)]},
    )


def _discriminant(task: Task, steps: list[Step]) -> sympy.Rational | None:
    """The discriminant with its steps; None for what is not quadratic after all."""
    unknown = symbol(task.variable)
    difference = sympy.expand(to_sympy(task.expressions[0]))
    if not difference.is_polynomial(unknown) or sympy.degree(difference, unknown) != 2:
        return None
    a, b, c = (sympy.Poly(difference, unknown).nth(k) for k in (2, 1, 0))
    value = sympy.expand(b**2 - 4 * a * c)
    require(value == sympy.discriminant(difference, unknown), "discriminant")
    found = rf"a = {tex(a)},\quad b = {tex(b)},\quad c = {tex(c)}"
    steps.append(Step(Phrase(N_("Bring everything to one side.")), None, f"{tex(difference)} = 0", "one_side"))
    steps.append(Step(Phrase(N_("Read off the coefficients.")), None, found, "coefficients"))
    inserted = rf"{_bracketed(b)}^{{2}} - 4 \cdot {_bracketed(a)} \cdot {_bracketed(c)}"
    text = Phrase(N_("The discriminant is the number below the root in the quadratic formula."))
    steps.append(Step(text, None, rf"b^{{2}} - 4ac = {inserted} = {tex(value)}", "discriminant"))
    steps.append(Step(Phrase(_MEANINGS[int(sympy.sign(value))]), None, None, "meaning"))
    return value


def _bracketed(value: sympy.Rational) -> str:
    return tex(value) if value.is_Integer and value >= 0 else rf"\left({tex(value)}\right)"


def _program(task: Task) -> str:
    tree, unknown = task.expressions[0], python_name(task.variable)
    lines = program(letters_of(tree), f"print(discriminant({_one_side(tree)}, {unknown}))")
    return lines.replace("import ", "import discriminant, ", 1)


def _one_side(tree: Node) -> str:
    left, right = tree.arguments
    return code(left) if right == Number("0") else code(apply("sum", left, apply("subtract", right)))


def explain_root_count(task: Task) -> Part:
    """By the discriminant where there is one; else the equation is solved and its solutions are counted."""
    (kind,) = task.details
    part = _SOLVERS[kind](replace(task, kind=kind, details=()))
    if part.answer is None:
        return part
    steps: list[Step] = []
    value = _discriminant(task, steps) if kind == "equation" else None
    outcome, count = part.answer["outcome"], len(part.answer["latex"])
    require(value is None or count == int(sympy.sign(value)) + 1, "root count")
    said = {"equation": Voice(task).question(), "count": math(str(count))}
    if outcome == "every":
        final = Phrase(N_("{equation} has infinitely many solutions{address}: every real number is one."), said)
    elif count == 0:
        final = Phrase(N_("{equation} has no real solution{address}, so their number is 0."), said)
    elif count == 1:
        final = Phrase(N_("{equation} has exactly one real solution{address}, so their number is 1."), said)
    else:
        final = Phrase(N_("The number of real solutions of {equation} is {count}{address}."), said)
    values = ["oo"] if outcome == "every" else [str(count)]
    return Part(
        kind="root_count",
        opening=Phrase(N_("Let us find out how many real solutions {equation} has:"), said),
        steps=tuple(steps) or part.steps,
        program=_program(task) if value is not None else part.program,
        final=final,
        answer={"kind": "count", "values": values, "latex": [r"\infty" if outcome == "every" else str(count)]},
    )
