"""The coefficient of a power of a letter in a polynomial."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import symbol, to_sympy
from maths.solving.programs import code, letters_of, program, python_name
from maths.solving.steps import Part, Step, Voice, equal, math, require, tex
from maths.tree import Apply, Name, Node, names


def explain_coefficient(task: Task) -> Part:
    """Multiplied out and combined, then read off; the coefficients put together again give the polynomial."""
    tree, power = task.expressions[:2]
    letter, voice = symbol(task.variable), Voice(task)
    polynomial = sympy.Poly(sympy.expand(to_sympy(tree)), letter)
    coefficients = polynomial.all_coeffs()[::-1]
    exponent = _exponent(power, task.variable)
    rebuilt = sum(each * letter**k for k, each in enumerate(coefficients))
    require(equal(to_sympy(tree), rebuilt), "collect")
    missing = _missing(task, coefficients)
    value = polynomial.coeff_monomial(letter**exponent)
    said = {"expression": voice.question(), "power": math(latex(power)), "value": voice.say(value)}
    steps = _steps(tree, polynomial, said, exponent)
    return Part(
        kind="coefficient",
        opening=Phrase(N_("Let us find the coefficient of {power} in {expression}:"), said),
        steps=tuple(steps),
        program=_program(task, exponent),
        final=_final(task, said, missing, exponent),
        answer=None if missing else {"kind": "value", "values": [str(value)], "latex": [tex(value)]},
    )


def _exponent(power: Node, letter: str) -> int:
    if isinstance(power, Apply):
        return int(power.arguments[1].value)
    return int(power == Name(letter))


def _missing(task: Task, coefficients: list[sympy.Expr]) -> bool:
    """Whether the form that was asked for has no place for one of the terms."""
    if len(task.expressions) < 3:
        return False
    form = task.expressions[2]
    terms = form.arguments if isinstance(form, Apply) and form.head == "sum" else (form,)
    places = {_exponent_of_term(each, task.variable) for each in terms}
    return any(each != 0 and k not in places for k, each in enumerate(coefficients))


def _exponent_of_term(term: Node, letter: str) -> int:
    factors = term.arguments if isinstance(term, Apply) and term.head == "product" else (term,)
    return max((_exponent(each, letter) for each in factors if names(each) == {letter}), default=0)


def _steps(tree: Node, polynomial: sympy.Poly, said: dict[str, str], exponent: int) -> list[Step]:
    collected = tex(polynomial.as_expr())
    steps = []
    if latex(tree) != collected:
        text = Phrase(N_("Multiply out and combine like terms."))
        steps.append(Step(text, latex(tree), collected, "collect"))
    if exponent == 0:
        text = N_("The term without the letter is {value}.")
    elif polynomial.coeff_monomial(polynomial.gen**exponent) == 0:
        text = N_("There is no term with {power}, so its coefficient is {value}.")
    else:
        text = N_("The number before {power} is {value}.")
    steps.append(Step(Phrase(text, said), collected, None, "read_off"))
    return steps


def _program(task: Task, exponent: int) -> str:
    letter = python_name(task.variable)
    line = f"print(expand({code(task.expressions[0])}).coeff({letter}, {exponent}))"
    return program(letters_of(task.expressions[0]), line)


def _final(task: Task, said: dict[str, str], missing: bool, exponent: int) -> Phrase:
    if missing:
        return Phrase(
            N_("{expression} cannot be written in that form{address}: it has a term that the form has no place for."),
            said,
        )
    if exponent == 0:
        return Phrase(N_("The constant term of {expression} is {value}{address}."), said)
    return Phrase(N_("The coefficient of {power} in {expression} is {value}{address}."), said)
