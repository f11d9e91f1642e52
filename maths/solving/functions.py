"""One function looked at: where it is defined, a tangent of its graph, a table of its values."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.candidates import is_defined, solves, value_at
from maths.solving.convert import code, exact_code, letters_of, program, python_name, symbol, to_sympy
from maths.solving.domains import is_even_root
from maths.solving.inequalities import interval_tex, solved, written
from maths.solving.reductions import CannotSolve, Reduction
from maths.solving.steps import Part, Step, Voice, math, require, tex
from maths.tree import Apply, Name, Node, Number, apply, names, replace, walk

_ZERO = Number("0")
_EVERYWHERE = frozenset(
    [
        "sum",
        "subtract",
        "negate",
        "product",
        "quotient",
        "power",
        "percent",
        "mixed",
        "abs",
        "sin",
        "cos",
        "exp",
        "atan",
    ]
    + ["sqrt", "root", "ln", "log", "sinh", "cosh", "tanh", "degrees"]
)
_SAMPLES = 200


def explain_domain(task: Task) -> Part:
    """Each denominator, even root and logarithm gives a condition; all of them must hold."""
    tree, voice, unknown = task.expressions[0], Voice(task), symbol(task.variable)
    said = {"expression": voice.question()}
    steps: list[Step] = []
    try:
        found = _domain(tree, task.variable, steps)
    except CannotSolve:
        return Part(
            kind="domain",
            opening=Phrase(N_("Let me look at {expression}{address}."), said),
            final=Phrase(N_("I cannot find the domain of {expression} exactly{address}."), said),
        )
    for k in range(-_SAMPLES // 2, _SAMPLES // 2):
        value = sympy.Rational(13 * k, 61)
        require((found.contains(value) == sympy.true) == is_defined(tree, task.variable, value), f"domain at {value}")
    shown = {**said, "solution": math(written(found, unknown))}
    if found == sympy.S.Reals:
        final = Phrase(N_("The domain of {expression} is all real numbers{address}."), said)
    elif found is sympy.S.EmptySet:
        final = Phrase(N_("{expression} is defined for no real number{address}."), said)
    else:
        shown["interval"] = math(interval_tex(found))
        final = Phrase(N_("The domain of {expression} is {solution}, in interval notation {interval}{address}."), shown)
    return Part(
        kind="domain",
        opening=Phrase(N_("Let us find where {expression} is defined:"), said),
        steps=tuple(steps),
        program=_domain_program(task),
        final=final,
        answer={
            "kind": "interval",
            "variable": task.variable,
            "values": [str(found)],
            "latex": [written(found, unknown)],
        },
    )


def _domain(tree: Node, letter: str, steps: list[Step]) -> sympy.Set:
    heads = {each.head for each in walk(tree) if isinstance(each, Apply) and names(each)}
    if not heads <= _EVERYWHERE:
        raise CannotSolve
    found: sympy.Set = sympy.S.Reals
    conditions = list(dict.fromkeys(each for node in walk(tree) for each in _conditions(node)))
    for text, condition in conditions:
        allowed = _allowed(condition, symbol(letter))
        shown = latex(condition) if condition.head != "equals" else latex(condition).replace("=", r"\ne")
        steps.append(
            Step(
                Phrase(text), None, rf"{shown} \quad \Rightarrow \quad {written(allowed, symbol(letter))}", "condition"
            )
        )
        found = found.intersect(allowed)
    if not conditions:
        steps.append(
            Step(Phrase(N_("There is no denominator, even root or logarithm with the letter.")), None, None, "free")
        )
    if len(conditions) > 1:
        text = Phrase(N_("All of these must hold at once."))
        steps.append(Step(text, None, written(found, symbol(letter)), "intersect"))
    return found


def _conditions(node: Node) -> list[tuple[str, Apply]]:
    if not isinstance(node, Apply) or not names(node):
        return []
    if node.head == "quotient" and names(node.arguments[1]):
        return [(N_("A denominator must not be 0."), apply("equals", node.arguments[1], _ZERO))]
    inside = node.arguments[0]
    if node.head == "sqrt" or node.head == "root" and is_even_root(node):
        return [(N_("What is below an even root must not be negative."), apply("greater_equal", inside, _ZERO))]
    if node.head in {"ln", "log"}:
        return [(N_("A logarithm needs a positive number."), apply("greater", inside, _ZERO))]
    if node.head == "power":
        return _power_conditions(*node.arguments)
    return []


def _power_conditions(base: Node, exponent: Node) -> list[tuple[str, Apply]]:
    if names(exponent):
        if names(base):
            raise CannotSolve
        return []
    value = to_sympy(exponent)
    if value.is_Integer:
        return [(N_("A denominator must not be 0."), apply("equals", base, _ZERO))] if value < 0 else []
    raise CannotSolve


def _allowed(condition: Apply, unknown: sympy.Symbol) -> sympy.Set:
    """Where one condition holds; an "equals" stands for what must not be."""
    if condition.head != "equals":
        return solved(condition, unknown, [])
    found = Reduction(unknown).candidates(to_sympy(condition), sympy.Integer(0))
    zeros = [each for each in found if solves(condition, unknown.name, each)]
    return sympy.Complement(sympy.S.Reals, sympy.FiniteSet(*zeros))


def _domain_program(task: Task) -> str:
    """The same conditions, solved one by one, and their intersection."""
    unknown = python_name(task.variable)
    conditions = list(dict.fromkeys(each for node in walk(task.expressions[0]) for _, each in _conditions(node)))
    solved_sets = [
        f"Complement(S.Reals, solveset({code(each.arguments[0])}, {unknown}, S.Reals))"
        if each.head == "equals"
        else f"solve_univariate_inequality({code(each)}, {unknown}, relational=False)"
        for each in conditions
    ]
    inside = ", ".join(["S.Reals", *solved_sets])
    return program(letters_of(task.expressions[0]), f"print(Intersection({inside}))")


# -- tangents -------------------------------------------------------------------------------------------------------


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


def _tangent_program(task: Task) -> str:
    tree, place = task.expressions[:2]
    letter, at = python_name(task.variable), exact_code(place)
    return program(
        letters_of(tree),
        f"f = {code(tree)}",
        f"slope = diff(f, {letter}).subs({letter}, {at})",
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


# -- tables ---------------------------------------------------------------------------------------------------------


def explain_value_table(task: Task) -> Part:
    """One value after another, each put in."""
    tree, low, high, step = task.expressions
    unknown, voice = symbol(task.variable), Voice(task)
    start, end, by = [to_sympy(each) for each in (low, high, step)]
    places = [start + k * by for k in range(int((end - start) / by) + 1)]
    values = [_value(tree, task.variable, each) for each in places]
    said = {"expression": voice.question()}
    steps = [_row(tree, task.variable, place, value) for place, value in zip(places, values, strict=True)]
    shown = [tex(each) if each is not None else r"\text{–}" for each in values]
    columns = "c|" + "c" * len(places)
    body = " & ".join([tex(unknown), *map(tex, places)]) + r" \\ \hline " + " & ".join([latex(tree), *shown])
    table = rf"\begin{{array}}{{{columns}}} {body} \end{{array}}"
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
