"""Ratios, interest, and numbers in another form."""

import random
from fractions import Fraction

import pytest

from maths.wording import compose_final, compose_steps
from tests.test_maths_numbers import code_of, part, printed


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("3/4 as a decimal", "0.75"),
        ("convert 1/3 to a decimal", r"0.\overline{3}"),
        ("write 1/6 as a decimal", r"0.1\overline{6}"),
        ("1/7 to decimal", r"0.\overline{142857}"),
        ("what is 0.75 as a fraction?", r"\frac{3}{4}"),
        ("40% as a fraction in its simplest form", r"\frac{2}{5}"),
        ("0.125 as a percent", r"12.5\%"),
        ("1/3 as a percentage", r"\frac{100}{3}\%"),
        ("7/4 as a mixed number", r"1\frac{3}{4}"),
        ("2 1/2 as a decimal", "2.5"),
        ("-0.2 as a fraction", r"-\frac{1}{5}"),
    ],
)
def test_one_number_in_another_form(text, shown):
    found = part(text)

    assert found["answer"]["latex"] == [shown]
    assert shown in compose_final(found)
    assert printed(found)


@pytest.mark.parametrize("seed", range(40))
def test_repeating_decimals_have_the_value_of_their_fraction(seed):
    chance = random.Random(seed)
    value = Fraction(chance.randint(1, 200), chance.choice([3, 6, 7, 9, 11, 12, 13, 14, 15, 22, 27, 30, 36, 37]))

    shown = part(f"{value} as a decimal" if value.denominator > 1 else f"{value}/1 as a decimal")["answer"]["latex"][0]

    start, _, repeated = shown.partition(r"\overline{")
    repeated = repeated.rstrip("}")
    digits = start + repeated * 30
    assert abs(Fraction(digits) - value) < Fraction(1, 10**20)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("simplify the ratio 12:18", ["2", "3"]),
        ("simplify the ratio 1.5 to 2", ["3", "4"]),
        ("share 60 in the ratio 2:3", ["24", "36"]),
        ("divide 100 in the ratio 1:2:4", ["100/7", "200/7", "400/7"]),
        ("simple interest on 500 at 4% for 3 years", ["60"]),
        ("What is the compound interest on 1,000 at 5% for 2 years?", ["205/2"]),
        ("compound interest on 100 at 4% for 1 year, compounded half-yearly", ["101/25"]),
        ("simple interest on 600 at 5% for 24 months", ["60"]),
    ],
)
def test_ratios_and_interest(text, values):
    found = part(text)

    assert found["answer"]["values"] == values
    assert printed(found)


def test_money_keeps_its_sign():
    assert compose_final(part("share $60 in the ratio 2:3")) == (
        r"Divided in the ratio \(2 : 3\), `$60` gives `$24`, `$36`."
    )
    assert "`$60`" in compose_final(part("simple interest on $500 at 4% for 3 years"))


def test_compound_interest_is_told_period_by_period():
    steps = compose_steps(part("compound interest on 1000 at 5% for 2 years"))

    assert r"1000 \cdot 1.05 = 1050" in steps
    assert r"1050 \cdot 1.05 = 1102.5" in steps


@pytest.mark.parametrize("seed", range(20))
def test_shares_make_the_whole_and_keep_the_ratio(seed):
    chance = random.Random(seed)
    parts = [chance.randint(1, 12) for _ in range(chance.randint(2, 4))]
    one = Fraction(chance.randint(1, 400), chance.choice([1, 2, 4]))
    amount = float(one * sum(parts))

    found = part(f"share {amount} in the ratio {':'.join(map(str, parts))}")

    assert found["answer"]["values"] == [str(one * each) for each in parts]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1011 to decimal", "ambiguous"),
        ("simplify the ratio 0:3", "unreadable"),
        ("share 60 in the ratio 2", "unreadable"),
        ("compound interest on 100 at 5% for 7 months", "unsupported"),
        ("compound interest on 100 at 5% for 2000 years", "too_large"),
        ("compound interest on 1234.89 at 7.77% for 100 years, compounded monthly", "too_large"),
    ],
)
def test_what_is_not_sure_is_refused(text, code):
    assert code_of(text) == code
