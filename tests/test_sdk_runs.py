"""The official SDK runs assistants: polled, with functions, cancelled, limited, refused. The engines are canned."""

import openai
import pytest

from assistants_api.auth import create_key
from assistants_api.engines import Code, CodeResult, Failed, MessageEnd, Text, message
from assistants_api.engines.choice import ENGINES
from tests.canned import Gate, calls, canned, rounds
from tests.conftest import stop_process
from tests.sdk_client import DEPRECATED, POLL, sdk

pytestmark = [pytest.mark.django_db(transaction=True), DEPRECATED, pytest.mark.slow]

WEATHER = {"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {}}}}
ASKED = [("call_1", "weather", '{"in":"Paris"}'), ("call_2", "weather", '{"in":"Rome"}')]
OUTPUTS = [{"tool_call_id": "call_2", "output": "rain"}, {"tool_call_id": "call_1", "output": "sun"}]


@pytest.fixture
def client(live_server):
    with sdk(live_server.url, create_key("tests")) as client:
        yield client
        stop_process()


@pytest.fixture
def asking(client, monkeypatch):
    """An assistant that the given engine answers for, and a thread with a question."""

    def make(engine, **fields):
        monkeypatch.setitem(ENGINES, "test-model", engine)
        assistant = client.beta.assistants.create(model="test-model", tools=[{"type": "code_interpreter"}, WEATHER])
        thread = client.beta.threads.create(messages=[{"role": "user", "content": "Hello"}])
        return {"assistant_id": assistant.id, "thread_id": thread.id}

    return make


def spoken(client, thread_id):
    """The texts of the thread's assistant, oldest first."""
    found = client.beta.threads.messages.list(thread_id, order="asc")
    return [message.content[-1].text.value for message in found if message.role == "assistant"]


def test_create_and_poll_waits_for_the_answer(client, asking):
    asked = asking(canned(*message("Steps."), Code("print(1)"), CodeResult("1\n"), *message("It is 1.")))

    run = client.beta.threads.runs.create_and_poll(**asked, poll_interval_ms=POLL)

    assert (run.status, run.last_error, run.expires_at) == ("completed", None, None)
    assert run.usage.total_tokens == run.usage.prompt_tokens + run.usage.completion_tokens > 0
    steps = list(client.beta.threads.runs.steps.list(run.id, thread_id=run.thread_id, order="asc"))
    assert [step.type for step in steps] == ["message_creation", "tool_calls", "message_creation"]
    [call] = steps[1].step_details.tool_calls
    assert (call.code_interpreter.input, call.code_interpreter.outputs[0].logs) == ("print(1)", "1\n")
    assert client.beta.threads.runs.steps.retrieve(steps[1].id, run_id=run.id, thread_id=run.thread_id) == steps[1]
    assert spoken(client, run.thread_id) == ["Steps.", "It is 1."]


def test_a_thread_made_with_its_run_is_polled(client, asking):
    asked = asking(canned(*message("Hi.")))
    thread = {"messages": [{"role": "user", "content": "Hello"}], "metadata": {"of": "Jane"}}

    run = client.beta.threads.create_and_run_poll(
        assistant_id=asked["assistant_id"], thread=thread, poll_interval_ms=POLL
    )

    assert (run.status, client.beta.threads.retrieve(run.thread_id).metadata) == ("completed", {"of": "Jane"})
    assert spoken(client, run.thread_id) == ["Hi."]


def test_runs_are_listed_and_changed(client, asking):
    asked = asking(canned(*message("Hi.")))
    runs = client.beta.threads.runs
    first = runs.create_and_poll(**asked, poll_interval_ms=POLL, metadata={"n": "1"}, temperature=0.5)
    second = runs.create_and_poll(
        **asked,
        poll_interval_ms=POLL,
        additional_messages=[{"role": "user", "content": "Again"}],
        additional_instructions="Be brief.",
    )

    changed = runs.update(first.id, thread_id=first.thread_id, metadata={"n": "one"})

    assert [run.id for run in runs.list(first.thread_id, limit=1)] == [second.id, first.id]
    assert (first.metadata, first.temperature, changed.metadata) == ({"n": "1"}, 0.5, {"n": "one"})
    assert second.instructions == "Be brief."
    said = client.beta.threads.messages.list(first.thread_id, order="asc")
    assert [each.content[0].text.value for each in said] == ["Hello", "Hi.", "Again", "Hi."]
    assert [each.run_id for each in client.beta.threads.messages.list(first.thread_id, run_id=second.id)] == [second.id]


def test_functions_get_their_outputs_and_the_run_goes_on(client, asking):
    asked = asking(rounds([*message("I ask."), calls(*ASKED)], [calls(("call_3", "weather", "{}"))], message("Sun.")))
    runs = client.beta.threads.runs

    waiting = runs.create_and_poll(**asked, poll_interval_ms=POLL)
    again = runs.submit_tool_outputs_and_poll(
        run_id=waiting.id, thread_id=waiting.thread_id, tool_outputs=OUTPUTS, poll_interval_ms=POLL
    )
    resumed = runs.submit_tool_outputs(
        again.id, thread_id=again.thread_id, tool_outputs=[{"tool_call_id": "call_3", "output": "warm"}]
    )
    ended = runs.poll(resumed.id, thread_id=resumed.thread_id, poll_interval_ms=POLL)

    wanted = waiting.required_action.submit_tool_outputs.tool_calls
    assert (waiting.status, waiting.usage) == ("requires_action", None)
    assert [(call.id, call.function.name, call.function.arguments) for call in wanted] == ASKED
    assert again.status == "requires_action"
    assert [call.id for call in again.required_action.submit_tool_outputs.tool_calls] == ["call_3"]
    assert (resumed.status, resumed.required_action) == ("queued", None)
    assert ended.status == "completed"
    assert spoken(client, ended.thread_id) == ["I ask.", "Sun."]
    steps = list(runs.steps.list(ended.id, thread_id=ended.thread_id, order="asc"))
    outputs = [[call.function.output for call in step.step_details.tool_calls] for step in (steps[1], steps[2])]
    assert outputs == [["sun", "rain"], ["warm"]]


def test_wrong_outputs_are_bad_requests_and_change_nothing(client, asking):
    asked = asking(rounds([calls(*ASKED)], message("Sun.")))
    runs = client.beta.threads.runs
    waiting = runs.create_and_poll(**asked, poll_interval_ms=POLL)

    for outputs in (OUTPUTS[:1], [*OUTPUTS, {"tool_call_id": "call_9", "output": ""}], [*OUTPUTS, OUTPUTS[0]]):
        with pytest.raises(openai.BadRequestError) as caught:
            runs.submit_tool_outputs(waiting.id, thread_id=waiting.thread_id, tool_outputs=outputs)
        assert caught.value.param == "tool_outputs"
    assert runs.retrieve(waiting.id, thread_id=waiting.thread_id) == waiting

    runs.submit_tool_outputs_and_poll(
        run_id=waiting.id, thread_id=waiting.thread_id, tool_outputs=OUTPUTS, poll_interval_ms=POLL
    )
    with pytest.raises(openai.BadRequestError, match='Runs in status "completed" do not accept tool outputs'):
        runs.submit_tool_outputs(waiting.id, thread_id=waiting.thread_id, tool_outputs=OUTPUTS)


def test_a_locked_thread_is_a_bad_request_until_its_run_is_cancelled(client, asking):
    gate = Gate("Working ", "on it.")
    asked = asking(gate)
    threads = client.beta.threads
    run = threads.runs.create(**asked)
    gate.wait()

    with pytest.raises(openai.BadRequestError, match=f"while a run {run.id} is active"):
        threads.messages.create(run.thread_id, role="user", content="And?")
    with pytest.raises(openai.BadRequestError, match=f"already has an active run {run.id}"):
        threads.runs.create(**asked)

    cancelling = threads.runs.cancel(run.id, thread_id=run.thread_id)
    cancelled = threads.runs.poll(run.id, thread_id=run.thread_id, poll_interval_ms=POLL)

    assert (cancelling.status, cancelled.status) == ("cancelling", "cancelled")
    assert cancelled.cancelled_at >= cancelled.started_at
    [said] = [message for message in threads.messages.list(run.thread_id) if message.run_id == run.id]
    assert (said.status, said.incomplete_details.reason) == ("incomplete", "run_cancelled")
    assert said.content[0].text.value == "Working "
    threads.messages.create(run.thread_id, role="user", content="And?")
    with pytest.raises(openai.BadRequestError, match="Cannot cancel run with status 'cancelled'"):
        threads.runs.cancel(run.id, thread_id=run.thread_id)


def test_a_run_that_used_its_tokens_up_is_incomplete(client, asking):
    asked = asking(canned(Text("word " * 1000), MessageEnd()))

    run = client.beta.threads.runs.create_and_poll(**asked, poll_interval_ms=POLL, max_completion_tokens=256)

    assert (run.status, run.incomplete_details.reason) == ("incomplete", "max_completion_tokens")
    assert run.usage.completion_tokens == 256
    [said] = [message for message in client.beta.threads.messages.list(run.thread_id) if message.run_id]
    assert (said.status, said.incomplete_details.reason) == ("incomplete", "max_tokens")
    assert 0 < len(said.content[0].text.value) < 5000


def test_a_failed_run_tells_why(client, asking):
    run = client.beta.threads.runs.create_and_poll(
        **asking(canned(Failed("rate_limit_exceeded", "The model server is busy."))), poll_interval_ms=POLL
    )

    assert (run.status, run.last_error.code) == ("failed", "rate_limit_exceeded")
    assert run.last_error.message == "The model server is busy."
