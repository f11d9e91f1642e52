"""Trigonometric equations told: all solutions, in radians and degrees, or those in a range."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.angles import OR, Angles, Family, written_families
from maths.solving.candidates import missed_root, solves
from maths.solving.convert import from_sympy, symbol, to_sympy
from maths.solving.programs import code, letters_of, program, python_name
from maths.solving.reductions import CannotSolve
from maths.solving.steps import Part, Voice, decimal, math, require, tex
from maths.tree import Apply, Name, Node, walk

_CHECKED = 45
_MOST_SHOWN = 40


def explain_trig_equation(task: Task) -> Part:
    """All solutions, or those in the range; each is put back, and none between them is missed."""
    equation, voice, unknown = task.expressions[0], Voice(task), symbol(task.variable)
    said = {"equation": voice.question(), "variable": voice.say(Name(task.variable))}
    working = Angles(unknown)
    try:
        families = working.families(_in_sines(equation))
    except (CannotSolve, sympy.PolynomialError):
        return Part(
            kind="equation",
            opening=Phrase(N_("Let me look at the equation {equation}{address}."), said),
            final=Phrase(N_("I cannot solve the equation {equation} exactly{address}."), said),
        )
    _prove(equation, task.variable, families)
    if len(task.expressions) == 3 and _count(task, families) <= _MOST_SHOWN:
        return _in_range(task, working, families, said)
    return _general(task, working, families, said)


def _in_sines(equation: Node) -> sympy.Expr:
    """Left minus right; secants and the like are refused, an angle in degrees is in radians here."""
    if any(isinstance(each, Apply) and each.head in {"sec", "csc", "cot"} for each in walk(equation)):
        raise CannotSolve
    return to_sympy(equation)


def _values(families: list[Family], low: float, high: float) -> list[sympy.Expr]:
    found = [sympy.expand(each.start + k * each.period) for each in families for k in _turns(each, low, high)]
    return sorted(dict.fromkeys(found), key=float)


def _turns(family: Family, low: float, high: float) -> range:
    """The whole numbers k with which the family has its angles between the ends, and one more on each side."""
    start, period = float(family.start), float(family.period)
    return range(int((low - start) // period) - 1, int((high - start) // period) + 2)


def _prove(equation: Node, letter: str, families: list[Family]) -> None:
    for each in families:
        for k in (0, 1, -2):
            require(solves(equation, letter, each.start + k * each.period), "an angle does not fit")
    places = [
        float(each.start) + k * float(each.period) for each in families for k in _turns(each, -_CHECKED, _CHECKED)
    ]
    require(missed_root(equation, letter, places) is None, "an angle is missing")


def _count(task: Task, families: list[Family]) -> float:
    """About how many solutions are in the range."""
    low, high = to_sympy(task.expressions[1].arguments[0]), to_sympy(task.expressions[2].arguments[1])
    return sum(float(high - low) / float(each.period) for each in families)


def _general(task: Task, working: Angles, families: list[Family], said: dict[str, str]) -> Part:
    final = Phrase(N_("The equation {equation} has no real solution{address}."), said)
    if families:
        degrees = OR.join(
            rf"{tex(working.unknown)} {_equals(each.start)} {_in_degrees(each.start)} + {_in_degrees(each.period)} k"
            for each in families
        )
        shown = {
            "solutions": math(written_families(working.unknown, families)),
            "degrees": math(degrees),
            "k": math("k"),
        }
        final = Phrase(
            N_(
                "The solutions to the equation {equation} are {solutions}, in degrees {degrees}, "
                "for every whole number {k}{address}."
            ),
            {**said, **shown},
        )
    return _part(
        task, working, said, final, [f"{each.start} + {each.period}*k" for each in families], families, "general"
    )


def _in_range(task: Task, working: Angles, families: list[Family], said: dict[str, str]) -> Part:
    low, high = task.expressions[1].arguments[0], task.expressions[2].arguments[1]
    ends = [to_sympy(each) for each in (low, high)]
    in_degrees = any(isinstance(each, Apply) and each.head == "degrees" for end in (low, high) for each in walk(end))
    strict = [each.head == "less" for each in task.expressions[1:]]
    kept = [
        each
        for each in _values(families, float(ends[0]) - 1, float(ends[1]) + 1)
        if (each > ends[0] if strict[0] else each >= ends[0]) and (each < ends[1] if strict[1] else each <= ends[1])
    ]
    write = _in_degrees if in_degrees else tex
    shown = [f"{tex(working.unknown)} {_equals(each) if in_degrees else '='} {write(each)}" for each in kept]
    between = f"{latex(task.expressions[1])} {'<' if strict[1] else chr(92) + 'le'} {latex(high)}"
    text = Phrase(N_("Keep the solutions in the range {range}."), {"range": math(between)})
    working.tell(text, ", ".join(shown) or None, "range")
    params = {**said, "range": math(between), "solutions": ", ".join(map(math, shown))}
    final = Phrase(N_("In the range {range}, the solutions to {equation} are {solutions}{address}."), params)
    if not kept:
        final = Phrase(N_("In the range {range}, the equation {equation} has no solution{address}."), params)
    values = [str(sympy.simplify(each * 180 / sympy.pi)) if in_degrees else str(each) for each in kept]
    return _part(task, working, said, final, values, families, "range")


def _equals(angle: sympy.Expr) -> str:
    """The sign before an angle in degrees, which may be rounded."""
    return "=" if sympy.simplify(angle / sympy.pi).is_Rational else r"\approx"


def _in_degrees(value: sympy.Expr) -> str:
    """90° for π/2; a rounded number of degrees where it is no fraction of a turn."""
    degrees = sympy.simplify(value * 180 / sympy.pi)
    if degrees.is_Rational:
        return rf"{tex(degrees)}^{{\circ}}"
    return rf"{decimal(degrees, 2)[0]}^{{\circ}}"


def _part(
    task: Task,
    working: Angles,
    said: dict[str, str],
    final: Phrase,
    values: list[str],
    families: list[Family],
    outcome: str,
) -> Part:
    return Part(
        kind="equation",
        opening=Phrase(N_("Let us solve the equation {equation} for {variable}. Here are the steps:"), said),
        steps=tuple(working.steps),
        program=_program(task, families),
        final=final,
        answer={
            "kind": "angles",
            "variable": task.variable,
            "outcome": outcome if values else "no_real",
            "values": values,
            "latex": [written_families(working.unknown, families)] if families else [],
        },
        check=Phrase(N_("Put back into the equation, these angles make both sides equal.")) if values else None,
    )


def _program(task: Task, families: list[Family]) -> str:
    """A program that puts one angle of each family back, or shows that there is none."""
    tree, unknown = task.expressions[0], python_name(task.variable)
    if not families:
        return program(letters_of(tree), f"print(solveset({code(tree)}, {unknown}, S.Reals))")
    values = ", ".join(code(from_sympy(each.start)) for each in families)
    left, right = [code(each) for each in tree.arguments]
    return program(
        letters_of(tree),
        f"for value in [{values}]:",
        f"    print(value, N(({left} - ({right})).subs({unknown}, value), 10, chop=True))",
    )
