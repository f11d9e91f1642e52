"""Common factors and multiples, remainders and divisibility of whole numbers."""

from math import gcd, lcm, prod

import sympy

from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.steps import Part, Step, math, require

_MOST_LINES = 12


def values_of(task: Task) -> list[int]:
    """The whole numbers of a task."""
    return [
        -int(each.arguments[0].value) if hasattr(each, "arguments") else int(each.value) for each in task.expressions
    ]


def listed(values: list) -> str:
    """Numbers as one formula: 12, 18, 24."""
    return math(",\\ ".join(map(str, values)))


def value_answer(value: int) -> dict:
    return {"kind": "value", "values": [str(value)], "latex": [str(value)]}


def truth_answer(holds: bool) -> dict:
    return {"kind": "truth", "values": ["true" if holds else "false"], "latex": []}


# -- common factors and multiples ------------------------------------------------------------------------------------


def explain_gcd(task: Task) -> Part:
    """Euclid's algorithm, one number after the other."""
    values = values_of(task)
    steps, current = [], values[0]
    for each in values[1:]:
        steps += _euclid(current, each)
        current = gcd(current, each)
    require(all(each % current == 0 for each in values), "gcd")
    require(gcd(*[each // current for each in values]) == 1, "gcd")
    names = {"numbers": listed(values), "value": math(str(current))}
    final = N_("The greatest common divisor of {numbers} is {value}{address}.")
    answer = value_answer(current)
    if "coprime" in task.details:
        yes = N_("Yes{address}: {numbers} have no common factor but 1.")
        final = yes if current == 1 else N_("No{address}: {numbers} have the common factor {value}.")
        answer = truth_answer(current == 1)
    return Part(
        kind="gcd",
        opening=Phrase(N_("Let us find the greatest common divisor of {numbers}:"), {"numbers": names["numbers"]}),
        steps=tuple(steps),
        program=f"from math import gcd\nprint(gcd({', '.join(map(str, values))}))",
        final=Phrase(final, names),
        answer=answer,
        check=_gcd_check(values, current),
    )


def _gcd_check(values: list[int], divisor: int) -> Phrase:
    divided = math(",\\ ".join(rf"{each} = {divisor} \cdot {each // divisor}" for each in values))
    return Phrase(N_("Check: {products}, and what is left has no common factor any more."), {"products": divided})


def _euclid(first: int, second: int) -> list[Step]:
    larger, smaller = max(first, second), min(first, second)
    names = {"first": math(str(larger)), "second": math(str(smaller))}
    if smaller == 0:
        return [Step(Phrase(N_("Every number divides 0, so {first} is the greatest."), names), None, None, "zero")]
    lines, a, b = [], larger, smaller
    while b:
        lines.append(rf"{a} = {a // b} \cdot {b} + {a % b}")
        require(a == a // b * b + a % b, "euclid")
        a, b = b, a % b
    names["value"] = math(str(a))
    steps = [
        Step(
            Phrase(
                N_("Euclid's algorithm: divide {first} by {second}; then the divisor by the remainder, and so on."),
                {"first": names["first"], "second": names["second"]},
            ),
            None,
            aligned(lines),
            "euclid",
        )
    ]
    last = N_("The last remainder that is not 0, or the divisor if there is none, is the common divisor: {value}.")
    return [*steps, Step(Phrase(last, {"value": names["value"]}), None, None, "last_remainder")]


def aligned(lines: list[str]) -> str:
    """Lines of formulas below each other; long ones are cut in the middle."""
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES // 2], r"\vdots", *lines[-_MOST_LINES // 2 :]]
    if len(lines) == 1:
        return lines[0]
    return r"\begin{gathered}" + r" \\ ".join(lines) + r"\end{gathered}"


def explain_lcm(task: Task) -> Part:
    """By prime factors where the numbers are short, by the common divisor otherwise."""
    values = values_of(task)
    result = lcm(*values)
    require(all(result % each == 0 for each in values), "lcm")
    require(gcd(*[result // each for each in values]) == 1, "lcm")
    names = {"numbers": listed(values), "value": math(str(result))}
    is_denominator = "denominator" in task.details
    opening = (
        N_("Let us find the least common multiple of the denominators {numbers}:")
        if is_denominator
        else N_("Let us find the least common multiple of {numbers}:")
    )
    final = (
        N_("The least common denominator is {value}{address}.")
        if is_denominator
        else N_("The least common multiple of {numbers} is {value}{address}.")
    )
    short = max(values) < 10**12
    return Part(
        kind="lcm",
        opening=Phrase(opening, {"numbers": names["numbers"]}),
        steps=tuple(_by_primes(values, result) if short else by_divisors(values, result)),
        program=f"from math import lcm\nprint(lcm({', '.join(map(str, values))}))",
        final=Phrase(final, {"value": names["value"]} if is_denominator else names),
        answer=value_answer(result),
    )


def _by_primes(values: list[int], result: int) -> list[Step]:
    lines = [f"{each} = {powers(sympy.factorint(each))}" for each in values]
    factors = sympy.factorint(result)
    require(prod(p**n for p, n in factors.items()) == result, "lcm")
    return [
        Step(Phrase(N_("Write each number as a product of primes.")), None, aligned(lines), "factor"),
        Step(
            Phrase(N_("Take each prime as often as it occurs in the number that has most of it.")),
            None,
            f"{powers(factors)} = {result}" if len(factors) > 1 or sum(factors.values()) > 1 else str(result),
            "highest_powers",
        ),
    ]


def powers(factors: dict[int, int]) -> str:
    parts = [str(p) if n == 1 else f"{p}^{{{n}}}" for p, n in sorted(factors.items())]
    return r" \cdot ".join(parts) or "1"


def by_divisors(values: list[int], result: int) -> list[Step]:
    steps, current = [], values[0]
    for each in values[1:]:
        common = gcd(current, each)
        steps += _euclid(current, each)
        after = rf"\frac{{{current} \cdot {each}}}{{{common}}} = {lcm(current, each)}"
        require(current * each == common * lcm(current, each), "lcm")
        steps.append(
            Step(Phrase(N_("Multiply both numbers and divide by their common divisor.")), None, after, "divide")
        )
        current = lcm(current, each)
    require(current == result, "lcm")
    return steps


# -- division --------------------------------------------------------------------------------------------------------


def explain_remainder(task: Task) -> Part:
    """Long division, digit by digit."""
    number, divisor = values_of(task)
    quotient, rest = divmod(number, divisor)
    require(number == quotient * divisor + rest and 0 <= rest < divisor, "remainder")
    names = {"number": math(str(number)), "divisor": math(str(divisor))}
    return Part(
        kind="remainder",
        opening=Phrase(N_("Let us divide {number} by {divisor} and see what is left:"), names),
        steps=tuple(_division_steps(number, divisor)),
        program=f"print(divmod({number}, {divisor}))",
        final=Phrase(
            N_("{number} divided by {divisor} is {quotient} with remainder {rest}{address}."),
            {**names, "quotient": math(str(quotient)), "rest": math(str(rest))},
        ),
        answer=_division_answer(task, quotient, rest),
        check=Phrase(N_("Check: {product}."), {"product": math(rf"{quotient} \cdot {divisor} + {rest} = {number}")}),
    )


def _division_answer(task: Task, quotient: int, rest: int) -> dict:
    """The remainder, or how often the divisor fits, or both, as it was asked."""
    if "both" in task.details:
        values = [str(quotient), str(rest)]
        return {"kind": "figures", "values": values, "names": ["quotient", "remainder"], "latex": values}
    return value_answer(quotient if "quotient" in task.details else rest)


def _division_steps(number: int, divisor: int) -> list[Step]:
    if number < divisor:
        names = {"divisor": math(str(divisor)), "number": math(str(number))}
        return [
            Step(
                Phrase(N_("{divisor} is larger than {number}: it fits 0 times, and all of it is left."), names),
                None,
                None,
                "too_small",
            )
        ]
    lines = long_division(number, divisor)
    return [
        Step(
            Phrase(
                N_(
                    "Long division: go through the digits of {number} from the left. See how often {divisor} fits, "
                    "keep what is left, and bring down the next digit."
                ),
                {"number": math(str(number)), "divisor": math(str(divisor))},
            ),
            None,
            aligned(lines),
            "long_division",
        )
    ]


def long_division(number: int, divisor: int) -> list[str]:
    """The divisions of parts of the number, from the first one into which the divisor fits."""
    lines, carried, quotient = [], 0, 0
    for each in str(number):
        part = carried * 10 + int(each)
        times, carried = divmod(part, divisor)
        quotient = quotient * 10 + times
        if times or lines:
            lines.append(rf"{part} = {times} \cdot {divisor} + {carried}")
    require(quotient == number // divisor and carried == number % divisor, "long_division")
    return lines


def explain_divisible(task: Task) -> Part:
    """Whether a division leaves no remainder."""
    number, divisor = values_of(task)
    if "parity" in task.details:
        return _parity(number, task.details[1] if len(task.details) > 1 else None)
    rest = abs(number) % abs(divisor)
    holds = rest == 0
    names = {"number": math(str(number)), "divisor": math(str(divisor))}
    product = rf"{number} = {number // divisor} \cdot {bracketed(divisor)}"
    shown = product if holds else rf"{abs(number)} = {abs(number) // abs(divisor)} \cdot {abs(divisor)} + {rest}"
    require(abs(number) == abs(number) // abs(divisor) * abs(divisor) + rest, "divisible")
    final = (
        N_("Yes{address}: {number} is divisible by {divisor}, so {divisor} is a factor of it.")
        if holds
        else N_("No{address}: {number} is not divisible by {divisor}; the remainder is {rest}.")
    )
    return Part(
        kind="divisible",
        opening=Phrase(N_("Let us see whether {divisor} divides {number}:"), names),
        steps=(
            *(_division_steps(abs(number), abs(divisor))),
            Step(
                Phrase(N_("Nothing is left.")) if holds else Phrase(N_("Something is left.")), None, shown, "remainder"
            ),
        ),
        program=f"print({number} % {divisor} == 0)",
        final=Phrase(final, names if holds else {**names, "rest": math(str(rest))}),
        answer=truth_answer(holds),
    )


def bracketed(value: int) -> str:
    return f"({value})" if value < 0 else str(value)


def _parity(number: int, asked: str | None) -> Part:
    """Even or odd; Yes or No where one of both was asked for."""
    even = number % 2 == 0
    names = {"number": math(str(number)), "digit": math(str(abs(number) % 10))}
    final = N_("{number} is even{address}.") if even else N_("{number} is odd{address}.")
    answer = {"kind": "word", "values": ["even" if even else "odd"], "latex": []}
    if asked:
        holds = even == (asked == "even")
        answer = truth_answer(holds)
        final = {
            (True, True): N_("Yes{address}: {number} is even."),
            (True, False): N_("Yes{address}: {number} is odd."),
            (False, True): N_("No{address}: {number} is even."),
            (False, False): N_("No{address}: {number} is odd."),
        }[holds, even]
    return Part(
        kind="divisible",
        opening=Phrase(N_("Let us see whether {number} is even or odd:"), {"number": names["number"]}),
        steps=(
            Step(Phrase(N_("The last digit decides: it is {digit}."), {"digit": names["digit"]}), None, None, "digit"),
        ),
        program=f'print("even" if {number} % 2 == 0 else "odd")',
        final=Phrase(final, {"number": names["number"]}),
        answer=answer,
    )
