"""API_OPEN=off closes /v1/ for everybody but the chat."""

import socket

import pytest

from assistants_api.models import ApiKey, Thread
from chat import proxy
from tests.api_client import ApiClient, client_of, error_of
from tests.server import Server, Visitor

PATHS = [("GET", "/assistants"), ("POST", "/threads"), ("PUT", "/files"), ("GET", "/vector_stores"), ("GET", "/")]


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path"), PATHS)
def test_a_closed_api_answers_nobody_outside(settings, method, path):
    settings.API_OPEN = False

    for api in (client_of("default"), ApiClient("sk-wrong-0123456789"), ApiClient()):
        response = api.call(method, path)
        error = error_of(response, 404)
        assert error == unknown(method, path)
        assert "Allow" not in response.headers
    assert not Thread.objects.exists()
    assert ApiKey.objects.get().last_used_at is None


def unknown(method, path):
    """The error of an address that there is not."""
    return {
        "message": f"Invalid URL ({method} /v1{path})",
        "type": "invalid_request_error",
        "param": None,
        "code": None,
    }


@pytest.mark.django_db(transaction=True)
def test_the_chat_goes_on_using_a_closed_api(settings):
    settings.API_OPEN = False

    assert proxy.client().create_thread() == Thread.objects.get().public_id


@pytest.mark.slow
@pytest.mark.xdist_group("server")
def test_a_closed_api_cannot_be_opened_by_a_header(tmp_path):
    server = Server(tmp_path / "data", shares_interpreter=True, API_OPEN="off")
    server.start()
    try:
        key = server.manage("create_api_key", "laptop").strip()
        answers = [_raw(server.port, key, header) for header in FORGED]
        visitor = Visitor(server.url)
        page = visitor.read(visitor.ask("What is 2 + 2?"))
    finally:
        server.stop()

    assert [answer.split(b"\r\n", 1)[0].split()[1] for answer in answers] == [b"404"] * len(FORGED)
    assert all(b"Invalid URL (GET /v1/assistants)" in answer for answer in answers)
    assert "4" in page


FORGED = [
    b"Accept: */*",
    b"tutor.in_process: True",
    b"Tutor.In_Process: True",
    b"tutor.in-process: 1",
    b"Tutor-In-Process: 1",
    b"wsgi.tutor.in_process: 1",
    b"X-Forwarded-For: 127.0.0.1",
]


def _raw(port, key, header):
    """What the server answers to a request with this header line, byte for byte."""
    lines = [b"GET /v1/assistants HTTP/1.1", b"Host: 127.0.0.1", b"Authorization: Bearer " + key.encode()]
    lines += [b"OpenAI-Beta: assistants=v2", header, b"Connection: close", b"", b""]
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"\r\n".join(lines))
        return b"".join(iter(lambda: connection.recv(65536), b""))
