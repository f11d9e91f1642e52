"""Mean, median, mode, range and spread: many wordings, and the same as Python's own statistics."""

import random
import statistics
from fractions import Fraction

import pytest
import sympy

from maths.reading import read
from maths.wording import compose_final, compose_steps
from tests.judging import verdict
from tests.test_maths_numbers import code_of, part, printed


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("median of 3, 5, 9", ["5"]),
        ("whats the median of 3 5 9 10", ["7"]),
        ("mean 3 5 10", ["6"]),
        ("what's the average of 4, 5 and 9?", ["6"]),
        ("Find the mean of the following numbers: 2; 4; 9", ["5"]),
        ("2, 4, 9 mean", ["5"]),
        ("average of the scores 80, 90 and 95", ["265/3"]),
        ("mean([1,2,3])", ["2"]),
        ("mode of 1, 2, 2, 3", ["2"]),
        ("modes of 1, 1, 2, 2, 3", ["1", "2"]),
        ("range of -3, 5, 9", ["12"]),
        ("sample standard deviation of 2, 4, 4, 4, 5, 5, 7, 9", ["4*sqrt(14)/7"]),
        ("population variance of 1, 2, 4", ["14/9"]),
        ("find the mean, median and mode of 3, 5, 5, 8", ["21/4", "5", "5"]),
        ("quartiles of 1, 2, 3, 4, 5, 6, 7", ["2", "4", "6"]),
        ("interquartile range of 3, 5, 7, 8, 12, 13, 14, 18", ["15/2"]),
        ("whats the IQR of 7 1 3 2 5 6 4", ["4"]),
        ("find the lower quartile of 2, 4, 4, 5, 9", ["3"]),
        ("third quartile of the scores 2, 4, 4, 5, 9, 11", ["9"]),
        ("median and interquartile range of 1, 5, 2, 8", ["7/2", "5"]),
    ],
)
def test_figures_in_many_wordings(text, values):
    found = part(text)

    assert found["answer"]["values"] == values
    assert printed(found)


def test_a_deviation_of_nobody_knows_what_is_given_for_both():
    found = part("standard deviation of 2, 4, 4, 4, 5, 5, 7, 9")

    assert found["answer"]["names"] == ["deviation_population", "deviation_sample"]
    assert found["answer"]["values"] == ["2", "4*sqrt(14)/7"]


def test_without_a_mode_that_is_said():
    assert "no mode" in compose_final(part("mode of 1, 2, 3"))


def test_the_sum_and_the_order_are_shown():
    assert "3 + 5 + 10 = 18" in compose_steps(part("mean of 3, 5, 10"))
    assert "3,\\ 5,\\ 9" in compose_steps(part("median of 9, 3, 5"))
    assert r"\left(-1\right)^2 + \left(1\right)^2 = 2" in compose_steps(part("population variance of 4, 6"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("average of 5", "unreadable"),
        ("mean of x, y", "unreadable"),
        ("mean of 1,000,2,000", "ambiguous"),
        ("interdecile range of 1, 2, 3", "unreadable"),
        ("mean and mean of 1, 2", "unreadable"),
    ],
)
def test_what_is_not_understood_is_refused(text, code):
    assert code_of(text) == code


@pytest.mark.parametrize("seed", range(25))
def test_random_lists_agree_with_the_standard_library(seed):
    chance = random.Random(seed)
    values = [Fraction(chance.randint(-40, 40), chance.choice([1, 1, 2, 5])) for _ in range(chance.randint(2, 15))]
    listed = ", ".join(map(str, values))

    assert part(f"mean of {listed}")["answer"]["values"] == [str(statistics.mean(values))]
    assert part(f"median of {listed}")["answer"]["values"] == [str(statistics.median(values))]
    variance = part(f"sample variance of {listed}")
    assert variance["answer"]["values"] == [str(statistics.variance(values))]
    deviation = part(f"population standard deviation of {listed}")["answer"]["values"]
    assert abs(float(sympy.sympify(deviation[0])) - statistics.pstdev(values)) < 1e-9


def test_quartiles_say_which_they_are_and_those_of_other_books_are_not_contradicted():
    said = compose_final(part("interquartile range of 1, 2, 3, 4, 5, 6, 7"))

    assert said.endswith("with the medians of both halves as quartiles.")
    assert verdict("interquartile range of 1, 2, 3, 4, 5, 6, 7", said) == "verified"
    assert verdict("interquartile range of 1, 2, 3, 4, 5, 6, 7", "The interquartile range is 3.") == "not_checked"
    assert read("quartiles of 5").problem.phrase.text() == "I need at least 2 numbers there."
