"""Where a polynomial function turns: zeros of its derivative, and what the sign does there."""

import sympy

from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import NoNotation, from_sympy, symbol, to_sympy
from maths.solving.programs import code, letters_of, program, python_name
from maths.solving.steps import Part, Step, Voice, math, require, tex


def explain_turning_points(task: Task) -> Part:
    """The zeros of the derivative, each with the sign of the derivative on both sides of it."""
    (wanted,) = task.details
    tree, unknown = task.expressions[0], symbol(task.variable)
    function = sympy.expand(to_sympy(tree))
    said = {"expression": Voice(task).question()}
    opening = Phrase(N_("Let us find where {expression} turns:"), said)
    places = _places(function, unknown)
    if places is None:
        final = Phrase(N_("I cannot find the turning points of {expression} exactly{address}."), said)
        return Part(kind="turning_points", opening=opening, final=final)
    steps = _first_steps(function, unknown, places)
    kinds = [_kind(function, unknown, place, places, steps) for place in places]
    if wanted == "axis":
        return _axis(task, function, places, steps, said)
    found = list(zip(places, kinds, strict=True))
    chosen = [
        each for each in found if wanted in {"stationary", each[1]} or wanted == "turning" and each[1] != "saddle"
    ]
    points = [(place, sympy.radsimp(function.subs(unknown, place)), kind) for place, kind in chosen]
    return Part(
        kind="turning_points",
        opening=opening,
        steps=tuple(steps),
        program=_program(task),
        final=_final(points, wanted, task, function, said),
        answer=_answer(points, wanted),
    )


def _axis(task: Task, function: sympy.Expr, places: list, steps: list[Step], said: dict[str, str]) -> Part:
    """The upright line through the vertex of a parabola, on both sides of which the values are equal."""
    unknown, opening = symbol(task.variable), Phrase(N_("Let us find where {expression} turns:"), said)
    if sympy.degree(function, unknown) != 2:
        final = Phrase(N_("Only a parabola has such an axis, and {expression} is none{address}."), said)
        return Part(kind="turning_points", opening=opening, final=final)
    (place,) = places
    require(sympy.expand(function.subs(unknown, place + 1) - function.subs(unknown, place - 1)) == 0, "axis")
    shown = f"{tex(unknown)} = {tex(place)}"
    return Part(
        kind="turning_points",
        opening=opening,
        steps=tuple(steps),
        program=_program(task),
        final=Phrase(N_("The axis of symmetry is {line}{address}."), {"line": math(shown)}),
        answer={"kind": "line", "values": [str(place)], "latex": [shown]},
    )


def _places(function: sympy.Expr, unknown: sympy.Symbol) -> list[sympy.Expr] | None:
    """The zeros of the derivative in order; None where they are not to be had exactly."""
    derivative = sympy.Poly(sympy.diff(function, unknown), unknown)
    if derivative.degree() < 1:
        return []
    found = sympy.roots(derivative)
    if sum(found.values()) < derivative.degree():
        return None
    real = [each for each in found if each.is_real]
    try:
        for each in real:
            from_sympy(each)
    except NoNotation:
        return None
    require(len(real) == sympy.count_roots(derivative), "turning points")
    return sorted(real, key=lambda each: each.evalf(30))


def _first_steps(function: sympy.Expr, unknown: sympy.Symbol, places: list[sympy.Expr]) -> list[Step]:
    derivative = sympy.diff(function, unknown)
    zeros = r" \quad \text{or} \quad ".join(f"{tex(unknown)} = {tex(each)}" for each in places)
    none = N_("The derivative is never 0, so there is no turning point.")
    return [
        Step(Phrase(N_("Find the derivative.")), tex(function), tex(derivative), "derivative"),
        Step(
            Phrase(N_("At a turning point the derivative is 0.") if places else none),
            None,
            f"{tex(derivative)} = 0 \\quad \\Rightarrow \\quad {zeros}" if places else None,
            "zeros",
        ),
    ]


