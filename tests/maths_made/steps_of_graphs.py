"""Whether the steps about a function are true: where it is defined, its graph, tangent, inverse and table."""

import re

import mpmath

from tests.maths_made.asked import Asked
from tests.maths_made.claiming import THEREFORE, chain, is_true, lines
from tests.maths_made.computing import near, real, value, worth
from tests.maths_made.steps_of_equations import CLOSE, GRID, agree, coefficients_of, roots, solutions


def check_domains(asked: Asked) -> None:
    """Each condition holds exactly where its solution holds, and the answer exactly where the function is real."""
    for step in asked.steps:
        condition, solved = step["after"].replace(r"\ne 0", "> 0").split(THEREFORE)
        sure = r"\ne" not in step["after"]
        for at in GRID:
            holds = is_true(condition, {"x": at}) or not sure and is_true(condition.replace(">", "<"), {"x": at})
            assert holds == is_true(solved, {"x": at}), (asked.text, step, at)
    for at in GRID:
        defined = real(lambda: worth(asked.tree, {"x": at})) is not None  # noqa: B023
        assert defined == is_true(asked.answer["latex"][0], {"x": at}), (asked.text, at)


def check_inverses(asked: Asked) -> None:
    """Every line holds for x and f(x); the last one for f(x) and x."""
    places = [mpmath.mpf(each) for each in ("0.3", "0.7", "1.9", "-1.3")]
    points = [(at, worth(asked.tree, {"x": at})) for at in places]
    for step in asked.steps:
        swapped = step["rule"] == "swap"
        for x, y in points:
            letters = {"x": y, "y": x} if swapped else {"x": x, "y": y}
            assert is_true(step["after"], letters), (asked.text, step)
            assert not is_true(step["after"], {**letters, "y": letters["y"] * 2 + 1}), (asked.text, step)


def check_tangents(asked: Asked) -> None:
    """The line has the height and the slope of the graph at the place."""
    place = worth(asked.task.expressions[1])
    height, slope = [mpmath.diff(lambda x: worth(asked.tree, {"x": x}), place, order) for order in (0, 1)]
    for step in asked.steps:
        sides = chain(step["after"])[0]
        if step["rule"] == "point":
            assert _pair(step["after"]) == [place, height], (asked.text, step)
        elif step["rule"] == "slope":
            assert near(value(sides[1]), slope, CLOSE), (asked.text, step)
        elif step["rule"] == "derivative":
            assert near(value(sides[0], {"x": place}), slope, CLOSE), (asked.text, step)
        else:
            for side in sides[1:]:
                at = [value(side, {"x": place + shift}) for shift in (0, 1)]
                assert near(at[0], height, CLOSE), (asked.text, step)
                assert near(at[1] - at[0], slope, CLOSE), (asked.text, step)


def _pair(text: str) -> list:
    """The numbers of a point."""
    inside = text.replace(r"\left(", "", 1).rpartition(r"\right)")[0]
    return [value(each) for each in re.split(r",\\? ?", inside)]


def check_plots(asked: Asked) -> None:
    """Where the graph meets the axes, and its vertex."""

    def height(at):
        return worth(asked.tree, {"x": at})

    for step in asked.steps:
        if step["rule"] == "intercept":
            assert near(value(chain(step["after"])[0][1]), height(0)), (asked.text, step)
        elif step["rule"] == "zeros" and step["after"]:
            found = [value(chain(each)[0][1]) for each in step["after"].split(r" \quad \text{and} \quad ")]
            assert agree(found, roots(height)), (asked.text, step)
        elif step["rule"] == "vertex":
            x, y = _pair(step["after"])
            assert near(height(x), y), (asked.text, step)
            assert near(height(x - 1), height(x + 1)), (asked.text, step)
        elif step["rule"] == "value_table":
            assert _has_values(step["after"], height), (asked.text, step)
        else:
            assert step["after"] is None, f"nobody checks {step}"


def _has_values(table: str, height) -> bool:
    """Whether each rounded value of a table is that of the function at the place above it."""
    above, below = table.removesuffix(r" \end{array}").split(r" \\ \hline ")
    places, values = above.split(" & ")[1:], below.split(" & ")[1:]
    return len(places) == len(values) and all(
        abs(height(value(place)) - value(shown)) <= 0.0051
        for place, shown in zip(places, values, strict=True)
        if "text" not in shown
    )


def check_tables(asked: Asked) -> None:
    """Every line is true, and the table has the values of the function."""
    for step in asked.steps:
        for line in lines(step["after"]):
            assert is_true(line), (asked.text, line)
    for place, shown in zip(asked.answer["places"], asked.answer["values"], strict=True):
        assert near(worth(asked.tree, {"x": value(place)}), value(shown)), asked.text


def check_discriminants(asked: Asked) -> None:
    """The coefficients, the discriminant and the number of solutions are those of the equation."""

    def difference(at):
        return worth(asked.tree, {asked.letter: at})

    a, b, c = coefficients_of(difference)
    known = {"a": a, "b": b, "c": c}
    for step in asked.steps:
        for line in lines(step["after"] or ""):
            if step["rule"] == "one_side":
                assert agree(solutions(line, asked.letter, True), roots(difference, True)), (asked.text, line)
            else:
                assert is_true(line, known), (asked.text, line)
    distinct = len({mpmath.nstr(each, 8) for each in roots(difference)})
    expected = b**2 - 4 * a * c if asked.task.kind == "discriminant" else distinct
    assert near(value(asked.answer["latex"][0]), expected, CLOSE), asked.text


def check_turning_points(asked: Asked) -> None:
    """The derivative is the slope, its zeros are all found, and beside each point the graph is lower or higher."""

    def height(at):
        return worth(asked.tree, {asked.letter: at})

    for step in asked.steps:
        if step["rule"] == "derivative":
            for at in (mpmath.mpf("0.7"), mpmath.mpf("-2.9")):
                assert near(value(step["after"], {asked.letter: at}), mpmath.diff(height, at), CLOSE), (
                    asked.text,
                    step,
                )
        elif step["rule"] == "zeros" and step["after"]:
            equation, solved = step["after"].split(THEREFORE)
            assert agree(*[solutions(each, asked.letter) for each in (equation, solved)]), (asked.text, step)
        elif step["after"]:
            x, y = _pair(step["after"])
            assert near(height(x), y), (asked.text, step)
            beside = [height(x + shift) - y for shift in (-0.01, 0.01)]
            is_higher = step["rule"] == "minimum"
            assert [each > 0 for each in beside] == [is_higher, is_higher], (asked.text, step)
