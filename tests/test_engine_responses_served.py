"""Runs on the Responses API as a client of ours sees them: the official SDK on one side, a double on the other."""

import base64

import pytest

from assistants_api.auth import create_key
from tests.conftest import stop_process
from tests.responses_runs import ADD, serving
from tests.responses_shapes import call, cited, events, hosted, message, python, reasoning, usage
from tests.sdk_client import DEPRECATED, POLL, Recorder, sdk

pytestmark = [pytest.mark.django_db(transaction=True), DEPRECATED, pytest.mark.slow]

PNG = b"\x89PNG\r\n\x1a\nsquares"
TEXT = "Here are the [squares](sandbox:/mnt/data/squares.csv)."
LINK = "sandbox:/mnt/data/squares.csv"
WRITES = "open('/mnt/data/squares.csv', 'w')"


@pytest.fixture
def serve(settings):
    with serving(settings, "hosted") as serve:
        yield serve


@pytest.fixture
def client(live_server):
    with sdk(live_server.url, create_key("tests")) as client:
        yield client
        stop_process()


def asked(client, **fields):
    tools = [{"type": "code_interpreter"}, {"type": "function", "function": ADD}]
    assistant = client.beta.assistants.create(model="responses/some-model", tools=tools, **fields)
    thread = client.beta.threads.create(messages=[{"role": "user", "content": "Square some numbers."}])
    return {"assistant_id": assistant.id, "thread_id": thread.id}


def test_every_event_of_the_service_is_told_as_one_of_the_assistants_api(client, serve):
    picture = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    program = hosted(WRITES, "1,4,9\n", [picture])
    answer = message(TEXT, cited(TEXT, LINK), item_id="msg_2")
    server = serve(events(reasoning(), message("Let us see."), program, answer, usage=usage(30, 12, 10, 5)))
    server.files["cntr_1", "cfile_1"] = b"1,4,9"

    with client.beta.threads.runs.stream(**asked(client), event_handler=Recorder()) as recorder:
        recorder.until_done()

    assert recorder.words == f"Let us see.{TEXT}"
    assert (recorder.inputs, recorder.logs) == (WRITES, "1,4,9\n")
    assert [step.type for step in recorder.steps] == ["message_creation", "tool_calls", "message_creation"]
    assert [part.type for part in recorder.messages[1].content] == ["image_file", "text"]
    [link] = recorder.messages[1].content[1].text.annotations
    assert link.text == LINK
    assert client.files.content(link.file_path.file_id).read() == b"1,4,9"
    assert client.files.content(recorder.messages[1].content[0].image_file.file_id).read() == PNG
    used = recorder.events[-1].data.usage
    assert (used.prompt_tokens, used.completion_tokens, used.total_tokens) == (30, 12, 42)


def test_a_run_waits_for_functions_and_goes_on_with_their_outputs(client, serve, settings):
    server = serve(events(python("print(2**10)"), call("add", '{"a": 1}', "call_2")), events(message("It is 2.")))
    settings.LLM_RESPONSES_CODE = "sandbox"
    given = asked(client, temperature=1.0)

    run = client.beta.threads.runs.create_and_poll(**given, poll_interval_ms=POLL)
    [wanted] = run.required_action.submit_tool_outputs.tool_calls
    run = client.beta.threads.runs.submit_tool_outputs_and_poll(
        run_id=run.id,
        thread_id=given["thread_id"],
        tool_outputs=[{"tool_call_id": wanted.id, "output": "2"}],
        poll_interval_ms=POLL,
    )

    assert (wanted.id, wanted.function.name, wanted.function.arguments) == ("call_2", "add", '{"a": 1}')
    assert run.status == "completed"
    assert [item.get("output") for item in server.bodies[1]["input"]] == [None, None, "1024\n", None, "2"]
    [answer, _question] = client.beta.threads.messages.list(given["thread_id"]).data
    assert answer.content[0].text.value == "It is 2."


def test_a_response_that_fails_is_the_runs_last_error(client, serve):
    failed = {"type": "response.failed", "response": {"error": {"code": "server_error", "message": "Oh."}}}
    serve([*events(message("x ="))[:6], failed])
    given = asked(client)

    run = client.beta.threads.runs.create_and_poll(**given, poll_interval_ms=POLL)

    assert (run.status, run.last_error.code) == ("failed", "server_error")
    assert "the response failed: server_error Oh." in run.last_error.message
    assert client.beta.threads.messages.create(given["thread_id"], role="user", content="Again?").id
