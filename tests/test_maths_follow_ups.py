"""Questions that lean on the one before: completed to a whole question, or left alone."""

import pytest

from maths.notation import plain
from maths.reading import read, read_after

WHOLE = [
    (["derivative of x^3 + x"], "and its derivative?", "second derivative of x^3 + x"),
    (["expand (x + 1)(x - 2)"], "and its derivative?", "derivative of (x + 1)(x - 2)"),
    (["factor x^2 - 9"], "now plot it", "plot x^2 - 9"),
    (["solve x^2 - 5x + 6 = 0"], "factor it", "factor x^2 - 5x + 6"),
    (["solve 3x + 11 = 14"], "now with 5 instead of 3", "solve 5x + 11 = 14"),
    (["Solve 2x + 7 = 1."], "what if it was 9 instead of 7?", "Solve 2x + 9 = 1."),
    (["what is 15% of 80"], "replace 80 by 120", "what is 15% of 120"),
    (["derivative of x^3"], "what about x^5 - 2?", "derivative of x^5 - 2"),
    (["factor x^2 - 9"], "same for x^2 - 16", "factor x^2 - 16"),
    (["solve 3x + 11 = 14", "now with 5 instead of 3"], "and with 20 instead of 14", "solve 5x + 11 = 20"),
    (["factor x^2 - 9", "thanks!"], "Can you graph it?", "graph x^2 - 9"),
    (["derivative of x^4", "and its derivative?"], "and its derivative?", "third derivative of x^4"),
]


@pytest.mark.parametrize(("earlier", "text", "whole"), WHOLE)
def test_a_follow_up_asks_what_the_whole_question_would(earlier, text, whole):
    found, wanted = read_after(text, earlier), read(whole)

    assert [(task.kind, task.order, list(map(plain, task.expressions))) for task in found.tasks] == [
        (task.kind, task.order, list(map(plain, task.expressions))) for task in wanted.tasks
    ]
    assert found.tasks


@pytest.mark.parametrize(
    ("earlier", "text"),
    [
        ([], "and its derivative?"),
        (["hello"], "now plot it"),
        (["what is 3/4 + 5/6?"], "and its derivative?"),
        (["integrate 2x"], "and its derivative?"),
        (["solve x^2 = 5x"], "factor it"),
        (["solve 3x + 11 = 14 and factor x^2 - 1"], "plot it"),
        (["solve 3x + 11 = 14"], "now with 5 instead of 4"),
        (["solve 3x + 11 = 14"], "why?"),
    ],
)
def test_what_is_not_clear_is_not_completed(earlier, text):
    assert not read_after(text, earlier).tasks


def test_a_number_that_stands_there_twice_is_asked_about():
    reading = read_after("now with 5 instead of 3", ["solve 3x + 3 = 9"])

    assert not reading.tasks
    assert "which `3`" in reading.problem.phrase.text()


def test_a_whole_question_is_never_taken_for_a_follow_up():
    assert read_after("solve 2x = 8", ["derivative of x^3"]) == read("solve 2x = 8")


def test_a_cry_for_help_is_heard_after_any_question():
    assert read_after("i want to die instead of 3", ["solve 3x + 11 = 14"]).remark == "distress"


@pytest.mark.parametrize("text", ["with 5 instead of " + "3" * 5000, "what about " + "(" * 5000, "its " * 3000])
def test_long_texts_are_no_follow_ups(text):
    assert not read_after(text, ["solve 3x + 11 = 14"] * 50).tasks
