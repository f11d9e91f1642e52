"""The judge on random tasks whose answer is known from how they were made, said in many styles, right and perturbed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.judging import verdict

pytestmark = pytest.mark.slow

ROOT_STYLES = [
    "The solution is x = {}.",
    "x = {}",
    "So \\(x = {}\\).",
    "Some work first.\n\n\\[ x = {} \\]",
    "\\boxed{{x = {}}}",
    "\\[\\boxed{{{}}}\\]",
    "**Answer:** x = {}",
    "The answer is {}.",
    "Subtract, then divide.\n\n1. Subtract.\n2. Divide: x = {}",
    "The value of x is {}. Check by putting it back.",
    "Let me think: x = 987. Wait, that is wrong. x = {}",
    "Die Lösung ist x = {}.",
]
VALUE_STYLES = [
    "{}",
    "The answer is {}.",
    "**{}**",
    "The result is \\({}\\).",
    "$$\\boxed{{{}}}$$",
    "After some work we get the following.\n\n**Final answer:** {}",
    "Das Ergebnis ist {}.",
    "It is {}. (See page 12.)",
    "Therefore the value is {}.",
]
PAIR_STYLES = [
    "x = {} or x = {}",
    "The solutions are x = {} and x = {}.",
    "The roots are {} and {}.",
    "\\(x_1 = {}\\) and \\(x_2 = {}\\)",
    "The solution set is \\(\\{{{}, {}\\}}\\).",
    "\\boxed{{x = {} \\text{{ or }} x = {}}}",
    "The solutions are:\n- x = {}\n- x = {}",
    "First factor: x = {}\n\nSecond factor: x = {}",
]
wholes = st.integers(-30, 30)
shifts = st.integers(-9, 9).filter(bool)
fractions = st.builds(Fraction, st.integers(-40, 40), st.integers(1, 12))


@given(st.integers(2, 9), st.integers(0, 20), wholes, shifts, st.sampled_from(ROOT_STYLES))
def test_a_linear_equation(slope, constant, root, shift, style):
    question = f"Solve {slope}x + {constant} = {slope * root + constant}"

    assert verdict(question, style.format(root)) == "verified"
    assert verdict(question, style.format(root + shift)) != "verified"


@given(wholes, wholes, shifts, st.sampled_from(PAIR_STYLES), st.booleans())
def test_a_quadratic_equation(first, second, shift, style, swapped):
    question = f"Solve (x - ({first}))(x - ({second})) = 0"
    roots = (second, first) if swapped else (first, second)

    assert verdict(question, style.format(*roots)) == "verified"
    if {roots[0], roots[1] + shift} != set(roots):
        assert verdict(question, style.format(roots[0], roots[1] + shift)) != "verified"
    if first != second:
        assert verdict(question, f"The solution is x = {first}.") != "verified"
    assert verdict(question, f"The solutions are {first}, {second} and {max(roots) + abs(shift)}.") != "verified"


@given(fractions, fractions, shifts, st.sampled_from(VALUE_STYLES))
def test_a_sum_of_fractions(first, second, shift, style):
    question = f"What is ({first}) + ({second})?"
    total = first + second

    assert verdict(question, style.format(total)) == "verified"
    assert verdict(question, style.format(total + shift)) != "verified"
    assert verdict(question, style.format(total + Fraction(shift, total.denominator))) != "verified"


@given(st.integers(1, 400), st.integers(3, 97), st.integers(1, 6), shifts, st.sampled_from(VALUE_STYLES[:8]))
def test_a_decimal_is_judged_by_its_own_digits(top, bottom, places, shift, style):
    scaled = Fraction(top, bottom) * 10**places
    nearest = int(scaled + Fraction(1, 2))
    digits, moved = (str(each).rjust(places + 1, "0") for each in (nearest, nearest + abs(shift)))
    mark = "," if "Ergebnis" in style else "."

    right, wrong = (style.format(f"{each[:-places]}{mark}{each[-places:]}") for each in (digits, moved))

    assert verdict(f"calculate {top}/{bottom}", right) in {"verified", "not_checked"}
    assert verdict(f"calculate {top}/{bottom}", wrong) != "verified"


@given(st.integers(2, 9), st.integers(2, 6), st.integers(1, 9), shifts, st.sampled_from(VALUE_STYLES))
def test_a_derivative_and_an_antiderivative(factor, power, other, shift, style):
    derivative = f"{factor * power}x^{power - 1} + {other}"
    question = f"derivative of {factor}x^{power} + {other}x"

    assert verdict(question, style.format(derivative)) == "verified"
    assert verdict(question, style.format(f"{factor * power + shift}x^{power - 1} + {other}")) != "verified"
    assert verdict(f"integrate {derivative}", style.format(f"{factor}x^{power} + {other}x + C")) == "verified"
    assert verdict(f"integrate {derivative}", style.format(f"{factor + shift}x^{power} + {other}x + C")) != "verified"


@given(st.integers(-9, 9), st.integers(-9, 9), shifts, st.sampled_from(VALUE_STYLES))
def test_a_product_multiplied_out_and_factored_again(first, second, shift, style):
    product, total = first * second, first + second
    expanded = f"x^2 + ({total})x + ({product})".replace("+ (-", "- (").replace("(", "").replace(")", "")
    moved = f"x^2 + {total + shift + 20}x + {product + 200}"

    assert verdict(f"expand (x + ({first}))(x + ({second}))", style.format(moved)) != "verified"
    assert verdict(f"factor {expanded}", style.format(f"(x + ({first}))(x + ({second + shift}))")) != "verified"
    assert verdict(f"expand (x + ({first}))(x + ({second}))", style.format(expanded)) != "contradicted"
    assert verdict(f"factor {expanded}", style.format(f"(x + ({first}))(x + ({second}))")) != "contradicted"


@pytest.mark.parametrize("noise", ["Page 7. ", "There are 12 of them. ", "This took 3 minutes.\n\n", "Exercise 5:\n"])
@given(wholes, shifts)
def test_numbers_beside_the_claim_do_not_count(noise, root, shift):
    question = f"Solve 4x + 3 = {4 * root + 3}"

    assert verdict(question, f"{noise}x = {root + shift}. See page {root}.") != "verified"
    assert verdict(question, f"{noise}x = {root}. See page {root + shift}.") != "contradicted"
