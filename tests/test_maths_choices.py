"""A question with two readings: brackets that leave one of them, found for both or for none."""

import time

import pytest

from maths.reading import read
from maths.reading.choices import LONGEST, choices

CHOICES = {
    "Simplify 1/2x": ("Simplify (1/2)x", "Simplify 1/(2x)"),
    "Please simplify 1/2x, thanks!": ("Please simplify (1/2)x, thanks!", "Please simplify 1/(2x), thanks!"),
    "What is 2/3 ÷ 4/5?": ("What is 2/3 ÷ (4/5)?", "What is (2/3 ÷ 4)/5?"),
    "Differentiate e^2x": ("Differentiate e^(2x)", "Differentiate (e^2)x"),
    "What is 1/2(3+4)?": ("What is (1/2)(3+4)?", "What is 1/(2(3+4))?"),
    "integrate 1/3x from 1 to 2": ("integrate (1/3)x from 1 to 2", "integrate 1/(3x) from 1 to 2"),
}


@pytest.mark.parametrize("text", CHOICES)
def test_each_reading_gets_its_brackets(text):
    assert choices(text) == CHOICES[text]


@pytest.mark.parametrize("text", CHOICES)
def test_each_choice_is_understood_and_they_differ(text):
    first, second = (read(each).tasks for each in choices(text))

    assert len(first) == len(second) == 1
    assert first[0].kind == second[0].kind
    assert first[0].expressions != second[0].expressions


@pytest.mark.parametrize(
    "text", ["", "Solve 3x + 11 = 14", "Why is the sky blue?", "sin 30", "1.000", "Simplify 1/2x + 1/2x", "80 + 5%"]
)
def test_where_there_are_not_two_for_sure_there_are_none(text):
    assert choices(text) == ()


@pytest.mark.parametrize("text", ["Simplify 1/2x" + " " * LONGEST, "Simplify " + "1/2x+" * 18 + "1", "(" * 90 + "1/2x"])
def test_long_and_twisted_questions_take_no_time(text):
    began = time.process_time()

    choices(text)

    assert time.process_time() - began < 1
