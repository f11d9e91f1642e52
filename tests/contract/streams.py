"""Reads a server-sent event stream of a run as a client does, and adds up what it told."""

import json

from tests.contract.schemas import require_event_fits

ENDS = {"completed", "incomplete", "failed", "cancelled", "expired"}


def blocks(chunks):
    """(event, data) of each block of a stream that comes in chunks of bytes; a comment is (None, its text)."""
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n\n")
        for block in whole:
            yield _read(block.decode("utf-8"))
    assert rest == b"", "the stream ended in the middle of a block"


def _read(block):
    if block.startswith(":"):
        return None, block[1:].strip()
    fields = dict(line.split(": ", 1) for line in block.split("\n"))
    assert list(fields) == ["event", "data"], block
    return fields["event"], fields["data"]


class Told:
    """What a stream has told until now. Each event is checked against its schema when it is added.

    `names`: the events in order. `lives`: {id: [the events of a message or step, without their prefix]}. `contents`:
    {message id: content parts} and `calls`: {step id: tool calls}, both as the deltas add up. `last`: {id: the newest
    whole object}. `comments`: how many there were.
    """

    def __init__(self):
        self.names, self.lives, self.contents, self.calls, self.last = [], {}, {}, {}, {}
        self.comments = 0

    def read(self, chunks):
        """Read a stream to its end; itself."""
        for _ in self.events(chunks):
            pass
        return self

    def events(self, chunks):
        """Read a stream; (event, object) of each event."""
        for name, data in blocks(chunks):
            if name is None:
                self.comments += 1
                continue
            value = data if name == "done" else json.loads(data)
            self._add(name, value)
            yield name, value

    def _add(self, name, value):
        assert "done" not in self.names, f"{name} after done"
        self.names.append(name)
        if name == "done":
            assert value == "[DONE]"
            return
        require_event_fits(name, value)
        kind, _, moment = name.rpartition(".")
        if kind in {"thread.message", "thread.run.step"}:
            self.lives.setdefault(value["id"], []).append(moment)
        if moment == "delta":
            self._add_delta(value)
        elif "id" in value:
            self.last[value["id"]] = value

    def _add_delta(self, value):
        if "content" in value["delta"]:
            merge(self.contents.setdefault(value["id"], []), value["delta"]["content"])
        else:
            merge(self.calls.setdefault(value["id"], []), value["delta"]["step_details"]["tool_calls"])

    @property
    def texts(self):
        """The texts of the messages, in order, as the deltas add up."""
        return [part["text"]["value"] for parts in self.contents.values() for part in parts if part["type"] == "text"]

    def require_whole_lives(self):
        """AssertionError unless each message and step was created, in_progress, perhaps added to, and ended."""
        for life in self.lives.values():
            assert life[:2] == ["created", "in_progress"], life
            assert set(life[2:-1]) <= {"delta"}, life
            assert life[-1] in ENDS, life

    def require_stored(self, messages, steps):
        """AssertionError unless deltas, last events and the stored messages and steps of the run are the same."""
        self.require_whole_lives()
        assert [message["id"] for message in messages] == [key for key in self.lives if key.startswith("msg_")]
        assert [step["id"] for step in steps] == [key for key in self.lives if key.startswith("step_")]
        for message in messages:
            assert self.last[message["id"]] == message
            assert self.contents.get(message["id"], []) == message["content"]
        for step in steps:
            assert self.last[step["id"]] == step
            assert self.calls.get(step["id"], []) == step["step_details"].get("tool_calls", [])


def merge(whole, deltas):
    """Add deltas of a list to it: each names the index that it belongs to, which must be there or be the next one."""
    for delta in deltas:
        index = delta["index"]
        assert index <= len(whole), (index, whole)
        if index == len(whole):
            whole.append({})
        _merge_object(whole[index], {key: value for key, value in delta.items() if key != "index"})


def _merge_object(whole, delta):
    """Texts are put after each other, but for the two that name something; lists and objects are merged likewise."""
    for key, value in delta.items():
        if key in {"type", "id"}:
            assert whole.setdefault(key, value) == value
        elif isinstance(value, str):
            whole[key] = (whole.get(key) or "") + value
        elif isinstance(value, list):
            merge(whole.setdefault(key, []), value)
        elif isinstance(value, dict):
            _merge_object(whole.setdefault(key, {}), value)
        else:
            whole[key] = value
