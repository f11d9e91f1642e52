"""Sequences: rules that the terms confirm, and silence where they do not."""

import random

import pytest
import sympy

from maths.reading import read
from maths.wording import compose_final, compose_steps
from tests.test_maths_numbers import code_of, part, printed


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("next number 2, 4, 8, 16", ["32"]),
        ("What comes next in 2, 4, 8, 16, ...?", ["32"]),
        ("2, 5, 10, 17, 26, what comes next", ["37"]),
        ("2, 5, 10, 17, 26 what is the next number", ["37"]),
        ("1, 1, 2, 3, 5, 8 next", ["13"]),
        ("next two terms of 1, 4, 9, 16", ["25", "36"]),
        ("continue the pattern 0.5, 1.0, 1.5", ["2"]),
        ("next term in 1/2, 1/4, 1/8", ["1/16"]),
        ("complete the sequence: 5 3 1", ["-1"]),
        ("7, 7, 7 what comes next?", ["7"]),
        ("what is the 20th term of 3, 7, 11, 15", ["79"]),
        ("10, 7, 4, 1, ... find the 15th term", ["-32"]),
        ("tenth term of 1, 1, 2, 3, 5", ["55"]),
        ("nth term of 3, 7, 11", ["4*n - 1"]),
        ("what is the formula for the nth term of the sequence 5, 8, 11, 14", ["3*n + 2"]),
        ("k'th term of 3, 6, 12, 24", ["3*2**(k - 1)"]),
        ("2, 6, 12, 20 find the nth term", ["n**2 + n"]),
        ("x'th term of 5, 5, 5", ["5"]),
    ],
)
def test_answers_to_many_wordings(text, values):
    found = part(text)

    assert found["answer"]["values"] == values
    assert "If the rule goes on like this" in compose_final(found)
    assert printed(found)


@pytest.mark.parametrize(
    "text", ["next term of 2, 3, 5, 7, 11", "what comes next: 3, 1, 4", "nth term of 1, 2, 4, 7, 12"]
)
def test_without_a_confirmed_rule_nothing_is_promised(text):
    found = part(text)

    assert found["answer"] is None
    assert "cannot be sure" in compose_final(found)


def test_two_rules_that_fit_are_both_named():
    found = part("2, 3, 5, 8 what comes next")

    assert found["answer"] is None
    assert r"\(13\)" in compose_final(found)
    assert r"\(12\)" in compose_final(found)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("what is 3, 4, 5", "unreadable"),
        ("next number 5, 7", "unreadable"),
        ("next 50 terms of 1, 2, 3", "too_large"),
        ("300th term of 1, 2, 3", "too_large"),
        ("next term of 1234567890123456, 2, 3", "too_large"),
    ],
)
def test_what_is_no_sequence_is_not_read(text, code):
    assert code_of(text) == code


@pytest.mark.parametrize("seed", range(40))
def test_polynomials_are_found_from_one_term_more_than_they_need(seed):
    chance = random.Random(seed)
    degree = chance.randint(1, 4)
    n = sympy.Symbol("n")
    formula = sum(chance.randint(-9, 9) * n**k for k in range(degree)) + chance.choice([-3, 1, 2, 5]) * n**degree
    terms = [formula.subs(n, k) for k in range(1, degree + 3)]
    listed = ", ".join(map(str, terms))

    following = part(f"next term of {listed}")
    if following["answer"] is None:
        assert "Two rules fit" in compose_final(following)
        return
    rule = part(f"nth term of {listed}")

    assert following["answer"]["values"] == [str(formula.subs(n, degree + 3))] == [printed(following)]
    assert sympy.expand(sympy.sympify(rule["answer"]["values"][0], locals={"n": n}) - formula) == 0
    assert printed(rule).endswith(str(terms))


@pytest.mark.parametrize("seed", range(20))
def test_geometric_sequences_go_on_by_their_ratio(seed):
    chance = random.Random(seed)
    first = sympy.Rational(chance.randint(1, 9), chance.randint(1, 3))
    ratio = sympy.Rational(chance.choice([-3, -2, 2, 3, 5]), chance.choice([1, 1, 2, 7]))
    terms = [first * ratio**k for k in range(5)]

    found = part(f"what is next in {', '.join(map(str, terms[:4]))}")

    assert found["answer"]["values"] == [str(terms[4])] == [printed(found)]


def test_the_rows_of_differences_are_shown():
    steps = compose_steps(part("next term of 1, 8, 27, 64, 125"))

    assert r"7,\quad 19,\quad 37,\quad 61" in steps
    assert r"6,\quad 6" in steps
    assert "125 + 61 + 24 + 6 = 216" in steps


def test_the_letter_of_the_question_is_the_letter_of_the_rule():
    assert read("e'th term of 3, 7, 11").tasks[0].variable == "e"
    assert part("e'th term of 3, 7, 11")["answer"]["values"] == ["4*e - 1"]
