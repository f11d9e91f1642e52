"""Whole numbers, digits, bases, comparisons and rounding: how they are asked for, and that the answers are right."""

import contextlib
import io
import json
import math
import random
from fractions import Fraction

import pytest

from maths.reading import read
from maths.solving import explain
from maths.wording import compose_final, compose_steps


def part(text):
    reading = read(text)
    assert reading.problem is None, (text, reading.problem.phrase.text())
    assert reading.remark is None, text
    payload = json.loads(json.dumps({"tasks": [task.to_dict() for task in reading.tasks]}))
    (only,) = json.loads(json.dumps(explain(payload)))["parts"]
    return only


def printed(found):
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(found["program"], "program", "exec"), {})
    return output.getvalue().strip()


def code_of(text):
    reading = read(text)
    assert reading.tasks == (), text
    return reading.problem.code


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("gcd 84 36", ["12"]),
        ("HCF of 84 and 36?", ["12"]),
        ("whats the biggest number that divides both 84 and 36", ["12"]),
        (r"\gcd(84, 36)", ["12"]),
        (r"What is \(\gcd(84, 36)\)?", ["12"]),
        ("gcf(84,36)", ["12"]),
        ("84, 36 and 30 gcd pls", ["6"]),
        ("greatest common factor of `84` and `36`", ["12"]),
        ("lcm 4 6", ["12"]),
        ("LCM of 4, 6 and 10", ["60"]),
        ("smallest number divisible by both 4 and 6", ["12"]),
        ("lowest common denominator of 1/4 and 5/6", ["12"]),
        ("17 mod 5", ["2"]),
        (r"17 \bmod 5", ["2"]),
        ("what is the remainder when you divide 100 by 7", ["2"]),
        ("if 100 is divided by 7 what is the remainder?", ["2"]),
        ("845 divided by 7 with remainder", ["120", "5"]),
        ("long division 845 by 7", ["120", "5"]),
        ("how many times does 7 go into 100", ["14"]),
        ("quotient and remainder of 100 divided by 7", ["14", "2"]),
        ("17 modulo 5 =", ["2"]),
        ("what number is the gcf of 84 and 36", ["12"]),
        ("are 8 and 15 coprime?", ["true"]),
        ("are 8 and 14 relatively prime", ["false"]),
        ("first 4 multiples of 7", ["7", "14", "21", "28"]),
        ("sum of 3, 5 and 8.5", ["33/2"]),
        ("in the number 5482 what is the tens digit", ["8"]),
        ("what does the 4 in 5482 stand for", ["400"]),
        ("hexadecimal for 255", ["ff"]),
        ("sort 5, 2, 9 and 1 from high to low", ["9", "5", "2", "1"]),
        ("put in order 3/4, 0.7, 2/3", ["2/3", "7/10", "3/4"]),
        ("which of these is closest to 10: 8, 13, 9.5", ["19/2"]),
        ("is 91 prime?", ["false"]),
        ("91 prime or composite", ["composite"]),
        ("is 97 a prime number or not", ["true"]),
        ("Is 1 prime", ["false"]),
        ("1 prime or composite", ["neither"]),
        ("is 97 composite", ["false"]),
        ("is 9893 a composite number?", ["true"]),
        ("is 12 divisible by 5", ["false"]),
        ("does 3 go into 12 evenly?", ["true"]),
        ("is 6 a factor of 42", ["true"]),
        ("Is 42 a multiple of 8?", ["false"]),
        ("is -9 divisible by 3", ["true"]),
        ("is 17 odd", ["true"]),
        ("is 17 even or odd", ["odd"]),
        ("list all the factors of 28", ["1", "2", "4", "7", "14", "28"]),
        ("what is the hundreds digit of 4,729", ["7"]),
        ("what digit is in the tenths place of 3.14", ["1"]),
        ("last digit of 123", ["3"]),
        ("ten billions digit of 123456789012", ["2"]),
        ("are 3/4 and 0.75 equal?", ["true"]),
        ("are 3 and 4 unequal", ["true"]),
        ("what is the value of the 7 in 4729?", ["700"]),
        ("value of the digit 2 in 4.729", ["0.02"]),
        ("write 45 in binary", ["101101"]),
        ("0b1011 to decimal", ["11"]),
        ("convert ff from hex to decimal", ["255"]),
        ("0xFF in octal", ["377"]),
        ("1011_2 in base 10", ["11"]),
        ("1011₂ to base 5", ["21"]),
        ("what is binary 1011 in decimal", ["11"]),
        ("binary to decimal 1011", ["11"]),
        ("in base 5, what is 42 + 13", ["110"]),
        ("1011 (base 2) - 11 (base 2)", ["1000"]),
        ("is 3/4 bigger than 0.7", ["true"]),
        ("0.5 > 1/3", ["true"]),
        ("is 0.30 equal to 0.3", ["true"]),
        ("are 2/4 and 3/6 the same?", ["true"]),
        ("is sqrt(2) > 1.42", ["false"]),
        ("which is bigger 3/4 or 5/7", ["3/4"]),
        ("which is smaller: -3 or -5?", ["-5"]),
        ("compare 2/3 and 3/4", ["less"]),
        ("order these from smallest to largest: 3, -1, 0.5, 2/3", ["-1", "1/2", "2/3", "3"]),
        ("5 3 9 in descending order", ["9", "5", "3"]),
        ("put 3, 2, 1 in order", ["1", "2", "3"]),
        ("arrange 0.3; 0.25; 1/5 from greatest to least", ["3/10", "1/4", "1/5"]),
        ("what is the second smallest of 3, 1, 2", ["2"]),
        ("max of 4, 8 and 6", ["8"]),
        ("which of 3, 5, 9 is closest to 6", ["5"]),
        ("which is closest to 1? (a) 0.5 (b) 1.2 (c) 3", ["6/5"]),
        ("which number is nearest to 4 out of 3, 5", ["3", "5"]),
        ("round 3.14159 to 2 dp", ["157/50"]),
        ("pi to 3 decimal places", ["1571/500"]),
        ("round 12,345 to the nearest hundred", ["12300"]),
        ("0.0004567 to 2 sf", ["23/50000"]),
        ("round 47 to the nearest 5", ["45"]),
        ("what is 10/3 rounded to one decimal place", ["33/10"]),
        ("round 2.5 to the nearest whole number", ["3"]),
        ("round `1234.5` to the nearest ten thousand", ["0"]),
    ],
)
def test_answers_to_many_wordings(text, values):
    found = part(text)

    assert found["answer"]["values"] == values
    assert found["final"]
    assert printed(found)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("gcd(100,200,300)", "ambiguous"),
        ("gcd of 1,000,2,000", "ambiguous"),
        ("-7 mod 3", "ambiguous"),
        ("7 mod 0", "undefined"),
        ("is 5 divisible by 0", "undefined"),
        ("gcd of 0 and 0", "undefined"),
        ("gcd of 2.5 and 5", "unsupported"),
        ("gcd 12", "unreadable"),
        ("lcm of x and 4", "unsupported"),
        ("1011 to decimal", "ambiguous"),
        ("101 + 11 in binary", "ambiguous"),
        ("add 101 and 11 in base 2", "ambiguous"),
        ("129 (base 2) to decimal", "unsupported"),
        ("write 45 in base 1", "unsupported"),
        ("value of the digit 7 in 4779", "ambiguous"),
        ("value of the digit 3 in 4779", "unsupported"),
        ("second largest of 5, 5, 3", "ambiguous"),
        ("fourth largest of 5, 3", "unsupported"),
        ("is 2.5 prime", "unsupported"),
        ("sort 3, banana, 2", "unreadable"),
        ("round 3.7", "unreadable"),
        ("list the factors of 123456789012345", "too_large"),
        ("sort " + ", ".join(map(str, range(100))), "too_large"),
    ],
)
def test_what_is_not_sure_is_not_answered(text, code):
    assert code_of(text) == code


