"""Whether the steps about numbers are true, computed anew: each line, and what no line says by the answer."""

import math
import re
import statistics
from fractions import Fraction

from tests.maths_made.asked import Asked
from tests.maths_made.claiming import chain, is_true, lines
from tests.maths_made.computing import near, value


def check_numbers(asked: Asked) -> None:
    """Every relation of every step is true; what stands before a step is worth what stands after it."""
    for step in asked.steps:
        for line in lines(step["after"] or ""):
            sides, relations = chain(line)
            if relations:
                assert is_true(line), (asked.text, line)
                assert step["rule"] not in _OF_ALL or _are_those_given(asked, sides), (asked.text, line)
            if step["before"] is not None and asked.task.kind != "convert":
                assert near(value(step["before"]), value(sides[0])), (asked.text, step)
            elif not relations:
                _check_shown(asked, step, line)
    if asked.task.kind in ANSWERS:
        assert ANSWERS[asked.task.kind](asked), (asked.text, asked.answer)


_OF_ALL = ("order", "compare")


def _are_those_given(asked: Asked, sides: list[str]) -> bool:
    """Whether a line compares the numbers of the question and no others."""
    return all(map(near, sorted(map(value, sides)), sorted(asked.numbers)))


def _check_shown(asked: Asked, step: dict, line: str) -> None:
    """A line without a relation: what it has to be, by its rule."""
    check = _SHOWN.get(step["rule"])
    assert check is not None, f"nobody checks {step}"
    assert check(asked, step, line), (asked.text, step)


def _differences(asked: Asked, step: dict, line: str) -> bool:
    """Every row of differences is that of the row above it."""
    rows = [asked.numbers]
    for each in asked.steps[: asked.steps.index(step) + 1]:
        if each["rule"] == "differences":
            rows.append([value(shown) for shown in lines(each["after"])])
    return all(
        [b - a for a, b in zip(row, row[1:], strict=False)] == next_row
        for row, next_row in zip(rows, rows[1:], strict=False)
    )


def _terms(asked: Asked, step: dict, line: str) -> bool:
    return all(near(value(line, {"n": place}), term) for place, term in enumerate(asked.numbers, 1))


def _measured(asked: Asked, step: dict, line: str) -> bool:
    """The formula, with the lengths that the next step puts in, is worth what that step says."""
    put_in = asked.steps[asked.steps.index(step) + 1]
    letters = {name: value(size) for name, size in re.findall(r"([a-z]) = ([\d.]+)", asked.words(put_in))}
    return near(value(line, letters), value(chain(put_in["after"])[0][0]))


def _counted(asked: Asked, outcomes: list[str]) -> bool:
    """Different outcomes of coins or of dice with six faces, as many as the answer says."""
    possible = all(1 <= int(face) <= 6 for each in outcomes for face in re.findall(r"\d+", each))
    share = Fraction(len(set(outcomes)), int(asked.numbers[0]))
    return possible and len(set(outcomes)) == len(outcomes) and _answers(asked) == [share]


def _named(asked: Asked, step: dict) -> list:
    """The numbers that the sentence of a step names."""
    return [value(each) for each in re.search(r"\\\((.*)\\\)", asked.words(step))[1].split(r",\ ")]


_SHOWN = {
    **dict.fromkeys(
        ("lowest_powers", "highest_powers"), lambda asked, step, line: value(line) == value(asked.answer["latex"][0])
    ),
    "differences": _differences,
    "formula": lambda asked, step, line: (_measured if asked.task.kind == "measure" else _terms)(asked, step, line),
    "pairs": lambda asked, step, line: value(line) == asked.numbers[0],
    "order": lambda asked, step, line: [value(each) for each in lines(step["after"])] == sorted(asked.numbers),
    "quartile": lambda asked, step, line: value(line) == statistics.median(_named(asked, step)),
    "middle": lambda asked, step, line: value(line) == statistics.median(asked.numbers),
    "root": lambda asked, step, line: near(value(line), statistics.pstdev(map(float, asked.numbers))),
    "count": lambda asked, step, line: value(line) in statistics.multimode(asked.numbers),
    "wanted": lambda asked, step, line: _counted(asked, lines(step["after"])),
    "power_of_ten": lambda asked, step, line: near(value(line), asked.numbers[0]),
    "divide": lambda asked, step, line: near(value(line), asked.numbers[0]),
}


