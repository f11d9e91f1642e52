"""Marks: made for final answers alone, carried on by whoever is there, and never in anybody's way."""

import inspect
import time
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

import background
from background import crew
from chat import judging, proxy
from chat.models import Judgement, Message, Run
from interpreter.client import (
    ComputationFailed,
    ComputationTimeout,
    Interpreter,
    InterpreterBusy,
    InterpreterUnavailable,
)
from tests.marks import CONTRADICTED, NOT_CHECKED, VERIFIED, Judge, answered

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = {"status": "waiting"}


@pytest.fixture
def judged(runner):
    """Wait until a judgement, or the newest one, is done; the Judgement."""

    def judged(run=None, seconds=20):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            rows = Judgement.objects.filter(run=run) if run else Judgement.objects.order_by("-created_at")
            found = rows.first()
            if found and found.is_done:
                return found
            time.sleep(0.02)
        raise AssertionError(f"not judged within {seconds} s")

    return judged


def test_the_double_is_called_as_the_real_one_is():
    real, double = (inspect.signature(each.compute) for each in (Interpreter, Judge))

    assert [(p.name, p.kind) for p in real.parameters.values()] == [
        (p.name, p.kind) for p in double.parameters.values()
    ]


@pytest.mark.runner
def test_a_final_answer_is_judged_with_question_context_and_last_words(judge, upstream, jane_client, send, judged):
    upstream.answers = ["Let me see.", "So x = 1."]
    conversation = uuid.uuid4()
    send(jane_client, "Solve 2x = 4", conversation)
    judged()
    send(jane_client, "Solve 3x + 11 = 14", conversation)

    found = judged(Run.objects.order_by("-created_at").first())

    while Judgement.objects.count() < 2 or not found.is_done:
        found = judged(Run.objects.order_by("-created_at").first())
    asked = {"question": "Solve 3x + 11 = 14", "context": ["Solve 2x = 4"], "reply": "So x = 1.", "name": "Jane Doe"}
    assert judge.asked[-1] == asked
    assert (found.verdict, found.explanation, found.result) == ("verified", VERIFIED["check"], "")
    assert found.run.is_judged
    assert [found.worker, found.lease_until] == ["", None]


@pytest.mark.runner
def test_a_follow_up_is_judged_where_it_leans_on_a_question_that_was_understood(
    judge, upstream, jane_client, send, ended, judged
):
    conversation = uuid.uuid4()
    send(jane_client, "and its derivative?", conversation)
    alone = ended()
    send(jane_client, "factor x^2 - 9", conversation)
    judged()
    send(jane_client, "and its derivative?", conversation)

    while not (last := Run.objects.order_by("-created_at").first()).ended_at:
        time.sleep(0.02)

    assert (alone.is_judged, last.is_judged) == (False, True)
    assert judged(last).verdict == "verified"
    assert judge.asked[-1]["context"] == ["and its derivative?", "factor x^2 - 9"]


def test_faults_of_the_judge_are_logged_and_nothing_else_that_it_says(jane, judge, judged, caplog):
    judge.answer = NOT_CHECKED | {"faults": ["ValueError in unit, units.py:229", "Jane's secret", "secret\nline", 7]}

    background.start(answered(jane, **WAITING).judgement)

    assert judged().verdict == "not_checked"
    assert "ValueError in unit, units.py:229" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.runner
@pytest.mark.parametrize("question", ["Tell me a story about trains", "Hello!", "Simplify 1/2x"])
def test_a_question_that_is_not_understood_for_sure_leaves_no_row(judge, upstream, jane_client, send, ended, question):
    send(jane_client, question)

    run = ended()

    assert (run.status, run.is_judged) == ("completed", False)
    assert not Judgement.objects.exists()
    assert judge.asked == []


@pytest.mark.runner
def test_an_answer_that_fails_or_is_stopped_is_not_judged(judge, upstream, jane_client, send, ended):
    upstream.outcome = {"status": "failed", "last_error": {"code": "invalid_prompt", "message": "no"}}

    send(jane_client, "Solve 3x + 11 = 14")

    assert (ended().status, Judgement.objects.count()) == ("failed", 0)


