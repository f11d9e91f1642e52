"""Whether a number really solves an equation: everything in it is real there, and both sides are the same."""

from collections.abc import Iterable

import sympy

from maths.solving.convert import NoNotation, from_sympy, symbol, to_sympy
from maths.tree import Apply, Name, Node, names, replace, walk, word_set

_DIGITS = 40
_REAL_OF_REAL = word_set(
    "equals less less_equal greater greater_equal sum subtract negate product abs percent degrees sin cos exp"
)
_SAMPLES = 400
_REACH = 41.37


def value_at(tree: Node, letter: str, value: sympy.Expr) -> sympy.Expr:
    """The tree with a number in place of its letter; odd roots of negative numbers are real, as in school."""
    try:
        return to_sympy(replace(tree, Name(letter), from_sympy(value)))
    except NoNotation:
        return to_sympy(tree).subs(symbol(letter), value)


def has_odd_root(tree: Node) -> bool:
    """Whether a root or fractional power with an odd index is in the tree, which SymPy takes to be complex below 0."""
    for node in walk(tree):
        if isinstance(node, Apply) and node.head in {"root", "power"} and names(node.arguments[0]):
            if names(node.arguments[1]):
                continue
            index = to_sympy(node.arguments[1])
            if node.head == "root" and index % 2 == 1 or node.head == "power" and not index.is_Integer:
                return True
    return False


def is_defined(tree: Node, letter: str, value: sympy.Expr) -> bool:
    """Whether every part of the tree has a real value where the letter has this value."""
    for node in walk(tree):
        if not isinstance(node, Apply) or node.head in _REAL_OF_REAL or letter not in names(node):
            continue
        found = value_at(node, letter, value)
        if found.has(sympy.zoo, sympy.nan, sympy.oo) or not _is_real(found):
            return False
        if node.head == "quotient" and _vanishes(value_at(node.arguments[1], letter, value)):
            return False
    return True


def _is_real(value: sympy.Expr) -> bool:
    if value.is_real is not None:
        return bool(value.is_real)
    number = value.evalf(_DIGITS)
    return bool(number.is_finite) and abs(sympy.im(number)) < 10**-25


def _vanishes(value: sympy.Expr) -> bool:
    return bool(value == 0) or bool(abs(value.evalf(_DIGITS)) < sympy.Float(10) ** -25)


def solves(equation: Node, letter: str, value: sympy.Expr) -> bool:
    """Whether the number solves the equation, exactly or to 25 digits."""
    if not is_defined(equation, letter, value):
        return False
    return _vanishes(value_at(equation, letter, value))


def missed_root(equation: Node, letter: str, known: Iterable[sympy.Expr | float]) -> float | None:
    """A place near zero where the sides cross and that is not among the numbers known; None if there is none."""
    evaluate = sympy.lambdify(symbol(letter), to_sympy(equation), "mpmath")
    places = [float(each) for each in known]
    points = [-_REACH + 2 * _REACH * k / _SAMPLES for k in range(_SAMPLES + 1)]
    values = [_at(evaluate, each) for each in points]
    for low, high, first, second in zip(points, points[1:], values, values[1:], strict=False):
        if first is None or second is None or first * second >= 0:
            continue
        root = _bisected(evaluate, low, high, first)
        if root is not None and not any(abs(root - each) < 1e-6 * max(1.0, abs(each)) for each in places):
            return root
    return None


def _bisected(evaluate, low: float, high: float, first: float) -> float | None:
    """The root between two points of different sign; None for a jump."""
    start = abs(first)
    for _ in range(60):
        middle = (low + high) / 2
        value = _at(evaluate, middle)
        if value is None:
            return None
        if value * first > 0:
            low = middle
        else:
            high = middle
    value = _at(evaluate, (low + high) / 2)
    return (low + high) / 2 if value is not None and abs(value) < 1e-6 * max(1.0, start) else None


def _at(evaluate, point: float) -> float | None:
    try:
        value = complex(evaluate(point))
    except (ArithmeticError, ValueError, TypeError):
        return None
    return value.real if abs(value.imag) < 1e-12 and abs(value.real) < 1e300 else None
