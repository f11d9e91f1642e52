"""Lists of numbers as students write them: "12, 18 and 24", "12 18", "(12; 18)"; never a guess about a comma."""

import re

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.formulas import Formula, Pieces, formula_of, refuse_letters
from maths.reading.magnitude import exact_value
from maths.reading.number_words import count_of
from maths.reading.problems import ReadingError, quoted
from maths.tree import Apply, Number, word_set

_AND = re.compile(r"\s*,?\s+(?:and|or|&)\s+|\s*&\s*", re.IGNORECASE)
_GROUPED = re.compile(r"[-−+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_LEADING_ZERO = re.compile(r"[-−+]?0\d", re.ASCII)
_LAST_DOTS = re.compile(r"[\s,;]*(?:\.\.\.?|…|\\l?dots)?[\s,;.?_]*$")
_PLAIN_HEADS = word_set("negate quotient mixed percent sqrt root power")


def one_number(text: str, backticks: bool = False) -> Formula:
    """A number, in digits or in words; raises ReadingError for a calculation or anything else."""
    words = count_of(text) if re.search("[a-z]", text, re.IGNORECASE) else None
    found = Formula(Number(str(words)), text, backticks) if words is not None else formula_of(text, backticks)
    refuse_letters(found.tree)
    if isinstance(found.tree, Apply) and found.tree.head not in _PLAIN_HEADS:
        raise ReadingError("unreadable", N_("I expected a plain number instead of {text}."), text=quoted(text))
    return found


def rational_number(text: str) -> Formula:
    """A number whose exact value is known."""
    found = one_number(text)
    if exact_value(found.tree) is None:
        raise ReadingError("unsupported", N_("I can only do that with whole numbers, fractions and decimals."))
    return found


def whole_number(text: str) -> int:
    """The value of a whole number."""
    value = exact_value(one_number(text).tree)
    if value is None or value.denominator != 1:
        raise ReadingError("unsupported", N_("I can only do that with whole numbers."))
    if len(str(abs(value))) > bounds.DIGITS:
        raise ReadingError("too_large", N_("I only do that with up to {limit} digits."), limit=str(bounds.DIGITS))
    return int(value)


def whole_group(pieces: Pieces, name: str) -> int:
    """The whole number that a form caught."""
    return whole_number(pieces.raw(name)[0])


def numbers_of(pieces: Pieces, name: str = "f", fewest: int = 2) -> list[Formula]:
    """The numbers of the list that a form caught."""
    items = split_list(pieces.raw(name)[0])
    if len(items) > bounds.LIST:
        raise ReadingError("too_large", N_("I can work with at most {limit} numbers."), limit=str(bounds.LIST))
    if len(items) < fewest:
        raise ReadingError("unreadable", N_("I need at least {count} numbers there."), count=str(fewest))
    return [rational_number(each) for each in items]


def split_list(text: str) -> list[str]:
    """The texts between the separators of a list."""
    text = _without_brackets(_LAST_DOTS.sub("", text.strip()))
    ends = _AND.split(text)
    if len(ends) > 2 and "," in text:
        raise _loose()
    parts = [part for end in ends for part in _split(end)]
    if not all(parts):
        raise _loose()
    return parts


def _without_brackets(text: str) -> str:
    """Without one pair of brackets around all of it."""
    for opening, closing in ("()", "[]", "{}"):
        if text.startswith(opening) and text.endswith(closing) and text.count(opening) == 1:
            return text[1:-1].strip()
    return text.removeprefix(":").strip()


def _split(text: str) -> list[str]:
    if ";" in text:
        return [each.strip() for each in text.split(";")]
    if re.search(r",\s", text):
        parts = [each.strip() for each in re.split(r"\s*,\s+", text)]
        if any("," in each and not _GROUPED.fullmatch(each) for each in parts):
            raise _loose()
        return parts
    if "," in text:
        return _split_at_tight_commas(text)
    return _split_at_spaces(text)


def _split_at_tight_commas(text: str) -> list[str]:
    """12 and 18 out of "12,18"; "1,200,300" may be three numbers or two."""
    parts = [each.strip() for each in text.split(",")]
    loose = len(parts) > 2 and any(re.fullmatch(r"\d{3}", each) for each in parts[1:])
    if loose or any(_LEADING_ZERO.match(each) for each in parts):
        if _GROUPED.fullmatch(text) and any(_LEADING_ZERO.match(each) for each in parts):
            return [text]
        raise _loose()
    return parts


def _split_at_spaces(text: str) -> list[str]:
    """12 and 18 out of "12 18"; "2 1/3" is a mixed number, and "2 1/3 4" nobody knows."""
    parts = text.split()
    if len(parts) < 2 or not all(re.fullmatch(r"[-−+]?[\d.]+(?:/\d+)?", each) for each in parts):
        return [text]
    if any("/" in each for each in parts[1:]):
        if len(parts) == 2:
            return [text]
        if not all("/" in each for each in parts):
            raise _loose()
    if any(_LEADING_ZERO.match(each) for each in parts):
        raise _loose()
    return parts


def _loose() -> ReadingError:
    return ReadingError(
        "ambiguous",
        N_("I am not sure where one number ends and the next begins. Please write them like {example}."),
        example="`12, 18, 24`",
    )
