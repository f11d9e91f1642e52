"""Several draws, the experiment told first, odds; each value counted in a second way by hand."""

import pytest
import sympy

from maths.reading import read
from maths.wording import compose_final
from tests.solved import part, printed

BAG = "a bag contains 5 red and 3 blue balls. two balls are drawn without replacement. what is the probability"
CASES = [
    (f"{BAG} that both are red?", "5/14"),
    (f"{BAG} of one red and one blue?", "15/28"),
    (f"{BAG} that they have the same color?", "13/28"),
    (f"{BAG} of at least one blue?", "9/14"),
    ("A jar has 4 red and 6 blue marbles. You draw 2 marbles with replacement. probability both are blue?", "9/25"),
    ("probability of drawing 2 aces from a deck without replacement", "1/221"),
    ("two cards are drawn from a deck without replacement. what is the chance that both are hearts?", "1/17"),
    ("probability of rolling at least one 6 in two rolls", "11/36"),
    ("probability of rolling a 6 twice in a row", "1/36"),
    ("two dice are rolled, what is the probability that the sum is 7", "1/6"),
    ("if you roll a die, what's the chance of getting a 3", "1/6"),
    ("a coin is flipped twice. chance of two tails?", "1/4"),
    ("I pick a card from a deck. What is the probability that it is a queen?", "1/13"),
    ("probability of not rolling a 6", "5/6"),
    ("a bag has 2 red, 3 blue and 5 green marbles, probability of blue?", "3/10"),
    ("spinner with 8 equal sections, probability of landing on 3", "1/8"),
]


@pytest.mark.parametrize(("text", "value"), CASES)
def test_chances_of_several_draws_and_told_in_other_voices(text, value):
    found = part(text)

    assert found["answer"]["values"] == [value]
    assert printed(found["program"]) == value


def test_without_a_word_about_putting_back_it_is_asked():
    problem = read("two balls are drawn from a bag with 4 red and 6 blue balls, probability both blue").problem

    assert problem.code == "ambiguous"


def test_odds_are_told_with_the_probability():
    favor, against = (part(f"what are the odds {each} rolling a 5") for each in ("in favor of", "against"))

    assert "1 : 5" in compose_final(favor)
    assert "5 : 1" in compose_final(against)
    assert sympy.Rational(1, 6) == sympy.Rational(printed(favor["program"]))


@pytest.mark.parametrize(
    "text",
    [
        "a bag contains 5 red and 3 blue balls. two balls are drawn without replacement. probability both are green?",
        "a bag has 1 red ball. two balls are drawn without replacement. probability both are red?",
        "die rolled. probability of a 9",
        "probability of drawing 2 dragons from a deck without replacement",
    ],
)
def test_what_cannot_be_drawn_is_refused(text):
    assert read(text).tasks == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5 choose 2", "10"),
        ("C(7,3)", "35"),
        ("10P3", "720"),
        ("how many ways to arrange 4 books", "24"),
        ("how many ways can you choose 3 people from 8", "56"),
        ("arrangements of the word MATH", "24"),
    ],
)
def test_choices_and_orders_are_counted(text, value):
    found = part(text)

    assert found["answer"]["values"] == [value] == [printed(found["program"])]


def test_a_word_with_a_letter_twice_is_refused():
    assert read("arrangements of the word BOOK").problem.code == "unsupported"
