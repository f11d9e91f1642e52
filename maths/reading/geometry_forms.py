"""Questions about shapes: "area of a circle with radius 5 cm"; every word of the description must be understood."""

import re
from dataclasses import replace

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.formulas import Pieces
from maths.reading.magnitude import exact_value
from maths.reading.number_lists import rational_number
from maths.reading.problems import ReadingError, quoted
from maths.reading.shapes import (
    FORMULAS,
    NAMES,
    POLYGONS,
    QUANTITIES,
    SHAPES,
    UNORDERED,
    any_of,
    formula_of,
    impossible,
    key_of,
)
from maths.reading.story_slots import tree_of
from maths.reading.tasks import Task
from maths.reading.wordings import ASK, Form, form
from maths.tree import Node, Number, apply
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


def shape_question(pieces: Pieces) -> Task:
    """A quantity of a shape from the lengths that are given by name."""
    shape = key_of(SHAPES, pieces.groups["shape"] or "")
    key = _formula_key(shape, pieces.groups["quantity"] or "")
    if key is None:
        raise ReadingError("unsupported", N_("I know no formula for that quantity of that shape."))
    items = _in_one_unit(_items(pieces.raw()[0]))
    if key == "triangle_area" and _has_three_sides(items):
        key = "heron_area"
    values = _assigned(key, items, shape in UNORDERED)
    if any(len(str(exact_value(each).numerator)) > bounds.TERM_LENGTH for each in values):
        limit = str(bounds.TERM_LENGTH)
        raise ReadingError("too_large", N_("I only do that with up to {limit} digits."), limit=limit)
    if template := impossible(key, [exact_value(each) for each in values]):
        raise ReadingError("undefined", template)
    unit = "" if key == "triangle_angle" else _unit(items)
    return Task("measure", tuple(values), source=pieces.raw()[0], details=(key, unit))


def third_angle(pieces: Pieces) -> Task:
    """ "Two angles of a triangle are 50° and 60°": the name stands before the triangle."""
    return shape_question(replace(pieces, groups={**pieces.groups, "f": f"angles {pieces.groups['f']}"}))


def hypotenuse(pieces: Pieces) -> Task:
    """ "Find the hypotenuse if the legs are 5 and 12": only a right triangle has these."""
    given = {"shape": "right triangle", "quantity": "hypotenuse", "f": f"legs {pieces.groups['f']}"}
    return shape_question(replace(pieces, groups=given))


def _formula_key(shape: str | None, text: str) -> str | None:
    found = [name for name, words in QUANTITIES.items() if re.fullmatch(words, text, re.IGNORECASE)]
    shapes = [shape, "triangle"] if shape == "right" else [shape]
    if shape == "triangle" and "hypotenuse" in found:
        shapes.append("right")
    return next((key for each in shapes for name in found if (key := formula_of(each, name))), None)


def _items(text: str) -> list[tuple[str, Node | None, str]]:
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


def _assigned(key: str, items: list, unordered: bool) -> list[Node]:
    """The value of each letter of the formula."""
    wanted = list(FORMULAS[key].letters.values())
    values = [tree for _, tree, _ in items if tree is not None]
    named = [name for name, tree, _ in items if tree is None]
    if not named and unordered and len(values) == len(wanted):
        return values
    given = _by_name(items)
    if "diameter" in given and "radius" in wanted and "radius" not in given:
        given["radius"] = [apply("quotient", each, Number("2")) for each in given.pop("diameter")]
    if unordered and set(given) == {"side"} and "length" in wanted:
        given = dict(zip(wanted, [[each] for each in given["side"]], strict=False))
    if sum(map(len, given.values())) != len(wanted) or any(len(given.get(n, ())) != wanted.count(n) for n in wanted):
        raise ReadingError(
            "unsupported",
            N_("For that I need exactly these lengths, each with its name: {names}."),
            names=", ".join(wanted),
        )
    return [given[name].pop(0) for name in wanted]


def _by_name(items: list) -> dict[str, list[Node]]:
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


def _has_three_sides(items: list) -> bool:
    return sum(tree is not None for _, tree, _ in items) == 3 and {name for name, tree, _ in items if tree is None} <= {
        "side"
    }


