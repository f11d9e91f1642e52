"""Quadratics by completing the square, by the formula, over the complex numbers, and in vertex form."""

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from maths.reading import read
from maths.wording import compose_final, compose_steps
from tests.solved import part, values

SMALL = st.integers(-9, 9)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("solve x^2 + 6x + 5 = 0 by completing the square", "the square of half of"),
        ("complete the square to solve x^2 + 6x + 5 = 0", "the square of half of"),
        ("use completing the square to solve x^2 + 6x + 5 = 0", "the square of half of"),
        ("solve by factoring: x^2 + 6x + 5 = 0", "Factor the left side."),
        ("use the quadratic formula to solve x^2 + 6x + 5 = 0", "Use the quadratic formula with"),
        ("Solve `x^2 + 6x + 5 = 0` using the quadratic formula", "Use the quadratic formula with"),
        ("solve x^2 + 6x + 5 = 0 by factoring", "Factor the left side."),
    ],
)
def test_the_method_asked_for_is_used(text, words):
    assert words in compose_steps(part(text))
    assert values(text) == [-5, -1]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("solve x^2 + x + 1 = 0 over the complex numbers", "[-1/2 - sqrt(3)*I/2, -1/2 + sqrt(3)*I/2]"),
        ("solve x^2 + 4 = 0 over C", "[-2*I, 2*I]"),
        ("find all complex roots of x^2 - 2x + 5", "[1 - 2*I, 1 + 2*I]"),
        ("solve 4x^2 = -9 in the complex numbers", "[-3*I/2, 3*I/2]"),
    ],
)
def test_complex_solutions_on_request(text, answer):
    assert values(text) == sympy.sympify(answer)


def test_without_the_request_there_is_no_real_solution():
    for method in ("", " by completing the square", " using the quadratic formula"):
        assert "no real solution" in compose_final(part(f"solve x^2 + 2x + 5 = 0{method}"))


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("complete the square x^2 + 6x + 5", r"\left(x + 3\right)^{2} - 4"),
        ("Complete the square: 2x^2 + 8x - 3", r"2\left(x + 2\right)^{2} - 11"),
        ("write y = x^2 - 4x + 7 in vertex form", r"\left(x - 2\right)^{2} + 3"),
        ("put -x^2 + 2x in vertex form", r"-\left(x - 1\right)^{2} + 1"),
        ("complete the square of x^2 + 3x", r"\left(x + \frac{3}{2}\right)^{2} - \frac{9}{4}"),
    ],
)
def test_squares_are_completed(text, result):
    assert part(text)["answer"]["latex"] == [result]


@pytest.mark.parametrize(
    "text",
    [
        "use the quadratic formula to solve 3x + 1 = 0",
        "solve x^3 = 1 by completing the square",
        "complete the square of x^3 + x",
        "solve 1/x = 2 using the quadratic formula",
    ],
)
def test_the_methods_are_refused_for_other_equations(text):
    assert read(text).problem.code == "unsupported"


def test_squares_on_both_sides_that_cancel_leave_a_linear_equation():
    assert values("solve x(x+3) = x^2 + 6") == [2]
    assert values("solve x(x+3) = x^2 + 6 by completing the square") == [2]


@given(SMALL, SMALL, st.integers(1, 5), st.sampled_from(["by completing the square", "using the quadratic formula"]))
def test_random_roots_are_found_by_each_method(first, second, factor, method):
    b, c = -factor * (first + second), factor * first * second

    assert values(f"solve {factor}*x^2 + {b}*x + {c} = 0 {method}") == sorted({first, second})
