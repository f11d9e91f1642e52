"""Sums of many terms: arithmetic and geometric by their formulas, short ones written out, all checked by adding."""

from fractions import Fraction

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import symbol, to_sympy
from maths.solving.programs import code, letters_of, needed_names, python_name
from maths.solving.steps import Part, Step, Voice, math, require, tex
from maths.solving.values import value_sentence

_WRITTEN_OUT = 12
_ADDED = 20_000
_LONGEST = 2_000


def explain_series(task: Task) -> Part:
    """The sum with the formula for its kind, or term by term."""
    term, low, high = [to_sympy(each) for each in task.expressions]
    letter, voice = symbol(task.variable), Voice(task)
    shown = rf"\sum_{{{tex(letter)}={tex(low)}}}^{{{tex(high)}}} {_bracketed(task)}"
    steps: list[Step] = []
    value = _value(term, letter, int(low), int(high), steps)
    if value is None or value.has(sympy.zoo, sympy.nan):
        return Part(
            kind="series",
            opening=Phrase(N_("Let me look at {expression}{address}."), {"expression": math(shown)}),
            final=Phrase(N_("I cannot add up {expression} exactly{address}."), {"expression": math(shown)}),
        )
    return Part(
        kind="series",
        opening=Phrase(N_("Let us work out {expression} step by step:"), {"expression": math(shown)}),
        steps=tuple(steps),
        program=_program(task),
        final=value_sentence(math(shown), value, voice),
        answer={"kind": "value", "values": [str(value)], "latex": [tex(value)]},
    )


def _bracketed(task: Task) -> str:
    shown = latex(task.expressions[0])
    return rf"\left({shown}\right)" if " + " in shown or " - " in shown else shown


def _value(term: sympy.Expr, letter: sympy.Symbol, low: int, high: int, steps: list[Step]) -> sympy.Expr | None:
    count = high - low + 1
    first, last = term.subs(letter, low), term.subs(letter, high)
    if not all(each.is_Rational for each in (first, last)):
        return _added(term, letter, low, high, steps) if count <= _WRITTEN_OUT else None
    if sympy.expand(term).is_polynomial(letter) and sympy.degree(sympy.expand(term), letter) == 1:
        value = _arithmetic(first, last, count, steps)
    elif (ratio := _ratio(term, letter)) is not None and count > 2:
        value = _geometric(first, ratio, count, steps)
    elif count <= _WRITTEN_OUT:
        return _added(term, letter, low, high, steps)
    elif sympy.expand(term).is_polynomial(letter):
        value = _powers(term, letter, low, high, steps)
    else:
        value = _exact_sum(term, letter, low, high) if count <= _ADDED else None
        steps.append(Step(Phrase(N_("Add up all {count} terms."), {"count": str(count)}), None, None, "add"))
        return value
    if count <= _ADDED:
        require(value == _exact_sum(term, letter, low, high), "sum")
    else:
        require(sympy.simplify(value - sympy.summation(term, (letter, low, high))) == 0, "sum")
    return value


def _exact_sum(term: sympy.Expr, letter: sympy.Symbol, low: int, high: int) -> sympy.Rational | None:
    total = Fraction(0)
    evaluate = sympy.lambdify(letter, term, [{"Rational": Fraction}, "math"])
    for k in range(low, high + 1):
        value = evaluate(Fraction(k))
        if isinstance(value, float):
            exact = term.subs(letter, k)
            if not exact.is_Rational:
                return None
            value = Fraction(int(exact.p), int(exact.q))
        total += value
        if total.denominator.bit_length() > _LONGEST:
            return None
    return sympy.Rational(total.numerator, total.denominator)


def _added(term: sympy.Expr, letter: sympy.Symbol, low: int, high: int, steps: list[Step]) -> sympy.Expr:
    terms = [term.subs(letter, k) for k in range(low, high + 1)]
    value = sympy.Add(*terms)
    written = " + ".join(rf"\left({tex(each)}\right)" if each.is_negative else tex(each) for each in terms)
    steps.append(Step(Phrase(N_("Write out the terms and add them.")), None, f"{written} = {tex(value)}", "add"))
    return value


def _arithmetic(first: sympy.Expr, last: sympy.Expr, count: int, steps: list[Step]) -> sympy.Expr:
    value = count * (first + last) / 2
    said = {"count": math(str(count)), "first": math(tex(first)), "last": math(tex(last))}
    text = Phrase(N_("There are {count} terms, from {first} to {last}, always the same distance apart."), said)
    steps.append(Step(text, None, None, "count"))
    text = Phrase(N_("Their sum is the number of terms times the mean of the first and the last."))
    shown = rf"{count} \cdot \frac{{{tex(first)} + {_inside(last)}}}{{2}} = {tex(value)}"
    steps.append(Step(text, None, shown, "arithmetic_sum"))
    return value


def _inside(value: sympy.Expr) -> str:
    return rf"\left({tex(value)}\right)" if value.is_negative else tex(value)


def _ratio(term: sympy.Expr, letter: sympy.Symbol) -> sympy.Rational | None:
    ratio = sympy.simplify(term.subs(letter, letter + 1) / term)
    return ratio if ratio.is_Rational and ratio not in {0, 1} else None


def _geometric(first: sympy.Expr, ratio: sympy.Rational, count: int, steps: list[Step]) -> sympy.Expr:
    value = first * (ratio**count - 1) / (ratio - 1)
    said = {"count": math(str(count)), "first": math(tex(first)), "ratio": math(tex(ratio))}
    text = Phrase(N_("There are {count} terms. The first is {first}, and each is {ratio} times the one before."), said)
    steps.append(Step(text, None, None, "count"))
    raised = rf"\left({tex(ratio)}\right)^{{{count}}}" if ratio < 0 or ratio.q != 1 else f"{tex(ratio)}^{{{count}}}"
    text = Phrase(N_("Use the formula for the sum of a geometric sequence."))
    shown = rf"{tex(first)} \cdot \frac{{{raised} - 1}}{{{tex(ratio)} - 1}}"
    steps.append(Step(text, None, f"{shown} = {tex(value)}" if len(str(value)) < 60 else shown, "geometric_sum"))
    return value


def _powers(term: sympy.Expr, letter: sympy.Symbol, low: int, high: int, steps: list[Step]) -> sympy.Expr:
    """Term by term with the formulas for sums of powers."""
    value = sympy.summation(sympy.expand(term), (letter, low, high))
    number = sympy.Symbol("n", real=True)
    closed = sympy.factor(sympy.summation(sympy.expand(term), (letter, low, number)))
    text = Phrase(N_("The sum up to {n} is this polynomial, by the formulas for sums of powers."), {"n": math("n")})
    steps.append(Step(text, None, tex(closed), "power_sums"))
    require(closed.subs(number, low) == term.subs(letter, low), "power_sums")
    text = Phrase(N_("Put in {value}."), {"value": math(f"n = {high}")})
    steps.append(Step(text, None, f"{tex(value)}", "put_in"))
    require(closed.subs(number, high) == value, "power_sums")
    return value


def _program(task: Task) -> str:
    tree, low, high = task.expressions
    letter = python_name(task.variable)
    line = f"print(summation({code(tree)}, ({letter}, {code(low)}, {code(high)})))"
    imported = sorted({*needed_names(line), "symbols"})
    names = sorted(letters_of(tree) | {task.variable})
    symbols = [f'{python_name(each)} = symbols("{each}", integer=True)' for each in names]
    return "\n".join([f"from sympy import {', '.join(imported)}", *symbols, line])
