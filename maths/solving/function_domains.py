"""Where a function is defined."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.candidates import is_defined, solves
from maths.solving.convert import symbol, to_sympy
from maths.solving.domains import is_even_root
from maths.solving.inequalities import interval_tex, solved, written
from maths.solving.programs import code, letters_of, program, python_name
from maths.solving.reductions import CannotSolve, Reduction
from maths.solving.steps import Part, Step, Voice, math, require
from maths.tree import Apply, Node, Number, apply, names, walk

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
