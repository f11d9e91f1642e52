"""The judge never verifies an answer that is a little wrong, on questions of many kinds made at random."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.judging import verdict
from tests.judging.made import KINDS, STYLES

pytestmark = pytest.mark.slow
OTHER = "Hm, let me see. {} Do you see how?"


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_a_perturbed_answer_is_never_verified(kind, data):
    made = data.draw(KINDS[kind]())
    style = data.draw(st.sampled_from([*STYLES, OTHER]))
    answer = data.draw(st.sampled_from(made.wrong))

    assert verdict(made.question, style.format(answer)) != "verified"


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_a_right_answer_is_never_contradicted(kind, data):
    made = data.draw(KINDS[kind]().filter(lambda each: each.right))
    style = data.draw(st.sampled_from([*STYLES, OTHER]))
    answer = data.draw(st.sampled_from(made.right))

    assert verdict(made.question, style.format(answer)) != "contradicted"


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=2, deadline=None, derandomize=True)
@given(data=st.data())
def test_a_right_answer_said_plainly_is_verified(kind, data):
    made = data.draw(KINDS[kind]().filter(lambda each: each.right))

    found = [verdict(made.question, style.format(made.right[0])) for style in STYLES]

    assert found.count("verified") >= 5, made
