"""Lists of whole numbers: primes in a range, common factors and multiples, the number of factors, sums of digits."""

from math import gcd, lcm

import sympy

from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.divisibility import listed, value_answer, values_of
from maths.solving.steps import Part, Step, math, require

_MULTIPLES = 5


def explain_integer_list(task: Task) -> Part:
    """One of the questions, by the way that school has for it."""
    kind = task.details[0]
    return {
        "primes": _primes,
        "next_prime": _next_prime,
        "factor_count": _factor_count,
        "common_factors": _common_factors,
        "common_multiples": _common_multiples,
        "digit_sum": _digit_sum,
        "place_values": _place_values,
    }[kind](task)


def _part(opening: Phrase, steps: list[Step], program: str, final: Phrase, answer: dict) -> Part:
    return Part(kind="integer_list", opening=opening, steps=tuple(steps), program=program, final=final, answer=answer)


def _list_answer(values: list[int]) -> dict:
    return {"kind": "numbers", "values": [str(each) for each in values], "latex": [str(each) for each in values]}


def _primes(task: Task) -> Part:
    low, high = values_of(task)
    top = high - 1 if "strict" in task.details else high
    found = list(sympy.primerange(low, top + 1))
    require(
        found == [each for each in range(max(low, 2), top + 1) if all(each % k for k in range(2, int(each**0.5) + 1))],
        "primes",
    )
    names = {"low": str(low), "high": str(top), "numbers": listed(found)}
    none = N_("There are no primes from {low} to {high}{address}.")
    final = N_("The primes from {low} to {high} are {numbers}{address}.")
    text = Phrase(N_("Cross out 1 and the multiples of 2, 3, 5, 7 and so on; what is left is prime."))
    return _part(
        Phrase(N_("Let us find the primes from {low} to {high}:"), names),
        [Step(text, None, None, "sieve")],
        f"from sympy import primerange\nprint(list(primerange({low}, {top + 1})))",
        Phrase(final if found else none, names),
        _list_answer(found) if found else {"kind": "no_value", "values": [], "latex": []},
    )


def _next_prime(task: Task) -> Part:
    (number,) = values_of(task)
    found = int(sympy.nextprime(number))
    between = [(each, sympy.primefactors(each)[0]) for each in range(number + 1, found) if each > 1]
    require(all(each % divisor == 0 and divisor < each for each, divisor in between) and sympy.isprime(found), "prime")
    shown = math(r",\ ".join(rf"{each} = {divisor} \cdot {each // divisor}" for each, divisor in between[:12]))
    text = Phrase(N_("The numbers in between are not prime: {products}."), {"products": shown})
    names = {"number": math(str(number)), "value": math(str(found))}
    return _part(
        Phrase(N_("Let us look at the numbers after {number}:"), names),
        [Step(text, None, None, "not_prime")] if between else [],
        f"from sympy import nextprime\nprint(nextprime({number}))",
        Phrase(N_("The next prime after {number} is {value}{address}."), names),
        value_answer(found),
    )


def _factor_count(task: Task) -> Part:
    (number,) = values_of(task)
    powers = sympy.factorint(number)
    count = 1
    for exponent in powers.values():
        count *= exponent + 1
    require(count == len(sympy.divisors(number)), "factor count")
    written = r" \cdot ".join(f"{prime}^{{{power}}}" for prime, power in powers.items()) or "1"
    product = r" \cdot ".join(f"({power} + 1)" for power in powers.values()) or "1"
    names = {"number": math(str(number)), "value": math(str(count))}
    return _part(
        Phrase(N_("Let us count the factors of {number}:"), names),
        [
            Step(Phrase(N_("Split it into primes.")), None, f"{number} = {written}", "primes"),
            Step(
                Phrase(N_("A factor takes each prime as often as it likes, from not at all on: multiply the choices.")),
                None,
                f"{product} = {count}",
                "choices",
            ),
        ],
        f"from sympy import divisors\nprint(len(divisors({number})))",
        Phrase(N_("The number of factors of {number} is {value}{address}."), names),
        {"kind": "count", "values": [str(count)], "latex": [str(count)]},
    )


def _common_factors(task: Task) -> Part:
    values = values_of(task)
    divisor = gcd(*values)
    found = sympy.divisors(divisor)
    require(all(each % factor == 0 for each in values for factor in found), "common factors")
    names = {"numbers": listed(values), "found": listed(found), "divisor": math(str(divisor))}
    text = Phrase(N_("Their greatest common divisor is {divisor}; the common factors are the factors of it."), names)
    return _part(
        Phrase(N_("Let us find what divides all of {numbers}:"), names),
        [Step(text, None, None, "gcd")],
        f"from math import gcd\nfrom sympy import divisors\nprint(divisors(gcd({', '.join(map(str, values))})))",
        Phrase(N_("The common factors of {numbers} are {found}{address}."), names),
        _list_answer(found),
    )


def _common_multiples(task: Task) -> Part:
    values = values_of(task)
    least = lcm(*values)
    found = [least * k for k in range(1, _MULTIPLES + 1)]
    require(all(each % value == 0 for each in found for value in values), "common multiples")
    names = {"numbers": listed(values), "found": listed(found), "least": math(str(least))}
    text = Phrase(N_("Their least common multiple is {least}; the others are its multiples."), names)
    return _part(
        Phrase(N_("Let us find what all of {numbers} divide:"), names),
        [Step(text, None, None, "lcm")],
        f"from math import lcm\nleast = lcm({', '.join(map(str, values))})\nprint([least*k for k in range(1, "
        f"{_MULTIPLES + 1})])",
        Phrase(N_("The first common multiples of {numbers} are {found}{address}."), names),
        _list_answer(found),
    )


def _place_values(task: Task) -> Part:
    (number,) = values_of(task)
    text = str(number)
    parts = [int(digit) * 10 ** (len(text) - 1 - place) for place, digit in enumerate(text) if digit != "0"]
    require(sum(parts) == number, "place values")
    shown = " + ".join(map(str, parts))
    names = {"number": math(text), "sum": math(shown)}
    return _part(
        Phrase(N_("Let us see what each digit of {number} is worth:"), names),
        [Step(Phrase(N_("Multiply each digit by the value of its place.")), None, f"{number} = {shown}", "places")],
        f'text = str({number})\nprint(" + ".join(d + "0"*(len(text) - 1 - i) for i, d in enumerate(text) if d != "0"))',
        Phrase(N_("In expanded form, {number} is {sum}{address}."), names),
        {"kind": "numbers", "values": [str(each) for each in parts], "latex": [shown]},
    )


def _digit_sum(task: Task) -> Part:
    (number,) = values_of(task)
    digits = [int(each) for each in str(number)]
    total = sum(digits)
    require(total % 9 == number % 9, "digit sum")
    names = {"number": math(str(number)), "value": math(str(total))}
    return _part(
        Phrase(N_("Let us add the digits of {number}:"), names),
        [Step(Phrase(N_("Add the digits.")), None, f"{' + '.join(map(str, digits))} = {total}", "add")],
        f"print(sum(map(int, str({number}))))",
        Phrase(N_("The sum of the digits of {number} is {value}{address}."), names),
        {"kind": "count", "values": [str(total)], "latex": [str(total)]},
    )
