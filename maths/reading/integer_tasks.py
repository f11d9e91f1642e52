"""Tasks about whole numbers: common factors and multiples, remainders, divisibility, primes, digits."""

import re

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.formulas import Pieces
from maths.reading.magnitude import check_size
from maths.reading.number_lists import numbers_of, rational_number, split_list, whole_group, whole_number
from maths.reading.number_words import count_of
from maths.reading.problems import ReadingError, quoted
from maths.reading.tasks import Task
from maths.tree import Apply, Node, Number, integer

PLACES = {
    "trillions": 12,
    "hundred billions": 11,
    "ten billions": 10,
    "billions": 9,
    "hundred millions": 8,
    "ten millions": 7,
    "millions": 6,
    "hundred thousands": 5,
    "ten thousands": 4,
    "thousands": 3,
    "hundreds": 2,
    "tens": 1,
    "ones": 0,
    "units": 0,
    "tenths": -1,
    "hundredths": -2,
    "thousandths": -3,
    "ten thousandths": -4,
}


def common(kind: str, *details: str):
    """A builder for the greatest common divisor or the least common multiple of whole numbers."""

    def build(pieces: Pieces) -> Task:
        values = [whole_number(each) for each in split_list(pieces.raw()[0])]
        _refuse_other_counts(values)
        if kind == "lcm" and 0 in values:
            raise ReadingError("undefined", N_("Every multiple of 0 is 0, so there is no least common multiple."))
        if not any(values):
            raise ReadingError(
                "undefined", N_("Every whole number divides 0, so there is no greatest common divisor of zeros.")
            )
        return Task(kind, tuple(integer(abs(each)) for each in values), source=pieces.raw()[0], details=details)

    return build


def _refuse_other_counts(values: list[int]) -> None:
    if len(values) < 2:
        raise ReadingError("unreadable", N_("I need at least {count} numbers there."), count="2")
    if len(values) > 10:
        raise ReadingError("too_large", N_("I can work with at most {limit} numbers."), limit="10")


def common_denominator(pieces: Pieces) -> Task:
    """The least common multiple of the denominators as they are written."""
    bottoms = [_denominator(each.tree) for each in numbers_of(pieces)]
    if None in bottoms:
        raise ReadingError("unsupported", N_("I can only find a common denominator of fractions of whole numbers."))
    _refuse_other_counts(bottoms)
    return Task("lcm", tuple(map(integer, bottoms)), source=pieces.raw()[0], details=("denominator",))


def _denominator(tree: Node) -> int | None:
    if isinstance(tree, Apply) and tree.head == "negate":
        return _denominator(tree.arguments[0])
    if isinstance(tree, Number):
        return 1 if tree.value.isdigit() else None
    bottom = tree.arguments[-1] if tree.head in {"quotient", "mixed"} else None
    top = tree.arguments[-2] if bottom else None
    if isinstance(top, Apply) and top.head == "negate":
        top = top.arguments[0]
    whole = all(isinstance(each, Number) and each.value.isdigit() for each in (top, bottom))
    return int(bottom.value) if whole else None


def pair(kind: str, swap: bool = False, *details: str):
    """A builder for questions about a number (group a) and a divisor (group b)."""

    def build(pieces: Pieces) -> Task:
        number, divisor = (whole_group(pieces, name) for name in ("ba" if swap else "ab"))
        if divisor == 0:
            raise ReadingError(
                "undefined",
                N_("That divides by zero, and no number is the result of a division by zero."),
            )
        if kind == "remainder" and (number < 0 or divisor < 0):
            raise ReadingError(
                "ambiguous",
                N_(
                    "With negative numbers there are two ways to count a remainder. Please ask with positive numbers, "
                    "or say which remainder you mean."
                ),
            )
        source = f"{number}, {divisor}"
        return Task(kind, (integer(number), integer(divisor)), source=source, details=details)

    return build


def property_of(kind: str, *details: str):
    """A builder for questions about one whole number that is not negative."""

    def build(pieces: Pieces) -> Task:
        value = whole_group(pieces, "f")
        if value < 0:
            raise ReadingError("unsupported", N_("I only do that with whole numbers that are not negative."))
        if kind == "factors" and not 0 < value < 10**bounds.FACTORS_DIGITS:
            raise ReadingError("too_large", N_("I list all factors of numbers with up to {limit} digits."), limit="12")
        return Task(kind, (integer(value),), source=str(value), details=details)

    return build


def multiples(pieces: Pieces) -> Task:
    """The first multiples of a number, ten if nothing is said."""
    value, count = whole_group(pieces, "f"), count_of(pieces.groups.get("n") or "10")
    if value < 1 or not count or count > bounds.LIST:
        raise ReadingError("too_large", N_("I list up to {limit} multiples of a whole number."), limit=str(bounds.LIST))
    return Task("multiples", (integer(value),), source=str(value), details=(str(count),))


def total(head: str):
    """A builder for the sum or product of a whole list."""

    def build(pieces: Pieces) -> Task:
        found = numbers_of(pieces, fewest=3)
        tree = Apply(head, tuple(each.tree for each in found))
        check_size(tree)
        return Task("arithmetic", (tree,), source=pieces.raw()[0])

    return build


def parity(pieces: Pieces) -> Task:
    """Even or odd: whether 2 divides it."""
    value = whole_group(pieces, "f")
    return Task("divisible", (integer(value), integer(2)), source=str(value), details=("parity",))


def is_parity(word: str):
    """A builder for "is 7 even?" and "is 7 odd?"."""

    def build(pieces: Pieces) -> Task:
        value = whole_group(pieces, "f")
        return Task("divisible", (integer(value), integer(2)), source=str(value), details=("parity", word))

    return build


def digit(pieces: Pieces) -> Task:
    """The digit at a place that has a name."""
    found = rational_number(pieces.raw()[0])
    place = _place(pieces.groups["place"] or "")
    return Task("digit", (_written(found.tree, found.source),), source=found.source, details=("place", str(place)))


def digit_value(pieces: Pieces) -> Task:
    """What a digit is worth where it stands; a digit that stands there twice has two values."""
    found = rational_number(pieces.raw()[0])
    tree = _written(found.tree, found.source)
    wanted = pieces.groups["a"] or ""
    text = (tree.arguments[0] if isinstance(tree, Apply) else tree).value
    if text.count(wanted) != 1:
        missing, twice = N_("There is no digit {digit} in {number}."), N_("The digit {digit} is in {number} twice.")
        raise ReadingError(
            "unsupported" if wanted not in text else "ambiguous",
            missing if wanted not in text else twice,
            digit=quoted(wanted),
            number=quoted(text),
        )
    whole = text.split(".")[0]
    at = text.index(wanted)
    place = len(whole) - 1 - at if at < len(whole) else len(whole) - at
    return Task("digit", (tree,), source=found.source, details=("value", str(place)))


def _written(tree: Node, source: str) -> Node:
    """The number as it stands on paper: digits, with a sign and a decimal point at most."""
    inner = tree.arguments[0] if isinstance(tree, Apply) and tree.head == "negate" else tree
    if not isinstance(inner, Number):
        raise ReadingError("unsupported", N_("I can only name the digits of {text} as a decimal."), text=quoted(source))
    return tree


def _place(name: str) -> int:
    words = re.sub(r"[-\s]+", " ", name.lower().replace("'", "")).strip()
    if words == "last":
        return 0
    place = PLACES.get(words, PLACES.get(words + "s"))
    if place is None:
        raise ReadingError("unsupported", N_("I do not know the place {name}."), name=quoted(name))
    return place
