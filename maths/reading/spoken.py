"""Formulas in words made into digits and signs: "five x minus two equals eighteen", "two thirds of 60"."""

import re

from maths.reading.number_words import ORDINAL, WORD, count_of, ordinal_of

_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8}
_PARTS |= {"ninth": 9, "tenth": 10, "twelfth": 12, "twentieth": 20, "hundredth": 100}
_SCALE = r"(?:hundred|thousand|million|billion)"
_AND = r"(?:(?<=hundred) and|(?<=thousand) and|(?<=million) and)?"
_RUN = re.compile(rf"(?<![A-Za-z\\])(?:{WORD}|{_SCALE})(?:{_AND}[-\s]+(?:{WORD}|{_SCALE}))*(?![A-Za-z])", re.IGNORECASE)
_PART = rf"(?:{'|'.join(sorted(_PARTS, key=len, reverse=True))})"
_FRACTION = re.compile(rf"(?<![\d.,/^])(?P<top>1?\d)[-\s]+(?P<part>{_PART})(?P<many>s)?(?![A-Za-z])", re.IGNORECASE)
_ONE_PART = re.compile(
    rf"(?<![A-Za-z])an? (?P<part>{_PART})(?=\s*$|\s+(?:plus|minus|times|divided|multiplied|squared|cubed))",
    re.IGNORECASE,
)
# "Minus three squared" may be 9 or -9.
_LOOSE_SIGN = re.compile(r"\s*minus\s+[a-z-]+(?:\s+[a-z-]+)?\s+(?:squared|cubed|to the)", re.IGNORECASE)
_HALVES = re.compile(r"(?<=\d)(?P<gap>[-\s]+)halves(?![A-Za-z])", re.IGNORECASE)
_IS = re.compile(r"(?<=\S)\s+(?:is(?: the same as| equal to)?|makes?|gives?)\s+(?=\S)", re.IGNORECASE)
_TO_THE = re.compile(rf"\s+to the (?P<index>{ORDINAL})(?: power)?(?![A-Za-z])", re.IGNORECASE)
_NEGATIVE = re.compile(
    r"(?:^|(?<=[=(*/+-])|(?<=plus)|(?<=minus)|(?<=times)|(?<=by)|(?<=is)|(?<=equals))\s*negative\s+"
    r"(?=\d)(?!\d+\s*(?:\^|squared|cubed|to the))",
    re.IGNORECASE,
)


def numbers_in_digits(text: str) -> str:
    """The text with numbers in words as digits and everything else as it is; unchanged where a sign is loose."""
    if _LOOSE_SIGN.search(text):
        return text
    return _RUN.sub(lambda match: match[0] if count_of(match[0]) is None else str(count_of(match[0])), text)


def in_digits(text: str) -> str:
    """The text with numbers in words as digits; as it is if some of the words name no number."""
    runs = [match[0] for match in _RUN.finditer(text)]
    if any(count_of(each) is None for each in runs):
        return text
    if runs and _LOOSE_SIGN.match(text):
        return text
    digits = _RUN.sub(lambda match: str(count_of(match[0])), text)
    digits = _ONE_PART.sub(r"1 \g<part>", digits)
    digits = _NEGATIVE.sub(" -", _FRACTION.sub(_fraction, _HALVES.sub(r"\g<gap>halfs", digits)))
    return _with_powers(_with_equals(digits))


def _with_powers(text: str) -> str:
    """ "To the 3rd", "to the third power" as ^(3)."""
    return _TO_THE.sub(lambda match: f"^({ordinal_of(match['index'])})", text)


def _with_equals(text: str) -> str:
    """ "Is" between two sides stands for an equals sign, if there is no other."""
    return text if "=" in text or re.search(r"\bequals?\b", text, re.IGNORECASE) else _IS.sub(" = ", text)


def _fraction(match: re.Match) -> str:
    """(2/3) for "2 thirds"; the plural must fit the number, so that "the 2 third" is no fraction."""
    top = int(match["top"])
    return f"({top}/{_PARTS[match['part'].lower()]})" if (top != 1) == bool(match["many"]) else match[0]
