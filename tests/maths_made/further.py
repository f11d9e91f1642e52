"""Questions of the kinds that follow a known formula, and what their answers have to be, found in another way."""

import itertools
import re
from fractions import Fraction
from math import comb, isqrt

from hypothesis import strategies as st
from mpmath import mpf

from tests.maths_made.asked import Asked
from tests.maths_made.asking import NUMBER, OTHER_THAN_ZERO, SIGNED, SMALL, ask
from tests.maths_made.claiming import THEREFORE, chain, is_true
from tests.maths_made.computing import near, value, worth

FURTHER = {
    "straight_line": ask("line through ({},{}) and ({},{})", SIGNED, SIGNED, st.integers(10, 20), SIGNED),
    "line_fact": ask("slope of {}x + ({})y = {}", SMALL, OTHER_THAN_ZERO, SMALL),
    "subject": ask("solve {}x + ({})y = {} for y", SMALL, OTHER_THAN_ZERO, SMALL),
    "polynomial_division": ask("divide x^3 + ({})x^2 + ({})x + ({}) by x - {}", SIGNED, SIGNED, SIGNED, SMALL),
    "polynomial_fact": ask("degree of ({})x^{} + {}x", OTHER_THAN_ZERO, st.integers(2, 9), SMALL),
    "integer_list": st.one_of(
        ask("primes between {} and {}", SMALL, NUMBER.filter(lambda each: each > 10)),
        ask("how many factors does {} have", st.integers(2, 400)),
        ask("common factors of {} and {}", NUMBER, NUMBER),
    ),
    "infinite_series": ask("sum of {}*(1/{})^k from k=0 to infinity", SMALL, st.integers(2, 9)),
    "odds": ask("what are the odds of rolling a {}", st.integers(1, 6)),
    "draws": ask(
        "a bag contains {} red and {} blue balls. 2 balls are drawn without replacement. probability both are red?",
        st.integers(2, 9),
        st.integers(2, 9),
    ),
}

FURTHER_TYPICAL = {
    "straight_line": "line through (1,2) and (13,7)",
    "line_fact": "slope of 2x + (3)y = 6",
    "subject": "solve 2x + (3)y = 6 for y",
    "polynomial_division": "divide x^3 + (2)x^2 + (-5)x + (3) by x - 2",
    "polynomial_fact": "degree of (3)x^4 + 2x",
    "integer_list": "primes between 10 and 30",
    "infinite_series": "sum of 5*(1/3)^k from k=0 to infinity",
    "odds": "what are the odds of rolling a 6",
    "draws": "a bag contains 5 red and 3 blue balls. 2 balls are drawn without replacement. probability both are red?",
}
PLACES = (2, 11, 30)


def _given(asked: Asked) -> list[int]:
    """The whole numbers of the question, in order; small raised digits and letters aside."""
    return [int(each) for each in re.findall(r"(?<![\^\w])-?\d+", asked.text)]


def _found(asked: Asked) -> list[Fraction]:
    return [Fraction(each) for each in asked.answer["values"]]


def _line(asked: Asked) -> bool:
    a, b, c, d = _given(asked)
    right = asked.answer["latex"][0].removeprefix("y = ")
    return near(value(right, {"x": a}), b) and near(value(right, {"x": c}), d)


def _subject(asked: Asked) -> bool:
    a, b, c = _given(asked)
    right = asked.answer["latex"][0].removeprefix("y = ")
    return all(near(a * x + b * value(right, {"x": x}), c) for x in (0, 1, 7))


def _divided(asked: Asked) -> bool:
    a, b, c, root = _given(asked)[:4]
    root = abs(root)
    parts = [*asked.answer["latex"], "0"][:2]
    return all(
        near(value(parts[0], {"x": x}) * (x - root) + value(parts[1], {"x": x}), x**3 + a * x**2 + b * x + c)
        for x in (2, 11, 30)
    )


