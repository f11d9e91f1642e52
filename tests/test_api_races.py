"""Calls that come at the same moment."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from assistants_api import lifecycle
from assistants_api.models import ApiKey, Message, Run
from tests.api_client import ApiClient, client_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_starts(monkeypatch):
    monkeypatch.setattr("background.start", lambda *_: None)


def at_once(*calls):
    """The results of the calls, each made in a thread of its own, all at the same moment."""
    gate = threading.Barrier(len(calls))

    def one(call):
        try:
            gate.wait(10)
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


def test_of_six_runs_at_once_exactly_one_is_taken():
    api = client_of("default")
    assistant, thread = api.post("/assistants", {"model": "offline-math"}), api.post("/threads")
    start = {"assistant_id": assistant["id"], "additional_messages": [{"role": "user", "content": "Hello"}]}

    responses = at_once(*[lambda: api.call("POST", f"/threads/{thread['id']}/runs", start)] * 6)

    assert sorted(response.status_code for response in responses) == [200] + [400] * 5
    taken = Run.objects.get().public_id
    refusals = {response.json()["error"]["message"] for response in responses if response.status_code == 400}
    assert refusals == {f"Thread {thread['id']} already has an active run {taken}."}
    assert Message.objects.count() == 1


def test_a_message_and_a_run_at_once_leave_no_message_behind_the_run():
    api = client_of("default")
    assistant, thread = api.post("/assistants", {"model": "offline-math"}), api.post("/threads")
    path = f"/threads/{thread['id']}"
    say = [lambda: api.call("POST", f"{path}/messages", {"role": "user", "content": "x"})] * 3

    *said, run = at_once(*say, lambda: api.call("POST", f"{path}/runs", {"assistant_id": assistant["id"]}))

    assert run.status_code == 200
    assert {response.status_code for response in said} <= {200, 400}
    assert Message.objects.count() == [response.status_code for response in said].count(200)


def test_a_thread_deleted_while_it_is_written_to_is_gone_whole():
    api = client_of("default")
    thread = api.post("/threads")
    path = f"/threads/{thread['id']}"
    say = [lambda: api.call("POST", f"{path}/messages", {"role": "user", "content": "x"})] * 4

    responses = at_once(*say, lambda: api.call("DELETE", path))

    assert {response.status_code for response in responses} <= {200, 404}
    assert not Message.objects.exists()


def test_the_first_calls_of_the_chat_make_one_row_for_its_key(settings):
    settings.ASSISTANTS_API_EMBEDDED, settings.ASSISTANTS_API_KEY = True, "sk-of-the-chat-0123456789"

    responses = at_once(*[lambda: ApiClient("sk-of-the-chat-0123456789").call("GET", "/assistants")] * 6)

    assert {response.status_code for response in responses} == {200}
    assert ApiKey.objects.count() == 1


def test_a_cancel_whose_thread_is_deleted_meanwhile_finds_no_run(monkeypatch):
    api = client_of("default")
    assistant = api.post("/assistants", {"model": "offline-math"})
    run = api.post("/threads/runs", {"assistant_id": assistant["id"]})

    def cancelled_too_late(row):
        api.delete(f"/threads/{row.thread_id}")
        return False

    monkeypatch.setattr(lifecycle, "request_cancel", cancelled_too_late)
    response = api.call("POST", f"/threads/{run['thread_id']}/runs/{run['id']}/cancel")

    assert response.status_code == 404


def test_a_thread_is_deleted_while_a_worker_writes_to_it():
    api = client_of("default")
    assistant = api.post("/assistants", {"model": "offline-math"})
    made = api.post("/threads/runs", {"assistant_id": assistant["id"]})
    begun = threading.Event()

    def write():
        with transaction.atomic():
            Run.objects.filter(public_id=made["id"]).update(status="in_progress")
            begun.set()
            time.sleep(0.5)  # the deletion comes to wait for what is locked here
            Message.objects.create(thread_id=made["thread_id"], role="assistant")

    def delete():
        begun.wait(10)
        return api.call("DELETE", f"/threads/{made['thread_id']}")

    _, deleted = at_once(write, delete)

    assert deleted.status_code == 200
    assert not Message.objects.exists()
