"""The faults of the double are those that their names say: each is seen on the wire, and does not spoil the run."""

import re
import socket
import time

import pytest
import requests

from tests.upstream import Fault, places, spoilers
from tests.upstream.reading import read_raw, stored


@pytest.fixture
def spoiled(server, assistant, thread):
    """The bytes that come of a stream that is spoiled, until it ends or breaks off or is silent."""

    def spoiled(spoil, **fields):
        server.fault("POST", "/runs", Fault(spoil=spoil, **fields))
        with read_raw(server, assistant, thread, stream=True) as response:
            data = b""
            try:
                while len(data) < 3 * 2**20 and b": ping\n\n" * 3 not in data and (piece := response.raw.read1(65536)):
                    data += piece
            except Exception as error:
                return data, type(error).__name__
        return data, ""

    return spoiled


def names(data):
    return re.findall(rb"^event: (\S+)", data, re.M)


def deltas(data):
    return names(data).count(b"thread.message.delta")


def test_a_cut_stream_breaks_off_in_an_event_and_its_run_goes_on(server, api, spoiled):
    data, error = spoiled(spoilers.cut(nth=2))

    run = next(iter(server.runs.values()))
    assert error == "ProtocolError"
    assert not data.endswith(b"\n\n")
    assert run["status"] == "in_progress"
    assert [api.get(f"/threads/{run['thread_id']}/runs/{run['id']}")["status"] for _ in range(3)][-1] == "completed"
    assert [message["status"] for message in stored(api, run)[0]] == ["completed", "completed"]


def test_a_stream_ends_too_early(spoiled):
    data, error = spoiled(spoilers.ended(nth=2))

    assert (deltas(data), names(data)[-1], error) == (2, b"thread.message.delta", "")


def test_a_stream_that_is_not_chunked_ends_with_its_connection(server, assistant, thread, spoiled):
    data, error = spoiled(None, chunked=False)

    assert (names(data)[-1], error) == (b"done", "")


def test_a_stalled_stream_says_nothing_more_and_stays(server, assistant, thread):
    server.fault("POST", "/runs", Fault(spoil=spoilers.stalled(at="thread.run.in_progress")))

    with read_raw(server, assistant, thread, timeout=0.3, stream=True) as response:
        seen = []
        with pytest.raises(requests.ConnectionError, match="timed out"):
            seen += response.iter_content(None)


SEEN = [
    pytest.param(spoilers.duplicated, rb"run\.created\n.*\n\nevent: thread\.run\.created", id="duplicated"),
    pytest.param(spoilers.out_of_order, rb"run\.queued\n.*\n\nevent: thread\.run\.created", id="out of order"),
    pytest.param(spoilers.unknown, rb"event: thread\.run\.thoughts", id="unknown"),
    pytest.param(spoilers.failing(), rb"event: error\ndata: \{\"code\": \"server_error\"", id="error event"),
    pytest.param(spoilers.long_line, rb"x{1048576}", id="long line"),
    pytest.param(spoilers.idle, rb"(: ping\n\n){3}", id="idle"),
    pytest.param(spoilers.endless_line, rb"x{2000000}", id="endless line"),
    pytest.param(spoilers.invalid_utf8, rb"\"value\": \"\xff", id="invalid UTF-8"),
    pytest.param(spoilers.half_json, rb"message\.delta\ndata: \{\"id\": \"msg[^\n]*[^}]\n", id="half JSON"),
    pytest.param(spoilers.odd_shapes, rb"message\.delta\ndata: 7\n", id="odd shapes"),
    pytest.param(spoilers.crlf, rb"event: done\r\ndata: \[DONE\]\r\n\r\n", id="CRLF"),
    pytest.param(spoilers.two_lines, rb"data: \{\ndata:  \"id\"", id="two lines"),
    pytest.param(spoilers.heartbeats, rb": ping\n\n\n\nevent: \S+\n: ping\nid: 7", id="heartbeats"),
    pytest.param(spoilers.other_words, rb"(banana.*){3}", id="other words"),
    pytest.param(spoilers.another_message, rb"msg_nobodys", id="another message"),
    pytest.param(spoilers.another_run, rb"run\.completed\ndata: \{\"id\": \"run_nobodys\"", id="another run"),
    pytest.param(spoilers.claiming("failed"), rb"thread\.run\.failed\n.*\n\nevent: done", id="another end"),
]


@pytest.mark.parametrize(("spoil", "pattern"), SEEN)
def test_a_spoiled_stream_shows_its_fault(spoiled, spoil, pattern):
    data, _ = spoiled(spoil)

    assert re.search(pattern, data, re.S if spoil is spoilers.other_words else 0)


def test_some_events_are_left_out(spoiled):
    data, _ = spoiled(spoilers.without("done", "thread.message.completed"))

    assert not {b"done", b"thread.message.completed"} & set(names(data))
    assert names(data)[-1] == b"thread.run.completed"


def test_a_dripping_stream_comes_byte_by_byte(server, assistant, thread):
    server.fault("POST", "/runs", Fault(spoil=spoilers.dripping))

    with read_raw(server, assistant, thread, stream=True) as response:
        sizes = [len(piece) for piece in response.raw.read_chunked()]

    assert set(sizes) == {1}


# Connections


def fails(url, seconds=0.3):
    """The name of the exception that a request ends with."""
    try:
        return requests.get(f"{url}/assistants", timeout=seconds).status_code
    except requests.RequestException as error:
        return type(error).__name__


def test_each_place_fails_in_its_own_way(server):
    with places.closed_port() as closed, places.full_port() as full, places.mute_port() as mute:
        seen = [fails(closed), fails(full), fails(mute)]

    assert seen == ["ConnectionError", "ConnectTimeout", "ReadTimeout"]
    assert fails(server.url.replace("http:", "https:")) == "SSLError"
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("tutor.invalid", 80)


@pytest.mark.parametrize(("fault", "cause"), [({"drop": True}, "RemoteDisconnected"), ({"reset": True}, "Reset")])
def test_connections_close_as_they_should(server, fault, cause):
    server.fault("GET", "/assistants", Fault(**fault))

    with pytest.raises(requests.ConnectionError, match=cause):
        requests.get(f"{server.url}/assistants", timeout=2)


def test_a_body_drips(server, api):
    server.fault("GET", "/assistants", Fault(drip=0.002))
    started = time.monotonic()

    api.get("/assistants")

    assert time.monotonic() - started > 0.1
