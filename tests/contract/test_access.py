"""Who gets in: keys, the version header, addresses that do not exist."""

import pytest
import requests

from tests.contract.wire import TIMEOUT, refused

BETA = {"OpenAI-Beta": "assistants=v2"}
WRONG = "sk-wrong-" + "0123456789" * 4


@pytest.fixture
def ask(api):
    """GET an address with these headers alone."""

    def ask(path, headers):
        return requests.get(api.base + path, headers=headers, timeout=TIMEOUT)

    return ask


@pytest.fixture
def key(api):
    return {"Authorization": api.session.headers["Authorization"]}


def test_a_wrong_key_is_refused_and_not_repeated(ask):
    response = ask("/assistants", {"Authorization": f"Bearer {WRONG}", **BETA})

    refused(response, 401, code="invalid_api_key")
    assert WRONG not in response.text


@pytest.mark.parametrize("path", ["/assistants", "/files", "/threads/thread_x"])
def test_no_key_is_refused(ask, path):
    refused(ask(path, BETA), 401)


def test_the_version_header_is_needed(ask, key):
    refused(ask("/assistants", key), 400, "OpenAI-Beta", "invalid_beta")
    refused(ask("/assistants", {**key, "OpenAI-Beta": "assistants=v1"}), 400, "v1", "invalid_beta")


def test_files_need_no_version_header(ask, key):
    assert ask("/files", key).status_code == 200


def test_an_unknown_address_is_told_in_json(api):
    refused(api.call("GET", "/nothing"), 404, "Invalid URL (GET /v1/nothing)")
