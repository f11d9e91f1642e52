"""Reads what model servers answer to /chat/completions, in all their dialects: text, listed calls, reason, usage."""

import json
from dataclasses import dataclass, field

from assistants_api.engines import Usage
from assistants_api.engines.chat_completions.tool_calls import ARGUMENTS_LIMIT
from assistants_api.engines.halves import joined
from assistants_api.text import clean

MOST_CALLS = 32
"""Calls of one reply that are looked at."""
REPLY_LIMIT = 4_000_000
"""Characters of the arguments of all calls of one reply."""
CUT = "{"
"""In place of arguments that are too long; the model is told that they were cut off."""
TOO_LONG = ARGUMENTS_LIMIT + 1
MOST_LOOKS = 20
"""How often the arguments of one call are parsed to see whether they are whole."""
TOKENS_LIMIT = 10**8


@dataclass
class Listed:
    """A call, or a piece of one, as a server lists it; "" stands for what is missing or of another type.

    `arguments`: pieces of JSON text; some servers send a decoded object, in one piece.
    """

    index: int | None = None
    id: str = ""
    name: str = ""
    arguments: list = field(default_factory=list)
    _size: int = 0
    _first: str = ""  # the first and the last character that is no space
    _last: str = ""
    _looks: int = 0
    _whole: bool | None = None  # None until somebody looks

    @property
    def source(self):
        """The arguments: JSON text, or the decoded object."""
        return self.arguments[0] if self._is_decoded else clean("".join(self.arguments))

    @property
    def _is_decoded(self):
        return isinstance(self.arguments[0] if self.arguments else "", dict)

    def add(self, piece, size):
        """Add a piece of `size` characters. A call whose arguments are too long is given up for good."""
        self._size += size
        if self._size > ARGUMENTS_LIMIT:
            self.arguments, self._whole = [CUT], False
        elif isinstance(piece, dict):
            self.arguments, self._whole = self.arguments if self._is_decoded else [piece], True
        elif size and not self._is_decoded:
            self.arguments.append(piece)
            if shown := piece.strip():
                self._first, self._last, self._whole = self._first or shown[0], shown[-1], None

    def may_be_whole(self):
        """Whether the arguments are a whole JSON object, or one in a string, as far as MOST_LOOKS tell."""
        if self._whole is None:
            may = self._first + self._last in ("{}", '""') and self._looks < MOST_LOOKS
            self._looks += may
            self._whole = may and is_json(self.source)
        return self._whole


class Completion:
    """One reply that adds up from the chunks of a stream, or from one completion that came whole.

    `calls`: Listed. `finish_reason`: "" until there is one. `usage`: None unless the server gave one that can be true.
    """

    def __init__(self):
        self.calls, self.finish_reason, self.usage, self.begun = [], "", None, False
        self._by_index, self._half, self._size = {}, "", 0

    def add(self, chunk):
        """Take in one decoded object; the text it adds."""
        self.usage = _usage(chunk.get("usage")) or self.usage
        choice = _first(chunk.get("choices"))
        whole = "delta" not in choice
        message = choice.get("message") if whole else choice["delta"]
        reason = choice.get("finish_reason")
        if isinstance(reason, str) and reason:
            self.finish_reason = reason
        if not isinstance(message, dict):
            return ""
        self.begun = True
        for piece, arguments in _listed(message):
            self._add_call(piece, arguments, whole)
        piece = _content(message.get("content")) or _content(message.get("refusal"))
        text, self._half = joined(self._half, piece)
        return text

    def _add_call(self, piece, arguments, whole):
        """Add a piece to the call that it goes on with; it begins a new one otherwise, if there are not too many."""
        call = None if whole else self._continued(piece)
        if call:
            call.id = call.id or piece.id
            if piece.name != call.name:  # some servers send a name in pieces, others repeat it
                call.name = (call.name + piece.name)[:100]
        elif len(self.calls) < MOST_CALLS:
            call = self._by_index[piece.index] = piece
            self.calls.append(call)
        if call:
            size = _size(arguments)
            self._size += size
            call.add(arguments, size if self._size <= REPLY_LIMIT else TOO_LONG)

    def _continued(self, piece):
        """The call that a piece goes on with, or None."""
        if piece.index is not None:
            call = self._by_index.get(piece.index)
            is_other = call and piece.name and piece.id and call.id not in {"", piece.id}
            return None if is_other else call  # servers that number every call 0
        known = next((call for call in self.calls if piece.id and call.id == piece.id), None)
        last = self.calls[-1] if self.calls else None
        if known or not last:
            return known
        begins = piece.name and (piece.id or last.may_be_whole())
        return None if begins else last


def _first(choices):
    return choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}


def _content(content):
    """The text of a message: a string, null, or a list of parts."""
    if isinstance(content, list):
        parts = [part.get("text") for part in content if isinstance(part, dict)]
        content = "".join(part for part in parts if isinstance(part, str))
    return content if isinstance(content, str) else ""


def is_json(text):
    """Whether a text is whole JSON."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _listed(message):
    """(Listed, arguments) of the calls that a message, or a piece of one, lists; `function_call` is the older form."""
    calls = message.get("tool_calls")
    if not calls and isinstance(message.get("function_call"), dict):
        calls = [{"index": 0, "function": message["function_call"]}]
    for call in calls if isinstance(calls, list) else []:
        function = call.get("function") if isinstance(call, dict) else None
        if isinstance(function, dict):
            index, arguments = call.get("index"), function.get("arguments")
            listed = Listed(index if type(index) is int else None, _text(call.get("id")), _text(function.get("name")))
            yield listed, arguments if isinstance(arguments, (str, dict)) else ""


def _size(arguments):
    """Characters of a piece of arguments, or of the JSON of decoded ones; TOO_LONG when they are nested too deep."""
    try:
        return len(arguments if isinstance(arguments, str) else json.dumps(arguments))
    except RecursionError:
        return TOO_LONG


def _text(value):
    return value if isinstance(value, str) else ""


def _usage(value):
    """The server's count of tokens, or None when it gives none that can be true."""
    value = value if isinstance(value, dict) else {}
    counts = value.get("prompt_tokens"), value.get("completion_tokens")
    if not all(_is_count(count) for count in counts):
        return None
    cached = _detail(value, "prompt_tokens_details", "cached_tokens")
    return Usage(*counts, cached, _detail(value, "completion_tokens_details", "reasoning_tokens"))


def _detail(value, group, name):
    details = value.get(group)
    count = details.get(name) if isinstance(details, dict) else None
    return count if _is_count(count) else 0


def _is_count(value):
    return type(value) is int and 0 <= value <= TOKENS_LIMIT
