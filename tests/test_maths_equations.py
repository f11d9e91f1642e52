"""Equations that are not polynomial: every solution, no other, and what squaring brought in is rejected."""

import pytest
import sympy
from hypothesis import assume, given
from hypothesis import strategies as st

from maths.wording import compose_final, compose_steps
from tests.solved import part, printed, values

SMALL = st.integers(-9, 9)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("|x - 3| = 5", "[-2, 8]"),
        ("solve |2x+1| = |x-4|", "[-5, 1]"),
        ("|x-1| = 2x", "[Rational(1, 3)]"),
        ("|x+1| + |x-1| = 4", "[-2, 2]"),
        ("1/x = 2", "[Rational(1, 2)]"),
        ("solve 3/(x+1) = 2/(x-1)", "[5]"),
        (r"Solve \(\frac{x}{x+1} = \frac{1}{2}\) for \(x\)", "[1]"),
        ("2/x + x = 3", "[1, 2]"),
        ("sqrt(x+3) = x - 3", "[6]"),
        ("solve √(2x+1) = x - 1", "[4]"),
        ("sqrt(x+7) - sqrt(x) = 1", "[9]"),
        ("x + sqrt(x) = 6", "[4]"),
        ("cbrt(x) = -2", "[-8]"),
        (r"\sqrt[3]{x+1} = x + 1", "[-2, -1, 0]"),
        ("2^x = 8", "[3]"),
        ("what is x if 2^x = 10?", "[log(10)/log(2)]"),
        ("5 * 3^x = 45", "[2]"),
        ("e^x = 5", "[log(5)]"),
        ("e^(2x) - 3e^x + 2 = 0", "[0, log(2)]"),
        ("4^x - 6*2^x + 8 = 0", "[1, 2]"),
        ("9^x = 27^(x-1)", "[3]"),
        ("3^(2x-1) = 27", "[2]"),
        ("2^x + 2^(x+1) = 12", "[2]"),
        ("e^x + e^(-x) = 2", "[0]"),
        ("ln(x) = 2", "[exp(2)]"),
        ("log_2(x) = 5", "[32]"),
        ("log_2(x) + log_2(x-2) = 3", "[4]"),
        ("log(x) = 2", "[100]"),
        ("ln(x^2) = 4", "[-exp(2), exp(2)]"),
    ],
)
def test_every_solution_is_found_and_no_other(text, answer):
    found, expected = values(text), sympy.sympify(answer)

    assert len(found) == len(expected)
    assert all(sympy.simplify(a - b) == 0 for a, b in zip(found, expected, strict=True))


def test_what_squaring_brought_in_is_shown_and_rejected():
    message = compose_steps(part("sqrt(x+3) = x - 3"))

    assert "Square both sides" in message
    assert "Put \\(x = 1\\) back: it does not satisfy" in message


@pytest.mark.parametrize(
    "text",
    [
        "|x| = -2",
        "sqrt(x) = -2",
        "sqrt(x-1) = x + 1",
        "x/(x-2) = 2/(x-2)",
        "(x^2-1)/(x-1) = 2",
        "2^x = -1",
        "ln(x) = ln(-x)",
    ],
)
def test_no_solution_is_said(text):
    found = part(text)

    assert "no real solution" in compose_final(found)
    assert found["answer"]["outcome"] == "no_real"


@pytest.mark.parametrize("text", ["x^(1/3) = -2", "x e^x = 1", "2^x = x^2", "x^x = 4", "sin(x) = x"])
def test_what_has_no_method_is_said_without_an_answer(text):
    found = part(text)

    assert "cannot solve" in compose_final(found)
    assert found["answer"] is None


def test_the_program_puts_the_solutions_back():
    assert printed(part("sqrt(x+3) = x - 3")["program"]) == "6 0"
    assert printed(part("sqrt(x) = -2")["program"]) == "EmptySet"


@given(SMALL, SMALL, st.integers(1, 9))
def test_random_radical_equations_have_their_solution(root, shift, factor):
    """sqrt(k(x - r) + m^2) = m + (x - r) has x = r, where m is not negative."""
    m = abs(shift)
    text = f"sqrt({factor}*(x - {root}) + {m**2}) = {m} + (x - {root})".replace("- -", "+ ")

    found = values(text)

    assert root in found
    for each in found:
        difference = each - root
        assert factor * difference + m**2 == (m + difference) ** 2
        assert m + difference >= 0


@given(SMALL, SMALL, SMALL, SMALL)
def test_random_rational_equations_have_their_solution(root, pole, top, bottom):
    """(a x + b) / (x - p) = value at r."""
    assume(root != pole and top * pole + bottom != 0 and top != 0)
    value = sympy.Rational(top * root + bottom, root - pole)
    text = f"({top}x + ({bottom}))/(x - ({pole})) = {value}".replace("1x", "x")
    assume(value != top)

    assert values(text) == [root]
