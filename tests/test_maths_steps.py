"""Every step of every solver is true: computed anew without the solver, for made questions of every kind."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maths.reading import read
from maths.reading.fitting_ways import ways_of
from maths.reading.problems import ReadingError
from maths.reading.tasks import KINDS, MATRIX_KINDS
from maths.reading.way_questions import question_by
from tests.maths_made.algebra import ALGEBRA
from tests.maths_made.asked import Asked
from tests.maths_made.further import FURTHER, check_further
from tests.maths_made.numbers import NUMBERS
from tests.maths_made.steps_of_equations import (
    check_angles,
    check_equations,
    check_general_equations,
    check_inequalities,
    check_systems,
)
from tests.maths_made.steps_of_functions import check_partial_fractions, check_ranges
from tests.maths_made.steps_of_graphs import (
    check_discriminants,
    check_domains,
    check_inverses,
    check_plots,
    check_tables,
    check_tangents,
    check_turning_points,
)
from tests.maths_made.steps_of_letters import (
    check_definitions,
    check_expressions,
    check_integrals,
    check_limits,
    check_matrices,
    check_slopes,
    check_sums,
)
from tests.maths_made.steps_of_numbers import check_numbers, check_worked
from tests.maths_made.steps_of_sets import check_sets
from tests.maths_made.steps_of_ways import CHECKS_BY_WAYS
from tests.maths_made.typical import TYPICAL
from tests.maths_made.ways import TYPICAL_OF, WAYS_OF

QUESTIONS = {**NUMBERS, **ALGEBRA, **FURTHER}
EXPRESSIONS = ("simplify", "expand", "factor", "complete_square", "coefficient", "simplify_power")
EQUATIONS = ("equation", "solvable", "quadratic_complex")
LIMITS = ("limit", "limit_left", "limit_right", "limit_infinity", "limit_minus_infinity")
CHECKS = {
    **dict.fromkeys(NUMBERS, check_numbers),
    **dict.fromkeys(EXPRESSIONS, check_expressions),
    **dict.fromkeys(EQUATIONS, check_equations),
    **dict.fromkeys(LIMITS, check_limits),
    **dict.fromkeys(MATRIX_KINDS, check_matrices),
    "derivative": check_slopes,
    "integral": check_integrals,
    "series": check_sums,
    "definitions": check_definitions,
    "general_equation": check_general_equations,
    "inequality": check_inequalities,
    "domain": check_domains,
    "trig_equation": check_angles,
    "system": check_systems,
    "inverse_function": check_inverses,
    "function_range": check_ranges,
    "partial_fractions": check_partial_fractions,
    "tangent": check_tangents,
    "plot": check_plots,
    "value_table": check_tables,
    **dict.fromkeys(FURTHER, check_further),
    "worked": check_worked,
    "set_question": check_sets,
    "discriminant": check_discriminants,
    "root_count": check_discriminants,
    "turning_points": check_turning_points,
}


def test_there_are_made_questions_for_every_kind_and_a_check_of_their_steps():
    assert set(QUESTIONS) == set(CHECKS) == set(TYPICAL) == set(KINDS)


@pytest.mark.slow
@pytest.mark.parametrize("kind", CHECKS)
@settings(max_examples=max(4, settings.default.max_examples // 3))
@given(data=st.data())
def test_every_step_is_true(kind, data):
    asked = Asked.of(data.draw(QUESTIONS[kind]))

    assert asked.task.kind == kind, asked.text
    CHECKS[kind](asked)


@pytest.mark.slow
@pytest.mark.parametrize("kind", TYPICAL)
def test_a_wrong_number_in_any_step_would_be_noticed(kind):
    asked = Asked.of(TYPICAL[kind])
    CHECKS[kind](asked)

    for wrong in _with_a_wrong_number(asked):
        with pytest.raises((AssertionError, ReadingError)):
            CHECKS[kind](wrong)


def _in_each_way(text):
    (task,) = read(text).tasks
    return [Asked.of(question_by(task, name)) for name in ways_of(task) if name]


def _check_of_a_way(asked):
    return CHECKS_BY_WAYS.get(asked.task.kind, CHECKS[asked.task.kind])


@pytest.mark.slow
@pytest.mark.parametrize("sort", WAYS_OF)
@settings(max_examples=max(4, settings.default.max_examples // 3))
@given(data=st.data())
def test_every_step_of_every_way_is_true(sort, data):
    for asked in _in_each_way(data.draw(WAYS_OF[sort])):
        _check_of_a_way(asked)(asked)


@pytest.mark.slow
@pytest.mark.parametrize("text", [text for texts in TYPICAL_OF.values() for text in texts])
def test_a_wrong_number_in_any_step_of_a_way_would_be_noticed(text):
    for asked in _in_each_way(text):
        _check_of_a_way(asked)(asked)
        if asked.answer.get("outcome") == "none":
            continue  # from equations that contradict each other any other one follows
        for wrong in _with_a_wrong_number(asked):
            with pytest.raises((AssertionError, ReadingError)):
                _check_of_a_way(asked)(wrong)


def _with_a_wrong_number(asked):
    """The question with the last number of one step replaced by another, step by step."""
    for place, step in enumerate(asked.steps):
        numbers = list(re.finditer(r"\d+", step["after"] or ""))
        if numbers:
            last = numbers[-1]
            changed = step["after"][: last.start()] + str(int(last[0]) + 7) + step["after"][last.end() :]
            steps = [*asked.steps[:place], {**step, "after": changed}, *asked.steps[place + 1 :]]
            yield Asked(asked.text, asked.task, {**asked.part, "steps": steps})
