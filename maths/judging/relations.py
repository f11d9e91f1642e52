"""The equations between numbers in a text, and whether they hold."""

import re

import sympy

from maths.claims.replies import CLOSE, OPEN
from maths.claims.values import has_decimal, places_of, tree_of
from maths.solving.convert import symbol, to_sympy
from maths.tree import Node, names, walk

_MOST_CHAINS, _MOST_SIDES, _MOST_LENGTH = 60, 12, 200
_BETWEEN = re.compile(
    rf"(?<![A-Za-z\\])(?!(?:sin|cos|tan|log|ln|sqrt|exp|pi|of|von|mod|times|mal|plus|minus|over)(?![a-z]))[A-Za-zÄÖÜäöüß]{{2,}}|[{OPEN}{CLOSE};:!?✓✔✅⇒→∴&]"
    r"|,(?=\s|$)|\.(?=\s|$)|\\(?:quad|qquad|Rightarrow|implies|checkmark|therefore|to|text)(?![a-z])|\\\\|\)\s+\(|\s[-–—]\s(?=[A-Za-z]\b\s*=)"
)
_DIVIDED = re.compile(r"=\s*\d+\s*(?:,?\s*)(?:remainder|rest|r\.?)\s*\d+", re.IGNORECASE)
_ONLY_NUMBERS = re.compile(r"[\d\s+*/^().!×·÷−-]*\d[\d\s+*/^().!×·÷−-]*")
_MOST_SIZE = 60
_MOST_DEGREE = 12


def chains(text: str) -> list[str]:
    """The pieces of a text that may be equations: what stands between its words and marks."""
    pieces = [each.strip() for each in _BETWEEN.split(_DIVIDED.sub(" . ", text))]
    return [each for each in pieces if re.search("[=≈]", each) and len(each) <= _MOST_LENGTH][:_MOST_CHAINS]


def has_false_relation(text: str) -> bool:
    """Whether two numbers of a text are called equal that are not, or that cannot be read.

    A decimal may be the other one rounded.
    """
    return any(_is_false(piece) for piece in chains(text))


def _is_false(piece: str) -> bool:
    written = piece.split("=")[:_MOST_SIDES]
    sides = [_number(each) for each in written]
    if any(tree is None and _ONLY_NUMBERS.fullmatch(each) for tree, each in zip(sides, written, strict=True)):
        return True
    return any(
        left is not None and right is not None and not _agree(left, right)
        for left, right in zip(sides, sides[1:], strict=False)
    )


def _number(text: str) -> Node | None:
    """The tree of a side that holds numbers only."""
    tree = tree_of(text.split("≈")[0].strip(" .,$€£"))
    if tree is None or names(tree) or sum(1 for _ in walk(tree)) > _MOST_SIZE:
        return None
    return tree


def _agree(left: Node, right: Node) -> bool:
    values = [to_sympy(each) for each in (left, right)]
    if not all(each.is_number and each.is_finite for each in values):
        return False
    gap = abs(sympy.N(values[0] - values[1], 30))
    rough = has_decimal(left) or has_decimal(right)
    return bool(
        gap <= sympy.Rational(1, 10 ** max(places_of(left) or 0, places_of(right) or 0, 1)) if rough else gap < 1e-20
    )


def is_false_equation(piece: str, letter: str, roots: list[sympy.Expr]) -> bool:
    """Whether an equation in the letter alone holds for none of the roots."""
    sides = [tree_of(each.strip(" .,$")) for each in piece.split("=")[:_MOST_SIDES]]
    if None in sides or set().union(*map(names, sides)) != {letter}:
        return False
    values = [to_sympy(each) for each in sides]
    return bool(roots) and not any(_holds(values, letter, root) for root in roots)


def _holds(values: list[sympy.Expr], letter: str, root: sympy.Expr) -> bool:
    put_in = [sympy.N(each.subs(symbol(letter), root), 20) for each in values]
    return all(abs(each - put_in[0]) < 0.02 * max(1, abs(put_in[0])) for each in put_in[1:])


def may_have_roots(piece: str, letter: str, asked: tuple[Node, ...]) -> bool:
    """Whether an equation in the letter alone is neither the one that was asked nor certain to have no real root."""
    sides = [tree_of(each.strip(" .,$")) for each in piece.split("=")[:_MOST_SIDES]]
    if None in sides or set().union(*map(names, sides)) != {letter} or set(sides) == set(asked):
        return False
    difference = sympy.together(to_sympy(sides[0]) - to_sympy(sides[-1])).as_numer_denom()[0]
    unknown = symbol(letter)
    if not difference.is_polynomial(unknown) or sympy.degree(difference, unknown) > _MOST_DEGREE:
        return True
    return difference == 0 or difference.has(unknown) and bool(sympy.Poly(difference, unknown).count_roots())
