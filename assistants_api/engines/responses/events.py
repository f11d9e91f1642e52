"""Reads the events of /responses: what is told goes out piece by piece, once; the rest is the Reply.

Some servers send no deltas, or no closing events; so of a closing text that is told which is new.
"""

from dataclasses import dataclass

from assistants_api.engines import Code, MessageEnd, Text
from assistants_api.engines.halves import joined
from assistants_api.engines.responses.items import (
    FUNCTION,
    MESSAGE,
    MOST_ITEMS,
    PROGRAM,
    Malformed,
    Reply,
    dicts,
    read_usage,
    said,
    string,
)
from assistants_api.text import clean

TEXT_LIMIT = 1_000_000
"""Characters of all texts, programs and arguments of one response."""


class ResponseFailed(Exception):
    """The server gave up on the response: `code` and `said` in its words."""

    def __init__(self, code, said):
        super().__init__(f"{code}: {said}")
        self.code, self.said = code, said


@dataclass(frozen=True)
class Ran:
    """A program of the server's container has ended: what it printed and the addresses of its pictures."""

    code: str
    logs: str = ""
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cited:
    """The message in work names a file of a container. `text`: the words that stand for it."""

    container: str
    file: str
    name: str
    text: str


class Reader:
    """Reads one response. `reply` is complete when `read` has ended."""

    def __init__(self):
        self.reply = Reply()
        self._open = None  # the message or program whose pieces are being told
        self._size = 0
        self._cited = set()
        self._ended = False

    def read(self, values):
        """The Text, MessageEnd, Code, Ran and Cited in a stream of decoded events. Malformed, ResponseFailed."""
        for event in values:
            yield from self._event(event)
            if self._ended:
                yield from self._close()
                return
        raise Malformed("only the beginning of a response")

    def _event(self, event):
        kind = event.get("type")
        if kind is None and event.get("object") == "response":  # a server that does not stream
            yield from self._end(event, str(event.get("status")))
        elif isinstance(kind, str) and kind in self.READERS:
            yield from self.READERS[kind](self, event)

    # Pieces of messages and programs

    def _text(self, event):
        yield from self._tell(self._named(MESSAGE, event), event.get("content_index"), string(event.get("delta")))

    def _text_done(self, event):
        yield from self._tell_rest(self._named(MESSAGE, event), event.get("content_index"), said(event))

    def _part_done(self, event):
        part = event.get("part")
        if isinstance(part, dict) and part.get("type") in ("output_text", "refusal"):
            yield from self._part(self._named(MESSAGE, event), event.get("content_index"), part)

    def _part(self, item, index, part):
        yield from self._tell_rest(item, index, said(part))
        for annotation in dicts(part.get("annotations")):
            yield from self._cite(annotation, said(part))

    def _annotation(self, event):
        told = self._named(MESSAGE, event).told.get(_key(event.get("content_index")), "")
        if isinstance(event.get("annotation"), dict):
            yield from self._cite(event["annotation"], told)

    def _cite(self, annotation, text):
        """A file of a container, the first time that it is named."""
        found = [string(annotation.get(name)) for name in ("container_id", "file_id", "filename")]
        if annotation.get("type") != "container_file_citation" or tuple(found[:2]) in self._cited:
            return
        start, end = annotation.get("start_index"), annotation.get("end_index")
        span = text[start:end] if type(start) is type(end) is int and 0 <= start <= end else ""
        if len(self._cited) < MOST_ITEMS:
            self._cited.add(tuple(found[:2]))
            yield Cited(*found, span)

    def _code(self, event):
        yield from self._tell(self._named(PROGRAM, event), 0, string(event.get("delta")))

    def _code_done(self, event):
        yield from self._tell_rest(self._named(PROGRAM, event), 0, string(event.get("code")))

    def _tell(self, item, part, piece):
        if not piece or item.ran:
            return
        self._take(piece)
        part = _key(part)
        if part not in item.told and len(item.told) >= MOST_ITEMS:
            raise Malformed(f"more than {MOST_ITEMS} parts of a message")
        text, item.halves[part] = joined(item.halves.get(part, ""), piece)
        item.grow(part, text)
        if text:
            yield from self._turn_to(item)
            yield Text(text) if item.kind == MESSAGE else Code(text)

    def _tell_rest(self, item, part, whole):
        """Tell what a part's whole text has beyond what was told of it; another text is one that was told already."""
        told, whole = item.told.get(_key(part), ""), clean(whole)
        item.halves.pop(_key(part), None)
        if whole.startswith(told):
            yield from self._tell(item, part, whole[len(told) :])

    def _take(self, piece):
        self._size += len(piece)
        if self._size > TEXT_LIMIT:
            raise Malformed(f"more than {TEXT_LIMIT} characters")

    def _turn_to(self, item):
        if self._open is not item:
            yield from self._close()
            self._open = item

    def _close(self):
        """End the message or the program that is open."""
        item, self._open = self._open, None
        if item and item.kind == MESSAGE:
            yield MessageEnd()
        elif item:
            item.ran = True
            yield _ran(item)

    def _named(self, kind, event):
        return self.reply.named(event, kind)

    # Items

    def _item_added(self, event):
        if isinstance(event.get("item"), dict):
            item = self.reply.added(event, event["item"])
            if self._open is not item:
                yield from self._close()

    def _item_done(self, event):
        if isinstance(event.get("item"), dict):
            yield from self._complete(event["item"], event)

    def _complete(self, value, event):
        """Take over a complete item, and tell of it what was not told yet."""
        item = self.reply.closed(event, value)
        self._keep(item, value)
        if item.kind == MESSAGE:
            for index, part in enumerate(dicts(value.get("content"))[:MOST_ITEMS]):
                yield from self._part(item, index, part)
        elif item.kind == PROGRAM and not item.ran:
            yield from self._tell_rest(item, 0, string(value.get("code")))
            yield from self._turn_to(item)  # a program without code has an end too
        if self._open is item:
            yield from self._close()

    def _keep(self, item, value):
        """Keep the item. Arguments that came in pieces stay when it has none."""
        if item.kind == FUNCTION and not value.get("arguments"):
            value = {**value, "arguments": item.told.get(0, "")}
        item.value, item.done = value, True
        if not item.told and item.kind == FUNCTION:
            self._take(string(value["arguments"]))
            item.told[0] = string(value["arguments"])

    def _arguments(self, event):
        piece, item = string(event.get("delta")), self._named(FUNCTION, event)
        self._take(piece)
        item.value["arguments"] = ""
        item.grow(0, piece)
        item.value["arguments"] = item.told[0]
        return ()

    def _arguments_done(self, event):
        whole, item = string(event.get("arguments")), self._named(FUNCTION, event)
        self._take(whole)
        if whole:
            item.told[0] = item.value["arguments"] = whole
        return ()

    # The end

    def _completed(self, event):
        yield from self._end(event.get("response"), "completed")

    def _incomplete(self, event):
        yield from self._end(event.get("response"), "incomplete")

    def _failed(self, event):
        yield from self._end(event.get("response"), "failed")

    def _end(self, response, status):
        """Take over the whole response: what no event has told is told now."""
        response = response if isinstance(response, dict) else {}
        self.reply.usage = read_usage(response.get("usage"))
        for index, value in enumerate(dicts(response.get("output"))[:MOST_ITEMS]):
            if not self.reply.has(value):
                yield from self._complete(value, {"output_index": index})
        if status == "incomplete":
            details = response.get("incomplete_details")
            self.reply.incomplete = string(details.get("reason") if isinstance(details, dict) else "") or "unknown"
        elif status != "completed":
            error = response.get("error") if isinstance(response.get("error"), dict) else {}
            raise ResponseFailed(string(error.get("code")) or status, string(error.get("message")))
        self._ended = True

    READERS = {
        "response.output_text.delta": _text,
        "response.refusal.delta": _text,
        "response.output_text.done": _text_done,
        "response.refusal.done": _text_done,
        "response.content_part.done": _part_done,
        "response.output_text.annotation.added": _annotation,
        "response.code_interpreter_call_code.delta": _code,
        "response.code_interpreter_call_code.done": _code_done,
        "response.function_call_arguments.delta": _arguments,
        "response.function_call_arguments.done": _arguments_done,
        "response.output_item.added": _item_added,
        "response.output_item.done": _item_done,
        "response.completed": _completed,
        "response.incomplete": _incomplete,
        "response.failed": _failed,
    }
    """The events that tell something. The others announce what these say, tell of thoughts, which are not shown, or
    are not known."""


def _key(index):
    return index if type(index) is int else 0


def _ran(item):
    outputs = dicts(item.value.get("outputs"))
    logs = "\n".join(string(output.get("logs")) for output in outputs if output.get("type") == "logs")
    pictures = [string(output.get("url")) for output in outputs if output.get("type") == "image"]
    return Ran(item.told.get(0, ""), logs, tuple(url for url in pictures if url))
