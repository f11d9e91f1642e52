"""Ratios, interest, and one number written in another way."""

from functools import reduce

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import rational, to_sympy
from maths.solving.divisibility import aligned
from maths.solving.programs import code, program
from maths.solving.steps import SIGN, Part, Step, Voice, decimal, math, require, terminating, tex
from maths.solving.values import decimal_tree, mixed

_MOST_PLACES = 40
_MOST_YEARS_SHOWN = 6


# -- one number, written in another way ------------------------------------------------------------------------------


def explain_rewrite(task: Task) -> Part:
    """A decimal, a fraction or a percentage of the same value."""
    (tree,), voice = task.expressions, Voice(task)
    value, goal = to_sympy(tree), task.details[0]
    steps, shown, same = _WAYS[goal](value)
    sign = "=" if same else r"\approx"
    names = {"number": voice.question(), "value": math(shown)}
    exact = N_("{number} is the same as {value}{address}.")
    about = N_("{number} is about {value}{address}: the decimal never ends.")
    return Part(
        kind="rewrite",
        opening=Phrase(N_("Let us write {number} in another way:"), {"number": names["number"]}),
        steps=(*steps, Step(Phrase(N_("So they are the same number.")), None, f"{latex(tree)} {sign} {shown}", "same"))
        if same
        else tuple(steps),
        program=program(set(), f"value = Integer(0) + {code(tree)}", f"print({_PYTHON[goal]})"),
        final=Phrase(exact if same else about, names),
        answer={"kind": "value", "values": [str(value)], "form": goal, "latex": [shown]},
    )


def _as_decimal(value: sympy.Rational) -> tuple[list[Step], str, bool]:
    text = terminating(value)
    divide = Step(Phrase(N_("Divide the numerator by the denominator.")), None, rf"{value.p} \div {value.q}", "divide")
    if text is not None and len(text) <= _MOST_PLACES:
        return ([divide] if value.q != 1 else []), text, True
    return [divide], _repeating(value), True


