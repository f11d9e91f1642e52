"""Whether the steps that only a named way has are true, computed anew: lists, grids, determinants, limits."""

import math
import re
from dataclasses import replace

import mpmath
import numpy

from maths.tree import names
from tests.maths_made.asked import Asked
from tests.maths_made.claiming import chain, is_true, lines
from tests.maths_made.computing import near, value, worth
from tests.maths_made.steps_of_letters import check_expressions, check_slopes, same, shown
from tests.maths_made.steps_of_numbers import check_numbers

_ROUGH = mpmath.mpf(10) ** -6
_TINY = mpmath.mpf(10) ** -12
_SLOPE = re.compile(r"\\frac\{d\}\{d[a-z]\}\\left\((.*)\\right\)")


def _without(asked: Asked, rules: set[str]) -> Asked:
    """The question with the steps of all other rules, for those who check these."""
    steps = [step for step in asked.steps if step["rule"] not in rules]
    return replace(asked, part={**asked.part, "steps": steps})


def _of(asked: Asked, *rules: str) -> list[dict]:
    return [step for step in asked.steps if step["rule"] in rules]


# -- systems ----------------------------------------------------------------------------------------------------------


def check_systems_by_ways(asked: Asked) -> None:
    """Every equation follows from those of the question, every determinant is computed, and the answer solves all."""
    letters = sorted(names(asked.tree))
    rows = [_row(lambda at, each=each: worth(each, at), letters) for each in asked.tree.arguments]
    for step in asked.steps:
        if step["rule"] == "meet":
            point = [value(asked.answer["assignments"][0][each]) for each in letters]
            assert _numbers(step["after"]) == point, (asked.text, step)
            continue
        for line in lines((step["after"] or "").replace(r", \quad", r",\quad")):
            if step["rule"] == "determinant":
                assert is_true(line), (asked.text, line)
            else:
                _check_equation(asked, rows, letters, line)
        if step["before"]:
            _check_equation(asked, rows, letters, step["before"])
            if step["rule"] in {"express", "multiply", "solve_last"}:
                two = [_of_line(each, letters)[0] for each in (step["before"], step["after"])]
                assert numpy.linalg.matrix_rank(numpy.array(two), tol=1e-9) == 1, (asked.text, step)
    for found in asked.answer["assignments"]:
        at = {each: mpmath.mpf("1.7") for each in letters}
        at |= {name: value(each, at) for name, each in found.items()}
        assert all(near(worth(each, at), 0) for each in asked.tree.arguments), (asked.text, found)
    assert bool(asked.answer["assignments"]) == (asked.answer["outcome"] != "none"), asked.text


def _numbers(line: str) -> list:
    inside = line.replace(r"\left(", "").replace(r"\right)", "")
    return [value(each) for each in inside.split(r",\ ")]


def _row(function, letters: list[str]) -> list[float]:
    """The coefficients of something linear, the constant last."""
    start = function(dict.fromkeys(letters, mpmath.mpf(0)))
    ends = [function({each: mpmath.mpf(each == one) for each in letters}) for one in letters]
    return [float(end - start) for end in ends] + [float(start)]


def _of_line(line: str, letters: list[str]) -> list[list[float]]:
    sides = chain(line)[0]
    pairs = zip(sides, sides[1:], strict=False)
    return [_row(lambda at, a=a, b=b: value(a, at) - value(b, at), letters) for a, b in pairs]


def _check_equation(asked: Asked, rows: list, letters: list[str], line: str) -> None:
    """An equation that follows from linear ones is a sum of multiples of them."""
    for found in _of_line(line, letters):
        ranks = [numpy.linalg.matrix_rank(numpy.array(each), tol=1e-9) for each in (rows, [*rows, found])]
        assert ranks[0] == ranks[1], (asked.text, line)


# -- whole numbers ----------------------------------------------------------------------------------------------------


