"""Mends one wrong letter in the words of commands, or two in long words, once a question could not be read as it is."""

import re

COMMANDS = (
    *("solve", "simplify", "derivative", "differentiate", "integrate", "integral", "antiderivative", "solution"),
    *("factor", "factorize", "factorise", "expand", "calculate", "evaluate", "determine", "convert"),
    *("percent", "percentage", "plot", "graph", "equation", "equations", "inequality", "fraction", "decimal"),
    *("square", "increase", "decrease", "discount", "multiply", "divide", "divided", "subtract", "remainder"),
    *("factoring", "completing", "quadratic", "formula", "elimination", "substitution", "graphing", "algorithm"),
    *("factorization", "denominator", "multiplication", "reciprocal", "definition", "principles", "squaring"),
    *("please", "simultaneously", "divisible", "probability", "perimeter", "average", "median", "coefficient"),
)
_WORD = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{4,16}(?![A-Za-z(])")
_MOST_WORDS = 30
_LONG = 8


def mended(text: str, is_known) -> str:
    """The text with each unknown word replaced by the only command that is nearest to it."""
    if len(_WORD.findall(text)) > _MOST_WORDS:
        return text
    return _WORD.sub(lambda match: match[0] if is_known(match[0]) else _nearest(match[0]), text)


def _nearest(word: str) -> str:
    """The only command that is one letter away, or for a long word two letters; else the word itself."""
    lower = word.lower()
    for edits in (1, 2):
        near = [each for each in COMMANDS if is_near(lower, each, edits)]
        if near or len(word) < _LONG:
            break
    return near[0] if len({*_spellings(near)}) == 1 else word


def _spellings(words: list[str]) -> list[str]:
    """The words in one spelling, American or British."""
    return [each.replace("ise", "ize") for each in words]


def is_near(word: str, other: str, edits: int) -> bool:
    """Whether at most so many letters were changed, left out, added, or swapped with their neighbors."""
    if abs(len(word) - len(other)) > edits:
        return False
    start = next((i for i, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    left, right = word[start:], other[start:]
    if not left or not right or not edits:
        return max(len(left), len(right)) <= edits
    ways = [(left[1:], right[1:]), (left, right[1:]), (left[1:], right)]
    if left[:2] == right[:2][::-1]:
        ways.append((left[2:], right[2:]))
    return any(is_near(*each, edits - 1) for each in ways)
