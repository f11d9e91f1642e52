"""What becomes of questions around the faults of the fault table: retries, stops, lost threads. Nothing twice."""

import logging
import time
import uuid

import pytest

import background
from chat import assistants, following, once, patience
from chat.models import Message, Run
from tests.conftest import stop_process
from tests.upstream import Fault

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _hurry(monkeypatch):
    """The same waits, shorter: a test shall not take the minute that a student would wait."""
    monkeypatch.setattr(patience, "BEFORE", 1.0)
    monkeypatch.setattr(patience, "DURING", 1.5)
    monkeypatch.setattr(once, "LOOK_SECONDS", 1.0)
    monkeypatch.setattr(once, "BUSY_SECONDS", 0.5)
    monkeypatch.setattr(assistants, "READ_SECONDS", 1.0)


def test_a_retry_sends_no_second_message(upstream, client, send, ended):
    upstream.fault("POST", "/runs", Fault(status=400))
    response = send(client, "Solve x = 1")
    failed = ended()

    client.post(f"{response['Location']}runs/{failed.pk}/retry")

    assert ended().status == Run.Status.COMPLETED
    assert upstream.user_messages() == ["Solve x = 1"]


def test_a_lost_thread_is_replayed_from_our_record(upstream, client, send, ended):
    response = send(client, "Solve x = 1")
    ended()
    upstream.threads.clear()
    upstream.messages.clear()

    client.post(
        response["Location"] + "messages", {"text": "And x = 2?", "client_key": "6a7f0a0e-3c1a-4d55-9b0e-1a2b3c4d5e6f"}
    )

    assert ended().status == Run.Status.COMPLETED
    assert upstream.user_messages() == ["Solve x = 1", "And x = 2?"]
    assert Message.objects.filter(role="user").count() == 2


def test_an_active_run_that_an_earlier_attempt_left_is_ended_first(upstream, client, send, ended):
    response = send(client, "Solve x = 1")
    ended()
    thread = next(iter(upstream.threads))
    upstream.polls = 100_000
    upstream.add_run(thread, {"assistant_id": next(iter(upstream.assistants))})

    client.post(
        response["Location"] + "messages", {"text": "And x = 2?", "client_key": "6a7f0a0e-3c1a-4d55-9b0e-1a2b3c4d5e6f"}
    )

    def both_sent():
        upstream.polls = 2
        return ended()

    assert both_sent().status == Run.Status.COMPLETED
    assert upstream.user_messages() == ["Solve x = 1", "And x = 2?"]


def test_stop_ends_the_run_here_and_upstream(upstream, client, send, ended):
    upstream.polls = 100_000
    response = send(client, "Solve x = 1")
    run = Run.objects.get()

    client.post(f"{response['Location']}runs/{run.pk}/stop")

    assert ended().status == Run.Status.CANCELLED
    assert "You stopped this answer" in client.get(response["Location"]).content.decode()


def test_nothing_listens_at_the_address(upstream, client, send, ended, settings, caplog):
    settings.ASSISTANTS_API_BASE = "http://127.0.0.1:9/v1"

    with caplog.at_level(logging.ERROR):
        send(client, "Solve x = 1")
        run = ended()

    assert run.reason == "unreachable"
    assert "no connection" in caplog.text
    assert "Solve x" not in caplog.text


def test_a_question_that_is_stopped_while_it_is_sent_is_not_sent_again_by_the_retry(upstream, client, send, ended):
    upstream.fault("POST", "/messages", Fault(seconds=0.6))
    response = send(client, "Solve x = 1")
    first = Run.objects.get()
    while not upstream.called("POST", "/threads/.*/messages"):
        time.sleep(0.01)

    client.post(f"{response['Location']}runs/{first.pk}/stop")
    client.post(f"{response['Location']}runs/{first.pk}/retry")  # pressed before the stop has come about
    assert ended(first).status == Run.Status.CANCELLED
    client.post(f"{response['Location']}runs/{first.pk}/retry")

    assert ended().status == Run.Status.COMPLETED
    assert upstream.user_messages() == ["Solve x = 1"]
    assert Run.objects.count() == 2


def test_a_stop_of_a_run_that_no_living_process_carries_takes_effect(upstream, client, send, ended):
    upstream.polls = 100_000
    response = send(client, "Solve x = 1")
    run = Run.objects.get()
    stop_process()

    client.post(f"{response['Location']}runs/{run.pk}/stop")
    background.start_sweeping()

    assert ended(run).status == Run.Status.CANCELLED


def test_what_a_dead_run_left_behind_is_not_shown(upstream, client, send, ended):
    upstream.outcome = {"status": "failed", "last_error": {"code": "server_error", "message": "died"}}
    upstream.leaves_messages = True
    response = send(client, "Solve x = 1")
    while len(upstream.runs) < 2:
        time.sleep(0.01)
    upstream.outcome = {"status": "completed"}

    run = ended()

    assert (run.status, len(upstream.runs)) == ("completed", 2)
    assert list(run.answers.values_list("text", flat=True)) == upstream.answers
    assert client.get(response["Location"]).content.decode().count("from-tutor") == len(upstream.answers)


def test_a_retry_of_an_older_question_does_not_answer_it_with_anothers_answer(upstream, client, send, ended):
    upstream.fault("POST", "/runs", Fault(status=400))
    response = send(client, "Solve x = 1")
    first = ended()
    client.post(response["Location"] + "messages", {"text": "Solve x = 2", "client_key": uuid.uuid4()})
    ended()

    client.post(f"{response['Location']}runs/{first.pk}/retry")

    assert Run.objects.count() == 2
    assert client.get(response["Location"]).content.decode().count("Try again") == 0


def test_a_retry_of_an_answered_question_changes_nothing(upstream, client, send, ended):
    response = send(client, "Solve x = 1")
    run = ended()

    client.post(f"{response['Location']}runs/{run.pk}/retry")

    assert Run.objects.count() == 1
    assert len(upstream.runs) == 1


def test_a_run_that_takes_too_long_is_ended_upstream_as_well(upstream, client, send, ended, monkeypatch):
    monkeypatch.setattr(following, "RUN_SECONDS", 1)
    upstream.polls = 100_000

    send(client, "Solve x = 1")

    assert ended().reason == "timeout"
    assert upstream.called("POST", "/cancel") == 1