def _numbers(asked: Asked) -> bool:
    found, given = [int(each) for each in asked.answer["values"]], _given(asked)
    if "primes" in asked.text:
        return found == [n for n in range(max(given[0], 2), given[1] + 1) if all(n % k for k in range(2, isqrt(n) + 1))]
    if "common" in asked.text:
        return found == [k for k in range(1, min(given) + 1) if all(each % k == 0 for each in given)]
    return found == [sum(given[0] % k == 0 for k in range(1, given[0] + 1))]


def _both_red(asked: Asked) -> bool:
    red, blue = _given(asked)[:2]
    pairs = itertools.combinations("r" * red + "b" * blue, 2)
    return _found(asked) == [Fraction(sum(each == ("r", "r") for each in pairs), comb(red + blue, 2))]


_ANSWERS = {
    "straight_line": _line,
    "line_fact": lambda asked: _found(asked) == [Fraction(-_given(asked)[0], _given(asked)[1])],
    "subject": _subject,
    "polynomial_division": _divided,
    "polynomial_fact": lambda asked: f"^{asked.answer['values'][0]}" in asked.text,
    "integer_list": _numbers,
    "infinite_series": lambda asked: _found(asked) == [Fraction(*_series(asked))],
    "odds": lambda asked: asked.answer["values"] == ["1:5"],
    "draws": _both_red,
}


def _series(asked: Asked) -> tuple[int, Fraction]:
    first, _, below = _given(asked)[:3]
    return first, 1 - Fraction(1, below)


# -- steps ------------------------------------------------------------------------------------------------------------


def _line_step(asked: Asked, step: dict) -> bool:
    if step["rule"] == "slope":
        a, b, c, d = _given(asked)
        return all(near(value(each), (d - b) / (c - a)) for each in chain(step["after"])[0][1:])
    put_in, found = step["after"].split(THEREFORE)
    letter = value(chain(found)[0][1])
    sides, _ = chain(put_in)
    return near(value(sides[0]), value(sides[1], {"b": letter})) and near(value(sides[0]), _given(asked)[1])


def _on_the_line(asked: Asked, step: dict) -> bool:
    """The equation of a step holds at points of the line that is given."""
    a, b, c = _given(asked)
    if step["rule"] == "slope":
        return near(value(step["after"]), -a / b)
    return all(is_true(step["after"], {"x": x, "y": (c - a * x) / mpf(b)}) for x in PLACES)


def _division_step(asked: Asked, step: dict) -> bool:
    sides, _ = chain(step["after"])
    first, a, b, c = asked.steps[0] is step, *_given(asked)[:3]
    whole = all(
        near(value(sides[0].split(r" - \left(")[0], {"x": x}), x**3 + a * x**2 + b * x + c) for x in PLACES if first
    )
    return whole and all(near(value(sides[0], {"x": x}), value(sides[1], {"x": x})) for x in PLACES)


def _odds_step(asked: Asked, step: dict) -> bool:
    if step["rule"] == "wanted":
        return value(step["after"]) == _given(asked)[0]
    return is_true(step["after"]) if step["rule"] == "divide" else step["after"] == "1 : 5"


_STEPS = {
    "straight_line": _line_step,
    **dict.fromkeys(("line_fact", "subject"), _on_the_line),
    "polynomial_division": _division_step,
    "polynomial_fact": lambda asked, step: all(
        near(value(step["after"], {"x": x}), worth(asked.tree, {"x": x})) for x in PLACES
    ),
    "infinite_series": lambda asked, step: is_true(step["after"]),
    "odds": _odds_step,
    "draws": lambda asked, step: all(
        near(value(each), value(asked.answer["latex"][0])) for each in chain(step["after"])[0]
    ),
}


def check_further(asked: Asked) -> None:
    """The answer is what another way finds, and there are steps towards it."""
    assert asked.steps, asked.text
    for step in asked.steps:
        if step["after"] and asked.task.kind in _STEPS:
            assert _STEPS[asked.task.kind](asked, step), (asked.text, step)
    assert _ANSWERS[asked.task.kind](asked), (asked.text, asked.answer)
