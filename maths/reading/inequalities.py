"""Reads inequalities: 2x + 1 < 7, -1 <= x < 3, x + 1 > 2 and x < 7."""

import re

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.degrees import degree
from maths.reading.formulas import Pieces, formula_of
from maths.reading.problems import ReadingError, quoted
from maths.reading.tasks import Task
from maths.reading.words import unmark
from maths.tree import Apply, Node, apply, names, walk

_SIGNS = {
    **dict.fromkeys(("<=", "=<", "≤", r"\le", r"\leq"), "less_equal"),
    **dict.fromkeys((">=", "≥", r"\ge", r"\geq"), "greater_equal"),
    **dict.fromkeys(("<", r"\lt"), "less"),
    **dict.fromkeys((">", r"\gt"), "greater"),
}
_SIGN = re.compile(r"<=|=<|>=|≤|≥|\\leq?(?![a-z])|\\geq?(?![a-z])|\\lt(?![a-z])|\\gt(?![a-z])|<|>")
_WORDS = tuple(
    (re.compile(rf"\s+is\s+{words}\s+", re.IGNORECASE), f" {sign} ")
    for words, sign in (
        (r"(?:less|smaller) than or equal to", "<="),
        (r"(?:greater|more|bigger|larger) than or equal to", ">="),
        (r"(?:less|smaller) than", "<"),
        (r"(?:greater|more|bigger|larger) than", ">"),
        ("at most", "<="),
        ("at least", ">="),
    )
)
_ALLOWED = frozenset(
    ["sum", "subtract", "negate", "product", "quotient", "power", "abs", "mixed", "percent", *_SIGNS.values()]
)


def inequality(pieces: Pieces) -> Task:
    """One inequality, or two that hold at once: a chain, or joined by "and"."""
    text, backticks = pieces.raw()
    text = _in_signs(unmark(text, pieces.spans))
    parts = re.split(r"\s+and\s+", text)
    found = [each for part in parts for each in _compared(part)]
    if not 1 <= len(found) <= 2:
        raise ReadingError("elsewhere", N_("I expected one inequality there."))
    letters = set().union(*map(names, found))
    if len(letters) != 1:
        raise ReadingError("elsewhere", N_("I can only solve inequalities with one letter."))
    (letter,) = letters
    if pieces.letter() not in {None, letter}:
        raise ReadingError(
            "unreadable", N_("The letter {letter} does not occur in the formula."), letter=quoted(str(pieces.letter()))
        )
    for each in found:
        _check(each, letter)
    return Task("inequality", tuple(found), letter, text.strip(), backticks)


def _in_signs(text: str) -> str:
    """3x < 12 out of "3x is less than 12"."""
    for pattern, sign in _WORDS:
        text = pattern.sub(sign, text)
    return text


def _compared(text: str) -> list[Node]:
    """The inequalities of a chain: a < b < c is a < b and b < c."""
    signs = _SIGN.findall(text)
    sides = _SIGN.split(text)
    if not 1 <= len(signs) <= 2:
        raise ReadingError("elsewhere", N_("I expected one inequality there."))
    trees = [formula_of(each.strip()).tree for each in sides]
    if any(isinstance(each, Apply) and each.head == "equals" for each in trees):
        raise ReadingError("unreadable", N_("I expected an inequality there, not an equation."))
    heads = [_SIGNS[each] for each in signs]
    if len(heads) == 2 and heads[0].split("_")[0] != heads[1].split("_")[0]:
        raise ReadingError("ambiguous", N_("The two signs of that chain point in different directions."))
    return [apply(head, trees[i], trees[i + 1]) for i, head in enumerate(heads)]


def _check(tree: Node, letter: str) -> None:
    heads = {each.head for each in walk(tree) if isinstance(each, Apply) and names(each)}
    if not heads <= _ALLOWED:
        raise ReadingError(
            "unsupported", N_("I can solve inequalities with polynomials, fractions and absolute values so far.")
        )
    for side in tree.arguments:
        top = degree(side, letter)
        if top is not None and top > bounds.DEGREE:
            raise ReadingError(
                "too_large", N_("I can only work with powers of a letter up to {limit}."), limit=str(bounds.DEGREE)
            )
