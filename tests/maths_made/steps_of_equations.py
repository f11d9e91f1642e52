"""Whether the steps about equations are true: they hold for the same numbers, found without the solver."""

import re

import mpmath
import numpy

from tests.maths_made.asked import Asked
from tests.maths_made.claiming import chain, is_true, ways
from tests.maths_made.computing import near, real, value, worth

GRID = [mpmath.mpf(k) / 2 for k in range(-40, 41)] + [mpmath.mpf(17 * k) / 97 for k in range(-48, 49)]
_REACH, _SCANNED = 60, 4000
CLOSE = mpmath.mpf(10) ** -6


def roots(function, complex_too: bool = False) -> list:
    """Where a function of one number is zero: all of a polynomial up to degree 4, else where its sign changes."""
    coefficients = coefficients_of(function)
    if coefficients is None:
        return _crossings(function)
    if len(coefficients) <= 1:
        return []
    try:
        found = [_polished(each) for each in mpmath.polyroots(coefficients, maxsteps=200, extraprec=200)]
    except mpmath.mp.NoConvergence:
        return _crossings(function)
    return found if complex_too else [mpmath.re(each) for each in found if abs(mpmath.im(each)) < CLOSE]


def _crossings(function) -> list:
    places = [mpmath.mpf(2 * _REACH * k) / _SCANNED - _REACH for k in range(_SCANNED + 1)]
    found = [each for each in GRID if real(lambda: function(each)) == 0]  # noqa: B023
    values = [_quick(function, each) for each in places]
    for low, high, a, b in zip(places, places[1:], values, values[1:], strict=False):
        is_new = not any(low <= each <= high for each in found)
        if a is not None and b is not None and a * b < 0 and is_new:
            root = mpmath.findroot(lambda x: mpmath.re(function(x)), (low, high), solver="anderson", verify=False)
            if abs(function(root)) < CLOSE:
                found.append(root)
    return found


def _quick(function, place):
    return real(lambda: function(place))


def _polished(root):
    """A root to as many digits as it has, where it is a simple number."""
    nearest = mpmath.mpf(round(mpmath.re(root) * 5040)) / 5040
    return nearest if abs(root - nearest) < CLOSE else root


def coefficients_of(function) -> list | None:
    """The coefficients of a polynomial up to degree 4, highest first; None for another function."""
    places = [mpmath.mpf(k) for k in range(-2, 3)]
    values = [_quick(function, each) for each in places]
    if None in values:
        return None
    powers = mpmath.matrix([[place**power for power in range(4, -1, -1)] for place in places])
    found = [each if abs(each) > CLOSE else mpmath.mpf(0) for each in mpmath.lu_solve(powers, mpmath.matrix(values))]
    for place in (mpmath.mpf("53.7"), mpmath.mpf("-61.1")):
        there = _quick(function, place)
        if there is None or not near(there, mpmath.polyval(found, place), CLOSE):
            return None
    while found and found[0] == 0:
        found.pop(0)
    return found


def solutions(line: str, letter: str, complex_too: bool = False) -> list:
    """The numbers for which one of the ways of a line holds, as far as equations go."""
    found = []
    for way in ways(line):
        left, right = chain(way)[0]
        if left == letter and letter not in right:
            there = value(right) if complex_too else real(lambda: value(right))  # noqa: B023
            found += [] if there is None else [there]
            continue
        found += roots(lambda at: value(left, {letter: at}) - value(right, {letter: at}), complex_too)  # noqa: B023
    return found


def agree(first: list, second: list) -> bool:
    """Whether two lists have the same numbers, however often."""
    return all(any(near(a, b, CLOSE) for b in two) for one, two in ((first, second), (second, first)) for a in one)


def check_equations(asked: Asked) -> None:
    """Before and after each step the same numbers solve the equation, and they are the answer."""

    def difference(at):
        return worth(asked.tree, {asked.letter: at})

    answers = roots(difference, asked.task.kind == "quadratic_complex")
    complex_too = asked.task.kind == "quadratic_complex" or not answers
    truth = roots(difference, complex_too)
    for step in asked.steps:
        for line in (step["before"], step["after"]):
            if line is None:
                continue
            if asked.letter not in line:
                assert is_true(line) == (asked.answer["outcome"] == "every"), (asked.text, line)
            else:
                assert agree(solutions(line, asked.letter, complex_too), truth), (asked.text, line, truth)
    if asked.answer["kind"] == "truth":
        assert (asked.answer["values"] == ["true"]) == bool(answers), asked.text
    else:
        found = [each for line in asked.answer["latex"] for each in solutions(line, asked.letter, complex_too)]
        assert agree(found, answers), (asked.text, answers)


def check_general_equations(asked: Asked) -> None:
    """No step loses a solution; what it adds is rejected by name; the answer is all that solves the question."""

    def difference(at):
        return worth(asked.tree, {asked.letter: at})

    touching = [at for line in asked.answer["latex"] for at in solutions(line, asked.letter)]
    truth = roots(difference) + [at for at in touching if abs(difference(at)) < CLOSE]
    branched, claimed = False, []
    for step in asked.steps:
        if step["after"] is None:
            continue
        found = solutions(step["after"], asked.letter)
        if step["rule"] == "solve":
            claimed += found
        elif branched:
            assert not truth or any(near(a, b, CLOSE) for a in found for b in truth), (asked.text, step)
        else:
            assert all(any(near(a, b, CLOSE) for b in found) for a in truth), (asked.text, step, truth)
            branched = len(ways(step["after"])) > 1
    rejected = " ".join(asked.words(step) for step in asked.steps if step["rule"] == "reject")
    strangers = [each for each in claimed if not any(near(each, b, CLOSE) for b in truth)]
    named = [value(chain(each)[0][1]) for each in re.findall(rf"Put \\\(({asked.letter} = .*?)\\\) back", rejected)]
    assert agree(strangers, named), (asked.text, strangers, rejected)
    answers = [each for line in asked.answer["latex"] for each in solutions(line, asked.letter)]
    assert agree(answers, truth), (asked.text, truth)


