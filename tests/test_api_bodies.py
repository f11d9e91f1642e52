"""Bodies that are broken, huge or hostile get an error in the envelope, and never a crash."""

import json

import pytest

from assistants_api.bodies import MAX_BYTES
from assistants_api.models import Assistant, Thread
from tests.api_client import client_of, error_of

pytestmark = pytest.mark.django_db


FUNCTION = (
    b'{"model": "offline-math", "tools": [{"type": "function", "function": {"name": "f", "parameters": {"p": %b}}}]}'
)


@pytest.fixture
def api():
    return client_of("default")


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"<html>",
        b'{"model": "offline-math"} x',
        b'{"model": "\xff"}',
        b"\xff\xfe{\x00}\x00",
        b'{"model": NaN}',
        b'{"model": "offline-math", "temperature": 1e400}',
        b'{"model": "offline-math", "temperature": -Infinity}',
        b'{"model": "offline-math", "temperature": ' + b"9" * 5000 + b"}",
        b'{"model": "offline-math", "temperature": ' + b"9" * 16 + b"}",
        b'{"model": ' + b"[" * 10_000 + b"]" * 10_000 + b"}",
        b"[" * 100_000,
        b'{"model": ' * 10_000 + b"1" + b"}" * 10_000,
        FUNCTION % b"1e400",
        FUNCTION % b"-Infinity",
        FUNCTION % (b"9" * 16),
        FUNCTION % (b"[" * 100 + b"]" * 100),
        b'{"model": "offline-math", "metadata": {"k": "\\u0000"}}',
        b'{"model": "offline-math", "metadata": {"\\u0000": "v"}}',
        b'{"model": "offline-math", "name": "\\ud800"}',
        b'{"model": "offline-math", "\\udfff": "v"}',
    ],
)
def test_a_body_that_is_no_use_is_a_400(api, raw):
    error = error_of(api.call("POST", "/assistants", raw=raw), 400)

    assert error["message"]
    assert not Assistant.objects.exists()


def test_a_nul_is_told_with_its_place(api):
    error = error_of(api.call("POST", "/threads", {"messages": [{"role": "user", "content": "a\0b"}]}), 400)

    assert error["param"] == "messages[0].content"
    assert "NUL" in error["message"]
    assert not Thread.objects.exists()


def test_a_body_over_the_limit_is_a_413(api):
    error = error_of(api.call("POST", "/threads", raw=b" " * (MAX_BYTES + 1)), 413)

    assert error["code"] == "request_too_large"


def test_a_body_that_is_longer_than_it_says_is_not_read_to_its_end(api):
    response = api.client.generic(
        "POST",
        "/v1/threads",
        b"{}" + b" " * 50,
        content_type="application/json",
        headers=api.headers,
        CONTENT_LENGTH="2",
    )

    assert response.status_code == 200


def test_the_longest_message_fits_however_it_is_escaped(api):
    thread = api.post("/threads")
    content = "\N{GRINNING FACE}" * 256_000

    response = api.call(
        "POST", f"/threads/{thread['id']}/messages", raw=json.dumps({"role": "user", "content": content}).encode()
    )

    assert response.status_code == 200
    assert response.json()["content"][0]["text"]["value"] == content


def test_an_error_repeats_only_the_beginning_of_a_long_value(api):
    response = api.call("POST", "/assistants", {"model": "m" * 250 + "\n"})

    message = error_of(response, 400)["message"]
    assert "m" * 200 + "…" in message
    assert "\n" not in message


def test_a_huge_list_of_messages_is_refused_by_its_length(api):
    error = error_of(api.call("POST", "/threads", {"messages": [{"role": "user", "content": "x"}] * 5_000}), 400)

    assert error["code"] == "array_above_max_length"
