"""Mends one wrong, missing or extra letter in the words of commands, once a question could not be read as it is."""

import re

_COMMANDS = [
    "solve",
    "simplify",
    "derivative",
    "differentiate",
    "integrate",
    "integral",
    "factor",
    "factorize",
    "factorise",
    "expand",
    "calculate",
    "evaluate",
    "percent",
    "percentage",
    "plot",
    "graph",
    "equation",
    "square",
    "increase",
    "decrease",
    "multiply",
    "divide",
    "subtract",
]
_WORD = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{4,16}(?![A-Za-z(])")
_MOST_WORDS = 30


def mended(text: str, is_known) -> str:
    """The text with each unknown word replaced by the only command that is one letter away from it."""
    if len(_WORD.findall(text)) > _MOST_WORDS:
        return text
    return _WORD.sub(lambda match: match[0] if is_known(match[0]) else _nearest(match[0]), text)


def _nearest(word: str) -> str:
    near = [each for each in _COMMANDS if _is_one_edit(word.lower(), each)]
    return near[0] if len(near) == 1 else word


def _is_one_edit(word: str, other: str) -> bool:
    """Whether one letter was changed, left out, added, or swapped with its neighbor."""
    if abs(len(word) - len(other)) > 1 or word == other:
        return False
    start = next((i for i, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    left, right = word[start:], other[start:]
    swapped = left[:2] == right[:2][::-1] and left[2:] == right[2:]
    return left[1:] == right[1:] or left == right[1:] or left[1:] == right or swapped
