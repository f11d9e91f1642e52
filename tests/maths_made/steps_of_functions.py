"""Whether the steps about ranges of functions and partial fractions are true, computed anew at many places."""

import re

import mpmath

from tests.maths_made.asked import Asked
from tests.maths_made.claiming import chain
from tests.maths_made.computing import real, value, worth
from tests.maths_made.steps_of_letters import same, shown

_PLACES = [mpmath.mpf(k) / 8 for k in range(-400, 401)] + [
    mpmath.mpf(sign * 10**power) for sign in (-1, 1) for power in (3, 6)
]
_PIECE = re.compile(r"([\[(])(.+?), (.+?)([\])])")
_CLOSE = mpmath.mpf("0.02")


def check_ranges(asked: Asked) -> None:
    """Each formula has all of its values in the interval beside it, and comes near to every end of it."""
    for step in asked.steps:
        if step["rule"] == "rewrite":
            assert same(lambda at: worth(asked.tree, at), shown(step["after"])), (asked.text, step)
        elif step["rule"] == "values":
            formula, interval = step["after"].split(r" \in ")
            _check_interval(asked, _at_places(lambda at: value(formula, {"x": at})), interval)  # noqa: B023
    if asked.answer["kind"] == "value_range":
        _check_interval(asked, _at_places(lambda at: worth(asked.tree, {"x": at})), *asked.answer["latex"])


def _at_places(function) -> list:
    return [real(lambda at=at: function(at)) for at in _PLACES]


def _check_interval(asked: Asked, values: list, interval: str) -> None:
    found = [each for each in values if each is not None]
    pieces = [_ends(*piece) for piece in _PIECE.findall(interval)]
    assert pieces, (asked.text, interval)
    for each in found:
        assert any(low - _tiny(low) <= each <= high + _tiny(high) for low, high in pieces), (asked.text, interval, each)
    for end in {end for piece in pieces for end in piece if mpmath.isfinite(end)}:
        assert min(abs(each - end) for each in found) < _CLOSE * (1 + abs(end)), (asked.text, interval, end)


def _ends(_open: str, low: str, high: str, _close: str) -> tuple:
    return tuple({r"-\infty": -mpmath.inf, r"\infty": mpmath.inf}.get(each) or value(each) for each in (low, high))


def _tiny(end) -> object:
    return mpmath.mpf(10) ** -12 * (1 + abs(end)) if mpmath.isfinite(end) else 0


def check_partial_fractions(asked: Asked) -> None:
    """With the numbers that are found for the letters, all that is shown is the same function."""
    found = {}
    for step in asked.steps:
        if step["rule"] == "compare":
            found = {name: value(number) for name, number in re.findall(r"([A-H]) = ([^,]+?)(?:,\\ |$)", step["after"])}
    for step in asked.steps:
        texts = [step["after"]] if step["rule"] in {"form", "multiply"} else [step["before"], step["after"]]
        if step["rule"] == "compare":
            continue
        sides = [side for text in texts for side in chain(text)[0]]
        functions = [lambda at, side=side: value(side, {**at, **found}) for side in sides]
        assert all(same(functions[0], each) for each in functions[1:]), (asked.text, step)
    assert same(lambda at: worth(asked.tree, at), shown(asked.answer["latex"][0])), asked.text
