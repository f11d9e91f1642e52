"""The tangent of a graph at a point, and the normal, which stands at a right angle to it."""

import sympy

from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.candidates import is_defined
from maths.solving.convert import symbol, to_sympy
from maths.solving.programs import code, exact_code, letters_of, program, python_name
from maths.solving.steps import Part, Step, Voice, math, require, tex


def explain_tangent(task: Task) -> Part:
    """y = f(a) + f'(a)(x - a); the line meets the graph there and has its slope."""
    tree, place = task.expressions[:2]
    unknown, voice = symbol(task.variable), Voice(task)
    function, at = to_sympy(tree), to_sympy(place)
    said = {"expression": voice.question(), "place": math(f"{tex(unknown)} = {tex(at)}")}
    if not is_defined(tree, task.variable, at):
        return _no_tangent(N_("{expression} is not defined at {place}{address}."), said)
    value = sympy.radsimp(function.subs(unknown, at))
    if len(task.expressions) == 3 and sympy.simplify(value - to_sympy(task.expressions[2])) != 0:
        return _no_tangent(N_("That point is not on the graph of {expression}{address}."), said)
    derivative = sympy.diff(function, unknown)
    slope = sympy.simplify(derivative.subs(unknown, at))
    if function.has(sympy.Abs) or not slope.is_real or not slope.is_finite:
        return _no_tangent(N_("I find no tangent of {expression} at {place}{address}."), said)
    line = sympy.expand(value + slope * (unknown - at))
    _prove_tangent(function, line, unknown, at)
    if task.details == ("normal",):
        return _normal(task, said, at, value, slope)
    name = "y" if task.variable != "y" else "x"
    steps = (
        Step(
            Phrase(N_("Put {place} in to find the point of the graph."), said),
            None,
            rf"\left({tex(at)}, {tex(value)}\right)",
            "point",
        ),
        Step(Phrase(N_("Find the derivative.")), None, tex(derivative), "derivative"),
        Step(
            Phrase(N_("Put {place} into the derivative: this is the slope."), said), None, f"m = {tex(slope)}", "slope"
        ),
        Step(
            Phrase(N_("Write the line through the point with this slope, and multiply out.")),
            None,
            rf"{name} = {_signed(slope)}\left({_shifted(unknown, at)}\right) {_plus(value)} = {tex(line)}",
            "line",
        ),
    )
    return Part(
        kind="tangent",
        opening=Phrase(N_("Let us find the tangent of {expression} at {place}:"), said),
        steps=steps,
        program=_tangent_program(task),
        final=Phrase(
            N_("The tangent of {expression} at {place} is {line}{address}."),
            {**said, "line": math(f"{name} = {tex(line)}")},
        ),
        answer={"kind": "expression", "values": [str(line)], "latex": [f"{name} = {tex(line)}"]},
    )


def _normal(task: Task, said: dict[str, str], at: sympy.Expr, value: sympy.Expr, slope: sympy.Expr) -> Part:
    """The line at a right angle to the tangent: its slope and that of the tangent have the product -1."""
    unknown, name = symbol(task.variable), "y" if task.variable != "y" else "x"
    derivative = sympy.diff(to_sympy(task.expressions[0]), unknown)
    steps = [
        Step(
            Phrase(N_("Put {place} in to find the point of the graph."), said),
            None,
            rf"\left({tex(at)}, {tex(value)}\right)",
            "point",
        ),
        Step(
            Phrase(N_("Find the derivative, and with it the slope of the tangent.")),
            tex(derivative),
            f"m = {tex(slope)}",
            "slope",
        ),
    ]
    if slope == 0:
        line, shown = at, f"{tex(unknown)} = {tex(at)}"
        steps.append(Step(Phrase(N_("The tangent is level, so the normal is upright.")), None, shown, "normal"))
    else:
        line = sympy.expand(value - (unknown - at) / slope)
        require(sympy.simplify(sympy.diff(line, unknown) * slope + 1) == 0, "normal")
        require(sympy.simplify(line.subs(unknown, at) - value) == 0, "normal")
        shown = f"{name} = {tex(line)}"
        text = Phrase(N_("The slope of the normal is -1 divided by that: {slope}."), {"slope": math(tex(-1 / slope))})
        steps.append(Step(text, None, shown, "normal"))
    return Part(
        kind="tangent",
        opening=Phrase(N_("Let us find the normal of {expression} at {place}:"), said),
        steps=tuple(steps),
        program=_tangent_program(task, normal=slope != 0),
        final=Phrase(N_("The normal of {expression} at {place} is {line}{address}."), {**said, "line": math(shown)}),
        answer={"kind": "line", "values": [str(line)], "latex": [shown]},
    )


def _tangent_program(task: Task, normal: bool = False) -> str:
    tree, place = task.expressions[:2]
    letter, at = python_name(task.variable), exact_code(place)
    turned = ["slope = -1/slope"] if normal else []
    return program(
        letters_of(tree),
        f"f = {code(tree)}",
        f"slope = diff(f, {letter}).subs({letter}, {at})",
        *turned,
        f"print(expand(f.subs({letter}, {at}) + slope*({letter} - ({at}))))",
    )


def _no_tangent(template: str, said: dict[str, str]) -> Part:
    return Part(
        kind="tangent", opening=Phrase(N_("Let me look at {expression}{address}."), said), final=Phrase(template, said)
    )


def _prove_tangent(function: sympy.Expr, line: sympy.Expr, unknown: sympy.Symbol, at: sympy.Expr) -> None:
    """The line meets the graph at the place, and between both there is a gap that shrinks faster than the step."""
    gap = (function - line).subs(unknown, at)
    require(sympy.simplify(gap) == 0, "tangent point")
    for step in (sympy.Rational(1, 10**15), -sympy.Rational(1, 10**15)):
        distance = (function - line).subs(unknown, at + step).evalf(60)
        if distance.is_real:
            require(bool(abs(distance / step) < sympy.Rational(1, 50)), "tangent slope")


def _signed(value: sympy.Expr) -> str:
    return {1: "", -1: "-"}.get(value, tex(value) if not value.is_Add else rf"\left({tex(value)}\right)")


def _shifted(unknown: sympy.Symbol, at: sympy.Expr) -> str:
    return tex(unknown - at) if at != 0 else tex(unknown)


def _plus(value: sympy.Expr) -> str:
    if value == 0:
        return ""
    return f"- {tex(-value)}" if value.could_extract_minus_sign() else f"+ {tex(value)}"
