"""Too much at once is told with a time to try again, and a server that does not answer is left alone for a while."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection
from django.utils import timezone

from accounts import sessions
from accounts.models import User
from chat import breaker, patience, proxy
from chat.breaker import Breaker, UpstreamHealth
from chat.failures import Refused, Unreachable
from chat.models import Conversation, Message, Run, Tutor
from tests.upstream import Fault

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.runner]
SERVER = "http://upstream.example/v1"
LOST = Unreachable("no connection")


@pytest.fixture
def asked(monkeypatch):
    """Questions that nobody answers."""
    monkeypatch.setattr(proxy.background, "start", lambda *_: None)


def live_run(owner):
    conversation = Conversation.objects.create(owner=owner, tutor=Tutor.default())
    message = Message.objects.create(conversation=conversation, role="user", text="x", client_key=uuid.uuid4())
    return Run.objects.create(conversation=conversation, message=message)


def test_a_person_with_too_many_questions_is_told_when_to_try_again(asked, jane, jane_client, send):
    for _ in range(proxy.PERSON_LIMIT):
        live_run(jane)

    response = send(jane_client, "One more question")

    assert (response.status_code, response["Retry-After"]) == (429, "10")
    assert "One more question</textarea>" in response.content.decode()
    assert Message.objects.filter(text="One more question").count() == 0


def test_over_the_cap_of_all_the_text_is_kept_and_nothing_is_written(asked, settings, john, jane_client, send):
    settings.LIVE_RUNS = 1
    live_run(john)

    response = send(jane_client, "One more question", **{"HX-Request": "true"})

    text = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (429, "10")
    assert "send it again in ten seconds" in text
    assert "One more question</textarea>" in text
    assert text.lstrip().startswith("<form")
    assert Message.objects.filter(text="One more question").count() == 0


def test_nobody_is_made_whose_first_question_is_not_taken(asked, settings, john, client, send):
    live_run(john)
    people = User.objects.count()
    settings.LIVE_RUNS = 1
    refused = send(client, "My first question", **{"HX-Request": "true"})
    made = User.objects.count() - people
    settings.LIVE_RUNS = 100

    taken = send(client, "My first question", **{"HX-Request": "true"})

    assert (refused.status_code, made) == (429, 0)
    assert (taken.status_code, User.objects.count() - people) == (200, 1)
    assert Message.objects.get(text="My first question").conversation.owner.is_guest


def test_a_first_question_whose_transaction_is_undone_is_taken_by_the_next(asked, client, send, monkeypatch):
    fails, add = [IntegrityError("another request was faster")], proxy.ADD_RUN

    def add_late(run):
        if fails:
            raise fails.pop()
        return add(run)

    monkeypatch.setattr(proxy, "ADD_RUN", add_late)

    response = send(client, "My first question", **{"HX-Request": "true"})

    assert (response.status_code, fails) == (200, [])
    assert User.objects.filter(is_guest=True).count() == Message.objects.count() == 1


def test_a_question_whose_session_is_ended_on_its_way_is_not_taken(asked, client, send, monkeypatch):
    client.get("/")
    monkeypatch.setattr(proxy, "ADD_RUN", pytest.fail)
    change = sessions._SAVE.change
    monkeypatch.setattr(sessions._SAVE, "change", lambda **row: (Session.objects.all().delete(), change(**row))[1])

    response = send(client, "My first question", **{"HX-Request": "true"})

    assert response.status_code == 400
    assert Message.objects.count() == User.objects.filter(is_guest=True).count() == 0


def test_a_retry_over_the_cap_says_so_too(asked, settings, john, jane, jane_client):
    failed = live_run(jane)
    Run.objects.update(status=Run.Status.FAILED)
    settings.LIVE_RUNS = 1
    live_run(john)

    response = jane_client.post(f"/c/{failed.conversation_id}/runs/{failed.pk}/retry")

    assert (response.status_code, response["Retry-After"]) == (429, "10")
    assert Run.objects.live().count() == 1


def test_of_many_questions_at_once_no_more_than_the_limit_are_accepted(asked, jane):
    told, gate = [], threading.Barrier(8)

    def ask():
        gate.wait()
        try:
            told.append(proxy.ask(lambda: jane, uuid.uuid4(), "x", uuid.uuid4()).new)
        except proxy.TooManyAtOnce:
            told.append(False)
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == [False] * (8 - proxy.PERSON_LIMIT) + [True] * proxy.PERSON_LIMIT
    assert Run.objects.count() == proxy.PERSON_LIMIT


def fail(one, times):
    for _ in range(times):
        one.note(LOST)


def rest():
    UpstreamHealth.objects.update(open_until=timezone.now() - timedelta(milliseconds=1))


def test_the_breaker_opens_for_all_processes_after_failures_in_a_row():
    here, there = Breaker(SERVER), Breaker(SERVER)

    fail(here, breaker.FAILURES - 1)
    there.look()
    before = (here.lets_through(), there.lets_through())
    fail(there, 1)
    here.look()

    assert before == (True, True)
    assert (here.lets_through(), there.lets_through()) == (False, False)


def test_an_answer_in_between_counts_them_from_the_start():
    here = Breaker(SERVER)

    fail(here, breaker.FAILURES - 1)
    here.note()
    fail(here, breaker.FAILURES - 1)

    assert here.lets_through()


def test_a_refusal_is_an_answer():
    here = Breaker(SERVER)

    for _ in range(2 * breaker.FAILURES):
        here.note(Refused("no", 400))

    assert here.lets_through()


def test_after_the_rest_one_probe_is_let_through_and_its_success_closes():
    here, there = Breaker(SERVER), Breaker(SERVER)
    fail(here, breaker.FAILURES)
    rest()
    here.look()
    there.look()

    let = [here.lets_through(), there.lets_through(), here.lets_through()]
    here.note()
    there.look()

    assert let == [True, False, False]
    assert (here.lets_through(), there.lets_through()) == (True, True)


def test_a_probe_that_fails_makes_the_rest_longer():
    here = Breaker(SERVER)
    fail(here, breaker.FAILURES)
    first = UpstreamHealth.objects.get().open_until
    rest()
    here.look()
    assert here.lets_through()

    fail(here, 1)

    assert UpstreamHealth.objects.get().open_until - first > timedelta(seconds=breaker.FIRST_REST / 2)
    assert not here.lets_through()


@pytest.mark.slow
def test_while_it_is_open_nobody_calls_and_the_question_is_kept(upstream, client, send, ended, monkeypatch):
    monkeypatch.setattr(patience, "BEFORE", 1)
    UpstreamHealth.objects.create(server=upstream.url, failures=9, open_until=timezone.now() + timedelta(seconds=60))
    breaker.of(upstream.url).look()

    response = send(client, "Solve x = 1")
    run = ended()

    assert run.reason == Run.Reason.UNREACHABLE
    assert upstream.requests == []
    assert "Try again" in client.get(response["Location"]).content.decode()


@pytest.mark.slow
def test_it_closes_by_itself_when_the_server_is_back(upstream, client, send, ended):
    UpstreamHealth.objects.create(server=upstream.url, failures=9, open_until=timezone.now() + timedelta(seconds=1))
    breaker.of(upstream.url).look()

    send(client, "Solve x = 1")

    assert ended().status == Run.Status.COMPLETED
    assert not UpstreamHealth.objects.filter(failures__gt=0).exists()


@pytest.mark.slow
def test_retry_after_is_waited_for_although_it_is_longer_than_our_patience(upstream, client, send, ended, monkeypatch):
    monkeypatch.setattr(patience, "BEFORE", 0.5)
    upstream.fault("POST", "/messages", Fault(status=429, headers=(("Retry-After", "2"),)))

    send(client, "Solve x = 1")

    assert ended().status == Run.Status.COMPLETED
