"""A table of the values of a function."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.candidates import is_defined, value_at
from maths.solving.convert import symbol, to_sympy
from maths.solving.programs import code, letters_of, program, python_name
from maths.solving.steps import Part, Step, Voice, decimal, math, tex
from maths.tree import Name, Node, Number, apply, replace

_NONE = r"\text{–}"
_STEPS = 8


def explain_value_table(task: Task) -> Part:
    """One value after another, each put in."""
    tree, low, high, step = task.expressions
    unknown, voice = symbol(task.variable), Voice(task)
    start, end, by = [to_sympy(each) for each in (low, high, step)]
    places = [start + k * by for k in range(int((end - start) / by) + 1)]
    values = [_value(tree, task.variable, each) for each in places]
    said = {"expression": voice.question()}
    steps = [_row(tree, task.variable, place, value) for place, value in zip(places, values, strict=True)]
    shown = [tex(each) if each is not None else _NONE for each in values]
    table = _grid(tex(unknown), latex(tree), [tex(each) for each in places], shown)
    name = python_name(task.variable)
    lines = [
        f"for value in [{', '.join(_code_of(each) for each in places)}]:",
        f"    print(value, ({code(tree)}).subs({name}, value))",
    ]
    return Part(
        kind="value_table",
        opening=Phrase(N_("Let us make a table of values for {expression}:"), said),
        steps=tuple(steps),
        program=program(letters_of(tree), *lines),
        final=Phrase(N_("Here is the table of values{address}: {table}"), {"table": math(table)}),
        answer={
            "kind": "table",
            "places": [str(each) for each in places],
            "values": ["undefined" if each is None else str(each) for each in values],
            "latex": [table],
        },
    )


def _grid(letter: str, function: str, places: list[str], values: list[str]) -> str:
    """LaTeX of a table with the places above and the values below."""
    body = " & ".join([letter, *places]) + r" \\ \hline " + " & ".join([function, *values])
    return rf"\begin{{array}}{{c|{'c' * len(places)}}} {body} \end{{array}}"


def sampled_table(tree: Node, letter: str, low: sympy.Expr, high: sympy.Expr) -> str | None:
    """LaTeX of a short table between two ends, its values rounded; None where nothing in it is defined."""
    places = _evenly(low, high)
    values = [_value(tree, letter, each) for each in places]
    if all(each is None for each in values):
        return None
    shown = [_NONE if each is None else tex(each) if each.is_Integer else decimal(each, 2)[0] for each in values]
    return _grid(tex(symbol(letter)), "y", [tex(each) for each in places], shown)


def _evenly(low: sympy.Expr, high: sympy.Expr) -> list[sympy.Expr]:
    """A few places from one end to the other: multiples of a whole number where both ends are whole."""
    if low.is_Integer and high.is_Integer:
        step = max(1, -(-(high - low) // _STEPS))
        first = -(-low // step) * step
        return [first + k * step for k in range(int((high - first) // step) + 1)]
    return [low + sympy.Rational(k, _STEPS) * (high - low) for k in range(_STEPS + 1)]


def _code_of(value: sympy.Rational) -> str:
    return str(value) if value.is_Integer else f"Rational({value.p}, {value.q})"


def _value(tree: Node, letter: str, place: sympy.Expr) -> sympy.Expr | None:
    """The value there, None where the function is not defined."""
    if not is_defined(tree, letter, place):
        return None
    return sympy.radsimp(value_at(tree, letter, place))


def _row(tree: Node, letter: str, place: sympy.Expr, value: sympy.Expr | None) -> Step:
    said = {"place": math(f"{letter} = {tex(place)}")}
    if value is None:
        return Step(Phrase(N_("For {place} it is not defined."), said), None, None, "undefined")
    from_place = apply("negate", _number_tree(-place)) if place < 0 else _number_tree(place)
    inserted = latex(replace(tree, Name(letter), from_place))
    return Step(Phrase(N_("For {place}:"), said), None, f"{inserted} = {tex(value)}", "value")


def _number_tree(value: sympy.Rational) -> Node:
    top = Number(str(value.p))
    return top if value.is_Integer else apply("quotient", top, Number(str(value.q)))
