"""Finds the angles that satisfy a trigonometric equation, as families with a period."""

from dataclasses import dataclass

import sympy

from maths.phrases import N_, Phrase
from maths.solving.reductions import CannotSolve
from maths.solving.steps import Step, math, tex

_TURN = 2 * sympy.pi
OR = r" \quad \text{or} \quad "


@dataclass(frozen=True)
class Family:
    """start + k * period for every whole number k."""

    start: sympy.Expr
    period: sympy.Expr


class Angles:
    """Finds the families of solutions, and the steps."""

    def __init__(self, unknown: sympy.Symbol):
        self.unknown = unknown
        self.steps: list[Step] = []

    def tell(self, text: Phrase, after: str | None, rule: str) -> None:
        self.steps.append(Step(text, None, after, rule))

    def families(self, difference: sympy.Expr) -> list[Family]:
        """The solutions of difference = 0."""
        functions = self._functions(difference)
        if len({each.args[0] for each in functions}) > 1:
            expanded = sympy.expand(sympy.expand_trig(difference))
            self.tell(Phrase(N_("Write everything with the same angle.")), f"{tex(expanded)} = 0", "expand_angle")
            difference, functions = expanded, self._functions(expanded)
        if not functions or len({each.args[0] for each in functions}) > 1:
            raise CannotSolve
        angle = next(iter(functions)).args[0]
        if not sympy.expand(angle).is_polynomial(self.unknown) or sympy.degree(sympy.expand(angle), self.unknown) != 1:
            raise CannotSolve
        return self._by_factors(difference, angle)

    def _functions(self, expression: sympy.Expr) -> set[sympy.Expr]:
        found = expression.atoms(sympy.sin, sympy.cos, sympy.tan)
        return {each for each in found if each.has(self.unknown)}

    def _by_factors(self, difference: sympy.Expr, angle: sympy.Expr) -> list[Family]:
        sine, cosine, tangent = sympy.symbols("sine cosine tangent", real=True)
        marks = {sympy.sin(angle): sine, sympy.cos(angle): cosine, sympy.tan(angle): tangent}
        marked = sympy.expand(difference).xreplace(marks)
        if marked.has(self.unknown) or not marked.is_polynomial(sine, cosine, tangent):
            raise CannotSolve
        marked = self._in_one(marked, sine, cosine, angle)
        back = {mark: function for function, mark in marks.items()}
        factors = [each for each, _ in sympy.factor_list(marked)[1]]
        if not factors:
            raise CannotSolve
        if len(factors) > 1:
            shown = OR.join(f"{tex(each.xreplace(back))} = 0" for each in factors)
            self.tell(Phrase(N_("A product is zero when one of its factors is zero.")), shown, "zero_product")
        found = []
        for factor in factors:
            found.extend(self._factor(factor, {sine: sympy.sin, cosine: sympy.cos, tangent: sympy.tan}, angle))
        return list(dict.fromkeys(found))

    def _in_one(self, marked: sympy.Expr, sine: sympy.Symbol, cosine: sympy.Symbol, angle: sympy.Expr) -> sympy.Expr:
        """sin^2 written by cos^2, or the other way around, where that leaves one function."""
        if not (marked.has(sine) and marked.has(cosine)) or len(sympy.factor_list(marked)[1]) > 1:
            return marked
        for gone, kept, rule in ((sine, cosine, sympy.cos), (cosine, sine, sympy.sin)):
            polynomial = sympy.Poly(marked, gone)
            if all(power % 2 == 0 for (power,) in polynomial.monoms()):
                found = sum(k * (1 - kept**2) ** (power // 2) for (power,), k in polynomial.terms())
                back = {kept: rule(angle)}
                shown = f"{tex(sympy.expand(found).xreplace(back))} = 0"
                text = Phrase(N_("Use {rule}."), {"rule": math(r"\sin^{2} + \cos^{2} = 1")})
                self.tell(text, shown, "pythagoras")
                return sympy.expand(found)
        return marked

    def _factor(self, factor: sympy.Expr, kinds: dict, angle: sympy.Expr) -> list[Family]:
        used = [each for each in kinds if factor.has(each)]
        if len(used) == 2 and kinds[used[0]] == sympy.sin and kinds[used[1]] == sympy.cos:
            return self._tangent(sympy.Poly(factor, *used), angle)
        if len(used) != 1:
            raise CannotSolve
        polynomial, function = sympy.Poly(factor, used[0]), kinds[used[0]]
        if polynomial.degree() > 2:
            raise CannotSolve
        roots = sympy.roots(polynomial)
        if sum(roots.values()) != polynomial.degree():
            raise CannotSolve
        found = []
        for value in sorted((each for each in roots if each.is_real), key=float):
            found.extend(self._inverse(function, value, angle))
        return found

    def _tangent(self, polynomial: sympy.Poly, angle: sympy.Expr) -> list[Family]:
        """a sin + b cos = 0, so tan = -b/a."""
        if set(polynomial.monoms()) != {(1, 0), (0, 1)}:
            raise CannotSolve
        value = sympy.radsimp(-polynomial.coeff_monomial((0, 1)) / polynomial.coeff_monomial((1, 0)))
        text = Phrase(N_("Divide by the cosine, which cannot be 0 here, to get a tangent."))
        self.tell(text, f"{tex(sympy.tan(angle))} = {tex(value)}", "tangent")
        return self._inverse(sympy.tan, value, angle)

    def _inverse(self, function, value: sympy.Expr, angle: sympy.Expr) -> list[Family]:
        shown = f"{tex(function(angle))} = {tex(value)}"
        if function != sympy.tan and abs(value) > 1:
            text = Phrase(
                N_("{equation} is impossible: sines and cosines lie between -1 and 1."), {"equation": math(shown)}
            )
            self.tell(text, None, "impossible")
            return []
        starts, period = _starts(function, value)
        slope = sympy.expand(angle).coeff(self.unknown, 1)
        shift = sympy.expand(angle).coeff(self.unknown, 0)
        written = OR.join(f"{tex(angle)} = {tex(each)} + {multiple(period)}" for each in starts)
        text = Phrase(
            N_("{equation} holds for these angles, with any whole number {k}."),
            {"equation": math(shown), "k": math("k")},
        )
        self.tell(text, written, "inverse")
        found = [Family(sympy.simplify((each - shift) / slope), abs(period / slope)) for each in starts]
        if angle != self.unknown:
            text = Phrase(N_("Solve for {letter}."), {"letter": math(tex(self.unknown))})
            self.tell(text, written_families(self.unknown, found), "solve")
        return found


def _starts(function, value: sympy.Expr) -> tuple[list[sympy.Expr], sympy.Expr]:
    if function == sympy.tan:
        return [sympy.atan(value)], sympy.pi
    if function == sympy.sin:
        first = sympy.asin(value)
        return list(dict.fromkeys([first, sympy.pi - first])) if abs(value) != 1 else [first], _TURN
    first = sympy.acos(value)
    return list(dict.fromkeys([first, -first])) if abs(value) != 1 else [first], _TURN


def multiple(period: sympy.Expr) -> str:
    """The period times k."""
    return f"{tex(period)} k"


def written_families(unknown: sympy.Symbol, found: list[Family]) -> str:
    return OR.join(
        f"{tex(unknown)} = {multiple(each.period)}"
        if each.start == 0
        else f"{tex(unknown)} = {tex(each.start)} + {multiple(each.period)}"
        for each in found
    )
