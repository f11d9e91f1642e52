"""Our own result of a task, solved as for any student, in a form that claims can be compared with."""

from dataclasses import dataclass

import sympy

from maths.claims import Claim, Target
from maths.claims.values import tree_of
from maths.judging.factors import compare_factorization
from maths.judging.findings import NOT_SOLVED, OTHER_THING, Finding, Undecided, undecided
from maths.judging.functions import compare_antiderivative, compare_expression
from maths.judging.numbers import compare_number
from maths.judging.roots import Roots
from maths.reading.tasks import Task
from maths.solving import explain
from maths.solving.convert import to_sympy
from maths.solving.steps import math
from maths.tree import Node, Number, apply, word_set

# The kinds of which a rounded value is an answer; elsewhere a number must be exact.
ROUNDED_KINDS = word_set(
    "arithmetic percent_of percent_share percent_whole percent_increase percent_decrease percent_change integral"
)
SHAPES = {
    "value": "value",
    "percent": "percent",
    "solutions": "solutions",
    "expression": "expression",
    "antiderivative": "antiderivative",
    "factorization": "factorization",
}


@dataclass(frozen=True)
class Result:
    """What we found ourselves: the shape of the answer, its exact values, and how it is shown."""

    target: Target
    exact: tuple[sympy.Expr, ...]
    shown: str
    outcome: str = ""

    def compare(self, claim: Claim) -> Finding:
        """Whether a claim says the same."""
        try:
            return self._compare(claim)
        except Undecided as reason:
            return Finding(None, reason.check)

    def _compare(self, claim: Claim) -> Finding:
        task, shape = self.target.task, self.target.shape
        if shape == "solutions":
            return Roots(task, list(self.exact), self.outcome).compare(claim)
        if claim.kind != "values" or any(each.money not in {"", task.money.strip("#")} for each in claim.values):
            return undecided(OTHER_THING)
        return _all([self._compare_one(each) for each in claim.values])

    def _compare_one(self, value) -> Finding:
        task, shape = self.target.task, self.target.shape
        if shape == "percent" and not value.percent:
            raise Undecided(OTHER_THING)
        if value.percent and shape == "value":
            raise Undecided(OTHER_THING)
        if shape in {"value", "percent"}:
            return compare_number(value, self.exact[0], _asked(task), task.kind in ROUNDED_KINDS)
        if shape == "factorization":
            return compare_factorization(value, task)
        if shape == "antiderivative":
            return compare_antiderivative(value, task)
        return compare_expression(value, self.exact[0], task)


def _all(findings: list[Finding]) -> Finding:
    """One finding of the several ways in which a reply wrote its answer."""
    unsure = [each for each in findings if each.agrees is None]
    if unsure:
        return unsure[0]
    if len({each.agrees for each in findings}) > 1:
        return undecided("The reply gives values that are not equal to each other.")
    return findings[0]


def _asked(task: Task) -> Node:
    """What a value must not repeat; a number that is asked about is its own value."""
    tree = task.expressions[0]
    return apply("negate", tree) if isinstance(tree, Number) else tree


def result_of(task: Task, question: str) -> Result:
    """Solve a task. Raises Undecided when there is no result that a claim can be compared with."""
    if task.heavy:
        return Result(Target(task, "factorization", question), (), "")
    answer = explain({"tasks": [task.to_dict()]})["parts"][0]["answer"]
    shape = SHAPES.get((answer or {}).get("kind"))
    if shape is None:
        raise Undecided(NOT_SOLVED)
    target = Target(task, shape, question)
    exact = () if shape in {"antiderivative", "factorization"} else tuple(map(_exact, answer["latex"]))
    shown = ", ".join(map(math, answer["latex"]))
    if shape == "solutions" and not exact:
        shown = Roots(task, [], answer["outcome"]).shown()
    return Result(target, exact, shown, answer.get("outcome", ""))


def _exact(formula: str) -> sympy.Expr:
    """The exact value of a formula that we wrote ourselves."""
    tree = tree_of(formula.rpartition(" = ")[2].removesuffix(r"\%"))
    if tree is None:
        raise Undecided(NOT_SOLVED)
    return to_sympy(tree)
