"""The judge on replies written in the manner of several models: it never verifies a wrong one."""

import functools
import json

import pytest

from maths.judging import judgement
from maths.solving import explain
from tests.judging import verdict
from tests.judging.kinds import KINDS
from tests.judging.long import LONG
from tests.judging.right import RIGHT
from tests.judging.traps import TRAPS
from tests.judging.tricks import PLAIN, TRICKS
from tests.judging.wrong import WRONG

pytestmark = pytest.mark.slow

NEIGHBOURS = {
    "Solve 3x + 11 = 14": "Solve 3x + 11 = 17",
    "Solve x^2 - 5x + 6 = 0": "Solve x^2 - 5x + 4 = 0",
    "What is 3/4 + 5/6?": "What is 3/4 + 1/6?",
    "What is 15% of 80?": "What is 15% of 60?",
    "factor x^2 + 5x + 6": "factor x^2 + 5x + 4",
    "derivative of x^3 + 2x": "derivative of x^3 + 3x",
    "integrate x^2": "integrate x^3",
    "gcd of 12 and 18": "gcd of 12 and 20",
    "solve 2x+1>5": "solve 2x+1>7",
    "solve x+y=5, x-y=1": "solve x+y=7, x-y=1",
}


def pairs(corpus):
    return [(question, reply) for question, replies in corpus.items() for reply in replies]


@pytest.fixture
def verdicts(monkeypatch):
    """Judge pairs of a question and a reply, each question solved only once: {verdict: [pair, ...]}."""
    solve = functools.cache(lambda payload: json.dumps(explain(json.loads(payload))))
    monkeypatch.setattr(judgement, "explain", lambda payload: json.loads(solve(json.dumps(payload))))

    def judged(pairs):
        found = {"verified": [], "contradicted": [], "not_checked": []}
        for question, reply in pairs:
            found[verdict(question, reply)].append((question, reply))
        return found

    return judged


def test_a_wrong_reply_is_never_verified_and_half_are_contradicted(verdicts):
    found = verdicts(pairs(WRONG))

    assert len(pairs(WRONG)) >= 200
    assert found["verified"] == []
    assert len(found["contradicted"]) >= 0.5 * len(pairs(WRONG))


@pytest.mark.parametrize("corpus", [TRAPS, TRICKS, {question: wrong for question, (_, wrong) in KINDS.items()}])
def test_what_is_made_to_mislead_is_never_verified(verdicts, corpus):
    assert verdicts(pairs(corpus))["verified"] == []


def test_most_right_replies_of_each_kind_are_verified_and_none_is_contradicted(verdicts):
    for question, (right, _) in KINDS.items():
        found = verdicts(pairs({question: right}))

        assert found["contradicted"] == []
        assert len(found["verified"]) >= 0.6 * len(right), question


def test_most_plain_replies_among_the_tricks_are_verified(verdicts):
    found = verdicts(pairs(PLAIN))

    assert found["contradicted"] == []
    assert len(found["verified"]) >= 0.8 * len(pairs(PLAIN))


def test_the_right_reply_to_another_question_is_never_verified(verdicts):
    crossed = [(neighbour, reply) for question, neighbour in NEIGHBOURS.items() for reply in LONG[question]]

    assert verdicts(crossed)["verified"] == []


def test_a_right_reply_is_never_contradicted_and_most_are_verified(verdicts):
    found = verdicts(pairs(RIGHT))

    assert len(pairs(RIGHT)) >= 150
    assert found["contradicted"] == []
    assert len(found["verified"]) >= 0.9 * len(pairs(RIGHT))


def test_a_right_reply_of_many_lines_is_never_contradicted_and_most_are_verified(verdicts):
    found = verdicts(pairs(LONG))

    assert found["contradicted"] == []
    assert len(found["verified"]) >= 0.8 * len(pairs(LONG))
