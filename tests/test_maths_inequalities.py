"""Inequalities: linear, quadratic, rational, with absolute values; none, every number, and the ends included or not."""

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from maths.reading import read
from maths.wording import compose_final, compose_steps
from tests.solved import part

pytestmark = pytest.mark.slow

SMALL = st.integers(-9, 9)
SIGNS = {"<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b}


def found(text):
    shown = sympy.sympify(part(text)["answer"]["values"][0])
    return sympy.FiniteSet(*shown) if isinstance(shown, set) else shown


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("2x + 1 < 7", r"(-\infty, 3)"),
        ("solve 3 - 2x >= 7", r"(-\infty, -2]"),
        (r"solve the inequality 5x - 3 \leq 2x + 9", r"(-\infty, 4]"),
        ("x^2 > 4", r"(-\infty, -2) \cup (2, \infty)"),
        ("x^2 - 5x + 6 <= 0", "[2, 3]"),
        ("For which values of x is x^2 - 2x - 3 < 0?", "(-1, 3)"),
        (r"$x^2 \ge 2$", r"(-\infty, -\sqrt{2}] \cup [\sqrt{2}, \infty)"),
        ("x^3 - x > 0", r"(-1, 0) \cup (1, \infty)"),
        ("(x-1)/(x+2) ≥ 0", r"(-\infty, -2) \cup [1, \infty)"),
        ("1/x < 2", r"(-\infty, 0) \cup (\frac{1}{2}, \infty)"),
        ("|x - 3| < 5", "(-2, 8)"),
        ("|2x+1| ≥ 3", r"(-\infty, -2] \cup [1, \infty)"),
        ("-1 < 2x + 3 <= 7", "(-2, 2]"),
        ("x + 1 > 2 and x < 7", "(1, 7)"),
        ("x^2 <= 0", r"\{0\}"),
        ("3x is less than 12", r"(-\infty, 4)"),
        ("x squared is greater than or equal to 9", r"(-\infty, -3] \cup [3, \infty)"),
        ("what is the solution of 3x - 2 < 7", r"(-\infty, 3)"),
    ],
)
def test_inequalities_are_solved_as_intervals(text, interval):
    assert compose_final(part(text)).endswith(f"in interval notation \\({interval}\\).")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x^2 < 0", "No number"),
        ("x > x + 1", "No number"),
        ("2 > x > 5", "No number"),
        ("x^2 + 1 > 0", "Every number"),
        ("x + 1 > x", "Every number"),
    ],
)
def test_none_and_every_number_are_said(text, words):
    assert compose_final(part(text)).startswith(words)


def test_the_sign_turns_around_with_a_negative_factor():
    message = compose_steps(part("3 - 2x < 7"))

    assert "It is negative, so the sign turns around." in message
    assert "x > -2" in message


@pytest.mark.parametrize(
    ("text", "code"),
    [("2 < x > 1", "ambiguous"), ("x < y", "unsupported"), ("sqrt(x) < 3", "unsupported")],
)
def test_inequalities_that_are_not_clear_are_refused(text, code):
    assert read(text).problem.code == code


def test_what_has_no_method_is_said_without_an_answer():
    assert part("|x| > x")["answer"] is None


@given(st.lists(SMALL, min_size=3, max_size=3), st.sampled_from(sorted(SIGNS)))
def test_random_quadratic_inequalities_hold_exactly_in_their_set(numbers, sign):
    first, second, factor = numbers
    factor = factor or 1
    text = f"{factor}*(x - ({first}))*(x - ({second})) {sign} 0"

    answer = found(text)

    for k in range(-24, 25):
        value = sympy.Rational(k, 2)
        holds = SIGNS[sign](factor * (value - first) * (value - second), 0)
        assert (answer.contains(value) == sympy.true) == bool(holds)


@given(SMALL, SMALL, SMALL, SMALL, st.sampled_from(sorted(SIGNS)))
def test_random_linear_inequalities_hold_exactly_in_their_set(a, b, c, d, sign):
    answer = found(f"{a}*x + {b} {sign} {c}*x + {d}")

    for k in range(-40, 41):
        value = sympy.Rational(k, 2)
        assert (answer.contains(value) == sympy.true) == bool(SIGNS[sign](a * value + b, c * value + d))
