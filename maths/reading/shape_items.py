"""The lengths of a shape as a description gives them: names, values and units, in the order of the text."""

import re

from maths.phrases import N_
from maths.reading.magnitude import exact_value
from maths.reading.number_lists import rational_number
from maths.reading.problems import ReadingError, quoted
from maths.reading.shapes import NAMES, any_of, key_of
from maths.reading.story_slots import tree_of
from maths.tree import Node
from maths.units import unit as unit_of
from maths.units import units_named

_VALUE = re.compile(
    r"(?P<n>\d+(?:,\d{3})*(?![\d])(?:\.\d+)?(?:/\d+)?|\.\d+)\s*(?P<u>°|degrees?|[a-z]+(?=$|[\s,.;]))?", re.IGNORECASE
)
_NAME = re.compile(rf"(?:{any_of(NAMES)})(?![a-z])", re.IGNORECASE)
_FILLER = re.compile(
    r"(?:with|one|of|has|have|is|are|whose|and|an?|the|its|by|x|×|given|having|where|if|that|both|equal to"
    r"|measuring|measures|long|each|two|three|lengths?(?= of| \d)|[=:,.;])(?![a-z])|[=:,.;×]",
    re.IGNORECASE,
)
_MOST_ITEMS = 12


def items_of(text: str) -> list[tuple[str, Node | None, str]]:
    """The names, and the values with their units, in the order of the text; nothing else may be there."""
    found, at = [], 0
    while at < len(text):
        if text[at].isspace():
            at += 1
        elif match := _VALUE.match(text, at):
            unit, end = _unit_after(match)
            found.append(("", rational_number(match["n"]).tree, unit))
            at = end
        elif match := _NAME.match(text, at):
            found.append((key_of(NAMES, match[0]) or "", None, ""))
            at = match.end()
        elif match := _FILLER.match(text, at):
            at = match.end()
        else:
            raise ReadingError("unreadable", N_("I could not read {text} there."), text=quoted(text[at:]))
        if len(found) > _MOST_ITEMS:
            raise ReadingError("unreadable", N_("That are too many lengths for me."))
    return found


def _unit_after(match: re.Match) -> tuple[str, int]:
    """The unit behind a number and where it ends; a word that is no unit is left for what follows."""
    word = (match["u"] or "").lower()
    if word in {"°", "degree", "degrees"}:
        return "°", match.end()
    lengths = [each.key for each in units_named(word) if each.dimension == "length"] if word else []
    return (lengths[0], match.end()) if lengths else ("", match.end("n"))


def by_name(items: list) -> dict[str, list[Node]]:
    """Values by name: "radius 5 height 3", or "5 cm radius and 3 cm height"; a plural takes several."""
    given: dict[str, list[Node]] = {}
    if items and items[0][1] is not None:
        waiting: list[Node] = []
        for name, tree, _ in items:
            if tree is not None:
                waiting.append(tree)
            else:
                given.setdefault(name, []).extend(waiting)
                waiting = []
        return given if not waiting else {}
    current = ""
    for name, tree, _ in items:
        if tree is None:
            current = name
        else:
            given.setdefault(current, []).append(tree)
    return given


def has_three_sides(items: list) -> bool:
    return sum(tree is not None for _, tree, _ in items) == 3 and {name for name, tree, _ in items if tree is None} <= {
        "side"
    }


def in_one_unit(items: list) -> list:
    """Lengths of several units in the smallest of them: 2 m by 50 cm as 200 cm by 50 cm."""
    named = {unit for _, tree, unit in items if tree is not None}
    if len(named) < 2 or named & {"", "°"}:
        return items
    goal = min((unit_of(each) for each in named), key=lambda each: each.factor)
    return [
        (name, tree, unit)
        if tree is None
        else (name, tree_of(exact_value(tree) * unit_of(unit).factor / goal.factor), goal.key)
        for name, tree, unit in items
    ]


def unit_of_items(items: list) -> str:
    """The one unit of all values; "3 by 4 cm" has it once."""
    units = [unit for _, tree, unit in items if tree is not None]
    if len(set(units)) == 1 or set(units[:-1]) == {""}:
        return units[-1]
    raise ReadingError("unsupported", N_("Please give all lengths in the same unit."))
