"""The official SDK reads our streams: its event handler puts together what the engine said, in the API's order."""

import openai
import pytest

from assistants_api.auth import create_key
from assistants_api.engines import Code, CodeResult, Failed, MessageEnd, Picture, Text, message
from assistants_api.engines.choice import ENGINES
from tests.canned import Gate, calls, canned, rounds
from tests.conftest import stop_process
from tests.sdk_client import DEPRECATED, Recorder, sdk

pytestmark = [pytest.mark.django_db(transaction=True), DEPRECATED, pytest.mark.slow]

PLOT = Picture("plot.png", b"\x89PNG\r\n\x1a\n...", "A parabola")
WEATHER = {"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {}}}}
STEP = ["thread.run.step.created", "thread.run.step.in_progress"]
MESSAGE = [
    *STEP,
    "thread.message.created",
    "thread.message.in_progress",
    "thread.message.delta",
    "thread.message.completed",
    "thread.run.step.completed",
]
BEGUN = ["thread.run.created", "thread.run.queued", "thread.run.in_progress"]
CODE = [*STEP, "thread.run.step.delta", "thread.run.step.completed"]


@pytest.fixture
def client(live_server):
    with sdk(live_server.url, create_key("tests")) as client:
        yield client
        stop_process()


@pytest.fixture
def asking(client, monkeypatch):
    """An assistant that the given engine answers for, and a thread with a question."""

    def make(engine):
        monkeypatch.setitem(ENGINES, "test-model", engine)
        assistant = client.beta.assistants.create(model="test-model", tools=[{"type": "code_interpreter"}, WEATHER])
        thread = client.beta.threads.create(messages=[{"role": "user", "content": "Hello"}])
        return {"assistant_id": assistant.id, "thread_id": thread.id}

    return make


def test_the_handler_puts_the_example_together(client, asking):
    source = "from sympy import *\nx = symbols('x')\nprint(solve(3*x - 3))"
    asked = asking(
        canned(
            Text("Let's "),
            Text("isolate x.\nThen check."),
            MessageEnd(),
            Code(source),
            CodeResult("[1]\n", (PLOT,)),
            *message("It is 1."),
        )
    )

    with client.beta.threads.runs.stream(**asked, event_handler=Recorder()) as recorder:
        recorder.until_done()

    assert recorder.names == [*BEGUN, *MESSAGE, *CODE, *MESSAGE, "thread.run.completed"]
    assert recorder.words == "Let's isolate x.\nThen check.It is 1."
    assert (recorder.inputs, recorder.logs) == (source, "[1]\n")
    assert [each.content[-1].text.value for each in recorder.messages] == ["Let's isolate x.\nThen check.", "It is 1."]
    assert [step.type for step in recorder.steps] == ["message_creation", "tool_calls", "message_creation"]
    [image] = [part.image_file.file_id for part in recorder.messages[1].content if part.type == "image_file"]
    assert recorder.pictures == [image]
    assert client.files.content(image).read() == PLOT.data
    assert recorder.heard.count("code_interpreter created") == 1
    assert recorder.heard[-1] == "end"
    assert recorder.current_run.status == "completed"


def test_what_a_stream_adds_up_to_is_what_is_kept(client, asking):
    asked = asking(
        canned(Text("One "), Text("two\n"), Text("three."), MessageEnd(), Code("1"), CodeResult("", (PLOT,)))
    )

    with client.beta.threads.runs.stream(**asked) as stream:
        told = "".join(stream.text_deltas)
        run, messages, steps = stream.get_final_run(), stream.get_final_messages(), stream.get_final_run_steps()

    kept = client.beta.threads.messages.list(run.thread_id, run_id=run.id, order="asc")
    assert told == "One two\nthree."
    assert messages == list(kept)
    assert run == client.beta.threads.runs.retrieve(run.id, thread_id=run.thread_id)
    assert [step.id for step in steps] == [
        step.id for step in client.beta.threads.runs.steps.list(run.id, thread_id=run.thread_id, order="asc")
    ]


def test_words_come_while_the_engine_still_works(client, asking):
    gate = Gate("One ", "two ", "three.")
    asked = asking(gate)
    heard = []

    with client.beta.threads.runs.stream(**asked) as stream:
        for word in stream.text_deltas:
            gate.wait()
            heard.append(word)
            gate.go_on()

    assert heard == ["One ", "two ", "three."]
    assert stream.current_run.status == "completed"


def test_a_thread_made_with_its_run_is_streamed(client, asking):
    asked = asking(canned(*message("Hi.")))
    thread = {"messages": [{"role": "user", "content": "Hello"}]}

    with client.beta.threads.create_and_run_stream(
        assistant_id=asked["assistant_id"], thread=thread, event_handler=Recorder()
    ) as recorder:
        recorder.until_done()

    assert recorder.names == ["thread.created", *BEGUN, *MESSAGE, "thread.run.completed"]
    assert recorder.events[0].data.id == recorder.current_run.thread_id
    assert recorder.words == "Hi."


def test_functions_are_asked_for_and_answered_in_streams(client, asking):
    asked_for = [("call_1", "weather", '{"in":\n"Paris"}'), ("call_2", "weather", "{}")]
    asked = asking(rounds([*message("I ask."), calls(*asked_for)], message("Sun.")))
    outputs = [{"tool_call_id": "call_1", "output": "sun"}, {"tool_call_id": "call_2", "output": "rain"}]

    with client.beta.threads.runs.stream(**asked, event_handler=Recorder()) as first:
        first.until_done()
    run = first.current_run
    with client.beta.threads.runs.submit_tool_outputs_stream(
        run_id=run.id, thread_id=run.thread_id, tool_outputs=outputs, event_handler=Recorder()
    ) as second:
        second.until_done()

    assert first.names == [*BEGUN, *MESSAGE, *STEP, "thread.run.step.delta", "thread.run.requires_action"]
    assert run.required_action.submit_tool_outputs.tool_calls[0].function.arguments == '{"in":\n"Paris"}'
    assert first.inputs == '{"in":\n"Paris"}{}'
    assert first.heard.count("function created") == 2
    assert second.names == [
        "thread.run.step.completed",
        "thread.run.queued",
        "thread.run.in_progress",
        *MESSAGE,
        "thread.run.completed",
    ]
    assert [call.function.output for call in second.steps[0].step_details.tool_calls] == ["sun", "rain"]
    assert second.words == "Sun."
    assert second.current_run.id == run.id


def test_a_cancel_in_the_middle_ends_the_stream(client, asking):
    gate = Gate("Working ", "on it.")
    asked = asking(gate)

    with client.beta.threads.runs.stream(**asked, event_handler=Recorder()) as recorder:
        for event in recorder:
            if event.event == "thread.message.delta":
                gate.wait()
                run = recorder.current_run
                client.beta.threads.runs.cancel(run.id, thread_id=run.thread_id)

    assert recorder.names[-4:] == [
        "thread.run.cancelling",
        "thread.message.incomplete",
        "thread.run.step.cancelled",
        "thread.run.cancelled",
    ]
    assert recorder.words == "Working "
    assert recorder.messages[0].incomplete_details.reason == "run_cancelled"


def test_a_failure_ends_the_stream_with_its_cause(client, asking):
    asked = asking(canned(Text("So far "), Failed("server_error", "The model server went away.")))

    with client.beta.threads.runs.stream(**asked, event_handler=Recorder()) as recorder:
        recorder.until_done()

    assert recorder.names[-3:] == ["thread.message.incomplete", "thread.run.step.failed", "thread.run.failed"]
    assert recorder.current_run.last_error.message == "The model server went away."
    assert recorder.heard.count("end") == 1


def test_a_limit_right_after_a_message_with_a_picture(client, asking):
    """The SDK's handler remembers the place of the last part of a message, so none may end without that place."""
    asked = asking(
        canned(Code("x" * 512), CodeResult("", (PLOT,)), *message("y" * 512), Text("No room for this."), MessageEnd())
    )

    with client.beta.threads.runs.stream(**asked, max_completion_tokens=256, event_handler=Recorder()) as recorder:
        recorder.until_done()

    assert recorder.current_run.status == "incomplete"
    assert [each.content[-1].text.value for each in recorder.messages] == ["y" * 512]


def test_a_stream_of_a_deleted_thread_ends_with_an_error(client, asking):
    gate = Gate("Working ", "on it.")
    asked = asking(gate)

    with client.beta.threads.runs.stream(**asked, event_handler=Recorder()) as recorder:
        next(event for event in recorder if event.event == "thread.message.delta")
        gate.wait()
        client.beta.threads.delete(asked["thread_id"])
        with pytest.raises(openai.APIError, match="deleted"):
            recorder.until_done()

    assert recorder.words == "Working "


def test_a_stream_that_cannot_begin_is_a_bad_request(client, asking):
    gate = Gate("Working.")
    asked = asking(gate)
    client.beta.threads.runs.create(**asked)
    gate.wait()

    with (
        pytest.raises(openai.BadRequestError, match="already has an active run"),
        client.beta.threads.runs.stream(**asked),
    ):
        pass
    gate.go_on()


def test_raw_events_come_without_a_handler(client, asking):
    asked = asking(canned(*message("Hi.")))

    events = [event.event for event in client.beta.threads.runs.create(**asked, stream=True)]

    assert events == [*BEGUN, *MESSAGE, "thread.run.completed"]
