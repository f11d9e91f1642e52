"""What a recipe is: formulas in letters that are filled in one after the other, and an equation that checks them."""

from dataclasses import dataclass

from maths.reading.parser import parse
from maths.tree import Apply, Node


@dataclass(frozen=True)
class Line:
    """One formula: the letter that it finds, the formula in letters known by then, and what one says about it."""

    letter: str
    formula: Node
    text: str
    rule: str


@dataclass(frozen=True)
class Recipe:
    """given: the letters of a task's expressions, in order. lines: the formulas. check: equations that must hold.

    opening, final and the texts of the lines are templates, in which {d} stands for the value of the letter d.
    results: the letters of the answer, in order. fraction: whether the answer is wanted as a fraction.
    """

    opening: str
    given: str
    lines: tuple[Line, ...]
    check: tuple[Apply, ...]
    final: str
    results: tuple[str, ...]
    fraction: bool = False


def line(letter: str, formula: str, text: str, rule: str = "formula") -> Line:
    """A line from a formula as one types it."""
    return Line(letter, parse(formula), text, rule)


def recipe(opening: str, given: str, *lines: Line, check: str, final: str, results: str = "", fraction: bool = False):
    """A recipe; `check` holds equations between semicolons, `results` letters (that of the last line, if empty)."""
    found = tuple(results or lines[-1].letter)
    equations = tuple(parse(each) for each in check.split(";"))
    return Recipe(opening, given, lines, equations, final, found, fraction)
