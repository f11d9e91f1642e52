"""Whether the steps about sets are true, by what is in them."""

import re

import mpmath

from tests.maths_made.asked import Asked
from tests.maths_made.computing import value

_SET = re.compile(r"\\\{(.*?)\\\}|([(\[])(.*?), (.*?)([)\]])|(\\emptyset|\\varnothing)")
_OPERATIONS = {
    "union": lambda a, b: a or b,
    "intersection": lambda a, b: a and b,
    "difference": lambda a, b: a and not b,
}
PLACES = [mpmath.mpf(k) / 2 for k in range(-30, 31)]


def check_sets(asked: Asked) -> None:
    """The elements shared, the pieces drawn, and the result have what the two sets of the question have."""
    first, second = [_members(each) for each in re.split(r"\\cup|\\cap|\\setminus", asked.text)]
    operation = _OPERATIONS[asked.task.details[0]]
    truth = [operation(a, b) for a, b in zip(first, second, strict=True)]
    for step in asked.steps:
        if step["rule"] == "shared":
            assert _members(step["after"] or r"\{\}") == [a and b for a, b in zip(first, second, strict=True)], (
                asked.text,
                step,
            )
        elif step["after"] is not None:
            assert _members(step["after"].rpartition("=")[2]) == truth, (asked.text, step)
    assert _members(asked.answer["latex"][0]) == truth, asked.text


def _members(text: str) -> list[bool]:
    """Which of many numbers are in a set, or in one of several that are joined."""
    pieces = [_SET.fullmatch(each.strip()) for each in text.split(r"\cup")]
    assert all(pieces), f"not a set: {text}"
    return [any(_has(piece, at) for piece in pieces) for at in PLACES]


def _has(piece: re.Match, at) -> bool:
    listed, left, low, high, right, _ = piece.groups()
    if listed is not None:
        return at in [value(each) for each in listed.split(", ") if each]
    if left is None:
        return False
    above = low == r"-\infty" or at > value(low) or left == "[" and at == value(low)
    below = high == r"\infty" or at < value(high) or right == "]" and at == value(high)
    return above and below
