"""Polynomials as their terms, found on the tree alone: small ones, with exact coefficients."""

from fractions import Fraction

from maths.reading.magnitude import exact_value
from maths.tree import Apply, Name, Node, Number, names

MOST_TERMS, MOST_DEGREE, MOST_DIGITS = 40, 12, 60
Powers = tuple[tuple[str, int], ...]
Polynomial = dict[Powers, Fraction]
"""A coefficient for each product of powers: {(("x", 2),): 3, (): 1} is 3x^2 + 1."""


def polynomial(tree: Node) -> Polynomial | None:
    """The terms of a tree, of an equation those of left - right; None if it is no small polynomial."""
    found = _terms(tree)
    return None if found is None else {powers: value for powers, value in found.items() if value}


def coefficients(tree: Node, letter: str) -> list[Fraction] | None:
    """The coefficients of a small polynomial in one letter, the constant first; None for anything else."""
    found = polynomial(tree)
    if found is None or not names(tree) <= {letter}:
        return None
    top = total_degree(found)
    return [found.get(((letter, power),) if power else (), Fraction(0)) for power in range(top + 1)]


def total_degree(terms: Polynomial) -> int:
    """The highest sum of exponents in a term."""
    return max((sum(power for _, power in powers) for powers in terms), default=0)


def _terms(tree: Node) -> Polynomial | None:
    if isinstance(tree, Name):
        return {((tree.name, 1),): Fraction(1)}
    if not isinstance(tree, Apply) or not names(tree):
        value = Fraction(tree.value) if isinstance(tree, Number) else exact_value(tree)
        return None if value is None else _bounded({(): value})
    if tree.head == "power":
        return _power(*tree.arguments)
    parts = [_terms(each) for each in tree.arguments]
    if None in parts or tree.head not in _OPERATIONS:
        return None
    return _OPERATIONS[tree.head](parts)


def _sum(parts: list[Polynomial]) -> Polynomial | None:
    total: Polynomial = {}
    for part in parts:
        for powers, value in part.items():
            total[powers] = total.get(powers, Fraction(0)) + value
    return _bounded(total)


def _opposite(part: Polynomial) -> Polynomial:
    return {powers: -value for powers, value in part.items()}


def _product(parts: list[Polynomial]) -> Polynomial | None:
    result: Polynomial | None = {(): Fraction(1)}
    for part in parts:
        if result is None or len(result) * len(part) > MOST_TERMS**2:
            return None
        pairs = [{_multiplied(first, second): a * b} for first, a in result.items() for second, b in part.items()]
        result = _sum(pairs)
    return result


def _multiplied(first: Powers, second: Powers) -> Powers:
    exponents = dict(first)
    for letter, power in second:
        exponents[letter] = exponents.get(letter, 0) + power
    return tuple(sorted(exponents.items()))


def _quotient(parts: list[Polynomial]) -> Polynomial | None:
    top, bottom = parts
    value = bottom.get((), Fraction(0))
    if set(bottom) - {()} or not value:
        return None
    return _bounded({powers: each / value for powers, each in top.items()})


def _power(base: Node, exponent: Node) -> Polynomial | None:
    times = None if names(exponent) else exact_value(exponent)
    if times is None or times.denominator != 1 or not 0 <= times <= MOST_DEGREE:
        return None
    inner = _terms(base)
    return None if inner is None else _product([inner] * int(times))


def _bounded(terms: Polynomial) -> Polynomial | None:
    digits = max((len(str(abs(each.numerator))) + len(str(each.denominator)) for each in terms.values()), default=0)
    small = len(terms) <= MOST_TERMS and digits <= MOST_DIGITS and total_degree(terms) <= MOST_DEGREE
    return terms if small else None


_OPERATIONS = {
    "sum": _sum,
    "product": _product,
    "quotient": _quotient,
    "negate": lambda parts: _opposite(parts[0]),
    "subtract": lambda parts: _opposite(parts[0]),
    "equals": lambda parts: _sum([parts[0], _opposite(parts[1])]),
}
