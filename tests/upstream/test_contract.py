"""The double of somebody else's Assistants server speaks as the wire contract says: a test with it proves something."""

import threading
import time

import pytest
import requests

from tests.contract.streams import Told
from tests.contract.wire import path_of, texts
from tests.upstream.reading import QUESTION, read_raw, stored

START = ["thread.run.created", "thread.run.queued", "thread.run.in_progress"]


def run_of(told):
    [run] = [value for value in told.last.values() if value["object"] == "thread.run"]
    return run


def test_a_stream_adds_up_to_what_is_stored(server, api, assistant, thread):
    told = api.stream(f"{thread}/runs", {"assistant_id": assistant})

    assert told.names[:3] == START
    assert told.names[-2:] == ["thread.run.completed", "done"]
    assert told.names.count("thread.message.delta") > 4
    assert told.texts == server.answers
    told.require_stored(*stored(api, run_of(told)))
    assert run_of(told) == api.get(path_of(run_of(told)))


def test_a_polled_run_leaves_the_same_as_a_streamed_one(server, api, assistant, thread):
    run = api.run(f"{thread}/runs", {"assistant_id": assistant})

    messages, steps = stored(api, run)
    assert run["status"] == "completed"
    assert texts({"data": messages}) == server.answers
    assert [step["type"] for step in steps] == ["message_creation", "tool_calls", "message_creation"]


def test_thread_message_and_run_come_in_one_call(server, api, assistant):
    told = api.stream("/threads/runs", {"assistant_id": assistant, "thread": {"messages": [QUESTION]}})

    assert told.names[:4] == ["thread.created", *START]
    assert server.user_messages() == ["Solve x = 1"]
    assert server.messages[run_of(told)["thread_id"]][0]["metadata"] == QUESTION["metadata"]


def test_a_message_comes_with_its_run(server, api, assistant, thread):
    told = api.stream(f"{thread}/runs", {"assistant_id": assistant, "additional_messages": [QUESTION]})

    assert told.names[-1] == "done"
    assert server.user_messages() == ["Solve x = 1", "Solve x = 1"]


def test_it_may_refuse_messages_with_the_run(server, api, assistant, thread):
    server.one_call = False

    with_message = api.call("POST", f"{thread}/runs", json={"assistant_id": assistant, "additional_messages": []})
    with_thread = api.call("POST", "/threads/runs", json={"assistant_id": assistant})

    assert (with_message.status_code, with_message.json()["error"]["code"]) == (400, "unknown_parameter")
    assert with_thread.status_code == 404
    assert server.runs == {}


def test_it_may_not_know_streams(server, api, assistant, thread):
    server.streams = False

    response = api.call("POST", f"{thread}/runs", json={"assistant_id": assistant, "stream": True})

    assert response.headers["Content-Type"] == "application/json"
    assert response.json()["status"] == "queued"


def test_a_cancel_ends_a_held_stream_and_leaves_half_a_message(server, api, assistant, thread):
    gate, told = server.hold(after=9), Told()
    response = read_raw(server, assistant, thread, stream=True)
    reader = threading.Thread(target=told.read, args=[response.iter_content(None)])
    reader.start()
    assert gate.reached.wait(5)

    [run] = server.runs.values()
    cancelling = api.post(f"{path_of(run)}/cancel")["status"]
    reader.join(5)

    assert cancelling == "cancelling"
    assert told.names[-3:] == ["thread.run.cancelling", "thread.run.cancelled", "done"]
    told.require_whole_lives()
    [message], [step] = stored(api, run)
    assert (message["status"], message["incomplete_details"]) == ("incomplete", {"reason": "run_cancelled"})
    assert message["content"][0]["text"]["value"] == told.texts[0] == "Let's"
    assert step["status"] == "cancelled"


def test_a_pace_lies_between_events(server, api, assistant, thread):
    server.pace, started = 0.01, time.monotonic()

    told = api.stream(f"{thread}/runs", {"assistant_id": assistant})

    assert time.monotonic() - started > server.pace * (len(told.names) - 1)


@pytest.mark.parametrize("status", ["queued", "in_progress"])
def test_a_stuck_run_tells_nothing_and_can_be_cancelled(server, api, assistant, thread, status):
    server.stuck = status

    run = api.post(f"{thread}/runs", {"assistant_id": assistant})
    seen = [api.get(path_of(run))["status"] for _ in range(5)]
    api.post(f"{path_of(run)}/cancel")

    assert set(seen) == {status}
    assert api.get(path_of(run))["status"] == "cancelled"


def test_a_run_that_wants_outputs_locks_its_thread_until_it_is_cancelled(server, api, assistant, thread):
    server.outcome = {"status": "requires_action"}

    told = api.stream(f"{thread}/runs", {"assistant_id": assistant})
    refused = api.call("POST", f"{thread}/messages", json=QUESTION)
    api.post(f"{path_of(run_of(told))}/cancel")

    assert told.names[-2:] == ["thread.run.requires_action", "done"]
    assert refused.status_code == 400
    assert api.get(path_of(run_of(told)))["status"] == "cancelled"
    assert api.call("POST", f"{thread}/messages", json=QUESTION).status_code == 200


@pytest.mark.parametrize(
    "outcome",
    [
        {"status": "failed", "last_error": {"code": "server_error", "message": "died"}},
        {"status": "incomplete", "incomplete_details": {"reason": "max_completion_tokens"}},
        {"status": "expired"},
    ],
)
def test_every_end_is_told(server, api, assistant, thread, outcome):
    server.outcome = outcome

    told = api.stream(f"{thread}/runs", {"assistant_id": assistant})

    assert told.names[-2:] == [f"thread.run.{outcome['status']}", "done"]
    assert run_of(told) | outcome == run_of(told)
    told.require_whole_lives()


def test_litellms_habits(server, api, assistant, thread):
    server.blocks = True
    call = server.url + thread

    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {server.key}"
        run = session.post(f"{call}/runs", json={"assistant_id": assistant, "stream": True}, timeout=5)
        look = session.get(f"{call}/runs/{run.json()['id']}", timeout=5)
        steps = session.get(f"{call}/runs/{run.json()['id']}/steps", timeout=5)
        listed = session.get(f"{call}/messages?order=asc&limit=1", timeout=5)
        busy = session.get(f"{server.url}/threads/thread_x/messages", timeout=5)

    assert run.json()["status"] == "completed"
    assert (look.status_code, look.json(), steps.status_code) == (404, {"detail": "Not Found"}, 404)
    assert [message["role"] for message in listed.json()["data"]] == ["assistant", "assistant", "user"]
    assert busy.json() == {"detail": "No thread found with id 'thread_x'."}
