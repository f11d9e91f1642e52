"""A percentage of a number by one percent first, and by a decimal."""

from dataclasses import replace

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import to_sympy
from maths.solving.percentages import calculation_step, explain_percentage, percent_text
from maths.solving.steps import Part, math
from maths.solving.values import decimal_tree
from maths.tree import Number, apply


def explain_by_one_percent(task: Task) -> Part:
    """A hundredth of the whole, then as often as there are percents."""
    percent, whole = task.expressions
    rate, base = map(to_sympy, task.expressions)
    one = apply("quotient", whole, Number("100"))
    steps = (
        calculation_step(
            Phrase(N_("One percent is a hundredth: divide {whole} by 100."), {"whole": math(latex(whole))}),
            one,
            base / 100,
            "one_percent",
        ),
        calculation_step(
            Phrase(
                N_("{percent} is {times} times as much."),
                {"percent": percent_text(rate), "times": math(latex(percent))},
            ),
            apply("product", decimal_tree(base / 100), percent),
            base * rate / 100,
            "multiply",
        ),
    )
    return replace(explain_percentage(task), steps=steps)


def explain_by_decimal(task: Task) -> Part:
    """The percentage as a decimal, times the whole."""
    percent, whole = task.expressions
    rate, base = map(to_sympy, task.expressions)
    factor = decimal_tree(rate / 100)
    steps = (
        calculation_step(
            Phrase(
                N_("Write {percent} as a decimal: move the point two places to the left."),
                {"percent": percent_text(rate)},
            ),
            apply("percent", percent),
            rate / 100,
            "to_decimal",
        ),
        calculation_step(
            Phrase(N_("“Of” means times: multiply {whole} by it."), {"whole": math(latex(whole))}),
            apply("product", factor, whole),
            rate * base / 100,
            "multiply",
        ),
    )
    return replace(explain_percentage(task), steps=steps)