def check_inequalities(asked: Asked) -> None:
    """Before and after each step the same numbers satisfy the inequality; zeros, poles and tests are what they say."""
    letter, (left, right) = asked.letter, asked.tree.arguments

    def difference(at):
        return worth(left, {letter: at}) - worth(right, {letter: at})

    sign = {"less": "<", "less_equal": r"\le", "greater": ">", "greater_equal": r"\ge"}[asked.tree.head]
    truth = [_satisfies(difference, at, sign) for at in GRID]
    for step in asked.steps:
        if step["rule"] == "test":
            _check_tests(asked, step, difference)
        elif step["rule"] in {"zeros", "poles"}:
            for line in (step["after"] or "").split(", "):
                for at in solutions(line, letter) if line else []:
                    there = real(lambda: difference(at))  # noqa: B023
                    assert there is None if step["rule"] == "poles" else abs(there) < CLOSE, (asked.text, line)
        else:
            for line in (step["before"], step["after"]):
                if line and r"\text{no" not in line and r"\text{every" not in line:
                    assert [is_true(line, {letter: at}) for at in GRID] == truth, (asked.text, line)
    outcome = asked.answer["outcome"]
    if outcome == "solved":
        assert [is_true(asked.answer["latex"][0], {letter: at}) for at in GRID] == truth, asked.text
    else:
        assert set(truth) == {outcome == "every"}, asked.text


def _satisfies(difference, at, sign: str) -> bool:
    there = real(lambda: difference(at))
    if there is None:
        return False
    return sign in {r"\le", r"\ge"} if abs(there) < CLOSE else (there < 0) == (sign in {"<", r"\le"})


def _check_tests(asked: Asked, step: dict, difference) -> None:
    for test in step["after"].split(r" \quad "):
        place, said = test.split(r":\ ")
        assert is_true(said), (asked.text, test)
        assert chain(said)[0][1] == "0", (asked.text, test)
        assert near(difference(value(chain(place)[0][1])), value(chain(said)[0][0])), (asked.text, test)


def check_angles(asked: Asked) -> None:
    """Each family of angles satisfies the equation, and no angle of two turns is missed by any line."""

    def difference(at):
        return worth(asked.tree, {asked.letter: at})

    quarters = [mpmath.mpf(k) / 120 * mpmath.pi for k in range(-240, 241)]
    truth = [at for at in quarters if abs(difference(at)) < CLOSE]
    found = []
    for step in asked.steps:
        line = step["after"]
        if line is None:
            continue
        if step["rule"] == "range":
            in_range = [value(chain(each)[0][1]) for each in line.split(", ")]
            assert agree(in_range, [at for at in truth if 0 <= at < 2 * mpmath.pi]), (asked.text, step)
        elif "k" in line:
            places = [at for k in range(-5, 6) for at in _family(line, asked.letter, k)]
            assert all(abs(difference(at)) < CLOSE for at in places), (asked.text, step)
            found += places
        else:
            assert all(is_true(line, {asked.letter: at}) for at in truth), (asked.text, step)
    assert all(any(near(at, each, CLOSE) for each in found) for at in truth), (asked.text, found)


def _family(line: str, letter: str, k: int) -> list:
    """The angles of one k; a step may say what twice the letter is."""
    found = []
    for way in ways(line):
        left, right = chain(way)[0]
        found.append(value(right, {"k": k}) / value(left, {letter: 1}))
    return found


def check_systems(asked: Asked) -> None:
    """Every line holds for the pair that solves both equations, which is the answer."""
    rows = [[worth(each, {"x": x, "y": y}) for x, y in ((1, 0), (0, 1), (0, 0))] for each in asked.tree.arguments]
    matrix = numpy.array([[float(a - c), float(b - c)] for a, b, c in rows])
    if abs(numpy.linalg.det(matrix)) < 1e-9:
        assert asked.answer["outcome"] in {"none", "many"}, asked.text
        return
    pair = mpmath.lu_solve(mpmath.matrix([[a - c, b - c] for a, b, c in rows]), mpmath.matrix([-c for *_, c in rows]))
    letters = dict(zip("xy", [mpmath.mpf(round(each)) for each in pair], strict=True))
    for step in asked.steps:
        for line in (step["before"], step["after"]):
            assert line is None or is_true(line, letters), (asked.text, line, letters)
        if step["rule"] == "express":
            name, expression = chain(step["after"])[0]
            elsewhere = {"x": mpmath.mpf("1.7"), "y": mpmath.mpf("1.7")}
            assert is_true(step["before"], {**elsewhere, name: value(expression, elsewhere)}), (asked.text, step)
    (found,) = asked.answer["assignments"]
    assert {name: value(each) for name, each in found.items()} == letters, asked.text
