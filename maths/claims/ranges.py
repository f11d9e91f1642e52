"""Reads sets of numbers: "x > 2", "-1 < x ≤ 3", "(-∞, 2) ∪ [3, ∞)", "x < -2 or x > 2"."""

import re
from dataclasses import dataclass

from maths.claims.replies import CLOSE, OPEN
from maths.claims.values import tree_of
from maths.tree import Node, names

_JOIN = re.compile(
    r"\s*(?:\\text\s*\{\s*(?:or|oder)\s*\}|\bor\b|\boder\b|\\cup(?![a-z])|∪|\\lor(?![a-z])|\\vee(?![a-z]))\s*"
)
_SIGN = re.compile(
    r"<=|=<|>=|≤|≥|\\leqslant|\\geqslant|\\leq?(?![a-z])|\\geq?(?![a-z])|\\lt(?![a-z])|\\gt(?![a-z])|<|>"
)
_STRICT = frozenset(["<", ">", r"\lt", r"\gt"])
_INFINITE = re.compile(r"\s*(?P<sign>[-−+]?)\s*(?:∞|\\infty|infinity|oo)\s*")
_PAIR = re.compile(r"(?:\\left)?\s*(?P<low>[(\[\]])(?P<inside>[^\[\]]+?)(?:\\right)?\s*(?P<high>[)\]\[])")
_SPACES = re.compile(r"\\(?:quad|qquad|,|;|:|!| )")


@dataclass(frozen=True)
class Range:
    """The numbers between two ends; None stands for no end. open_low, open_high: whether an end is left out."""

    low: Node | None
    high: Node | None
    open_low: bool = True
    open_high: bool = True


def ranges_of(text: str, letter: str, comma: bool = False) -> tuple[Range, ...] | None:
    """The ranges that the whole text states about the letter; None if any of it cannot be read."""
    text = _SPACES.sub(" ", text.replace(OPEN, " ").replace(CLOSE, " ")).strip().rstrip(".,;! ")
    text = re.sub(rf"^{letter}\s*(?:\\in(?![a-z])|∈)\s*", "", text)
    found = [_range(each.strip(), letter, comma) for each in _JOIN.split(text)]
    return None if None in found or not found else tuple(found)


def _range(text: str, letter: str, comma: bool) -> Range | None:
    text = re.sub(rf"^{letter}\s*(?:\\in(?![a-z])|∈)\s*", "", text)
    if match := _PAIR.fullmatch(text):
        return _interval(match, comma)
    signs, sides = _SIGN.findall(text), [each.strip() for each in _SIGN.split(text)]
    if len(signs) == 1:
        return _one_sided(sides, signs[0], letter, comma)
    if len(signs) == 2 and sides[1] == letter:
        first = _one_sided(sides[:2], signs[0], letter, comma)
        second = _one_sided(sides[1:], signs[1], letter, comma)
        return _both(first, second) if first and second else None
    return None


def _one_sided(sides: list[str], sign: str, letter: str, comma: bool) -> Range | None:
    if letter not in sides:
        return None
    first = sides[0] == letter
    end = tree_of(sides[1] if first else sides[0], comma)
    if end is None or names(end):
        return None
    less = sign in {"<", "<=", "=<", "≤"} or sign.startswith(r"\l")
    strict = sign in _STRICT
    return Range(None, end, True, strict) if less == first else Range(end, None, strict, True)


def _both(first: Range, second: Range) -> Range | None:
    """The numbers of a chain -1 < x < 3."""
    lower, upper = (first, second) if first.high is None else (second, first)
    if lower.low is None or upper.high is None or lower.high is not None or upper.low is not None:
        return None
    return Range(lower.low, upper.high, lower.open_low, upper.open_high)


def _interval(match: re.Match, comma: bool) -> Range | None:
    inside = match["inside"]
    ends = re.split(r";|\|", inside) if ";" in inside else inside.split(",")
    if len(ends) != 2:
        return None
    low, high = [_end(each, comma) for each in ends]
    if low is False or high is False or ends and _INFINITE.fullmatch(ends[0]) and "-" not in ends[0].replace("−", "-"):
        return None
    return Range(low, high, low is None or match["low"] in "(]", high is None or match["high"] in ")[")


def _end(text: str, comma: bool) -> Node | None | bool:
    """The tree of an end, None for infinity, False for what cannot be read."""
    if _INFINITE.fullmatch(text):
        return None
    tree = tree_of(text, comma)
    return False if tree is None or names(tree) else tree
