"""What one caller may not take from the others: memory, threads, turns."""

import json
import tracemalloc

import pytest

from assistants_api import inputs, paging, stream
from assistants_api.engines.choice import ENGINES
from assistants_api.models import Message, Run
from assistants_api.views import runs
from tests.api_client import client_of, error_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def api():
    return client_of("default")


@pytest.fixture
def assistant(api):
    return api.post("/assistants", {"model": "offline-math"})


def test_a_long_key_is_not_written_out_for_each_of_its_values(api):
    raw = json.dumps({"k" * 40_000: [0] * 15_000})
    tracemalloc.start()
    error = error_of(api.call("POST", "/threads", raw=raw), 400)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert error["code"] == "unknown_parameter"
    assert peak < 20_000_000


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"role": "user", "content": "x", "attachments": [{"tools": []}]}, "attachments[0].file_id"),
        ({"role": "user", "content": "x", "attachments": [{}]}, "attachments[0].file_id"),
        ({"role": "user", "content": [{"type": "text", "text": "x" * 128_001}] * 2}, "content"),
        (
            {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "file:///etc/passwd"}}]},
            "content[0].image_url.url",
        ),
    ],
)
def test_what_no_message_may_hold_is_told(api, body, param):
    thread = api.post("/threads")

    assert error_of(api.call("POST", f"/threads/{thread['id']}/messages", body), 400)["param"] == param
    assert error_of(api.call("POST", "/threads", {"messages": [body]}), 400)["param"] == f"messages[0].{param}"


@pytest.mark.parametrize("value", [1e300, 256.0])
def test_a_fraction_is_no_count_of_tokens(api, assistant, value):
    error = error_of(
        api.call("POST", "/threads/runs", {"assistant_id": assistant["id"], "max_prompt_tokens": value}), 400
    )

    assert (error["param"], error["code"]) == ("max_prompt_tokens", "invalid_type")


@pytest.mark.parametrize(("order", "cursor"), [("asc", "after"), ("desc", "after"), ("asc", "before")])
def test_a_page_of_large_messages_is_short_and_its_reader_goes_on(api, monkeypatch, order, cursor):
    monkeypatch.setattr(paging, "PAGE_CHARACTERS", 2_000)
    messages = [{"role": "user", "content": f"{n} {'x' * 900}"} for n in range(7)]
    path = f"/threads/{api.post('/threads', {'messages': messages})['id']}/messages"
    seen, end = [], {}
    while True:
        page = api.get(path, order=order, limit=5, **end)
        seen = page["data"] + seen if cursor == "before" else seen + page["data"]
        end = {cursor: page["first_id" if cursor == "before" else "last_id"]}
        if cursor == "before" and not seen[1:] or not page["has_more"]:
            break

    numbers = [int(message["content"][0]["text"]["value"].split()[0]) for message in seen]
    assert len(page["data"]) < 5
    if cursor == "after":
        assert numbers == sorted(range(7), reverse=order == "desc")
    else:
        assert numbers == sorted(numbers)


def test_the_engine_is_given_no_more_than_it_can_read(api, assistant, monkeypatch):
    monkeypatch.setattr(inputs, "HISTORY_CHARACTERS", 2_000)
    thread = api.post("/threads", {"messages": [{"role": "user", "content": "x" * 900} for _ in range(5)]})
    rows = Message.objects.filter(thread_id=thread["id"]).order_by("-pk")

    assert [row.pk for row in inputs._newest(rows)] == sorted(row.pk for row in rows)[-2:]


def test_one_project_cannot_take_all_turns(api, assistant, monkeypatch):
    monkeypatch.setattr(runs, "MOST_RUNS", 2)
    body = {"assistant_id": assistant["id"]}
    made = [api.post("/threads/runs", body) for _ in range(2)]
    other = client_of("other")
    theirs = other.post("/assistants", {"model": "offline-math"})

    error = error_of(api.call("POST", "/threads/runs", body), 429)

    assert error["code"] == "rate_limit_exceeded"
    other.post("/threads/runs", {"assistant_id": theirs["id"]})
    Run.objects.filter(public_id=made[0]["id"]).update(status="completed")
    api.post("/threads/runs", body)


@pytest.mark.django_db(transaction=True)
def test_streams_leave_threads_for_pages(api, assistant, monkeypatch):
    monkeypatch.setattr(stream, "MOST_STREAMS", 1)
    monkeypatch.setitem(ENGINES, "offline-math", lambda run: iter(()))
    body = {"assistant_id": assistant["id"], "stream": True}
    first = api.call("POST", "/threads/runs", body)
    started = iter(first.streaming_content)
    next(started)

    error = error_of(api.call("POST", "/threads/runs", body), 429)
    count = Run.objects.count()
    first.close()

    assert error["code"] == "rate_limit_exceeded"
    assert count == 1
    assert api.call("POST", "/threads/runs", body).streaming
