"""Units converted by exact factors, and times of day."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import to_sympy
from maths.solving.divisibility import values_of
from maths.solving.programs import code, program
from maths.solving.steps import Part, Step, math, require, terminating
from maths.tree import Apply, Node
from maths.units import Unit, unit

_DAY = 24 * 60
_DIGITS = 6


def unit_of(detail: str) -> Unit:
    """The unit that reading named in a detail."""
    if detail in {"C", "F"}:
        return unit(f"°{detail}")
    key = detail.replace("_", " ")
    return unit("µ" + key[1:] if key in {"um", "ug", "ul", "us", "um^2", "um^3"} else key)


def number_text(value: sympy.Rational) -> tuple[str, bool]:
    """A number as a decimal and whether that is exact; six significant digits otherwise."""
    text = terminating(value)
    if text is not None and len(text) <= 45:
        return text, True
    shift = 0
    while abs(value) * sympy.Integer(10) ** shift < 10 ** (_DIGITS - 1):
        shift += 1
    scaled = sympy.floor(abs(value) * sympy.Integer(10) ** shift + sympy.Rational(1, 2))
    return ("-" if value < 0 else "") + terminating(scaled / sympy.Integer(10) ** shift), False


def measured(text: str, kind: Unit) -> str:
    """LaTeX of a number with its unit."""
    return rf"{text}\,{kind.symbol if text == '1' else kind.plural}"


def explain_convert(task: Task) -> Part:
    """Multiply by what one unit is in the other, or divide by what makes one of it."""
    goal, *units = (unit_of(each) for each in task.details)
    require(len(units) == len(task.expressions) and len({each.dimension for each in [goal, *units]}) == 1, "units")
    if goal.dimension == "temperature":
        return _temperature(task, goal, units[0])
    values = [to_sympy(each) for each in task.expressions]
    ratios = [_rational(each.factor / goal.factor) for each in units]
    total = sum((value * ratio for value, ratio in zip(values, ratios, strict=True)), sympy.Integer(0))
    require(total * _rational(goal.factor) == _in_base(values, units), "convert")
    steps = [
        _one_unit(tree, value, ratio, kind, goal)
        for tree, value, ratio, kind in zip(task.expressions, values, ratios, units, strict=True)
    ]
    if len(steps) > 1:
        shown = " + ".join(number_text(v * r)[0] for v, r in zip(values, ratios, strict=True))
        steps.append(Step(Phrase(N_("Add them.")), None, rf"{shown} = {measured(number_text(total)[0], goal)}", "add"))
    lines = [_term(tree, ratio) for tree, ratio in zip(task.expressions, ratios, strict=True)]
    return _converted(task, units, goal, total, steps, program(set(), f"print({' + '.join(lines)})"))


def _rational(value) -> sympy.Rational:
    return sympy.Rational(value.numerator, value.denominator)


def _in_base(values: list[sympy.Expr], units: list[Unit]) -> sympy.Expr:
    return sum((value * _rational(each.factor) for value, each in zip(values, units, strict=True)), sympy.Integer(0))


def _term(tree: Node, ratio: sympy.Rational) -> str:
    return f"({code(tree)})*Rational({ratio.p}, {ratio.q})"


def _one_unit(tree: Node, value: sympy.Rational, ratio: sympy.Rational, kind: Unit, goal: Unit) -> Step:
    text, exact = number_text(value * ratio)
    sign = "=" if exact else r"\approx"
    if ratio >= 1 or terminating(1 / ratio) is None and terminating(ratio) is not None:
        names = {"one": math(measured("1", kind)), "factor": math(measured(_fraction(ratio), goal))}
        sentence = Phrase(N_("{one} is {factor}: multiply."), names)
        shown = rf"{_factor(tree)} \cdot {_fraction(ratio)} {sign} {text}"
        return Step(sentence, measured(latex(tree), kind), shown, "multiply")
    names = {"one": math(measured("1", goal)), "factor": math(measured(_fraction(1 / ratio), kind))}
    sentence = Phrase(N_("{factor} are {one}: divide."), names)
    shown = rf"\frac{{{latex(tree)}}}{{{_fraction(1 / ratio)}}} {sign} {text}"
    return Step(sentence, measured(latex(tree), kind), shown, "divide")


def _fraction(value: sympy.Rational) -> str:
    return terminating(value) or rf"\frac{{{value.p}}}{{{value.q}}}"


def _factor(tree: Node) -> str:
    return rf"\left({latex(tree)}\right)" if isinstance(tree, Apply) and tree.head == "sum" else latex(tree)


def _converted(task: Task, units: list[Unit], goal: Unit, total: sympy.Rational, steps: list, source: str) -> Part:
    text, exact = number_text(total)
    shown = r"\ ".join(measured(latex(tree), each) for tree, each in zip(task.expressions, units, strict=True))
    names = {"quantity": math(shown), "value": math(measured(text, goal))}
    final = N_("{quantity} is {value}{address}.") if exact else N_("{quantity} is about {value}{address}.")
    return Part(
        kind="convert",
        opening=Phrase(
            N_("Let us write {quantity} in another unit, {unit}:"),
            {"quantity": names["quantity"], "unit": math(goal.symbol)},
        ),
        steps=tuple(steps),
        program=source,
        final=Phrase(final, names),
        answer={"kind": "measure", "values": [str(total)], "unit": goal.key, "latex": [measured(text, goal)]},
    )


_OFFSET = sympy.Rational("273.15")
_TO_CELSIUS = {
    "°C": lambda t: t,
    "°F": lambda t: (t - 32) * sympy.Rational(5, 9),
    "K": lambda t: t - _OFFSET,
}
_FROM_CELSIUS = {
    "°C": lambda t: t,
    "°F": lambda t: t * sympy.Rational(9, 5) + 32,
    "K": lambda t: t + _OFFSET,
}
_RULES = {
    ("°C", "°F"): (N_("Multiply by 9/5 and add 32."), r"{0} \cdot \frac{{9}}{{5}} + 32", "{0}*Rational(9, 5) + 32"),
    ("°F", "°C"): (
        N_("Subtract 32 and multiply by 5/9."),
        r"\left({0} - 32\right) \cdot \frac{{5}}{{9}}",
        "({0} - 32)*Rational(5, 9)",
    ),
    ("°C", "K"): (N_("Add 273.15."), "{0} + 273.15", '{0} + Rational("273.15")'),
    ("K", "°C"): (N_("Subtract 273.15."), "{0} - 273.15", '{0} - Rational("273.15")'),
    ("°F", "K"): (
        N_("Subtract 32, multiply by 5/9 and add 273.15."),
        r"\left({0} - 32\right) \cdot \frac{{5}}{{9}} + 273.15",
        '({0} - 32)*Rational(5, 9) + Rational("273.15")',
    ),
    ("K", "°F"): (
        N_("Subtract 273.15, multiply by 9/5 and add 32."),
        r"\left({0} - 273.15\right) \cdot \frac{{9}}{{5}} + 32",
        '({0} - Rational("273.15"))*Rational(9, 5) + 32',
    ),
}


def _temperature(task: Task, goal: Unit, source: Unit) -> Part:
    (tree,) = task.expressions
    value = to_sympy(tree)
    total = _FROM_CELSIUS[goal.key](_TO_CELSIUS[source.key](value))
    require(_FROM_CELSIUS[source.key](_TO_CELSIUS[goal.key](total)) == value, "temperature")
    if source == goal:
        return _converted(task, [source], goal, total, [], program(set(), f"print({code(tree)})"))
    sentence, formula, python = _RULES[source.key, goal.key]
    text, exact = number_text(total)
    sign = "=" if exact else r"\approx"
    step = Step(Phrase(sentence), None, rf"{formula.format(latex(tree))} {sign} {text}", "temperature")
    return _converted(task, [source], goal, total, [step], program(set(), f"print({python.format(f'({code(tree)})')})"))


# -- times of day ----------------------------------------------------------------------------------------------------


def clock(minutes: int, style: str) -> str:
    """A time of day: 8:40 AM, or 08:40."""
    hour, minute = divmod(minutes % _DAY, 60)
    if style == "24":
        return f"{hour:02}:{minute:02}"
    return f"{(hour + 11) % 12 + 1}:{minute:02} {'AM' if hour < 12 else 'PM'}"


def span(minutes: int) -> str:
    """Hours and minutes in symbols that every language has."""
    hours, rest = divmod(abs(minutes), 60)
    return " ".join([f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest or not hours))


def explain_clock(task: Task) -> Part:
    """A time shifted by hours and minutes, or the time between two times."""
    first, second = values_of(task)
    require(0 <= first < _DAY, "clock")
    return _shifted(task, first, second) if task.details[0] == "shift" else _between(task, first, second)


def _shifted(task: Task, start: int, minutes: int) -> Part:
    style = task.details[1]
    end = start + minutes
    days = end // _DAY
    names = {"start": clock(start, style), "end": clock(end, style), "span": span(minutes)}
    opening = N_("Let us go {span} on from {start}:") if minutes >= 0 else N_("Let us go {span} back from {start}:")
    final = {
        0: N_("It is {end}{address}."),
        1: N_("It is {end} on the next day{address}."),
        -1: N_("It is {end} on the day before{address}."),
    }.get(days, N_("It is {end}, {days} days away{address}."))
    return Part(
        kind="clock",
        opening=Phrase(opening, {"span": names["span"], "start": names["start"]}),
        steps=tuple(_shift_steps(start, minutes, style)),
        program="\n".join(
            [
                "from datetime import datetime, timedelta",
                f"time = datetime(2000, 1, 1, {start // 60}, {start % 60}) + timedelta(minutes={minutes})",
                f'print(time.strftime("{"%I:%M %p" if style == "12" else "%H:%M"}"))',
            ]
        ),
        final=Phrase(final, {"end": names["end"], "days": str(abs(days))}),
        answer={"kind": "time", "values": [names["end"]], "minutes": end % _DAY, "days": days, "latex": []},
    )


def _shift_steps(start: int, minutes: int, style: str) -> list[Step]:
    """First the hours, then the minutes."""
    sign = 1 if minutes >= 0 else -1
    hours, rest = divmod(abs(minutes), 60)
    steps, now = [], start
    if hours and rest:
        names = {"minutes": str(abs(minutes)), "span": span(minutes)}
        steps.append(Step(Phrase(N_("{minutes} minutes are {span}."), names), None, None, "split"))
    for amount in (hours * 60, rest):
        if amount:
            then = now + sign * amount
            names = {"span": span(amount), "now": clock(now, style), "then": clock(then, style)}
            on, back = N_("{span} after {now} it is {then}."), N_("{span} before {now} it is {then}.")
            steps.append(Step(Phrase(on if sign > 0 else back, names), None, None, "shift"))
            now = then
    require(now == start + minutes, "shift")
    return steps


def _between(task: Task, start: int, end: int) -> Part:
    style, wanted = task.details[1:]
    minutes = (end - start) % _DAY
    require(0 <= end < _DAY and (start + minutes) % _DAY == end, "between")
    names = {"start": clock(start, style), "end": clock(end, style)}
    value = sympy.Rational(minutes, 60) if wanted == "hour" else sympy.Integer(minutes)
    kind = unit("h" if wanted == "hour" else "min")
    shown = math(measured(_fraction(value), kind)) if wanted != "both" else span(minutes)
    same = N_("From {start} to {end} it is {value}{address}.")
    next_day = N_("From {start} to {end} on the next day it is {value}{address}.")
    hours = f"({end} - {start}) % (24*60)"
    return Part(
        kind="clock",
        opening=Phrase(N_("Let us count the time from {start} to {end}:"), names),
        steps=tuple(_between_steps(start, minutes, style)),
        program=f"minutes = {hours}\nprint({'minutes/60' if wanted == 'hour' else 'minutes'})",
        final=Phrase(next_day if start + minutes >= _DAY else same, {**names, "value": shown}),
        answer={
            "kind": "measure",
            "values": [str(value)],
            "unit": kind.key,
            "latex": [measured(_fraction(value), kind)],
        },
    )


def _between_steps(start: int, minutes: int, style: str) -> list[Step]:
    hours, rest = divmod(minutes, 60)
    steps = []
    middle = start + 60 * hours
    if hours:
        names = {"start": clock(start, style), "then": clock(middle, style), "hours": str(hours)}
        sentence = N_("Whole hours from {start} to {then}: {hours}.")
        steps.append(Step(Phrase(sentence, names), None, None, "hours"))
    if rest or not hours:
        names = {"then": clock(middle, style), "end": clock(middle + rest, style), "minutes": str(rest)}
        sentence = N_("Minutes from {then} to {end}: {minutes}.")
        steps.append(Step(Phrase(sentence, names), None, None, "minutes"))
    total = Step(Phrase(N_("Together:")), None, rf"{hours} \cdot 60 + {rest} = {minutes}", "together")
    return [*steps, total] if hours else steps
