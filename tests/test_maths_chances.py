"""Probabilities of simple draws, counted outcome by outcome."""

from fractions import Fraction
from math import comb

import pytest

from maths.wording import compose_final, compose_steps
from tests.test_maths_numbers import code_of, part, printed


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("probability of rolling a 6", "1/6"),
        ("what is the probability of rolling an even number on a fair die", "1/2"),
        ("chance of getting a number greater than 4 with a six-sided die", "1/3"),
        ("probability of rolling a 5 or 6", "1/3"),
        ("probability of rolling not a 6", "5/6"),
        ("probability of rolling at least 3 on a dice", "2/3"),
        ("probability of rolling a prime number on a 20-sided die", "2/5"),
        ("probability of rolling a multiple of three on a die", "1/3"),
        ("probability of rolling a sum of 7 with two dice", "1/6"),
        ("probability of rolling doubles with two dice", "1/6"),
        ("probability of heads", "1/2"),
        ("probability of getting 2 heads in 3 coin flips", "3/8"),
        ("probability of at least 1 head in 3 tosses", "7/8"),
        ("probability of all tails in 4 tosses", "1/16"),
        ("probability of drawing an ace from a deck of cards", "1/13"),
        ("probability of drawing the king of hearts from a deck", "1/52"),
        ("probability of drawing a heart or a king from a standard deck", "4/13"),
        ("probability of drawing a red king from a deck", "1/26"),
        ("probability of picking a face card from a deck", "3/13"),
        ("probability of drawing a 10 from a deck of 52 cards", "1/13"),
        ("A bag contains 3 red, 4 blue and 5 green balls. What is the probability of drawing a red ball?", "1/4"),
        ("a bag has 3 red and 7 blue marbles, what is the probability of picking not red", "7/10"),
        ("probability of drawing red or blue from a bag with 3 red, 4 blue and 5 green balls", "7/12"),
    ],
)
def test_probabilities_of_simple_draws(text, value):
    found = part(text)

    assert found["answer"]["values"] == [value] == [printed(found)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("probability of rolling a 7 on a die", "unsupported"),
        ("probability of rain", "unreadable"),
        ("probability of drawing two aces from a deck", "ambiguous"),
        ("probability of a head in 3 flips", "ambiguous"),
        ("probability of heads in 3 flips", "ambiguous"),
        ("probability of rolling a 5 with two dice", "ambiguous"),
        ("a bag has 3 red and 7 blue marbles, what is the probability of picking green", "unreadable"),
        ("a bag has 3 red and 7 blue marbles, what is the probability of picking two red", "unreadable"),
        ("probability of 2 heads in 50 flips", "unsupported"),
    ],
)
def test_what_cannot_be_counted_surely_is_refused(text, code):
    assert code_of(text) == code


@pytest.mark.parametrize("tosses", range(1, 9))
def test_heads_agree_with_binomial_coefficients(tosses):
    for count in range(tosses + 1):
        found = part(f"probability of exactly {count} heads in {tosses} flips")

        assert found["answer"]["values"] == [str(Fraction(comb(tosses, count), 2**tosses))]


def test_the_outcomes_are_listed():
    steps = compose_steps(part("probability of rolling a sum of 4 with two dice"))

    assert r"(1, 3),\ (2, 2),\ (3, 1)" in steps
    assert r"\frac{3}{36} = \frac{1}{12}" in steps
    assert compose_final(part("probability of heads")) == r"The probability is \(\frac{1}{2}\), that is \(50\%\)."
