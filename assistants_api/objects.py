"""Rows as the objects of the API: all that the specification requires, and what the original sent beside it."""

from assistants_api.models import Run


def seconds(moment):
    """A moment as whole seconds since 1970, None as None."""
    return None if moment is None else int(moment.timestamp())


def deleted(kind, public_id):
    """The answer to a deletion; `kind` is the object's name with `.deleted`, or `file`."""
    return {"id": public_id, "object": kind, "deleted": True}


def assistant(row):
    return {
        "id": row.public_id,
        "object": "assistant",
        "created_at": seconds(row.created_at),
        "name": row.name,
        "description": row.description,
        "model": row.model,
        "instructions": row.instructions,
        "tools": row.tools,
        "tool_resources": _resources(row),
        "metadata": row.metadata,
        "temperature": row.temperature,
        "top_p": row.top_p,
        "reasoning_effort": row.reasoning_effort,
        "response_format": row.response_format or "auto",
    }


def _resources(row):
    """An assistant with the code interpreter always tells its files, even when it has none."""
    if any(tool["type"] == "code_interpreter" for tool in row.tools):
        return {"code_interpreter": {"file_ids": []}, **row.tool_resources}
    return row.tool_resources


def thread(row):
    return {
        "id": row.public_id,
        "object": "thread",
        "created_at": seconds(row.created_at),
        "metadata": row.metadata,
        "tool_resources": row.tool_resources,
    }


def message(row):
    return {
        "id": row.public_id,
        "object": "thread.message",
        "created_at": seconds(row.created_at),
        "thread_id": row.thread_id,
        "status": row.status,
        "incomplete_details": {"reason": row.incomplete_reason} if row.incomplete_reason else None,
        "completed_at": seconds(row.completed_at),
        "incomplete_at": seconds(row.incomplete_at),
        "role": row.role,
        "content": row.content,
        "assistant_id": row.assistant_id,
        "run_id": row.run_id,
        "attachments": row.attachments,
        "metadata": row.metadata,
    }


def run(row):
    return {
        "id": row.public_id,
        "object": "thread.run",
        "created_at": seconds(row.created_at),
        "assistant_id": row.assistant_id,
        "thread_id": row.thread_id,
        "status": row.status,
        "required_action": _required_action(row),
        **_moments(row),
        **_outcome(row),
        "model": row.model,
        "instructions": row.instructions,
        "tools": row.tools,
        "tool_resources": row.tool_resources,
        "metadata": row.metadata,
        "temperature": row.temperature,
        "top_p": row.top_p,
        "reasoning_effort": row.reasoning_effort,
        "max_completion_tokens": row.max_completion_tokens,
        "max_prompt_tokens": row.max_prompt_tokens,
        "truncation_strategy": {"type": "auto", "last_messages": None, **row.truncation_strategy},
        "response_format": row.response_format or "auto",
        "tool_choice": row.tool_choice or "auto",
        "parallel_tool_calls": row.parallel_tool_calls,
    }


def _required_action(row):
    if row.status != Run.Status.REQUIRES_ACTION:
        return None
    return {"type": "submit_tool_outputs", "submit_tool_outputs": {"tool_calls": row.required_calls}}


def _moments(row):
    return {
        "started_at": seconds(row.started_at),
        "expires_at": None if row.status == Run.Status.COMPLETED else seconds(row.expires_at),
        "cancelled_at": seconds(row.cancelled_at),
        "failed_at": seconds(row.failed_at),
        "completed_at": seconds(row.completed_at),
    }


def _outcome(row):
    return {
        "last_error": _error(row),
        "incomplete_details": _limit(row),
        "usage": None if row.status in Run.ACTIVE else _usage(row),
    }


def _limit(row):
    """Why a run is incomplete. A content filter is no reason the API knows for runs; the message tells it."""
    if not row.incomplete_reason:
        return None
    return {} if row.incomplete_reason == "content_filter" else {"reason": row.incomplete_reason}


def _error(row):
    return {"code": row.error_code, "message": row.error_message} if row.error_code else None


def _usage(row):
    return {
        "prompt_tokens": row.prompt_tokens,
        "completion_tokens": row.completion_tokens,
        "total_tokens": row.prompt_tokens + row.completion_tokens,
        "prompt_token_details": {"cached_tokens": getattr(row, "cached_tokens", 0)},
        "completion_tokens_details": {"reasoning_tokens": getattr(row, "reasoning_tokens", 0)},
    }


def step(row):
    return {
        "id": row.public_id,
        "object": "thread.run.step",
        "created_at": seconds(row.created_at),
        "assistant_id": row.assistant_id,
        "thread_id": row.thread_id,
        "run_id": row.run_id,
        "type": row.type,
        "status": row.status,
        "step_details": _details(row),
        "last_error": _error(row),
        "expires_at": None,
        "expired_at": seconds(row.expired_at),
        "cancelled_at": seconds(row.cancelled_at),
        "failed_at": seconds(row.failed_at),
        "completed_at": seconds(row.completed_at),
        "metadata": {},
        "usage": None if row.completion_tokens is None else _usage(row),
    }


def _details(row):
    if row.type == "message_creation":
        return {"type": "message_creation", "message_creation": {"message_id": row.message_id}}
    return {"type": "tool_calls", "tool_calls": row.tool_calls}


def file(row):
    return {
        "object": "file",
        "id": row.public_id,
        "purpose": row.purpose,
        "filename": row.filename,
        "bytes": row.size,
        "created_at": seconds(row.created_at),
        "expires_at": seconds(row.expires_at),
        "status": "processed",
        "status_details": None,
    }