@pytest.mark.parametrize("seed", range(30))
def test_common_factors_and_multiples_agree_with_how_the_numbers_were_made(seed):
    chance = random.Random(seed)
    p, q = chance.sample([2, 3, 5, 7, 11, 13, 101], 2)
    shared = chance.randint(1, 5000)

    greatest = part(f"gcd of {shared * p} and {shared * q}")
    least = part(f"lcm of {shared * p} and {shared * q}")

    assert greatest["answer"]["values"] == [str(shared)] == [printed(greatest)]
    assert least["answer"]["values"] == [str(shared * p * q)] == [printed(least)]


@pytest.mark.parametrize("seed", range(30))
def test_random_divisions_leave_the_remainder_they_were_made_with(seed):
    chance = random.Random(seed)
    divisor = chance.randint(2, 400)
    quotient, rest = chance.randint(0, 10**6), chance.randint(0, divisor - 1)
    number = quotient * divisor + rest

    found = part(f"remainder when {number} is divided by {divisor}")

    assert found["answer"]["values"] == [str(rest)]
    assert printed(found) == f"({quotient}, {rest})"
    assert part(f"is {number} divisible by {divisor}")["answer"]["values"] == ["false" if rest else "true"]


@pytest.mark.parametrize("number", [2, 3, 4, 9, 25, 97, 561, 7919, 10**9 + 7, 1000003 * 1000033, 2**61 - 1])
def test_primes_are_told_from_products(number):
    is_prime = number in {2, 3, 97, 7919, 10**9 + 7, 2**61 - 1}

    found = part(f"is {number} prime")

    assert found["answer"]["values"] == ["true" if is_prime else "false"]
    assert found["final"]["template"].startswith("Yes{address}" if is_prime else "No{address}")
    assert part(f"is {number} prime or composite")["answer"]["values"] == ["prime" if is_prime else "composite"]
    assert part(f"is {number} composite")["answer"]["values"] == ["false" if is_prime else "true"]
    assert printed(found) == str(is_prime)


