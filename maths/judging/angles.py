"""Compares claimed angles with our own: those of a range one by one, general solutions as families with a period."""

from dataclasses import replace

import sympy

from maths.claims import Claim, Value
from maths.claims.values import tree_of
from maths.judging.findings import NOT_COMPARED, NOT_FINISHED, NOT_SOLVED, OTHER_THING, Finding, Undecided, undecided
from maths.judging.numbers import compare_number
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.angles import OR, Family
from maths.solving.convert import symbol, to_sympy
from maths.solving.steps import math, tex
from maths.tree import Apply, Constant, Node, names, walk

_MOST_TURNS = 60
_DIGITS = 30
_EQUAL = sympy.Float(10) ** -20
_WHOLE = frozenset("knmz")
_SAME = N_("These are all the angles that we find ourselves: {value}.")
_OTHER = N_("We find other angles: {value}.")


class AngleSet:
    """Our own solutions of one trigonometric equation."""

    def __init__(self, task: Task, answer: dict):
        self.task, self.answer = task, answer
        self.in_degrees = any(map(_has_degrees, task.expressions[1:]))

    def shown(self) -> str:
        """Our own result."""
        if self.answer["outcome"] == "range":
            sign = r"^{\circ}" if self.in_degrees else ""
            return ", ".join(math(f"{self.task.variable} = {tex(each)}{sign}") for each in self._kept())
        return ", ".join(map(math, self.answer["latex"])) or math(r"\emptyset")

    def compare(self, claim: Claim) -> Finding:
        """Whether a claim names exactly our angles."""
        if claim.kind == "every":
            return undecided(OTHER_THING)
        if claim.kind == "none":
            return self._finding(self.answer["outcome"] == "no_real")
        if any(each.percent or each.money for each in claim.values):
            return undecided(OTHER_THING)
        if self.answer["outcome"] == "no_real":
            return self._finding(False)
        if self.answer["outcome"] == "range":
            return self._finding(self._in_range(claim.values))
        return self._finding(self._general(claim.values))

    def _finding(self, agrees: bool) -> Finding:
        return Finding(agrees, Phrase(_SAME if agrees else _OTHER, {"value": self.shown()}))

    def _in_range(self, values: tuple[Value, ...]) -> bool:
        if any(each.letters for each in values):
            raise Undecided(OTHER_THING)
        kept = self._kept()
        places = [self._place(each, kept) for each in values]
        return None not in places and set(places) == set(range(len(kept)))

    def _kept(self) -> list[sympy.Expr]:
        """Our angles in the range, in degrees if its ends are."""
        trees = [tree_of(each) for each in self.answer["values"]]
        if None in trees:
            raise Undecided(NOT_SOLVED)
        return [to_sympy(each) for each in trees]

    def _place(self, value: Value, kept: list[sympy.Expr]) -> int | None:
        marked = all(map(_has_degrees, value.trees))
        if not marked and any(map(_has_degrees, value.trees)):
            raise Undecided(NOT_COMPARED)
        ours = kept
        if marked and self.in_degrees and all(each.head == "degrees" for each in value.trees):
            value = replace(value, trees=tuple([each.arguments[0] for each in value.trees]))
        elif self.in_degrees and (marked or any(map(_has_pi, value.trees))):
            ours = [each * sympy.pi / 180 for each in kept]
        found = [compare_number(value, each) for each in ours]
        agreeing = [i for i, each in enumerate(found) if each.agrees]
        if len(agreeing) > 1 or not agreeing and any(each.agrees is None for each in found):
            raise Undecided(NOT_COMPARED)
        return agreeing[0] if agreeing else None

    def _general(self, values: tuple[Value, ...]) -> bool:
        claimed = [_family(tree) for each in values for tree in each.trees]
        ours = [_family(tree_of(each.partition(" = ")[2])) for each in self.answer["latex"][0].split(OR)]
        turn = sympy.pi * sympy.ilcm(*[(each.period / sympy.pi).p for each in [*claimed, *ours]])
        first, second = (_residues(each, turn) for each in (claimed, ours))
        return _covers(first, second, turn) and _covers(second, first, turn)


def _has_degrees(tree: Node) -> bool:
    return any(isinstance(each, Apply) and each.head == "degrees" for each in walk(tree))


def _has_pi(tree: Node) -> bool:
    return any(each == Constant("pi") for each in walk(tree))


def _family(tree: Node | None) -> Family:
    """The family that "30° + 360° k" names; Undecided for a single angle, and for degrees that are not marked."""
    letters = names(tree) if tree is not None else set()
    if not letters:
        raise Undecided(NOT_FINISHED)
    if len(letters) != 1 or not letters <= _WHOLE or _has_degrees(tree) and _has_pi(tree):
        raise Undecided(OTHER_THING)
    value, letter = sympy.expand(to_sympy(tree)), symbol(letters.pop())
    period, start = value.coeff(letter, 1), value.coeff(letter, 0)
    if sympy.expand(value - period * letter - start) != 0 or not (period / sympy.pi).is_Rational or period == 0:
        raise Undecided(OTHER_THING)
    return Family(start, abs(period))


def _residues(families: list[Family], turn: sympy.Expr) -> list[sympy.Expr]:
    """The angles of all families within one turn, in radians."""
    counts = [int(turn / each.period) for each in families]
    if sum(counts) > _MOST_TURNS:
        raise Undecided(NOT_COMPARED)
    return [
        sympy.N(each.start + k * each.period, _DIGITS)
        for each, count in zip(families, counts, strict=True)
        for k in range(count)
    ]


def _covers(some: list[sympy.Expr], others: list[sympy.Expr], turn: sympy.Expr) -> bool:
    """Whether each angle is one of the others, whole turns apart."""
    return all(any(_is_turns(one - other, turn) for other in others) for one in some)


def _is_turns(difference: sympy.Expr, turn: sympy.Expr) -> bool:
    turns = sympy.N(difference / turn, _DIGITS)
    return bool(abs(turns - round(turns)) < _EQUAL)
