"""Reads sums of many terms: of k^2 from k = 1 to 10, of 1 + 2 + 4 + … + 64, of 1 + 1/2 + 1/4 + … without end."""

import re
from dataclasses import replace as replace_field
from fractions import Fraction

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.degrees import degree
from maths.reading.formulas import Formula, Pieces, formula_of
from maths.reading.magnitude import check_size, exact_value
from maths.reading.problems import ReadingError
from maths.reading.tasks import Task
from maths.reading.wordings import ASK, THE, Form, form
from maths.tree import Apply, Name, Node, Number, apply, names

_MOST_TERMS = 1_000_000
_MOST_POWERS = 120
_MOST_DEGREE = 20


def series(pieces: Pieces) -> Task:
    """The sum of a term from one whole number to another."""
    found = pieces.formula()
    letter = pieces.letter() or "k"
    if names(found.tree) - {letter}:
        raise ReadingError("unsupported", N_("I can only add up terms with one letter."))
    low, high = [formula_of(pieces.raw(name)[0]).tree for name in "ab"]
    return _series(found, letter, low, high)


def _series(found: Formula, letter: str, low: Node, high: Node) -> Task:
    ends = [exact_value(each) for each in (low, high)]
    if None in ends or any(each.denominator != 1 for each in ends):
        raise ReadingError("unsupported", N_("I can only add up terms between two whole numbers."))
    if not 0 <= ends[1] - ends[0] < _MOST_TERMS or abs(ends[0]) > _MOST_TERMS:
        raise ReadingError("too_large", N_("I can add up at most {limit} terms."), limit=f"{_MOST_TERMS:,}")
    if (degree(found.tree, letter) or 0) > _MOST_DEGREE:
        raise ReadingError("too_large", N_("I can add up powers of up to {limit}."), limit=str(_MOST_DEGREE))
    for end in (low, high):
        check_size(_at(found.tree, letter, end))
    return Task("series", (found.tree, low, high), letter, found.source, found.backticks)


def _at(tree: Node, letter: str, value: Node) -> Node:
    if tree == Name(letter):
        return value
    if isinstance(tree, Apply):
        return Apply(tree.head, tuple([_at(each, letter, value) for each in tree.arguments]))
    return tree


def first_terms(pieces: Pieces) -> Task:
    """The sum of the first terms of an arithmetic or geometric sequence of which three or more are given."""
    texts = [each for each in re.split(r"\s*,\s*", pieces.raw()[0].rstrip(" .…,")) if each.strip(" .…")]
    values = [exact_value(formula_of(each).tree) for each in texts[:12]]
    count = exact_value(formula_of(pieces.raw("n")[0]).tree)
    if len(values) < 3 or None in values:
        raise ReadingError("unsupported", N_("I need three or more numbers to see how the sequence goes on."))
    if count is None or count.denominator != 1 or count < 1:
        raise ReadingError("unsupported", N_("The number of terms should be a whole number."))
    return _series(Formula(_term(values), pieces.raw()[0], False), "k", Number("1"), Number(str(count)))


def counting_numbers(pieces: Pieces) -> Task:
    """The sum of the first whole numbers, even or odd numbers, all positive."""
    letter = Name("k")
    double = apply("product", Number("2"), letter)
    term = {
        "even": double,
        "odd": apply("sum", double, apply("subtract", Number("1"))),
    }.get((pieces.groups.get("parity") or "").lower(), letter)
    return _series(Formula(term, "", False), "k", Number("1"), formula_of(pieces.raw("n")[0]).tree)


def progression(pieces: Pieces) -> Task:
    """1 + 2 + 3 + … + 100, or 1 + 2 + 4 + … + 64: the first terms and the last."""
    values = _summands(pieces, fewest=2)
    last = exact_value(formula_of(pieces.raw("b")[0]).tree)
    if last is None:
        raise ReadingError("unsupported", N_("I need three or more numbers to see how the sequence goes on."))
    values = _third(values, last) if len(values) == 2 else values
    count = _place_of(last, values)
    if count is None or count < len(values):
        raise ReadingError("unreadable", N_("The last number does not belong to that sequence."))
    return _series(Formula(_term(values), "", False), "k", Number("1"), Number(str(count)))