def _repeating(value: sympy.Rational) -> str:
    """A decimal with a bar over the digits that repeat; rounded when they are too many."""
    top, bottom = abs(int(value.p)), int(value.q)
    whole, rest = divmod(top, bottom)
    digits, seen = "", {}
    while rest and rest not in seen and len(digits) < _MOST_PLACES:
        seen[rest] = len(digits)
        rest *= 10
        digits += str(rest // bottom)
        rest %= bottom
    sign = "-" if value < 0 else ""
    if rest not in seen:
        return f"{sign}{whole}.{digits}" + (r"\dots" if rest else "")
    start = seen[rest]
    repeated = digits[start:]
    once = sympy.Rational(int(digits[:start] or 0), 10**start)
    tail = sympy.Rational(int(repeated), 10**start * (10 ** len(repeated) - 1))
    require(whole + once + tail == abs(value), "repeating")
    return rf"{sign}{whole}.{digits[:start]}\overline{{{repeated}}}"


def _as_fraction(value: sympy.Rational) -> tuple[list[Step], str, bool]:
    text = terminating(value)
    shown = latex(rational(value))
    if text is None or "." not in text:
        return [], shown, True
    places = len(text.partition(".")[2])
    top = int(text.replace(".", ""))
    require(sympy.Rational(top, 10**places) == value, "fraction")
    over = rf"\frac{{{top}}}{{{10**places}}}"
    steps = [
        Step(Phrase(N_("Write it over a power of ten, a zero for each decimal place.")), None, over, "power_of_ten")
    ]
    common = sympy.gcd(top, 10**places)
    if common > 1:
        names = {"value": math(str(common))}
        steps.append(Step(Phrase(N_("Divide both by {value}."), names), over, f"{over} = {shown}", "reduce"))
    return steps, shown, True


def _as_percent(value: sympy.Rational) -> tuple[list[Step], str, bool]:
    text = terminating(value * 100)
    shown = (text if text is not None and len(text) <= _MOST_PLACES else latex(rational(value * 100))) + r"\%"
    step = Step(
        Phrase(N_("Percent means hundredths: multiply by 100.")),
        None,
        rf"{tex(value)} \cdot 100 = {tex(value * 100)}",
        "percent",
    )
    return [step], shown, True


def _as_mixed(value: sympy.Rational) -> tuple[list[Step], str, bool]:
    if value.is_Integer or abs(value) < 1:
        return [], latex(rational(value)), True
    whole, rest = divmod(abs(int(value.p)), int(value.q))
    shown = rf"{abs(value.p)} = {whole} \cdot {value.q} + {rest}"
    return [Step(Phrase(N_("See how often the denominator fits.")), None, shown, "divide")], latex(mixed(value)), True


_WAYS = {"decimal": _as_decimal, "fraction": _as_fraction, "percent": _as_percent, "mixed": _as_mixed}
_PYTHON = {"decimal": "float(value)", "fraction": "value", "percent": "100*value", "mixed": "divmod(value, 1)"}


# -- ratios ----------------------------------------------------------------------------------------------------------


def _ratio(values: list) -> str:
    return " : ".join(tex(each) for each in values)


def _simplest(values: list[sympy.Rational]) -> list[sympy.Integer]:
    bottom = reduce(sympy.ilcm, [each.q for each in values], 1)
    whole = [int(each * bottom) for each in values]
    common = reduce(sympy.igcd, whole)
    return [sympy.Integer(each // common) for each in whole]


def explain_ratio(task: Task) -> Part:
    """All parts made whole numbers, and divided by their greatest common divisor."""
    values = [to_sympy(each) for each in task.expressions]
    simple = _simplest(values)
    factor = simple[0] / values[0]
    require(all(each * factor == other for each, other in zip(values, simple, strict=True)), "ratio")
    shown = " : ".join(latex(each) for each in task.expressions)
    names = {"ratio": math(shown), "value": math(_ratio(simple))}
    said = (
        Phrase(N_("Divide all parts by {factor}."), {"factor": math(tex(1 / factor))})
        if factor <= 1
        else Phrase(N_("Multiply all parts by {factor}."), {"factor": math(tex(factor))})
    )
    numbers = ", ".join(map(code, task.expressions))
    return Part(
        kind="ratio",
        opening=Phrase(N_("Let us simplify the ratio {ratio}:"), {"ratio": names["ratio"]}),
        steps=(Step(said, shown, _ratio(simple), "divide"),),
        program=program(
            set(), f"parts = [{numbers}]", f"print([part*Rational({factor.p}, {factor.q}) for part in parts])"
        ),
        final=Phrase(N_("In its simplest form, {ratio} is {value}{address}."), names),
        answer={"kind": "ratio", "values": list(map(str, simple)), "latex": [_ratio(simple)]},
    )


def explain_share(task: Task) -> Part:
    """The parts added, the value of one, and each share."""
    voice = Voice(task)
    amount, *values = [to_sympy(each) for each in task.expressions]
    parts = sum(values)
    one = amount / parts
    shares = [each * one for each in values]
    require(sum(shares) == amount, "share")
    names = {
        "amount": voice.say(task.expressions[0]),
        "ratio": math(_ratio(values)),
        "shares": ", ".join(voice.say(decimal_tree(each)) for each in shares),
    }
    asked = {key: names[key] for key in ("amount", "ratio")}
    lines = [rf"{tex(each)} \cdot {tex(one)} = {tex(share)}" for each, share in zip(values, shares, strict=True)]
    total = " + ".join(map(tex, values))
    numbers = ", ".join(map(code, task.expressions[1:]))
    return Part(
        kind="share",
        opening=Phrase(N_("Let us divide {amount} in the ratio {ratio}:"), asked),
        steps=(
            Step(Phrase(N_("Add the parts.")), None, f"{total} = {tex(parts)}", "parts"),
            Step(Phrase(N_("Find one part.")), None, rf"{tex(amount)} \div {tex(parts)} = {tex(one)}", "one_part"),
            Step(Phrase(N_("Multiply it by each number of the ratio.")), None, aligned(lines), "shares"),
        ),
        program=program(
            set(),
            f"amount, parts = Integer(0) + {code(task.expressions[0])}, [{numbers}]",
            "print([amount*part/sum(parts) for part in parts])",
        ),
        final=Phrase(N_("Divided in the ratio {ratio}, {amount} gives {shares}{address}."), names),
        answer={
            "kind": "list",
            "values": list(map(str, shares)),
            "latex": [latex(decimal_tree(each)) for each in shares],
        },
    )


# -- interest --------------------------------------------------------------------------------------------------------


def explain_interest(task: Task) -> Part:
    """Simple interest by one product; compound interest period by period."""
    voice = Voice(task)
    principal, rate, years = (to_sympy(each) for each in task.expressions)
    kind, times, _ = task.details
    if kind == "simple":
        interest, steps = principal * rate / 100 * years, _simple_steps(principal, rate, years)
        source = "{0}*({1})/100*({2})"
    else:
        periods = int(years * int(times))
        factor = 1 + rate / 100 / int(times)
        total = principal * factor**periods
        often = Phrase(N_("The interest is added this many times a year: {times}."), {"times": times})
        steps = [Step(often, None, None, "often"), *_compound_steps(principal, factor, periods)]
        interest = total - principal
        source = f"({{0}})*((1 + Integer(1)*({{1}})/100/{times})**{periods} - 1)"
    texts = [code(each) for each in task.expressions]
    names = {"interest": _money(voice, interest), "total": _money(voice, principal + interest)}
    simple = N_("The simple interest is {interest}, so there is {total} in the end{address}.")
    compound = N_("The compound interest is {interest}, so there is {total} in the end{address}.")
    return Part(
        kind="interest",
        opening=Phrase(
            N_("Let us find the interest on {principal} at {rate} a year, for this many years: {years}."),
            {
                "principal": _money(voice, principal),
                "rate": math(tex(decimal_tree(rate)) + r"\%"),
                "years": math(tex(years)),
            },
        ),
        steps=tuple(steps),
        program=program(set(), f"interest = Integer(1)*{source.format(*texts)}", "print(N(interest, 20))"),
        final=Phrase(simple if kind == "simple" else compound, names),
        answer={"kind": "value", "values": [str(interest)], "latex": [_rounded(interest)[0]]},
    )


def _money(voice: Voice, value: sympy.Rational) -> str:
    """An amount with its currency, or a number to the hundredth."""
    if voice.task.money:
        return voice.say(value)
    text, exact = _rounded(value)
    return math(text if exact else rf"\approx {text}")


def _rounded(value: sympy.Rational) -> tuple[str, bool]:
    text = terminating(value)
    return (text, True) if text is not None and len(text.partition(".")[2]) <= 2 else (decimal(value, 2)[0], False)


def _simple_steps(principal: sympy.Rational, rate: sympy.Rational, years: sympy.Rational) -> list[Step]:
    one = principal * rate / 100
    first = rf"{_rounded(principal)[0]} \cdot {tex(decimal_tree(rate / 100))} = {_text(one)}"
    second = rf"{_text(one)} \cdot {tex(years)} = {_text(one * years)}"
    return [
        Step(Phrase(N_("Find the interest of one year.")), None, first, "one_year"),
        Step(Phrase(N_("Multiply it by the number of years.")), None, second, "years"),
    ]


def _text(value: sympy.Rational) -> str:
    return terminating(value) or tex(value)


def _compound_steps(principal: sympy.Rational, factor: sympy.Rational, periods: int) -> list[Step]:
    shown = _text(factor)
    lines, amount = [], principal
    for _ in range(min(periods, _MOST_YEARS_SHOWN)):
        after = amount * factor
        before_text, after_text = decimal(amount, 2)[0], decimal(after, 2)
        lines.append(rf"{before_text} \cdot {shown} {SIGN[after_text[1]]} {after_text[0]}")
        amount = after
    total = principal * factor**periods
    require(periods > _MOST_YEARS_SHOWN or amount == total, "compound")
    text, exact = decimal(total, 2)
    power = rf"{_text(principal)} \cdot {shown}^{{{periods}}} {SIGN[exact]} {text}"
    steps = [
        Step(
            Phrase(N_("In each period the amount is multiplied by {factor}."), {"factor": math(shown)}),
            None,
            power,
            "power",
        )
    ]
    if 1 < periods <= _MOST_YEARS_SHOWN:
        steps.append(Step(Phrase(N_("Period by period:")), None, aligned(lines), "periods"))
    interest = decimal(total - principal, 2)
    steps.append(
        Step(
            Phrase(N_("Subtract the amount at the start.")),
            None,
            rf"{text} - {_text(principal)} {SIGN[interest[1]]} {interest[0]}",
            "subtract",
        )
    )
    return steps
