"""Questions for one number that follows from others by a known formula: reciprocals, terms, lengths, missing values."""

from collections.abc import Callable

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.formulas import Pieces, formula_of, refuse_letters
from maths.reading.magnitude import check_size, exact_value
from maths.reading.number_lists import rational_number, split_list
from maths.reading.number_words import ORDINAL, count_of, ordinal_of
from maths.reading.problems import ReadingError
from maths.reading.tasks import Task
from maths.reading.wordings import ASK, THE, Form, form
from maths.tree import Node, Number, apply
from maths.units import units_named


def fact(key: str, names: str = "f", nonzero: bool = False):
    """A builder for a recipe whose numbers are the groups of a form."""

    def build(pieces: Pieces) -> Task:
        found = [rational_number(pieces.raw(name)[0]).tree for name in names]
        if nonzero and any(exact_value(each) == 0 for each in found):
            raise ReadingError("undefined", N_("Nothing can be divided by zero, so there is no such number."))
        return Task("worked", tuple(found), source=pieces.raw(names[0])[0], details=(key,))

    return build


def other_angle(key: str, whole: int):
    """A builder for the angle that makes 90° or 180° with another."""

    def build(pieces: Pieces) -> Task:
        tree = rational_number(pieces.raw()[0]).tree
        if not 0 < exact_value(tree) < whole:
            raise ReadingError("undefined", N_("There is no such angle: it would not be positive."))
        return Task("worked", (tree,), source=pieces.raw()[0], details=(key, "a:deg", "b:deg"))

    return build


def term(key: str):
    """A builder for a term of a sequence given by its first term and its step."""

    def build(pieces: Pieces) -> Task:
        first, step = (rational_number(pieces.raw(name)[0]).tree for name in "ad")
        index = ordinal_of(pieces.groups.get("k") or "") or count_of(pieces.groups.get("n") or "")
        if not index or not 2 <= index <= bounds.TERM_INDEX:
            raise ReadingError("too_large", N_("I compute terms up to number {limit}."), limit=str(bounds.TERM_INDEX))
        if key == "geometric_term":
            if exact_value(step) == 0:
                raise ReadingError("unsupported", N_("I cannot go on with that sequence."))
            check_size(apply("power", step, Number(str(index))))
        return Task("worked", (first, step, Number(str(index))), details=(key,))

    return build


def missing_value(pieces: Pieces) -> Task:
    """The one value of a list of which the mean is known."""
    texts = [each.strip() for each in split_list(pieces.raw()[0])]
    unknown = [each for each in texts if len(each) == 1 and (each.isalpha() or each in "?_")]
    if len(unknown) != 1 or len(texts) < 2:
        raise ReadingError("elsewhere", "")
    known = [rational_number(each).tree for each in texts if each != unknown[0]]
    total: Node = known[0] if len(known) == 1 else apply("sum", *known)
    mean = rational_number(pieces.raw("m")[0]).tree
    return Task("worked", (mean, total, Number(str(len(texts)))), source=pieces.raw()[0], details=("missing_value",))


def length(key: str, result: str, *given: tuple[str, str]) -> Callable[[Pieces], Task]:
    """A builder for a length of a shape. given: letters of the recipe and what they measure, for the groups a and b."""

    def build(pieces: Pieces) -> Task:
        found, keys = [], []
        for name, (letter, measures) in zip("ab", given, strict=False):
            text = (pieces.groups[name] or "").replace("π", "pi").replace(" ", "")
            tree = _with_pi(text)
            if not _is_positive(text):
                raise ReadingError("undefined", N_("Lengths and angles of a shape are larger than zero."))
            found.append(tree)
            keys.append(f"{letter}:{_unit(pieces.groups.get(f'u{name}') or '', measures)}")
        _refuse_impossible(key, found)
        return Task("worked", tuple(found), details=(key, *_units(keys, result)))

    return build


def _refuse_impossible(key: str, found: list[Node]) -> None:
    if key == "rectangle_side_of_perimeter":
        perimeter, side = map(exact_value, found)
        if perimeter is None or side is None or perimeter <= 2 * side:
            raise ReadingError("undefined", N_("Two sides of that length are longer than the whole perimeter."))


