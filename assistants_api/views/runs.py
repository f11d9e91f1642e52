"""Runs of a thread: create (streamed if asked), list, retrieve, modify, cancel; outputs of functions."""

from functools import partial

from django.db import IntegrityError, transaction

import background
from assistants_api import errors, include, lifecycle, live, objects, stream
from assistants_api.auth import CHAT_PROJECT
from assistants_api.bodies import read_body
from assistants_api.engines.choice import require_abilities, require_engine
from assistants_api.functions import outputs_of, record_outputs
from assistants_api.lookup import change, find
from assistants_api.models import Assistant, Run
from assistants_api.paging import page
from assistants_api.posting import add_messages
from assistants_api.tools import kept_resources, kept_tools, require_chosen
from assistants_api.views.threads import find_thread, new_thread

MOST_RUNS = 128
"""Runs of one project that are in work or waiting for it: half of what two web processes carry."""


def list_runs(request, thread_id):
    return page(request, find_thread(request, thread_id).runs.all(), "run", objects.run)


def create_run(request, thread_id):
    include.require_known(request)
    body = _read(request, "CreateRunRequest")
    with transaction.atomic():
        thread = find_thread(request, thread_id, lock=True)
        active = lifecycle.active_run(thread)
        if active:
            raise errors.thread_busy(thread.public_id, active)
        run = _new_run(request, thread, body)
        add_messages(thread, body.get("additional_messages") or [], "additional_messages")
    return stream.stream(request, stream.new_run(run)) if body.get("stream") else objects.run(run)


def _read(request, definition):
    """The body of a request that may ask for a stream, for which there must be room."""
    body = read_body(request, definition)
    if body.get("stream"):
        stream.require_room(request)
    return body


def create_thread_and_run(request):
    body = _read(request, "CreateThreadAndRunRequest")
    with transaction.atomic():
        thread = new_thread(request.project, body.get("thread") or {})
        run = _new_run(request, thread, body)
    if not body.get("stream"):
        return objects.run(run)
    return stream.stream(request, stream.new_run(run, [("thread.created", objects.thread(thread))]))


def _new_run(request, thread, body):
    """A queued run from a valid body, which starts as soon as the transaction is committed."""
    _require_room(request.project)
    assistants = Assistant.objects.visible_to(request.project)
    assistant = find(assistants, "assistant", body["assistant_id"], "assistant_id")
    fields = _fields(assistant, body, request.project)
    try:
        with transaction.atomic():
            run = Run.objects.create(thread=thread, assistant_id=assistant.public_id, **fields)
    except IntegrityError:  # the constraint of one active run for each thread
        active = lifecycle.active_run(thread) or "that has just ended"
        raise errors.thread_busy(thread.public_id, active) from None
    transaction.on_commit(partial(background.start, run))
    return run


def _require_room(project):
    """ApiError when the project has so many runs that those of others would have to wait."""
    if project != CHAT_PROJECT and Run.objects.live().filter(thread__project=project).count() >= MOST_RUNS:
        raise errors.too_many("runs of one project", MOST_RUNS)


def _fields(assistant, body, project):
    """A run's columns: what the body says, else what the assistant says."""
    model = body.get("model") or assistant.model
    require_engine(model)
    tool_choice = body.get("tool_choice") or "auto"
    response_format = body.get("response_format") or assistant.response_format or "auto"
    tools = assistant.tools if body.get("tools") is None else kept_tools(body["tools"])
    require_chosen(tool_choice, tools)
    require_abilities(model, tool_choice, response_format)
    return {
        "model": model,
        "instructions": _instructions(assistant, body),
        "tools": tools,
        "tool_resources": kept_resources(body.get("tool_resources"), project),
        "metadata": body.get("metadata") or {},
        "temperature": _number(body, "temperature", assistant),
        "top_p": _number(body, "top_p", assistant),
        "reasoning_effort": body.get("reasoning_effort") or assistant.reasoning_effort,
        "max_prompt_tokens": body.get("max_prompt_tokens"),
        "max_completion_tokens": body.get("max_completion_tokens"),
        "truncation_strategy": body.get("truncation_strategy") or {},
        "tool_choice": tool_choice,
        "parallel_tool_calls": body.get("parallel_tool_calls", True),
        "response_format": response_format,
    }


def _instructions(assistant, body):
    """The run's own instructions replace the assistant's; additional ones are appended to either."""
    own = body.get("instructions")
    parts = [assistant.instructions if own is None else own, body.get("additional_instructions")]
    given = [part for part in parts if part]
    return "\n\n".join(given) if given else own


def _number(body, name, assistant):
    value = body.get(name)
    return getattr(assistant, name) if value is None else float(value)


def retrieve_run(request, thread_id, run_id):
    return objects.run(find_run(request, thread_id, run_id))


def modify_run(request, thread_id, run_id):
    run = find_run(request, thread_id, run_id)
    body = read_body(request, "ModifyRunRequest", optional=True)
    if "metadata" in body:
        change(run, "run", {"metadata": body["metadata"] or {}})
    return objects.run(run)


def cancel_run(request, thread_id, run_id):
    run = find_run(request, thread_id, run_id)
    won = lifecycle.request_cancel(run)
    live.tell_state(run.public_id)
    run = _as_it_is(run)
    if not won:
        raise errors.not_cancellable(run.status)
    return objects.run(run)


def submit_tool_outputs(request, thread_id, run_id):
    body = _read(request, "SubmitToolOutputsRunRequest")
    with transaction.atomic():
        run = _as_it_is(find_run(request, thread_id, run_id), Run.objects.select_for_update())
        if run.status != Run.Status.REQUIRES_ACTION:
            raise errors.no_outputs_wanted(run.status)
        before = stream.steps_of(run) if body.get("stream") else ()
        record_outputs(run, outputs_of(run, body["tool_outputs"]))
        lifecycle.resume(Run.objects.filter(pk=run.pk))
        run.refresh_from_db()
        transaction.on_commit(partial(background.start, run))
    return stream.stream(request, stream.resumed_run(run, before)) if body.get("stream") else objects.run(run)


def find_run(request, thread_id, run_id):
    """The caller's run, ended first when its time has passed."""
    run = find(find_thread(request, thread_id).runs.all(), "run", run_id)
    if lifecycle.overdue(run) and lifecycle.end_overdue(run):
        return _as_it_is(run)
    return run


def _as_it_is(run, runs=Run.objects):
    """The row read again from `runs`; ApiError when it was deleted meanwhile with its thread."""
    found = runs.filter(pk=run.pk).first()
    if found is None:
        raise errors.not_found("run", run.public_id)
    return found
