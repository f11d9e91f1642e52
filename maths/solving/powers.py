"""Powers of one positive letter, made into a single power by the rules for exponents."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import from_sympy, to_sympy
from maths.solving.programs import code, program, python_name
from maths.solving.steps import Part, Step, Voice, math, require
from maths.tree import Apply, Name, Node, apply, names

_RULES = {
    "product": N_("Multiply powers: add the exponents."),
    "quotient": N_("Divide powers: subtract the exponents."),
    "power": N_("A power of a power: multiply the exponents."),
    "sqrt": N_("A root is a fractional power: divide the exponent by the index."),
    "root": N_("A root is a fractional power: divide the exponent by the index."),
}
_MOST_STEPS = 6


class _NoMonomial(Exception):
    """The tree is no number times a power of the letter."""


def explain_simplify_power(task: Task) -> Part:
    """One power, step by step from the inside; compared with the start at several positive numbers."""
    tree, voice = task.expressions[0], Voice(task)
    said = {"expression": voice.question(), "letter": math(latex(Name(task.variable)))}
    try:
        steps: list[Step] = []
        factor, exponent = _monomial(tree, task.variable, steps)
        value = _written(factor, exponent, task.variable)
    except _NoMonomial:
        value, steps = _simplified(tree, task.variable)
    _prove(tree, value, task.variable)
    if len(steps) > _MOST_STEPS:
        steps = steps[: _MOST_STEPS - 1] + steps[-1:]
    shown = latex(value)
    if not steps or steps[-1].after != shown:
        text = Phrase(N_("Put everything together."))
        steps.append(Step(text, latex(tree), shown, "combine"))
    said["result"] = voice.say(value)
    return Part(
        kind="simplify_power",
        opening=Phrase(N_("Let us simplify {expression}, where {letter} is positive:"), said),
        steps=tuple(steps),
        program=_program(tree, task.variable),
        final=Phrase(N_("Simplified, {expression} is {result}{address}."), said),
        answer={"kind": "expression", "values": [_text(value)], "latex": [shown]},
    )


def _monomial(tree: Node, letter: str, steps: list[Step]) -> tuple[sympy.Rational, sympy.Rational]:
    """The number and the exponent of a tree that is a number times a power of the letter; tells each rule used."""
    if letter not in names(tree):
        value = to_sympy(tree)
        if not value.is_Rational:
            raise _NoMonomial
        return value, sympy.Integer(0)
    if isinstance(tree, Name):
        return sympy.Integer(1), sympy.Integer(1)
    if not isinstance(tree, Apply) or tree.head not in {*_RULES, "negate"}:
        raise _NoMonomial
    found = _combined(tree, letter, steps)
    after = latex(_written(*found, letter))
    if tree.head in _RULES and after != latex(tree):
        steps.append(Step(Phrase(_RULES[tree.head]), latex(tree), f"{latex(tree)} = {after}", tree.head))
    return found


def _combined(tree: Apply, letter: str, steps: list[Step]) -> tuple[sympy.Rational, sympy.Rational]:
    if tree.head == "power":
        (factor, exponent), times = _monomial(tree.arguments[0], letter, steps), _number(tree.arguments[1])
        raised = factor**times
        if not raised.is_Rational:
            raise _NoMonomial
        return raised, exponent * times
    if tree.head in {"sqrt", "root"}:
        index = _number(tree.arguments[1]) if tree.head == "root" else sympy.Integer(2)
        factor, exponent = _monomial(tree.arguments[0], letter, steps)
        raised = factor ** (1 / index)
        if not raised.is_Rational:
            raise _NoMonomial
        return raised, exponent / index
    parts = [_monomial(each, letter, steps) for each in tree.arguments]
    if tree.head == "negate":
        return -parts[0][0], parts[0][1]
    if tree.head == "quotient":
        (top, above), (bottom, below) = parts
        return top / bottom, above - below
    return sympy.prod(each for each, _ in parts), sympy.Add(*[each for _, each in parts])


def _number(tree: Node) -> sympy.Rational:
    value = to_sympy(tree)
    if not value.is_Rational:
        raise _NoMonomial
    return value


def _written(factor: sympy.Rational, exponent: sympy.Rational, letter: str) -> Node:
    if exponent == 0:
        return from_sympy(factor)
    power = Name(letter) if exponent == 1 else apply("power", Name(letter), from_sympy(exponent))
    if factor == 1:
        return power
    if factor == -1:
        return apply("negate", power)
    return apply("product", from_sympy(factor), power)


def _simplified(tree: Node, letter: str) -> tuple[Node, list[Step]]:
    positive = sympy.Symbol(letter, positive=True)
    value = sympy.simplify(to_sympy(tree).subs(sympy.Symbol(letter, real=True), positive))
    return from_sympy(sympy.powsimp(value)), []


def _prove(tree: Node, value: Node, letter: str) -> None:
    first, second = to_sympy(tree), to_sympy(value)
    unknown = sympy.Symbol(letter, real=True)
    for number in (sympy.Rational(3, 7), sympy.Rational(11, 5), sympy.Integer(1)):
        left, right = [each.subs(unknown, number).evalf(40) for each in (first, second)]
        require(bool(left.is_finite) and bool(abs(left - right) <= abs(left) * 1e-25), "powers")


def _text(value: Node) -> str:
    return str(to_sympy(value))


def _program(tree: Node, letter: str) -> str:
    name = python_name(letter)
    lines = program({letter}, f"print(powsimp(simplify({code(tree)})))")
    return lines.replace(f'{name} = symbols("{letter}", real=True)', f'{name} = symbols("{letter}", positive=True)')
