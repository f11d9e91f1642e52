"""Compares claimed solutions with our own as sets, and puts each claimed one back as a second check."""

import sympy

from maths.claims import Claim, Value
from maths.claims.values import has_decimal
from maths.judging.findings import NOT_COMPARED, OTHER_THING, Finding, Undecided, undecided
from maths.judging.numbers import EXACT, compare_number
from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import from_sympy, symbol, to_sympy
from maths.solving.quadratics import complex_tex
from maths.solving.steps import math, tex
from maths.tree import Name, Node, apply, replace

_MOST_SHOWN = 3


class Roots:
    """Our own solutions of one equation, and what may be claimed about them."""

    def __init__(self, task: Task, solutions: list[sympy.Expr], outcome: str):
        self.task = task
        self.solutions = solutions
        self.outcome = outcome
        self.is_complex = task.kind == "quadratic_complex"

    def compare(self, claim: Claim) -> Finding:
        """Whether a claim names exactly our solutions."""
        if claim.kind in {"none", "every"}:
            return self._compare_outcome(claim.kind)
        if self.outcome == "every":
            return undecided(N_("Every number is a solution, and the reply names some."))
        places = [self.place_of(each) for each in claim.values]
        if self.outcome in {"never", "no_real"} or None in places:
            wrong = claim.values[places.index(None)] if None in places else claim.values[0]
            return Finding(False, self._fails(wrong))
        missing = [each for i, each in enumerate(self.solutions) if i not in places]
        if missing:
            shown = math(f"{self.task.variable} = {complex_tex(missing[0])}")
            return Finding(False, Phrase(N_("One solution is missing: {missing}."), {"missing": shown}))
        return Finding(True, self._put_back(claim.values, places))

    def place_of(self, value: Value) -> int | None:
        """Which of our solutions a value is, None if none; Undecided when nobody can tell."""
        if value.letters - ({"i"} if self.is_complex else set()) or value.percent or value.money:
            raise Undecided(OTHER_THING)
        compare = self._compare_complex if self.is_complex else compare_number
        findings = [compare(value, each) for each in self.solutions]
        agreeing = [i for i, each in enumerate(findings) if each.agrees]
        if len(agreeing) > 1 or not agreeing and any(each.agrees is None for each in findings):
            raise Undecided(NOT_COMPARED)
        place = agreeing[0] if agreeing else None
        self._put_in(value, place is not None)
        return place

    def _exact(self, tree: Node) -> sympy.Expr:
        """The value of a tree, in which i is the imaginary unit where complex roots are asked for."""
        return to_sympy(tree).subs(symbol("i"), sympy.I) if self.is_complex else to_sympy(tree)

    def _compare_complex(self, value: Value, exact: sympy.Expr) -> Finding:
        """Whether a value is exactly one of the complex roots, however often it was written."""
        if any(value.near) or any(map(has_decimal, value.trees)):
            raise Undecided(NOT_COMPARED)
        same = {sympy.simplify(sympy.expand(self._exact(each) - exact)) == 0 for each in value.trees}
        return Finding(same == {True}, Phrase(EXACT, {"value": math(complex_tex(exact))}))

    def _put_in(self, value: Value, agrees: bool) -> None:
        """Put an exact value into the question: what we solved and what was asked must say the same of it."""
        exact = self._exact(value.trees[0])
        tree = self.task.expressions[0]
        rest = sympy.N(to_sympy(tree).subs(symbol(self.task.variable), exact), 30)
        vanishes = bool(rest.is_number and rest.is_finite and abs(rest) < sympy.Float(10) ** -15)
        rounded = any(value.near) or any("." in str(latex(each)) for each in value.trees) or value.endless
        if vanishes and not agrees or agrees and not vanishes and not rounded:
            raise Undecided(N_("Solving the equation and putting the claimed value back do not agree."))

    def _compare_outcome(self, kind: str) -> Finding:
        if kind == "none":
            agrees = self.outcome in {"never", "no_real"}
            template = (
                N_("We find no real solution either.")
                if agrees
                else N_("There are solutions: our own result is {value}.")
            )
        else:
            agrees = self.outcome == "every"
            template = (
                N_("Both sides are always equal: every number is a solution.")
                if agrees
                else N_("Not every number is a solution.")
            )
        return Finding(agrees, Phrase(template, {"value": self.shown()}))

    def shown(self) -> str:
        """Our own result."""
        if self.outcome == "every":
            return math(rf"{self.task.variable} \in \mathbb{{R}}")
        return ", ".join(math(f"{self.task.variable} = {complex_tex(each)}") for each in self.solutions) or math(
            r"\emptyset"
        )

    def _fails(self, value: Value) -> Phrase:
        tree = self.task.expressions[0]
        inserted = replace(tree, Name(self.task.variable), value.trees[0])
        sides = [to_sympy(each) for each in inserted.arguments]
        names = {"claimed": math(f"{self.task.variable} = {latex(value.trees[0])}")}
        if any(value.near) or not all(each.is_Rational for each in sides):
            return Phrase(N_("Put {claimed} into the equation: its two sides are not equal."), names)
        names.update(left=math(f"{latex(inserted.arguments[0])} = {tex(sides[0])}"), right=math(tex(sides[1])))
        return Phrase(N_("Put {claimed} into the equation: {left}, which is not {right}."), names)

    def _put_back(self, values: tuple[Value, ...], places: list[int]) -> Phrase:
        if self.is_complex:
            return Phrase(
                N_("Put into the equation, each of them makes both sides equal: {value}."), {"value": self.shown()}
            )
        tree = self.task.expressions[0]
        shown = []
        for place in sorted(set(places))[:_MOST_SHOWN]:
            solution = self.solutions[place]
            inserted = replace(tree, Name(self.task.variable), from_sympy(solution))
            both = sympy.simplify(to_sympy(inserted.arguments[1]))
            shown.append(
                math(f"{latex(apply('equals', *inserted.arguments))}") if both.is_Rational else math(tex(solution))
            )
        names = {"checks": ", ".join(shown)}
        exact = [
            compare_number(each, self.solutions[at]).check.template == EXACT
            for each, at in zip(values, places, strict=True)
        ]
        if not all(exact):
            return Phrase(N_("Rounded, these are our own solutions. Put into the equation: {checks}."), names)
        return Phrase(N_("Put into the equation: {checks}."), names)