def _with_pi(text: str) -> Node:
    tree = formula_of(text).tree
    refuse_letters(tree)
    return tree


def _is_positive(text: str) -> bool:
    return not text.startswith(("-", "−")) and text.strip("0.") != ""


def _unit(text: str, measures: str) -> str:
    """The key of a length that was named, squared for an area; "" without one."""
    text = text.strip()
    if not text:
        return ""
    wanted = {"area": "area", "volume": "volume"}.get(measures, "length")
    found = [each for each in units_named(text) if each.dimension == wanted]
    if not found:
        raise ReadingError("unreadable", N_("I do not know that unit there."))
    return found[0].key


def _units(keys: list[str], result: str) -> list[str]:
    """The units of all letters, if they fit each other."""
    plain = {each.split(":")[1].split("^")[0] for each in keys}
    if len(plain) > 1:
        raise ReadingError("unsupported", N_("Please give all lengths in the same unit."))
    unit = plain.pop()
    return [*keys, *[f"{letter}:{unit}" for letter in result]] if unit else []


_F = r"(?P<f>[-−+]?[\d.,/ ]*\d)"
_V = r"(?P<a>\d+(?:\.\d+)?(?:/\d+)?\s*(?:pi|π)?|pi|π)\s*(?P<ua>[a-z]+\^?[23²³]?|(?:square|cubic|sq) [a-z]+)?"
_W = r"(?P<b>\d+(?:\.\d+)?(?:/\d+)?)\s*(?P<ub>[a-z]+)?"
_ITS = r"(?:if |when |whose |with |that has |given |having )?(?:the |its |an? )?"
_OF = r"(?: (?:is|of|equals)| =)?"
_DEGREES = r"\s*(?:°|degrees?)?(?: angle)?"
_FIRST = r"(?:first term|a_?1|initial term|starting term)\s*(?:is|of|=|equal to)?\s*(?P<a>[-−]?[\d./]+)"
_STEP = r"(?:common )?(?:difference|d)\s*(?:is|of|=|equal to)?\s*(?P<d>[-−]?[\d./]+)"
_RATIO = r"(?:common )?(?:ratio|quotient|r|q)\s*(?:is|of|=|equal to)?\s*(?P<d>[-−]?[\d./]+)"
_AND = r"\s*(?:,|and|;|with|\s)\s*(?:and )?(?:the |a )?"
_KTH = rf"(?:(?P<k>{ORDINAL}) (?:term|number|element)|term (?:number )?(?P<n>\d{{1,3}})|a_?(?P<n1>\d{{1,3}}))"


def _sequence(kind: str, step: str) -> tuple[str, ...]:
    """A term of a sequence of a kind: the sequence named first, or the term."""
    named = rf"(?:an? |the )?(?:(?:{kind} )?(?:sequence|progression|series))?"
    return (
        rf"{ASK}{THE}{_KTH} (?:of|in|for) {named}\s*(?:with|where|if|that has|whose)?\s*(?:the |a "
        rf")?{_FIRST}{_AND}{step}",
        rf"(?:in |if |given |for )?(?:an? |the )?{kind} (?:sequence|progression|series)(?: has| with| where|:"
        rf"|,)?\s*(?:the |a )?{_FIRST}{_AND}{step}"
        rf"\s*[.,;]?\s*(?:{ASK}{THE}){_KTH}",
        rf"(?:if )?(?:the )?first term of (?:an? |the )?{kind} (?:sequence|progression|series) is "
        rf"(?P<a>[-−]?[\d./]+){_AND}{step}\s*[.,;]?\s*(?:{ASK}{THE}){_KTH}",
    )


