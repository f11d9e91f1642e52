"""The transport that calls our own application behaves as a socket does."""

import pytest
import requests
from django.core.signals import request_finished
from django.db import transaction

from chat import proxy
from chat.assistants import AssistantsClient
from chat.failures import NotFound, Unauthorized
from tutor_site.in_process import InProcessAdapter


def session(application):
    session = requests.Session()
    session.mount("http://inside", InProcessAdapter(application))
    return session


def test_the_request_arrives_as_it_was_sent():
    seen = {}

    def application(environ, start_response):
        seen.update(environ, body=environ["wsgi.input"].read())
        start_response("201 Created", [("Content-Type", "text/plain"), ("X-One", "1")])
        return [b"he", b"llo"]

    response = session(application).post("http://inside:81/v1/a%20b/?q=%C3%A9", json={"a": "é"}, headers={"X-Two": "2"})

    assert (response.status_code, response.text, response.headers["x-one"]) == (201, "hello", "1")
    assert (seen["PATH_INFO"], seen["QUERY_STRING"], seen["HTTP_X_TWO"]) == ("/v1/a b/", "q=%C3%A9", "2")
    assert (seen["HTTP_HOST"], seen["SERVER_PORT"], seen["wsgi.url_scheme"]) == ("inside:81", "81", "http")
    assert seen["body"] == b'{"a": "\\u00e9"}'
    assert seen["CONTENT_LENGTH"] == str(len(seen["body"]))


def test_a_stream_comes_as_it_is_made_and_is_closed():
    made, closed = [], []

    class Stream:
        def __iter__(self):
            for number in range(3):
                made.append(number)
                yield f"{number}\n".encode()

        def close(self):
            closed.append(True)

    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/event-stream")])
        return Stream()

    with session(application).get("http://inside/", stream=True) as response:
        assert response.raw.read1() == b"0\n"
        assert made == [0]

    assert closed == [True]


@pytest.mark.django_db(transaction=True)
def test_our_own_application_ends_its_request():
    ended = []
    receiver = lambda **kwargs: ended.append(True)  # noqa: E731 - a signal keeps only a weak reference
    request_finished.connect(receiver)

    try:
        with pytest.raises(NotFound, match="No thread found"):
            proxy.client().newest_runs("thread_" + "x" * 24)
    finally:
        request_finished.disconnect(receiver)

    assert ended == [True]


@pytest.mark.django_db(transaction=True)
def test_a_call_inside_a_transaction_is_refused():
    with transaction.atomic(), pytest.raises(RuntimeError, match="transaction"):
        proxy.client().create_thread()


@pytest.mark.django_db(transaction=True)
def test_the_embedded_server_asks_for_the_key_like_any_other(settings):
    from tutor_site.wsgi import application

    client = AssistantsClient(settings.ASSISTANTS_API_BASE, "sk-wrong", InProcessAdapter(application))

    with pytest.raises(Unauthorized):
        client.probe()