def _in_one_unit(items: list) -> list:
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


def _unit(items: list) -> str:
    """The one unit of all values; "3 by 4 cm" has it once."""
    units = [unit for _, tree, unit in items if tree is not None]
    if len(set(units)) == 1 or set(units[:-1]) == {""}:
        return units[-1]
    raise ReadingError("unsupported", N_("Please give all lengths in the same unit."))


def legs(pieces: Pieces) -> Task:
    """ "a = 6 and b = 8": the legs of a right triangle."""
    text = f"{pieces.groups['a']} and {pieces.groups['b']}"
    return hypotenuse(replace(pieces, groups={"f": text}))


def missing_angle(pieces: Pieces) -> Task:
    """The third angle of a triangle from the other two."""
    return third_angle(replace(pieces, groups={**pieces.groups, "quantity": "third angle"}))


def polygon(key: str):
    """A builder for the angles of a polygon with a known number of corners."""

    def build(pieces: Pieces) -> Task:
        name = (pieces.groups["shape"] or "").lower().removesuffix("s")
        corners = POLYGONS.get(name) or int(re.match(r"\d+", name)[0])
        if not 3 <= corners <= 1000:
            raise ReadingError("undefined", N_("A polygon has at least three corners, and I count up to 1,000."))
        return Task("measure", (Number(str(corners)),), source=name, details=(key, ""))

    return build


_SHAPE = rf"(?P<shape>{any_of(SHAPES)})"
_QUANTITY = rf"(?P<quantity>{any_of(QUANTITIES)})"
_REST = r"(?P<f>.+)"
_MIDDLE = r"(?P<f>.+?)"
_LEG_A, _LEG_B = r"(?P<a>\d+(?:\.\d+)?(?: ?[a-z]{1,2})?)", r"(?P<b>\d+(?:\.\d+)?(?: ?[a-z]{1,2})?)"
_POLYGON = rf"(?P<shape>{'|'.join(POLYGONS)}|\d{{1,4}}[- ](?:gon|sided polygon))s?"

_IS = r"(?:find|what is|what's|whats|calculate|work out|determine|give|how (?:big|large|long) is)"

