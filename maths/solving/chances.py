"""Probabilities of simple draws, by counting all outcomes one by one."""

from itertools import product

import sympy

from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.divisibility import values_of
from maths.solving.steps import SIGN, Part, Step, decimal, math, require, tex

_RANKS = ["ace", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "jack", "queen", "king"]
_SUITS = ["hearts", "diamonds", "clubs", "spades"]
_SHOWN = 12
_SETTINGS = {
    "die": N_("A fair die with {count} faces has {count} outcomes, all equally likely."),
    "dice": N_("Two fair dice have 6 times 6 outcomes, all equally likely: {count}."),
    "coins": N_("Each toss of a fair coin doubles the outcomes, all equally likely: {count} together."),
    "cards": N_("A deck has 52 cards, all equally likely: 4 suits of 13."),
    "bag": N_("There are {count} of them, all equally likely."),
}


def explain_chance(task: Task) -> Part:
    """The outcomes, those that are wanted, and their share of all."""
    experiment, event, negated = task.details
    kind = experiment.partition(".")[0]
    outcomes = _outcomes(experiment, values_of(task))
    tests = [_test(each) for each in event.split("+")]
    wanted = [each for each in outcomes if any(test(each) for test in tests) != bool(negated)]
    value = sympy.Rational(len(wanted), len(outcomes))
    require(0 <= value <= 1 and (kind == "bag" or len(outcomes) == values_of(task)[0]), "chance")
    text, exact = decimal(value * 100, 2)
    return Part(
        kind="chance",
        opening=Phrase(N_("Let us count the outcomes:")),
        steps=_steps(kind, outcomes, wanted, value),
        program=_program(experiment, event, negated, values_of(task)),
        final=Phrase(
            N_("The probability is {value}, that is {percent}{address}.")
            if exact
            else N_("The probability is {value}, that is about {percent}{address}."),
            {"value": math(tex(value)), "percent": math(text + r"\%")},
        ),
        answer={"kind": "value", "values": [str(value)], "latex": [tex(value)]},
    )


def _outcomes(experiment: str, counts: list[int]) -> list[tuple]:
    """Every outcome, each as likely as the others."""
    kind, *more = experiment.split(".")
    if kind == "die":
        return [(face,) for face in range(1, int(more[0]) + 1)]
    if kind == "dice":
        return list(product(range(1, 7), repeat=2))
    if kind == "coins":
        return list(product("HT", repeat=int(more[0])))
    if kind == "cards":
        return [(rank, suit, _color(suit)) for suit in _SUITS for rank in _RANKS]
    require(kind == "bag" and len(more) == len(counts), "chance")
    return [(color,) for color, count in zip(more, counts, strict=True) for _ in range(count)]


def _color(suit: str) -> str:
    return "red" if suit in {"hearts", "diamonds"} else "black"


def _test(event: str):
    """Whether an outcome belongs to an event."""
    kind, *more = event.split(".")
    if kind in _TESTS:
        return _TESTS[kind](*more)
    return lambda outcome: outcome[0] == kind


_TESTS = {
    "eq": lambda n: lambda outcome: outcome[0] == int(n),
    "gt": lambda n: lambda outcome: outcome[0] > int(n),
    "lt": lambda n: lambda outcome: outcome[0] < int(n),
    "ge": lambda n: lambda outcome: outcome[0] >= int(n),
    "le": lambda n: lambda outcome: outcome[0] <= int(n),
    "mult": lambda n: lambda outcome: outcome[0] % int(n) == 0,
    "even": lambda: lambda outcome: outcome[0] % 2 == 0,
    "odd": lambda: lambda outcome: outcome[0] % 2 == 1,
    "prime": lambda: lambda outcome: sympy.isprime(outcome[0]),
    "sum": lambda n: lambda outcome: sum(outcome) == int(n),
    "double": lambda: lambda outcome: outcome[0] == outcome[1],
    "exactly": lambda n: lambda outcome: outcome.count("H") == int(n),
    "atleast": lambda n: lambda outcome: outcome.count("H") >= int(n),
    "atmost": lambda n: lambda outcome: outcome.count("H") <= int(n),
    "color": lambda color: lambda outcome: outcome[2] == color,
    "face": lambda: lambda outcome: outcome[0] in {"jack", "queen", "king"},
    "suit": lambda suit: lambda outcome: outcome[1] == suit,
    "rank": lambda rank: lambda outcome: outcome[0] == rank,
    "card": lambda rank, suit: lambda outcome: outcome[:2] == (rank, suit),
    "mixed": lambda color, rank: lambda outcome: outcome[2] == color and outcome[0] == rank,
}


