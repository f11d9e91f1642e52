"""Questions about points and straight lines: slopes, distances, midpoints, equations of lines, intercepts."""

import re

from maths.phrases import N_
from maths.reading.degrees import degree
from maths.reading.formulas import Formula, Pieces, expression, formula_of, refuse_letters
from maths.reading.magnitude import check_size
from maths.reading.number_tasks import arithmetic_task
from maths.reading.problems import ReadingError
from maths.reading.tasks import Task
from maths.reading.wordings import ASK, THE, Form, form
from maths.tree import Apply, Name, Node, Number, apply, names, replace

_NUMBER = r"[-−+]?\s*[\d.]+(?:/\d+)?"


def _point(name: str) -> str:
    return rf"(?:the )?(?:point )?(?:[A-Z]\s*=?\s*)?\(\s*(?P<{name}>{_NUMBER}\s*[,;|]\s*{_NUMBER})\s*\)"


def _coordinates(pieces: Pieces, name: str) -> list[Node]:
    parts = re.split(r"[,;|]", pieces.groups[name] or "")
    return [formula_of(each).tree for each in parts]


def of_points(key: str):
    """A builder for a recipe about two points."""

    def build(pieces: Pieces) -> Task:
        first, second = _coordinates(pieces, "a"), _coordinates(pieces, "b")
        if key == "slope_of_points" and first[0] == second[0]:
            raise ReadingError(
                "undefined", N_("Both points have the same first coordinate: the line is upright and has no slope.")
            )
        return Task("worked", (*first, *second), source="", details=(key,))

    return build


def line_of_points(pieces: Pieces) -> Task:
    """The equation of the line through two points."""
    first, second = _coordinates(pieces, "a"), _coordinates(pieces, "b")
    if first == second:
        raise ReadingError("undefined", N_("Two different points are needed for a line."))
    return Task("straight_line", (*first, *second), source="", details=("points",))


def line_with_slope(pieces: Pieces) -> Task:
    """The equation of the line with a slope, through a point or with a y-intercept."""
    slope = formula_of(pieces.raw("m")[0]).tree
    point = _coordinates(pieces, "a") if pieces.groups.get("a") else [Number("0"), formula_of(pieces.raw("c")[0]).tree]
    for each in (slope, *point):
        refuse_letters(each)
    return Task("straight_line", (slope, *point), source="", details=("slope",))


def line_beside(kind: str):
    """A builder for a line through a point, parallel or at a right angle to another."""

    def build(pieces: Pieces) -> Task:
        return Task("straight_line", (_line(pieces), *_coordinates(pieces, "a")), source="", details=(kind,))

    return build


def _line(pieces: Pieces) -> Node:
    """An equation in x and y, or the right side of y = …, as an equation."""
    tree = pieces.formula().tree
    if not (isinstance(tree, Apply) and tree.head == "equals"):
        tree = apply("equals", Name("y"), tree)
    if not names(tree) <= {"x", "y"} or any(
        (degree(side, letter) or 0) > 1 for side in tree.arguments for letter in "xy"
    ):
        raise ReadingError("elsewhere", "")
    return tree


def line_fact(kind: str):
    """A builder for the slope of a line, from its equation."""

    def build(pieces: Pieces) -> Task:
        found = pieces.formula()
        return Task("line_fact", (_line(pieces),), None, found.source, found.backticks, details=(kind,))

    return build


def y_intercept(pieces: Pieces) -> Task:
    """Where a graph meets the y-axis: the value at 0."""
    try:
        return line_fact("intercept")(pieces)
    except ReadingError:
        found = expression(pieces, named=True)
        letters = names(found.tree)
        if len(letters) != 1:
            raise
        tree = replace(found.tree, Name(letters.pop()), Number("0"))
        check_size(tree)
        return arithmetic_task(Formula(tree, found.source, False))


def turned_slope(pieces: Pieces) -> Task:
    """The slope at a right angle to another."""
    slope = formula_of(pieces.raw("m")[0]).tree
    refuse_letters(slope)
    if slope == Number("0"):
        raise ReadingError("undefined", N_("A level line has upright ones at a right angle, and these have no slope."))
    return Task("worked", (slope,), source="", details=("perpendicular_slope",))


