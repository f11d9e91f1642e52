"""Quadratics to be solved by a named method, over the complex numbers, or brought into vertex form."""

from dataclasses import replace as replace_field

from maths.phrases import N_
from maths.reading.degrees import degree
from maths.reading.formulas import Pieces, expression
from maths.reading.letter_tasks import roots
from maths.reading.problems import ReadingError
from maths.reading.tasks import Task
from maths.reading.ways import MISFITS
from maths.tree import names


def over_complex_numbers(pieces: Pieces) -> Task:
    """An equation all of whose solutions are wanted, the complex ones too."""
    return replace_field(_quadratic(pieces), kind="quadratic_complex")


def by(way: str):
    """A builder for equations solved in one way."""

    def build(pieces: Pieces) -> Task:
        return replace_field(_quadratic(pieces), way=way)

    return build


def _quadratic(pieces: Pieces) -> Task:
    task = roots(pieces)
    if task.kind != "equation" or max(degree(side, task.variable) for side in task.expressions[0].arguments) != 2:
        raise ReadingError("unsupported", MISFITS["quadratics"])
    return task


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
