"""Tasks whose question names the result by another word: a slope, an area, whether there are solutions."""

from dataclasses import replace as replace_field

from maths.phrases import N_
from maths.reading.definitions import given
from maths.reading.formulas import Pieces, number, without_name
from maths.reading.letter_tasks import integral, roots
from maths.reading.problems import ReadingError, quoted
from maths.reading.tasks import Task
from maths.reading.words import unmark
from maths.tree import names


def slope(pieces: Pieces) -> Task:
    """The slope of a curve at a point: the derivative of a function there."""
    letter, point = pieces.letter(), number(pieces, "b").source
    body = without_name(pieces.raw()[0])
    function = "f" if letter != "f" else "g"
    text = f"{function}({letter}) = {body}; find {function}'({point})"
    task = given(Pieces({"f": unmark(text, pieces.spans)}, []))
    (definition,) = task.expressions[0].arguments
    if names(definition.arguments[1]) - {letter}:
        raise ReadingError(
            "unreadable", N_("The letter {letter} does not occur in the formula."), letter=quoted(str(letter))
        )
    return task


def prime_value(pieces: Pieces) -> Task:
    """The derivative of a named function at a point: "f'(3) if f(x) = x^2"."""
    return given(Pieces({"f": unmark(f"{pieces.groups['f']}; find {pieces.groups['p']}", pieces.spans)}, []))


def area(pieces: Pieces) -> Task:
    """The area under a curve: its integral, if the curve runs above the axis (the solver looks)."""
    task = integral(pieces)
    return replace_field(task, details=("area",))


def solvable(pieces: Pieces) -> Task:
    """Whether an equation has real solutions, or an expression real zeros."""
    task = roots(pieces)
    return Task("solvable", task.expressions, task.variable, task.source, task.backticks, details=(task.kind,))
