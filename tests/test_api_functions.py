"""Function tools: a run waits for the caller's outputs, all at once, and goes on with them."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

import background
from assistants_api.engines import (
    Code,
    CodeRan,
    CodeResult,
    FunctionCall,
    FunctionCalls,
    FunctionsCalled,
    Picture,
    Said,
    Usage,
    message,
)
from assistants_api.engines.choice import ENGINES
from assistants_api.models import Run
from tests.api_client import client_of, error_of, texts

pytestmark = pytest.mark.django_db(transaction=True)

FUNCTION = {"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}
CALLS = (FunctionCall("call_1", "weather", '{"city": "Rome"}'), FunctionCall("call_2", "weather", '{"city": "Oslo"}'))
OUTPUTS = [{"tool_call_id": "call_1", "output": "warm"}, {"tool_call_id": "call_2", "output": "cold"}]


class Asking:
    """An engine that says something, runs a program, calls two functions, and then tells what it was given."""

    def __init__(self):
        self.runs = []

    def __call__(self, run):
        self.runs.append(run)
        if run.done:
            yield Usage(30, 3)
            yield from message("Rome is warm, Oslo is cold.")
            return
        yield from message("Let me see.")
        yield Code("print(1)")
        yield CodeResult("1\n")
        yield Usage(10, 2)
        yield FunctionCalls(CALLS)


@pytest.fixture
def engine(monkeypatch):
    engine = Asking()
    monkeypatch.setitem(ENGINES, "asking", engine)
    return engine


@pytest.fixture
def api():
    return client_of("default")


@pytest.fixture
def run(api, engine):
    """A run that waits for the outputs of both calls."""
    assistant = api.post("/assistants", {"model": "asking", "tools": [FUNCTION, {"type": "code_interpreter"}]})
    thread = {"messages": [{"role": "user", "content": "Where is it warm?"}]}
    run = api.post("/threads/runs", {"assistant_id": assistant["id"], "thread": thread})
    return followed(api, run)


def wait_for(condition, seconds=15):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def path_of(run):
    return f"/threads/{run['thread_id']}/runs/{run['id']}"


def followed(api, run):
    """The run as it is when no worker has it any more."""
    wait_for(lambda: not background.running())
    return api.get(path_of(run))


def submit(api, run, outputs=OUTPUTS):
    return api.call("POST", f"{path_of(run)}/submit_tool_outputs", {"tool_outputs": outputs})


def test_a_run_tells_which_functions_it_waits_for(api, run):
    shown = [
        {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
        for call in CALLS
    ]
    step = api.get(f"{path_of(run)}/steps")["data"][0]

    assert run["status"] == "requires_action"
    assert run["required_action"] == {"type": "submit_tool_outputs", "submit_tool_outputs": {"tool_calls": shown}}
    assert run["usage"] is None
    assert step["status"] == "in_progress"
    assert [call["function"]["output"] for call in step["step_details"]["tool_calls"]] == [None, None]


def test_the_engine_goes_on_with_all_that_it_did_and_the_outputs(api, run, engine):
    submit(api, run)
    ended = followed(api, run)

    assert engine.runs[1].done == (
        Said("assistant", "Let me see."),
        CodeRan("print(1)", "1\n"),
        FunctionsCalled(CALLS, ("warm", "cold")),
    )
    assert engine.runs[1].messages == engine.runs[0].messages == (Said("user", "Where is it warm?"),)
    assert (ended["status"], ended["required_action"]) == ("completed", None)
    assert texts(api.get(f"/threads/{run['thread_id']}/messages"))[0] == "Rome is warm, Oslo is cold."


def test_tokens_are_counted_over_the_whole_run(api, run):
    submit(api, run)
    used = followed(api, run)["usage"]

    assert (used["prompt_tokens"], used["completion_tokens"], used["total_tokens"]) == (40, 5, 45)


def test_outputs_come_in_any_order_and_may_be_empty(api, run):
    submit(api, run, [{"tool_call_id": "call_2"}, OUTPUTS[0]])
    followed(api, run)
    step = api.get(f"{path_of(run)}/steps", order="asc")["data"][2]

    assert step["status"] == "completed"
    assert [call["function"]["output"] for call in step["step_details"]["tool_calls"]] == ["warm", ""]


@pytest.mark.parametrize(
    ("outputs", "said"),
    [
        (OUTPUTS[:1], "that of 'call_2' is missing"),
        ([], "that of 'call_1' is missing"),
        ([*OUTPUTS, {"tool_call_id": "call_3", "output": ""}], "does not wait for 'call_3'"),
        ([*OUTPUTS, OUTPUTS[0]], "'call_1' is there more than once"),
        ([{"output": "warm"}, OUTPUTS[1]], "does not wait for 'None'"),
    ],
)
def test_outputs_that_do_not_fit_are_refused_and_the_run_goes_on_waiting(api, run, outputs, said):
    error = error_of(submit(api, run, outputs), 400)

    assert said in error["message"]
    assert error["param"] == "tool_outputs"
    assert api.get(path_of(run)) == run


def test_outputs_are_taken_once(api, run):
    assert submit(api, run).json()["status"] == "queued"
    error = error_of(submit(api, run), 400)
    followed(api, run)

    assert "do not accept tool outputs." in error["message"]


def test_a_waiting_run_locks_its_thread_until_it_is_cancelled(api, run):
    refused = error_of(api.call("POST", f"/threads/{run['thread_id']}/messages", {"role": "user", "content": "?"}), 400)
    cancelled = api.post(f"{path_of(run)}/cancel")

    assert f"while a run {run['id']} is active" in refused["message"]
    assert cancelled["status"] == "cancelled"
    assert cancelled["required_action"] is None
    assert api.get(f"{path_of(run)}/steps")["data"][0]["status"] == "cancelled"
    error_of(submit(api, run), 400)


@pytest.mark.slow
def test_a_waiting_run_expires_although_nobody_looks_at_it(api, run):
    Run.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    background.start_sweeping()
    wait_for(lambda: not Run.objects.filter(status="requires_action").exists())

    assert api.get(path_of(run))["status"] == "expired"
    assert api.get(f"{path_of(run)}/steps")["data"][0]["status"] == "expired"


def test_a_waiting_run_is_nobodys_work_before_that(run):
    assert not Run.objects.due().exists()
    assert Run.objects.get().worker == ""


def test_a_limit_counts_over_the_whole_run(api, monkeypatch):
    def wordy(run):
        yield from message("x" * 500) if not run.done else message("y" * 2000)
        if not run.done:
            yield FunctionCalls((FunctionCall("call_1", "weather", ""),))

    monkeypatch.setitem(ENGINES, "wordy", wordy)
    assistant = api.post("/assistants", {"model": "wordy", "tools": [FUNCTION]})
    run = api.post("/threads/runs", {"assistant_id": assistant["id"], "max_completion_tokens": 256})
    followed(api, run)
    submit(api, run, OUTPUTS[:1])
    ended = followed(api, run)
    answer = api.get(f"/threads/{run['thread_id']}/messages")["data"][0]

    assert (ended["status"], ended["incomplete_details"]) == ("incomplete", {"reason": "max_completion_tokens"})
    assert (answer["status"], answer["incomplete_details"]) == ("incomplete", {"reason": "max_tokens"})
    assert answer["content"][0]["text"]["value"] == "y" * (1024 - 500)
    assert ended["usage"]["completion_tokens"] == 256


def test_a_figure_that_was_drawn_before_the_functions_is_shown(api, monkeypatch):
    def drawing(run):
        if not run.done:
            yield Code("plot()")
            yield CodeResult("", (Picture("a.png", b"\x89PNG", "A line"),))
            yield FunctionCalls(CALLS)

    monkeypatch.setitem(ENGINES, "drawing", drawing)
    assistant = api.post("/assistants", {"model": "drawing", "tools": [FUNCTION, {"type": "code_interpreter"}]})
    run = api.post("/threads/runs", {"assistant_id": assistant["id"]})
    waiting = followed(api, run)
    [shown] = api.get(f"/threads/{run['thread_id']}/messages")["data"]

    assert waiting["status"] == "requires_action"
    assert [part["type"] for part in shown["content"]] == ["image_file"]
    assert list(shown["metadata"].values()) == ["A line"]


def test_the_stream_of_a_resumed_run_tells_its_steps_after_its_state_however_late_it_is_read(api, run):
    body = {"tool_outputs": OUTPUTS, "stream": True}
    response = api.call("POST", f"{path_of(run)}/submit_tool_outputs", body)
    followed(api, run)
    names = [block.decode().split("\n")[0].removeprefix("event: ") for block in response.streaming_content]

    assert names[:4] == [
        "thread.run.step.completed",
        "thread.run.queued",
        "thread.run.in_progress",
        "thread.run.step.created",
    ]
    assert names[-2:] == ["thread.run.completed", "done"]
