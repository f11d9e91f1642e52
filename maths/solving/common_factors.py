"""Common divisors and multiples by prime factors, by lists, and the one from the other."""

from dataclasses import replace
from math import gcd, lcm, prod

import sympy

from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.divisibility import aligned, by_divisors, explain_gcd, explain_lcm, powers, values_of
from maths.solving.steps import Part, Step, math, require


def explain_gcd_by_primes(task: Task) -> Part:
    """What the numbers have in common of each prime."""
    values = values_of(task)
    result = gcd(*values)
    factors = [sympy.factorint(each) for each in values]
    shared = {p: min(each.get(p, 0) for each in factors) for p in factors[0]}
    shared = {p: times for p, times in shared.items() if times}
    require(prod(p**times for p, times in shared.items()) == result, "gcd")
    steps = [_factored(values)]
    if shared:
        text = Phrase(
            N_("Take each prime that all of them share, as often as it occurs in the number that has least of it.")
        )
        steps.append(Step(text, None, _product(shared, result), "lowest_powers"))
    else:
        steps.append(Step(Phrase(N_("They share no prime, so only 1 divides them all.")), None, None, "coprime"))
    return replace(explain_gcd(task), steps=tuple(steps))


def explain_gcd_by_lists(task: Task) -> Part:
    """The divisors of each number; the largest that is in every list."""
    values = values_of(task)
    divisors = [_divisors(each) for each in dict.fromkeys(values)]
    shared = [each for each in divisors[0] if all(each in others for others in divisors)]
    require(max(shared) == gcd(*values), "gcd")
    steps = [
        Step(
            Phrase(N_("Write down all divisors of {number}."), {"number": math(str(found[-1]))}),
            None,
            _listed(found),
            "divisors",
        )
        for found in divisors
    ]
    steps.append(
        Step(Phrase(N_("These are in every list; the last one is the greatest.")), None, _listed(shared), "shared")
    )
    return replace(explain_gcd(task), steps=tuple(steps))


def explain_lcm_by_divisor(task: Task) -> Part:
    """The product over the greatest common divisor, one number after the other."""
    values = values_of(task)
    return replace(explain_lcm(task), steps=tuple(by_divisors(values, lcm(*values))))


def explain_lcm_by_lists(task: Task) -> Part:
    """The multiples of each number, up to the first that is in every list."""
    values = values_of(task)
    result = lcm(*values)
    steps = []
    for each in dict.fromkeys(values):
        found = list(range(each, result + 1, each))
        text = Phrase(N_("Write down the multiples of {number}."), {"number": math(str(each))})
        steps.append(Step(text, None, _listed(found) + r",\ \dots", "multiples"))
    lists = [set(range(each, result + 1, each)) for each in values]
    require(set.intersection(*lists) == {result}, "lcm")
    text = Phrase(N_("The first number that is in every list is {value}."), {"value": math(str(result))})
    return replace(explain_lcm(task), steps=(*steps, Step(text, None, None, "first_shared")))


def _factored(values: list[int]) -> Step:
    lines = [f"{each} = {powers(sympy.factorint(each))}" for each in dict.fromkeys(values)]
    return Step(Phrase(N_("Write each number as a product of primes.")), None, aligned(lines), "factor")


def _product(factors: dict[int, int], value: int) -> str:
    return f"{powers(factors)} = {value}" if sum(factors.values()) > 1 else str(value)


def _divisors(number: int) -> list[int]:
    return [each for each in range(1, number + 1) if number % each == 0]


def _listed(numbers: list[int]) -> str:
    return r",\ ".join(map(str, numbers))
