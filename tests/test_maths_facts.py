"""What follows by a known formula: terms, lengths, lines, endless sums, discriminants, turning points, formulas."""

import pytest
import sympy

from maths.reading import read
from maths.reading.tasks import Task
from maths.solving import explain
from maths.solving.worked import RECIPES
from maths.tree import Number
from maths.wording import compose_final
from tests.solved import part, printed

VALUES = [
    ("what's the reciprocal of 3/4", "4/3"),
    ("what is the opposite of -5", "5"),
    ("complement of 35 degrees", "55"),
    ("10th term of the arithmetic sequence with a1 = 3 and d = 4", "39"),
    ("geometric sequence with first term 2 and ratio 3, find the 5th term", "162"),
    ("common ratio of 2, 6, 18", "3"),
    ("the mean of 3, 5, x is 6, find x", "10"),
    ("side of a square with area 49", "7"),
    ("radius of a circle with area 16pi", "4"),
    ("the perimeter of a rectangle is 20 cm and the width is 4 cm, find the length", "6"),
    ("slope between (1,2) and (3,8)", "3"),
    ("distance from (1,1) to (4,5)", "5"),
    ("slope of 2x + 3y = 6", "-2/3"),
    ("y-intercept of y = 2x + 5", "5"),
    ("1+2+4+…+64", "127"),
    ("1 + 2 + ... + 10", "55"),
    ("1 + 1/3 + 1/9 + ...", "3/2"),
    ("sum of even numbers from 2 to 100", "2550"),
    ("discriminant of 2x^2 = 3x - 5", "-31"),
    ("how many real solutions does x^2+4x+5=0 have", "0"),
    ("how many solutions does |x| = 3 have?", "2"),
    ("minimum of x^2 - 6x + 10", "1"),
    ("how many factors does 12 have", "6"),
    ("sum of the digits of 1234", "10"),
    ("convert 60 degrees to radians", "pi/3"),
    ("degree of x^5 + 3x", "5"),
    ("log base 5 of 125", "3"),
    ("area of a rectangle 2 m by 50 cm", "10000"),
    ("area of a triangle with sides 5, 5 and 6", "12"),
    ("how many minutes between 8:15 and 9:00", "45"),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_one_value_follows_by_a_formula(text, value):
    found = part(text)

    assert found["answer"]["values"][0] == value
    assert found["steps"]
    assert printed(found["program"])


SENTENCES = [
    ("equation of line through (1,2) and (3,7)", r"y = \frac{5x}{2} - \frac{1}{2}"),
    ("line through (2, 1) and (2, 5)", "x = 2"),
    ("equation of the line perpendicular to y = 2x - 1 through (2, 3)", r"y = 4 - \frac{x}{2}"),
    ("normal to y = x^3 at x=1", r"y = \frac{4}{3} - \frac{x}{3}"),
    ("does the limit of 1/x as x approaches 0 exist", "No, it does not exist"),
    ("does the limit of x^2 at 2 exist", "Yes, it exists"),
    ("turning points of y = x^3 - 3x", r"minima at \(\left(1, -2\right)\)"),
    ("maximum and minimum of x^3 - 3x", r"maxima at \(\left(-1, 2\right)\), minima at \(\left(1, -2\right)\)"),
    ("find the minima and maxima of x^3 - 3x", r"maxima at \(\left(-1, 2\right)\), minima at"),
    ("find the minimum and maximum of x^2 - 4x", r"The minimum of \(x^{2} - 4x\) is \(-4\)"),
    ("find the local maximum of x^3 - 3x", "elsewhere it goes higher"),
    ("maximum of x^2", "has no maximum"),
    ("critical points of x^3", r"is 0 at \(\left(0, 0\right)\)"),
    ("1 + 2 + 4 + ...", "has no sum"),
    ("make r the subject of A = pi r^2 where r > 0", r"r = \sqrt{\frac{A}{\pi}}"),
    ("solve y = 2x + 3 for x", r"x = \frac{y - 3}{2}"),
    ("F = 9/5 C + 32, solve for C", r"C = \frac{\left(F - 32\right) \cdot 5}{9}"),
    ("make x the subject of x + y = xy", r"x = \frac{y}{y - 1}"),
    ("divide x^3 - 1 by x - 1", "x^{2} + x + 1"),
    ("remainder when x^3 - 2x + 1 is divided by x - 2", r"remainder is \(5\)"),
    ("primes between 10 and 20", r"11,\ 13,\ 17,\ 19"),
    ("is seventeen odd", "Yes"),
    ("3 kg + 500 g", r"3.5\,\text{kg}"),
    ("1.234,5 + 1", "1235.5"),
]


@pytest.mark.parametrize(("text", "shown"), SENTENCES)
def test_the_answer_is_told_in_a_sentence(text, shown):
    found = part(text)

    assert shown in compose_final(found), compose_final(found)


def test_a_plot_comes_with_a_table_of_values():
    steps = part("plot x^2 and give a value table")["steps"]

    assert steps[-1]["rule"] == "value_table"
    assert r"\begin{array}" in steps[-1]["after"]


@pytest.mark.parametrize("key", sorted(RECIPES))
def test_each_recipe_passes_its_own_check_and_prints_what_it_says(key):
    given = RECIPES[key].given
    choices = [[60, 4, 12, 3, 5, 7], [9, 2, 30, 2, 3, 1], ["0.5", "0.25", 8, 2]]
    for numbers in choices:
        values = [str(numbers[i % len(numbers)]) for i in range(len(given))]
        task = Task("worked", tuple(map(Number, values)), details=(key,))
        try:
            (found,) = explain({"tasks": [task.to_dict()]})["parts"]
        except (ValueError, TypeError):
            continue
        shown = printed(found["program"]).split("\n")
        wanted = found["answer"]["values"]
        assert all(sympy.simplify(sympy.sympify(a) - sympy.sympify(b)) == 0 for a, b in zip(shown, wanted, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "width of a rectangle with perimeter 10 and length 6",
        "complement of 135 degrees",
        "reciprocal of 0",
        "1 + 2 + ... + 64",
        "slope between (1,2) and (1,8)",
        "common difference of 3, 7, 12",
        "sin(x) = 0 between 0 and 6",
        "solve sin(x) = x + y for x",
        "how long from 11:15 to 9:40",
        "minus three squared",
        "how many solutions does sin x = 0 have",
        "2 m - 300 cm",
        "3 kg + 2 m",
    ],
)
def test_what_cannot_be_or_is_not_clear_is_not_solved(text):
    assert read(text).tasks == ()