def _steps(kind: str, outcomes: list, wanted: list, value: sympy.Rational) -> tuple[Step, ...]:
    total, count = len(outcomes), len(wanted)
    setting = Step(Phrase(_SETTINGS[kind], {"count": str(total)}), None, None, "outcomes")
    names = {"count": str(count)}
    if kind in {"die", "dice", "coins"} and 0 < count <= _SHOWN:
        shown = ",\\ ".join(_outcome(each) for each in wanted)
        counted = Step(Phrase(N_("The outcomes that count: {count}."), names), None, shown, "wanted")
    else:
        counted = Step(Phrase(N_("The outcomes that count: {count}."), names), None, None, "wanted")
    fraction = rf"\frac{{{count}}}{{{total}}}"
    result = fraction if tex(value) == fraction else f"{fraction} = {tex(value)}"
    text, exact = decimal(value)
    result = result if text == tex(value) else f"{result} {SIGN[exact]} {text}"
    share = Step(Phrase(N_("Divide the outcomes that count by all of them.")), None, result, "divide")
    return setting, counted, share


def _outcome(each: tuple) -> str:
    if len(each) == 1 and isinstance(each[0], int):
        return str(each[0])
    if isinstance(each[0], int):
        return "(" + ", ".join(map(str, each)) + ")"
    return r"\text{" + "".join(each) + "}"


_PYTHON = {
    "eq": "each == {0}",
    "gt": "each > {0}",
    "lt": "each < {0}",
    "ge": "each >= {0}",
    "le": "each <= {0}",
    "mult": "each % {0} == 0",
    "even": "each % 2 == 0",
    "odd": "each % 2 == 1",
    "prime": "isprime(each)",
    "sum": "sum(each) == {0}",
    "double": "each[0] == each[1]",
    "exactly": 'each.count("H") == {0}',
    "atleast": 'each.count("H") >= {0}',
    "atmost": 'each.count("H") <= {0}',
    "color": 'each[2] == "{0}"',
    "face": 'each[0] in ("jack", "queen", "king")',
    "suit": 'each[1] == "{0}"',
    "rank": 'each[0] == "{0}"',
    "card": 'each[:2] == ("{0}", "{1}")',
    "mixed": 'each[2] == "{0}" and each[0] == "{1}"',
}


def _program(experiment: str, event: str, negated: str, counts: list[int]) -> str:
    kind, *more = experiment.split(".")
    lines = {
        "die": lambda: [f"outcomes = list(range(1, {more[0]} + 1))"],
        "dice": lambda: ["from itertools import product", "outcomes = list(product(range(1, 7), repeat=2))"],
        "coins": lambda: ["from itertools import product", f'outcomes = list(product("HT", repeat={more[0]}))'],
        "cards": lambda: [
            f"ranks, suits = {_RANKS}, {_SUITS}",
            'outcomes = [(rank, suit, "red" if suit in suits[:2] else "black") for suit in suits for rank in ranks]',
        ],
        "bag": lambda: [f"outcomes = {' + '.join(f'[{color!r}]*{n}' for color, n in zip(more, counts, strict=True))}"],
    }[kind]()
    condition = " or ".join(_condition(each) for each in event.split("+"))
    if negated:
        condition = f"not ({condition})"
    imports = ["from fractions import Fraction", *(["from sympy import isprime"] if "isprime" in condition else [])]
    return "\n".join(
        [
            *imports,
            *lines,
            f"wanted = [each for each in outcomes if {condition}]",
            "print(Fraction(len(wanted), len(outcomes)))",
        ]
    )


def _condition(event: str) -> str:
    kind, *more = event.split(".")
    return _PYTHON[kind].format(*more) if kind in _PYTHON else f'each == "{kind}"'
