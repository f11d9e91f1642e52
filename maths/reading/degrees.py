"""How an expression depends on a letter, found on the tree alone."""

from maths.reading.magnitude import exact_value
from maths.tree import Apply, Name, Node, names


def degree(tree: Node, letter: str) -> int | None:
    """An upper bound for the degree of a polynomial in the letter; None if it is no polynomial in it."""
    if isinstance(tree, Name):
        return int(tree.name == letter)
    if not isinstance(tree, Apply) or letter not in names(tree):
        return 0
    if tree.head in {"sum", "equals", "negate", "subtract"}:
        return _combine(max, [degree(each, letter) for each in tree.arguments])
    if tree.head == "product":
        return _combine(sum, [degree(each, letter) for each in tree.arguments])
    if tree.head == "quotient" and letter not in names(tree.arguments[1]):
        return degree(tree.arguments[0], letter)
    if tree.head == "power":
        return _power_degree(tree, letter)
    return None


def _combine(how, degrees: list[int | None]) -> int | None:
    return None if None in degrees else how(degrees)


def _power_degree(tree: Apply, letter: str) -> int | None:
    base, exponent = tree.arguments
    times = None if names(exponent) else exact_value(exponent)
    inner = degree(base, letter)
    if inner is None or times is None or times < 0 or times.denominator != 1:
        return None
    return inner * times.numerator
