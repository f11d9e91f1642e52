"""Our own result of a task, solved as for any student, in a form that claims can be compared with."""

import re
from dataclasses import dataclass, replace

import sympy

from maths.claims import Claim, Target, Value
from maths.claims.values import tree_of
from maths.judging.angles import AngleSet
from maths.judging.factors import compare_factorization, compare_factors
from maths.judging.findings import NOT_FINISHED, NOT_SOLVED, OTHER_THING, UNEQUAL, Finding, Undecided, undecided
from maths.judging.functions import compare_antiderivative, compare_expression
from maths.judging.measures import compare_measure
from maths.judging.numbers import EXACT, compare_number, is_in_form
from maths.judging.roots import Roots
from maths.judging.sets import compare_list, compare_ranges, compare_word, our_ranges
from maths.judging.signs import compare_matrix, compare_numeral, compare_ratio, compare_time
from maths.reading.matrix_tasks import matrix_of
from maths.reading.tasks import Task
from maths.solving.convert import symbol, to_sympy
from maths.solving.steps import math
from maths.tree import Node, names, word_set

# The kinds of which a rounded value is an answer; elsewhere a number must be exact.
ROUNDED_KINDS = word_set(
    "arithmetic percent_of percent_share percent_whole percent_increase percent_decrease percent_change integral "
    "definitions statistic chance measure series limit"
)
# The kinds of which each equal expression, or each one in the form that functions.py tests, is an answer.
_EXPRESSION_KINDS = word_set(
    "complete_square simplify expand factor derivative definitions simplify_power tangent inverse_function"
)
# The kinds whose answer is one of the numbers of the question, as it stands there.
_CHOOSING_KINDS = word_set("compare closest rank")
_EXACTLY = re.compile(r"\b(?:simplif|reduc|lowest|simplest|exact|vereinfach|kürze)", re.IGNORECASE)
_HOW_MANY = re.compile(r"\bhow many\b|\bwie viele?\b", re.IGNORECASE)
_DECREASE = re.compile(r"\b(?:decreas|drop|fall|reduction|discount|loss|lost|abnahme|rückgang)", re.IGNORECASE)
_UNORDERED_KINDS = word_set("factors multiples closest set_question integer_list")
# What may be asked of sets whose answer is a set of numbers.
_SETS = word_set("union intersection difference")
_OUTCOMES = frozenset(["solved", "never", "no_real", "every", "exists", "general", "range"])
_SHAPES = {each: each for each in ("value", "percent", "measure", "list", "solutions", "expression", "antiderivative")}
_SHAPES |= {
    "count": "value",
    "numbers": "list",
    "angles": "angles",
    "factorization": "factorization",
    "interval": "interval",
    "rule": "rule",
}
_SHAPES |= {each: each for each in ("numeral", "time", "ratio", "matrix")}
_SHAPES |= {"limit": "value", "truth": "word", "primality": "word", "word": "word"}
_WITHOUT_NUMBERS = word_set("antiderivative factorization word interval numeral time ratio matrix angles")
_WORDS = {"true": "yes", "false": "no"}


@dataclass(frozen=True)
class Result:
    """What we found ourselves: the shape of the answer, its exact values, and how it is shown."""

    target: Target
    exact: tuple[sympy.Expr, ...]
    shown: str
    answer: dict

    def compare(self, claim: Claim) -> Finding:
        """Whether a claim says the same."""
        try:
            return _COMPARISONS.get(self.target.shape, _compare_values)(self, claim)
        except Undecided as reason:
            return Finding(None, reason.check)


def _compare_solutions(result: Result, claim: Claim) -> Finding:
    return Roots(result.target.task, list(result.exact), result.answer["outcome"]).compare(claim)


def _compare_word(result: Result, claim: Claim) -> Finding:
    (word,) = result.answer["values"]
    task = result.target.task
    if task.kind == "prime" and word in _WORDS:
        return compare_word(claim, _prime_or_composite(task, word == "true"))
    return compare_word(claim, _WORDS.get(word, word))


def _prime_or_composite(task: Task, holds: bool) -> str:
    """What a number is, from the answer to "is it prime?" or "is it composite?"; 0 and 1 are neither."""
    number = to_sympy(task.expressions[0])
    if not (number.is_Integer and number > 1):
        raise Undecided(NOT_SOLVED)
    return "prime" if holds == ("prime" in task.details) else "composite"


def _compare_list(result: Result, claim: Claim) -> Finding:
    task = result.target.task
    return compare_list(claim, result.exact, task.kind not in _UNORDERED_KINDS, task.money.strip("#"))


def _compare_interval(result: Result, claim: Claim) -> Finding:
    answer = result.answer
    (formula,) = answer["latex"]
    outcome = answer.get("outcome", "solved")
    ours = our_ranges(formula, answer["variable"]) if outcome == "solved" else ()
    return compare_ranges(claim, ours, outcome, formula)


def _compare_angles(result: Result, claim: Claim) -> Finding:
    return AngleSet(result.target.task, result.answer).compare(claim)


def _compare_numeral(result: Result, claim: Claim) -> Finding:
    (digits,) = result.answer["values"]
    return compare_numeral(claim, digits, result.answer["base"], result.answer["latex"][0])


def _compare_time(result: Result, claim: Claim) -> Finding:
    return compare_time(claim, result.answer["minutes"], result.answer["values"][0])


def _compare_ratio(result: Result, claim: Claim) -> Finding:
    return compare_ratio(claim, list(map(_exact, result.answer["values"])), result.answer["latex"][0])


def _compare_matrix(result: Result, claim: Claim) -> Finding:
    (formula,) = result.answer["latex"]
    rows = [[to_sympy(each) for each in row.arguments] for row in matrix_of(formula).arguments]
    return compare_matrix(claim, rows, formula)


