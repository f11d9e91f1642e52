"""Reads limits and sums: lim x->0 sin(x)/x, the sum of k^2 from k = 1 to 10, the first 20 terms of 3, 7, 11."""

import re
from fractions import Fraction

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.degrees import degree
from maths.reading.formulas import Formula, Pieces, formula_of, refuse_letters, without_name
from maths.reading.letter_tasks import refuse_bare_log
from maths.reading.magnitude import check_size, exact_value
from maths.reading.problems import ReadingError
from maths.reading.tasks import Task
from maths.tree import Apply, Name, Node, Number, apply, names

_INFINITY = re.compile(r"(?P<sign>[+-]?)\s*(?:\\infty|∞|infinity|infty|inf|oo)", re.IGNORECASE)
_SIDE = re.compile(r"\s*(?:\^\s*\{?\s*(?P<power>[+-])\s*\}?|(?P<bare>[+-]))\s*$")
_MOST_TERMS = 1_000_000
_MOST_DEGREE = 20


def limit(pieces: Pieces) -> Task:
    """The limit of a function of one letter at a number, from one side, or at infinity."""
    text, backticks = pieces.raw()
    refuse_bare_log(text)
    letter = pieces.letter() or ""
    found = formula_of(text if re.match(rf"\s*{letter}\s*=", text) else without_name(text), backticks)
    if isinstance(found.tree, Apply) and found.tree.head == "equals":
        raise ReadingError("unsupported", N_("I expected an expression there, not an equation."))
    if names(found.tree) - {letter}:
        raise ReadingError("unsupported", N_("I can only find limits of functions with one letter."))
    kind, point = _point(pieces)
    expressions = (found.tree,) if point is None else (found.tree, point)
    return Task(kind, expressions, letter, found.source, backticks)


def _point(pieces: Pieces) -> tuple[str, Node | None]:
    text = pieces.raw("a")[0].strip()
    if match := _INFINITY.fullmatch(text):
        return ("limit_minus_infinity" if match["sign"] == "-" else "limit_infinity"), None
    side = (pieces.groups.get("side") or "").lower()
    if match := _SIDE.search(text):
        sign = match["power"] or match["bare"]
        side, text = ("right" if sign == "+" else "left"), text[: match.start()]
    tree = formula_of(text).tree
    refuse_letters(tree)
    return {"left": "limit_left", "below": "limit_left", "right": "limit_right", "above": "limit_right"}.get(
        side, "limit"
    ), tree


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
    """1 + 2 + 3 + … + 100: the first terms and the last."""
    texts = [each.strip() for each in pieces.raw()[0].split("+") if each.strip()]
    values = [exact_value(formula_of(each).tree) for each in texts]
    last = exact_value(formula_of(pieces.raw("b")[0]).tree)
    if len(values) < 3 or None in values or last is None:
        raise ReadingError("unsupported", N_("I need three or more numbers to see how the sequence goes on."))
    difference = values[1] - values[0]
    if difference == 0 or any(b - a != difference for a, b in zip(values, values[1:], strict=False)):
        raise ReadingError("unsupported", N_("I can only go on with numbers that grow by the same amount each time."))
    count = (last - values[0]) / difference + 1
    if count.denominator != 1 or count < len(values):
        raise ReadingError("unreadable", N_("The last number does not belong to that sequence."))
    return _series(Formula(_term(values), "", False), "k", Number("1"), Number(str(count)))


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
