"""OpenAI's client on our Assistants API, whose runs llama.cpp answers: three programs, of which only one is ours."""

import json
from itertools import islice

import openai
import pytest

from tests.llama.model import CONTEXT, cut
from tests.llama.scripts import PROGRAM, QUESTION, SCRIPTS, SOLUTION, STEPS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("llama"),
    pytest.mark.filterwarnings("ignore:(deprecated|The Assistants API is deprecated):DeprecationWarning"),
]

PYTHON = {"type": "code_interpreter"}
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The temperature of a city.",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}
JANE = "Please address the user as Jane Doe."


@pytest.fixture(scope="module")
def client(product, api_key):
    with openai.OpenAI(base_url=f"{product.url}/v1", api_key=api_key, max_retries=0, timeout=30) as client:
        yield client.beta


@pytest.fixture
def assistant(client):
    return client.assistants.create(model="scripted", instructions="You are a math tutor.", tools=[PYTHON, WEATHER])


@pytest.fixture
def new_thread(client):
    """Make a thread with one question; its id."""
    return lambda question: client.threads.create(messages=[{"role": "user", "content": question}]).id


def texts(client, run):
    """What a run has said, oldest first."""
    messages = client.threads.messages.list(run.thread_id, order="asc", run_id=run.id)
    return [part.text.value for message in messages for part in message.content]


def steps(client, run):
    return list(client.threads.runs.steps.list(run.id, thread_id=run.thread_id, order="asc"))


def tokens(name):
    """What a script costs: its pieces, and the token that ends it."""
    texts = [text for script in SCRIPTS for text in (script.text, script.endless)]
    number = [script.name for script in SCRIPTS].index(name)
    return len(cut(texts)[2 * number]) + 1


def poll(client, run):
    return client.threads.runs.poll(run.id, thread_id=run.thread_id, poll_interval_ms=50)


def test_a_run_says_its_steps_runs_its_program_and_answers(client, assistant, new_thread):
    run = client.threads.runs.create_and_poll(
        thread_id=new_thread(QUESTION), assistant_id=assistant.id, instructions=JANE, poll_interval_ms=50
    )

    assert (run.status, run.last_error) == ("completed", None)
    assert texts(client, run) == [STEPS, f"{SOLUTION}, Jane Doe."]
    said, ran, answered = steps(client, run)
    assert [said.type, ran.type, answered.type] == ["message_creation", "tool_calls", "message_creation"]
    interpreter = ran.step_details.tool_calls[0].code_interpreter
    assert interpreter.input == PROGRAM
    assert [output.logs for output in interpreter.outputs] == ["solution: [1]\n"]


def test_usage_is_what_llama_counted(client, assistant, new_thread):
    run = client.threads.runs.create_and_poll(
        thread_id=new_thread(QUESTION), assistant_id=assistant.id, poll_interval_ms=50
    )

    assert run.usage.completion_tokens == tokens("solve") + tokens("solved")
    assert run.usage.prompt_tokens > 1500  # two prompts, and each of their bytes is a token
    assert run.usage.total_tokens == run.usage.prompt_tokens + run.usage.completion_tokens


def test_a_stream_tells_text_program_and_output(client, assistant, new_thread):
    class Listener(openai.AssistantEventHandler):
        said, code, logs, ended = [], [], [], []

        def on_text_delta(self, delta, snapshot):
            self.said.append(delta.value)

        def on_tool_call_delta(self, delta, snapshot):
            self.code.append(delta.code_interpreter.input or "")
            self.logs += [output.logs for output in delta.code_interpreter.outputs or []]

        def on_event(self, event):
            self.ended.append(event.event)

    listener = Listener()
    stream = client.threads.runs.stream(
        thread_id=new_thread(QUESTION), assistant_id=assistant.id, event_handler=listener
    )
    with stream as events:
        events.until_done()

    assert "".join(listener.said) == f"{STEPS}{SOLUTION}."
    assert "".join(listener.code) == PROGRAM
    assert "".join(listener.logs) == "solution: [1]\n"
    assert listener.ended[-1] == "thread.run.completed"


def test_a_function_is_asked_for_and_its_output_is_used(client, assistant, new_thread):
    waiting = client.threads.runs.create_and_poll(
        thread_id=new_thread("How is the weather?"), assistant_id=assistant.id, poll_interval_ms=50
    )
    (call,) = waiting.required_action.submit_tool_outputs.tool_calls

    run = client.threads.runs.submit_tool_outputs_and_poll(
        run_id=waiting.id, thread_id=waiting.thread_id, poll_interval_ms=50,
        tool_outputs=[{"tool_call_id": call.id, "output": "Zürich: 21 degrees"}],
    )  # fmt: skip

    assert waiting.status == "requires_action"
    assert (call.function.name, json.loads(call.function.arguments)) == ("get_weather", {"city": "Zürich"})
    assert run.status == "completed"
    assert texts(client, run) == ["I look out of the window.", "It is 21 degrees in Zürich."]


def test_a_program_and_a_function_in_one_reply(client, assistant, new_thread):
    waiting = client.threads.runs.create_and_poll(
        thread_id=new_thread("And in Fahrenheit?"), assistant_id=assistant.id, poll_interval_ms=50
    )
    (call,) = waiting.required_action.submit_tool_outputs.tool_calls

    stream = client.threads.runs.submit_tool_outputs_stream(
        run_id=waiting.id, thread_id=waiting.thread_id,
        tool_outputs=[{"tool_call_id": call.id, "output": "Bern: 21 degrees"}],
    )  # fmt: skip
    with stream as events:
        said = "".join(events.text_deltas)

    assert said == "It is 69.8 °F in Bern."
    called = [made.type for step in steps(client, waiting) for made in getattr(step.step_details, "tool_calls", [])]
    assert called == ["code_interpreter", "function"]


def test_a_question_that_does_not_fit_fails_with_the_reason_and_frees_the_thread(client, assistant, new_thread):
    thread = new_thread("x" * CONTEXT)

    run = client.threads.runs.create_and_poll(thread_id=thread, assistant_id=assistant.id, poll_interval_ms=50)

    assert run.status == "failed"
    assert run.last_error.code in {"invalid_prompt", "server_error"}
    assert "exceeds the available context size" in run.last_error.message
    client.threads.messages.create(thread, role="user", content="Hello")


def test_a_cancel_in_the_middle_ends_the_run_and_llamas_work(client, llama, assistant, new_thread):
    ended = len(llama.ended())
    with client.threads.runs.stream(thread_id=new_thread("Go on for ever"), assistant_id=assistant.id) as stream:
        early = list(islice(stream.text_deltas, 5))
        run = stream.current_run
        cancelling = client.threads.runs.cancel(run.id, thread_id=run.thread_id)
        stream.until_done()

    assert len(early) == 5
    assert cancelling.status in {"cancelling", "cancelled"}
    assert poll(client, run).status == "cancelled"
    (message,) = client.threads.messages.list(run.thread_id, run_id=run.id)
    assert message.content[0].text.value.startswith("This goes on and on.\nOne more line")
    assert llama.wait_for(llama.ended, ended + 1)[-1] < CONTEXT // 2


def test_a_limit_of_tokens_leaves_the_run_incomplete(client, assistant, new_thread):
    run = client.threads.runs.create_and_poll(
        thread_id=new_thread("Go on for ever"),
        assistant_id=assistant.id,
        max_completion_tokens=256,
        poll_interval_ms=50,
    )

    assert (run.status, run.incomplete_details.reason) == ("incomplete", "max_completion_tokens")
    assert run.usage.completion_tokens == 256
