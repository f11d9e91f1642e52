"""Functions of the caller, beside and without the Python tool, and the run that goes on with their outputs."""

import json
import re

import pytest

from assistants_api.engines import (
    Code,
    CodeRan,
    FunctionCall,
    FunctionCalls,
    FunctionsCalled,
    MessageEnd,
    Said,
    Text,
)
from tests.engine_runs import QUESTION, TUTOR, Cells, asked, events_of, failure
from tests.model_server import Answer, call, calling, completion, refusal, said, streamed

pytest_plugins = ["tests.engine_fixtures"]

SAID = [Text("x = 1"), MessageEnd()]
WEATHER = {
    "name": "weather",
    "description": "The weather of a town",
    "parameters": {"type": "object", "properties": {"town": {"type": "string"}}, "required": ["town"]},
    "strict": True,
}
ARGUMENTS = '{"town": "Bern"}'


def ask_weather(arguments=ARGUMENTS, call_id="call_w", name="weather"):
    return {"id": call_id, "type": "function", "function": {"name": name, "arguments": arguments}}


def with_weather(*messages, **fields):
    return asked(*messages, **{"functions": (WEATHER,)} | fields)


@pytest.fixture(params=[Answer, streamed])
def sent(request):
    """Sends a completion in one piece, or as a stream of small ones."""
    return request.param


def test_functions_are_offered_as_the_caller_gave_them(serve):
    server = serve(said("x = 1"))
    bare = {"name": "now", "description": None, "parameters": None, "strict": False}

    events_of(asked(functions=(WEATHER, bare), code_interpreter=False))

    assert server.bodies[0]["tools"] == [
        {"type": "function", "function": WEATHER},
        {"type": "function", "function": {"name": "now", "parameters": {"type": "object", "properties": {}}}},
    ]


def test_a_call_of_a_function_ends_the_engines_part(serve, sent):
    server = serve(sent(calling(ask_weather(), content="Let me look.")), said("never"))

    told = events_of(with_weather())

    assert told == [
        Text("Let me look."), MessageEnd(), FunctionCalls((FunctionCall("call_w", "weather", ARGUMENTS),)),
    ]  # fmt: skip
    assert len(server.requests) == 1


def test_programs_of_the_same_reply_are_run_first(serve, sent):
    serve(sent(calling(ask_weather(), call("print(1)", "c2"), ask_weather('{"town": "Rome"}', "c3"))))

    told = events_of(with_weather())

    calls = FunctionCall("call_w", "weather", ARGUMENTS), FunctionCall("c3", "weather", '{"town": "Rome"}')
    assert told == [Code("print(1)"), "1\n", FunctionCalls(calls)]


def test_the_run_goes_on_with_all_that_it_said_and_did(serve):
    server = serve(said("x = 1"))
    calls = FunctionCall("call_w", "weather", ARGUMENTS), FunctionCall("c3", "weather", "{}")
    done = (Said("assistant", "Let me see."), CodeRan("print(1)", "1\n"), FunctionsCalled(calls, ("sunny", "")))

    assert events_of(with_weather(done=done)) == SAID

    assert server.bodies[0]["messages"] == [
        {"role": "system", "content": TUTOR},
        {"role": "user", "content": QUESTION},
        {"role": "assistant", "content": "Let me see.", "tool_calls": [call("print(1)", "call00001")]},
        {"role": "tool", "tool_call_id": "call00001", "content": "1\n"},
        {"role": "assistant", "content": "", "tool_calls": [ask_weather(), ask_weather("{}", "c3")]},
        {"role": "tool", "tool_call_id": "call_w", "content": "sunny"},
        {"role": "tool", "tool_call_id": "c3", "content": ""},
    ]


def test_ids_of_calls_stay_unique_in_the_run(serve):
    serve(calling(ask_weather(), ask_weather(call_id=""), ask_weather(call_id="a b")))
    done = (FunctionsCalled((FunctionCall("call_w", "weather", "{}"),), ("sunny",)),)

    [made] = events_of(with_weather(done=done))

    ids = [made_call.id for made_call in made.calls]
    assert len({*ids, "call_w"}) == 4
    assert all(re.fullmatch(r"call_\w{24}", made_id) for made_id in ids)


@pytest.mark.parametrize(
    ("arguments", "given"),
    [
        ('{"town":  "Bern"}', '{"town":  "Bern"}'),
        ({"town": "Bern"}, ARGUMENTS),
        (json.dumps(ARGUMENTS), ARGUMENTS),
        ('{"town": "a\nb"}', '{"town": "a\\nb"}'),
        ("", "{}"),
        (None, "{}"),
        ("{}", "{}"),
    ],
)
def test_arguments_are_the_text_of_a_json_object(serve, sent, arguments, given):
    serve(sent(calling(ask_weather(arguments))))

    [made] = events_of(with_weather())

    assert made == FunctionCalls((FunctionCall("call_w", "weather", given),))


