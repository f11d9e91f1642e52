"""What a streamed run tells, made from whatever events a server sent. Display only: the lists are the truth."""

from dataclasses import dataclass

from chat import wire
from chat.wire import as_dict, as_list


@dataclass(frozen=True)
class RunNews:
    """The run as an event has it."""

    run: wire.Run


@dataclass(frozen=True)
class Words:
    """Text that is added to one part of a message."""

    message_id: str
    part: int
    text: str

    @property
    def place(self):
        """What the text is added to."""
        return self.message_id, self.part


@dataclass(frozen=True)
class MessageNews:
    """A whole message, once it has ended."""

    message: wire.Message


@dataclass(frozen=True)
class StepNews:
    """A step that begins, goes on or has ended."""

    step: wire.Step


@dataclass(frozen=True)
class Code:
    """Code is written (`runs` False), or has printed something (`runs` True)."""

    runs: bool


@dataclass(frozen=True)
class Broken:
    """The server says that its stream goes wrong here."""

    text: str


def read(events):
    """What sse.Events tell, as a list. Words that follow each other are told at once."""
    told = []
    for event in events:
        for item in _of_event(event):
            last = told[-1] if told else None
            if isinstance(item, Words) and isinstance(last, Words) and item.place == last.place:
                told[-1] = Words(*last.place, last.text + item.text)
            else:
                told.append(item)
    return told


def _of_event(event):
    """What one tells; nothing for those that are unknown or malformed."""
    if event.name == "error":
        error = as_dict(as_dict(event.data).get("error")) or as_dict(event.data)
        return [Broken(str(error.get("message") or "no reason")[:300])]
    try:
        return _read(event.name, as_dict(event.data))
    except wire.Malformed:
        return []


def _read(name, data):
    kind = data.get("object")
    if name == "thread.message.delta":
        return _words(data)
    if name == "thread.run.step.delta":
        return _code(data)
    if name.startswith("thread.run.step.") and kind == "thread.run.step":
        return [StepNews(wire.read_step(data))]
    if name.startswith("thread.run.") and kind == "thread.run":
        return [RunNews(wire.read_run(data))]
    if name in {"thread.message.completed", "thread.message.incomplete"}:
        return [MessageNews(wire.read_message(data))]
    return []


def _words(data):
    message_id = wire.read_id(data)
    parts = [as_dict(part) for part in as_list(as_dict(data.get("delta")).get("content"))]
    said = [(_index(part), as_dict(part.get("text")).get("value")) for part in parts]
    return [Words(message_id, index, wire.clean(text)) for index, text in said if isinstance(text, str) and text]


def _code(data):
    details = as_dict(as_dict(data.get("delta")).get("step_details"))
    calls = [as_dict(as_dict(call).get("code_interpreter")) for call in as_list(details.get("tool_calls"))]
    return [Code(runs=bool(as_list(call.get("outputs")))) for call in calls if call]


def _index(part):
    index = part.get("index")
    return index if isinstance(index, int) and 0 <= index < 100 else 0
