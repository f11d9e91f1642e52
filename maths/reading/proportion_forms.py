"""Ratios, interest, and one number written in another way."""

import re

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.formulas import Pieces
from maths.reading.magnitude import exact_value
from maths.reading.number_lists import rational_number, whole_number
from maths.reading.problems import ReadingError, quoted
from maths.reading.quantities import in_one_dimension, quantity_of
from maths.reading.tasks import Task
from maths.reading.wordings import ASK, NUMBER, Form, form, number_group
from maths.tree import Node, Number, integer
from maths.units import units_named

_MOST_PARTS = 6
_YEARS = 100


def rewritten(pieces: Pieces) -> Task:
    """A number as a decimal, a fraction or a percentage."""
    found = rational_number(pieces.raw()[0])
    words = (pieces.groups["to"] or "").lower()
    goal = next(key for key in ("decimal", "fraction", "percent", "mixed") if key in words)
    if goal == "decimal" and isinstance(found.tree, Number) and "." not in found.tree.value:
        raise ReadingError("unreadable", N_("I do not know what you would like me to do with that number."))
    return Task("rewrite", (found.tree,), source=found.source, backticks=found.backticks, details=(goal,))


def _parts(text: str) -> tuple[Node, ...]:
    parts = [rational_number(each).tree for each in re.split(r"\s*(?::|\bto\b)\s*", text.strip())]
    if not 2 <= len(parts) <= _MOST_PARTS or any(exact_value(each) <= 0 for each in parts):
        raise ReadingError("unreadable", N_("I could not read the ratio {text}."), text=quoted(text))
    return tuple(parts)


def ratio(pieces: Pieces) -> Task:
    """A ratio in its simplest form."""
    return Task("ratio", _parts(pieces.groups["r"] or ""), source=pieces.groups["r"] or "")


def share(pieces: Pieces) -> Task:
    """An amount divided in a ratio."""
    amount = rational_number(pieces.raw()[0])
    return Task("share", (amount.tree, *_parts(pieces.groups["r"] or "")), source=amount.source)


def interest(pieces: Pieces) -> Task:
    """Simple or compound interest; how often compound interest is added must be once a year or said."""
    groups = pieces.groups
    principal, rate = rational_number(pieces.raw("a")[0]), rational_number(pieces.raw("b")[0])
    years = _years(groups["t"] or "")
    kind = "compound" if (groups.get("kind") or "").lower().startswith("comp") else "simple"
    times = _TIMES_A_YEAR[re.sub(r"^compounded |^each |^every ", "", (groups.get("often") or "yearly").lower())]
    periods = exact_value(years) * times
    if kind == "compound" and periods.denominator != 1:
        raise ReadingError("unsupported", N_("I only add compound interest at the end of whole periods."))
    if not 0 <= exact_value(years) <= _YEARS or kind == "compound" and periods > 12 * _YEARS:
        raise ReadingError("too_large", N_("I compute interest for up to {limit} years."), limit=str(_YEARS))
    digits = len(str(exact_value(rate.tree).denominator * 100 * times)) * (periods if kind == "compound" else 1)
    if digits > bounds.RESULT_DIGITS:
        limit = f"{bounds.RESULT_DIGITS:,}"
        raise ReadingError("too_large", N_("The exact amount would have more than {limit} digits."), limit=limit)
    details = (kind, str(times), "total" if groups.get("total") else "interest")
    return Task("interest", (principal.tree, rate.tree, years), source=principal.source, details=details)


def _years(text: str) -> Node:
    quantity = quantity_of(text)
    (unit,), _ = in_one_dimension(quantity[:1], units_named("year"))
    if len(quantity) > 1:
        raise ReadingError("unsupported", N_("I can only work with whole years or months there."))
    tree = quantity[0][0]
    if unit.key == "year":
        return tree
    months = whole_number(str(exact_value(tree) * int(unit.factor)))
    if months % 12:
        raise ReadingError("unsupported", N_("I can only work with whole years there."))
    return integer(months // 12)


_TIMES_A_YEAR = {
    "yearly": 1,
    "annually": 1,
    "year": 1,
    "half-yearly": 2,
    "semiannually": 2,
    "semi-annually": 2,
    "quarterly": 4,
    "quarter": 4,
    "monthly": 12,
    "month": 12,
}
_GOAL = (
    r"(?P<to>(?:an? )?(?:decimal|(?:common |simple |proper )?fraction|percent(?:age)?|mixed number)(?: number| form)?"
    r"(?: in (?:its )?(?:simplest|lowest) (?:form|terms))?)"
)
_PLAIN = rf"(?P<f>\d+ \d+/\d+|{NUMBER}\s*(?:%|percent)?|\\frac\{{\d+\}}\{{\d+\}})"
_RATIO = r"(?P<r>\d[\d.]*(?:\s*(?::|to)\s*\d[\d.]*){1,5})"
_OFTEN = rf"(?P<often>(?:compounded |each |every )?(?:{'|'.join(_TIMES_A_YEAR)}))"

PROPORTION_FORMS: tuple[Form, ...] = (
    form(rf"(?:convert|change|turn|write|express)\s+{_PLAIN}\s+(?:in ?to|to|as|in)\s+{_GOAL}", rewritten),
    form(rf"{ASK}{_PLAIN}\s+(?:as|in|to|into)\s+{_GOAL}", rewritten),
    form(rf"(?:simplify|reduce|{ASK}the simplest form of)\s*(?:the )?ratio\s*(?:of )?:?\s*{_RATIO}", ratio),
    form(rf"(?:simplify|reduce)\s+{_RATIO}\s*(?:as a ratio)?", ratio),
    form(rf"(?:divide|share|split)\s+{_PLAIN}\s+(?:in|into|by) (?:the |a )?ratio\s*(?:of )?{_RATIO}", share),
    form(
        rf"{ASK}(?:the )?(?P<kind>simple|compound) interest\s*(?:on|of|for|:)?\s*{number_group('a')}\s*,?\s*"
        rf"(?:at|with)\s*{number_group('b')}\s*(?:%|percent)(?: (?:per year|a year|per annum|p\.?a\.?))?\s*,?\s*"
        rf"(?:for|over|after|in)\s+(?P<t>[\da-z ]+?)(?:\s*,?\s*{_OFTEN})?",
        interest,
    ),
)
