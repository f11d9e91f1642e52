"""The objects of the stub upstream, in the shapes of an Assistants v2 API, and the events of its streams."""

import json
import time


def assistant(identity, body):
    return {"id": identity, "object": "assistant", "created_at": int(time.time()), **body}


def thread(identity):
    return {"id": identity, "object": "thread", "created_at": int(time.time()), "metadata": {}, "tool_resources": {}}


def message(identity, thread_id, role, text, **more):
    """A message; without text (None) one that is still being written."""
    content = [] if text is None else [{"type": "text", "text": {"value": text, "annotations": []}}]
    return {
        "id": identity,
        "object": "thread.message",
        "created_at": int(time.time()),
        "thread_id": thread_id,
        "role": role,
        "content": content,
        "assistant_id": None,
        "run_id": None,
        "attachments": [],
        "metadata": {},
        **more,
    }


def answer(run, status):
    """The message that a run writes, or has written."""
    told = {"assistant_id": run.assistant_id, "run_id": run.id, "status": status, "incomplete_details": None}
    text = run.text if status == "completed" else None
    return message(run.message_id, run.thread.id, "assistant", text, **told)


def run_object(run, status):
    now = int(time.time())
    return {
        "id": run.id,
        "object": "thread.run",
        "created_at": run.created_at,
        "thread_id": run.thread.id,
        "assistant_id": run.assistant_id,
        "status": status,
        "started_at": None if status == "queued" else run.created_at,
        "expires_at": run.created_at + 600,
        "completed_at": now if status == "completed" else None,
        "cancelled_at": now if status == "cancelled" else None,
        "failed_at": None,
        "required_action": None,
        "last_error": None,
        "incomplete_details": None,
        "model": "stub",
        "instructions": "",
        "tools": [{"type": "code_interpreter"}],
        "metadata": run.metadata,
        "parallel_tool_calls": True,
        "usage": None,
        "max_prompt_tokens": None,
        "max_completion_tokens": None,
        "truncation_strategy": None,
        "tool_choice": "auto",
        "response_format": "auto",
    }


def step(run, status):
    return {
        "id": run.step_id,
        "object": "thread.run.step",
        "created_at": run.created_at,
        "run_id": run.id,
        "assistant_id": run.assistant_id,
        "thread_id": run.thread.id,
        "type": "message_creation",
        "status": status,
        "completed_at": int(time.time()) if status == "completed" else None,
        "cancelled_at": None,
        "expires_at": None,
        "failed_at": None,
        "last_error": None,
        "step_details": {"type": "message_creation", "message_creation": {"message_id": run.message_id}},
        "usage": None,
    }


def page(items, query):
    """A page of a list in creation order, as `order`, `after`, `limit` and `run_id` ask for it."""
    if query.get("run_id"):
        items = [item for item in items if item.get("run_id") == query["run_id"]]
    if query.get("order") != "asc":
        items = items[::-1]
    places = {item["id"]: place for place, item in enumerate(items)}
    items = items[places.get(query.get("after"), -1) + 1 :]
    shown = items[: int(query.get("limit", 20))]
    ends = {"first_id": shown[0]["id"], "last_id": shown[-1]["id"]} if shown else {"first_id": None, "last_id": None}
    return {"object": "list", "data": shown, **ends, "has_more": len(shown) < len(items)}


# Events of a stream

DELTA = b'event: thread.message.delta\ndata: {"id":"'
DELTA_TEXT = b'","object":"thread.message.delta","delta":{"content":[{"index":0,"type":"text","text":{"value":"'
DELTA_END = b'"}}]}}\n\n'


def event(name, data):
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()


def created(run):
    first = event("thread.created", thread(run.thread.id)) if run.makes_thread else b""
    return first + _run_event(run, "created", "queued") + _run_event(run, "queued", "queued")


def in_progress(run):
    return _run_event(run, "in_progress", "in_progress")


def message_begins(run):
    steps = [event(f"thread.run.step.{name}", step(run, "in_progress")) for name in ("created", "in_progress")]
    messages = [event(f"thread.message.{name}", answer(run, "in_progress")) for name in ("created", "in_progress")]
    return b"".join(steps + messages)


def delta(run, word):
    """One token. Words of the stub need no escaping in JSON."""
    return b"".join((DELTA, run.message_id.encode(), DELTA_TEXT, word.encode(), DELTA_END))


def completed(run):
    told = event("thread.message.completed", answer(run, "completed"))
    told += event("thread.run.step.completed", step(run, "completed"))
    return told + _run_event(run, "completed", "completed") + b"event: done\ndata: [DONE]\n\n"


def cancelled(run):
    return _run_event(run, "cancelled", "cancelled") + b"event: done\ndata: [DONE]\n\n"


def _run_event(run, name, status):
    return event(f"thread.run.{name}", run_object(run, status))
