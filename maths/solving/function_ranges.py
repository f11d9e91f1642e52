"""Which values a function takes: from the letter outward, where that occurs once."""

import sympy
from sympy.calculus.util import function_range

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import NoNotation, from_sympy, symbol, to_sympy
from maths.solving.domains import is_even_root
from maths.solving.inequalities import interval_tex
from maths.solving.programs import code, letters_of, program, python_name
from maths.solving.reductions import CannotSolve
from maths.solving.steps import Part, Step, Voice, equal, math, require
from maths.tree import Apply, Name, Node, names, walk

_SAMPLES = 200
_WHY = {
    "power": N_("An even power is never negative."),
    "sqrt": N_("An even root is never negative."),
    "abs": N_("An absolute value is never negative."),
    "exp": N_("A power of a positive number is always positive."),
    "sin": N_("Sine and cosine stay between -1 and 1."),
    "quotient": N_("One over something is never 0."),
}
_MOVED = N_("Numbers that are added move these values, factors stretch or turn them.")
_FAILURES = (NotImplementedError, ValueError, TypeError, AttributeError, RecursionError)
_INNER = sympy.Dummy("t", real=True)


def explain_range(task: Task) -> Part:
    """The values of one operation after the other, compared with values of the function at many places."""
    tree, letter = task.expressions[0], task.variable
    said = {"expression": Voice(task).question()}
    try:
        steps: list[Step] = []
        found = _range(tree, letter, steps)
        _compare(tree, letter, found)
    except (CannotSolve, NoNotation):
        return Part(
            kind="function_range",
            opening=Phrase(N_("Let me look at {expression}{address}."), said),
            final=Phrase(N_("I cannot find the range of {expression} exactly{address}."), said),
        )
    shown = interval_tex(found)
    everything = N_("The range of {expression} is all real numbers{address}.")
    some = N_("The range of {expression} is {interval}{address}.")
    final = Phrase(everything, said) if found == sympy.S.Reals else Phrase(some, {**said, "interval": math(shown)})
    return Part(
        kind="function_range",
        opening=Phrase(N_("Let us see which values {expression} takes:"), said),
        steps=tuple(steps),
        program=_program(task),
        final=final,
        answer={"kind": "value_range", "values": [str(found)], "latex": [shown]},
    )


def _program(task: Task) -> str:
    unknown, tree = python_name(task.variable), code(task.expressions[0])
    lines = program(letters_of(*task.expressions), f"print(function_range({tree}, {unknown}, S.Reals))")
    return f"from sympy.calculus.util import function_range\n{lines}"


def _range(tree: Node, letter: str, steps: list[Step]) -> sympy.Set:
    unknown, function = symbol(letter), to_sympy(tree)
    if function.is_polynomial(unknown) and sympy.degree(function, unknown) % 2:
        _tell_odd(steps)
        return sympy.S.Reals
    if _occurs(tree, letter) > 1:
        tree = _with_one_letter(tree, function, unknown, steps)
    return _values(tree, letter, steps)


def _tell_odd(steps: list[Step]) -> None:
    text = N_(
        "The highest power is odd: far to one side the values go down without end, far to the other up without end."
    )
    steps.append(Step(Phrase(text), None, None, "odd_power"))


def _occurs(tree: Node, letter: str) -> int:
    return sum(each == Name(letter) for each in walk(tree))


def _with_one_letter(tree: Node, function: sympy.Expr, unknown: sympy.Symbol, steps: list[Step]) -> Node:
    """A parabola by its vertex, a fraction of two lines after division; raises CannotSolve for others."""
    if function.is_polynomial(unknown) and sympy.degree(function, unknown) == 2:
        a, b, c = sympy.Poly(sympy.expand(function), unknown).all_coeffs()
        written, text = a * (unknown + b / (2 * a)) ** 2 + c - b**2 / (4 * a), N_("Complete the square.")
    elif function.is_rational_function(unknown):
        written, text = sympy.apart(function, unknown), N_("Divide the numerator by the denominator.")
    else:
        raise CannotSolve
    require(equal(written, function), "rewrite")
    found = from_sympy(written)
    if _occurs(found, str(unknown)) != 1:
        raise CannotSolve
    steps.append(Step(Phrase(text), latex(tree), latex(found), "rewrite"))
    return found


def _values(node: Node, letter: str, steps: list[Step]) -> sympy.Set:
    """The values of a part of the formula, over all numbers for which it is defined."""
    if node == Name(letter):
        return sympy.S.Reals
    if not isinstance(node, Apply):
        raise CannotSolve
    inside = next(each for each in node.arguments if letter in names(each))
    if isinstance(inside, Apply) and inside.head == "subtract":
        inside = inside.arguments[0]
    before = _values(inside, letter, steps)
    operation = _with_base_e(to_sympy(_replaced(node, inside, letter)).subs(symbol(letter), _INNER))
    try:
        found = function_range(operation, _INNER, before)
    except _FAILURES as error:
        raise CannotSolve from error
    if not _is_plain(found):
        raise CannotSolve
    if found != before:
        steps.append(Step(Phrase(_why(node, inside)), None, rf"{latex(node)} \in {interval_tex(found)}", "values"))
    return found


def _replaced(node: Apply, inside: Node, letter: str) -> Node:
    """One operation on its own, with the letter in the place of what is inside."""
    stands_for = {inside: Name(letter), Apply("subtract", (inside,)): Apply("subtract", (Name(letter),))}
    return Apply(node.head, tuple([stands_for.get(each, each) for each in node.arguments]))


def _with_base_e(operation: sympy.Expr) -> sympy.Expr:
    """2^t as a power of e, of which SymPy knows the values."""
    base, exponent = operation.as_base_exp()
    known = operation.is_Pow and exponent.has(_INNER) and base.is_positive
    return sympy.exp(exponent * sympy.log(base)) if known else operation


def _why(node: Apply, inside: Node) -> str:
    head = "sqrt" if node.head == "root" and is_even_root(node) else "sin" if node.head == "cos" else node.head
    if head == "power" and inside is not node.arguments[0]:
        head = "exp"
    if head == "quotient" and inside is not node.arguments[1]:
        return _MOVED
    return _WHY.get(head, _MOVED)


def _is_plain(found: sympy.Set) -> bool:
    parts = found.args if isinstance(found, sympy.Union) else [found]
    return all(isinstance(each, sympy.Interval) for each in parts)


def _compare(tree: Node, letter: str, found: sympy.Set) -> None:
    """Each value at many places must be in the set."""
    function, unknown = to_sympy(tree), symbol(letter)
    for k in range(-_SAMPLES // 2, _SAMPLES // 2):
        value = function.subs(unknown, sympy.Rational(13 * k, 61))
        if value.is_real and value.is_finite:
            near = sympy.Float(value.evalf(30), 30)
            require(found.contains(near) == sympy.true or _is_end(near, found), f"range at {value}")


def _is_end(value: sympy.Float, found: sympy.Set) -> bool:
    return any(end.is_finite and abs(end.evalf(30) - value) < 1e-20 for end in found.boundary)
