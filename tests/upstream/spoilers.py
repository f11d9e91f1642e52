"""What goes wrong within a stream. Each takes the Events of a stream and yields what goes out in their place."""

import itertools
import json

from tests.upstream.faults import Event, HangUp

FOREVER = 3600
MEGABYTE = 2**20


def cut(at="thread.message.delta", nth=1):
    """The connection closes in the middle of an event."""

    def spoil(events):
        left = nth
        for event in events:
            left -= event.name == at
            if left == 0:
                encoded = event.encoded()
                yield encoded[: len(encoded) // 2]
                raise HangUp
            yield event

    return spoil


def ended(at="thread.message.delta", nth=1):
    """The stream ends in good order, but too early: a proxy's time-out."""

    def spoil(events):
        yield from _until(events, at, nth)

    return spoil


def stalled(at="thread.message.delta", nth=1):
    """Nothing more comes and nothing closes."""

    def spoil(events):
        yield from _until(events, at, nth)
        yield FOREVER

    return spoil


def idle(events):
    """Signs of life for ever, and no more news."""
    yield from _until(events, "thread.message.delta", 2)
    yield from pings()


def pings():
    """Signs of life for ever."""
    while True:
        yield b": ping\n\n"
        yield 0.1


def _until(events, at, nth):
    """The events up to the nth of a name."""
    for event in events:
        yield event
        nth -= event.name == at
        if nth == 0:
            return


def duplicated(events):
    for event in events:
        yield event
        if event.name != "done":
            yield event


def out_of_order(events):
    """Neighbours change places; `done` stays the last one."""
    for first, second in _pairs(event for event in events if event.name != "done"):
        yield from [second, first] if second else [first]
    yield Event("done", "[DONE]")


def _pairs(events):
    return itertools.zip_longest(*[iter(events)] * 2)


def unknown(events):
    """Events of which nobody has heard, and known ones with more in them."""
    for event in events:
        yield Event("thread.run.thoughts", {"id": "thought_1", "object": "thread.run.thoughts"})
        yield Event("ping", "not even JSON")
        yield event if isinstance(event.data, str) else Event(event.name, {**event.data, "mood": ["good"]})


def failing(at="thread.message.delta", nth=1, code="server_error"):
    """An `error` event, and the end of the stream."""

    def spoil(events):
        yield from _until(events, at, nth)
        yield Event("error", {"code": code, "message": "The server had an error.", "param": None, "type": code})
        yield Event("done", "[DONE]")

    return spoil


def without(*names):
    """Some events never come."""

    def spoil(events):
        return (event for event in events if event.name not in names)

    return spoil


def long_line(events):
    """A line of a megabyte before the first word."""
    for event in events:
        if event.name == "thread.message.created":
            yield Event("thread.run.thoughts", {"id": "thought_1", "text": "x" * MEGABYTE})
        yield event


def endless_line(events):
    """A line that does not end."""
    yield from _until(events, "thread.message.created", 1)
    yield b"event: thread.message.delta\ndata: "
    while True:
        yield b"x" * 65536


def invalid_utf8(events):
    """A byte that is no UTF-8 in the middle of each word."""
    for event in events:
        yield event.encoded().replace(b'"value": "', b'"value": "\xff') if "delta" in event.name else event


def half_json(events):
    """The data of each delta breaks off."""
    for event in events:
        yield Event(event.name, event.text[:-9]) if event.name.endswith("delta") else event


def odd_shapes(events):
    """Deltas whose parts are of other types than they should be."""
    odd = [None, [], 7, "x", {}, {"id": 7}, {"id": "msg_1", "delta": []}, {"id": "msg_1", "delta": {"content": [None]}}]
    odd += [{"id": "msg_1", "delta": {"content": [{"index": "x", "type": "text", "text": 5}]}}]
    odd += [{"id": "msg_1", "delta": {"content": [{"index": 10**9, "type": "text", "text": {"value": "x"}}]}}]
    for event in events:
        yield event
        if event.name == "thread.message.created":
            yield from (
                Event(name, json.dumps(value)) for value in odd for name in (event.name, "thread.message.delta")
            )


def crlf(events):
    """Line ends as on Windows."""
    for event in events:
        yield event.encoded().replace(b"\n", b"\r\n")


def dripping(events):
    """One byte at a time."""
    for event in events:
        yield from (bytes([byte]) for byte in event.encoded())


def two_lines(events):
    """The JSON of each event lies on two data lines."""
    for event in events:
        if isinstance(event.data, str):
            yield event
        else:
            lines = json.dumps(event.data, indent=1).replace("\n", "\ndata: ")
            yield f"event: {event.name}\ndata: {lines}\n\n".encode()


def heartbeats(events):
    """Comments, empty lines and fields that no reader knows, between events and within them."""
    for event in events:
        yield b": ping\n\n\n\n"
        yield event.encoded().replace(b"data: ", b": ping\nid: 7\nretry: 10\ndata:", 1)


def other_words(events):
    """The words of the stream are not those of the message that is kept."""
    for event in events:
        yield Event(event.name, _worded(event.data, "banana ")) if event.name == "thread.message.delta" else event


def _worded(delta, word):
    parts = [{**part, "text": {**part["text"], "value": word}} for part in delta["delta"]["content"]]
    return {**delta, "delta": {"content": parts}}


def another_message(events):
    """The words belong to a message that was never begun."""
    for event in events:
        yield Event(event.name, {**event.data, "id": "msg_nobodys"}) if event.name == "thread.message.delta" else event


def another_run(events):
    """Events of somebody else's run come in between, its end too."""
    for event in events:
        yield event
        if event.name == "thread.run.in_progress":
            yield Event("thread.run.completed", {**event.data, "id": "run_nobodys", "status": "completed"})


def claiming(status):
    """The stream says another end than the run comes to."""

    def spoil(events):
        for event in events:
            last = event.name.startswith("thread.run.") and event.name.count(".") == 2
            last = last and event.data["status"] not in {"queued", "in_progress"}
            yield Event(f"thread.run.{status}", {**event.data, "status": status}) if last else event

    return spoil