@pytest.mark.runner
@pytest.mark.parametrize("streams", [True, False])
def test_an_answer_that_was_cut_off_is_not_judged(judge, upstream, jane_client, send, ended, streams):
    upstream.streams = streams
    upstream.outcome = {"status": "incomplete"}

    send(jane_client, "Solve 3x + 11 = 14")

    assert (ended().status, Judgement.objects.count()) == ("completed", 0)


@pytest.mark.runner
def test_the_answer_does_not_wait_for_its_judgement(judge, upstream, jane_client, send, ended, judged):
    judge.goes_on.clear()

    send(jane_client, "Solve 3x + 11 = 14")
    run = ended()
    status = run.judgement.status
    again = send(jane_client, "Solve 2x = 4", run.conversation_id)
    second = ended(Run.objects.order_by("-created_at").first())
    judge.goes_on.set()

    assert (status, again.status_code, second.status) == ("waiting", 302, "completed")
    assert judged(run).verdict == judged(second).verdict == "verified"


def test_end_and_judgement_come_together_or_not_at_all(jane, judge, monkeypatch):
    run = answered(jane)
    Run.objects.update(status="in_progress", worker="me", fence=1)
    lease = _lease(run)
    monkeypatch.setattr("chat.proxy.ADD_JUDGEMENT", _broken)

    with pytest.raises(ZeroDivisionError):
        proxy.end(lease, Run.Status.COMPLETED, is_judged=True)

    left = Run.objects.get()
    assert (left.status, left.is_judged, Judgement.objects.count()) == ("in_progress", False, 0)


def _lease(run):
    from threading import Event

    from background.leases import Lease

    return Lease(Run, run.pk, "me", 1, Event())


def _broken(*_):
    raise ZeroDivisionError


def test_one_that_was_left_between_end_and_judgement_is_carried_on(jane, judge, judged):
    answered(jane, **WAITING)

    background.start_sweeping()

    assert judged().verdict == "verified"


def test_one_whose_process_died_at_it_is_carried_on(jane, judge, judged):
    past = timezone.now() - timedelta(seconds=1)
    answered(jane, **WAITING, worker="dead", fence=1, lease_until=past)

    background.start_sweeping()

    assert (judged().verdict, judged().fence) == ("verified", 2)


def test_one_that_ends_its_process_each_time_is_given_up(jane, judge, judged):
    answered(jane, **WAITING, worker="dead", fence=3, lease_until=timezone.now() - timedelta(seconds=1))

    background.start_sweeping()

    assert (judged().verdict, judge.asked) == ("not_checked", [])


def test_a_conversation_may_go_while_its_answer_is_checked(jane, judge, caplog):
    judge.goes_on.clear()
    run = answered(jane, **WAITING)
    background.start(run.judgement)
    _wait_for(lambda: judge.asked)

    run.conversation.delete()
    judge.goes_on.set()

    _wait_for(lambda: not background.running())
    assert not Judgement.objects.exists()
    assert "crashed" not in caplog.text


def test_a_shutdown_leaves_it_to_the_next_process(jane, judge, judged):
    judge.goes_on.clear()
    first, second = answered(jane, **WAITING), answered(jane, **WAITING)
    for run in (first, second):
        background.start(run.judgement)
    _wait_for(lambda: judge.asked)

    background.shutdown(0.5)
    left = list(Judgement.objects.values_list("status", "worker"))
    judge.goes_on.set()
    crew._crew = None
    background.start_sweeping()

    assert left == [("waiting", "")] * 2
    assert judged(first).verdict == judged(second).verdict == "verified"


ERRORS = {
    "it hangs": (ComputationTimeout("5 s"), judging.TOO_LONG),
    "it fails": (ComputationFailed("ValueError: Solve 3x"), judging.FAILED),
    "it is away": (InterpreterUnavailable("no socket"), judging.AWAY),
    "it is busy": (InterpreterBusy("too many"), judging.BUSY),
    "it crashes here": (ZeroDivisionError("Solve 3x"), judging.FAILED),
}


@pytest.mark.parametrize("name", ERRORS)
def test_whatever_goes_wrong_the_answer_is_only_not_checked(jane, judge, judged, caplog, name):
    error, reason = ERRORS[name]
    judge.errors = [error]
    background.start(answered(jane, **WAITING).judgement)

    found = judged()

    assert (found.verdict, found.words, found.result) == ("not_checked", reason, "")
    assert Run.objects.get().status == "completed"
    assert "Solve 3x" not in "".join(record.getMessage() for record in caplog.records)


