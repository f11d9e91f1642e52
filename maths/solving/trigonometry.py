"""Trigonometric equations of school: all solutions, in radians and degrees, or those in a range."""

from dataclasses import dataclass

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.candidates import missed_root, solves
from maths.solving.convert import code, from_sympy, letters_of, program, python_name, symbol, to_sympy
from maths.solving.reductions import CannotSolve
from maths.solving.steps import Part, Step, Voice, decimal, math, require, tex
from maths.tree import Apply, Name, Node, walk

_TURN = 2 * sympy.pi
_OR = r" \quad \text{or} \quad "
_CHECKED = 45


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
            shown = _OR.join(f"{tex(each.xreplace(back))} = 0" for each in factors)
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
        written = _OR.join(f"{tex(angle)} = {tex(each)} + {_multiple(period)}" for each in starts)
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


def _multiple(period: sympy.Expr) -> str:
    return f"{tex(period)} k"


def written_families(unknown: sympy.Symbol, found: list[Family]) -> str:
    return _OR.join(
        f"{tex(unknown)} = {_multiple(each.period)}"
        if each.start == 0
        else f"{tex(unknown)} = {tex(each.start)} + {_multiple(each.period)}"
        for each in found
    )


def explain_trig_equation(task: Task) -> Part:
    """All solutions, or those in the range; each is put back, and none between them is missed."""
    equation, voice, unknown = task.expressions[0], Voice(task), symbol(task.variable)
    said = {"equation": voice.question(), "variable": voice.say(Name(task.variable))}
    working = Angles(unknown)
    try:
        families = working.families(_in_sines(equation))
    except (CannotSolve, sympy.PolynomialError):
        return Part(
            kind="equation",
            opening=Phrase(N_("Let me look at the equation {equation}{address}."), said),
            final=Phrase(N_("I cannot solve the equation {equation} exactly{address}."), said),
        )
    _prove(equation, task.variable, families)
    if len(task.expressions) == 3:
        return _in_range(task, working, families, said)
    return _general(task, working, families, said)


def _in_sines(equation: Node) -> sympy.Expr:
    """Left minus right; secants and the like are refused, an angle in degrees is in radians here."""
    if any(isinstance(each, Apply) and each.head in {"sec", "csc", "cot"} for each in walk(equation)):
        raise CannotSolve
    return to_sympy(equation)


def _values(families: list[Family], low: float, high: float) -> list[sympy.Expr]:
    found = []
    for each in families:
        first = int((low - float(each.start)) // float(each.period)) - 1
        last = int((high - float(each.start)) // float(each.period)) + 1
        found.extend(sympy.expand(each.start + k * each.period) for k in range(first, last + 1))
    return sorted(dict.fromkeys(found), key=float)


def _prove(equation: Node, letter: str, families: list[Family]) -> None:
    for each in families:
        for k in (0, 1, -2):
            require(solves(equation, letter, each.start + k * each.period), "an angle does not fit")
    require(missed_root(equation, letter, _values(families, -_CHECKED, _CHECKED)) is None, "an angle is missing")


def _general(task: Task, working: Angles, families: list[Family], said: dict[str, str]) -> Part:
    final = Phrase(N_("The equation {equation} has no real solution{address}."), said)
    if families:
        degrees = _OR.join(
            rf"{tex(working.unknown)} {_equals(each.start)} {_in_degrees(each.start)} + {_in_degrees(each.period)} k"
            for each in families
        )
        shown = {
            "solutions": math(written_families(working.unknown, families)),
            "degrees": math(degrees),
            "k": math("k"),
        }
        final = Phrase(
            N_(
                "The solutions to the equation {equation} are {solutions}, in degrees {degrees}, "
                "for every whole number {k}{address}."
            ),
            {**said, **shown},
        )
    return _part(task, working, said, final, [f"{each.start} + {each.period}*k" for each in families], families)


def _in_range(task: Task, working: Angles, families: list[Family], said: dict[str, str]) -> Part:
    low, high = task.expressions[1].arguments[0], task.expressions[2].arguments[1]
    ends = [to_sympy(each) for each in (low, high)]
    in_degrees = any(isinstance(each, Apply) and each.head == "degrees" for end in (low, high) for each in walk(end))
    strict = [each.head == "less" for each in task.expressions[1:]]
    kept = [
        each
        for each in _values(families, float(ends[0]) - 1, float(ends[1]) + 1)
        if (each > ends[0] if strict[0] else each >= ends[0]) and (each < ends[1] if strict[1] else each <= ends[1])
    ]
    write = _in_degrees if in_degrees else tex
    shown = [f"{tex(working.unknown)} {_equals(each) if in_degrees else '='} {write(each)}" for each in kept]
    between = f"{latex(task.expressions[1])} {'<' if strict[1] else chr(92) + 'le'} {latex(high)}"
    text = Phrase(N_("Keep the solutions in the range {range}."), {"range": math(between)})
    working.tell(text, ", ".join(shown) or None, "range")
    params = {**said, "range": math(between), "solutions": ", ".join(map(math, shown))}
    final = Phrase(N_("In the range {range}, the solutions to {equation} are {solutions}{address}."), params)
    if not kept:
        final = Phrase(N_("In the range {range}, the equation {equation} has no solution{address}."), params)
    values = [str(sympy.simplify(each * 180 / sympy.pi)) if in_degrees else str(each) for each in kept]
    return _part(task, working, said, final, values, families)


def _equals(angle: sympy.Expr) -> str:
    """The sign before an angle in degrees, which may be rounded."""
    return "=" if sympy.simplify(angle / sympy.pi).is_Rational else r"\approx"


def _in_degrees(value: sympy.Expr) -> str:
    """90° for π/2; a rounded number of degrees where it is no fraction of a turn."""
    degrees = sympy.simplify(value * 180 / sympy.pi)
    if degrees.is_Rational:
        return rf"{tex(degrees)}^{{\circ}}"
    return rf"{decimal(degrees, 2)[0]}^{{\circ}}"


def _part(
    task: Task, working: Angles, said: dict[str, str], final: Phrase, values: list[str], families: list[Family]
) -> Part:
    return Part(
        kind="equation",
        opening=Phrase(N_("Let us solve the equation {equation} for {variable}. Here are the steps:"), said),
        steps=tuple(working.steps),
        program=_program(task, families),
        final=final,
        answer={
            "kind": "angles",
            "variable": task.variable,
            "outcome": ("range" if len(task.expressions) == 3 else "general") if values else "no_real",
            "values": values,
            "latex": [written_families(working.unknown, families)] if families else [],
        },
        check=Phrase(N_("Put back into the equation, these angles make both sides equal.")) if values else None,
    )


def _program(task: Task, families: list[Family]) -> str:
    """A program that puts one angle of each family back, or shows that there is none."""
    tree, unknown = task.expressions[0], python_name(task.variable)
    if not families:
        return program(letters_of(tree), f"print(solveset({code(tree)}, {unknown}, S.Reals))")
    values = ", ".join(code(from_sympy(each.start)) for each in families)
    left, right = [code(each) for each in tree.arguments]
    return program(
        letters_of(tree),
        f"for value in [{values}]:",
        f"    print(value, N(({left} - ({right})).subs({unknown}, value), 10, chop=True))",
    )