def check_divisors_by_ways(asked: Asked) -> None:
    """Each list is complete, and what is taken from them is what they share."""
    values = [int(each) for each in asked.numbers]
    for step in _of(asked, "divisors", "multiples", "shared"):
        found = [int(line) for line in lines(step["after"])]
        if step["rule"] == "shared":
            expected = [each for each in range(1, min(values) + 1) if all(one % each == 0 for one in values)]
        else:
            number = int(re.findall(r"\d+", asked.words(step))[0])
            assert number in values, (asked.text, step)
            multiples = list(range(number, math.lcm(*values) + 1, number))
            divisors = [each for each in range(1, number + 1) if number % each == 0]
            expected = divisors if step["rule"] == "divisors" else multiples
        assert found == expected, (asked.text, step)
    check_numbers(_without(asked, {"divisors", "multiples", "shared"}))


def check_products_by_ways(asked: Asked) -> None:
    """The cells of a grid are the products of what stands beside and above them, the lines below each other add up."""
    for step in _of(asked, "grid"):
        head, rows = _grid(step["after"])
        factors = sorted([sum(map(value, head)), sum(value(row[0]) for row in rows)])
        assert factors == sorted(value(each) for each in re.findall(r"\d+", asked.part["program"])), (asked.text, step)
        for row in rows:
            cells = [value(cell) for cell in row[1:]]
            assert cells == [value(row[0]) * value(each) for each in head], (asked.text, step)
    for step in _of(asked, "column"):
        first, *others = [each.strip() for each in _body(step["after"]).replace(r"\hline", "").split(r"\\")]
        *added, total = map(int, others)
        assert sum(added) == total == value(first), (asked.text, step)
        tens = [
            int(asked_for) for asked_for in re.findall(r"= (\d+)", " ".join(s["after"] for s in _of(asked, "digit")))
        ]
        assert [str(each).rstrip("0") for each in added] == [str(each).rstrip("0") for each in tens], (asked.text, step)
    check_numbers(_without(asked, {"grid", "column"}))


def _body(text: str) -> str:
    return re.sub(r"\\begin\{array\}\{[^}]*\}|\\end\{array\}", "", text)


def _grid(text: str) -> tuple[list[str], list[list[str]]]:
    """What stands above the columns, and the rows with what stands before them."""
    head, *rows = [[cell.strip() for cell in row.split("&")] for row in _body(text).replace(r"\hline", "").split(r"\\")]
    return head[1:], rows


# -- letters ----------------------------------------------------------------------------------------------------------


def check_brackets_by_ways(asked: Asked) -> None:
    """Each product of two terms is what it says, and all of them are what was asked about."""
    products = []
    for step in _of(asked, "foil"):
        left, right = chain(step["after"])[0]
        assert same(shown(left), shown(right)), (asked.text, step)
        products.append(shown(right))
    for step in _of(asked, "grid"):
        head, rows = _grid(step["after"])
        for row in rows:
            for above, cell in zip(head, row[1:], strict=True):
                assert same(lambda at: value(row[0], at) * value(above, at), shown(cell)), (asked.text, step)  # noqa: B023
                products.append(shown(cell))
    if products:
        assert same(lambda at: sum(each(at) for each in products), lambda at: worth(asked.tree, at)), asked.text
    check_expressions(_without(asked, {"foil", "grid"}))


def check_slopes_by_ways(asked: Asked) -> None:
    """The quotients of differences come to the slope; a function that is written otherwise stays the same."""
    by_definition = bool(_of(asked, "definition"))
    rules = {"definition", "cancel", "divide"} if by_definition else set()
    slope = shown(asked.answer["latex"][0])
    for step in asked.steps:
        if step["rule"] in rules:
            text = re.sub(r"\\lim_\{[hk] \\to 0\}", "", step["after"]).strip()
            assert same(lambda at: value(text, {**at, "h": _TINY}), slope, _ROUGH), (asked.text, step)  # noqa: B023
        elif step["rule"] in {"expand", "divide", "power"} and "=" not in step["after"]:
            before, after = [shown(_SLOPE.fullmatch(step[key])[1]) for key in ("before", "after")]
            assert same(before, after), (asked.text, step)
    if by_definition:
        last = asked.steps[-1]
        assert same(slope, shown(chain(last["after"])[0][-1])), (asked.text, last)
        rules.add("limit")
    check_slopes(_without(asked, rules))


CHECKS_BY_WAYS = {
    "system": check_systems_by_ways,
    "gcd": check_divisors_by_ways,
    "lcm": check_divisors_by_ways,
    "arithmetic": check_products_by_ways,
    "expand": check_brackets_by_ways,
    "derivative": check_slopes_by_ways,
}