GEOMETRY_FORMS: tuple[Form, ...] = (
    form(
        rf"(?:if |given |for )?(?:an? |the |this )?{_SHAPE}\s+{_MIDDLE}\s*[,.;?]?\s+(?:how (?:long|big|large) "
        rf"is)\s*(?:the |its )?{_QUANTITY}",
        shape_question,
    ),
    form(
        rf"(?:if )?(?:two |the )?(?:of the )?angles (?:of|in) (?:a|the) (?P<shape>triangle) (?:are"
        rf"|measure)?\s*{_MIDDLE}\s*[,.;?]?\s+"
        rf"(?:{_IS}|how large is)\s*(?:the )?(?:size of the )?(?:third|other|missing|last|remaining)(?: angle| one)?",
        missing_angle,
    ),
    form(
        rf"(?:if |given |for )?(?:an? |the |this "
        rf")?{_SHAPE}\s*[:,]?\s+{_MIDDLE}\s*[,.;?]?\s+{_QUANTITY}",
        shape_question,
    ),
    form(
        rf"(?:if |given |for )?{_MIDDLE}\s+{_SHAPE}\s*[,.;?]?\s+(?:{_IS}\s*(?:the |its "
        rf")?)?{_QUANTITY}",
        shape_question,
    ),
    form(
        rf"how much (?P<quantity>area|space) does (?:an? |the )?{_SHAPE}\s*,?\s*{_MIDDLE}\s+(?:cover|have|take up)",
        shape_question,
    ),
    form(
        rf"{ASK}(?:the )?(?:length of )?(?:the )?(?:hypotenuse|c)\s*(?:if|when|with|for|of|given|where)\s+(?:the "
        rf")?(?:legs are |sides are )?"
        rf"a\s*=?\s*{_LEG_A}\s*(?:and|,)\s*b\s*=?\s*{_LEG_B}(?:\s+(?:in|of) (?:a|the) right(?:[- ]angled)? "
        rf"triangle)?",
        legs,
    ),
    form(
        rf"(?:use )?(?:the )?pythagoras(?:' theorem| theorem)?\s*[:,]?\s*(?:with |for )?a\s*=?\s*{_LEG_A}\s*(?:and"
        rf"|,)?\s*b\s*=?\s*{_LEG_B}",
        legs,
    ),
    form(
        rf"(?:the )?(?:two )?(?:legs|shorter sides|catheti) of a right(?:[- ]angled)? triangle (?:are|measure|have "
        rf"lengths?)\s+{_MIDDLE}"
        rf"\s*[,.;]?\s+(?:{_IS}|how long is)\s*(?:the )?(?:length of the )?hypotenuse",
        hypotenuse,
    ),
    form(
        rf"{ASK}(?:the )?(?:third|missing|other|last|remaining) angle of (?:a|the) (?P<shape>triangle) (?:with|if"
        rf"|when|whose)\s+"
        rf"(?:the )?(?:other )?(?:two )?(?:angles)?\s*(?:are|of)?\s*{_MIDDLE}",
        missing_angle,
    ),
    form(
        rf"(?P<shape>triangle) (?:with )?(?:the )?angles?\s+(?:of |are )?{_MIDDLE}\s*[,.;]?\s+(?:{_IS}\s*)?(?:the "
        rf")?(?:third|missing|other|last) angle",
        missing_angle,
    ),
    form(
        rf"{ASK}(?:the )?(?:sum of (?:the )?)?(?:interior |inner |inside )?angles (?:of|in) (?:an? |the "
        rf")?(?:regular )?{_POLYGON}",
        polygon("polygon_sum"),
    ),
    form(
        rf"(?:what do|how many degrees (?:do|are)) (?:in )?(?:the |all )*(?:interior |inner )?angles (?:of|in) "
        rf"(?:an? |the )?"
        rf"(?:regular )?{_POLYGON} (?:add up to|sum to|make|have|total)(?: together)?",
        polygon("polygon_sum"),
    ),
    form(
        rf"{ASK}(?:the |an? )?{_QUANTITY}\s*(?:of|for|in)?\s*(?:an? |the |this )?{_SHAPE}\s*,?\s*{_REST}",
        shape_question,
    ),
    form(
        rf"(?:if |given |for )?(?:an? |the |this )?{_SHAPE}\s+{_MIDDLE}\s*[,.;]?\s+"
        rf"(?:then )?(?:find|what is|what's|calculate|work out|determine|give)\s*(?:the |its )?"
        rf"{_QUANTITY}(?: of (?:the|this) \w+)?",
        shape_question,
    ),
    form(
        rf"(?:find |what is |what's )?(?:the )?{_QUANTITY}\s*[:,]\s*(?:an? |the )?{_SHAPE}\s*,?\s*{_REST}",
        shape_question,
    ),
    form(rf"{ASK}(?:the )?hypotenuse,?\s*(?:if|when|with|for|of|given)\s+(?:the )?legs\s+{_REST}", hypotenuse),
    form(
        rf"(?:two |the )?angles (?:of|in) (?:a|the) (?P<shape>triangle) {_MIDDLE}\s*[,.;]?\s+"
        rf"(?:find|what is|what's|calculate|how large is)\s*(?:the )?(?P<quantity>{QUANTITIES['angle']})",
        third_angle,
    ),
    form(
        rf"{ASK}(?:the )?(?:sum|total) of (?:the |all )*(?:interior |inner |inside )?angles "
        rf"(?:of|in) (?:an? |the )?(?:regular )?{_POLYGON}",
        polygon("polygon_sum"),
    ),
    form(
        rf"(?:what do|how many degrees do) (?:the |all )*(?:interior )?angles (?:of|in) (?:an? |the )?"
        rf"(?:regular )?{_POLYGON} (?:add up to|make|have)",
        polygon("polygon_sum"),
    ),
    form(
        rf"{ASK}(?:the |each )?(?:size of (?:each|an) )?(?:interior|inner) angles? "
        rf"(?:of|in) (?:an? |the )?regular {_POLYGON}",
        polygon("polygon_angle"),
    ),
)