def check_worked(asked: Asked) -> None:
    """Each letter is given a value, and all that stands beside it is worth the same."""
    known = {}
    for step in asked.steps:
        for line in lines(step["after"] or ""):
            (letter, *sides), _ = chain(line)
            values = [value(each, known) for each in sides]
            assert all(near(each, values[0]) for each in values), (asked.text, line)
            assert step["rule"] != "known" or values[0] in asked.numbers, (asked.text, line)
            known[letter] = values[-1]
    assert near(value(asked.answer["latex"][0]), values[-1]), asked.text


# -- answers that no formula of the steps shows -----------------------------------------------------------------------


def _answers(asked: Asked) -> list[Fraction]:
    return [Fraction(each) for each in asked.answer["values"]]


def _fractions(asked: Asked) -> list[Fraction]:
    return [Fraction(str(each)).limit_denominator(10**9) for each in asked.numbers]


def _rounded(asked: Asked) -> bool:
    scale = 10 ** int(asked.task.details[1])
    return _answers(asked) == [Fraction(math.floor(_fractions(asked)[0] * scale + Fraction(1, 2)), scale)]


def _of_divisors(asked: Asked) -> bool:
    number = int(asked.numbers[0])
    divisors = [each for each in range(1, number + 1) if number % each == 0]
    if asked.task.kind == "prime":
        return asked.answer["values"] == [str(len(divisors) == 2).lower()]
    return _answers(asked) == divisors


def _nearest(asked: Asked) -> bool:
    place, *numbers = _fractions(asked)
    return all(abs(_answers(asked)[0] - place) <= abs(each - place) for each in numbers)


def _clock(asked: Asked) -> bool:
    start, minutes = map(int, asked.numbers)
    total = (start + minutes) % (24 * 60)
    half = "AM" if total < 12 * 60 else "PM"
    return asked.answer["values"] == [f"{(total // 60 - 1) % 12 + 1}:{total % 60:02} {half}"]


_METERS = {
    "km": 1000,
    "m": 1,
    "cm": Fraction(1, 100),
    "ft": Fraction("0.3048"),
    "inch": Fraction("0.0254"),
    "mi": Fraction("1609.344"),
}
_SIZES = {**_METERS, "min": 60, "h": 3600, "s": 1, "kg": 1000, "g": 1}


def _converted(asked: Asked) -> bool:
    to, given = asked.task.details
    return _answers(asked) == [_fractions(asked)[0] * _SIZES[given] / _SIZES[to]]


def _shared(asked: Asked) -> bool:
    whole, *parts = _fractions(asked)
    return _answers(asked) == [whole * each / sum(parts) for each in parts]


ANSWERS = {
    "rounding": _rounded,
    "digit": lambda asked: asked.answer["values"] == [str(int(asked.numbers[0]))[-2]],
    "gcd": lambda asked: _answers(asked) == [math.gcd(*map(int, asked.numbers))],
    "lcm": lambda asked: _answers(asked) == [math.lcm(*map(int, asked.numbers))],
    "remainder": lambda asked: _answers(asked) == [asked.numbers[0] % asked.numbers[1]],
    "divisible": lambda asked: (asked.answer["values"] == ["true"]) == (asked.numbers[0] % asked.numbers[1] == 0),
    "prime": _of_divisors,
    "factors": _of_divisors,
    "multiples": lambda asked: _answers(asked) == [asked.numbers[0] * (k + 1) for k in range(len(_answers(asked)))],
    "sort": lambda asked: _answers(asked) == sorted(_fractions(asked)),
    "rank": lambda asked: _answers(asked) == [sorted(_fractions(asked))[-2]],
    "closest": _nearest,
    "clock": _clock,
    "convert": _converted,
    "share": _shared,
    "base": lambda asked: int(asked.answer["values"][0], asked.answer["base"]) == asked.numbers[0],
    "base_sum": lambda asked: int(asked.answer["values"][0], asked.answer["base"]) == sum(asked.numbers),
    "arithmetic": lambda asked: near(value(asked.answer["latex"][0]), asked.numbers[0]),
}
