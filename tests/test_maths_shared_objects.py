"""Two things asked of one object are two tasks; where the first can be meant in two ways, nothing is guessed."""

import pytest

from maths.judging import judge
from maths.reading import read


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("find the gcd and lcm of 12 and 18", "gcd of 12 and 18", "lcm of 12 and 18"),
        (
            "What are the slope and the y-intercept of 2x + 3y = 6?",
            "slope of 2x + 3y = 6",
            "y-intercept of 2x + 3y = 6",
        ),
        ("area and perimeter of a rectangle 3 by 4", "area of a rectangle 3 by 4", "perimeter of a rectangle 3 by 4"),
        ("first and second derivative of x^3", "first derivative of x^3", "second derivative of x^3"),
        ("sum and product of 3 and 4", "sum of 3 and 4", "product of 3 and 4"),
        ("give me both the minimum and the maximum of 3, 7, 2", "minimum of 3, 7, 2", "maximum of 3, 7, 2"),
    ],
)
def test_two_things_of_one_object_are_two_tasks(question, first, second):
    alone = [read(each).tasks[0] for each in (first, second)]

    found = read(question).tasks

    assert [(task.kind, task.expressions, task.details) for task in found] == [
        (task.kind, task.expressions, task.details) for task in alone
    ]


@pytest.mark.parametrize(
    "question",
    [
        "square and cube root of 64",
        "twice the sum and product of 3 and 4",
        "sum and color of 3 and 4",
        "domain and taste of sqrt(x)",
        "sum and product of the roots of x^2 - 5x + 6 = 0",
    ],
)
def test_what_may_be_meant_otherwise_is_not_guessed(question):
    assert read(question).tasks == ()


def test_half_an_answer_is_never_verified():
    asked = {"question": "gcd and lcm of 12 and 18", "context": [], "name": ""}

    assert judge({**asked, "reply": "The gcd is 6."})["verdict"] != "verified"
    assert judge({**asked, "reply": "The gcd is 6 and the lcm is 72."})["verdict"] != "verified"