def _summands(pieces: Pieces, fewest: int = 3) -> list[Fraction]:
    """The values of the terms that are written down; differences are terms with a sign."""
    text = re.sub(r"(?<=[\w)])\s*[-−]\s*", " + -", pieces.raw()[0])
    values = [exact_value(formula_of(each).tree) for each in text.split("+") if each.strip()]
    if len(values) < fewest or None in values:
        raise ReadingError("unsupported", N_("I need three or more numbers to see how the sequence goes on."))
    return values


def _third(values: list[Fraction], last: Fraction) -> list[Fraction]:
    """Two terms with a third: by the same difference, unless the last number fits the same ratio, too."""
    first, second = values
    added = [first, second, 2 * second - first]
    multiplied = [first, second, second * second / first] if first else added
    fits = [each for each in (added, multiplied) if (_place_of(last, each) or 0) > 3]
    if len(fits) != 1 or fits[0] is not added:
        raise ReadingError("unsupported", N_("I need three or more numbers to see how the sequence goes on."))
    return added


def _place_of(last: Fraction, values: list[Fraction]) -> int | None:
    """The number of the term with this value; None if there is none."""
    difference = values[1] - values[0]
    if difference and all(b - a == difference for a, b in zip(values, values[1:], strict=False)):
        count = (last - values[0]) / difference + 1
        return int(count) if count.denominator == 1 else None
    if 0 in values or len({b / a for a, b in zip(values, values[1:], strict=False)}) > 1:
        return None
    ratio, term = values[1] / values[0], values[0]
    for place in range(1, _MOST_POWERS):
        if term == last:
            return place
        term *= ratio
    return None


def endless(pieces: Pieces) -> Task:
    """1 + 1/2 + 1/4 + …, without a last term."""
    values = _summands(pieces)
    return Task("infinite_series", (_term(values), Number("1")), "k", pieces.raw()[0])


def endless_list(pieces: Pieces) -> Task:
    """The sum of all terms of 8, 4, 2, …"""
    texts = [each for each in re.split(r"\s*,\s*", pieces.raw()[0].rstrip(" .…,")) if each.strip(" .…")]
    return endless(replace_field(pieces, groups={**pieces.groups, "f": " + ".join(texts)}))


def endless_sum(pieces: Pieces) -> Task:
    """A sum from one whole number to infinity."""
    found = pieces.formula()
    letter = pieces.letter() or "k"
    low = formula_of(pieces.raw("a")[0]).tree
    value = exact_value(low)
    if names(found.tree) - {letter} or value is None or value.denominator != 1:
        raise ReadingError("unsupported", N_("I can only add up terms with one letter."))
    return Task("infinite_series", (found.tree, low), letter, found.source, found.backticks)


def whole_numbers(pieces: Pieces) -> Task:
    """The sum of all whole numbers, or even or odd ones, from one number to another."""
    low, high = (exact_value(formula_of(pieces.raw(name)[0]).tree) for name in "ab")
    if None in (low, high) or low.denominator != 1 or high.denominator != 1 or not 0 <= high - low < _MOST_TERMS:
        raise ReadingError("unreadable", N_("I can only add up terms between two whole numbers."))
    parity = (pieces.groups.get("parity") or "").lower()
    step = 2 if parity else 1
    first = low + (low % 2 != (parity == "odd")) if parity else low
    count = (high - first) // step + 1
    if count < 2:
        raise ReadingError("unreadable", N_("I can only add up terms between two whole numbers."))
    term = _term([first + k * step for k in range(3)])
    return _series(Formula(term, "", False), "k", Number("1"), Number(str(count)))


