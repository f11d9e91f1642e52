"""Finds our own result anywhere in a reply that seems to answer something else."""

import re

import sympy

from maths.claims import Claim
from maths.claims.replies import CLOSE, OPEN, Segment
from maths.claims.values import tree_of
from maths.claims.wording import unknown_words
from maths.judging.functions import same_function
from maths.judging.results import Result
from maths.solving.convert import to_sympy

_MOST_SIDES = 12
_LAST_NUMBER = re.compile(r"(?:(?<![\w)\s])|(?<=[=:(]\s)|^|(?<=\s))[-−]?\d+(?:[.,]\d+)*(?:\s*/\s*\d+)?")
_LAST_FRACTION = re.compile(r"[-−]?\s*\\[dt]?frac\s*\{[^{}]*\}\s*\{[^{}]*\}")


def says_ours(result: Result, parts: list[Segment], compared: list, chosen: Claim) -> bool:
    """Whether our own result stands anywhere in the reply as a claim or as its last number."""
    if any(other.agrees for _, other in compared):
        return True
    if result.target.shape == "measure":
        return False
    if result.target.shape == "expression":
        return any(_has_side(each.text, result.exact[0]) for each in parts)
    if unknown_words(parts[chosen.place].text, result.target, outcome=True):
        return True
    text = " ".join(each.text for each in parts)
    numbers = [each for each in (_value(each) for each in _numbers_in(text)) if each is not None]
    if not result.exact or not all(each.is_number for each in result.exact):
        return False
    if len(result.exact) == 1:
        return bool(numbers) and _is_near(numbers[-1], result.exact[0])
    return all(any(_is_near(each, ours) for each in numbers) for ours in result.exact)


def _has_side(text: str, ours: sympy.Expr) -> bool:
    """Whether one side of an equation in a sentence is our own expression."""
    sides = [tree_of(each) for piece in _pieces(text) for each in piece.split("=")]
    return any(same_function(to_sympy(each), ours).agrees for each in sides[-_MOST_SIDES:] if each is not None)


def _pieces(text: str) -> list[str]:
    return [each.strip(" .,") for each in re.split(rf"[:{OPEN}{CLOSE}]|\b[A-Za-z]{{4,}}\b", text) if each.strip()]


def _numbers_in(text: str) -> list[str]:
    plain = text.replace(OPEN, " ").replace(CLOSE, " ")
    found = [*_LAST_NUMBER.finditer(plain), *_LAST_FRACTION.finditer(plain)]
    return [match[0] for match in sorted(found, key=lambda match: match.end())][-40:]


def _value(written: str) -> sympy.Expr | None:
    tree = tree_of(written.replace("−", "-"))
    return to_sympy(tree) if tree is not None else None


def _is_near(number: sympy.Expr, ours: sympy.Expr) -> bool:
    return bool(number.is_number and abs(sympy.N(number - ours)) < 0.005)
