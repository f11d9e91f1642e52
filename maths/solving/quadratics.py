"""Quadratics by a named method: factoring, completing the square, the formula, also over the complex numbers."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import symbol, to_sympy
from maths.solving.equations import Equation, explain_equation
from maths.solving.polynomials import by_factoring, make_zero
from maths.solving.programs import code, letters_of, program, python_name
from maths.solving.steps import Part, Step, Voice, math, require, tex
from maths.tree import Name

_OR = r" \quad \text{or} \quad "


def explain_quadratic(task: Task) -> Part:
    """All solutions by the method that was asked for; each is put back."""
    working = Equation(task)
    working.tidy()
    working.clear_fractions()
    difference = sympy.expand(working.left - working.right)
    if not difference.is_polynomial(working.unknown) or sympy.degree(difference, working.unknown) != 2:
        return explain_equation(task)
    make_zero(working)
    if task.way == "square":
        roots = _by_square(working)
    elif task.way == "factoring":
        roots = by_factoring(working)
    else:
        roots = _by_formula(working, task.kind == "quadratic_complex")
    for each in roots:
        put_back = difference.subs(working.unknown, each)
        require(sympy.simplify(sympy.expand(put_back)) == 0, "quadratic")
    return _part(task, working, roots)


def _part(task: Task, working: Equation, roots: list[sympy.Expr]) -> Part:
    voice = Voice(task)
    said = {"equation": voice.question(), "variable": voice.say(Name(task.variable))}
    tree, unknown = task.expressions[0], python_name(task.variable)
    lines = program(letters_of(tree), f"print(solve({code(tree)}, {unknown}))")
    if task.kind == "quadratic_complex":
        lines = lines.replace(", real=True)", ")")
    return Part(
        kind="equation",
        opening=Phrase(N_("Let us solve the equation {equation} for {variable}. Here are the steps:"), said),
        steps=tuple(working.steps),
        program=lines,
        final=_final(working, said, roots),
        answer={
            "kind": "solutions",
            "variable": task.variable,
            "outcome": "solved" if roots else "no_real",
            "values": [str(each) for each in roots],
            "latex": [f"{tex(working.unknown)} = {complex_tex(each)}" for each in roots],
        },
        check=Phrase(N_("Put back into the equation, each of them makes both sides equal.")) if roots else None,
    )


def _final(working: Equation, said: dict[str, str], roots: list[sympy.Expr]) -> Phrase:
    if not roots:
        return Phrase(N_("The equation {equation} has no real solution{address}."), said)
    shown = [math(f"{tex(working.unknown)} = {complex_tex(each)}") for each in roots]
    if len(shown) == 1:
        return Phrase(
            N_("The solution to the equation {equation} is {solution}{address}."), {**said, "solution": shown[0]}
        )
    return Phrase(
        N_("The solutions to the equation {equation} are {most} and {last}{address}."),
        {**said, "most": shown[0], "last": shown[1]},
    )


def complex_tex(value: sympy.Expr) -> str:
    """LaTeX of a number that may have an imaginary part."""
    real, imaginary = value.as_real_imag()
    real, imaginary = sympy.radsimp(real), sympy.radsimp(imaginary)
    if imaginary == 0:
        return tex(real)
    size = abs(imaginary)
    part = "i" if size == 1 else f"{tex(size)} i"
    if real == 0:
        return f"-{part}" if imaginary.is_negative else part
    return f"{tex(real)} {'-' if imaginary.is_negative else '+'} {part}"


def _coefficients(working: Equation) -> tuple[sympy.Rational, sympy.Rational, sympy.Rational]:
    polynomial = sympy.Poly(working.left, working.unknown)
    return polynomial.nth(2), polynomial.nth(1), polynomial.nth(0)


def _by_formula(working: Equation, complex_numbers: bool) -> list[sympy.Expr]:
    a, b, c = _coefficients(working)
    letter = tex(working.unknown)
    signed = [tex(each) if each >= 0 else rf"\left({tex(each)}\right)" for each in (a, b, c)]
    below = rf"{signed[1]}^{{2}} - 4 \cdot {signed[0]} \cdot {signed[2]}"
    names = {key: math(f"{key} = {tex(value)}") for key, value in (("a", a), ("b", b), ("c", c))}
    text = Phrase(N_("Use the quadratic formula with {a}, {b} and {c}."), names)
    inserted = rf"{letter} = \frac{{-{signed[1]} \pm \sqrt{{{below}}}}}{{2 \cdot {signed[0]}}}"
    working.note(text, inserted, "quadratic_formula")
    discriminant = b**2 - 4 * a * c
    combined = rf"{letter} = \frac{{{tex(-b)} \pm \sqrt{{{tex(discriminant)}}}}}{{{tex(2 * a)}}}"
    working.note(Phrase(N_("Work out the number below the root.")), combined, "discriminant")
    if discriminant < 0 and not complex_numbers:
        working.note(
            Phrase(N_("A negative number has no real square root, so no real number solves this.")), None, "conclude"
        )
        return []
    if discriminant < 0:
        text = Phrase(
            N_("The number below the root is negative: with {unit}, its root is {root}."),
            {"unit": math("i^{2} = -1"), "root": math(complex_tex(sympy.sqrt(discriminant)))},
        )
        working.note(text, None, "imaginary_root")
    root = sympy.sqrt(discriminant)
    roots = [sympy.expand(sympy.radsimp((-b + sign * root) / (2 * a))) for sign in (-1, 1)]
    return _told(working, Phrase(N_("Simplify.")), roots)


def _told(working: Equation, text: Phrase, roots: list[sympy.Expr]) -> list[sympy.Expr]:
    roots = list(dict.fromkeys(roots))
    shown = _OR.join(f"{tex(working.unknown)} = {complex_tex(each)}" for each in roots)
    if shown != working.shown:
        working.note(text, shown, "simplify")
    return roots


def _by_square(working: Equation) -> list[sympy.Expr]:
    a, b, c = _coefficients(working)
    unknown = working.unknown
    if a != 1:
        text = Phrase(N_("Divide both sides by {factor}."), {"factor": math(tex(a))})
        working.step(text, sympy.expand(working.left / a), sympy.Integer(0), "divide")
        a, b, c = _coefficients(working)
    if c != 0:
        working.move(c, "collect_numbers")
    half = b / 2
    right = half**2 - c
    square = f"{tex(unknown)}^{{2}}" if half == 0 else rf"\left({tex(unknown + half)}\right)^{{2}}"
    require(sympy.expand((unknown + half) ** 2 - right - (unknown**2 + b * unknown + c)) == 0, "square")
    if half != 0:
        text = Phrase(
            N_("Add {square} to both sides, the square of half of {b}; the left side is a square then."),
            {"square": math(tex(half**2)), "b": math(tex(b))},
        )
        working.note(text, f"{square} = {tex(right)}", "complete_square")
    if right < 0:
        working.note(Phrase(N_("A square is never negative, so no real number solves this.")), None, "conclude")
        return []
    root = sympy.sqrt(right)
    if root != 0:
        shown = _OR.join(f"{tex(unknown + half)} = {tex(each)}" for each in (-root, root))
        text = Phrase(N_("Take the square root of both sides: the root can be positive or negative."))
        working.note(text, shown, "square_root")
    return _told(working, Phrase(N_("Solve each of these small equations.")), [-half - root, -half + root])


def explain_complete_square(task: Task) -> Part:
    """a x^2 + b x + c as a (x + h)^2 + k, multiplied out again as a check."""
    tree, voice, unknown = task.expressions[0], Voice(task), symbol(task.variable)
    start = sympy.expand(to_sympy(tree))
    a, b, c = [sympy.Poly(start, unknown).nth(k) for k in (2, 1, 0)]
    said = {"expression": voice.question()}
    if a == 0:
        return Part(
            kind="complete_square",
            opening=Phrase(N_("Let me look at {expression}{address}."), said),
            final=Phrase(N_("{expression} is not quadratic{address}."), said),
        )
    shift, rest = b / (2 * a), c - b**2 / (4 * a)
    require(sympy.expand(a * (unknown + shift) ** 2 + rest - start) == 0, "complete_square")
    result = _vertex_tex(a, shift, rest, unknown)
    steps = []
    if a != 1 and b != 0:
        inside = sympy.expand(unknown**2 + b / a * unknown)
        shown = rf"{_factor(a)}\left({tex(inside)}\right){_plus(c)}"
        text = Phrase(N_("Take {factor} out of the terms with the letter."), {"factor": math(tex(a))})
        steps.append(Step(text, latex(tree), shown, "common_factor"))
    if b != 0:
        text = Phrase(
            N_("Half of {b} is {half}: add and subtract its square {square}."),
            {"b": math(tex(b / a)), "half": math(tex(shift)), "square": math(tex(shift**2))},
        )
        filled = f"{tex(unknown**2)}{_plus(b / a, tex(unknown))}{_plus(shift**2)} - {tex(shift**2)}"
        shown = f"{filled}{_plus(c)}" if a == 1 else rf"{_factor(a)}\left({filled}\right){_plus(c)}"
        steps.append(Step(text, None, shown, "add_square"))
    steps.append(
        Step(Phrase(N_("Write the first three terms as a square and combine the numbers.")), None, result, "square")
    )
    vertex = math(rf"\left({tex(-shift)}, {tex(rest)}\right)")
    return Part(
        kind="complete_square",
        opening=Phrase(N_("Let us complete the square of {expression}:"), said),
        steps=tuple(steps),
        program=program(letters_of(tree), f"print(expand({code(tree)}))"),
        final=Phrase(
            N_("{expression} is {result}{address}. The vertex of its parabola is {vertex}."),
            {**said, "result": math(result), "vertex": vertex},
        ),
        answer={"kind": "expression", "values": [str(start)], "latex": [result]},
        check=Phrase(N_("Multiplied out again, this gives {expression}."), {"expression": math(tex(start))}),
    )


def _factor(a: sympy.Rational) -> str:
    return {1: "", -1: "-"}.get(a, tex(a))


def _plus(value: sympy.Rational, letter: str = "") -> str:
    if value == 0:
        return ""
    shown = letter if abs(value) == 1 and letter else tex(abs(value)) + letter
    return f" - {shown}" if value < 0 else f" + {shown}"


def _vertex_tex(a: sympy.Rational, shift: sympy.Rational, rest: sympy.Rational, unknown: sympy.Symbol) -> str:
    inside = rf"\left({tex(unknown)}{_plus(shift)}\right)" if shift != 0 else tex(unknown)
    return f"{_factor(a)}{inside}^{{2}}{_plus(rest)}"
