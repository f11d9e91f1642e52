"""The judge on replies written in the manner of several models: it never verifies a wrong one."""

import pytest

from tests.judging import verdict
from tests.judging.kinds import KINDS
from tests.judging.long import LONG
from tests.judging.right import RIGHT
from tests.judging.traps import TRAPS
from tests.judging.tricks import PLAIN, TRICKS
from tests.judging.wrong import WRONG

pytestmark = pytest.mark.slow

RIGHT_PAIRS = [(question, reply) for question, replies in RIGHT.items() for reply in replies]
LONG_PAIRS = [(question, reply) for question, replies in LONG.items() for reply in replies]
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
WRONG_PAIRS = [(question, reply) for question, replies in WRONG.items() for reply in replies]
KIND_RIGHT = [(question, reply) for question, (right, _) in KINDS.items() for reply in right]
KIND_WRONG = [(question, reply) for question, (_, wrong) in KINDS.items() for reply in wrong]
TRICK_PAIRS = [(question, reply) for question, replies in TRICKS.items() for reply in replies]
PLAIN_PAIRS = [(question, reply) for question, replies in PLAIN.items() for reply in replies]
TRAP_PAIRS = [(question, reply) for question, replies in TRAPS.items() for reply in replies]


def test_the_corpus_is_large_enough():
    assert len(RIGHT_PAIRS) >= 150
    assert len(WRONG_PAIRS) >= 200


@pytest.mark.parametrize(("question", "reply"), [*WRONG_PAIRS, *TRAP_PAIRS, *KIND_WRONG, *TRICK_PAIRS])
def test_a_wrong_reply_is_never_verified(question, reply):
    assert verdict(question, reply) != "verified"


@pytest.mark.parametrize(
    ("question", "reply"),
    [(neighbour, reply) for question, neighbour in NEIGHBOURS.items() for reply in LONG[question]],
)
def test_the_right_reply_to_another_question_is_never_verified(question, reply):
    assert verdict(question, reply) != "verified"


@pytest.mark.parametrize(("question", "reply"), [*RIGHT_PAIRS, *LONG_PAIRS, *KIND_RIGHT, *PLAIN_PAIRS])
def test_a_right_reply_is_never_contradicted(question, reply):
    assert verdict(question, reply) != "contradicted"


def test_most_right_replies_are_verified():
    verified = sum(verdict(*pair) == "verified" for pair in RIGHT_PAIRS)

    assert verified >= 0.9 * len(RIGHT_PAIRS)


def test_most_whole_replies_are_verified():
    verified = sum(verdict(*pair) == "verified" for pair in LONG_PAIRS)

    assert verified >= 0.8 * len(LONG_PAIRS)


def test_most_right_replies_of_each_kind_are_verified():
    for question, (right, _) in KINDS.items():
        verified = sum(verdict(question, reply) == "verified" for reply in right)

        assert verified >= 0.6 * len(right), question


def test_half_of_the_wrong_replies_are_contradicted():
    contradicted = sum(verdict(*pair) == "contradicted" for pair in WRONG_PAIRS)

    assert contradicted >= 0.5 * len(WRONG_PAIRS)
