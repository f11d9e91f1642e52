"""One function: its inverse, its domain, a tangent, a table of values."""

import pytest
import sympy
from hypothesis import assume, given
from hypothesis import strategies as st

from maths.reading import read
from maths.reading.parser import parse
from maths.wording import compose_final, compose_steps
from tests.solved import part, printed, value

X = sympy.Symbol("x")
SMALL = st.integers(-9, 9)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("find the inverse of f(x) = 2x+3", "x/2 - 3/2"),
        ("inverse function of y = (x+1)/(x-2)", "(2*x + 1)/(x - 1)"),
        ("f(x) = x^3 - 1, find f^-1(x)", "(x + 1)**(1/3)"),
        (r"If f(x) = 4 - x, what is \(f^{-1}(x)\)?", "4 - x"),
        ("what is the inverse of e^(2x) + 1", "log(x - 1)/2"),
        ("inverse of sqrt(x-1)", "x**2 + 1"),
        ("inverse of ln(x)", "exp(x)"),
    ],
)
def test_inverse_functions_are_found(text, answer):
    assert sympy.simplify(value(text) - sympy.sympify(answer)) == 0
    assert all(left == right for left, right in map(str.split, printed(part(text)["program"]).splitlines()))


@pytest.mark.parametrize("text", ["inverse of x^2", "inverse of x^2 + x", "inverse of |x|", "inverse of sin(x)"])
def test_functions_that_take_values_twice_have_no_inverse(text):
    found = part(text)

    assert "has no inverse function" in compose_final(found)
    assert found["answer"]["values"] == []


def test_nothing_is_claimed_where_that_is_not_seen():
    assert part("inverse of (sqrt(x))^2")["answer"] is None


@pytest.mark.slow
@given(SMALL, SMALL, SMALL, SMALL)
def test_random_fractional_linear_functions_are_undone(a, b, c, d):
    assume(a * d != b * c and c != 0)
    inverse = value(f"inverse of ({a}*x + {b})/({c}*x + {d})")

    assert sympy.cancel(((a * X + b) / (c * X + d)).subs(X, inverse) - X) == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("what is the domain of f(x) = sqrt(x-2)", r"[2, \infty)"),
        ("domain of 1/(x^2-4)", r"(-\infty, -2) \cup (-2, 2) \cup (2, \infty)"),
        ("Find the domain of ln(x+3)/sqrt(5-x).", "(-3, 5)"),
        ("for which x is sqrt(4-x^2) defined?", "[-2, 2]"),
        ("domain of sqrt(x)/x", r"(0, \infty)"),
        ("domain of cbrt(x)/sqrt(x+8)", r"(-8, \infty)"),
    ],
)
def test_domains_are_found(text, interval):
    assert compose_final(part(text)).endswith(f"in interval notation \\({interval}\\).")


def test_a_function_that_is_defined_everywhere_is_said_to_be():
    assert "all real numbers" in compose_final(part("domain of x^2 + 1"))
    assert part("domain of tan(x)")["answer"] is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("tangent line to y = x^2 at x = 3", "6*x - 9"),
        ("find the equation of the tangent to the curve y = x^3 - 2x at the point (1, -1)", "x - 2"),
        ("equation of tangent line of sin(x) at x = 0", "x"),
        ("tangent to (e^x)^3 at x = 3", "3*x*exp(9) - 8*exp(9)"),
    ],
)
def test_tangents_are_found(text, line):
    assert part(text)["answer"]["values"] == [line]
    assert printed(part(text)["program"]) == line


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("tangent to y = x^2 at (3, 8)", "not on the graph"),
        ("tangent of 1/x at x = 0", "not defined"),
        ("tangent to |x| at x=0", "no tangent"),
        ("tangent to x^(1/3) at x = 0", "no tangent"),
    ],
)
def test_where_there_is_no_tangent_that_is_said(text, words):
    found = part(text)

    assert words in compose_final(found)
    assert found["answer"] is None


@given(SMALL, SMALL, SMALL, SMALL)
def test_random_tangents_meet_their_parabola_twice_in_one_point(a, b, c, at):
    line = value(f"tangent to y = {a}x^2 + {b}x + {c} at x = {at}".replace("+ -", "- "))

    assert sympy.expand(a * X**2 + b * X + c - line - a * (X - at) ** 2) == 0


def test_a_table_holds_every_value_and_the_gaps():
    found = part("table of values for 1/x from -1 to 1 in steps of 0.5")

    assert found["answer"]["places"] == ["-1", "-1/2", "0", "1/2", "1"]
    assert found["answer"]["values"] == ["-1", "-2", "undefined", "2", "1"]
    assert "it is not defined" in compose_steps(found)


@pytest.mark.parametrize("text", ["table of values of 2x from 0 to 100", "table of values of 2x from 3 to 1"])
def test_tables_too_long_or_backwards_are_refused(text):
    assert read(text).tasks == ()


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("range of f(x) = x^2 - 4x", "[-4, \\infty)"),
        ("what is the range of sqrt(x - 1) + 2", "[2, \\infty)"),
        ("find the range of (x+1)/(x-1)", "(-\\infty, 1) \\cup (1, \\infty)"),
        ("range of 2^x - 3", "(-3, \\infty)"),
        ("range of 2sin(x) + 1", "[-1, 3]"),
        ("which values can 1/(x^2 + 1) take", "(0, 1]"),
        ("range of x^3 - 3x", "(-\\infty, \\infty)"),
    ],
)
def test_ranges_are_found_from_the_letter_outward(text, interval):
    assert part(text)["answer"]["latex"] == [interval]


def test_domain_and_range_are_asked_for_together_and_what_is_not_found_is_said():
    assert [task.kind for task in read("domain and range of sqrt(x)").tasks] == ["domain", "function_range"]
    assert "cannot find the range" in compose_final(part("range of x^4 - x^2"))
    assert read("range of 3, 5, 9").tasks[0].kind == "statistic"


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("partial fractions of 1/(x^2-1)", "-1/(2(x + 1)) + 1/(2(x - 1))"),
        ("decompose (3x+5)/(x^2+3x+2) into partial fractions", "2/(x + 1) + 1/(x + 2)"),
        ("express 1/(x(x+1)^2) in partial fractions", "1/x - 1/(x + 1) - 1/(x + 1)^2"),
        ("partial fraction decomposition of x^3/(x^2-1)", "x + 1/(2(x + 1)) + 1/(2(x - 1))"),
    ],
)
def test_fractions_are_split(text, result):
    assert parse(part(text)["answer"]["latex"][0]) == parse(result)


def test_a_fraction_that_does_not_split_is_said_to_be_so():
    assert "does not split" in compose_final(part("partial fractions of 1/(x^2+1)"))
    assert read("partial fractions of sin(x)/x").problem.code == "unsupported"
