"""Limits from both sides and at infinity, and sums of many terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maths.reading import read
from maths.wording import compose_final, compose_steps
from tests import solved
from tests.solved import part, values

SMALL = st.integers(-9, 9)


def printed(program):
    return solved.printed(program).split()


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("limit of sin(x)/x as x approaches 0", "1"),
        ("lim x->2 (x^2-4)/(x-2)", "4"),
        (r"\lim_{x \to 0} \frac{1-\cos(x)}{x^2}", "1/2"),
        (r"Find $\lim_{x \to \infty} \frac{3x^2+1}{x^2-x}$.", "3"),
        ("lim x->infinity of 1/x", "0"),
        ("what is the limit of (1+1/x)^x as x goes to infinity", "E"),
        ("limit of x^2 + 1 as x -> 3", "10"),
        ("limit of 1/x as x approaches 0 from the right", "oo"),
        (r"\lim_{x \to 0^-} 1/x", "-oo"),
        ("limit of 1/x^2 as x approaches 0", "oo"),
        ("limit of x^3 as x approaches -infinity", "-oo"),
        ("limit(ln(x)/(x-1), x, 1)", "1"),
    ],
)
def test_limits_are_read_in_many_wordings_and_found(text, answer):
    found = part(text)

    assert found["answer"]["values"] == [answer]
    assert set(printed(found["program"])) == {answer}


@pytest.mark.parametrize("text", ["limit(1/x, x, 0)", "lim x→0 |x|/x", "limit of e^(1/x) as x approaches 0"])
def test_a_limit_that_differs_from_the_two_sides_does_not_exist(text):
    found = part(text)

    assert "does not exist" in compose_final(found)
    assert found["answer"] == {"kind": "limit", "outcome": "none", "values": [], "latex": []}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("limit of sqrt(x) as x approaches 0", "only to the right"),
        ("lim x->0 sin(1/x)", "cannot find the limit"),
        ("limit of cbrt(x) as x approaches 0", "cannot find the limit"),
    ],
)
def test_what_is_no_plain_limit_has_no_answer(text, words):
    found = part(text)

    assert words in compose_final(found)
    assert found["answer"] is None


def test_common_factors_are_cancelled_before_a_number_is_put_in():
    message = compose_steps(part("lim x->2 (x^2-4)/(x-2)"))

    assert "cancel what they share" in message
    assert message.index("cancel what they share") < message.index("put in \\(x = 2\\)")


@pytest.mark.parametrize(
    "text", ["limit of log(x) as x approaches 1", "limit of x*y as x approaches 1", "limit of x = 2 as x -> 1"]
)
def test_limits_that_are_not_clear_are_refused(text):
    assert read(text).tasks == ()


@given(SMALL, SMALL, SMALL)
def test_random_removable_gaps_have_their_limit(gap, a, b):
    """(x - g)(a x + b) / (x - g) goes to a g + b."""
    text = f"limit of (x - ({gap}))*({a}*x + {b})/(x - ({gap})) as x approaches {gap}"

    assert values(text) == [a * gap + b]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (r"\sum_{k=1}^{10} k^2", 385),
        ("sum of k^2 from k=1 to 100", 338350),
        ("sum of 2k+1 from k=1 to 50", 2600),
        ("sum from k=0 to 10 of 2^k", 2047),
        ("what is the sum of the first 20 terms of 3, 7, 11, ...", 820),
        ("sum of the first 8 terms of the geometric sequence 1, 1/2, 1/4", "255/128"),
        ("1 + 2 + 3 + ... + 100", 5050),
        ("what is 2+4+6+...+50", 650),
        ("sum of 1/k from k=1 to 5", "137/60"),
        ("sum of the first 100 positive integers", 5050),
        ("sum of the first 5 odd numbers", 25),
    ],
)
def test_sums_are_read_in_many_wordings_and_found(text, answer):
    found = part(text)

    assert found["answer"]["values"] == [str(answer)]
    assert printed(found["program"]) == [str(answer)]


@pytest.mark.parametrize(
    "text",
    [
        "sum of the first 10 terms of 1, 2, 4, 9",
        "sum of the first 10 terms of 1, 2",
        "1 + 2 + 4 + ... + 65",
        "1 + 2 + ... + 64",
        "1 + 3 + 5 + ... + 10",
        "sum of k from k=1 to 10^9",
        "sum of k^200 from k=1 to 1000000",
        r"\sum_{k=1}^{10} 9^{9^k}",
        "sum of k*m from k=1 to 5",
    ],
)
def test_sums_that_are_not_clear_or_too_long_are_refused(text):
    assert read(text).tasks == ()


def test_a_sum_too_long_to_write_has_no_answer():
    assert part("sum of 1/(k^2+1) from k=1 to 20000")["answer"] is None


@pytest.mark.slow
@given(SMALL, SMALL, SMALL, st.integers(1, 60))
def test_random_sums_are_what_adding_gives(a, b, c, count):
    expected = sum(a * k * k + b * k + c for k in range(1, count + 1))

    assert values(f"sum of {a}*k^2 + {b}*k + {c} from k=1 to {count}") == [expected]