def _term(values: list[Fraction]) -> Node:
    """The k-th term: first + (k - 1) * difference, or first * ratio^(k - 1)."""
    before = apply("sum", Name("k"), apply("subtract", Number("1")))
    differences = {b - a for a, b in zip(values, values[1:], strict=False)}
    if len(differences) == 1:
        step = differences.pop()
        added = before if step == 1 else apply("product", _number(step), before)
        return apply("sum", _number(values[0]), added)
    if 0 not in values:
        ratios = {b / a for a, b in zip(values, values[1:], strict=False)}
        if len(ratios) == 1:
            power = apply("power", _number(ratios.pop()), before)
            return power if values[0] == 1 else apply("product", _number(values[0]), power)
    raise ReadingError("unsupported", N_("That sequence is neither arithmetic nor geometric."))


def _number(value: Fraction) -> Node:
    if len(str(value.numerator)) > bounds.DIGITS or len(str(value.denominator)) > bounds.DIGITS:
        raise ReadingError("too_large", N_("Those numbers are too long for me."))
    tree: Node = Number(str(abs(value.numerator)))
    if value.denominator != 1:
        tree = apply("quotient", tree, Number(str(value.denominator)))
    return apply("negate", tree) if value < 0 else tree


_V = r"(?P<v>[a-z])"
_INF = r"(?:\\infty|∞|infinity|infty|inf|oo)"
_DOTS = r"(?:\.\.\.?|…|\\ldots|\\dots|\\cdots|and so on(?: forever)?|etc\.?)"
_KIND = r"(?:(?:the |an? )?(?:infinite |geometric )*(?:series|sequence|progression)?\s*:?\s*)?"
_SUM = r"(?:∑|Σ|\\sum)\s*(?:\\limits)?"
_WHOLE = r"(?:(?P<parity>even|odd)\s+)?(?:natural |whole |positive )*(?:numbers|integers)"

SERIES_FORMS: tuple[Form, ...] = (
    form(
        rf"{ASK}{_SUM}_\s*\{{\s*{_V}\s*=\s*(?P<a>[^{{}}]+)\}}\s*\^\s*(?:\{{\s*{_INF}\s*\}}|{_INF})\s*(?P<f>.+?)",
        endless_sum,
    ),
    form(
        rf"{ASK}{THE}(?:infinite )?(?:sum|∑|Σ|series)\s+(?:of\s+)?(?P<f>.+?)\s*,?\s+(?:from"
        rf"|for)\s+{_V}\s*=\s*(?P<a>\S+)\s+to\s+{_INF}",
        endless_sum,
    ),
    form(
        rf"{ASK}{THE}(?:sum(?: to infinity)?|infinite "
        rf"sum|total|limit)?\s*(?:of\s+)?{_KIND}(?P<f>[^.…\\,]+\+[^.…\\,]+)\+\s*{_DOTS}",
        endless,
    ),
    form(
        rf"{ASK}{THE}(?:sum to infinity|infinite sum|sum of (?:the |an? )?infinite (?:geometric )?(?:series"
        rf"|sequence|progression))\s*(?:of|for|:)?\s*{_KIND}(?P<f>[^+a-z]+?)(?:,?\s*{_DOTS})?",
        endless_list,
    ),
    form(
        rf"{ASK}{THE}(?:sum|total) (?:of )?(?:all )?(?:the )?{_WHOLE}\s+(?:from|between)\s+(?P<a>[-−]?\d+)\s+(?:to"
        rf"|and|up to|through)\s+(?P<b>[-−]?\d+)",
        whole_numbers,
    ),
    form(
        rf"(?:add|sum)(?: up)?\s+(?:all )?(?:the )?{_WHOLE}\s+(?:from|between)\s+(?P<a>[-−]?\d+)\s+(?:to|and|up to"
        rf"|through)\s+(?P<b>[-−]?\d+)",
        whole_numbers,
    ),
)
