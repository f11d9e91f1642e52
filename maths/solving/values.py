"""How a computed number is written and told: as a decimal, as a mixed number, or by its digits when it is long."""

import sympy

from maths.phrases import N_, Phrase
from maths.solving.convert import rational
from maths.solving.steps import Voice, decimal, terminating
from maths.tree import Node, Number, apply

_LONG = 60


def value_sentence(expression: str, value: sympy.Expr, voice: Voice, as_decimal: bool = False) -> Phrase:
    """ "The value of 3/4 + 5/6 is 19/12, which is 1 7/12 or about 1.5833"."""
    params = {"expression": expression}
    if value.is_Integer and len(str(abs(value))) > _LONG:
        digits = str(abs(value))
        params.update(digits=str(len(digits)), start=digits[:10], end=digits[-10:])
        return Phrase(
            N_(
                "The value of {expression} is a whole number with {digits} digits{address}. It begins with "
                "{start} and ends with {end}; the output of the program shows all of it."
            ),
            params,
        )
    if voice.task.money:
        return Phrase(N_("The value of {expression} is {value}{address}."), {**params, "value": voice.say(value)})
    exact_decimal = terminating(value) if value.is_Rational else None
    if value.is_Integer or as_decimal and exact_decimal is not None:
        params["value"] = voice.say(decimal_tree(value))
        return Phrase(N_("The value of {expression} is {value}{address}."), params)
    text, exact = decimal(value)
    params.update(value=voice.say(value), decimal=text)
    if not value.is_Rational or abs(value) < 1:
        template = N_("The value of {expression} is {value}, which is {decimal} as a decimal{address}.")
        rounded = N_("The value of {expression} is {value}, which is about {decimal}{address}.")
        return Phrase(template if exact else rounded, params)
    params["mixed"] = voice.say(mixed(value))
    template = N_(
        "The value of {expression} is {value}, which is {mixed} as a mixed number and {decimal} as a decimal{address}."
    )
    rounded = N_(
        "The value of {expression} is {value}, which is {mixed} as a mixed number and about {decimal} as a "
        "decimal{address}."
    )
    return Phrase(template if exact else rounded, params)


def mixed(value: sympy.Rational) -> Node:
    """An improper fraction as a mixed number."""
    whole, rest = divmod(abs(int(value.p)), int(value.q))
    tree = apply("mixed", Number(str(whole)), Number(str(rest)), Number(str(value.q)))
    return apply("negate", tree) if value < 0 else tree


def decimal_tree(value: sympy.Rational) -> Node:
    text = terminating(value)
    if text is None or value.is_Integer:
        return rational(value)
    return apply("negate", Number(text[1:])) if text.startswith("-") else Number(text)
