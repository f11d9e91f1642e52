"""Polynomials divided by polynomials, and what one reads off a polynomial: its degree, its leading coefficient."""

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.degrees import degree
from maths.reading.formulas import Pieces, expression
from maths.reading.problems import ReadingError
from maths.reading.tasks import Task
from maths.reading.wordings import ASK, THE, Form, form
from maths.tree import Apply, names

_A, _B, _F = r"(?P<a>.+?)", r"(?P<b>.+?)", r"(?P<f>.+?)"
_POLYNOMIAL = r"(?:the )?(?:polynomial )?"
_DIVISION = r"(?:polynomial |long |synthetic )+division"
_BY = r"(?:by|÷|into)"


def division(wanted: str):
    """A builder for a division of polynomials in one letter; wanted: both, or remainder."""

    def build(pieces: Pieces) -> Task:
        top, bottom = expression(pieces, "a"), expression(pieces, "b")
        letters = names(top.tree) | names(bottom.tree)
        if len(letters) != 1 or not names(bottom.tree):
            raise ReadingError("elsewhere", "")
        letter = letters.pop()
        degrees = [degree(each.tree, letter) for each in (top, bottom)]
        if None in degrees or max(degrees) > bounds.DEGREE:
            raise ReadingError("elsewhere", "")
        return Task("polynomial_division", (top.tree, bottom.tree), letter, top.source, False, details=(wanted,))

    return build


def quotient(pieces: Pieces) -> Task:
    """A fraction that is to be divided out."""
    found = expression(pieces)
    if not (isinstance(found.tree, Apply) and found.tree.head == "quotient"):
        raise ReadingError("elsewhere", "")
    top, bottom = found.tree.arguments
    letters = names(found.tree)
    if len(letters) != 1 or not names(bottom) or None in [degree(each, *letters) for each in (top, bottom)]:
        raise ReadingError("elsewhere", "")
    return Task("polynomial_division", (top, bottom), letters.pop(), found.source, False, details=("both",))


def fact(kind: str):
    """A builder for the degree or the leading coefficient of a polynomial."""

    def build(pieces: Pieces) -> Task:
        found = expression(pieces, named=True)
        letters = names(found.tree)
        if len(letters) != 1 or degree(found.tree, *letters) is None:
            raise ReadingError("unsupported", N_("I can only do that with a polynomial in one letter."))
        return Task("polynomial_fact", (found.tree,), letters.pop(), found.source, found.backticks, details=(kind,))

    return build


DIVISION_FORMS: tuple[Form, ...] = (
    form(
        rf"{ASK}{THE}remainder (?:when|if|of|from) (?:dividing |you divide )?{_POLYNOMIAL}{_A}\s+(?:is "
        rf")?(?:divided )?{_BY}\s+{_B}",
        division("remainder"),
    ),
    form(
        rf"(?:divide|(?:do |use )?{_DIVISION}\s*(?:to divide|of|for|:)?)\s*:?\s*{_POLYNOMIAL}{_A}\s+(?:divided "
        rf")?{_BY}\s+{_B}(?: (?:using|with|by) {_DIVISION})?",
        division("both"),
    ),
    form(rf"{ASK}{_POLYNOMIAL}{_A}\s+divided by\s+{_B}", division("both")),
    form(
        rf"{ASK}{THE}(?:quotient|quotient and (?:the )?remainder) (?:of|when|for) {_POLYNOMIAL}{_A}\s+(?:(?:is "
        rf")?divided by|and|÷)\s+{_B}",
        division("both"),
    ),
    form(rf"(?:do |use )?{_DIVISION}\s*(?:of|for|:|on)?\s*{_F}", quotient),
    form(rf"{ASK}{THE}degree of {_POLYNOMIAL}(?:expression )?{_F}", fact("degree")),
    form(rf"{ASK}{THE}leading coefficient (?:of|in) {_POLYNOMIAL}{_F}", fact("leading")),
)
