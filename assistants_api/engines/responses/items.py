"""The output items of a response as they become known, and what a response comes to.

Servers differ: ids are empty or change between the events of an item, or its index does. An item is therefore known by
any of these, or by what it says.
"""

from dataclasses import dataclass, field
from typing import Any

from assistants_api.engines import Usage

MOST_ITEMS = 200
"""Items of one response, and parts of one item."""
TOKENS_LIMIT = 10**8

MESSAGE, FUNCTION, PROGRAM, REASONING = "message", "function_call", "code_interpreter_call", "reasoning"


class Malformed(Exception):
    """The stream is not one of a response; the text says what it has instead, in words that follow "sent"."""


@dataclass
class Item:
    """An output item as far as it is known: `told` has the text of its parts, `halves` that of a character at their
    ends, `value` the item as last seen. `done`: it is complete. `ran`: the end of the program was told."""

    kind: str
    id: str = ""
    index: int | None = None
    told: dict[Any, str] = field(default_factory=dict)
    halves: dict[Any, str] = field(default_factory=dict)
    value: dict[str, Any] = field(default_factory=dict)
    done: bool = False
    ran: bool = False

    def grow(self, part, piece):
        """Add a piece to the text of a part: in place, since nothing else holds the text meanwhile."""
        text, self.told[part] = self.told.get(part, ""), ""
        text += piece
        self.told[part] = text


@dataclass
class Reply:
    """What a response came to, besides what was told. `incomplete`: the reason of a response that was cut."""

    items: list[Item] = field(default_factory=list)
    usage: Usage | None = None
    incomplete: str = ""

    @property
    def calls(self):
        """Whether there are calls of functions."""
        return any(item.kind == FUNCTION for item in self.items)

    @property
    def text(self):
        """All that the model wrote: messages, programs, arguments."""
        return "".join(piece for item in self.items for piece in item.told.values())

    @property
    def spoke(self):
        return any(item.kind == MESSAGE and any(item.told.values()) for item in self.items)

    @property
    def ran(self):
        """Whether the server has run a program."""
        return any(item.ran for item in self.items)

    def added(self, event, value):
        """The item `value` that an event announces: a new one, unless its id or index is known."""
        kind, item_id, index = _names(event, value)
        return self._known(kind, item_id, index) or self._new(kind, item_id, index, value)

    def named(self, event, kind):
        """The item that a piece belongs to: the newest that is not complete when the event lacks an id or an index."""
        _, item_id, index = _names(event, {"id": event.get("item_id")})
        found = self._known(kind, item_id, index)
        if not found and (not item_id or index is None):
            found = next(reversed(self._unfinished(kind)), None)
        return found or self._new(kind, item_id, index, {})

    def closed(self, event, value):
        """The item `value` that an event closes: if it names none, the first of its kind that is not complete."""
        kind, item_id, index = _names(event, value)
        found = self._known(kind, item_id, index) or next(iter(self._unfinished(kind)), None)
        return found or self._new(kind, item_id, index, value)

    def _known(self, kind, item_id, index):
        """The item of this id or of this index. A complete item at another index only shares the id."""
        items = [item for item in self.items if item.kind == kind]
        named = [item for item in items if item_id and item.id == item_id]
        found = next((item for item in named if not item.done or index in {None, item.index}), None)
        return found or next((item for item in items if index is not None and item.index == index), None)

    def _unfinished(self, kind):
        return [item for item in self.items if item.kind == kind and not item.done]

    def _new(self, kind, item_id, index, value):
        if len(self.items) >= MOST_ITEMS:
            raise Malformed(f"more than {MOST_ITEMS} items")
        item = Item(kind, item_id, index, value=dict(value))
        self.items.append(item)
        return item

    def has(self, value):
        """Whether an item of the whole response was complete before, under whatever id and index."""
        same = _content(value)
        done = [item for item in self.items if item.done and item.kind == value.get("type")]
        return bool(same) and any(_content(item.value) == same for item in done)


def _names(event, value):
    """(kind, id, index) of an item, as far as an event gives them."""
    index = event.get("output_index")
    return string(value.get("type")), string(value.get("id")), index if type(index) is int else None


def _content(value):
    """What tells an item from others when ids do not."""
    if value.get("type") == MESSAGE:
        return "".join(said(part) for part in dicts(value.get("content")))
    return string(value.get("call_id")) or string(value.get("code"))


def string(value):
    """The value if it is a string, else ""."""
    return value if isinstance(value, str) else ""


def dicts(value):
    """The objects in a list; none if it is no list."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def said(part):
    """The text of a part or of the event that ends one: of an answer or of a refusal."""
    return string(part.get("text")) or string(part.get("refusal"))


def read_usage(value):
    """The server's count of tokens, or None when it gives none that can be true."""
    value = value if isinstance(value, dict) else {}
    counts = [value.get("input_tokens"), value.get("output_tokens")]
    if not all(_is_count(count) for count in counts):
        return None
    return Usage(*counts, _detail(value, "input", "cached_tokens"), _detail(value, "output", "reasoning_tokens"))


def _detail(usage, side, name):
    details = usage.get(f"{side}_tokens_details")
    count = details.get(name) if isinstance(details, dict) else None
    return count if _is_count(count) else 0


def _is_count(value):
    return type(value) is int and 0 <= value <= TOKENS_LIMIT
