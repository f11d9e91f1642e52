"""Reads "2", "2 or 3", "x = 2, x = 3", "{2, 3}" and "±3" from the place where they begin."""

import re

from maths.claims.replies import CLOSE, OPEN
from maths.claims.values import Value, both_signs, value_of
from maths.reading.letters import FUNCTIONS
from maths.tree import word_set

SEPARATOR = re.compile(
    rf"\s*(?:(?:,\s*(?:and|or|und|oder)\b|,(?=\s|{OPEN}|{CLOSE}|\\)|;|\b(?:and|or|und|oder|sowie|as well as|bzw\.)\b"
    rf"|\\(?:quad|qquad|lor|vee|land)(?![A-Za-z])"
    rf"|{CLOSE}\s*{OPEN}|{CLOSE}(?=\s*(?:or|and|und|oder)\b)|{OPEN}(?=\s*\\q?quad)|\\;|\\\\)\s*)+"
)
_MOST_ITEMS = 40
_MATH_WORD = re.compile(r"[A-Za-z]{2,}")
_WORD = re.compile(r"\S+")
_MATH_CHARACTERS = re.compile(r"[\d+\-−*/^=√π·×÷%()|²³½⅓⅔¼¾°!≈~∞$€£\\]")
BRACKETED = re.compile(r"\([^()]*\b(?!sqrt|sin|cos|tan|log|ln|exp|pi|abs)[A-Za-z]{3,}[^()]*\)")
_NEAR_WORDS = frozenset(["about", "approximately", "approx", "approx.", "roughly", "around", "etwa", "rund", "ca."])
_UNIT_WORDS = frozenset(["percent", "Prozent", "dollars", "dollar", "euros", "euro", "pounds"])


_FOLLOWING = word_set(
    "is are as for since because which so when by satisfies satisfy works work makes make solves solve respectively "
    "too also where with if then but that this here on after rounded exactly only alone using at from again we you be "
    "have has will jane was were therefore thus hence the ist sind als da weil denn damit gelöst gerundet löst"
)


def without_asides(text: str) -> str:
    """The text without remarks in brackets such as "(double root)"."""
    return BRACKETED.sub(" ", text)


def math_start(text: str) -> str:
    """The longest start of the text that can be a formula: it stops at the first word and at the end of a formula."""
    text = text.lstrip()
    if text.startswith(OPEN):
        inside, _, after = text[1:].partition(CLOSE)
        more = re.match(r"\s*(?:[≈=]|\bor about\b)\s*", after)
        return inside + (more[0] + math_start(after[more.end() :]) if more and math_start(after[more.end() :]) else "")
    end = 0
    for match in _WORD.finditer(text):
        word = match[0]
        cut = min((i for i in (word.find(OPEN), word.find(CLOSE)) if i >= 0), default=len(word))
        if not _is_math(word[:cut]):
            break
        end = match.start() + cut
        if cut < len(word):
            break
        if word[-1] in ".;:!" and not word.endswith("..."):
            break
        if word[-1] == "," and not word[:-1].endswith(("\\",)):
            break
    return text[:end].rstrip(" ,;:.")


def _is_math(word: str) -> bool:
    bare = word.strip(".,;:!()[]")
    if bare in _NEAR_WORDS or bare in _UNIT_WORDS:
        return True
    words = [each for each in _MATH_WORD.findall(re.sub(r"\\[A-Za-z]+", "", bare)) if each.lower() not in FUNCTIONS]
    if any(len(each) > 2 and each != "pi" for each in words):
        return False
    return (
        bool(_MATH_CHARACTERS.search(word))
        or len(bare) == 1
        and bare not in "aIA"
        or bare.lower() in {*FUNCTIONS, "pi"}
    )


def values_at(text: str, letter: str | None, comma: bool) -> tuple[Value, ...] | None:
    """The values listed where the text begins; None if the first cannot be read or one of the others is garbled."""
    text = without_asides(text).strip()
    if (inside := set_inside(text)) is not None:
        return _each(
            re.split(r";" if ";" in inside else r",(?!\d)|,(?=\d)", inside) if inside.strip() else [], letter, comma
        )
    items = SEPARATOR.split(text)[:_MOST_ITEMS]
    found: list[Value] = []
    for position, item in enumerate(items):
        item = _without_letter(item, letter)
        start = math_start(item)
        if not start:
            return tuple(found) if position else None
        read = _each(both_signs(start), letter, comma)
        if read is None:
            return None
        found += read
        if not _may_follow(item, start):
            return None
        if len(item.replace(OPEN, "").replace(CLOSE, "").strip(" .,;:!")) > len(start.strip()) + 2:
            break
    return tuple(found)


def leftover(text: str, count: int, letter: str | None) -> str:
    """What is left of the text when its first values are taken out."""
    if set_inside(text) is not None:
        return ""
    if letter:
        text = re.sub(rf"{letter_pattern(letter)}\s*=", " ", text)
    for item in SEPARATOR.split(text)[:count]:
        start = math_start(_without_letter(without_asides(item), letter))
        text = text.replace(start, "", 1) if start else text
    return text.replace(OPEN, "").replace(CLOSE, "")


def _may_follow(item: str, start: str) -> bool:
    """Whether the first word behind a value is none that changes it, as a unit would."""
    after = item.replace(OPEN, " ").replace(CLOSE, " ").strip()[len(start.strip()) :]
    word = re.match(r"[\s\-]*([A-Za-zÄÖÜäöüß°]+)", after)
    return not word or word[1].lower() in _FOLLOWING


def _each(texts: list[str], letter: str | None, comma: bool) -> tuple[Value, ...] | None:
    read = [value_of(_without_letter(each, letter), comma) for each in texts]
    return None if None in read else tuple(read)


def _without_letter(item: str, letter: str | None) -> str:
    """The value of "x = 2" or "x_1 = 2"."""
    item = re.sub(r"^\s*(?:(?:either|entweder|both|also)\s+)", "", item)
    if not letter:
        return item
    name = letter_pattern(letter)
    return re.sub(rf"^[\s{OPEN}{CLOSE}]*{name}\s*(?:=|(?=≈|\\approx|~))\s*", "", item)


def letter_pattern(letter: str) -> str:
    """A pattern for the letter with an index or without."""
    name = letter if len(letter) == 1 else rf"\\?{letter}"
    return rf"(?:{name}(?:_\{{?[\dab]\}}?|[₁₂₃₄]|_\{{?\d,\d\}}?|(?<=[a-z])[12](?=\s*[=≈]))?)"


def set_inside(text: str) -> str | None:
    r"""The inside of {2, 3} or \{2, 3\} at the start of the text; "" for the empty set."""
    match = re.match(rf"[\s{OPEN}{CLOSE}]*(?:\\left)?\\?\{{(?P<inside>.*?)(?:\\right)?\\?\}}[\s{OPEN}{CLOSE}.]*$", text)
    return match["inside"] if match else None