BAD_ANSWERS = [
    {},
    VERIFIED | {"verdict": "right"},
    VERIFIED | {"verdict": ["verified"]},
    VERIFIED | {"check": "x = 1"},
    VERIFIED | {"check": {"template": "x", "params": {"a": 1}}},
    VERIFIED | {"check": {"template": "x" * 5000}},
    CONTRADICTED | {"result": 1},
    CONTRADICTED | {"result": "9" * 5000},
]


@pytest.mark.parametrize("answer", BAD_ANSWERS, ids=str)
def test_an_answer_that_is_no_judgement_is_none(jane, judge, judged, answer):
    judge.answer = answer
    background.start(answered(jane, **WAITING).judgement)

    assert (judged().verdict, judged().words) == ("not_checked", judging.FAILED)


@pytest.mark.parametrize("answer", [CONTRADICTED, NOT_CHECKED], ids=["contradicted", "not checked"])
def test_what_was_found_is_kept(jane, judge, judged, answer):
    judge.answer = answer
    background.start(answered(jane, **WAITING).judgement)

    found = judged()

    kept = found.verdict, found.explanation, found.result
    assert kept == (answer["verdict"], answer["check"], answer["result"] or "")


EARLIER = {
    "In the following, work modulo 7.": "not_checked",
    "Find the area of a circle": "not_checked",
    "A train goes 40 km in 2 hours. How fast is it?": "contradicted",
    "Solve 2x = 4": "contradicted",
    "Simplify 1/2x": "contradicted",
    "now with 5 instead of 3": "contradicted",
    "thanks": "contradicted",
}


@pytest.mark.parametrize("said", EARLIER)
def test_nothing_is_contradicted_where_an_earlier_message_may_have_set_rules(jane, judge, judged, said):
    judge.answer = CONTRADICTED
    earlier = answered(jane, question=said)
    background.start(answered(jane, conversation=earlier.conversation, **WAITING).judgement)

    assert judged().verdict == EARLIER[said]


def test_such_a_message_takes_no_mark_away_from_a_right_answer(jane, judge, judged):
    earlier = answered(jane, question="In the following, work modulo 7.")
    background.start(answered(jane, conversation=earlier.conversation, **WAITING).judgement)

    assert judged().verdict == "verified"


def test_a_flood_is_checked_one_by_one(jane, judge, judged):
    judge.goes_on.clear()
    runs = [answered(jane, **WAITING) for _ in range(12)]

    for run in runs:
        background.start(run.judgement)
    _wait_for(lambda: len(background.running()) == 12 and judge.asked)
    time.sleep(0.3)  # what must not happen gives no sign
    judge.goes_on.set()

    assert {judged(run).verdict for run in runs} == {"verified"}
    assert (judge.most, len(judge.asked)) == (1, 12)


def test_one_that_waits_too_long_for_its_turn_is_not_checked(jane, judge, judged, monkeypatch):
    monkeypatch.setattr(judging, "PATIENCE", 0.2)
    monkeypatch.setattr(judging, "LOOK", 0.1)
    judge.goes_on.clear()
    first = answered(jane, **WAITING)
    background.start(first.judgement)
    _wait_for(lambda: judge.asked)

    second = answered(jane, **WAITING)
    background.start(second.judgement)

    assert (judged(second).verdict, judged(second).words) == ("not_checked", judging.BUSY)
    judge.goes_on.set()
    assert judged(first).verdict == "verified"


def test_hostile_and_huge_replies_go_to_the_sandbox_cut_and_nowhere_else(jane, judge, judged):
    reply = "<script>alert(1)</script>" + "\\boxed{" * 20_000
    background.start(answered(jane, reply=reply, **WAITING).judgement)

    judged()

    assert judge.asked[0]["reply"] == reply[: judging.REPLY_LIMIT]


def test_an_answer_without_words_is_judged_as_such(jane, judge, judged):
    run = answered(jane, **WAITING)
    Message.objects.filter(run=run).delete()
    background.start(run.judgement)

    judged()

    assert judge.asked[0]["reply"] == ""


def _wait_for(condition, seconds=15):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
