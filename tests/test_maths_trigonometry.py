"""Trigonometric equations: all solutions in radians and degrees, or those in a range."""

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from maths.reading import read
from maths.wording import compose_final
from tests.solved import part

ANGLES = [0, 30, 45, 60, 90, 120, 135, 150, 180, 210, 225, 240, 270, 300, 315, 330]
FUNCTIONS = {"sin": sympy.sin, "cos": sympy.cos}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("solve tan(x) = 1 for 0 <= x < 360", ["45", "225"]),
        ("solve sin(x) = 1/2 for 0° ≤ x ≤ 360°", ["30", "150"]),
        ("solve sin(2x) = 1 in [0, 2pi)", ["pi/4", "5*pi/4"]),
        ("solve sin(2x) = sin(x) for 0 <= x < 2pi", ["0", "pi/3", "pi", "5*pi/3"]),
        ("solve cos(2θ) = 1/2 for 0 ≤ θ < 360", ["30", "150", "210", "330"]),
        (r"solve \(2\sin x = 1\) for \(0 \le x < 2\pi\)", ["pi/6", "5*pi/6"]),
        ("solve sin(x) = 0 for 0 < x < 360", ["180"]),
        ("find all x in [0,360) with cos x = 0", ["90", "270"]),
        ("solve sin(x) = 0 in [0, 360]", ["0", "180", "360"]),
        ("solve cos(x) = 2 for 0 <= x < 360", []),
    ],
)
def test_the_solutions_in_a_range_keep_to_its_ends(text, answer):
    assert part(text)["answer"]["values"] == answer


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("sin(x) = 1/2", ["pi/6 + 2*pi*k", "5*pi/6 + 2*pi*k"]),
        ("solve 2cos(x) + 1 = 0", ["2*pi/3 + 2*pi*k", "-2*pi/3 + 2*pi*k"]),
        ("sin(x) = cos(x)", ["pi/4 + pi*k"]),
        ("2 sin(x)^2 - sin(x) - 1 = 0", ["pi/2 + 2*pi*k", "-pi/6 + 2*pi*k", "7*pi/6 + 2*pi*k"]),
        ("sin^2(x) = cos(x) + 1", ["pi/2 + 2*pi*k", "-pi/2 + 2*pi*k", "pi + 2*pi*k"]),
    ],
)
def test_without_a_range_all_solutions_are_given_in_both_measures(text, families):
    found = part(text)

    assert sorted(found["answer"]["values"]) == sorted(families)
    assert "in degrees" in compose_final(found)


def test_a_rounded_angle_is_said_to_be_rounded():
    assert r"x \approx 72.54^{\circ}" in compose_final(part("solve cos(x) = 0.3 between 0 and 360 degrees"))


@pytest.mark.slow
def test_too_many_angles_are_told_in_general():
    assert part("solve sin(200x) = 1/2 for 0 <= x < 3600")["answer"]["outcome"] == "general"


def test_no_solution_is_said():
    assert "no real solution" in compose_final(part("cos(x) = 2"))


@pytest.mark.parametrize("text", ["sin(x) = x", "2^sin(x) = 2", "sin(x^2) = 1"])
def test_what_has_no_method_is_said_without_an_answer(text):
    assert part(text)["answer"] is None


@pytest.mark.parametrize("text", ["solve sin(x) = 0 between 0 and 6", "solve sin(x) = 0 for 0° < x < 2pi"])
def test_a_range_in_unclear_measure_is_refused(text):
    assert read(text).problem.code == "ambiguous"


@pytest.mark.slow
@given(st.sampled_from(sorted(FUNCTIONS)), st.sampled_from(ANGLES), st.sampled_from([1, 2, 3]))
def test_random_known_angles_are_all_found(name, angle, times):
    function = FUNCTIONS[name]
    value = function(sympy.pi * angle / 180)

    answer = part(f"solve {name}({times}x) = {value} for 0 <= x < 360".replace("**", "^"))["answer"]["values"]

    expected = {
        sympy.Rational(each + 360 * turn, times)
        for each in ANGLES
        if function(sympy.pi * each / 180) == value
        for turn in range(times)
    }
    assert {sympy.Rational(each) for each in answer} == expected
