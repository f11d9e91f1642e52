"""Words of a search, and where a text has them: without accents and capitals, as the databases' indexes have it."""

import re
import unicodedata
from dataclasses import dataclass

QUERY_LIMIT = 200
WORDS = 8
"""Further words of a search are left out."""
SHORTEST_BEGIN = 2
"""Shorter words have to be there whole: a begin of one letter would find everything."""
PREPARED = 8000
"""Characters of a long message around the first match that are looked at for an excerpt."""
AROUND = 90
"""Characters of an excerpt before the first match; after it there are twice as many."""

_WORD = re.compile(r"[^\W_]+")
_SCRIPTS = str.maketrans(
    {sign: f"^{digit}" for digit, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
    | {sign: f"_{digit}" for digit, sign in enumerate("₀₁₂₃₄₅₆₇₈₉")}
    | {"ⁿ": "^n"}
)
"""In formulas as they are read (chat/rendering/reading.py) a raised digit is a word of its own, as in their TeX."""
_ACCENTED = re.compile(r"([a-z])[\u0300-\u036f]+")
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1cf2\u1cf3\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Thai, Lao, Burmese, Khmer, Tai Le, New Tai Lue, Japanese and Chinese; and two Vedic signs, since for FTS5, whose
Unicode is old, a word ends at them as at some vowels of New Tai Lue, and it refuses what is several words."""


@dataclass(frozen=True)
class Piece:
    """A part of an excerpt, and whether it is what was searched for."""

    text: str
    is_match: bool


def wanted(query):
    """The words of what somebody typed. Quotes, operators and what else a database might understand are no words."""
    found = _WORD.findall(folded(query[:QUERY_LIMIT]))
    return list(dict.fromkeys(found))[:WORDS]


def folded(text):
    """The text in small letters, Latin ones without accents: in other scripts the databases keep them too. It may be
    shorter or longer than before."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    return unicodedata.normalize("NFC", _ACCENTED.sub(r"\1", decomposed))


def is_unspaced(word):
    """Whether a word is of a script that writes its words together."""
    return bool(_UNSPACED.search(word))


def is_begin(word):
    """Whether words that only begin with this one are meant too."""
    return len(word) >= SHORTEST_BEGIN


def matches(text, words):
    """Whether a text has all of these words."""
    bare = folded(text).translate(_SCRIPTS)
    return all(_pattern([word]).search(bare) for word in words)


def nearby(text, words):
    """The part of a message that its excerpt is made of: all of it, unless it is very long."""
    if len(text) <= PREPARED:
        return text
    found = re.search(_pattern(words), folded(text).translate(_SCRIPTS))
    middle = found.start() if found else 0
    return text[max(0, middle - PREPARED // 2) : middle + PREPARED // 2]


def excerpt(text, words):
    """The Pieces of a text around the first of these words, from its start when it has none of them."""
    bare, places = _folded_with_places(text)
    spans = [(places[found.start()], places[found.end()]) for found in _pattern(words).finditer(bare)]
    first = spans[0][0] if spans else 0
    start = _start_of_word(text, max(0, first - AROUND))
    end = min(len(text), first + 2 * AROUND)
    return list(_pieces(text, spans, start, end))


def _pieces(text, spans, start, end):
    at = start
    if start > 0:
        yield Piece("… ", False)
    for begin, stop in spans:
        if begin < at or begin >= end:
            continue
        yield Piece(text[at:begin], False)
        yield Piece(text[begin:stop], True)
        at = stop
    yield Piece(text[at : max(at, end)], False)
    if max(at, end) < len(text):
        yield Piece(" …", False)


def _start_of_word(text, start):
    """The next place after a space, unless it is far: an excerpt begins with a whole word."""
    space = text.find(" ", start, start + 20) if start else -1
    return space + 1 if space >= 0 else start


def _pattern(words):
    """Finds these words in folded text, each where a word begins, those of scripts without spaces anywhere."""
    return re.compile("|".join(_alternative(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)")


def _alternative(word):
    if is_unspaced(word):
        return re.escape(word)
    word = word.translate(_SCRIPTS)
    end = r"[^\W_]*" if is_begin(word) else r"(?![^\W_])"
    return rf"(?<![^\W_]){re.escape(word)}{end}"


def _folded_with_places(text):
    """(the folded text, where each of its characters, and its end, stands in the text)."""
    characters, places = [], []
    for place, character in enumerate(text):
        bare = character.lower() if character.isascii() else folded(character)
        if _ACCENTED.fullmatch("".join(characters[-1:]) + bare):
            bare = ""  # an accent that stands by itself
        bare = bare.translate(_SCRIPTS)
        characters.append(bare)
        places.extend([place] * len(bare))
    return "".join(characters), [*places, len(text)]
