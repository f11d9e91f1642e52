"""Shapes: formulas filled in with named lengths, with units, and refused where the description is not understood."""

import random

import pytest
import sympy

from maths.wording import compose_final, compose_steps
from tests.test_maths_numbers import code_of, part, printed


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("area of a circle with radius 5 cm", "25*pi", "cm^2"),
        ("area circle radius 5", "25*pi", ""),
        ("what is the circumference of a circle with diameter 10?", "10*pi", ""),
        ("area of a rectangle 3 cm by 4 cm", "12", "cm^2"),
        ("area of a rectangle 3 by 4 cm", "12", "cm^2"),
        ("perimeter of a rectangle with length 3.5 m and width 2 m", "11", "m"),
        ("perimeter of a rectangle with sides 3 and 4", "14", ""),
        ("diagonal of a rectangle 3 by 4", "5", ""),
        ("volume of a cube with side length 3", "27", ""),
        ("surface area of a cube of edge 2 cm", "24", "cm^2"),
        ("volume of a box 2 x 3 x 4", "24", ""),
        ("volume of a cylinder with radius 3 and height 5", "45*pi", ""),
        ("volume of a cylinder with 3 cm radius and 5 cm height", "45*pi", "cm^3"),
        ("volume of a cone with radius 3 and height 4", "12*pi", ""),
        ("surface area of a sphere of radius 2 m", "16*pi", "m^2"),
        ("hypotenuse of a right triangle with legs 3 and 4", "5", ""),
        ("a right triangle has hypotenuse 13 and leg 5. What is the other leg?", "12", ""),
        ("area of a triangle with base 3 and height 4", "6", ""),
        ("perimeter of a triangle with sides 3, 4 and 5", "12", ""),
        ("third angle of a triangle with angles 50 and 60", "70", "°"),
        ("two angles of a triangle are 50° and 60°, find the third angle", "70", "°"),
        ("sum of the angles of a hexagon", "720", "°"),
        ("interior angle of a regular octagon", "135", "°"),
        ("area of a trapezoid with bases 3 and 5 and height 4", "16", ""),
        ("find the hypotenuse if the legs are 5 and 12", "13", ""),
        ("angles in a triangle are 40 and 75 what is the third angle", "65", "°"),
        ("perimeter of a rectangle that is 5 cm long and 3 cm wide", "16", "cm"),
        ("area of a rhombus with diagonals 6 and 4", "12", ""),
        ("a circle has a radius of 3 m. find the area", "9*pi", "m^2"),
        ("area of a parallelogram, base 6 ft, height 2.5 ft", "15", "ft^2"),
    ],
)
def test_quantities_of_shapes(text, value, unit):
    found = part(text)

    assert (found["answer"]["values"], found["answer"]["unit"]) == ([value], unit)
    assert printed(found).splitlines()[0] == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("perimeter of a triangle with sides 1, 2 and 5", "undefined"),
        ("third angle of a triangle with angles 150 and 60", "undefined"),
        ("right triangle with hypotenuse 5 and leg 6, find the other leg", "undefined"),
        ("area of a circle with radius 0", "undefined"),
        ("area of a circle of 5", "unsupported"),
        ("volume of a sphere with radius 12345678901234567890", "too_large"),
        ("area of a triangle with sides 3 4 5 6", "unsupported"),
        ("volume of a circle with radius 3", "unsupported"),
        ("area of a rectangle with length 3 and width 4 and a hole", "unreadable"),
        ("area of a circle with circumference 10", "unreadable"),
        ("volume of a cylinder with radius 3", "unsupported"),
    ],
)
def test_what_is_not_wholly_described_is_refused(text, code):
    assert code_of(text) == code


def test_the_formula_and_the_numbers_are_shown():
    steps = compose_steps(part("area of a circle with radius 5 cm"))

    assert r"\pi r^{2}" in steps
    assert r"= 25\pi" in steps
    assert compose_final(part("area of a circle with radius 5 cm")) == (
        r"The area is \(25\pi\,\text{cm}^{2} \approx 78.5398\,\text{cm}^{2}\)."
    )


@pytest.mark.parametrize("seed", range(20))
def test_legs_and_hypotenuse_belong_together(seed):
    chance = random.Random(seed)
    a, b = chance.randint(1, 99), chance.randint(1, 99)

    longest = sympy.sympify(part(f"hypotenuse of a right triangle with legs {a} and {b}")["answer"]["values"][0])
    diagonal = sympy.sympify(part(f"diagonal of a rectangle {a} by {b}")["answer"]["values"][0])

    assert longest**2 == a**2 + b**2
    assert diagonal == longest


@pytest.mark.parametrize("seed", range(20))
def test_a_sphere_fills_two_thirds_of_its_cylinder(seed):
    radius = sympy.Rational(random.Random(seed).randint(1, 99), 4)

    sphere = sympy.sympify(part(f"volume of a sphere with radius {radius}")["answer"]["values"][0])
    cylinder = part(f"volume of a cylinder with diameter {2 * radius} and height {2 * radius}")["answer"]["values"][0]

    assert sphere == sympy.sympify(cylinder) * sympy.Rational(2, 3)
