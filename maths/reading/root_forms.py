"""Questions about an equation rather than for its solutions: its discriminant, how many solutions it has."""

from maths.phrases import N_
from maths.reading import quadratic_tasks as quadratics
from maths.reading.degrees import degree
from maths.reading.formulas import Pieces, expression
from maths.reading.letter_tasks import roots
from maths.reading.problems import ReadingError
from maths.reading.tasks import Task
from maths.reading.wordings import ASK, THE, Form, form
from maths.tree import names

_F = r"(?P<f>.+?)"
_EQUATION = r"(?:the )?(?:quadratic )?(?:equation |function |polynomial |parabola )?"
_ROOTS = (
    r"(?:(?:distinct |different )?(?:real |actual )?(?:distinct |different )?(?:solutions?|roots?|zeros"
    r"|zeroes|answers?))"
)
_LOCAL = r"(?:local |relative |global |absolute )?"
_COUNT = r"(?:number|count)"


def discriminant(pieces: Pieces) -> Task:
    """b² - 4ac of a quadratic equation or expression."""
    task = roots(pieces)
    if task.kind != "equation" or max(degree(side, task.variable) for side in task.expressions[0].arguments) != 2:
        raise ReadingError("unsupported", N_("Only a quadratic equation has the discriminant that I know."))
    return Task("discriminant", task.expressions, task.variable, task.source, task.backticks)


def count(pieces: Pieces) -> Task:
    """How many real solutions an equation has, or real zeros an expression."""
    task = roots(pieces)
    if task.kind == "trig_equation":
        raise ReadingError("unsupported", N_("Please ask me to solve that equation, in a range if you like."))
    return Task("root_count", task.expressions, task.variable, task.source, task.backticks, details=(task.kind,))


def extremum(pieces: Pieces) -> Task:
    """The turning points of a function, or only its lowest or highest."""
    found = expression(pieces, named=True)
    letters = names(found.tree)
    if len(letters) != 1 or not (degree(found.tree, *letters) or 0) > 1:
        raise ReadingError("elsewhere", "")
    words = (pieces.groups.get("what") or "").lower()
    lowest, highest = (
        any(word in words for word in each) for each in (("min", "low", "small"), ("max", "high", "larg"))
    )
    what = "turning" if lowest == highest else "minimum" if lowest else "maximum"
    what = "stationary" if "stationary" in words or "critical" in words else what
    return Task("turning_points", (found.tree,), letters.pop(), found.source, found.backticks, details=(what,))


ROOT_FORMS: tuple[Form, ...] = (
    form(rf"{ASK}{THE}discriminant (?:of|for|in|:)\s*{_EQUATION}{_F}", discriminant),
    form(rf"{_F}\s*[,:;.]?\s+(?:{ASK}{THE})?discriminant", discriminant),
    form(rf"how many {_ROOTS} (?:does|do|has|have) {_EQUATION}{_F}(?: have| has)?", count),
    form(rf"how many {_ROOTS} (?:are there |exist )?(?:to|of|for|in) {_EQUATION}{_F}", count),
    form(
        rf"how many times does (?:the )?(?:graph of |parabola |curve )?{_F} (?:cross|meet|cut|touch|hit|intersect) "
        rf"the x[- ]?axis",
        count,
    ),
    form(rf"{ASK}{THE}{_COUNT} of {_ROOTS} (?:to|of|for|in) {_EQUATION}{_F}", count),
    form(rf"{ASK}{THE}nature of (?:the )?{_ROOTS} (?:to|of|for|in) {_EQUATION}{_F}", count),
    form(rf"{_F}\s*[,:;.]?\s+how many {_ROOTS}(?: (?:are there|does it have|exist))?", count),
    # turning points
    form(
        rf"{ASK}{THE}(?:coordinates of (?:the )?)?{_LOCAL}"
        rf"(?P<what>turning points?|extrem(?:a|um|e values?|e points?)|stationary points?|critical points?"
        rf"|maxim(?:um|a)(?: and (?:the )?{_LOCAL}minim(?:um|a))?|minim(?:um|a)(?: and (?:the )?{_LOCAL}maxim(?:um|a))?"
        rf"|max(?: and min)?|min(?: and max)?|(?:highest|lowest) point|(?:smallest|largest) value)"
        rf"(?: (?:values?|points?))?(?:\(s\))? (?:of|for|on) (?:the )?(?:function |curve |graph of |parabola "
        rf"|quadratic )?{_F}(?:\s*\((?:local|relative)\))?",
        extremum,
    ),
    form(
        rf"(?:where|for (?:what|which) x) (?:does|is|has) {_F} (?:have|has|reach|take|attain)?\s*(?:its |an? |the "
        rf")?(?P<what>maximum|minimum)",
        extremum,
    ),
    # a method in other voices
    form(r"complete the square\s*(?:in|for|of|on|with)?\s*:?\s*(?P<f>[^=]+=[^=]+)", quadratics.by("square")),
    form(
        rf"{ASK}(?:all\s+)?{THE}(?:complex|imaginary|non-?real) (?:solutions?|roots?|zeros) (?:of|to|for)\s+{_F}",
        quadratics.over_complex_numbers,
    ),
    form(
        rf"(?:solve\s*:?\s*)?{_F}\s*[,:;]?\s+(?:allow(?:ing)?|with|including|over|in) (?:the )?(?:complex"
        rf"|imaginary)(?: numbers?| solutions| roots)?",
        quadratics.over_complex_numbers,
    ),
)
