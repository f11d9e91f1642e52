"""The objects of the Assistants API as they go over the wire."""

import re
import time

MINUTES = 600
USAGE = {"prompt_tokens": 60, "completion_tokens": 9, "total_tokens": 69}
OWN_FIELDS = ("instructions", "metadata", "model", "tools")


def now():
    return int(time.time())


def assistant_object(assistant_id, body):
    made = {"id": assistant_id, "object": "assistant", "created_at": now(), "description": None, "instructions": None}
    return made | {"name": None, "tools": [], "tool_resources": {}, "metadata": {}, **body}


def thread_object(thread_id, body):
    made = {"id": thread_id, "object": "thread", "created_at": now(), "tool_resources": {}}
    return made | {"metadata": body.get("metadata") or {}}


def message_object(message_id, thread, role, text, run, assistant=None, metadata=None):
    made = {"id": message_id, "object": "thread.message", "created_at": now(), "thread_id": thread, "role": role}
    made |= {"run_id": run, "assistant_id": assistant, "content": content_parts(text), "attachments": []}
    made |= {"metadata": metadata or {}, "status": "completed", "incomplete_details": None}
    return made | {"completed_at": now(), "incomplete_at": None}


def content_parts(content):
    """The parts of a message as they are told: a text is one, texts of a request become objects."""
    if isinstance(content, str):
        return [text_part(content)]
    return [text_part(part["text"]) if part["type"] == "text" else part for part in content]


def file_object(upload):
    """The object of an upload {id, filename, purpose, content}."""
    made = {"id": upload["id"], "object": "file", "created_at": now(), "bytes": len(upload["content"])}
    return made | {"filename": upload["filename"], "purpose": upload["purpose"], "status": "processed"}


def text_part(text):
    return {"type": "text", "text": {"value": text, "annotations": []}}


def run_object(run_id, thread, body, assistant):
    started = now()
    own = {name: body.get(name) or assistant.get(name) for name in OWN_FIELDS}
    nothing = ("started_at", "cancelled_at", "failed_at", "completed_at", "required_action", "last_error")
    nothing += ("max_completion_tokens", "max_prompt_tokens", "incomplete_details", "usage")
    made = {"id": run_id, "object": "thread.run", "created_at": started, "assistant_id": body["assistant_id"]}
    made |= {"thread_id": thread, "status": "queued", "expires_at": started + MINUTES, **dict.fromkeys(nothing)}
    made |= own | {"tools": own["tools"] or [], "metadata": body.get("metadata") or {}, "tool_resources": {}}
    made |= {"temperature": 1.0, "top_p": 1.0, "truncation_strategy": {"type": "auto", "last_messages": None}}
    return made | {"response_format": "auto", "tool_choice": "auto", "parallel_tool_calls": True}


def step_object(step_id, run, details):
    nothing = ("cancelled_at", "completed_at", "expired_at", "failed_at", "last_error", "usage")
    made = {"id": step_id, "object": "thread.run.step", "created_at": now(), "run_id": run["id"]}
    made |= {"assistant_id": run["assistant_id"], "thread_id": run["thread_id"], "type": details["type"]}
    made |= {"status": "in_progress", "expires_at": run["expires_at"], "metadata": {}, **dict.fromkeys(nothing)}
    return made | {"step_details": details}


def function_call():
    """What a run wants of a client that offered it functions, as ours never does."""
    function = {"name": "weather", "arguments": "{}"}
    calls = [{"id": "call_1", "type": "function", "function": function}]
    return {"type": "submit_tool_outputs", "submit_tool_outputs": {"tool_calls": calls}}


def code_call(source, logs):
    outputs = [{"type": "logs", "logs": logs}]
    return {"id": "call_1", "type": "code_interpreter", "code_interpreter": {"input": source, "outputs": outputs}}


# Deltas


def words(text):
    return re.findall(r"\s*\S+|\s+$", text)


def message_delta(message, index, kind, value):
    part = {"index": index, "type": kind, kind: value}
    return {"id": message["id"], "object": "thread.message.delta", "delta": {"content": [part]}}


def code_delta(step, value, **more):
    call = {"index": 0, "type": "code_interpreter", "code_interpreter": value, **more}
    details = {"type": "tool_calls", "tool_calls": [call]}
    return {"id": step["id"], "object": "thread.run.step.delta", "delta": {"step_details": details}}


def indexed(notes):
    return [{"index": index, **note} if isinstance(note, dict) else note for index, note in enumerate(notes)]


# Answers


def error(status, message, code=None, param=None):
    body = {"message": message, "type": "invalid_request_error", "param": param, "code": code}
    return status, {"error": body}


def missing(kind, name):
    return error(404, f"No {kind} found with id '{name}'.")


def listing(items, has_more=False):
    ends = (items[0]["id"], items[-1]["id"]) if items else (None, None)
    return {"object": "list", "data": items, "first_id": ends[0], "last_id": ends[1], "has_more": has_more}


def page(items, query):
    items = items if query.get("order") == "asc" else items[::-1]
    if after := query.get("after"):
        ids = [item["id"] for item in items]
        items = items[ids.index(after) + 1 :]
    limit = int(query.get("limit", 20))
    return listing(items[:limit], len(items) > limit)
