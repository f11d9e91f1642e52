"""Sets in braces and intervals: combined, compared, counted."""

import pytest

from maths.reading import read
from maths.wording import compose_final
from tests.solved import part, printed

COMBINED = [
    ("{1,2} union {2,3}", ["1", "2", "3"]),
    (r"$\{1,2,3\} \setminus \{2\}$", ["1", "3"]),
    ("intersection of {2, 4, 6, 8} and {4, 8, 12}", ["4", "8"]),
    ("A = {1,2,3} and B = {3,4}. Find A ∪ B", ["1", "2", "3", "4"]),
    ("find A ∩ B if A = {2,4,6} and B = {4,5,6}", ["4", "6"]),
    ("union of the sets {a, b} and {b, c}", ["a", "b", "c"]),
    ("complement of {1,2} in {1,2,3,4}", ["3", "4"]),
    ("{1/2, 0.5} ∪ {2}", [r"\frac{1}{2}", "2"]),
]


@pytest.mark.parametrize(("text", "values"), COMBINED)
def test_finite_sets_are_combined_element_by_element(text, values):
    found = part(text)

    assert found["answer"]["values"] == values
    assert printed(found["program"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[1,3] ∩ [2,5]", "[2, 3]"),
        ("(-∞, 2) ∪ (1, 4)", r"(-\infty, 4)"),
        ("(2, 5] union [4, 7)", "(2, 7)"),
        (r"[1, 5] \ [2, 3]", r"[1, 2) \cup (3, 5]"),
        ("intersection of (0, 3) and [3, 5]", r"\emptyset"),
    ],
)
def test_intervals_are_combined_by_their_ends(text, shown):
    found = part(text)

    assert found["answer"]["latex"] == [shown]
    assert printed(found["program"])


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("is 3 in {1, 3, 5}", "Yes"),
        ("is 4 an element of {1,2,3}?", "No"),
        ("does {1,2,3} contain 2", "Yes"),
        ("is 1/2 in {0.5, 1}", "Yes"),
        ("is 5 in (2,5)", "No"),
        ("is 5 in (2,5]", "Yes"),
        ("is pi in (3, 4)", "Yes"),
        ("is {1,2} a subset of {1,2,3}", "Yes"),
        ("is {1,4} a subset of {1,2,3}", "No"),
    ],
)
def test_membership_is_answered_with_yes_or_no(text, answer):
    found = part(text)

    assert compose_final(found).startswith(answer)
    assert printed(found["program"]) == str(answer == "Yes")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("how many elements does {1,1,2} have", "2"),
        ("how many subsets does {1,2,3} have", "8"),
        ("subsets of {1,2}", "4"),
    ],
)
def test_elements_and_subsets_are_counted(text, value):
    assert part(text)["answer"]["values"] == [value]


@pytest.mark.parametrize(
    ("text", "code"),
    [("[3,1] ∪ [2,5]", "undefined"), ("{a, b} ∪ [1, 2]", "unreadable"), ("subsets of {1,2,3,4,5,6}", "too_large")],
)
def test_what_is_no_set_is_refused(text, code):
    assert read(text).problem.code == code
