"""Numbers written as words: "twenty-five", "one hundred thousand", "third", "7th"."""

import re

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES = {word: i for i, word in enumerate(_SMALL)} | {word: 20 + 10 * i for i, word in enumerate(_TENS)}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
_MOST_WORDS = 12

WORD = rf"(?:{'|'.join([*_SMALL, *_TENS])})(?:[-\s](?:{'|'.join(_SMALL[1:10])}))?"
COUNT = rf"(?:\d{{1,3}}|{WORD})"
ORDINAL = rf"(?:{'|'.join(_ORDINALS)}|\d{{1,3}}(?:st|nd|rd|th))"


def count_of(text: str) -> int | None:
    """The whole number that digits or words name; None if they name none."""
    text = text.strip().lower()
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= 60 else None
    words = [word for word in re.split(r"[-\s]+", text) if word != "and"]
    if not words or len(words) > _MOST_WORDS:
        return None
    return _sum_of_words(words)


def _sum_of_words(words: list[str]) -> int | None:
    total = current = 0
    limit, room = 10**12, 1000
    for word in words:
        if word in _SCALES:
            if not 0 < current < 1000 or _SCALES[word] >= limit:
                return None
            limit = _SCALES[word]
            total, current, room = total + current * limit, 0, 1000
        elif word == "hundred":
            if not 0 < current < 10:
                return None
            current, room = current * 100, 100
        elif word in _VALUES:
            value = _VALUES[word]
            if value >= room or value == 0 and len(words) > 1:
                return None
            current, room = current + value, 10 if value >= 20 else 1
        else:
            return None
    return total + current


def ordinal_of(text: str) -> int | None:
    """3 for "third" or "3rd"."""
    text = text.strip().lower()
    if text in _ORDINALS:
        return _ORDINALS.index(text) + 1
    match = re.fullmatch(r"(\d{1,3})(?:st|nd|rd|th)", text, re.ASCII)
    return int(match[1]) if match else None
