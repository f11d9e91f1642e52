"""Equations of straight lines, from points and slopes; slope and intercept of a line that is given."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import symbol, to_sympy
from maths.solving.programs import code, exact_code, letters_of, program
from maths.solving.steps import Part, Step, Voice, math, require, tex
from maths.tree import Node

_X, _Y = symbol("x"), symbol("y")


def explain_straight_line(task: Task) -> Part:
    """Slope first, then what is added so that the line meets the point."""
    (kind,) = task.details
    steps: list[Step] = []
    if kind == "points":
        place, height, *other = map(to_sympy, task.expressions)
        slope = _slope_of_points((place, height), tuple(other), steps)
    else:
        place, height = map(to_sympy, task.expressions[1:])
        slope = to_sympy(task.expressions[0]) if kind == "slope" else _slope_beside(kind, task.expressions[0], steps)
    if slope is None:
        return _upright(task, steps, place)
    offset = height - slope * place
    line = sympy.expand(slope * _X + offset)
    require(line.subs(_X, place) == height, "line")
    if kind == "points":
        require(line.subs(_X, other[0]) == other[1], "line")
    inserted = rf"{tex(height)} = {_bracketed(slope)} \cdot {_bracketed(place)} + b"
    steps.append(
        Step(Phrase(N_("The line is {line}."), {"line": math(f"y = {_times_x(slope)} + b")}), None, None, "form")
    )
    text = Phrase(N_("Put the point in to find {letter}."), {"letter": math("b")})
    steps.append(Step(text, None, rf"{inserted} \quad \Rightarrow \quad b = {tex(offset)}", "offset"))
    return _part(task, steps, line, f"y = {tex(line)}")


def _slope_of_points(first: tuple, second: tuple, steps: list[Step]) -> sympy.Expr | None:
    if first[0] == second[0]:
        steps.append(
            Step(Phrase(N_("Both points have the same first coordinate: the line is upright.")), None, None, "upright")
        )
        return None
    slope = (second[1] - first[1]) / (second[0] - first[0])
    up = f"{tex(second[1])} - {_bracketed(first[1])}"
    across = f"{tex(second[0])} - {_bracketed(first[0])}"
    text = Phrase(N_("The slope is how far it goes up, divided by how far it goes across."))
    steps.append(Step(text, None, rf"m = \frac{{{up}}}{{{across}}} = {tex(slope)}", "slope"))
    return slope


def _slope_beside(kind: str, equation: Node, steps: list[Step]) -> sympy.Expr | None:
    """The slope of a line that is parallel or at a right angle to another; None for an upright one."""
    slope = _solved(equation, steps)
    if kind == "parallel":
        if slope is not None:
            steps.append(
                Step(Phrase(N_("Parallel lines have the same slope.")), None, f"m = {tex(slope[0])}", "parallel")
            )
        return None if slope is None else slope[0]
    if slope is None:
        return sympy.Integer(0)
    if slope[0] == 0:
        return None
    text = Phrase(N_("Slopes at a right angle to each other have the product -1."))
    steps.append(Step(text, None, f"m = {tex(-1 / slope[0])}", "perpendicular"))
    return -1 / slope[0]


def _solved(equation: Node, steps: list[Step]) -> tuple[sympy.Expr, sympy.Expr] | None:
    """Slope and y-intercept of a line from its equation; None if it is upright."""
    difference = sympy.expand(to_sympy(equation))
    a, b = difference.coeff(_X), difference.coeff(_Y)
    rest = sympy.expand(difference - a * _X - b * _Y)
    require(not rest.free_symbols and (a != 0 or b != 0), "line")
    if b == 0:
        return None
    slope, offset = -a / b, -rest / b
    require(sympy.expand(difference - b * (_Y - slope * _X - offset)) == 0, "line")
    shown = f"y = {tex(sympy.expand(slope * _X + offset))}"
    if latex(equation) != shown:
        steps.append(
            Step(Phrase(N_("Solve the equation for {letter}."), {"letter": math("y")}), latex(equation), shown, "solve")
        )
    return slope, offset


def _bracketed(value: sympy.Expr) -> str:
    return rf"\left({tex(value)}\right)" if value.could_extract_minus_sign() else tex(value)


def _times_x(slope: sympy.Expr) -> str:
    return tex(slope * _X) if slope != 0 else "0"


def _upright(task: Task, steps: list[Step], place: sympy.Expr) -> Part:
    steps.append(
        Step(
            Phrase(N_("An upright line has no slope: every point of it has the same first coordinate.")),
            None,
            None,
            "upright",
        )
    )
    return _part(task, steps, place, f"x = {tex(place)}")


def _part(task: Task, steps: list[Step], line: sympy.Expr, shown: str) -> Part:
    return Part(
        kind="straight_line",
        opening=Phrase(N_("Let us find the equation of the line:")),
        steps=tuple(steps),
        program=_program(task, shown.startswith("x")),
        final=Phrase(N_("The line is {line}{address}."), {"line": math(shown)}),
        answer={"kind": "line", "values": [str(line)], "latex": [shown]},
    )


def _program(task: Task, upright: bool) -> str:
    (kind,) = task.details
    if upright:
        return program(set(), f"print({exact_code(task.expressions[0 if kind == 'points' else 1])})")
    if kind == "points":
        a, b, c, d = map(exact_code, task.expressions)
        return program({"x"}, f"m = ({d} - {b})/({c} - {a})", f"print(expand({b} + m*(x - {a})))")
    place, height = map(exact_code, task.expressions[1:])
    lines = [f"m = {exact_code(task.expressions[0])}"]
    if kind != "slope":
        lines = [f"m = diff(solve({code(task.expressions[0])}, y)[0], x)"]
        lines += ["m = -1/m"] if kind == "perpendicular" else []
    return program({"x", "y"} if kind != "slope" else {"x"}, *lines, f"print(expand({height} + m*(x - {place})))")


def explain_line_fact(task: Task) -> Part:
    """The equation solved for y; the slope stands before x, the intercept alone."""
    (kind,) = task.details
    (equation,) = task.expressions
    steps: list[Step] = []
    found = _solved(equation, steps)
    said = {"line": Voice(task).question()}
    opening = Phrase(N_("Let us look at the line {line}:"), said)
    if found is None:
        upright = N_("The line {line} is upright{address}, so it has no slope.")
        beside = N_("The line {line} is upright{address}, so it does not cross the y-axis at one point.")
        final = Phrase(upright if kind == "slope" else beside, said)
        return Part(
            kind="line_fact", opening=opening, final=final, answer={"kind": "no_value", "values": [], "latex": []}
        )
    slope, offset = found
    value = slope if kind == "slope" else offset
    texts = {
        "slope": N_("The slope is the number before {letter}."),
        "intercept": N_("The y-intercept is what is left when {letter} is 0."),
    }
    finals = {
        "slope": N_("The slope is {value}{address}."),
        "intercept": N_("The y-intercept is {value}{address}."),
    }
    steps.append(Step(Phrase(texts[kind], {"letter": math("x")}), None, tex(value), kind))
    unknown = f"solve({code(equation)}, y)[0]"
    line = f"print(diff({unknown}, x))" if kind == "slope" else f"print({unknown}.subs(x, 0))"
    return Part(
        kind="line_fact",
        opening=opening,
        steps=tuple(steps),
        program=program(letters_of(equation) | {"x"}, line),
        final=Phrase(finals[kind], {"value": math(tex(value))}),
        answer={"kind": "value", "values": [str(value)], "latex": [tex(value)]},
    )
