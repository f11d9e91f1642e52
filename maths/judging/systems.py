"""Compares claimed values of several letters with the one solution of a system."""

import re
from dataclasses import replace

import sympy

from maths.claims import Claim, Target, find
from maths.claims.replies import segments
from maths.claims.values import tree_of
from maths.claims.wording import is_doubtful, unknown_words
from maths.judging.findings import (
    MORE_SAID,
    NO_CLAIM,
    NOT_COMPARED,
    NOT_SOLVED,
    TWO_THINGS,
    Finding,
    Undecided,
    undecided,
)
from maths.judging.numbers import compare_number
from maths.judging.relations import has_false_relation
from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import to_sympy
from maths.solving.steps import math, tex
from maths.tree import Name, names

_OR = re.compile(r"\b(?:or|oder)\b", re.IGNORECASE)


def judge_system(task: Task, answer: dict, question: str, reply: str) -> tuple[Finding, str]:
    """Whether every letter gets its value, and our own result; Undecided unless there is exactly one solution."""
    if answer.get("kind") != "system" or answer.get("outcome") != "solved" or len(answer["assignments"]) != 1:
        raise Undecided(NOT_SOLVED)
    (formula,) = answer["latex"]
    return _judge(task, question, _solution(formula), reply), formula


def _solution(formula: str) -> dict[str, sympy.Expr]:
    """The values of the letters in the formula in which we wrote our own result."""
    pairs = [each.split(" = ") for each in formula.removeprefix(r"\(").removesuffix(r"\)").split(r",\ ")]
    trees = {letter.removeprefix("\\"): tree_of(value) for letter, value in pairs}
    if None in trees.values() or any(map(names, trees.values())):
        raise Undecided(NOT_SOLVED)
    return {letter: to_sympy(tree) for letter, tree in trees.items()}


def _judge(task: Task, question: str, solution: dict[str, sympy.Expr], reply: str) -> Finding:
    """Each letter is looked for as if it had been asked for alone."""
    reply = _with_pairs_named(reply, sorted(solution))
    letters = [task.variable] if task.variable else sorted(solution)
    findings = [_letter(task, question, letter, solution[letter], reply) for letter in letters]
    wrong = [each for each in findings if each.agrees is False]
    unsure = [each for each in findings if each.agrees is None]
    if wrong or unsure:
        return (unsure or wrong)[0] if len(unsure) == len(findings) else (wrong or unsure)[0]
    if _says_more(Target(replace(task, variable=letters[0]), "solutions", question), solution, reply):
        return undecided(MORE_SAID)
    shown = ", ".join(math(f"{latex(Name(letter))} = {tex(solution[letter])}") for letter in letters)
    return Finding(True, Phrase(N_("Our own solution of the system is the same: {value}."), {"value": shown}))


def _says_more(target: Target, solution: dict[str, sympy.Expr], reply: str) -> bool:
    """Whether the last sentences about the letters hold another letter's value, an "or", or more than an answer."""
    parts = segments(reply)
    others = re.compile(rf"(?<![A-Za-z\\])(?![{''.join(solution)}])[a-z]\s*=")
    stated = [i for i, each in enumerate(parts) if re.search(rf"[{''.join(solution)}]\s*=", each.text)]
    told = parts[max(stated[-1] - len(solution) + 1, stated[0]) if stated else 0 :]
    return is_doubtful(reply, target) or any(
        others.search(each.text)
        or _OR.search(each.text)
        or unknown_words(each.text, target)
        or has_false_relation(each.text)
        for each in told
    )


def _with_pairs_named(reply: str, letters: list[str]) -> str:
    """The reply with "(x, y) = (3, 2)" and "the solution is (3, 2)" written as x = 3, y = 2."""
    reply = reply.replace(",\\ ", ", ")
    numbers = r",".join([r"\s*([^(),]{1,60}?)\s*"] * len(letters))
    pair = rf"(?:\\left)?\({numbers}(?:\\right)?\)"
    listed = r"\s*,\s*".join(map(re.escape, letters))
    named = rf"(?:\\left)?\(\s*{listed}\s*(?:\\right)?\)\s*=\s*"
    leads = r"(?:solution|answer|intersection|point)s?(?: is| are|:)?(?: the point| at)?\s*(?:\$|\\\(|`)?\s*"
    told = rf"({leads}|boxed\{{\s*){pair}"
    written = ", ".join(f"{letter} = {{}}" for letter in letters)
    reply = re.sub(named + pair, lambda match: written.format(*match.groups()), reply)
    return re.sub(told, lambda match: match[1] + written.format(*match.groups()[1:]), reply)


def _letter(task: Task, question: str, letter: str, value: sympy.Expr, reply: str) -> Finding:
    target = Target(replace(task, variable=letter), "solutions", question)
    claims = [each for each in find(reply, target) if _speaks_of_numbers(each)]
    if not claims:
        return undecided(NO_CLAIM)
    compared = [_compared(each, value) for each in claims]
    if len({each.agrees for each in compared}) > 1:
        return undecided(TWO_THINGS)
    return compared[-1]


def _speaks_of_numbers(claim: Claim) -> bool:
    """Whether a claim is more than a step such as x = 5 - y."""
    return claim.kind != "values" or not any(each.letters for each in claim.values)


def _compared(claim: Claim, value: sympy.Expr) -> Finding:
    if claim.kind != "values":
        return undecided(NOT_COMPARED)
    found = [compare_number(each, value) for each in claim.values]
    if len({each.agrees for each in found}) > 1:
        return undecided(TWO_THINGS)
    return found[0]
