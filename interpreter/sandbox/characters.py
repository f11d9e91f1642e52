"""Characters that no keyboard's Python has, as clipboards put them into programs: the plain ones in their place.

Nothing changes within strings and comments. What could be read in two ways stays as it is.
"""

import re
import unicodedata

COMPLAINT = re.compile(r"invalid (?:non-printable )?character .*U\+([0-9A-F]{4,6})")
DOUBLE = (
    r"(?<![\"“”„‟])[“„‟](?:\\.|[^\"“”„‟\\\n])*[“”‟](?![\"“”„‟])"
    r"|(?<![\w)\]}\"“”„‟])”(?:\\.|[^\"“”„‟\\\n])*”(?![\"“”„‟])"
)
SINGLE = (
    r"(?<!['‘’‚‛])[‘‚‛](?:\\.|[^'‘’‚‛\\\n])*[‘’‛](?!['‘’‚‛])"
    r"|(?<![\w)\]}'‘’‚‛])’(?:\\.|[^'‘’‚‛\\\n])*’(?!['‘’‚‛])"
)
QUOTED = {'"': re.compile(DOUBLE), "'": re.compile(SINGLE)}
LITERAL = re.compile(
    r"(?s:(\"\"\"|''')(?:\\.|(?!\1).)*(?:\1|\Z))"
    r"|(?s:([\"'])(?:\\.|(?!\2)[^\\\n])*(?:\2|(?=\n)|\\?\Z))"
    rf"|#[^\n]*|{DOUBLE}|{SINGLE}"
)
"""A string or a comment, whole or as far as it goes."""
OPERATORS = {"−": "-", "–": "-", "∗": "*", "，": ",", "：": ":", "（": "(", "）": ")", "＝": "="}
ALONE = {"×": "*", "⋅": "*", "\N{INVISIBLE TIMES}": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!="}
"""Operators that would become other ones beside a second one: `2 ×× 3` is no power."""
BESIDE = frozenset("*/<>=!∗＝") | ALONE.keys()
DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
PLAIN_DIGITS = str.maketrans(DIGITS + "⁻⁺", "0123456789-+")
GAP = r"(?:\s|\\\n|#[^\n]*(?:\n|\Z))*"
# A power, unless what follows would belong to its exponent alone: `x²**3`, `x² ³`, `f²(x)`, `x².real`, `x²3`.
POWER = re.compile(rf"(?<=[\w)\]}}])([ \t]*)([⁺⁻]?[{DIGITS}]+)(?!{GAP}(?:\.|[*∗]{{2}}|[⁺⁻{DIGITS}])|[ \t]*[(\[]|\w)")
# What is not seen and separates nothing. A soft hyphen is not among them: it may be a minus.
UNSEEN = frozenset("\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")


def in_literals(text):
    """A bytearray with a 1 for each character of the text that lies in a string or a comment."""
    marks = bytearray(len(text))
    for found in LITERAL.finditer(text):
        marks[found.start() : found.end()] = b"\1" * (found.end() - found.start())
    return marks


def with_plain_characters(text, error):
    """The text with plain characters for the one that Python complains of; as it is where that is not sure to be meant.

    `error`: the SyntaxError.
    """
    found = COMPLAINT.search(error.msg or "")
    place = _place(text, error)
    if not found or text[place : place + 1] != chr(int(found[1], 16)):
        return text
    character = text[place]
    if mark := next((mark for mark, quoted in QUOTED.items() if quoted.match(text, place)), ""):
        end = QUOTED[mark].match(text, place).end()
        return text[:place] + mark + text[place + 1 : end - 1] + mark + text[end:]
    if character in DIGITS + "⁺⁻":
        return _with_power(text, place)
    if unicodedata.category(character) == "Zs":
        return _replaced(text, place, " ")
    if character in UNSEEN:
        return _replaced(text, place, "")
    if character in ALONE and (BESIDE & {text[place - 1 : place], text[place + 1 : place + 2]}):
        return text
    plain = (OPERATORS | ALONE).get(character)
    return text if plain is None else text[:place] + plain + text[place + 1 :]


def _place(text, error):
    """Where in the text the error is; its length where that is not known, as for what is in an f-string."""
    lines = text.split("\n")
    number = (error.lineno or 0) - 1
    if not 0 <= number < len(lines) or lines[number] != (error.text or "").rstrip("\n"):
        return len(text)
    return sum(len(line) + 1 for line in lines[:number]) + (error.offset or 1) - 1


def _with_power(text, place):
    """The text with `**(23)` for the raised digits at a place."""
    before = len(text[:place].rstrip(" \t"))
    found = POWER.match(text, before)
    if not found or found.start(2) != place:
        return text
    return f"{text[:place]}**({found[2].translate(PLAIN_DIGITS)}){text[found.end() :]}"


def _replaced(text, place, plain):
    """The text with something else for a character of no sign, wherever it is no part of a string or a comment."""
    literal = in_literals(text)
    if literal[place]:
        return text
    return "".join(
        plain if here == text[place] and not mark else here for here, mark in zip(text, literal, strict=True)
    )
