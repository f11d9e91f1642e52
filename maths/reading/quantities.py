"""Quantities: a number and a unit, or several of them, as in "5 feet 3 inches" and "three quarters of an hour"."""

import re

from maths.phrases import N_
from maths.reading.magnitude import exact_value
from maths.reading.number_lists import rational_number
from maths.reading.number_words import count_of
from maths.reading.problems import ReadingError, quoted
from maths.tree import Node, Number, apply
from maths.units import Unit, is_twofold, units_named

_SHARES = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8}
_SHARES |= {"ninth": 9, "tenth": 10, "hundredth": 100, "thousandth": 1000}
_SHARE = rf"(?:{'|'.join(_SHARES)}|halve)s?"
_NUMBER = r"[-−+]?(?:\d+\s+\d+/\d+|\d[\d,]*(?:\.\d+)?(?:/\d+)?|\.\d+)"
_ONE = re.compile(
    rf"\s*(?:and\s+)?(?P<n>{_NUMBER})\s*(?:of an?\s+)?(?P<u>[^\d,+]*?(?:\^?[23])?)\s*,?\s*(?=$|(?:and\s+)?\d)"
)
_HALVES = re.compile(r"(?P<n>\S+) and a (?P<share>half|quarter) (?P<u>.+)", re.IGNORECASE)
_SPOKEN = re.compile(rf"(?:(?P<n>[a-z\d-]+?)\s+)?(?P<share>{_SHARE})(?:\s+of)?\s+(?:an?\s+)?(?P<u>.+)", re.IGNORECASE)
_WORDS = re.compile(r"(?P<n>an?|[a-z]+(?:[-\s][a-z]+){0,3}?) (?P<u>.+)", re.IGNORECASE)
_MOST_PARTS = 3

Quantity = list[tuple[Node, list[Unit]]]


def quantity_of(text: str) -> Quantity:
    """The numbers of a quantity with the units that each may be in; raises ReadingError for anything else."""
    text = text.strip().removeprefix("the ").strip()
    found = _in_digits(text) or _in_words(text)
    if not found:
        raise ReadingError("unreadable", N_("I do not know the quantity {text}."), text=quoted(text))
    return found


def _in_digits(text: str) -> Quantity | None:
    found, at = [], 0
    while at < len(text):
        match = _ONE.match(text, at)
        if not match or match.end() == at or len(found) == _MOST_PARTS:
            return None
        units = named_units(match["u"])
        if not units:
            return None
        found.append((rational_number(match["n"]).tree, units))
        at = match.end()
    return found


def _in_words(text: str) -> Quantity | None:
    """Three quarters of an hour, two and a half miles, a day."""
    for pattern, number_of in ((_HALVES, _with_a_part), (_SPOKEN, _share), (_WORDS, _counted)):
        if match := pattern.fullmatch(text):
            number, units = number_of(match), named_units(match["u"])
            return [(number, units)] if number and units else None
    return None


def _count(text: str | None) -> int | None:
    return 1 if not text or text.lower() in {"a", "an", "one"} else count_of(text)


def _counted(match: re.Match) -> Node | None:
    count = _count(match["n"])
    return None if count is None else Number(str(count))


def _share(match: re.Match) -> Node | None:
    word = match["share"].lower().removesuffix("s")
    bottom, top = _SHARES.get(word, 2), _count(match["n"])
    return apply("quotient", Number(str(top)), Number(str(bottom))) if top else None


def _with_a_part(match: re.Match) -> Node | None:
    count = _count(match["n"])
    bottom = "2" if match["share"].lower() == "half" else "4"
    return None if count is None else apply("mixed", Number(str(count)), Number("1"), Number(bottom))


def named_units(text: str) -> list[Unit]:
    """The units that a name may mean; raises ReadingError for a name with two sizes."""
    text = re.sub(r"^(?:of\s+)?(?:an?|the)\s+", "", text.strip().strip(","))
    if is_twofold(text):
        raise ReadingError(
            "ambiguous",
            N_(
                "I am not sure how large {unit} is: it has two sizes. Please write for instance `tonne`, `short ton`, "
                "`KiB` or `MiB`."
            ),
            unit=quoted(text),
        )
    return units_named(text)


def in_one_dimension(quantity: Quantity, target: list[Unit]) -> tuple[list[Unit], Unit]:
    """The units of a quantity and the target unit, chosen so that all measure the same; raises ReadingError."""
    for each in target:
        chosen = [next((unit for unit in units if unit.dimension == each.dimension), None) for _, units in quantity]
        if None not in chosen:
            return chosen, each
    raise ReadingError("unsupported", N_("Those units measure different things, so one cannot become the other."))


def minutes_of(text: str) -> int:
    """A length of time in whole minutes."""
    quantity = quantity_of(text)
    minute = units_named("min")
    units, _ = in_one_dimension(quantity, minute)
    total = sum(exact_value(tree) * unit.factor / 60 for (tree, _), unit in zip(quantity, units, strict=True))
    if total.denominator != 1 or abs(total) > 10**9:
        raise ReadingError("unsupported", N_("I can only work with whole minutes there."))
    return int(total)
