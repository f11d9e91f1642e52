"""Several draws: every order of what may be drawn, each with the product of its chances; and odds."""

from dataclasses import replace
from itertools import product
from math import comb, factorial, prod

import sympy

from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.chances import explain_chance
from maths.solving.divisibility import values_of
from maths.solving.steps import SIGN, Part, Step, decimal, math, require, tex

_SHOWN = 6


def explain_draws(task: Task) -> Part:
    """The orders that fit the event, the chance of each, and their sum; counted again by choosing."""
    names, number, how, event = task.details
    colors = dict(zip(names.split("."), values_of(task), strict=True))
    draws, back = int(number), how == "back"
    fits = [each for each in product(colors, repeat=draws) if _fits(each, event)]
    chances = {each: _chance(each, colors, back) for each in fits}
    wanted = [each for each in fits if prod(chances[each]) > 0]
    value = sum((prod(chances[each]) for each in wanted), sympy.Integer(0))
    require(value == _counted(colors, draws, back, event), "draws")
    text, exact = decimal(value * 100, 2)
    return Part(
        kind="draws",
        opening=Phrase(N_("Let us look at one draw after the other:")),
        steps=tuple(_steps(colors, back, wanted, chances, value)),
        program=_program(colors, draws, back, wanted),
        final=Phrase(
            N_("The probability is {value}, that is {percent}{address}.")
            if exact
            else N_("The probability is {value}, that is about {percent}{address}."),
            {"value": math(tex(value)), "percent": math(text + r"\%")},
        ),
        answer={"kind": "value", "values": [str(value)], "latex": [tex(value)]},
    )


def _fits(drawn: tuple[str, ...], event: str) -> bool:
    kind, *more = event.split(".")
    if kind in {"same", "different"}:
        return len(set(drawn)) == (1 if kind == "same" else len(drawn))
    if kind == "each":
        return sorted(drawn) == sorted(more)
    count = drawn.count(more[-1])
    return {
        "all": lambda: count == len(drawn),
        "none": lambda: count == 0,
        "least": lambda: count >= int(more[0]),
        "exactly": lambda: count == int(more[0]),
    }[kind]()


def _chance(drawn: tuple[str, ...], colors: dict[str, int], back: bool) -> list[sympy.Rational]:
    """The chance of each draw, given those before."""
    left, found = dict(colors), []
    for color in drawn:
        found.append(sympy.Rational(left[color], sum(left.values())) if left[color] > 0 else sympy.Integer(0))
        if not back and left[color] > 0:
            left[color] -= 1
    return found


def _counted(colors: dict[str, int], draws: int, back: bool, event: str) -> sympy.Rational:
    """The same probability in a second way: by how many of each color are drawn, without their order."""
    total, found = sum(colors.values()), sympy.Integer(0)
    for numbers in product(range(draws + 1), repeat=len(colors)):
        drawn = tuple(color for color, count in zip(colors, numbers, strict=True) for _ in range(count))
        if sum(numbers) != draws or not _fits(drawn, event):
            continue
        if back:
            orders = factorial(draws) // prod(map(factorial, numbers))
            ways = orders * prod(colors[c] ** k for c, k in zip(colors, numbers, strict=True))
            found += sympy.Rational(ways, total**draws)
        else:
            ways = prod(comb(colors[c], k) for c, k in zip(colors, numbers, strict=True))
            found += sympy.Rational(ways, comb(total, draws))
    return found


def _steps(colors: dict, back: bool, wanted: list, chances: dict, value: sympy.Rational) -> list[Step]:
    total = str(sum(colors.values()))
    kept = N_("There are {count} at first, and one fewer after each draw.")
    steps = [
        Step(Phrase(N_("Each time there are {count}.") if back else kept, {"count": total}), None, None, "outcomes")
    ]
    products = [r" \cdot ".join(tex(each) for each in chances[drawn]) for drawn in wanted]
    if len(wanted) == 1:
        text = Phrase(N_("Multiply the chances of the draws."))
        return [*steps, Step(text, None, f"{products[0]} = {tex(value)}", "multiply")]
    if not wanted:
        return [*steps, Step(Phrase(N_("No order of draws is like that.")), None, "0", "none")]
    for drawn, shown in list(zip(wanted, products, strict=True))[:_SHOWN]:
        result = f"{shown} = {tex(prod(chances[drawn]))}"
        text = Phrase(N_("One order that counts: multiply the chances of its draws."))
        steps.append(Step(text, None, result, "multiply"))
    if len(wanted) > _SHOWN:
        steps.append(
            Step(
                Phrase(N_("In the same way for all {count} orders."), {"count": str(len(wanted))}), None, None, "orders"
            )
        )
    steps.append(Step(Phrase(N_("Add the chances of all orders that count.")), None, tex(value), "add"))
    return steps


def _program(colors: dict[str, int], draws: int, back: bool, wanted: list) -> str:
    listed = ", ".join(f"({', '.join(map(repr, each))},)" for each in wanted[:200])
    return "\n".join(
        [
            "from fractions import Fraction",
            f"total = {sum(colors.values())}",
            "probability = Fraction(0)",
            f"for drawn in [{listed}]:",
            f"    left, chance = {colors!r}, Fraction(1)",
            "    for color in drawn:",
            "        chance *= Fraction(left[color], sum(left.values()))",
            *([] if back else ["        left[color] -= 1"]),
            "    probability += chance",
            "print(probability)",
        ]
    )


def explain_odds(task: Task) -> Part:
    """The probability, and from it how many times it happens for each time that it does not."""
    *details, side = task.details
    part = explain_chance(replace(task, kind="chance", details=tuple(details)))
    value = sympy.Rational(part.answer["values"][0])
    top, bottom = int(value.p), int(value.q - value.p)
    first, second = (top, bottom) if side == "favor" else (bottom, top)
    text, exact = decimal(value * 100, 2)
    shown = rf"{top} : {bottom}"
    step = Step(
        Phrase(
            N_("It happens {count} times for every {other} times that it does not."),
            {"count": str(top), "other": str(bottom)},
        ),
        None,
        shown,
        "odds",
    )
    names = {"odds": math(f"{first} : {second}"), "value": math(rf"{tex(value)} {SIGN[exact]} {text}\%")}
    favor = N_("The odds in favor are {odds}{address}; the probability is {value}.")
    against = N_("The odds against it are {odds}{address}; the probability is {value}.")
    return replace(
        part,
        kind="odds",
        steps=(*part.steps, step),
        final=Phrase(favor if side == "favor" else against, names),
        answer={"kind": "odds", "values": [f"{first}:{second}"], "latex": [f"{first} : {second}"]},
    )
