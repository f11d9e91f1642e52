"""The calls of functions in a reply, and how the reply is sent back with what came of them."""

import json
import re
from dataclasses import dataclass

from assistants_api import ids
from assistants_api.engines.responses.items import FUNCTION, MESSAGE, REASONING
from assistants_api.engines.responses.request import call_item
from assistants_api.text import clean

CALL_ID = re.compile(r"[\w.:-]{1,64}", re.ASCII)
NAME = re.compile(r"[\w-]{1,64}", re.ASCII)
NOT_JSON = "The arguments are not a JSON object or were cut off. Call again with arguments that are."


@dataclass(frozen=True)
class Call:
    """A call of a function; `problem`: why it cannot be carried out, in words for the model, or ""."""

    id: str
    name: str
    arguments: str
    problem: str = ""


def read_calls(reply, tools):
    """The Calls in a Reply, by the numbers of their items: {number: Call}. `tools` as they were offered."""
    offered = {tool["name"] for tool in tools if tool["type"] == "function"}
    calls, taken = {}, set()
    for number, item in enumerate(reply.items):
        if item.kind == FUNCTION:
            calls[number] = _call(item.value, offered, taken)
            taken.add(calls[number].id)
    return calls


def _call(value, offered, taken):
    call_id, name, arguments = (value.get(key) for key in ("call_id", "name", "arguments"))
    if not isinstance(call_id, str) or not CALL_ID.fullmatch(call_id) or call_id in taken:
        call_id = ids.call_id()
    if not isinstance(name, str) or not NAME.fullmatch(name):
        name = "unknown"
    if not isinstance(arguments, str) or not _is_object(arguments):
        return Call(call_id, name, "{}", NOT_JSON)
    return Call(call_id, name, clean(arguments), "" if name in offered else "There is no function of this name.")


def _is_object(text):
    try:
        return isinstance(json.loads(text, strict=False), dict)
    except (ValueError, RecursionError):
        return False


def echoed(reply, calls, stored):
    """The input items that repeat a reply. A server that keeps nothing gets thoughts back in their encrypted form, and
    no ids of what it does not know any more."""
    items = []
    for number, item in enumerate(reply.items):
        if number in calls:
            call = calls[number]
            items.append(call_item(call.id, call.name, call.arguments) | _id(item, stored))
        elif item.kind == REASONING:
            items += _thought(item, stored)
        elif item.kind == MESSAGE:
            items += _message(item)
    return items


def _id(item, stored):
    return {"id": item.value["id"]} if stored and isinstance(item.value.get("id"), str) else {}


def _thought(item, stored):
    value = item.value
    kept = stored or isinstance(value.get("encrypted_content"), str)
    if not (kept and isinstance(value.get("id"), str) and isinstance(value.get("summary"), list)):
        return []
    return [{key: value[key] for key in ("type", "id", "summary", "encrypted_content") if value.get(key) is not None}]


def _message(item):
    text = "".join(item.told.values())
    if not text.strip():
        return []
    phase = item.value.get("phase")
    return [{"role": "assistant", "content": text} | ({"phase": phase} if isinstance(phase, str) else {})]