BAD = ['{"town": "Be', "Bern", "[1]", "7", "null", '{"town": NaN}', "[" * 50_000, {"a": "x" * 500_001}]


@pytest.mark.slow
@pytest.mark.parametrize("arguments", BAD)
def test_arguments_that_are_none_are_asked_for_again(serve, sent, arguments):
    server = serve(sent(calling(ask_weather("{}", "ok"), ask_weather(arguments))), calling(ask_weather()))

    [made] = events_of(with_weather())

    assert [made_call.arguments for made_call in made.calls] == [ARGUMENTS]
    calls, *results = server.bodies[1]["messages"][-3:]
    assert [json.loads(made["function"]["arguments"]) for made in calls["tool_calls"]] == [{}, {}]
    assert {result["tool_call_id"]: result["content"][:10] for result in results} == {
        "ok": "Not called", "call_w": "The argume",
    }  # fmt: skip


def test_arguments_are_asked_for_twice_at_most(serve):
    server = serve(calling(ask_weather("Bern")))

    assert "arguments that are no JSON" in failure(with_weather()).message
    assert len(server.requests) == 3


def test_a_function_called_python_is_the_callers(serve):
    server = serve(calling(ask_weather(name="python"), call("print(1)", "c2", "python_interpreter")))

    told = events_of(asked(functions=(WEATHER | {"name": "python"},)))

    names = [tool["function"]["name"] for tool in server.bodies[0]["tools"]]
    assert names == ["python_interpreter", "python"]
    assert told == [Code("print(1)"), "1\n", FunctionCalls((FunctionCall("call_w", "python", ARGUMENTS),))]


def test_calls_written_as_text_may_be_of_functions(serve, sent):
    source = json.dumps({"name": "weather", "arguments": {"town": "Bern"}})
    server = serve(sent(said(f"<tool_call>{source}</tool_call>")))
    [tagged] = events_of(with_weather())
    server.replies[:] = [sent(said(source))]
    [bare] = events_of(with_weather())

    assert [tagged.calls[0].arguments, bare.calls[0].arguments] == [ARGUMENTS, ARGUMENTS]


# What the caller chooses


@pytest.mark.parametrize(
    ("choice", "first"),
    [
        ("auto", None),
        ("required", "required"),
        ({"type": "code_interpreter"}, {"type": "function", "function": {"name": "python"}}),
        ({"type": "function", "function": {"name": "weather"}}, {"type": "function", "function": {"name": "weather"}}),
    ],
)
def test_a_choice_of_tools_holds_for_the_first_request(serve, choice, first):
    server = serve(calling(call("print(1)")), said("x = 1"))

    assert events_of(with_weather(tool_choice=choice))[-2:] == SAID

    assert [body.get("tool_choice") for body in server.bodies] == [first, None]
    assert all(len(body["tools"]) == 2 for body in server.bodies)


def test_a_choice_of_tools_is_over_when_the_run_goes_on(serve):
    server = serve(said("x = 1"))

    events_of(
        with_weather(tool_choice="required", done=(FunctionsCalled((FunctionCall("c", "weather", "{}"),), ("1",)),))
    )

    assert "tool_choice" not in server.bodies[0]


def test_a_choice_holds_when_the_request_is_asked_again(serve):
    server = serve(refusal(400, "stream_options?"), said("x = 1"))

    events_of(with_weather(tool_choice="required"))

    assert [body["tool_choice"] for body in server.bodies] == ["required", "required"]


def test_with_none_no_tool_is_offered(serve):
    server, cells = serve(calling(call("print(1)"), ask_weather(), content="x = 1")), Cells()

    assert events_of(with_weather(tool_choice="none", sandbox=cells)) == SAID
    assert "tools" not in server.bodies[0]
    assert cells.ran == []


def test_calls_come_one_by_one_when_the_caller_wants_it(serve):
    server = serve(calling(ask_weather(), ask_weather(call_id="c2")))

    [made] = events_of(with_weather(parallel_tool_calls=False))

    assert len(made.calls) == 1
    assert server.bodies[0]["parallel_tool_calls"] is False


def test_that_calls_may_come_together_is_said_by_silence(serve):
    server = serve(said("x = 1"))

    events_of(with_weather())
    events_of(asked(code_interpreter=False, parallel_tool_calls=False))

    assert not any("parallel_tool_calls" in body for body in server.bodies)


def test_an_unknown_function_is_told_to_the_model_with_those_there_are(serve):
    server = serve(completion({"tool_calls": [ask_weather(name="news")]}), said("x = 1"))

    assert events_of(with_weather()) == SAID
    assert "`python`, `weather`" in server.bodies[1]["messages"][-1]["content"]
