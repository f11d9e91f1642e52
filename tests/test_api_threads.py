"""Threads and messages over HTTP."""

import pytest

from assistants_api import files
from assistants_api.models import File, Message, Run, Thread
from interpreter.client import Interpreter
from tests.api_client import client_of, error_of, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def api():
    return client_of("default")


@pytest.fixture
def thread(api):
    return api.post("/threads")


def say(api, thread, content="Hello", **more):
    return api.post(f"/threads/{thread['id']}/messages", {"role": "user", "content": content, **more})


@pytest.mark.parametrize("raw", [b"", b"{}", b"  \n"])
def test_a_thread_needs_no_body(api, raw):
    response = api.call("POST", "/threads", raw=raw)

    made = api.good(response)
    assert made["id"].startswith("thread_")
    assert set(made) == {"id", "object", "created_at", "metadata", "tool_resources"}
    assert (made["object"], made["metadata"], made["tool_resources"]) == ("thread", {}, {})


def test_a_thread_keeps_its_first_messages_in_their_order(api):
    words = [str(n) for n in range(25)]

    made = api.post("/threads", {"messages": [{"role": "user", "content": word} for word in words]})

    page = api.get(f"/threads/{made['id']}/messages")
    assert texts(page) == words[:4:-1]
    assert page["has_more"] is True


def test_a_thread_with_one_bad_message_is_not_made(api):
    good = {"role": "user", "content": "x"}
    body = {"messages": [good, {**good, "role": "human"}], "metadata": {"a": "b"}}

    error = error_of(api.call("POST", "/threads", body), 400)

    assert error["message"] == "Invalid value: 'human'. Supported values are: 'user' and 'assistant'."
    assert (error["param"], error["code"]) == ("messages[1].role", "invalid_value")
    assert not Thread.objects.exists()


def test_a_threads_metadata_is_changed(api, thread):
    changed = api.post(f"/threads/{thread['id']}", {"metadata": {"a": "c"}})

    assert changed == {**thread, "metadata": {"a": "c"}}
    assert api.post(f"/threads/{thread['id']}", {}) == changed
    assert api.get(f"/threads/{thread['id']}") == changed


def test_a_deleted_thread_takes_everything_along(api, thread):
    say(api, thread)
    row = Thread.objects.get()
    run = Run.objects.create(thread=row, assistant_id="asst_x", status="completed", model="offline-math")
    run.steps.create(thread=row, assistant_id="asst_x", type="tool_calls")
    files.store("default", "a.png", "assistants_output", b"x", thread=row)
    kept = api.post("/threads", {"messages": [{"role": "user", "content": "kept"}]})

    answer = api.delete(f"/threads/{thread['id']}")

    assert answer == {"id": thread["id"], "object": "thread.deleted", "deleted": True}
    assert not Run.objects.exists()
    assert not File.objects.exists()
    assert Message.objects.get().thread_id == kept["id"]
    error = error_of(api.call("POST", f"/threads/{thread['id']}/messages", {"role": "user", "content": "x"}), 404)
    assert error["message"] == f"No thread found with id '{thread['id']}'."


def test_a_message_is_kept_as_it_was_said(api, thread):
    made = say(api, thread, "I need to solve `3x + 11 = 14`.", metadata={"client_key": "1"})

    public_id = made.pop("id")
    assert public_id.startswith("msg_")
    assert made == {
        "object": "thread.message",
        "created_at": made["created_at"],
        "thread_id": thread["id"],
        "status": "completed",
        "incomplete_details": None,
        "completed_at": made["created_at"],
        "incomplete_at": None,
        "role": "user",
        "content": [{"type": "text", "text": {"value": "I need to solve `3x + 11 = 14`.", "annotations": []}}],
        "assistant_id": None,
        "run_id": None,
        "attachments": [],
        "metadata": {"client_key": "1"},
    }
    assert api.get(f"/threads/{thread['id']}/messages/{public_id}") == {"id": public_id, **made}


def test_content_comes_in_parts_too(api, thread):
    url = {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}

    made = say(api, thread, [{"type": "text", "text": "a"}, url, {"type": "text", "text": "b"}])

    assert [part["type"] for part in made["content"]] == ["text", "image_url", "text"]
    assert made["content"][1]["image_url"] == {"detail": "auto", "url": "https://example.org/a.png"}


def test_a_messages_metadata_is_changed_and_its_text_kept(api, thread):
    made = say(api, thread, "text")
    path = f"/threads/{thread['id']}/messages/{made['id']}"

    assert api.post(path, {"metadata": {"k": "v"}}) == {**made, "metadata": {"k": "v"}}
    assert api.get(path) == {**made, "metadata": {"k": "v"}}
    assert error_of(api.call("POST", path, {"content": "other"}), 400)["code"] == "unknown_parameter"
    assert api.post(path, {"metadata": None})["metadata"] == {}


