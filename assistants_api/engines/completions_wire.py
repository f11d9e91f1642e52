"""Reads what model servers answer to /chat/completions, in all its dialects: text, calls of the Python tool, usage."""

import json
import re
from dataclasses import dataclass

from assistants_api.engines import Usage

TOOL = "python"
MOST_CALLS = 8
"""Calls of one reply that are looked at."""
CODE_LIMIT, TEXT_LIMIT = 100_000, 200_000
"""Characters of a program, and of a reply's text."""
TOKENS_LIMIT = 10**8

THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
WRITTEN_CALL = re.compile(r"<tool_call>(.*?)(?:</tool_call>|\Z)", re.DOTALL)
FENCED = re.compile(r"\s*```[a-zA-Z0-9]*\n(.*?)\n?```\s*", re.DOTALL)
PLAINLY_CODE = re.compile(
    r"\s*(?:#|import \w|from \w[\w.]* import |print\s*\(|for \w+ in |def \w|[A-Za-z_]\w*(?:, ?[A-Za-z_]\w*)* ?=[^=])"
)
NAME = re.compile(r"[\w-]{1,64}", re.ASCII)
CALL_ID = re.compile(r"[\w.:-]{1,64}", re.ASCII)


class Malformed(Exception):
    """The answer is JSON, but not that of a chat completion; the text says what it is instead."""


@dataclass(frozen=True)
class Call:
    """A tool call: `code` to run, or None and the `problem` that the model is told."""

    id: str
    name: str
    code: str | None
    problem: str = ""


@dataclass(frozen=True)
class Reply:
    """One answer of a model, without its thoughts. `cut`: it had reached a limit of the server."""

    text: str
    calls: tuple[Call, ...] = ()
    cut: bool = False
    usage: Usage | None = None


def read_reply(value):
    """The Reply in a decoded body; Malformed when there is none."""
    choice = _first(_object(value).get("choices"))
    message = choice.get("message")
    if not isinstance(message, dict):
        raise Malformed("a completion without a message")
    text = _spoken(_content(message.get("content")))
    return _reply(text, _listed(message), choice.get("finish_reason") == "length", _usage(value.get("usage")))


def _object(value):
    if not isinstance(value, dict):
        raise Malformed(f"a JSON {type(value).__name__} in place of an object")
    return value


def _first(choices):
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise Malformed("a completion without choices")
    return choices[0]


def _content(content):
    """The text of a message: a string, null, or a list of parts."""
    if isinstance(content, list):
        parts = [part.get("text") for part in content if isinstance(part, dict)]
        content = "".join(part for part in parts if isinstance(part, str))
    return clean(content) if isinstance(content, str) else ""


def _spoken(text):
    """The text without thoughts; some templates open them in the prompt, so that only their end is seen."""
    return THOUGHT.sub("", text).rpartition("</think>")[2]


def clean(text):
    """Text without NUL and halves of surrogate pairs, which neither a sandbox nor another server takes."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _listed(message):
    """The (id, name, arguments) of the calls that a message lists; `function_call` is the older form."""
    calls = message.get("tool_calls")
    if not calls and isinstance(message.get("function_call"), dict):
        calls = [{"function": message["function_call"]}]
    for call in calls if isinstance(calls, list) else []:
        function = call.get("function") if isinstance(call, dict) else None
        if isinstance(function, dict):
            yield call.get("id"), function.get("name"), function.get("arguments")


def _reply(text, listed, cut, usage):
    """The reply; calls that the server left standing in the text are taken out of it when it listed none."""
    found = list(listed)
    if not found:
        text, found = _taken_out(text)
    ids, calls = set(), []
    for given, name, arguments in found[:MOST_CALLS]:
        call_id = given if isinstance(given, str) and CALL_ID.fullmatch(given) and given not in ids else _new_id(ids)
        ids.add(call_id)
        code, problem = _program(name, arguments)
        calls.append(Call(call_id, name if _is_name(name) else TOOL, code, problem))
    text = text.strip()
    return Reply(text[:TEXT_LIMIT], tuple(calls), cut or len(text) > TEXT_LIMIT, usage)


def _is_name(name):
    return isinstance(name, str) and NAME.fullmatch(name) is not None


def _new_id(taken):
    """An id of nine letters and digits, the form that the strictest templates ask for."""
    number = len(taken) + 1
    while (made := f"call{number:05d}") in taken:
        number += 1
    return made


def _taken_out(text):
    """The text without calls written in it, and these: in <tool_call> tags, or a reply that is nothing but a call."""
    written = [match[1] for match in WRITTEN_CALL.finditer(text)]
    if written:
        return WRITTEN_CALL.sub("", text), [_written(source) for source in written]
    call = _decoded(text) if text.lstrip().startswith("{") else None
    if isinstance(call, dict) and call.get("name") == TOOL:
        return "", [_written(text)]
    return text, []


def _written(source):
    call = _decoded(source)
    if not isinstance(call, dict):
        return None, TOOL, source
    return None, call.get("name"), call.get("arguments", call.get("parameters"))


def _decoded(text):
    """What a text says in JSON, line ends in its strings allowed; None when it is no JSON."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _program(name, arguments):
    """(code, problem) of a call: code that can be run, or None and what is wrong."""
    if name != TOOL:
        return None, f"There is no tool of this name. The only tool is `{TOOL}`."
    code = _code(arguments)
    if code is None:
        return None, 'The arguments are not valid JSON or were cut off. Send {"code": "..."}, and shorter code.'
    if fenced := FENCED.fullmatch(code):
        code = fenced[1]
    if not code.strip():
        return None, "The code is empty."
    if len(code) > CODE_LIMIT:
        return None, f"The code is longer than {CODE_LIMIT} characters."
    return clean(code), ""


def _code(arguments):
    """The program in a call's arguments: an object, its JSON, or plainly Python instead of JSON; else None."""
    if isinstance(arguments, str):
        decoded = _decoded(arguments)
        if decoded is None:
            return arguments if PLAINLY_CODE.match(arguments) else None
        arguments = decoded
    if isinstance(arguments, str):
        inner = _decoded(arguments)
        arguments = inner if isinstance(inner, dict) else {"code": arguments}
    if not isinstance(arguments, dict):
        return None
    strings = [value for value in arguments.values() if isinstance(value, str)]
    code = arguments.get("code", strings[0] if len(strings) == 1 else None)
    return code if isinstance(code, str) else None


def _usage(value):
    """The server's count of tokens, or None when it gives none that can be true."""
    value = value if isinstance(value, dict) else {}
    counts = [value.get("prompt_tokens"), value.get("completion_tokens")]
    if all(type(count) is int and 0 <= count <= TOKENS_LIMIT for count in counts):
        return Usage(*counts)
    return None


def read_error(body):
    """(message, code) of an error body in any of the dialects that servers speak; numbers as text."""
    value = _decoded(body)
    error = value.get("error", value) if isinstance(value, dict) else {}
    if isinstance(error, str):
        return clean(error), ""
    if not isinstance(error, dict):
        return "without an error text", ""
    found = [error.get(name) for name in ("message", "detail", "error")]
    message = next((text for text in found if isinstance(text, str) and text), "without an error text")
    return clean(message), f"{error.get('code') or ''} {error.get('type') or ''}".strip()
