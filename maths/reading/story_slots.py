"""The numbers of a word problem taken out of it: what is left is its skeleton, which patterns can match as a whole.

"A train travels 240 km in 4 hours." becomes "a train travels #l0 in #t1". A slot is a letter for what is counted, and
the number of the slot: n a plain number, p a percentage, l a length, t a time, v a speed, r another rate, u another
unit of measurement.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from maths.reading import bounds
from maths.reading.magnitude import exact_value
from maths.reading.number_lists import rational_number
from maths.reading.number_words import WORD, count_of
from maths.reading.problems import ReadingError
from maths.reading.quantities import named_units
from maths.tree import Node, Number, apply
from maths.units import Unit

LONGEST = 400
_MOST_SLOTS = 12
_DIGITS = r"\d[\d,]*(?:\.\d+)?(?:/\d+)?|\.\d+"
_FRACTIONS = {"half": "2", "third": "3", "quarter": "4", "fifth": "5", "tenth": "10"}
_MULTIPLES = {"twice": "2", "double": "2", "thrice": "3", "triple": "3"}
_HALF = re.compile(r"(?P<a>half|quarter) (?:of )?an? (?P<u>[a-z]+)|an? (?P<u1>[a-z]+) and a half", re.IGNORECASE)
_NUMBER = re.compile(
    rf"(?<![\w.])(?P<n>\d+ \d+/\d+|{_DIGITS}|(?:{WORD})(?![a-z-]))(?P<half> and a half)?(?P<p>\s*(?:%|percent|per "
    rf"cent))?",
    re.IGNORECASE,
)
_PER = r"(?:per|an?|each|every|/)"
_UNIT = r"[a-z°µ]+(?:\^?[23]|[²³])?"
_SPEED = re.compile(
    rf"\s*(?P<over>{_UNIT})\s*{_PER}\s*(?P<under>{_UNIT})(?![a-z])|\s*(?P<one>mph|kph|kmh|km/h|m/s)(?![a-z])",
    re.IGNORECASE,
)
_PLAIN = re.compile(rf"\s*(?P<u>(?:square |cubic |sq )?{_UNIT})(?![a-z\d])", re.IGNORECASE)
_WHOLE_SPEEDS = {"mph": ("mile", "hour"), "kph": ("km", "hour"), "kmh": ("km", "hour")}
_KINDS = {"length": "l", "time": "t", "calendar": "t"}
_NOT_UNITS = frozenset(["in", "a", "an", "d", "c", "f", "m", "h", "s", "t", "st", "l", "g", "k"])
_SHORT = frozenset("mhslgt")
"""Units of one letter, which count only right behind a number, in digits."""


@dataclass(frozen=True)
class Slot:
    """A number of a story. unit: of a measurement. over: the unit of time of a speed or a rate."""

    kind: str
    tree: Node
    unit: Unit | None = None
    over: Unit | None = None

    @property
    def value(self) -> Fraction:
        return exact_value(self.tree)


@dataclass(frozen=True)
class Skeleton:
    """A story in small letters without punctuation, its numbers replaced by slots."""

    text: str
    slots: tuple[Slot, ...]

    def slot(self, index: str) -> Slot:
        return self.slots[int(index)]


def skeleton_of(story: str) -> Skeleton:
    """The skeleton; raises ReadingError for one that is too long or has too many numbers."""
    text = " ".join(story.split())
    if len(text) > LONGEST:
        raise ReadingError("elsewhere", "")
    found: list[Slot] = []
    pieces, at = [], 0
    while at < len(text):
        match = _half_at(text, at) or _number_at(text, at)
        if match is None:
            step = re.compile(r"[\w']+|\W").match(text, at)
            pieces.append(step[0])
            at = step.end()
            continue
        slot, at = match
        if slot.kind == "t" and (merged := _merged(found, pieces, slot)):
            found[-1] = merged
            del pieces[pieces.index(f" #t{len(found) - 1} ") + 1 :]
            continue
        found.append(slot)
        pieces.append(f" #{slot.kind}{len(found) - 1} ")
    if len(found) > _MOST_SLOTS:
        raise ReadingError("elsewhere", "")
    return Skeleton(_tidied("".join(pieces)), tuple(found))


def _tidied(text: str) -> str:
    """In small letters, without punctuation."""
    return " ".join(re.sub(r"[.,;:?!]", " ", text.lower()).split())


def _half_at(text: str, at: int) -> tuple[Slot, int] | None:
    """Half an hour, an hour and a half."""
    if at and text[at - 1].isalnum() or not (match := _HALF.match(text, at)):
        return None
    units = named_units(match["u"] or match["u1"])
    if not units or units[0].dimension not in _KINDS:
        return None
    below = {"half": "2", "quarter": "4"}.get((match["a"] or "").lower())
    tree = apply("quotient", Number("1"), Number(below)) if below else Number("1.5")
    return Slot(_KINDS[units[0].dimension], tree, units[0]), match.end()


def _number_at(text: str, at: int) -> tuple[Slot, int] | None:
    match = _NUMBER.match(text, at)
    if not match:
        return None
    tree = _tree(match["n"], bool(match["half"]))
    if tree is None:
        return None
    if match["p"]:
        return Slot("p", tree), match.end()
    return _with_unit(text, match.end(), tree, match["n"][0].isdigit())


def _tree(text: str, half: bool) -> Node | None:
    words = count_of(text) if text[0].isalpha() else None
    tree = Number(str(words)) if words is not None else rational_number(text).tree
    value = exact_value(tree)
    if len(str(value.numerator)) > bounds.TERM_LENGTH or len(str(value.denominator)) > bounds.TERM_LENGTH:
        return None
    if not half:
        return tree
    return Number(f"{value.numerator}.5") if value.denominator == 1 else None


def _with_unit(text: str, end: int, tree: Node, digits: bool) -> tuple[Slot, int]:
    """The number with the speed or unit behind it, if there is one that is known."""
    if match := _SPEED.match(text, end):
        over, under = _parts(match)
        first, second = _unit(over, digits), _unit(under, True)
        if first and second and second.dimension in _KINDS:
            return Slot("v" if first.dimension == "length" else "r", tree, first, second), match.end()
    if match := _PLAIN.match(text, end):
        found = _unit(match["u"], digits and (match[0][0] != " " or match["u"].lower() in _SHORT))
        if found:
            return Slot(_KINDS.get(found.dimension, "u"), tree, found), match.end()
    return Slot("n", tree), end


def _parts(match: re.Match) -> tuple[str, str]:
    if one := (match["one"] or "").lower():
        over, _, under = one.partition("/")
        return _WHOLE_SPEEDS.get(one) or (over, under)
    if match["over"].lower() in {"mph", "kph", "kmh"}:
        return "", ""
    return match["over"], match["under"]


def _unit(name: str, may_be_short: bool) -> Unit | None:
    if not name or name.lower() in _NOT_UNITS and not (may_be_short and name in _SHORT):
        return None
    try:
        units = named_units(name)
    except ReadingError:
        return None
    return next((each for each in units if each.dimension not in {"temperature", "storage"}), None)


def _merged(found: list[Slot], pieces: list[str], slot: Slot) -> Slot | None:
    """ "2 hours and 30 minutes" as one time, in the larger unit."""
    if not found or found[-1].kind != "t" or found[-1].unit is None or slot.unit is None:
        return None
    last = f" #t{len(found) - 1} "
    if last not in pieces or "".join(pieces[pieces.index(last) + 1 :]).strip().lower() not in {"", "and"}:
        return None
    first = found[-1]
    if first.unit.dimension != slot.unit.dimension or first.unit.factor <= slot.unit.factor:
        return None
    return Slot("t", tree_of(first.value + slot.value * slot.unit.factor / first.unit.factor), first.unit)


def tree_of(value: Fraction) -> Node:
    """A positive fraction as a tree: a decimal where it ends, else a quotient."""
    if value.denominator == 1:
        return Number(str(value.numerator))
    for places in range(1, 7):
        scaled = value * 10**places
        if scaled.denominator == 1:
            digits = str(scaled.numerator).rjust(places + 1, "0")
            return Number(f"{digits[:-places]}.{digits[-places:]}")
    return apply("quotient", Number(str(value.numerator)), Number(str(value.denominator)))


def in_unit(slot: Slot, goal: Unit) -> Node:
    """The number of a slot in another unit of the same dimension; raises ReadingError for a month in days."""
    if slot.unit is None or slot.unit.dimension != goal.dimension:
        raise ReadingError("elsewhere", "")
    return slot.tree if slot.unit.key == goal.key else tree_of(slot.value * slot.unit.factor / goal.factor)