@pytest.mark.parametrize("seed", range(30))
def test_numerals_in_any_base_read_back(seed):
    chance = random.Random(seed)
    source, target = chance.randint(2, 36), chance.randint(2, 36)
    value = chance.randint(-(10**9), 10**9)
    digits, rest = "", abs(value)
    while rest or not digits:
        rest, digit = divmod(rest, source)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits

    found = part(f"convert {'-' * (value < 0)}{digits} (base {source}) to base {target}")

    assert int(found["answer"]["values"][0], target) == value
    assert printed(found) == found["answer"]["values"][0]


@pytest.mark.parametrize("seed", range(30))
def test_random_lists_are_ordered_as_fractions_are(seed):
    chance = random.Random(seed)
    values = {Fraction(chance.randint(-50, 50), chance.randint(1, 12)) for _ in range(6)}
    listed = ", ".join(map(str, values))

    assert part(f"sort {listed}")["answer"]["values"] == list(map(str, sorted(values)))
    assert part(f"largest of {listed}")["answer"]["values"] == [str(max(values))]
    target = Fraction(chance.randint(-50, 50), 7)
    near = part(f"which is closest to {target} in {listed}")
    least = min(abs(each - target) for each in values)
    assert set(near["answer"]["values"]) == {str(each) for each in values if abs(each - target) == least}


@pytest.mark.parametrize("seed", range(30))
def test_rounding_goes_to_the_nearest_and_half_away_from_zero(seed):
    chance = random.Random(seed)
    places = chance.randint(0, 4)
    count, rest = chance.randint(0, 10**5), chance.randint(0, 99)
    value = Fraction(count * 100 + rest, 100 * 10**places)
    typed = f"{value.numerator * 10**8 // value.denominator / 10**8:.{places + 2}f}"

    found = part(f"round {typed} to {places} decimal places")

    assert found["answer"]["values"] == [str(Fraction(count + (rest >= 50), 10**places))]


def test_rounding_keeps_the_places_that_were_asked_for():
    assert compose_final(part("round 99.96 to 1 decimal place")).endswith(r"is \(100.0\).")


def test_euclid_long_division_and_the_table_of_places_are_shown():
    assert r"18 = 1 \cdot 12 + 6" in compose_steps(part("gcd 12 18"))
    assert r"14 = 2 \cdot 7 + 0" in compose_steps(part("845 divided by 7 with remainder"))
    assert "thousands 4, hundreds 7, tens 2, ones 9" in compose_steps(part("tens digit of 4729"))
    assert r"10^2 = 100 \le 101 < 11^2 = 121" in compose_steps(part("is 101 prime"))
    assert r"4 = 2^{2}" in compose_steps(part("lcm 4 6"))


def test_an_option_is_answered_with_its_letter():
    found = part("Which is the third smallest? (a) 2 (b) 1/2 (c) 9")

    assert found["answer"]["label"] == "c"
    assert "(c)" in compose_final(found)


def test_close_numbers_are_shown_with_enough_places():
    found = part("which is larger, 100000/300001 or 100001/300003")

    assert found["answer"]["values"] == [str(max(Fraction(100000, 300001), Fraction(100001, 300003)))]
    assert "0.3333322" in compose_steps(found)
    assert math.isclose(100000 / 300001, 0.33333222, abs_tol=1e-7)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3 more than 5", "8"),
        ("3 less than 5", "2"),
        ("what is 7 less than 10", "3"),
        ("144 : 12", "12"),
        ("3/4 of 60", "45"),
        ("sum of 3 and 5", "8"),
    ],
)
def test_neighboring_wordings_keep_their_meaning(text, value):
    found = part(text)

    assert (found["kind"], found["answer"]["values"]) == ("arithmetic", [value])