def _kind(
    function: sympy.Expr, unknown: sympy.Symbol, place: sympy.Expr, places: list[sympy.Expr], steps: list[Step]
) -> str:
    """A minimum, a maximum or neither, by the sign of the derivative halfway to the neighbors."""
    derivative = sympy.diff(function, unknown)
    index = places.index(place)
    left = (places[index - 1] + place) / 2 if index else place - 1
    right = (places[index + 1] + place) / 2 if index + 1 < len(places) else place + 1
    before, after = (int(sympy.sign(derivative.subs(unknown, each).evalf(30))) for each in (left, right))
    kind = {(-1, 1): "minimum", (1, -1): "maximum"}.get((before, after), "saddle")
    near = function.subs(unknown, place)
    sides = [sympy.sign((function.subs(unknown, each) - near).evalf(30)) for each in (left, right)]
    require({"minimum": sides == [1, 1], "maximum": sides == [-1, -1]}.get(kind, sides[0] != sides[1]), "turning point")
    texts = {
        "minimum": N_("Before {place} it falls, after that it rises: a minimum."),
        "maximum": N_("Before {place} it rises, after that it falls: a maximum."),
        "saddle": N_("Around {place} it goes on in the same direction: no turning point."),
    }
    value = sympy.radsimp(near)
    names = {"place": math(f"{tex(unknown)} = {tex(place)}")}
    steps.append(Step(Phrase(texts[kind], names), None, rf"\left({tex(place)}, {tex(value)}\right)", kind))
    return kind


def _final(points: list, wanted: str, task: Task, function: sympy.Expr, said: dict[str, str]) -> Phrase:
    letter = tex(symbol(task.variable))
    shown = [math(rf"\left({tex(place)}, {tex(value)}\right)") for place, value, _ in points]
    if not points:
        templates = {
            "minimum": N_("{expression} has no minimum{address}."),
            "maximum": N_("{expression} has no maximum{address}."),
        }
        return Phrase(templates.get(wanted, N_("{expression} has no turning point{address}.")), said)
    if len(points) == 1 and (wanted in {"minimum", "maximum"} or sympy.degree(function) == 2):
        place, value, kind = points[0]
        names = {**said, "value": math(tex(value)), "place": math(f"{letter} = {tex(place)}")}
        return Phrase(_ONLY[kind, _is_global(function, kind)], names)
    if wanted == "stationary":
        names = {**said, "points": ", ".join(shown)}
        return Phrase(N_("The derivative of {expression} is 0 at {points}{address}."), names)
    names = {
        **said,
        "minima": ", ".join(point for point, (*_, kind) in zip(shown, points, strict=True) if kind == "minimum"),
        "maxima": ", ".join(point for point, (*_, kind) in zip(shown, points, strict=True) if kind == "maximum"),
    }
    if names["minima"] and names["maxima"]:
        return Phrase(N_("The turning points of {expression}: maxima at {maxima}, minima at {minima}{address}."), names)
    if names["minima"]:
        return Phrase(N_("The turning points of {expression} are minima at {minima}{address}."), names)
    return Phrase(N_("The turning points of {expression} are maxima at {maxima}{address}."), names)


_ONLY = {
    ("minimum", True): N_("The minimum of {expression} is {value}, at {place}{address}."),
    ("maximum", True): N_("The maximum of {expression} is {value}, at {place}{address}."),
    ("minimum", False): N_(
        "The local minimum of {expression} is {value}, at {place}{address}; elsewhere it goes lower."
    ),
    ("maximum", False): N_(
        "The local maximum of {expression} is {value}, at {place}{address}; elsewhere it goes higher."
    ),
}


def _is_global(function: sympy.Expr, kind: str) -> bool:
    """Whether a polynomial with one minimum, or one maximum, is nowhere lower, or higher."""
    leading = sympy.Poly(function).LC()
    return sympy.degree(function) % 2 == 0 and bool(leading > 0) == (kind == "minimum")


def _answer(points: list, wanted: str) -> dict:
    if not points:
        return {"kind": "no_value", "values": [], "latex": []}
    if len(points) == 1 and wanted in {"minimum", "maximum"}:
        _, value, _ = points[0]
        return {"kind": "point", "values": [str(value)], "latex": [tex(value)]}
    flat = [each for place, value, _ in points for each in (place, value)]
    shown = [rf"\left({tex(place)}, {tex(value)}\right)" for place, value, _ in points]
    return {"kind": "points", "values": [str(each) for each in flat], "latex": shown}


def _program(task: Task) -> str:
    tree, unknown = task.expressions[0], python_name(task.variable)
    return program(
        letters_of(tree),
        f"f = {code(tree)}",
        f"for place in solve(diff(f, {unknown}), {unknown}):",
        f"    print(place, f.subs({unknown}, place), diff(f, {unknown}, 2).subs({unknown}, place))",
    )
