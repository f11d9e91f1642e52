"""Equations with denominators, roots, absolute values, exponentials and logarithms, made into polynomial ones."""

import sympy

from maths.phrases import N_, Phrase
from maths.solving.steps import Step, math, tex

_MOST_ROUNDS = 6
_MOST_DEGREE = 12


class CannotSolve(Exception):
    """The equation is of no kind that has a method here."""


class Reduction:
    """Finds every number that may solve an equation, and the steps; each candidate is put back by the caller."""

    def __init__(self, unknown: sympy.Symbol):
        self.unknown = unknown
        self.steps: list[Step] = []

    def tell(self, text: Phrase, after: str | None, rule: str) -> None:
        self.steps.append(Step(text, None, after, rule))

    def candidates(self, left: sympy.Expr, right: sympy.Expr, rounds: int = 0) -> list[sympy.Expr]:
        """Numbers among which all real solutions of left = right are; raises CannotSolve."""
        if rounds > _MOST_ROUNDS:
            raise CannotSolve
        difference = sympy.expand(left - right)
        if not difference.has(self.unknown):
            return self._without_unknown(difference)
        for method in (self._absolute, self._fraction, self._root, self._logarithm, self._exponential):
            found = method(left, right, rounds)
            if found is not None:
                return found
        if difference.is_polynomial(self.unknown):
            return self._polynomial(left, right)
        raise CannotSolve

    def _without_unknown(self, difference: sympy.Expr) -> list[sympy.Expr]:
        if difference == 0:
            raise CannotSolve
        self.tell(Phrase(N_("What is left is false, so there is no solution here.")), None, "conclude")
        return []

    # -- polynomials ----------------------------------------------------------------------------------------------

    def _polynomial(self, left: sympy.Expr, right: sympy.Expr) -> list[sympy.Expr]:
        polynomial = sympy.Poly(sympy.expand(left - right), self.unknown)
        if polynomial.degree() > _MOST_DEGREE:
            raise CannotSolve
        roots = self._roots(polynomial)
        if not roots:
            self.tell(Phrase(N_("No real number solves this.")), None, "conclude")
            return []
        shown = self.assignments(roots)
        if shown != f"{tex(left)} = {tex(right)}":
            self.tell(Phrase(N_("Solve for {letter}."), {"letter": math(tex(self.unknown))}), shown, "solve")
        return roots

    def _roots(self, polynomial: sympy.Poly) -> list[sympy.Expr]:
        """The real roots, all of them, from factors of degree one and two; raises CannotSolve for others."""
        if polynomial.degree() == 1:
            a, b = polynomial.all_coeffs()
            return [sympy.radsimp(sympy.simplify(-b / a))]
        if polynomial.degree() == 2 and any(not each.is_Rational for each in polynomial.all_coeffs()):
            return _by_formula(*polynomial.all_coeffs())
        if any(not each.is_Rational for each in polynomial.all_coeffs()):
            raise CannotSolve
        roots = []
        for factor, _ in polynomial.factor_list()[1]:
            if factor.degree() > 2:
                raise CannotSolve
            roots.extend(each for each in sympy.roots(factor) if each.is_real)
        return sorted(roots)

    def assignments(self, roots: list[sympy.Expr]) -> str:
        return r" \quad \text{or} \quad ".join(f"{tex(self.unknown)} = {tex(each)}" for each in roots)

    # -- absolute values ------------------------------------------------------------------------------------------

    def _absolute(self, left: sympy.Expr, right: sympy.Expr, rounds: int) -> list[sympy.Expr] | None:
        found = [each for each in (left - right).atoms(sympy.Abs) if each.has(self.unknown)]
        if not found:
            return None
        bars = max(found, key=lambda each: (left.has(each), str(each)))
        other = self._isolated(left, right, bars)
        inside = bars.args[0]
        if other.is_number and other.is_negative:
            self.tell(Phrase(N_("An absolute value is never negative, so there is no solution.")), None, "conclude")
            return []
        if isinstance(other, sympy.Abs):
            other = other.args[0]
        cases = list(dict.fromkeys([other, sympy.expand(-other)]))
        shown = r" \quad \text{or} \quad ".join(f"{tex(inside)} = {tex(each)}" for each in cases)
        self.tell(Phrase(N_("What is between the bars is either that or its opposite.")), shown, "cases")
        return self._all(*[self.candidates(inside, each, rounds + 1) for each in cases])

    def _all(self, *groups: list[sympy.Expr]) -> list[sympy.Expr]:
        return list(dict.fromkeys(each for group in groups for each in group))

    def _isolated(self, left: sympy.Expr, right: sympy.Expr, part: sympy.Expr) -> sympy.Expr:
        """What `part` is equal to, told as a step; raises CannotSolve if it cannot stand alone."""
        mark = sympy.Dummy(real=True)
        difference = sympy.expand((left - right).xreplace({part: mark}))
        if not difference.is_polynomial(mark) or sympy.degree(difference, mark) != 1:
            raise CannotSolve
        factor, rest = difference.coeff(mark, 1), difference.coeff(mark, 0)
        if factor.has(self.unknown):
            raise CannotSolve
        other = sympy.expand(-rest / factor)
        if {left, right} != {part, other}:
            text = Phrase(N_("Get {part} alone on one side."), {"part": math(tex(part))})
            self.tell(text, f"{tex(part)} = {tex(other)}", "isolate")
        return other

    # -- fractions ------------------------------------------------------------------------------------------------

    def _fraction(self, left: sympy.Expr, right: sympy.Expr, rounds: int) -> list[sympy.Expr] | None:
        bottoms = [sympy.fraction(sympy.together(each))[1] for each in (left, right)]
        if not any(each.has(self.unknown) for each in bottoms):
            return None
        if not all(each.is_polynomial(self.unknown) for each in bottoms):
            return None
        below = sympy.factor(sympy.lcm(*bottoms))
        sides = [sympy.expand(sympy.cancel(each * below)) for each in (left, right)]
        if any(not each.is_polynomial(self.unknown) for each in sides) and not (left - right).is_rational_function():
            sides = [sympy.expand(sympy.together(each) * below) for each in (left, right)]
        text = Phrase(N_("Multiply both sides by {below}, which must not be 0."), {"below": math(tex(below))})
        self.tell(text, f"{tex(sides[0])} = {tex(sides[1])}", "clear_denominators")
        return self.candidates(*sides, rounds + 1)

    # -- roots ----------------------------------------------------------------------------------------------------

    def _root(self, left: sympy.Expr, right: sympy.Expr, rounds: int) -> list[sympy.Expr] | None:
        roots = [
            each
            for each in (left - right).atoms(sympy.Pow)
            if each.base.has(self.unknown) and each.exp.is_Rational and not each.exp.is_Integer
        ]
        if not roots:
            return None
        if any(each.exp.p != 1 for each in roots):
            raise CannotSolve
        root = max(roots, key=lambda each: (sympy.count_ops(each), str(each)))
        other = self._isolated(left, right, root)
        index = int(root.exp.q)
        if index > 4:
            raise CannotSolve
        if index % 2 == 0 and other.is_number and other.is_negative:
            self.tell(Phrase(N_("A square root is never negative, so there is no solution.")), None, "conclude")
            return []
        raised = sympy.expand(other**index)
        text = Phrase(N_("Square both sides; what comes out must be checked at the end."))
        if index != 2:
            text = Phrase(N_("Raise both sides to the power of {index}."), {"index": math(str(index))})
        self.tell(text, f"{tex(root.base)} = {tex(raised)}", "raise")
        return self.candidates(root.base, raised, rounds + 1)

    # -- logarithms -----------------------------------------------------------------------------------------------

    def _logarithm(self, left: sympy.Expr, right: sympy.Expr, rounds: int) -> list[sympy.Expr] | None:
        logs = [each for each in (left - right).atoms(sympy.log) if each.has(self.unknown)]
        if not logs:
            return None
        difference = sympy.expand(left - right, log=False)
        factors = {each: difference.coeff(each) for each in logs}
        rest = sympy.expand(difference - sum(k * each for each, k in factors.items()), log=False)
        if rest.has(self.unknown) or any(k.has(self.unknown) or k == 0 for k in factors.values()):
            raise CannotSolve
        scale = factors[min(logs, key=lambda each: (abs(factors[each].evalf()), str(each)))]
        times = {each: sympy.simplify(k / scale) for each, k in factors.items()}
        if any(not k.is_Integer or abs(k) > 6 for k in times.values()):
            raise CannotSolve
        above = sympy.Mul(*[each.args[0] ** k for each, k in times.items() if k > 0])
        below = sympy.Mul(*[each.args[0] ** -k for each, k in times.items() if k < 0])
        value = sympy.simplify(sympy.exp(sympy.simplify(-rest / scale)))
        if len(logs) > 1 or any(k != 1 for k in times.values()):
            text = Phrase(N_("Put the logarithms together: a sum is the logarithm of a product."))
            inside = tex(above) if below == 1 else rf"\frac{{{tex(above)}}}{{{tex(below)}}}"
            self.tell(text, f"{inside} = {tex(value)}", "combine_logs")
        else:
            text = Phrase(N_("Undo the logarithm: write both sides as powers of its base."))
            self.tell(text, f"{tex(above)} = {tex(value)}", "undo_log")
        return self.candidates(sympy.expand(above), sympy.expand(value * below), rounds + 1)

    # -- exponentials ---------------------------------------------------------------------------------------------

    def _exponential(self, left: sympy.Expr, right: sympy.Expr, rounds: int) -> list[sympy.Expr] | None:
        powers = self._powers(left - right)
        if not powers:
            return None
        if len(self._powers(left)) == len(self._powers(right)) == 1 and left.is_Pow | (left.func == sympy.exp):
            found = self._two_powers(left, right, rounds)
            if found is not None:
                return found
        return self._in_one_power(left, right, powers, rounds)

    def _powers(self, expression: sympy.Expr) -> list[sympy.Expr]:
        found = expression.atoms(sympy.Pow, sympy.exp)
        return sorted((each for each in found if each.as_base_exp()[1].has(self.unknown)), key=str)

    def _two_powers(self, left: sympy.Expr, right: sympy.Expr, rounds: int) -> list[sympy.Expr] | None:
        """a^f = b^g, where both sides are powers and nothing else."""
        (a, f), (b, g) = left.as_base_exp(), right.as_base_exp()
        if a.has(self.unknown) or b.has(self.unknown) or not g.has(self.unknown):
            return None
        ratio = sympy.simplify(sympy.log(b) / sympy.log(a))
        text = N_("Take logarithms: the exponents belong to the same base {base} then.")
        self.tell(
            Phrase(text, {"base": math(tex(a))}), f"{tex(f)} = {tex(sympy.expand(ratio * g))}", "compare_exponents"
        )
        return self.candidates(sympy.expand(f), sympy.expand(ratio * g), rounds + 1)

    def _in_one_power(
        self, left: sympy.Expr, right: sympy.Expr, powers: list[sympy.Expr], rounds: int
    ) -> list[sympy.Expr]:
        """A polynomial equation in one power, such as e^x in e^(2x) - 3e^x + 2 = 0."""
        base = min((each.as_base_exp()[0] for each in powers), key=lambda each: float(each) if each.is_number else 1e9)
        exponents = [self._exponent_to(each, base) for each in powers]
        slopes = [sympy.expand(each).coeff(self.unknown, 1) for each in exponents]
        unit = min(slopes, key=abs)
        if len(powers) == 1:
            power, exponent = powers[0], exponents[0]
            value = self._isolated(left, right, power)
            return self._undo(base, exponent, [value], rounds)
        mark = sympy.Dummy("u", real=True)
        difference = left - right
        lowest = 0
        for power, exponent in zip(powers, exponents, strict=True):
            times = sympy.expand(exponent).coeff(self.unknown, 1) / unit
            shift = sympy.expand(exponent).coeff(self.unknown, 0)
            if (
                not times.is_Integer
                or not -6 <= times <= 6
                or sympy.expand(exponent - times * unit * self.unknown - shift)
            ):
                raise CannotSolve
            difference = difference.xreplace({power: base**shift * mark**times})
            lowest = min(lowest, int(times))
        difference = sympy.expand(difference * mark**-lowest)
        if difference.has(self.unknown) or not difference.is_polynomial(mark):
            raise CannotSolve
        letter = sympy.Symbol("u" if str(self.unknown) != "u" else "w", real=True)
        single = base ** (unit * self.unknown)
        text = Phrase(N_("Write {letter} for {power}."), {"letter": math(tex(letter)), "power": math(tex(single))})
        self.tell(text, f"{tex(difference.subs(mark, letter))} = 0", "substitute")
        values = self._roots(sympy.Poly(difference, mark))
        shown = r" \quad \text{or} \quad ".join(f"{tex(letter)} = {tex(each)}" for each in values)
        self.tell(Phrase(N_("Solve for {letter}."), {"letter": math(tex(letter))}), shown or None, "solve")
        return self._undo(base, unit * self.unknown, values, rounds)

    def _exponent_to(self, power: sympy.Expr, base: sympy.Expr) -> sympy.Expr:
        own, exponent = power.as_base_exp()
        if not own.is_number or not base.is_number or not own.is_positive or own == 1 or base == 1:
            raise CannotSolve
        ratio = sympy.simplify(sympy.log(own) / sympy.log(base))
        if not ratio.is_Rational:
            raise CannotSolve
        if not sympy.expand(exponent).is_polynomial(self.unknown):
            raise CannotSolve
        return sympy.expand(ratio * exponent)

    def _undo(self, base: sympy.Expr, exponent: sympy.Expr, values: list[sympy.Expr], rounds: int) -> list[sympy.Expr]:
        """base^exponent = value, for each of the values."""
        found: list[sympy.Expr] = []
        for value in values:
            if value.has(self.unknown):
                raise CannotSolve
            if not value.is_positive:
                text = Phrase(
                    N_("A power of {base} is always positive, never {value}."),
                    {"base": math(tex(base)), "value": math(tex(value))},
                )
                self.tell(text, None, "conclude")
                continue
            ratio = sympy.simplify(sympy.log(value) / sympy.log(base))
            if ratio.is_Rational:
                text = Phrase(
                    N_("Write both sides as powers of {base} and compare the exponents."), {"base": math(tex(base))}
                )
            else:
                text = Phrase(N_("Take logarithms of both sides."))
            self.tell(text, f"{tex(exponent)} = {tex(ratio)}", "compare_exponents")
            found = self._all(found, self.candidates(exponent, ratio, rounds + 1))
        return found


def _by_formula(a: sympy.Expr, b: sympy.Expr, c: sympy.Expr) -> list[sympy.Expr]:
    """The real roots of a quadratic whose coefficients are roots, powers of e and the like."""
    discriminant = sympy.simplify(b**2 - 4 * a * c)
    if discriminant.is_negative:
        return []
    if not discriminant.is_nonnegative:
        raise CannotSolve
    return [sympy.simplify((-b + sign * sympy.sqrt(discriminant)) / (2 * a)) for sign in (-1, 1)]
