"""A fraction of two polynomials as a sum of simple ones."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import from_sympy, symbol, to_sympy
from maths.solving.programs import code, letters_of, program
from maths.solving.steps import Part, Step, Voice, equal, math, require, tex
from maths.tree import Apply, Node, Number, apply

_NAMES = "ABCDEFGH"


def explain_partial_fractions(task: Task) -> Part:
    """The denominator factored, one fraction with unknown numbers for each factor, and these found by comparing."""
    tree, unknown, said = task.expressions[0], symbol(task.variable), {"expression": Voice(task).question()}
    function = sympy.cancel(to_sympy(tree))
    top, bottom = sympy.fraction(function)
    whole, rest = sympy.div(top, bottom, unknown)
    factors = sympy.factor_list(bottom, unknown)[1]
    result = sympy.apart(function, unknown)
    require(equal(result, function), "partial_fractions")
    if len(factors) + sum(times - 1 for _, times in factors) < 2:
        final = Phrase(N_("{expression} does not split into simpler fractions{address}."), said)
        return Part(kind="partial_fractions", opening=_opening(said), final=final, answer=_answer(result, latex(tree)))
    steps = []
    if whole != 0:
        text = Phrase(N_("The numerator is not of lower degree: divide first, and split what is left over."))
        shown = f"{tex(whole)} + {_fraction(rest, bottom)}"
        steps.append(Step(text, latex(tree), shown, "divide"))
    product = sympy.factor(bottom)
    steps.append(Step(Phrase(N_("Factor the denominator.")), tex(bottom), tex(product), "factor"))
    names, form = _form(factors, unknown)
    text = Phrase(N_("Each factor gets a fraction of its own, with numbers that are still unknown."))
    steps.append(Step(text, None, rf"{_fraction(rest, product)} = {_shown(form)}", "form"))
    cleared = sympy.expand(sympy.cancel(sum(above / below for above, below in form) * bottom))
    steps.append(
        Step(Phrase(N_("Multiply by the denominator.")), None, f"{tex(rest)} = {_cleared(form, product)}", "multiply")
    )
    equations = sympy.Poly(cleared - rest, unknown).all_coeffs()
    (found,) = sympy.solve(equations, names, dict=True)
    shown = r",\ ".join(f"{tex(name)} = {tex(found[name])}" for name in names)
    text = N_("Compare the coefficients of each power, or put in the zeros of the denominator:")
    steps.append(Step(Phrase(text), None, shown, "compare"))
    split = _sum(whole, [(above.subs(found), below) for above, below in form])
    require(equal(to_sympy(split), function), "partial_fractions")
    return Part(
        kind="partial_fractions",
        opening=_opening(said),
        steps=tuple(steps),
        program=program(letters_of(tree), f"print(apart({code(tree)}, {task.variable}))"),
        final=Phrase(
            N_("In partial fractions, {expression} is {result}{address}."), {**said, "result": math(latex(split))}
        ),
        answer=_answer(result, latex(split)),
        check=Phrase(N_("Put over one denominator again, these fractions are what was asked about.")),
    )


def _opening(said: dict[str, str]) -> Phrase:
    return Phrase(N_("Let us split {expression} into partial fractions:"), said)


def _answer(result: sympy.Expr, shown: str) -> dict:
    return {"kind": "expression", "values": [str(result)], "latex": [shown]}


def _sum(whole: sympy.Expr, form: list[tuple[sympy.Expr, sympy.Expr]]) -> Node:
    """The simple fractions one after the other, each with whole numbers, behind what is no fraction."""
    terms = [from_sympy(whole)] if whole != 0 else []
    for above, below in form:
        if above == 0:
            continue
        factor = sympy.ilcm(1, *[each.q for each in sympy.Poly(above, *below.free_symbols).all_coeffs()])
        top, negative = above * factor, above.could_extract_minus_sign()
        bottom = from_sympy(below) if factor == 1 else apply("product", Number(str(factor)), from_sympy(below))
        fraction = apply("quotient", from_sympy(sympy.expand(-top if negative else top)), bottom)
        sign = "subtract" if terms else "negate"
        terms.append(apply(sign, fraction) if negative else fraction)
    return terms[0] if len(terms) == 1 else Apply("sum", tuple(terms))


def _fraction(top: sympy.Expr, bottom: sympy.Expr) -> str:
    return rf"\frac{{{tex(top)}}}{{{tex(bottom)}}}"


def _form(factors: list, unknown: sympy.Symbol) -> tuple[list[sympy.Symbol], list[tuple[sympy.Expr, sympy.Expr]]]:
    """The unknown numbers, and numerator and denominator of each simple fraction."""
    free = [each for each in _NAMES if each != str(unknown)]
    names, form = [], []
    for factor, times in sorted(factors, key=lambda pair: (sympy.degree(pair[0], unknown), str(pair[0]))):
        for power in range(1, times + 1):
            letters = [symbol(free.pop(0)) for _ in range(sympy.degree(factor, unknown))]
            names += letters
            above = letters[0] if len(letters) == 1 else letters[0] * unknown + letters[1]
            form.append((above, factor**power))
    return names, form


def _shown(form: list[tuple[sympy.Expr, sympy.Expr]]) -> str:
    return " + ".join(_fraction(above, below) for above, below in form)


def _cleared(form: list[tuple[sympy.Expr, sympy.Expr]], product: sympy.Expr) -> str:
    """Each numerator times what its denominator lacks of the whole one."""
    terms = []
    for above, below in form:
        lacking = sympy.factor(sympy.cancel(product / below))
        shown = rf"\left({tex(above)}\right)" if above.is_Add else tex(above)
        beside = rf"\left({tex(lacking)}\right)" if lacking.is_Add else tex(lacking)
        terms.append(shown if lacking == 1 else rf"{shown} \cdot {beside}")
    return " + ".join(terms)