_A, _B = _point("a"), _point("b")
_AND = r"\s*(?:and|to|,|with)\s*"
_SLOPE = r"(?:slope|gradient|steepness)"
_LINE = r"(?:the |a )?(?:straight )?line"
_F = r"(?P<f>.+?)"
_EQUATION = r"(?:equation (?:of|for) )?"
_THROUGH = (
    r"(?:through|passing through|that passes through|which passes through|going through|that goes through"
    r"|containing|connecting|joining)"
)
_M = r"(?P<m>[-−+]?\s*[\d.]+(?:/\d+)?)"
_BOTH = r"(?:the )?(?:two )?(?:points?:? )?"
_FIND = rf"(?:write(?: down)? |what's the |{ASK}){THE}"

LINE_FORMS: tuple[Form, ...] = (
    form(
        rf"{ASK}{THE}{_SLOPE}(?: of {_LINE})?(?: segment)? (?:{_THROUGH}|between|from|of) {_BOTH}{_A}{_AND}{_B}",
        of_points("slope_of_points"),
    ),
    form(
        rf"{ASK}{THE}(?:length of the (?:line )?segment|distance) (?:between|from|of|{_THROUGH}) "
        rf"{_BOTH}{_A}{_AND}{_B}",
        of_points("distance_of_points"),
    ),
    form(rf"how far (?:is|are|apart are|is it from) {_BOTH}{_A}{_AND}{_B}(?: apart)?", of_points("distance_of_points")),
    form(rf"how far (?:is|are) {_BOTH}{_A} from {_B}", of_points("distance_of_points")),
    form(
        rf"{ASK}{THE}(?:midpoint|middle|mid-point|center)(?: of (?:the )?(?:line )?(?:segment))? (?:between|from"
        rf"|of|{_THROUGH}) {_BOTH}{_A}{_AND}{_B}",
        of_points("midpoint"),
    ),
    form(rf"{_FIND}{_EQUATION}{_LINE} {_THROUGH} {_BOTH}{_A}{_AND}{_B}", line_of_points),
    form(
        rf"{_FIND}{_EQUATION}{_LINE} (?:with (?:a )?)?{_THROUGH} {_A} (?:and )?(?:with|having|that has)(?: an?)? "
        rf"{_SLOPE}(?: of)?\s*(?:m\s*=\s*)?{_M}",
        line_with_slope,
    ),
    form(
        rf"{_FIND}{_EQUATION}{_LINE} (?:with|having|that has)(?: an?)? {_SLOPE}(?: of)?\s*(?:m\s*=\s*)?{_M} (?:and "
        rf")?(?:{_THROUGH}|passes through|goes through) {_A}",
        line_with_slope,
    ),
    form(
        rf"{_FIND}{_EQUATION}{_LINE} (?:with|having|that has)(?: an?)? {_SLOPE}(?: of)?\s*{_M} and (?:an? )?y[- "
        rf"]?intercept(?: of)?\s*(?P<c>[-−+]?\s*[\d.]+(?:/\d+)?)",
        line_with_slope,
    ),
    *[
        form(pattern, line_beside(kind))
        for kind, word in (("parallel", "parallel"), ("perpendicular", "(?:perpendicular|orthogonal|normal)"))
        for pattern in (
            rf"{_FIND}{_EQUATION}{_LINE} (?:that is |which is )?{word} to (?:the line )?{_F} (?:and )?(?:that "
            rf")?(?:{_THROUGH}|passes through|goes through) {_A}",
            rf"{_FIND}{_EQUATION}{_LINE} {_THROUGH} {_A} (?:and |that is |which is )?{word} to (?:the line )?{_F}",
            rf"{_FIND}{word} line to {_F} {_THROUGH} {_A}",
        )
    ],
    form(rf"{ASK}{THE}{_SLOPE} (?:of|for|in) (?:{_LINE} |the graph of |the equation )?{_F}", line_fact("slope")),
    form(rf"how steep is (?:{_LINE} )?{_F}", line_fact("slope")),
    form(rf"{ASK}{THE}y[- ]?intercepts? (?:of|for) (?:{_LINE} |the graph of |the function )?{_F}", y_intercept),
    form(
        rf"where (?:does|do) (?:{_LINE} |the graph of )?{_F} (?:cross|cut|meet|intersect|hit) the y[- ]?axis",
        y_intercept,
    ),
    form(
        rf"{ASK}{THE}(?:{_SLOPE} )?(?:perpendicular|orthogonal) (?:{_SLOPE} )?(?:of|to) (?:a )?(?:line with "
        rf")?(?:{_SLOPE} )?{_M}",
        turned_slope,
    ),
    form(
        rf"{ASK}{THE}{_SLOPE} (?:of (?:a|the) line )?(?:perpendicular|orthogonal) to (?:a )?(?:line with "
        rf")?(?:{_SLOPE} )?{_M}",
        turned_slope,
    ),
)
