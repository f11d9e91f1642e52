"""Percentages: of, share, whole, increase, decrease and change."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import to_sympy
from maths.solving.programs import code, program
from maths.solving.steps import Part, Step, Voice, decimal, math, require, terminating
from maths.solving.values import decimal_tree
from maths.tree import Node, Number, apply

_HUNDRED = Number("100")


def explain_percentage(task: Task) -> Part:
    """Steps and result of a percentage question; the values are exact."""
    return _KINDS[task.kind](task, Voice(task))


def _formula(value: sympy.Rational) -> str:
    return latex(decimal_tree(value))


def percent_text(value: sympy.Rational) -> str:
    """A percentage as an inline formula."""
    return math(_formula(value) + r"\%")


def calculation_step(text: Phrase, before: Node, value: sympy.Rational, rule: str) -> Step:
    """A calculation and its value, checked."""
    require(to_sympy(before) == value, rule)
    return Step(text, latex(before), f"{latex(before)} = {_formula(value)}", rule)


def _opening(template: str, **params: str) -> Phrase:
    return Phrase(template, params)


def _answer(value: sympy.Rational, unit: str = "") -> dict:
    return {"kind": "percent" if unit else "value", "values": [str(value)], "latex": [_formula(value) + unit]}


def _run(tree: Node) -> str:
    value = to_sympy(tree)
    shown = not value.is_Integer and terminating(value) is not None and decimal(value)[1]
    return program(set(), f"print({code(tree)})", *([f"print(float({code(tree)}))"] if shown else []))


def _approximate(value: sympy.Rational) -> tuple[str, bool]:
    """A percentage as text: exact if the decimal ends, else rounded to two places."""
    text = terminating(value)
    return (text, True) if text is not None and len(text) <= 16 else (decimal(value, 2)[0], False)


def _of(task: Task, voice: Voice) -> Part:
    percent, whole = task.expressions
    rate, base = to_sympy(percent), to_sympy(whole)
    value = rate * base / 100
    calculation = apply("product", apply("quotient", percent, _HUNDRED), whole)
    means = Phrase(
        N_("{percent} means {fraction}."),
        {"percent": percent_text(rate), "fraction": math(rf"\frac{{{latex(percent)}}}{{100}}")},
    )
    names = {"percent": percent_text(rate), "whole": math(latex(whole)), "value": voice.say(decimal_tree(value))}
    return Part(
        kind=task.kind,
        opening=_opening(N_("Let us find {percent} of {whole}:"), percent=names["percent"], whole=names["whole"]),
        steps=(
            Step(means, None, None, "percent"),
            calculation_step(
                Phrase(N_("“Of” means times: multiply {whole} by it."), {"whole": names["whole"]}),
                calculation,
                value,
                "multiply",
            ),
        ),
        program=_run(calculation),
        final=Phrase(N_("{percent} of {whole} is {value}{address}."), names),
        answer=_answer(value),
    )


def _share(task: Task, voice: Voice) -> Part:
    part, whole = task.expressions
    ratio = to_sympy(part) / to_sympy(whole)
    value = ratio * 100
    calculation = apply("product", apply("quotient", part, whole), _HUNDRED)
    text, exact = _approximate(value)
    names = {"part": math(latex(part)), "whole": math(latex(whole))}
    template = (
        N_("{part} is {value} of {whole}{address}.") if exact else N_("{part} is about {value} of {whole}{address}.")
    )
    return Part(
        kind=task.kind,
        opening=_opening(N_("Let us see what percentage of {whole} is {part}:"), **names),
        steps=(
            calculation_step(
                Phrase(N_("Divide the part by the whole.")), apply("quotient", part, whole), ratio, "divide"
            ),
            calculation_step(Phrase(N_("Multiply by 100 to get percent.")), calculation, value, "to_percent"),
        ),
        program=_run(calculation),
        final=Phrase(template, {**names, "value": math(text + r"\%")}),
        answer=_answer(value, r"\%"),
    )


def _whole(task: Task, voice: Voice) -> Part:
    percent, part = task.expressions
    rate, amount = to_sympy(percent), to_sympy(part)
    one, value = amount / rate, amount / rate * 100
    names = {"percent": percent_text(rate), "part": math(latex(part)), "value": voice.say(decimal_tree(value))}
    single = apply("quotient", part, percent)
    return Part(
        kind=task.kind,
        opening=_opening(
            N_("Let us find the number of which {percent} is {part}:"),
            percent=names["percent"],
            part=names["part"],
        ),
        steps=(
            calculation_step(
                Phrase(N_("Divide {part} by the percentage to get one percent."), {"part": names["part"]}),
                single,
                one,
                "one_percent",
            ),
            calculation_step(
                Phrase(N_("Multiply by 100 to get the whole.")), apply("product", single, _HUNDRED), value, "whole"
            ),
        ),
        program=_run(apply("product", single, _HUNDRED)),
        final=Phrase(N_("{percent} of {value} is {part}{address}."), names),
        answer=_answer(value),
    )


def _shift(task: Task, voice: Voice) -> Part:
    """Increase or decrease by a percentage."""
    amount, percent = task.expressions
    up = task.kind == "percent_increase"
    base, rate = to_sympy(amount), to_sympy(percent)
    change = base * rate / 100
    value = base + change if up else base - change
    part = apply("product", apply("quotient", percent, _HUNDRED), amount)
    total = apply("sum", amount, rational_term(change, up))
    calculation = apply("sum", amount, part if up else apply("subtract", part))
    names = {"amount": math(latex(amount)), "percent": percent_text(rate), "value": voice.say(decimal_tree(value))}
    opening = N_("Let us increase {amount} by {percent}:") if up else N_("Let us decrease {amount} by {percent}:")
    final = (
        N_("{amount} increased by {percent} is {value}{address}.")
        if up
        else N_("{amount} decreased by {percent} is {value}{address}.")
    )
    sentence = N_("Add it to {amount}.") if up else N_("Subtract it from {amount}.")
    return Part(
        kind=task.kind,
        opening=_opening(opening, amount=names["amount"], percent=names["percent"]),
        steps=(
            calculation_step(
                Phrase(N_("Find {percent} of {amount}."), {k: names[k] for k in ("percent", "amount")}),
                part,
                change,
                "percent",
            ),
            calculation_step(Phrase(sentence, {"amount": names["amount"]}), total, value, "add" if up else "subtract"),
        ),
        program=_run(calculation),
        final=Phrase(final, names),
        answer=_answer(value),
    )


def rational_term(value: sympy.Rational, added: bool) -> Node:
    """A value as a term that is added or subtracted."""
    tree = decimal_tree(value)
    return tree if added else apply("subtract", tree)


def _change(task: Task, voice: Voice) -> Part:
    old, new = task.expressions
    start, end = to_sympy(old), to_sympy(new)
    difference = end - start
    value = difference / start * 100
    subtraction = apply("sum", new, apply("subtract", old))
    calculation = apply("product", apply("quotient", subtraction, old), _HUNDRED)
    text, exact = _approximate(abs(value))
    names = {"old": math(latex(old)), "new": math(latex(new))}
    return Part(
        kind=task.kind,
        opening=_opening(N_("Let us find the percent change from {old} to {new}:"), **names),
        steps=(
            calculation_step(Phrase(N_("Find the difference: new minus old.")), subtraction, difference, "difference"),
            calculation_step(
                Phrase(N_("Divide by the old value and multiply by 100.")), calculation, value, "to_percent"
            ),
        ),
        program=_run(calculation),
        final=Phrase(_change_template(value, exact), {**names, "value": math(text + r"\%")}),
        answer=_answer(value, r"\%"),
    )


def _change_template(value: sympy.Rational, exact: bool) -> str:
    if value == 0:
        return N_("From {old} to {new} nothing changes{address}: that is {value}.")
    if value > 0:
        return (
            N_("From {old} to {new} is an increase of {value}{address}.")
            if exact
            else N_("From {old} to {new} is an increase of about {value}{address}.")
        )
    return (
        N_("From {old} to {new} is a decrease of {value}{address}.")
        if exact
        else N_("From {old} to {new} is a decrease of about {value}{address}.")
    )


_KINDS = {
    "percent_of": _of,
    "percent_share": _share,
    "percent_whole": _whole,
    "percent_increase": _shift,
    "percent_decrease": _shift,
    "percent_change": _change,
}
