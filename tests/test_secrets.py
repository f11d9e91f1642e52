"""The key is in no page, header, log, error or row, not even when the upstream repeats it."""

import logging
import uuid

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client

from chat import once, patience
from tests.upstream import Fault

CANARY = "sk-CANARY-0123456789abcdef"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _canary(upstream, settings, monkeypatch):
    upstream.key = settings.ASSISTANTS_API_KEY = CANARY
    monkeypatch.setattr(patience, "BEFORE", 0.5)
    monkeypatch.setattr(patience, "DURING", 0.5)
    monkeypatch.setattr(once, "LOOK_SECONDS", 0.5)


def rows():
    kept = [row for model in apps.get_models() for row in model._base_manager.all()]
    return serializers.serialize("json", kept)


def pages(client, address):
    found = [
        client.get(path) for path in ("/", "/c/", address, f"{address}runs/{uuid.uuid4()}", "/healthz", "/readyz", "/x")
    ]
    return "".join(f"{response.headers}{response.content.decode()}" for response in found)


ECHOES = [
    None,
    Fault(status=401, body={"error": {"message": f"Incorrect API key provided: {CANARY}.", "code": "invalid_api_key"}}),
    Fault(status=400, body={"error": {"message": f"Bearer {CANARY} may not do this"}}),
    Fault(status=500, body=f"<h1>{CANARY}</h1>".encode(), times=9),
    Fault(status=302, headers=(("Location", f"http://elsewhere.example/?key={CANARY}"),)),
    Fault(body=f'{{"id": "{CANARY}", "metadata"'.encode(), content_type=f"text/{CANARY}"),
]


@pytest.mark.slow
@pytest.mark.parametrize("fault", ECHOES, ids=["no fault", "401", "400", "500", "302", "broken JSON"])
def test_the_key_is_nowhere(upstream, jane_client, send, ended, admin_client, caplog, fault):
    if fault:
        upstream.fault("POST", "/messages", fault)

    with caplog.at_level(logging.DEBUG):
        address = send(jane_client, "Solve x = 1")["Location"]
        run = ended()
        shown = pages(jane_client, address) + pages(Client(), address)
        transcript = admin_client.get(f"/admin/chat/conversation/{run.conversation_id}/change/").content.decode()

    assert upstream.called("POST", "/messages")
    assert CANARY not in shown + transcript + rows() + caplog.text


def test_a_crash_shows_nothing_even_with_debug(upstream, client, send, settings, monkeypatch):
    def crash(*arguments):
        key = settings.ASSISTANTS_API_KEY
        raise ZeroDivisionError(len(key))

    settings.DEBUG = True
    client.raise_request_exception = False
    monkeypatch.setattr("chat.proxy.ask", crash)

    response = send(client, "Solve x = 1")

    assert response.status_code == 500
    assert CANARY not in response.content.decode()


def test_logs_hold_no_words_of_students(upstream, jane_client, send, ended, caplog):
    upstream.fault("POST", "/runs", Fault(status=400, body={"error": {"message": "no: Jane Doe"}}))
    repeat = {"error": {"message": "cannot take: my secret question about x"}}
    upstream.fault("POST", "/messages", Fault(status=429, body=repeat))

    with caplog.at_level(logging.DEBUG):
        send(jane_client, "my secret question about x")
        ended()

    assert "secret question" not in caplog.text
    assert "correct horse" not in caplog.text
