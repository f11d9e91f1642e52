"""The chat's reader of event streams: the same events however their bytes are cut, and none without a bound."""

import itertools

import pytest

from chat import sse
from chat.sse import Event, Parser, Unreadable

ENDS = [b"\n", b"\r\n", b"\r"]
EVENTS = [Event("thread.run.created", {"id": "run_1"}), Event("", {"text": "π"}), Event("done", None)]


def stream(end):
    """The bytes of EVENTS, with comments and what else may stand between, each line with this end."""
    lines = [
        ": ping",
        "",
        "event: thread.run.created",
        'data: {"id":',
        'data:"run_1"}',
        "id: 7",
        "",
        "",
        'data: {"text": "π"}',
    ]
    return (
        "".join(line + "\n" for line in [*lines, "", "event: done", "data: [DONE]", "", "event: cut"])
        .encode()
        .replace(b"\n", end)
    )


def read(pieces):
    """The events of a stream that comes in these pieces."""
    parser = Parser()
    return [event for piece in pieces for event in parser.feed(piece)]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_events_are_the_same_however_they_are_cut(end, size):
    data = stream(end)

    found = read(data[start : start + size] for start in range(0, len(data), size))

    assert found == EVENTS


@pytest.mark.parametrize("size", [1, 2, 1000])
def test_line_ends_may_be_mixed(size):
    data = b"event: a\r\ndata: {}\r\n\nevent: b\rdata: {}\n\r\n"

    found = read(data[start : start + size] for start in range(0, len(data), size))

    assert found == [Event("a", {}), Event("b", {})]


@pytest.mark.parametrize("piece", [b"x", b"data: x\n", b"data: " + b"x" * 900])
def test_no_event_grows_without_a_bound(monkeypatch, piece):
    monkeypatch.setattr(sse, "LINE_LIMIT", 1000)

    with pytest.raises(Unreadable):
        read(itertools.islice(itertools.repeat(piece), 5000))


def test_the_largest_event_is_read(monkeypatch):
    monkeypatch.setattr(sse, "LINE_LIMIT", 1000)
    data = b'data: {"text": "' + b"x" * 900 + b'"}\n\n'

    assert [event.data["text"] for event in read([data] * 3)] == ["x" * 900] * 3
