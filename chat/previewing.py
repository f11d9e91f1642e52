"""A question as it would look written by hand: what a student types, with real fractions, powers and roots."""

import re
from functools import lru_cache

from chat.rendering import has_math, render
from maths.notation import latex
from maths.reading.parser import parse
from maths.reading.problems import ReadingError

LONGEST = 2000
"""Characters of a text that is previewed."""
MOST_SKIPPED, MOST_TRIES = 3, 8
"""Words at the start and at the end of a run of signs that are left out to read the rest: while somebody types, the
last ones are often not to be read yet."""

_SIGNS = re.compile(r"[\d\\^=+*/√∛π∫≤≥<>²³×÷·|-]")
_FUNCTIONS = "sqrt|cbrt|a?(?:sin|cos|tan)|arc(?:sin|cos|tan)|sec|csc|cot|log|ln|exp|abs|pi|theta"
_PARTS = [
    r"\d[\d.,]*",
    r"[-+*/^=()\[\]{}|<>≤≥≠√∛∫π∞·×÷−°²³⁴%!_.,]",
    r"\\[A-Za-z]+",
    rf"(?:{_FUNCTIONS})(?![a-z])",
    r"[A-Za-z](?![A-Za-z]{2})",
]
_MATHY = re.compile(f"(?:{'|'.join(_PARTS)})+")
_LETTERS_OF_FUNCTIONS = frozenset("fgh")
_WORD = re.compile(r"\S+")
_SIGN_AFTER = re.compile(r" [-=+*/^<>≤≥]")
_SHORT_WORDS = frozenset(
    [
        "a",
        "am",
        "an",
        "as",
        "at",
        "be",
        "by",
        "do",
        "go",
        "he",
        "i",
        "if",
        "in",
        "is",
        "it",
        "me",
        "my",
        "no",
        "of",
        "on",
        "or",
        "so",
        "to",
        "up",
        "us",
        "we",
    ]
)
_WRITTEN = re.compile(r"[=^/*+<>≤≥≠√∛∫π×÷·²³⁴|]|\d[A-Za-z(]|\w-|-\w|\\[A-Za-z]|(?:sqrt|pi|log|ln|sin|cos|tan)")
_RELATIONS = {
    **dict.fromkeys(("<=", "=<", "≤", r"\leq", r"\le"), r"\le"),
    **dict.fromkeys((">=", "≥", r"\geq", r"\ge"), r"\ge"),
    **dict.fromkeys(("!=", "≠", r"\neq", r"\ne"), r"\ne"),
    "<": "<",
    ">": ">",
    "=": "=",
}
_RELATION = re.compile(r"(<=|=<|>=|!=|≤|≥|≠|\\(?:leq?|geq?|neq?)(?![A-Za-z])|[<>=])")
_INTEGRAL = re.compile(
    r"(?:∫|\\int)\s*(?:_\{?(?P<low>[^\s{}^]+)\}?\^\{?(?P<high>[^\s{}]+)\}?)?\s*(?P<body>.+?)\s*d\s?(?P<letter>[a-z])"
)


def preview(text):
    """Safe HTML of a question with what it holds of mathematics written as formulas; "" when there is none to show."""
    return _preview(text) if len(text) <= LONGEST and _SIGNS.search(text) else ""


@lru_cache(maxsize=512)
def _preview(text):
    if has_math(text):
        return render(text)
    written = _written(text)
    return render(written) if written != text else ""


def _written(text):
    """The text with runs of signs that can be read as TeX in delimiters."""
    pieces, end = [], 0
    for start, stop in _runs(text):
        pieces += [text[end:start], _formula_in(text[start:stop])]
        end = stop
    return "".join([*pieces, text[end:]])


def _runs(text):
    """(start, stop) of each run of words that look like mathematics, all on one line."""
    start = stop = None
    for word in _WORD.finditer(text):
        follows = start is not None and "\n" not in text[stop : word.start()]
        is_mathy = _is_mathy(word.group(), text[word.end() :][:2])
        if start is not None and not (follows and is_mathy):
            yield start, stop
            start = None
        if is_mathy:
            start, stop = word.start() if start is None else start, word.end()
    if start is not None:
        yield start, stop


def _is_mathy(word, after):
    """Whether a word belongs to mathematics; what is a word of English may be a letter before a sign."""
    if word.lower().rstrip(".,;:?!") in _SHORT_WORDS:
        return len(word) == 1 and bool(_SIGN_AFTER.match(after))
    return bool(_MATHY.fullmatch(word.rstrip(";:?")))


def _formula_in(run):
    """A run with its parts that can be read, each as long as can be, as formulas."""
    words = list(_WORD.finditer(run))
    for first in range(min(len(words), MOST_SKIPPED)):
        start = words[first].start()
        for last in range(len(words), max(first, len(words) - MOST_TRIES), -1):
            formula = run[start : words[last - 1].end()].rstrip(".,;:?!")
            if _WRITTEN.search(formula) and not formula.startswith("+") and (tex := _tex(formula)):
                return rf"{run[:start]}\({tex}\){_formula_in(run[start + len(formula) :])}"
    return run


def _tex(formula):
    """TeX of an expression, a chain of relations or an integral; None for what cannot be read."""
    if found := _INTEGRAL.fullmatch(formula):
        return _integral(**found.groupdict())
    parts = _RELATION.split(formula)
    sides = [_side(part) for part in parts[::2]]
    if not all(sides):
        return None
    relations = [_RELATIONS[sign] for sign in parts[1::2]]
    return " ".join(each for pair in zip(sides, [*relations, ""], strict=True) for each in pair).strip()


def _integral(low, high, body, letter):
    inside = _side(body)
    bounds = f"_{{{_side(low)}}}^{{{_side(high)}}}" if low else ""
    return rf"\int{bounds} {inside} \, d{letter}" if inside and "None" not in bounds else None


def _side(text):
    try:
        return latex(parse(text, _LETTERS_OF_FUNCTIONS))
    except ReadingError:
        return None
