"""Reads the letter x between two numbers as a times sign, where that is beyond doubt."""

from maths.phrases import N_
from maths.reading.problems import ReadingError
from maths.reading.signs import CLOSING, OPENING
from maths.reading.tokens import Token


def resolve_times(tokens: list[Token]) -> list[Token]:
    """Read the letter x between two numbers as a times sign, if every x of the formula stands so."""
    letters = [i for i, token in enumerate(tokens) if token.kind == "name" and token.text in "xX"]
    strong = [i for i in letters if i and tokens[i - 1].kind == "number" and tokens[i + 1].kind == "number"]
    weak = [i for i in letters if i and _stands_between(tokens, i)]
    if not strong and not (weak and weak == letters and _only_letters(tokens, letters)):
        return tokens
    if len(weak) != len(letters):
        raise ReadingError(
            "ambiguous",
            N_("I am not sure whether {letter} is a times sign or an unknown there. Please write `*` for times."),
            tokens[strong[0]].start,
            letter="`x`",
        )
    times = set(letters)
    return [Token("operator", "*", t.start, t.end, t.spaced) if i in times else t for i, t in enumerate(tokens)]


def _stands_between(tokens: list[Token], i: int) -> bool:
    before, after = tokens[i - 1], tokens[i + 1]
    if before.kind == "number" and after.kind == "number":
        return True
    ends = before.kind == "number" or before.text in CLOSING
    starts = after.kind == "number" or after.text in OPENING
    return ends and starts and tokens[i].spaced and after.spaced


def _only_letters(tokens: list[Token], letters: list[int]) -> bool:
    others = any(token.kind == "name" and i not in letters for i, token in enumerate(tokens))
    return not others and not any(token.text == "=" for token in tokens)