FACT_FORMS: tuple[Form, ...] = (
    form(
        rf"{ASK}{THE}(?:reciprocal|multiplicative inverse|inverse number) (?:of|for) {_F}",
        fact("reciprocal", nonzero=True),
    ),
    form(rf"{ASK}{THE}(?:opposite(?: number)?|additive inverse|negative) (?:of|for|to) {_F}", fact("opposite")),
    form(
        rf"{ASK}{THE}(?:complement(?:ary angle)?)(?: angle)? (?:of|to|for) (?:an? )?(?:angle of )?{_F}{_DEGREES}",
        other_angle("complement", 90),
    ),
    form(
        rf"{ASK}{THE}(?:supplement(?:ary angle)?)(?: angle)? (?:of|to|for) (?:an? )?(?:angle of )?{_F}{_DEGREES}",
        other_angle("supplement", 180),
    ),
    *[form(each, term("arithmetic_term")) for each in _sequence("arithmetic", _STEP)],
    *[form(each, term("geometric_term")) for each in _sequence("geometric", _RATIO)],
    form(
        rf"(?:if )?(?:the )?(?:mean|average) of (?P<f>[^=]+?) (?:is|equals|=) (?P<m>[\d./]+)\s*[,.;]?\s*(?:then "
        rf")?(?:{ASK}{THE})?(?:value of )?[a-z?]?(?:missing (?:number|value))?",
        missing_value,
    ),
    # lengths
    form(
        rf"{ASK}{THE}(?:length of (?:the |a |each )?)?(?:side|edge)(?: lengths?)? of (?:a |the )?square "
        rf"{_ITS}area{_OF} {_V}",
        length("square_side_of_area", "s", ("a", "area")),
    ),
    form(
        rf"{ASK}{THE}(?:length of (?:the |a |each )?)?(?:side|edge)(?: lengths?)? of (?:a |the )?square "
        rf"{_ITS}perimeter{_OF} "
        rf"{_V}",
        length("square_side_of_perimeter", "s", ("p", "length")),
    ),
    form(
        rf"{ASK}{THE}(?:length of (?:the |a |each )?)?(?:side|edge)(?: lengths?)? of a cube {_ITS}volume{_OF} {_V}",
        length("cube_side_of_volume", "s", ("v", "volume")),
    ),
    form(
        rf"{ASK}{THE}radius of (?:a |the )?circle {_ITS}area{_OF} {_V}",
        length("circle_radius_of_area", "qr", ("a", "area")),
    ),
    form(
        rf"{ASK}{THE}radius of (?:a |the )?circle {_ITS}circumference{_OF} {_V}",
        length("circle_radius_of_circumference", "r", ("c", "length")),
    ),
    form(
        rf"{ASK}{THE}diameter of (?:a |the )?circle {_ITS}circumference{_OF} {_V}",
        length("circle_diameter_of_circumference", "d", ("c", "length")),
    ),
    *[
        form(
            pattern,
            length(f"rectangle_side_of_{what}", "hw", (letter, what if what == "area" else "length"), ("l", "length")),
        )
        for what, letter in (("area", "a"), ("perimeter", "p"))
        for pattern in (
            rf"{ASK}{THE}(?:length|width|other side|missing side|height) of (?:a |the )?rectangle "
            rf"{_ITS}{what}{_OF} {_V} and "
            rf"(?:the |its |a )?(?:width|length|one side|height){_OF} {_W}",
            rf"(?:if )?(?:a|the) rectangle(?:'s)? (?:has (?:an? )?)?{what}{_OF} {_V} and (?:its |the |an? "
            rf")?(?:width|length|one side|height){_OF} {_W}\s*[,.;]?\s*(?:{ASK}{THE}|how long is the |how wide is "
            rf"it)(?:its )?(?:length|width|other side|missing side|height)?",
            rf"(?:if )?(?:the )?{what} of a rectangle is {_V} and (?:its |the |an? )?(?:width|length|one side"
            rf"|height){_OF} {_W}\s*[,.;]?\s*(?:{ASK}{THE}|how long is the |how wide is it)(?:its )?(?:length"
            rf"|width|other side|missing side|height)?",
        )
    ],
    form(
        rf"{ASK}{THE}height of (?:a |the )?triangle {_ITS}area{_OF} {_V} and (?:the |its |a )?base{_OF} {_W}",
        length("triangle_height_of_area", "h", ("a", "area"), ("b", "length")),
    ),
    form(
        rf"{ASK}{THE}base of (?:a |the )?triangle {_ITS}area{_OF} {_V} and (?:the |its |a )?height{_OF} {_W}",
        length("triangle_base_of_area", "b", ("a", "area"), ("h", "length")),
    ),
)