def test_a_deleted_message_is_gone_and_the_others_stay(api, thread):
    made, other = say(api, thread, "a"), say(api, thread, "b")
    path = f"/threads/{thread['id']}/messages/{made['id']}"

    answer = api.delete(path)

    assert answer == {"id": made["id"], "object": "thread.message.deleted", "deleted": True}
    error_of(api.call("GET", path), 404)
    assert api.get(f"/threads/{thread['id']}/messages")["data"] == [other]


def test_a_message_is_found_only_in_its_own_thread(api, thread):
    made = say(api, thread)
    other = api.post("/threads")

    error = error_of(api.call("GET", f"/threads/{other['id']}/messages/{made['id']}"), 404)

    assert error["message"] == f"No message found with id '{made['id']}'."


def test_another_project_can_neither_read_nor_write(api, thread):
    made = say(api, thread, "secret")
    stranger, path = client_of("other"), f"/threads/{thread['id']}"
    calls = [
        ("GET", path, None),
        ("POST", path, {"metadata": {"a": "b"}}),
        ("DELETE", path, None),
        ("GET", f"{path}/messages", None),
        ("POST", f"{path}/messages", {"role": "user", "content": "x"}),
        ("GET", f"{path}/messages/{made['id']}", None),
        ("POST", f"{path}/messages/{made['id']}", {"metadata": {}}),
        ("DELETE", f"{path}/messages/{made['id']}", None),
        ("GET", f"{path}/runs", None),
    ]

    for call in calls:
        response = stranger.call(*call)
        assert error_of(response, 404)["message"] == f"No thread found with id '{thread['id']}'."
        assert b"secret" not in response.content
    assert api.get(path) == thread
    assert api.get(f"{path}/messages")["data"] == [made]


def test_a_picture_of_another_project_cannot_be_named(api, thread):
    theirs = files.store("other", "a.png", "vision", b"x")
    part = {"type": "image_file", "image_file": {"file_id": theirs.public_id}}

    error = error_of(api.call("POST", f"/threads/{thread['id']}/messages", {"role": "user", "content": [part]}), 404)

    assert error["message"] == f"No such File object: {theirs.public_id}"
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("body", "param", "code", "message"),
    [
        ({"content": "x"}, "role", "missing_required_parameter", "Missing required parameter: 'role'."),
        ({"role": "user"}, "content", "missing_required_parameter", "Missing required parameter: 'content'."),
        (
            {"role": "user", "content": 5},
            "content",
            "invalid_type",
            "Invalid type for 'content': expected one of a string or an array, but got an integer instead.",
        ),
        ({"role": "user", "content": []}, "content", "empty_array", "Invalid 'content': empty array."),
        (
            {"role": "user", "content": "x" * 256_001},
            "content",
            "string_above_max_length",
            "string too long. Expected a string with maximum length 256000, but got a string with length 256001",
        ),
        (
            {"role": "user", "content": [{"type": "text", "text": "x" * 256_001}]},
            "content[0].text",
            "string_above_max_length",
            "too long",
        ),
        (
            {"role": "user", "content": [{"type": "text"}]},
            "content[0].text",
            "missing_required_parameter",
            "'content[0].text'",
        ),
        (
            {"role": "user", "content": [{"type": "video", "video": {}}]},
            "content[0].type",
            "invalid_value",
            "Supported values are: 'image_file', 'image_url', and 'text'.",
        ),
        ({"role": "user", "content": [{}]}, "content[0].type", "missing_required_parameter", "'content[0].type'"),
    ],
)
def test_what_is_wrong_with_a_message_is_told(api, thread, body, param, code, message):
    error = error_of(api.call("POST", f"/threads/{thread['id']}/messages", body), 400)

    assert (error["param"], error["code"]) == (param, code)
    assert message in error["message"]
    assert not Message.objects.exists()


def test_a_malformed_thread_id_is_told_as_such(api):
    error = error_of(api.call("GET", "/threads/undefined"), 400)

    assert error["message"] == "Invalid 'thread_id': 'undefined'. Expected an ID that begins with 'thread'."
    assert (error["param"], error["code"]) == ("thread_id", "invalid_value")


@pytest.mark.slow
def test_a_deleted_thread_takes_its_variables_along(api, thread, tmp_path, monkeypatch):
    interpreter = Interpreter(tmp_path)
    monkeypatch.setattr("assistants_api.sandbox.interpreter", lambda: interpreter)
    row = Thread.objects.get()
    run = Run.objects.create(thread=row, assistant_id="asst_x", status="completed", model="offline-math")
    run.steps.create(thread=row, assistant_id="asst_x", type="tool_calls")
    interpreter.run_cell(thread["id"], "kept = 1")

    api.delete(f"/threads/{thread['id']}")

    assert "NameError" in interpreter.run_cell(thread["id"], "print(kept)").logs
    interpreter.shutdown()
