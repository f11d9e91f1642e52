"""The soak itself: a short one is well, and it would notice what it is there to notice."""

import random

import pytest

from interpreter.client import CellResult, OutputFile
from script import soak_interpreter
from script.soak_cells import EARLIER, Session, beginning, counting, file_out, folder, leaving, soft_stop
from script.soak_workers import Findings

DIED = "[The program ended its Python process. The session was restarted: variables and files are lost.]"
NO_NAME = "Traceback (most recent call last):\nNameError: name 'counter' is not defined\n"
BEGUN = CellResult("me 1\n", files=[OutputFile("own.txt", b"me")])


@pytest.fixture
def session():
    """A session that was begun."""
    session = Session("s", "me")
    assert judge(session, beginning, BEGUN) == "right"
    return session


def judge(session, kind, result):
    return session.judge(kind(session.state, random.Random(1)), result)


@pytest.mark.parametrize(
    ("logs", "outcome", "lost", "verdict"),
    [
        ("me 2 me\n", "ok", False, "right"),
        ("me 2 you\n", "ok", False, "wrong"),
        ("me 3 me\n", "ok", False, "wrong"),
        ("you 2 you\n", "ok", False, "wrong"),
        ("me 2 me\n", "error", False, "wrong"),
        ("me 2 me\n", "ok", True, "wrong"),
        (EARLIER + "me 2 me\n", "ok", True, "wrong"),
        (EARLIER + NO_NAME, "error", False, "wrong"),
        (EARLIER + NO_NAME, "error", True, "told: earlier"),
        (NO_NAME, "error", False, "untold"),
        (DIED, "killed", True, "told: ended"),
        (DIED, "killed", False, "wrong"),
        ("", "killed", True, "wrong"),
    ],
)
def test_an_answer_is_judged_by_what_the_session_did_before(session, logs, outcome, lost, verdict):
    assert judge(session, counting, CellResult(logs, outcome=outcome, variables_lost=lost)) == verdict


def test_a_file_of_another_session_is_noticed(session):
    judge(session, file_out, CellResult("", files=[]))

    assert judge(session, folder, CellResult("[('mine.txt', 3), ('own.txt', 2)]\n")) == "wrong"


def test_a_loss_that_nobody_told_of_is_noticed_later_too(session):
    cell = file_out(session.state, random.Random(1))
    text = cell.code.partition("file.write('")[2].partition("'))")[0]
    name = cell.code.partition("/mnt/data/")[2].partition("'")[0]
    written = CellResult(f"{len(text)}\n", files=[OutputFile(name, text.encode())])

    first = session.judge(cell, written)
    second = judge(session, folder, CellResult(f"[('{name}', {len(text)})]\n"))

    assert (first, second) == ("right", "untold")


def test_a_program_that_ends_its_process_is_gone_and_one_that_is_stopped_is_not(session):
    stopped = CellResult("[Stopped: the time limit of 0.3 s was reached. Variables are kept.]", outcome="timeout")

    assert judge(session, soft_stop, stopped) == "right"
    assert judge(session, counting, CellResult("me 2 me\n")) == "right"
    assert judge(session, leaving, CellResult("", outcome="ok")) == "wrong"
    assert judge(session, leaving, CellResult(DIED, outcome="killed", variables_lost=True)) == "right"
    assert judge(session, counting, CellResult(NO_NAME, outcome="error")) == "right"


def test_what_a_client_process_found_arrives_whole():
    found = Findings()
    found.add("plot", "right")
    found.add("plot", "wrong", "two pictures")

    arrived = Findings.from_json(found.to_json())

    assert arrived.counts == {("plot", "right"): 1, ("plot", "wrong"): 1}
    assert arrived.bad == ["plot, wrong: two pictures"]


@pytest.mark.slow
def test_a_short_soak_is_well(capsys):
    result = soak_interpreter.soak(soak_interpreter.available()[0], cells=40, seed=5, pauses=(0.2, 0.5))
    soak_interpreter.report(result)

    assert result.well, "\n".join(capsys.readouterr())
    assert result.found.counts.total() >= 40
