"""Equations with absolute values by squaring, and as distances on the number line."""

from functools import partial

import sympy

from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import to_sympy
from maths.solving.general_equations import explain_general_equation
from maths.solving.reductions import Reduction
from maths.solving.steps import Part, math, require, tex
from maths.tree import Apply, Node


def explain_by_squaring(task: Task) -> Part:
    """Both sides squared, and factored."""
    return explain_general_equation(task, partial(Squaring, task))


def explain_by_distance(task: Task) -> Part:
    """What is between the bars is at a known distance from zero, so the letter is at one from another number."""
    return explain_general_equation(task, partial(Distance, task))


class _Bars(Reduction):
    """An equation with bars alone on the left; SymPy would take factors out of them."""

    def __init__(self, task: Task, unknown: sympy.Symbol):
        super().__init__(unknown)
        self.sides = [_without_bars(each) for each in task.expressions[0].arguments]


def _without_bars(tree: Node) -> sympy.Expr:
    return sympy.expand(to_sympy(tree.arguments[0] if isinstance(tree, Apply) and tree.head == "abs" else tree))


class Squaring(_Bars):
    """Both sides squared, the bars are gone."""

    def _absolute(self, left: sympy.Expr, right: sympy.Expr, rounds: int) -> list[sympy.Expr] | None:
        if rounds:
            return None
        inside, other = self.sides
        require(sympy.expand(left**2 - right**2 - inside**2 + other**2) == 0, "square")
        text = Phrase(
            N_("Square both sides: the square of an absolute value is the square of what is between the bars.")
        )
        self.tell(text, f"{_squared(inside)} = {_squared(other)}", "square")
        difference = sympy.expand(inside**2 - other**2)
        factored = sympy.factor(difference)
        text = Phrase(N_("Bring everything to the left side, and factor."))
        self.tell(text, f"{tex(factored)} = 0", "factor")
        return self._polynomial(difference, sympy.Integer(0))


def _squared(value: sympy.Expr) -> str:
    return (
        f"{tex(value)}^{{2}}"
        if value.is_Integer and value >= 0 or value.is_Symbol
        else rf"\left({tex(value)}\right)^{{2}}"
    )


class Distance(_Bars):
    """|a x + b| = c as |x - m| = d: x lies d away from m."""

    def _absolute(self, left: sympy.Expr, right: sympy.Expr, rounds: int) -> list[sympy.Expr] | None:
        inside, letter = self.sides[0], self.unknown
        factor = inside.coeff(letter)
        middle, distance = -inside.coeff(letter, 0) / factor, right / abs(factor)
        require(sympy.expand(abs(factor) ** 2 * (letter - middle) ** 2 - inside**2) == 0, "distance")
        between = _from(letter, middle)
        if abs(factor) != 1:
            text = Phrase(N_("Divide both sides by {factor}."), {"factor": math(tex(abs(factor)))})
            self.tell(text, f"{between} = {tex(distance)}", "divide")
        elif factor == -1:
            text = Phrase(
                N_("Turn the signs between the bars: a number and its opposite have the same absolute value.")
            )
            self.tell(text, f"{between} = {tex(distance)}", "opposite")
        roots = [middle - distance, middle + distance]
        names = {"between": math(between), "letter": math(tex(letter)), "middle": math(tex(middle))}
        text = N_(
            "{between} is the distance of {letter} from {middle} on the number line. Go {distance} to the left of "
            "{middle}, and {distance} to the right."
        )
        self.tell(Phrase(text, {**names, "distance": math(tex(distance))}), self.assignments(roots), "solve")
        return roots


def _from(letter: sympy.Symbol, middle: sympy.Expr) -> str:
    return rf"\left|{tex(letter - middle)}\right|"
