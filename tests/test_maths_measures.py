"""Units and times of day: exact factors, both ways, never between different things."""

import random
from fractions import Fraction

import pytest

from maths.reading import read
from maths.units import _UNITS
from maths.wording import compose_final, compose_steps
from tests.test_maths_numbers import code_of, part, printed


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("how many feet in 2 miles", "10560", "ft"),
        ("how many feet are there in 2 miles?", "10560", "ft"),
        ("5 km in m", "5000", "m"),
        ("5km to m", "5000", "m"),
        ("Convert 5 feet 3 inches to cm", "8001/50", "cm"),
        ("5'3\" in cm", "8001/50", "cm"),
        ("2 h 30 min in minutes", "150", "min"),
        ("two and a half hours in minutes", "150", "min"),
        ("twenty-five miles in yards", "44000", "yd"),
        ("half a mile in meters", "100584/125", "m"),
        ("how many grams in three quarters of a kilogram", "750", "g"),
        ("how many ml is 1/4 of a litre", "250", "ml"),
        ("40 in to cm", "508/5", "cm"),
        ("100 F to C", "340/9", "°C"),
        ("-40 degrees celsius in fahrenheit", "-40", "°F"),
        ("25 celsius to kelvin", "5963/20", "K"),
        ("2 US gallons in liters", "473176473/62500000", "l"),
        ("1 imperial pint in ml", "454609/800", "ml"),
        ("how many cups in 2 quarts", "8", "cup"),
        ("16 oz to lb", "1", "lb"),
        ("how many ounces are in a cup", "8", "fluid ounce"),
        ("how many US fluid ounces are in a US gallon", "128", "US fluid ounce"),
        ("8 pints in gallons", "1", "gallon"),
        ("72 km/h in m/s", "20", "m/s"),
        ("60 miles per hour in km/h", "301752/3125", "km/h"),
        ("1 acre in square feet", "43560", "ft^2"),
        ("3 m^2 to cm^2", "30000", "cm^2"),
        ("1000 cubic centimeters to liters", "1", "l"),
        ("how many seconds in a day?", "86400", "s"),
        ("2 years in months", "24", "month"),
        ("1 km = ? m", "1000", "m"),
        ("2 KiB in bytes", "2048", "byte"),
        ("3 tonnes in kg", "3000", "kg"),
    ],
)
def test_quantities_in_another_unit(text, value, unit):
    found = part(text)

    assert (found["answer"]["values"], found["answer"]["unit"]) == ([value], unit)
    assert printed(found) == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12 cm in kg", "unsupported"),
        ("12 cm in square cm", "unsupported"),
        ("2 gallons in liters", "ambiguous"),
        ("how many ounces are in a gallon", "ambiguous"),
        ("5 tons in kg", "ambiguous"),
        ("3 MB in KB", "ambiguous"),
        ("5 km in bananas", "unreadable"),
        ("how many days in 2 months", "unsupported"),
        ("3:45 + 2 h", "ambiguous"),
        ("2 hours after 25:10", "unsupported"),
        ("2 hours after 13 pm", "unsupported"),
        ("2 cm after 3 pm", "unsupported"),
    ],
)
def test_what_is_not_sure_is_not_converted(text, code):
    assert code_of(text) == code


@pytest.mark.parametrize("seed", range(40))
def test_there_and_back_is_the_same_quantity(seed):
    chance = random.Random(seed)
    dimension = chance.choice(["length", "mass", "time", "area", "speed", "storage"])
    units = [each.key for each in _UNITS.values() if each.dimension == dimension]
    first, second = chance.sample(units, 2)
    count = Fraction(chance.randint(1, 10**6), 10 ** chance.randint(0, 3))
    typed = f"{count.numerator}/{count.denominator}"

    there = part(f"convert {typed} {first} to {second}")
    back = part(f"convert {there['answer']['values'][0]} {second} to {first}")

    assert there["answer"]["unit"] == second
    assert Fraction(back["answer"]["values"][0]) == count


def test_the_factor_is_said():
    assert r"\(1\,\text{mi}\) is \(5280\,\text{ft}\): multiply." in compose_steps(part("2 miles in feet"))
    assert r"\(1000\,\text{m}\) are \(1\,\text{km}\): divide." in compose_steps(part("1500 m in km"))
    assert compose_final(part("1 m in feet")) == r"\(1\,\text{m}\) is about \(3.28084\,\text{ft}\)."
    assert compose_final(part("how many cups in 2 quarts")) == r"\(2\,\text{quarts}\) is \(8\,\text{cups}\)."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What is 100 minutes after 11:15 AM?", "It is 12:55 PM."),
        ("3:45 pm plus 2 h 30 min", "It is 6:15 PM."),
        ("what time is it 3 hours before 1 am", "It is 10:00 PM on the day before."),
        ("90 minutes after 23:15", "It is 00:45 on the next day."),
        ("half an hour before noon", "It is 11:30 AM."),
        ("how long is it from 9:15 am to 11:00 am", "From 9:15 AM to 11:00 AM it is 1 h 45 min."),
        ("how many minutes between 9:15 am and 11 am", r"From 9:15 AM to 11:00 AM it is \(105\,\text{min}\)."),
        ("time from 13:50 to 15:05", "From 13:50 to 15:05 it is 1 h 15 min."),
        (
            "how many hours from 10 pm to 6:30 am",
            r"From 10:00 PM to 6:30 AM on the next day it is \(8.5\,\text{h}\).",
        ),
    ],
)
def test_times_of_day(text, expected):
    assert compose_final(part(text)) == expected


@pytest.mark.parametrize("seed", range(30))
def test_a_time_and_what_lies_between_agree(seed):
    chance = random.Random(seed)
    start, minutes = chance.randint(780, 1439), chance.randint(1, 1439)

    later = part(f"{minutes} minutes after {start // 60}:{start % 60:02}")
    end = later["answer"]["minutes"]
    typed = f"{end // 60:02}:{end % 60:02}"

    assert end == (start + minutes) % 1440
    assert printed(later) == typed
    if end < 60 or end >= 780:
        between = part(f"how many minutes from {start // 60}:{start % 60:02} to {typed}")
        assert between["answer"]["values"] == [str(minutes)] == [printed(between)]


def test_a_ratio_is_not_a_time():
    assert read("144 : 12").tasks[0].kind == "arithmetic"
