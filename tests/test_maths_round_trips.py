"""What we print is read back as what was meant: trees of every operation, and questions of every kind."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maths.notation import latex, plain
from maths.reading import Task, read
from maths.reading.parser import parse
from maths.tree import ARITIES, CONSTANTS, FUNCTIONS, GREEK, Apply, Constant, Name, Number, apply, walk
from tests.maths_made.computing import near, real, worth
from tests.maths_made.typical import TYPICAL

LETTERS = {each: 0.7 + 0.31 * place for place, each in enumerate([*"abcdfghijklmnopqrstuvwxyz", *sorted(GREEK)])}
# What stands only around formulas, and a question that it is read from.
AROUND = {
    "set": r"\{1, 2, 3\} \cup \{3, 4\}",
    "interval_oo": r"(1, 5) \cap [3, 7]",
    "interval_cc": r"(1, 5) \cap [3, 7]",
    "interval_oc": r"(1, 5] \cap [3, 7)",
    "interval_co": r"(1, 5] \cap [3, 7)",
    "below_o": r"(-\infty, 2) \cap (-3, \infty)",
    "above_o": r"(-\infty, 2) \cap (-3, \infty)",
    "below_c": r"(-\infty, 2] \cap [-3, \infty)",
    "above_c": r"(-\infty, 2] \cap [-3, \infty)",
    "reals": r"(-\infty, \infty) \cap (-3, 4)",
    "less": "solve 2x < 7",
    "less_equal": "solve x/2 <= x + 1",
    "greater": "solve (x + 1)/(x - 1) > 2",
    "greater_equal": "solve x^2 >= 4",
    "system": "solve 2*x + 3*y = 13, 5*x - y = 7",
    "matrix": "transpose of [[1, -2/3], [5, 4]]",
    "row": "transpose of [[1, -2/3], [5, 4]]",
    "call": "Let f(x) = x + 1. What is 2*f(3)?",
    "prime": "let f(x)=x^2+3x, find f'(2)",
    "derivative": "Let g(x) be the second derivative of x^4. What is g(3)?",
    "define": "Let f(x) = x + 1. What is f(3)?",
}

SETS = {"set", "reals", *[each for each in ARITIES if each.startswith(("interval_", "below_", "above_"))]}
"""What solving writes by itself: notation has no words for them."""


def whole(low, high):
    return st.integers(low, high).map(lambda each: Number(str(each)))


def operations(inside):
    """Operations upon the trees that are there."""
    terms = st.one_of(inside, inside.map(lambda each: apply("subtract", each)))
    return st.one_of(
        st.builds(
            lambda first, others: Apply("sum", (first, *others)), inside, st.lists(terms, min_size=1, max_size=3)
        ),
        st.lists(inside, min_size=2, max_size=3).map(lambda each: Apply("product", tuple(each))),
        st.builds(lambda head, *two: apply(head, *two), st.sampled_from(["quotient", "power"]), inside, inside),
        st.builds(lambda each, index: apply("root", each, index), inside, whole(3, 4)),
        st.builds(lambda each, base: apply("log", each, base), inside, whole(2, 10)),
        st.builds(lambda *each: apply("mixed", *each), whole(1, 9), whole(1, 4), whole(5, 9)),
        st.builds(lambda head, each: apply(head, each), st.sampled_from(sorted(FUNCTIONS - {"subtract"})), inside),
    )


LEAVES = st.one_of(
    st.sampled_from(["0", "1", "2", "12", "0.5", "3.75"]).map(Number),
    st.sampled_from(sorted(LETTERS)).map(Name),
    st.sampled_from(CONSTANTS).map(Constant),
)
FORMULAS = st.recursive(LEAVES, operations, max_leaves=6)
WHOLE_FORMULAS = st.one_of(FORMULAS, st.builds(lambda left, right: apply("equals", left, right), FORMULAS, FORMULAS))


def heads(tree):
    return {each.head for each in walk(tree) if isinstance(each, Apply)}


def has_bars_in_bars(tree):
    return any(
        isinstance(each, Apply) and each.head == "abs" and "abs" in heads(each.arguments[0]) for each in walk(tree)
    )


def same_meaning(first, second):
    a, b = [real(lambda: worth(each, LETTERS)) for each in (first, second)]  # noqa: B023
    return near(a, b) if a is not None and b is not None else a == b


def test_every_operation_is_printed_and_read_here():
    made = {"equals", "sum", "product", "quotient", "power", "root", "log", "mixed", *FUNCTIONS}

    assert made | set(AROUND) == set(ARITIES)


@given(WHOLE_FORMULAS)
def test_school_notation_is_read_as_what_was_printed(tree):
    found = parse(plain(tree))

    assert same_meaning(found, tree)
    assert plain(parse(plain(found))) == plain(found)


@given(WHOLE_FORMULAS.filter(lambda tree: not has_bars_in_bars(tree)))
def test_latex_is_read_as_what_was_printed(tree):
    found = parse(latex(tree))

    assert same_meaning(found, tree)
    assert latex(parse(latex(found))) == latex(found)


@pytest.mark.parametrize("head", AROUND)
def test_what_stands_around_formulas_survives_its_journey(head):
    (task,) = read(AROUND[head]).tasks

    assert any(head in heads(each) for each in task.expressions)
    assert Task.from_dict(json.loads(json.dumps(task.to_dict()))) == task
    assert head in SETS or all(latex(each) for each in task.expressions)


@pytest.mark.parametrize("kind", TYPICAL)
def test_the_formulas_of_a_question_are_read_as_they_are_printed(kind):
    (task,) = read(TYPICAL[kind]).tasks

    assert Task.from_dict(json.loads(json.dumps(task.to_dict()))) == task
    for tree in task.expressions:
        if not heads(tree) & set(AROUND):
            assert parse(plain(tree)) == parse(latex(tree)) == tree
