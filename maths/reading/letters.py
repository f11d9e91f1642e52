"""Reads a run of letters: functions, constants and products of letters, or a word that is none of them."""

from maths.letters import is_product
from maths.tree import GREEK, word_set

FUNCTIONS = {
    **{
        name: name
        for name in word_set("sin cos tan sec csc cot asin acos atan sinh cosh tanh exp ln log sqrt cbrt abs")
    },
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "cosec": "csc",
    "factorial": "factorial",
}


def split_word(word: str) -> list[tuple[str, str, int]] | None:
    """(kind, name, length) of the functions, constants and letters in a run of letters; None for a word."""
    lower = word.lower()
    if len(word) == 1:
        return [("constant", "e", 1) if word == "e" else ("name", word, 1)]
    if lower in FUNCTIONS:
        return [("function", FUNCTIONS[lower], len(word))]
    if lower == "pi":
        return [("constant", "pi", 2)]
    if lower in GREEK:
        return [("name", lower, len(word))]
    if is_product(word):
        return [piece for letter in word for piece in split_word(letter)]
    return _split_function(word)


def _split_function(word: str) -> list[tuple[str, str, int]] | None:
    """A function or pi glued to single letters: sinx, xsin, xlnx, pir."""
    lower = word.lower()
    for skip in (0, 1):
        for name in sorted({*FUNCTIONS, "pi"}, key=len, reverse=True):
            rest = word[skip + len(name) :]
            if lower.startswith(name, skip) and len(rest) <= 1 and rest.lower() not in {"s", "g", "e", "h"}:
                middle = ("constant", "pi", 2) if name == "pi" else ("function", FUNCTIONS[name], len(name))
                return [*_letters(word[:skip]), middle, *_letters(rest)]
    return None


def _letters(text: str) -> list[tuple[str, str, int]]:
    return [piece for letter in text for piece in split_word(letter)]
