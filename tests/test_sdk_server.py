"""The official SDK on the product as it is started: gunicorn, the interpreter, and the engine that needs no model."""

import os
import re
import signal

import openai
import pytest

from tests.sdk_client import DEPRECATED, POLL, Recorder, sdk
from tests.server import Server

pytestmark = [DEPRECATED, pytest.mark.slow, pytest.mark.xdist_group("server")]

QUESTION = "I need to solve the equation `3x + 11 = 14`. Can you help me?"
LONG = "What is the integral of x^7*exp(x)*cos(x)?"
JANE = "Please address the user as Jane Doe. The user has a premium account."


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("installation") / "data", shares_interpreter=True).start()
    yield server
    server.stop()
    for pid in server.processes():
        os.kill(pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def key(server):
    return re.search(r"sk-[\w-]+", server.manage("create_api_key", "tests"))[0]


@pytest.fixture
def client(server, key):
    with sdk(server.url, key) as client:
        yield client


@pytest.fixture
def tutor(client):
    """An assistant that is made for a model which nobody serves any more."""
    return client.beta.assistants.create(
        model="gpt-4",
        name="Math Tutor",
        instructions="You are a personal math tutor. Write and run code to answer math questions.",
        tools=[{"type": "code_interpreter"}],
    )


def test_the_example_conversation(client, tutor):
    threads = client.beta.threads
    thread = threads.create()
    threads.messages.create(thread.id, role="user", content=QUESTION)

    run = threads.runs.create_and_poll(
        thread_id=thread.id, assistant_id=tutor.id, instructions=JANE, poll_interval_ms=POLL
    )

    assert (run.status, run.model) == ("completed", "gpt-4")
    *_, said = threads.messages.list(thread.id, order="asc")
    assert "x = 1" in said.content[0].text.value
    assert "Jane Doe" in said.content[0].text.value
    steps = list(threads.runs.steps.list(run.id, thread_id=thread.id, order="asc"))
    assert [step.type for step in steps] == ["message_creation", "tool_calls", "message_creation"]
    assert "1" in steps[1].step_details.tool_calls[0].code_interpreter.outputs[0].logs


def test_the_example_is_streamed(client, tutor):
    thread = {"messages": [{"role": "user", "content": QUESTION}]}

    with client.beta.threads.create_and_run_stream(
        assistant_id=tutor.id, thread=thread, event_handler=Recorder()
    ) as recorder:
        recorder.until_done()

    assert recorder.names[:4] == ["thread.created", "thread.run.created", "thread.run.queued", "thread.run.in_progress"]
    assert recorder.names[-1] == "thread.run.completed"
    assert "solve" in recorder.inputs
    assert "1" in recorder.logs
    assert recorder.words == "".join(each.content[-1].text.value for each in recorder.messages)
    kept = client.beta.threads.messages.list(
        recorder.current_run.thread_id, run_id=recorder.current_run.id, order="asc"
    )
    assert list(kept) == recorder.messages


def test_a_drawing_is_a_picture(client, tutor):
    thread = {"messages": [{"role": "user", "content": "Plot y = x^2 - 4"}]}

    with client.beta.threads.create_and_run_stream(
        assistant_id=tutor.id, thread=thread, event_handler=Recorder()
    ) as recorder:
        recorder.until_done()

    [picture] = recorder.pictures
    assert client.files.content(picture).read().startswith(b"\x89PNG\r\n\x1a\n")


def test_a_cancel_ends_the_stream(client, tutor):
    thread = {"messages": [{"role": "user", "content": LONG}]}

    with client.beta.threads.create_and_run_stream(
        assistant_id=tutor.id, thread=thread, event_handler=Recorder()
    ) as recorder:
        for event in recorder:
            if event.event == "thread.run.in_progress":
                run = recorder.current_run
                with sdk(str(client.base_url).removesuffix("/v1/"), client.api_key) as other:
                    other.beta.threads.runs.cancel(run.id, thread_id=run.thread_id)

    assert recorder.current_run.status == "cancelled"


def test_45_messages_are_paged_through(client):
    thread = client.beta.threads.create(messages=[{"role": "user", "content": str(n)} for n in range(45)])

    for order, expected in (("asc", list(range(45))), ("desc", list(reversed(range(45))))):
        found = client.beta.threads.messages.list(thread.id, order=order)
        assert [int(message.content[0].text.value) for message in found] == expected


def test_refusals_are_the_errors_of_the_sdk(server, client):
    with pytest.raises(openai.NotFoundError, match="thread_missing"):
        client.beta.threads.retrieve("thread_missing")
    with pytest.raises(openai.BadRequestError, match="string too long"):
        client.beta.threads.create(messages=[{"role": "user", "content": "x" * 256_001}])
    with sdk(server.url, "sk-wrong") as stranger, pytest.raises(openai.AuthenticationError):
        stranger.beta.assistants.list()
    with pytest.raises(openai.BadRequestError, match="vector stores"):
        client.vector_stores.create(name="Notes")
