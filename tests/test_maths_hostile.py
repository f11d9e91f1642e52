"""Bombs, floods and forgeries: a problem in words, at once."""

import builtins
import random
import re
import sys
import time

import pytest

from maths.reading import read
from maths.wording import compose_problem

FLOODS = [
    "(" * 400 + "1" + ")" * 400,
    "9" * 8000,
    "(" * 8000,
    "-" * 8000,
    "^" * 8000,
    "and" * 2666,
    "and " * 2000,
    "`" * 8000,
    "$" * 8000,
    "\\(" * 4000,
    "\\frac" * 1600,
    "x" * 8000,
    "9," * 4000,
    "1/" * 4000,
    "a" * 9000,
    " and ".join(["2x=4"] * 1500),
    "what is " * 140,
    "please " * 160,
    "is " * 390,
    "x and " * 190,
    "from 1 to 2 " * 90,
    "sin " * 120,
    "-" * 480 + "1",
    "2^" * 200 + "2",
    "|x" * 200,
    "{" * 1100,
    "= " * 500,
    "🙂" * 1100,
    "²" * 1000,
    "% of " * 200,
    "increase 5% by " * 70,
    "\x00" * 8000,
    "+ " * 590,
    "find " + "1 + " * 290,
    "x=1, " * 230,
    "let f(x) = x. " * 80,
    "solve " + "= x and " * 140,
    "1 < x < " * 140,
    "[[1,2]," * 160,
    "lim x->0 " * 120,
    "limit of x as " * 80,
    "tangent to x at " * 70,
    "sum of x from k=1 to " * 50,
    "when x = 1 " * 100,
    "(f o g)" * 160,
    "\\begin{cases}" * 80,
    "solve by lists " * 75,
    "using elimination to " * 55,
    "x=1 by factoring " * 70,
    "in another way " * 75,
    "graphically " * 95,
]
PIECES = [
    "(",
    "9",
    "1/",
    "sin ",
    "1 + ",
    "2x + ",
    "x+",
    "3, ",
    "|x",
    "$",
    "and ",
    "x^2 y + ",
    "sqrt(",
    "[[1,2],",
    "1 < x < ",
]
PIECES += [
    "is ",
    "let f(x) = x. ",
    "lim x->0 ",
    "sum of x from k=1 to ",
    "tangent to x at ",
    "5 km ",
    "and its derivative? ",
    "by the quadratic formula ",
    "use lists to ",
    "another way ",
]
BOMBS = {
    "10**10**10": "10,000,000,001 digits",
    "What is 9^9^9?": "369,693,100 digits",
    "factorial(10**9)": "8,565,705,523 digits",
    "10^10^10^10": "count of its digits has about 10,000,000,001 digits",
    "(10^10)!": "95,657,055,187 digits",
    "2^100000": "30,103 digits",
}


@pytest.mark.parametrize("text", FLOODS, ids=lambda text: f"{text[:6]!r} times {len(text)}")
def test_a_flood_is_refused_at_once(text):
    start = time.process_time()

    reading = read(text)

    assert time.process_time() - start < 0.05
    assert reading.problem.phrase.text()
    assert reading.tasks == ()


@pytest.mark.parametrize(("text", "words"), BOMBS.items())
def test_a_number_too_large_is_described_not_computed(text, words):
    problem = read(text).problem

    assert problem.code == "too_large"
    assert words in problem.phrase.text()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("(" * 400 + "1" + ")" * 400, "too_deep"),
        ("9" * 8000, "too_large"),
        ("1+" * 300 + "1", "too_long"),
        ("a" * 8001, "too_long"),
        ("(x+y+z+w)^60", "too_large"),
        ("expand (x+y+z+w)^60", "too_large"),
        ("solve x^100000 = 1", "too_large"),
        ("exp(exp(exp(100)))", "too_large"),
        ("sin(10^10^10)", "too_large"),
        ("1^(10^10^10)", "too_large"),
        ("(sin(pi * 10^10^10))^2", "too_large"),
        ("1/0", "undefined"),
        ("5/(2-2)", "undefined"),
        ("0^0", "undefined"),
        ("sqrt(-4)", "undefined"),
        ("ln(0)", "undefined"),
        ("(-3)!", "undefined"),
        ("x\x00y", "unreadable"),
        ("\u202e3x=4", "unreadable"),
        ("\ud800", "unreadable"),
        ("\ue000 = 4", "unreadable"),
        ("__import__('os').system('id')", "unreadable"),
        ("().__class__.__mro__", "unreadable"),
        ("lambda: 1", "unreadable"),
        ("שלום", "unreadable"),
        ("", "empty"),
        (" \n\t ", "empty"),
    ],
)
def test_hostile_text_has_a_code_of_its_own(text, code):
    assert read(text).problem.code == code


def test_a_division_by_zero_is_answered_without_apology():
    assert "cannot" not in compose_problem(read("1/0").problem)


@pytest.mark.parametrize("text", ["you stupid idiot", "solve this crap 2x = = 4", "shit"])
def test_an_insult_is_not_quoted_back(text):
    assert read(text).remark == "rude"


def test_a_large_semiprime_is_read_and_marked_heavy():
    (task,) = read("Factor 3000000000000000038372000000000000010863369").tasks

    assert task.heavy is True
    assert read("Factor 360").tasks[0].heavy is False


def test_random_text_never_raises():
    chance = random.Random(7)
    pieces = [
        *"0123456789x+-*/^()=!%|.,`$\\{}[] ",
        "sin",
        "solve ",
        " and ",
        "\\frac",
        "of ",
        "√",
        "½",
        "²",
        "\n",
        "’",
        "e",
        "\u200b",
    ]
    for _ in range(500):
        text = "".join(chance.choices(pieces, k=chance.randint(0, 40)))

        reading = read(text)

        assert bool(reading.tasks) + (reading.remark is not None) + (reading.problem is not None) == 1


@pytest.mark.parametrize(
    "text", ["<script>alert(1)", "3x = **bold**<b>", "``<b>``", "solve `<i>`` = 2", "riddle<br>s 3x = 4"]
)
def test_the_students_text_is_quoted_only_inside_code_spans(text):
    message = compose_problem(read(text).problem)

    outside = re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "", message)
    assert "<" not in outside
    assert "**" not in outside


def calls(text):
    """The functions that reading calls, ours and Python's own, one by one."""
    called = []

    def note(frame, event, argument):
        if event in {"call", "c_call"}:
            called.append(frame.f_code if event == "call" else argument)

    sys.setprofile(note)
    try:
        read(text)
    finally:
        sys.setprofile(None)
    return called


@pytest.mark.parametrize("opening", ["", "what is "])
def test_twice_the_text_takes_at_most_about_twice_the_steps(opening):
    for piece in PIECES:
        short, long = [len(calls(opening + (piece * 500)[:length])) for length in (300, 600)]

        assert long < 2.4 * short + 500, piece


@pytest.mark.parametrize(
    "text",
    ["__import__('os').system('id')", "eval('2+2')", 'exec("x = 1")', "what is 9^9^9^9", "solve 2x = 6", "1000000!"],
)
def test_reading_never_evaluates(text):
    evaluating = [getattr(builtins, each) for each in ("eval", "exec", "compile", "open", "__import__")]

    assert not [each for each in calls(text) if each in evaluating]