_COMPARISONS = {
    "angles": _compare_angles,
    "numeral": _compare_numeral,
    "time": _compare_time,
    "ratio": _compare_ratio,
    "matrix": _compare_matrix,
    "solutions": _compare_solutions,
    "word": _compare_word,
    "list": _compare_list,
    "interval": _compare_interval,
}


def _compare_values(result: Result, claim: Claim) -> Finding:
    """Whether each way in which a claim writes its one value is ours."""
    task = result.target.task
    if claim.kind != "values" or any(each.money not in {"", task.money.strip("#")} for each in claim.values):
        return undecided(OTHER_THING)
    if result.target.shape == "factorization" and len(claim.values) > 1:
        return compare_factors(claim.values, task, "factors" in result.target.question.lower())
    return _all([_compare_one(result, each) for each in claim.values])


def _compare_one(result: Result, value: Value) -> Finding:
    task, shape = result.target.task, result.target.shape
    form = result.answer.get("form")
    if task.kind == "chance" and value.percent:
        return compare_number(value, 100 * result.exact[0])
    if value.percent != (shape == "percent" or form == "percent"):
        raise Undecided(OTHER_THING)
    if task.kind == "rounding" and (len(value.trees) == 1 or value.trees[0] == task.expressions[0]):
        value = replace(value, trees=value.trees[-1:], near=(False,))
    if form and not is_in_form(value.trees[-1], form):
        raise Undecided(NOT_FINISHED)
    if (
        shape == "measure"
        and task.kind == "convert"
        and not value.unit
        and not _HOW_MANY.search(result.target.question)
    ):
        raise Undecided(NOT_FINISHED)
    if task.kind == "convert" and getattr(value.trees[-1], "head", "") == "sum":
        raise Undecided(NOT_FINISHED)
    if shape == "measure":
        return compare_measure(value, result.exact[0], result.answer["unit"])
    if shape in {"value", "percent"}:
        if task.kind == "rounding" and str(getattr(value.trees[-1], "value", "")).partition(".")[2].endswith("0"):
            raise Undecided(NOT_FINISHED)
        rounds = task.kind in ROUNDED_KINDS and not _EXACTLY.search(result.target.question)
        asked = None if task.kind in _CHOOSING_KINDS else task.expressions[0]
        return compare_number(value, _without_sign(result, value), asked, rounds)
    if shape == "factorization":
        return compare_factorization(value, task)
    if shape == "antiderivative":
        return compare_antiderivative(value, task)
    letters = {result.answer["variable"]} if shape == "rule" else set().union(*map(names, task.expressions))
    return compare_expression(value, result.exact[0], task, letters)


def _without_sign(result: Result, value: Value) -> sympy.Expr:
    """Our own result, a decrease of 25 % for a positive 25 if the question asks for a decrease."""
    (exact,) = result.exact
    falls = result.target.task.kind == "percent_change" and _DECREASE.search(result.target.question)
    return abs(exact) if falls and exact.is_negative and to_sympy(value.trees[0]).is_positive else exact


def _all(findings: list[Finding]) -> Finding:
    """One finding of the several ways in which a reply wrote its answer."""
    unsure = [each for each in findings if each.agrees is None]
    if unsure:
        return unsure[0]
    if len({each.agrees for each in findings}) > 1:
        return undecided(UNEQUAL)
    return min(findings, key=lambda each: each.check.template == EXACT)


def result_of(task: Task, answer: dict, question: str, others: tuple[Node, ...] = ()) -> Result:
    """What solving a task answered. Raises Undecided when there is no result that a claim can be compared with."""
    if task.heavy:
        return Result(Target(task, "factorization", question, others), (), "", {})
    shape = _SHAPES.get(answer.get("kind"))
    if task.kind == "set_question" and task.details[0] in _SETS:
        shape = "list"
    if shape is None or answer.get("outcome", "solved") not in _OUTCOMES:
        raise Undecided(NOT_SOLVED)
    if shape == "expression" and task.kind not in _EXPRESSION_KINDS:
        raise Undecided(NOT_SOLVED)
    return Result(
        Target(task, shape, question, others), _exact_values(task, answer, shape), _shown(task, answer), answer
    )


def _exact_values(task: Task, answer: dict, shape: str) -> tuple[sympy.Expr, ...]:
    if shape in _WITHOUT_NUMBERS:
        return ()
    if shape == "measure":
        return (_exact(answer["latex"][0].partition(r"\,\text")[0].removesuffix(r"^{\circ}")),)
    found = tuple(map(_exact, answer["values"] if answer["kind"] == "set" else answer["latex"]))
    if shape == "list" and not found:
        raise Undecided(NOT_SOLVED)
    if task.kind == "quadratic_complex":
        found = tuple([each.subs(symbol("i"), sympy.I) for each in found])
    if shape in {"value", "percent", "solutions", "list"} and any(each.free_symbols for each in found):
        raise Undecided(NOT_SOLVED)
    return found


def _shown(task: Task, answer: dict) -> str:
    """Our own result as Markdown."""
    if answer["kind"] == "angles":
        return AngleSet(task, answer).shown()
    if answer["kind"] == "solutions" and not answer["values"]:
        return Roots(task, [], answer["outcome"]).shown()
    return ", ".join(map(math, answer["latex"])) or ", ".join(answer["values"])


def _exact(formula: str) -> sympy.Expr:
    """The exact value of a formula that we wrote ourselves; the number before a percent sign."""
    tree = tree_of(formula.rpartition(" = ")[2].removesuffix(r"\%"))
    if tree is None:
        raise Undecided(NOT_SOLVED)
    return to_sympy(tree)
