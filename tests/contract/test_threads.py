"""Threads and their messages: made, paged through, changed, deleted, and what they refuse."""

import pytest

from tests.contract.wire import refused, texts

FIVE = [f"Question number {n}" for n in range(1, 6)]
EMPTY = {"headers": {"Content-Type": "application/json"}, "data": ""}


@pytest.fixture
def five(api, thread):
    """The path of the messages of a thread with five."""
    for text in FIVE:
        api.post(f"{thread}/messages", {"role": "user", "content": text})
    return f"{thread}/messages"


@pytest.mark.parametrize("body", [{}, {"json": {}}, EMPTY], ids=["none", "{}", "empty"])
def test_a_thread_needs_no_body(api, body):
    made = api.call("POST", "/threads", **body).json()

    assert (made["object"], made["metadata"], made["tool_resources"]) == ("thread", {}, {})
    assert api.get(f"/threads/{made['id']}") == made


def test_an_empty_list_has_no_ends(api, thread):
    page = api.get(f"{thread}/messages")

    assert page == {"object": "list", "data": [], "first_id": None, "last_id": None, "has_more": False}


def test_a_users_message_belongs_to_no_run(api, thread):
    message = api.post(f"{thread}/messages", {"role": "user", "content": "Hello"})

    assert (message["run_id"], message["assistant_id"], message["role"]) == (None, None, "user")
    assert message["content"] == [{"type": "text", "text": {"value": "Hello", "annotations": []}}]


def test_messages_are_listed_in_either_order(api, five):
    newest, oldest = api.get(five), api.get(five, order="asc")

    assert (texts(newest), newest["has_more"]) == (FIVE[::-1], False)
    assert texts(oldest) == FIVE


def test_pages_follow_each_other(api, five):
    first = api.get(five, order="asc", limit=2)
    second = api.get(five, order="asc", limit=2, after=first["last_id"])
    third = api.get(five, order="asc", limit=2, after=second["last_id"])
    second_newest = api.get(five)["data"][1]["id"]

    assert [texts(page) for page in (first, second, third)] == [FIVE[:2], FIVE[2:4], FIVE[4:]]
    assert [page["has_more"] for page in (first, second, third)] == [True, True, False]
    assert texts(api.get(five, order="asc", before=second["last_id"])) == FIVE[:3]
    assert texts(api.get(five, limit=2, after=second_newest)) == FIVE[2:0:-1]


def test_content_may_come_in_parts(api, thread):
    parts = [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]

    message = api.post(f"{thread}/messages", {"role": "user", "content": parts})

    assert [part["text"]["value"] for part in message["content"]] == ["a", "b"]


def test_a_messages_metadata_is_changed_and_its_text_kept(api, thread):
    message = api.post(f"{thread}/messages", {"role": "user", "content": "Hello"})
    one = f"{thread}/messages/{message['id']}"

    changed = api.post(one, {"metadata": {"k": "v"}})

    assert changed == {**message, "metadata": {"k": "v"}}
    assert api.get(one) == changed


def test_a_thread_takes_its_first_messages_with_it(api):
    words = [str(number) for number in range(25)]
    first = [{"role": "user", "content": word} for word in words]

    made = api.post("/threads", {"messages": first, "metadata": {"a": "b"}})

    page = api.get(f"/threads/{made['id']}/messages")
    assert (texts(page), page["has_more"]) == (words[:4:-1], True)
    assert made["metadata"] == {"a": "b"}


def test_a_threads_metadata_is_changed(api, thread):
    changed = api.post(thread, {"metadata": {"a": "c"}})

    assert changed["metadata"] == {"a": "c"}
    assert api.get(thread) == changed


def test_a_deleted_message_is_gone(api, five):
    message = api.get(five)["data"][0]["id"]

    deleted = api.delete(f"{five}/{message}")

    assert deleted == {"id": message, "object": "thread.message.deleted", "deleted": True}
    refused(api.call("GET", f"{five}/{message}"), 404)
    assert texts(api.get(five, order="asc")) == FIVE[:4]


def test_a_deleted_thread_is_gone_with_its_messages(api, five):
    thread = five.removesuffix("/messages")

    deleted = api.delete(thread)

    assert (deleted["object"], deleted["deleted"]) == ("thread.deleted", True)
    hello = {"role": "user", "content": "x"}
    for method, path, body in (("GET", thread, None), ("GET", five, None), ("POST", five, hello)):
        refused(api.call(method, path, json=body), 404, "No thread found")


@pytest.mark.parametrize(
    ("body", "fragment", "code"),
    [
        ({"role": "system", "content": "x"}, "Invalid value", "invalid_value"),
        ({"role": "user"}, "content", "missing_required_parameter"),
        ({"role": "user", "content": "x" * 256_001}, "too long", "string_above_max_length"),
    ],
    ids=["role", "no content", "256001 characters"],
)
def test_messages_that_are_none_are_refused(api, thread, body, fragment, code):
    refused(api.call("POST", f"{thread}/messages", json=body), 400, fragment, code)


def test_a_body_that_is_no_json_is_refused(api, thread):
    refused(api.call("POST", f"{thread}/messages", **{**EMPTY, "data": "{"}), 400)


@pytest.mark.parametrize("limit", [0, 101, "many"])
def test_a_limit_out_of_bounds_is_refused(api, thread, limit):
    error = refused(api.call("GET", f"{thread}/messages", params={"limit": limit}), 400)

    assert error["param"] == "limit"


def test_a_thread_id_must_look_like_one(api):
    refused(api.call("GET", "/threads/undefined"), 400, "Expected an ID that begins with 'thread'")
