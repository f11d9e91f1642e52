"""The part of an equation's solution that begins at degree two: factoring, roots, the quadratic formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from maths.phrases import N_, Phrase
from maths.solving.convert import from_sympy
from maths.solving.steps import decimal, equal, math, require, tex
from maths.tree import Apply, Name, Number, apply, integer

if TYPE_CHECKING:
    from maths.solving.equations import Equation


def solve_polynomial(equation: Equation) -> list[sympy.Expr]:
    """Real solutions of an equation of degree 2 or more, in ascending order."""
    polynomial = sympy.Poly(sympy.expand(equation.left - equation.right), equation.unknown)
    if any(not each.is_Rational for each in polynomial.all_coeffs()):
        return _unsupported(equation)
    if polynomial.degree() == 2 and polynomial.nth(1) == 0:
        return _pure_square(equation)
    make_zero(equation)
    return by_factoring(equation)


def _unsupported(equation: Equation) -> list[sympy.Expr]:
    equation.outcome = "unsupported"
    return []


def _pure_square(equation: Equation) -> list[sympy.Expr]:
    """a x^2 = c: isolate the square, then take roots."""
    unknown = equation.unknown
    if equation.right.has(unknown) and not equation.left.has(unknown):
        equation.swap()
    equation.move(equation.right - equation.right.coeff(unknown, 0), "collect_unknown")
    equation.move(equation.left.coeff(unknown, 0), "collect_numbers")
    factor = equation.left.coeff(unknown, 2)
    if factor != 1:
        text = Phrase(N_("Divide both sides by {factor}."), {"factor": math(tex(factor))})
        equation.step(text, unknown**2, equation.right / factor, "divide")
    square = equation.right
    if square < 0:
        return _no_real(equation, N_("A square is never negative, so no real number solves this."))
    if square == 0:
        equation.note(
            Phrase(N_("Only zero has the square zero.")), tex_equation(equation, sympy.Integer(0)), "square_root"
        )
        return [sympy.Integer(0)]
    root = sympy.sqrt(square)
    text = Phrase(N_("Take the square root of both sides: the root can be positive or negative."))
    return _two_solutions(equation, text, [-root, root], "square_root")


def _no_real(equation: Equation, template: str, **params: str) -> list[sympy.Expr]:
    equation.outcome = "no_real"
    equation.note(Phrase(template, params), None, "conclude")
    return []


def tex_equation(equation: Equation, value: sympy.Expr) -> str:
    return f"{tex(equation.unknown)} = {tex(value)}"


def _two_solutions(equation: Equation, text: Phrase, values: list[sympy.Expr], rule: str) -> list[sympy.Expr]:
    for each in values:
        require(equal((equation.left - equation.right).subs(equation.unknown, each), sympy.Integer(0)), rule)
    equation.note(text, r" \quad \text{or} \quad ".join(tex_equation(equation, each) for each in values), rule)
    return values


def make_zero(equation: Equation) -> None:
    """All on the left, with a positive leading coefficient and no common factor."""
    unknown = equation.unknown
    if equation.left == 0 and equation.right != 0:
        equation.swap()
    if equation.right != 0:
        text = Phrase(N_("Bring everything to the left side, so that the right side is 0."))
        equation.step(text, sympy.expand(equation.left - equation.right), sympy.Integer(0), "make_zero")
    content, primitive = sympy.Poly(equation.left, unknown).primitive()
    if primitive.LC() < 0:
        content, primitive = -content, -primitive
    if content != 1:
        text = Phrase(N_("Divide both sides by {factor}."), {"factor": math(tex(content))})
        equation.step(text, primitive.as_expr(), sympy.Integer(0), "divide")


def by_factoring(equation: Equation) -> list[sympy.Expr]:
    """The zeros of the factors of a left side, when the right side is 0."""
    content, factors = sympy.factor_list(equation.left, equation.unknown)
    if any(sympy.degree(factor, equation.unknown) > 2 for factor, _ in factors):
        return _unsupported(equation)
    if len(factors) == 1 and factors[0][1] == 1:
        return _by_formula(equation, factors[0][0])
    product = _product(content, factors)
    require(sympy.expand(equation.left - sympy.Mul(content, *[f**k for f, k in factors])) == 0, "factor")
    equation.note(Phrase(N_("Factor the left side.")), f"{tex(product)} = 0", "factor")
    return _zero_of_each(equation, [factor for factor, _ in factors])


def _product(content: sympy.Rational, factors: list[tuple[sympy.Expr, int]]) -> Apply | Name:
    """The factored form as a tree, simple factors first."""
    ordered = sorted(factors, key=lambda pair: (pair[0].is_Add, sympy.degree(pair[0]), str(pair[0])))
    trees = [from_sympy(f) if k == 1 else apply("power", from_sympy(f), Number(str(k))) for f, k in ordered]
    if content != 1:
        trees.insert(0, integer(int(content)))
    return trees[0] if len(trees) == 1 else Apply("product", tuple(trees))


def _zero_of_each(equation: Equation, factors: list[sympy.Expr]) -> list[sympy.Expr]:
    values: list[sympy.Expr] = []
    ordered = sorted(factors, key=lambda each: (each.is_Add, sympy.degree(each), str(each)))
    cases = r" \quad \text{or} \quad ".join(f"{tex(each)} = 0" for each in ordered)
    if len(ordered) == 1:
        equation.note(Phrase(N_("A power is zero only when its base is zero.")), cases, "zero_product")
    else:
        equation.note(Phrase(N_("A product is zero when one of its factors is zero.")), cases, "zero_product")
    for factor in ordered:
        values.extend(_zeros(equation, factor))
    values = sorted(values)
    if not values:
        equation.outcome = "no_real"
        return []
    for each in values:
        require(equal(equation.left.subs(equation.unknown, each), sympy.Integer(0)), "zero_product")
    shown = r" \quad \text{or} \quad ".join(tex_equation(equation, each) for each in values)
    if shown != cases:
        equation.note(Phrase(N_("Solve each of these small equations.")), shown, "solve_each")
    if len(factors) == 1 and sympy.degree(factors[0]) == 1:
        equation.note(Phrase(N_("Both factors are the same, so there is only this one solution.")), None, "double_root")
    return values


def _zeros(equation: Equation, factor: sympy.Expr) -> list[sympy.Expr]:
    a, b, c = _quadratic_coefficients(equation, factor)
    if a == 0:
        return [-c / b]
    discriminant = b**2 - 4 * a * c
    if discriminant < 0:
        text = Phrase(
            N_("The factor {factor} is never zero, because its discriminant {discriminant} is negative."),
            {"factor": math(tex(factor)), "discriminant": math(tex(discriminant))},
        )
        equation.note(text, None, "no_real_factor")
        return []
    return [sympy.radsimp((-b + sign * sympy.sqrt(discriminant)) / (2 * a)) for sign in (-1, 1)]


def _quadratic_coefficients(equation: Equation, factor: sympy.Expr) -> tuple[sympy.Expr, sympy.Expr, sympy.Expr]:
    polynomial = sympy.Poly(factor, equation.unknown)
    return polynomial.nth(2), polynomial.nth(1), polynomial.nth(0)


def _by_formula(equation: Equation, factor: sympy.Expr) -> list[sympy.Expr]:
    """The quadratic formula, for a quadratic that does not factor over the rational numbers."""
    a, b, c = _quadratic_coefficients(equation, factor)
    letter = tex(equation.unknown)
    signed = {name: tex(v) if v >= 0 else rf"\left({tex(v)}\right)" for name, v in (("a", a), ("b", b), ("c", c))}
    names = {"a": math(f"a = {tex(a)}"), "b": math(f"b = {tex(b)}"), "c": math(f"c = {tex(c)}")}
    text = Phrase(N_("This does not factor nicely, so use the quadratic formula with {a}, {b} and {c}."), names)
    below = rf"{signed['b']}^{{2}} - 4 \cdot {signed['a']} \cdot {signed['c']}"
    inserted = rf"{letter} = \frac{{-{signed['b']} \pm \sqrt{{{below}}}}}{{2 \cdot {signed['a']}}}"
    equation.note(text, inserted, "quadratic_formula")
    discriminant = b**2 - 4 * a * c
    if discriminant < 0:
        return _no_real(
            equation,
            N_("The number below the root is {discriminant}. A negative number has no real square root."),
            discriminant=math(tex(discriminant)),
        )
    combined = rf"{letter} = \frac{{{tex(-b)} \pm \sqrt{{{tex(discriminant)}}}}}{{{tex(2 * a)}}}"
    equation.note(Phrase(N_("Work out the number below the root.")), combined, "discriminant")
    root = sympy.sqrt(discriminant)
    values = sorted(sympy.radsimp((-b + sign * root) / (2 * a)) for sign in (-1, 1))
    rounded = [decimal(each) for each in values]
    text = Phrase(
        N_("Simplify. As decimals, the solutions are about {first} and {second}."),
        {"first": math(rounded[0][0]), "second": math(rounded[1][0])},
    )
    return _two_solutions(equation, text, values, "simplify")
