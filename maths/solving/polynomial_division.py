"""Long division of polynomials, term by term, multiplied out again; and what one reads off a polynomial."""

import sympy

from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import symbol, to_sympy
from maths.solving.programs import code, letters_of, program, python_name
from maths.solving.steps import Part, Step, Voice, math, require, tex

_MOST_STEPS = 12


def explain_polynomial_division(task: Task) -> Part:
    """Divide the leading terms, multiply, subtract; again until what is left has a smaller degree."""
    (wanted,) = task.details
    unknown = symbol(task.variable)
    top, bottom = (sympy.Poly(sympy.expand(to_sympy(each)), unknown) for each in task.expressions)
    said = {"top": math(tex(top.as_expr())), "bottom": math(tex(bottom.as_expr()))}
    opening = Phrase(N_("Let us divide {top} by {bottom}, term by term:"), said)
    if bottom.is_zero:
        final = Phrase(N_("That divides by 0{address}, which has no result."), said)
        return Part(kind="polynomial_division", opening=opening, final=final)
    quotient, rest, steps = _divided(top, bottom)
    require((quotient * bottom + rest - top).is_zero, "division")
    result, left = quotient.as_expr(), rest.as_expr()
    names = {**said, "quotient": math(tex(result)), "rest": math(tex(left))}
    unknown_name = python_name(task.variable)
    return Part(
        kind="polynomial_division",
        opening=opening,
        steps=tuple(steps),
        program=program(
            letters_of(*task.expressions),
            f"print(div({code(task.expressions[0])}, {code(task.expressions[1])}, {unknown_name}))",
        ).replace("import ", "import div, ", 1),
        final=_final(wanted, left, names),
        answer=_answer(wanted, result, left),
        check=Phrase(N_("Multiplied by {bottom}, with the remainder added, this gives {top} again."), said),
    )


def _divided(top: sympy.Poly, bottom: sympy.Poly) -> tuple[sympy.Poly, sympy.Poly, list[Step]]:
    unknown = top.gen
    quotient, rest, steps = sympy.Poly(0, unknown), top, []
    while not rest.is_zero and rest.degree() >= bottom.degree():
        term = sympy.Poly(rest.LC() / bottom.LC() * unknown ** (rest.degree() - bottom.degree()), unknown)
        product = term * bottom
        names = {"term": math(tex(term.as_expr())), "product": math(tex(product.as_expr()))}
        text = Phrase(N_("The leading terms give {term}. Subtract {term} times the divisor, {product}."), names)
        before, rest = rest, rest - product
        quotient += term
        if len(steps) < _MOST_STEPS:
            shown = rf"{tex(before.as_expr())} - \left({tex(product.as_expr())}\right) = {tex(rest.as_expr())}"
            steps.append(Step(text, None, shown, "divide_term"))
    if not steps:
        text = Phrase(N_("The degree is smaller than that of the divisor, so all of it is the remainder."))
        steps.append(Step(text, None, None, "smaller"))
    return quotient, rest, steps


def _final(wanted: str, left: sympy.Expr, names: dict[str, str]) -> Phrase:
    if wanted == "remainder":
        return Phrase(N_("The remainder is {rest}{address}; the quotient is {quotient}."), names)
    if left == 0:
        return Phrase(N_("{top} divided by {bottom} is {quotient}{address}."), names)
    return Phrase(N_("{top} divided by {bottom} is {quotient} with remainder {rest}{address}."), names)


def _answer(wanted: str, result: sympy.Expr, left: sympy.Expr) -> dict:
    if wanted == "remainder":
        return {"kind": "remainder", "values": [str(left)], "latex": [tex(left)]}
    found = [result] if left == 0 else [result, left]
    return {"kind": "division", "values": [str(each) for each in found], "latex": [tex(each) for each in found]}


def explain_polynomial_fact(task: Task) -> Part:
    """The degree or the leading coefficient, once like terms are collected."""
    (kind,) = task.details
    polynomial = sympy.Poly(sympy.expand(to_sympy(task.expressions[0])), symbol(task.variable))
    said = {"expression": Voice(task).question()}
    value = polynomial.degree() if kind == "degree" else polynomial.LC()
    if polynomial.is_zero:
        return Part(
            kind="polynomial_fact",
            opening=Phrase(N_("Let me look at {expression}{address}."), said),
            final=Phrase(N_("{expression} is 0, which has no degree{address}."), said),
        )
    text = Phrase(N_("Collect like terms, the highest power first."))
    finals = {
        "degree": N_("The degree of {expression} is {value}{address}."),
        "leading": N_("The leading coefficient of {expression} is {value}{address}."),
    }
    tree, unknown = task.expressions[0], python_name(task.variable)
    line = f"print({'degree' if kind == 'degree' else 'LC'}({code(tree)}, {unknown}))"
    name = "degree" if kind == "degree" else "LC"
    return Part(
        kind="polynomial_fact",
        opening=Phrase(N_("Let us look at {expression}:"), said),
        steps=(Step(text, None, tex(polynomial.as_expr()), "collect"),),
        program=program(letters_of(tree), line).replace("import ", f"import {name}, ", 1),
        final=Phrase(finals[kind], {**said, "value": math(tex(sympy.Rational(value)))}),
        answer={"kind": "value", "values": [str(value)], "latex": [tex(sympy.Rational(value))]},
    )
