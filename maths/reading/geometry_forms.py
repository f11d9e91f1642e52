"""Questions about shapes: "area of a circle with radius 5 cm"; every word of the description must be understood."""

import re
from dataclasses import replace

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.formulas import Pieces
from maths.reading.magnitude import exact_value
from maths.reading.problems import ReadingError
from maths.reading.shape_items import by_name, has_three_sides, in_one_unit, items_of, unit_of_items
from maths.reading.shapes import (
    FORMULAS,
    POLYGONS,
    QUANTITIES,
    SHAPES,
    UNORDERED,
    any_of,
    formula_of,
    impossible,
    key_of,
)
from maths.reading.tasks import Task
from maths.reading.wordings import ASK, Form, form
from maths.tree import Node, Number, apply


def shape_question(pieces: Pieces) -> Task:
    """A quantity of a shape from the lengths that are given by name."""
    shape = key_of(SHAPES, pieces.groups["shape"] or "")
    key = _formula_key(shape, pieces.groups["quantity"] or "")
    if key is None:
        raise ReadingError("unsupported", N_("I know no formula for that quantity of that shape."))
    items = in_one_unit(items_of(pieces.raw()[0]))
    if key == "triangle_area" and has_three_sides(items):
        key = "heron_area"
    values = _assigned(key, items, shape in UNORDERED)
    if any(len(str(exact_value(each).numerator)) > bounds.TERM_LENGTH for each in values):
        limit = str(bounds.TERM_LENGTH)
        raise ReadingError("too_large", N_("I only do that with up to {limit} digits."), limit=limit)
    if template := impossible(key, [exact_value(each) for each in values]):
        raise ReadingError("undefined", template)
    unit = "" if key == "triangle_angle" else unit_of_items(items)
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


def _assigned(key: str, items: list, unordered: bool) -> list[Node]:
    """The value of each letter of the formula."""
    wanted = list(FORMULAS[key].letters.values())
    values = [tree for _, tree, _ in items if tree is not None]
    named = [name for name, tree, _ in items if tree is None]
    if not named and unordered and len(values) == len(wanted):
        return values
    given = by_name(items)
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
