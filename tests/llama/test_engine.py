"""The engine for model servers against llama.cpp: requests are understood, answers read, programs really run."""

import json
import threading

import pytest

from assistants_api import sandbox
from assistants_api.engines import (
    Code,
    CodeRan,
    Failed,
    FunctionsCalled,
    ImageInput,
    Incomplete,
    MessageEnd,
    RunInput,
    Said,
    Stopped,
    StopSignal,
    Text,
    Usage,
)
from assistants_api.engines.chat_completions import answer
from interpreter.client import Interpreter
from tests.llama.model import CONTEXT
from tests.llama.scripts import PLAIN, PROGRAM, QUESTION, SOLUTION, STEPS

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("llama")]

WEATHER = {
    "name": "get_weather",
    "description": "The temperature of a city.",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    "strict": False,
}
JANE = "Please address the user as Jane Doe."


@pytest.fixture(autouse=True)
def _model_server(settings, llama):
    settings.LLM_BASE_URL, settings.LLM_API_KEY = llama.url, "any-key"


@pytest.fixture(scope="module", autouse=True)
def _interpreter(tmp_path_factory):
    """One interpreter for all tests of this module, in a folder of its own."""
    client = Interpreter(tmp_path_factory.mktemp("interpreter"))
    patch = pytest.MonkeyPatch()
    patch.setattr("assistants_api.sandbox.interpreter", lambda: client)
    yield
    patch.undo()
    client.shutdown()


def asked(*messages, **fields):
    """The run of a thread as an engine sees it; messages alternate, beginning with the user."""
    stop = fields.pop("stop", None) or StopSignal()
    thread = tuple(Said(("user", "assistant")[number % 2], text) for number, text in enumerate(messages))
    box = sandbox.Sandbox("thread_test", stop)
    defaults = {"model": "any-name", "instructions": "You are a math tutor.", "messages": thread, "sandbox": box}
    return RunInput(**defaults | {"stop": stop, "code_interpreter": True} | fields)


def outline(events):
    """The events but Usage, with the pieces of each message joined: a message is a plain string."""
    found, pieces = [], []
    for event in events:
        if isinstance(event, Text):
            pieces.append(event.piece)
        elif not isinstance(event, Usage):
            ends = isinstance(event, MessageEnd)
            assert ends or not pieces or isinstance(event, Incomplete), "a message must end before what follows it"
            found += ["".join(pieces)] if pieces else []
            found += [] if ends else [event]
            pieces = []
    assert not pieces
    return found


@pytest.mark.parametrize(("instructions", "end"), [("You are a math tutor.", "."), (JANE, ", Jane Doe.")])
def test_the_question_is_answered_by_way_of_a_program(instructions, end):
    events = list(answer(asked(QUESTION, instructions=instructions)))

    before, code, result, after = outline(events)
    assert (before, after) == (STEPS, SOLUTION + end)
    assert code == Code(PROGRAM)
    assert result.logs == "solution: [1]\n"


def test_text_comes_in_pieces_and_usage_is_what_the_server_counted():
    events = list(answer(asked(QUESTION)))

    assert sum(isinstance(event, Text) for event in events) > 10
    first, second = [event for event in events if isinstance(event, Usage)]
    assert first.completion_tokens > 10
    assert second.prompt_tokens > first.prompt_tokens > len(QUESTION)
    assert second.cached_tokens > 0


def test_a_second_program_knows_the_variables_of_the_first():
    first, nothing, between, second, result, after = outline(answer(asked("Compute that twice")))

    assert (first, second) == (Code("y = 6 * 7"), Code("print(y)"))
    assert (nothing.logs.strip(), result.logs) == ("", "42\n")
    assert (between, after) == ("Now I look at it.", "Both programs ran, and the second printed 42.")


def test_without_tools_it_just_answers():
    assert outline(answer(asked(QUESTION, code_interpreter=False))) == [PLAIN]


def test_a_function_is_called_and_its_output_used():
    run = asked("How is the weather?", functions=(WEATHER,))

    said, called = outline(answer(run))
    calls = called.calls
    done = (Said("assistant", said), FunctionsCalled(calls, ("Zürich: 21 degrees",)))
    after = outline(answer(asked("How is the weather?", functions=(WEATHER,), done=done)))

    assert said == "I look out of the window."
    assert [(call.name, json.loads(call.arguments)) for call in calls] == [("get_weather", {"city": "Zürich"})]
    assert after == ["It is 21 degrees in Zürich."]


def test_two_functions_are_called_at_once():
    run = asked("Compare two cities", functions=(WEATHER,))

    (called,) = outline(answer(run))
    done = (FunctionsCalled(called.calls, ("Oslo: 9 degrees", "Rome: 21 degrees")),)
    after = outline(answer(asked("Compare two cities", functions=(WEATHER,), done=done)))

    assert [json.loads(call.arguments)["city"] for call in called.calls] == ["Oslo", "Rome"]
    assert len({call.id for call in called.calls}) == 2
    assert after == ["Rome is 12 degrees warmer than Oslo."]


def test_a_program_and_a_function_in_one_reply():
    run = asked("And in Fahrenheit?", functions=(WEATHER,))

    code, result, called = outline(answer(run))
    done = (CodeRan(code.piece, result.logs), FunctionsCalled(called.calls, ("Bern: 21 degrees",)))
    after = outline(answer(asked("And in Fahrenheit?", functions=(WEATHER,), done=done)))

    assert (code, result.logs) == (Code("print(9 * 21 / 5 + 32)"), "69.8\n")
    assert after == ["It is 69.8 °F in Bern."]


def test_a_function_that_may_not_be_called_is_not_offered():
    run = asked("Compare two cities", functions=(WEATHER,), tool_choice="none")

    assert outline(answer(run)) == [PLAIN]


def test_a_thread_that_does_not_fit_loses_its_oldest_messages():
    run = asked("x" * CONTEXT, "I see.", "And now?", "Yes?", QUESTION)

    assert outline(answer(run))[-1] == f"{SOLUTION}."


def test_a_question_that_does_not_fit_fails_with_the_reason():
    (failed,) = outline(answer(asked("x" * CONTEXT)))

    assert isinstance(failed, Failed)
    assert failed.code in {"invalid_prompt", "server_error"}
    assert "exceeds the available context size" in failed.message


def test_a_limit_of_tokens_ends_an_endless_text():
    events = list(answer(asked("Go on for ever", max_completion_tokens=256)))

    said, ended = outline(events)
    assert ended == Incomplete("max_completion_tokens")
    assert said.startswith("This goes on and on.\nOne more line and still no end.\n")
    assert [event.completion_tokens for event in events if isinstance(event, Usage)] == [256]


def test_a_program_that_was_cut_is_not_run():
    (ended,) = outline(answer(asked("Write an endless program", max_completion_tokens=256)))

    assert ended == Incomplete("max_completion_tokens")


def test_a_picture_is_left_out_for_a_model_that_sees_none():
    run = asked("Look at this", code_interpreter=False)
    said = Said("user", "Look at this", (ImageInput(url="data:image/png;base64,iVBORw0KGgo="),))

    assert outline(answer(RunInput(**vars(run) | {"messages": (said,)}))) == [PLAIN]


def test_stop_ends_an_endless_text_and_the_servers_work(llama):
    stop = StopSignal()
    events = answer(asked("Go on for ever", stop=stop))
    assert isinstance(next(events), Text)
    ended = len(llama.ended())

    threading.Timer(0.1, stop.request).start()
    with pytest.raises(Stopped):
        list(events)

    assert llama.wait_for(llama.ended, ended + 1)[-1] < CONTEXT // 2
