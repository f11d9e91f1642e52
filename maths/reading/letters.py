"""Reads a run of letters: functions, constants and products of letters, or a word that is none of them."""

from maths.tree import word_set

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
# Pairs of letters that are words or units rather than products of unknowns.
_NOT_PRODUCTS = word_set(
    "ad ah am an as at be by do dx dy dt eh em en er ex go ha he hi ho hr id if in is it la lo ma me mi my "
    "no of oh ok on or "
    "ox oz pa pi pm pp qt so tg th to uh um un up us ut vs we wt yd ye yo cm mm km nm kg mg ml cl dl hl lb "
    "ft sh ch st nd rd "
    "im ur ya le de et el os ms ns mb gb ha gr eq rs tv pc ip ai cd dp sf hp mw kw hz pt sq cu"
)


def split_word(word: str) -> list[tuple[str, str, int]] | None:
    """(kind, name, length) of the functions, constants and letters in a run of letters; None for a word."""
    lower = word.lower()
    if len(word) == 1:
        return [("constant", "e", 1) if word == "e" else ("name", word, 1)]
    if lower in FUNCTIONS:
        return [("function", FUNCTIONS[lower], len(word))]
    if lower == "pi":
        return [("constant", "pi", 2)]
    if lower in _NOT_PRODUCTS:
        return None
    if len(word) == 2 or (word.islower() and len(word) == 3 and _is_ladder(word)):
        return [piece for letter in word for piece in split_word(letter)]
    return _split_function(word)


def _is_ladder(word: str) -> bool:
    """Letters in the order of the alphabet from its ends, as in abc or xyz: a product, no word."""
    return word in "abcd" or word in "wxyz" or word in {"abx", "axy", "bxy", "aby", "abz", "acx", "bcx", "mnp", "pqr"}


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
