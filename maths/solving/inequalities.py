"""Inequalities: linear ones step by step, others by the sign between the places where it can change."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.candidates import is_defined, solves
from maths.solving.convert import RELATIONS, symbol, to_sympy
from maths.solving.domains import said
from maths.solving.programs import code, letters_of, program, python_name
from maths.solving.reductions import CannotSolve, Reduction
from maths.solving.steps import Part, Step, Voice, math, require, tex
from maths.tree import Apply, Name, Node, apply

_TURNED = {"less": "greater", "less_equal": "greater_equal", "greater": "less", "greater_equal": "less_equal"}
_SIGNS = {"less": "<", "less_equal": r"\le", "greater": ">", "greater_equal": r"\ge"}
_SAMPLES = 240


def explain_inequality(task: Task) -> Part:
    """Steps for each inequality and the numbers that satisfy all of them, as an inequality and as an interval."""
    voice, unknown = Voice(task), symbol(task.variable)
    shown = [math(latex(each)) for each in task.expressions]
    question = (
        voice.question()
        if len(shown) == 1 or task.backticks
        else Phrase("{a}, {b}", dict(zip("ab", shown, strict=True))).text()
    )
    params = {"inequality": question, "variable": voice.say(Name(task.variable))}
    steps: list[Step] = []
    try:
        sets = [solved(each, unknown, steps) for each in task.expressions]
    except CannotSolve:
        return Part(
            kind="inequality",
            opening=Phrase(N_("Let me look at {inequality}{address}."), params),
            final=Phrase(N_("I cannot solve {inequality} exactly{address}."), params),
        )
    found = sympy.Intersection(*sets) if len(sets) > 1 else sets[0]
    if len(sets) > 1:
        text = Phrase(N_("Both must hold: keep the numbers that satisfy the first and the second."))
        steps.append(Step(text, None, written(found, unknown), "intersect"))
    for each in task.expressions:
        _prove(each, task.variable, found if len(sets) == 1 else sets[task.expressions.index(each)])
    return Part(
        kind="inequality",
        opening=Phrase(N_("Let us solve {inequality} for {variable}. Here are the steps:"), params),
        steps=tuple(steps),
        program=_program(task),
        final=_final(found, unknown, params),
        answer={
            "kind": "interval",
            "variable": task.variable,
            "outcome": "never" if found is sympy.S.EmptySet else "every" if found == sympy.S.Reals else "solved",
            "values": [str(found)],
            "intervals": _ends(found),
            "latex": [written(found, unknown)],
        },
    )


def solved(tree: Apply, unknown: sympy.Symbol, steps: list[Step]) -> sympy.Set:
    """The numbers that satisfy one inequality, with the steps added; raises CannotSolve."""
    left, right = [to_sympy(each) for each in tree.arguments]
    difference = sympy.expand(left - right)
    if difference.is_polynomial(unknown) and (sympy.degree(difference, unknown) <= 1 or not difference.has(unknown)):
        return _linear(tree, left, right, unknown, steps)
    return _by_signs(tree, unknown, steps)


# -- linear ---------------------------------------------------------------------------------------------------------


def _linear(tree: Apply, left: sympy.Expr, right: sympy.Expr, unknown: sympy.Symbol, steps: list[Step]) -> sympy.Set:
    left, right = sympy.expand(left), sympy.expand(right)
    head, shown = tree.head, latex(tree)

    def tell(text: Phrase, rule: str) -> None:
        nonlocal shown
        after = f"{tex(left)} {_SIGNS[head]} {tex(right)}"
        if after != shown:
            steps.append(Step(text, shown, after, rule))
        shown = after

    tell(Phrase(N_("Multiply out the brackets and combine like terms on each side.")), "expand")
    if right.has(unknown) and not left.has(unknown):
        left, right, head = right, left, _TURNED[head]
        tell(Phrase(N_("Swap the two sides; the sign turns around.")), "swap")
    for amount in (right.coeff(unknown, 1) * unknown, left.coeff(unknown, 0)):
        if amount == 0 or amount.is_number and not left.has(unknown):
            continue
        left, right = sympy.expand(left - amount), sympy.expand(right - amount)
        tell(_moved(amount), "collect")
    factor = left.coeff(unknown, 1)
    if factor == 0:
        return _without_unknown(head, left - right, steps)
    if factor != 1:
        left, right, head = unknown, right / factor, _TURNED[head] if factor < 0 else head
        text = N_("Divide both sides by {factor}. It is negative, so the sign turns around.")
        plain = N_("Divide both sides by {factor}.")
        tell(Phrase(text if factor < 0 else plain, {"factor": math(tex(factor))}), "divide")
    return _half_line(head, right)


def _moved(amount: sympy.Expr) -> Phrase:
    if amount.as_coeff_Mul()[0].is_negative:
        return Phrase(N_("Add {amount} to both sides."), {"amount": math(tex(-amount))})
    return Phrase(N_("Subtract {amount} from both sides."), {"amount": math(tex(amount))})


def _without_unknown(head: str, difference: sympy.Expr, steps: list[Step]) -> sympy.Set:
    if _holds(head, difference):
        steps.append(Step(Phrase(N_("What is left is always true.")), None, None, "conclude"))
        return sympy.S.Reals
    steps.append(Step(Phrase(N_("What is left is never true.")), None, None, "conclude"))
    return sympy.S.EmptySet


def _half_line(head: str, end: sympy.Expr) -> sympy.Set:
    is_open = not head.endswith("equal")
    if head.startswith("less"):
        return sympy.Interval(-sympy.oo, end, True, is_open)
    return sympy.Interval(end, sympy.oo, is_open, True)


def _holds(head: str, difference: sympy.Expr) -> bool:
    zero = difference == 0 or abs(difference.evalf(30)) < 1e-20
    if zero:
        return head.endswith("equal")
    return bool(difference.evalf(30) < 0) == head.startswith("less")


# -- signs ----------------------------------------------------------------------------------------------------------


def _by_signs(tree: Apply, unknown: sympy.Symbol, steps: list[Step]) -> sympy.Set:
    """The sign of left - right can only change where it is 0 or undefined: test one number between these places."""
    difference = sympy.together(to_sympy(tree))
    top, bottom = sympy.fraction(difference)
    if to_sympy(tree.arguments[1]) != 0:
        shown = sympy.expand(difference) if bottom == 1 else sympy.expand(top) / sympy.factor(bottom)
        text = Phrase(N_("Bring everything to the left side."))
        steps.append(Step(text, latex(tree), f"{tex(shown)} {_SIGNS[tree.head]} 0", "make_zero"))
    zeros, poles = _zeros(tree, unknown), _poles(tree, unknown)
    places = sorted({*zeros, *poles}, key=float)
    _tell_places(zeros, poles, unknown, steps)
    return _pieces(tree, unknown, places, zeros, steps)


def _zeros(tree: Apply, unknown: sympy.Symbol) -> list[sympy.Expr]:
    equation = apply("equals", *tree.arguments)
    working = Reduction(unknown)
    found = working.candidates(*[to_sympy(each) for each in tree.arguments])
    return [each for each in found if solves(equation, unknown.name, each)]


def _poles(tree: Apply, unknown: sympy.Symbol) -> list[sympy.Expr]:
    """Where a denominator is zero."""
    found = []
    for bottom in _bottoms(tree):
        expression = sympy.expand(to_sympy(bottom))
        if expression.has(unknown):
            found.extend(each for each in Reduction(unknown).candidates(expression, sympy.Integer(0)))
    return list(dict.fromkeys(found))


def _bottoms(tree: Node) -> list[Node]:
    if not isinstance(tree, Apply):
        return []
    own = [tree.arguments[1]] if tree.head == "quotient" else []
    if tree.head == "power" and to_sympy(tree.arguments[1]).is_negative:
        own.append(tree.arguments[0])
    return own + [each for part in tree.arguments for each in _bottoms(part)]


def _tell_places(zeros: list[sympy.Expr], poles: list[sympy.Expr], unknown: sympy.Symbol, steps: list[Step]) -> None:
    def listed(values: list[sympy.Expr]) -> str:
        return ", ".join(f"{tex(unknown)} = {tex(each)}" for each in sorted(values, key=float))

    if zeros:
        text = Phrase(N_("Find where both sides are equal: only there the sign of the difference can change."))
        steps.append(Step(text, None, listed(zeros), "zeros"))
    else:
        steps.append(Step(Phrase(N_("The two sides are never equal.")), None, None, "zeros"))
    if poles:
        text = Phrase(N_("A denominator is 0 here, so these numbers are excluded, and the sign can change there too."))
        steps.append(Step(text, None, listed(poles), "poles"))


def _pieces(
    tree: Apply, unknown: sympy.Symbol, places: list[sympy.Expr], zeros: list[sympy.Expr], steps: list[Step]
) -> sympy.Set:
    """The union of the pieces between the places where the inequality holds."""
    ends = [-sympy.oo, *places, sympy.oo]
    pieces: list[sympy.Set] = []
    rows = []
    for low, high in zip(ends, ends[1:], strict=False):
        test = _between(low, high)
        difference = to_sympy(tree).subs(unknown, test)
        holds = _holds(tree.head, difference)
        sign = ">" if difference.evalf(30) > 0 else "<"
        rows.append(rf"{tex(unknown)} = {tex(test)}:\ {tex(sympy.nsimplify(difference))} {sign} 0")
        if holds:
            pieces.append(sympy.Interval(low, high, True, True))
    if tree.head.endswith("equal"):
        pieces.append(sympy.FiniteSet(*zeros))
    found = sympy.Union(*pieces) if pieces else sympy.S.EmptySet
    text = Phrase(N_("Test one number in each interval: put it into the left side minus the right side."))
    steps.append(Step(text, None, r" \quad ".join(rows), "test"))
    steps.append(Step(Phrase(N_("Keep the intervals with the right sign.")), None, written(found, unknown), "keep"))
    return found


def _between(low: sympy.Expr, high: sympy.Expr) -> sympy.Rational:
    """An easy number strictly between two."""
    if low == -sympy.oo and high == sympy.oo:
        return sympy.Integer(0)
    if low == -sympy.oo:
        return sympy.floor(high) - 1
    if high == sympy.oo:
        return sympy.ceiling(low) + 1
    if low < 0 < high:
        return sympy.Integer(0)
    if sympy.floor(low) + 1 < high:
        return sympy.floor(low) + 1
    return sympy.nsimplify(sympy.Rational(str(((low + high) / 2).evalf(15))), rational=True)


# -- telling --------------------------------------------------------------------------------------------------------


def written(found: sympy.Set, unknown: sympy.Symbol) -> str:
    """LaTeX: inequalities joined by "or"."""
    if found is sympy.S.EmptySet:
        return r"\text{no number}"
    if found == sympy.S.Reals:
        return rf"\text{{every number }} {tex(unknown)}"
    parts = found.args if isinstance(found, sympy.Union) else [found]
    written = []
    for each in sorted(parts, key=lambda part: float(part.inf)):
        if isinstance(each, sympy.FiniteSet):
            written.extend(f"{tex(unknown)} = {tex(value)}" for value in each)
        else:
            written.append(str(said(each, unknown)))
    return r" \quad \text{or} \quad ".join(written)


def _ends(found: sympy.Set) -> list[list]:
    """Each interval as [from, to, whether it is open on the left, on the right]."""
    if found is sympy.S.EmptySet:
        return []
    parts = found.args if isinstance(found, sympy.Union) else [found]
    ends = []
    for each in sorted(parts, key=lambda part: float(part.inf)):
        if isinstance(each, sympy.FiniteSet):
            ends.extend([str(value), str(value), False, False] for value in each)
        else:
            ends.append([str(each.inf), str(each.sup), bool(each.left_open), bool(each.right_open)])
    return ends


def interval_tex(found: sympy.Set) -> str:
    """LaTeX in interval notation, pieces joined by a union sign."""
    parts = found.args if isinstance(found, sympy.Union) else [found]
    written = []
    for each in sorted(parts, key=lambda part: float(part.inf)):
        if isinstance(each, sympy.FiniteSet):
            written.append(rf"\{{{', '.join(map(tex, each))}\}}")
        else:
            low = r"-\infty" if each.start == -sympy.oo else tex(each.start)
            high = r"\infty" if each.end == sympy.oo else tex(each.end)
            written.append(f"{'(' if each.left_open else '['}{low}, {high}{')' if each.right_open else ']'}")
    return r" \cup ".join(written)


def _final(found: sympy.Set, unknown: sympy.Symbol, params: dict[str, str]) -> Phrase:
    if found is sympy.S.EmptySet:
        return Phrase(N_("No number satisfies {inequality}{address}."), params)
    if found == sympy.S.Reals:
        return Phrase(N_("Every number satisfies {inequality}{address}."), params)
    shown = {**params, "solution": math(written(found, unknown)), "interval": math(interval_tex(found))}
    return Phrase(N_("The solution of {inequality} is {solution}, in interval notation {interval}{address}."), shown)


def _program(task: Task) -> str:
    unknown = python_name(task.variable)
    solved = [f"solve_univariate_inequality({code(each)}, {unknown}, relational=False)" for each in task.expressions]
    line = solved[0] if len(solved) == 1 else f"Intersection({', '.join(solved)})"
    return program(letters_of(*task.expressions), f"print({line})")


def _prove(tree: Apply, letter: str, found: sympy.Set) -> None:
    """Every one of many numbers, and each end, is in the set exactly if it satisfies the inequality."""
    samples = [sympy.Rational(17 * k, 97) for k in range(-_SAMPLES // 2, _SAMPLES // 2)]
    difference, unknown = to_sympy(tree), symbol(letter)
    for value in [*samples, *(each for each in found.boundary if each.is_finite)]:
        holds = is_defined(tree, letter, value) and _holds(tree.head, difference.subs(unknown, value))
        require(_is_in(found, value) == holds, f"{RELATIONS[tree.head]} at {value}")


def _is_in(found: sympy.Set, value: sympy.Expr) -> bool:
    """Whether a number is in a union of intervals and single numbers, told by their ends."""
    if isinstance(found, sympy.Union):
        return any(_is_in(each, value) for each in found.args)
    if isinstance(found, sympy.FiniteSet):
        return value in found.args
    if found is sympy.S.EmptySet:
        return False
    above = value > found.inf if found.left_open else value >= found.inf
    return bool(above) and bool(value < found.sup if found.right_open else value <= found.sup)
