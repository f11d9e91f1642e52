"""Quadratics to be solved by a named method, over the complex numbers, or brought into vertex form."""

from dataclasses import replace as replace_field

from maths.phrases import N_
from maths.reading.degrees import degree
from maths.reading.formulas import Pieces, expression
from maths.reading.letter_tasks import roots
from maths.reading.problems import ReadingError
from maths.reading.tasks import Task
from maths.tree import names


def by(kind: str):
    """A builder for equations solved by one method."""

    def build(pieces: Pieces) -> Task:
        task = roots(pieces)
        if task.kind != "equation" or max(degree(side, task.variable) for side in task.expressions[0].arguments) != 2:
            raise ReadingError("unsupported", N_("That method is for quadratic equations."))
        return replace_field(task, kind=kind)

    return build


def completed(pieces: Pieces) -> Task:
    """x^2 + 6x + 5 as (x + 3)^2 - 4."""
    if "=" in pieces.raw()[0]:
        found = expression(pieces, named=True)
    else:
        found = expression(pieces)
    letters = names(found.tree)
    if len(letters) != 1 or degree(found.tree, *letters) != 2:
        raise ReadingError("unsupported", N_("I can complete the square of a quadratic in one letter."))
    return Task("complete_square", (found.tree,), letters.pop(), found.source, found.backticks)
