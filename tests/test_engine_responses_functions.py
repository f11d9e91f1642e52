"""The engine for the Responses API and the functions of the caller."""

import pytest

from assistants_api.engines import CodeRan, FunctionCall, FunctionCalls, FunctionsCalled, Said
from tests.responses_runs import ADD, Cells, events_of, ran, said, serving, told
from tests.responses_shapes import call, events, message, python


@pytest.fixture
def serve(settings):
    with serving(settings) as serve:
        yield serve


def test_functions_make_the_run_wait_and_programs_of_the_same_reply_run_before(serve):
    serve(events(message("Wait."), call("add", '{"a": 1}', "call_a"), python("print(1)", "call_p")))
    cells = Cells()

    found = events_of(functions=(ADD,), sandbox=cells)

    calls = FunctionCalls((FunctionCall("call_a", "add", '{"a": 1}'),))
    assert told(found) == [*said("Wait."), *ran("print(1)", "1\n"), calls]


def test_a_run_that_goes_on_tells_the_model_all_that_was_done(serve):
    server = serve(events(message("x = 1")))
    called = FunctionsCalled((FunctionCall("call_a", "add", "{}"), FunctionCall("call_b", "add", "{}")), ("2", ""))
    done = (Said("assistant", "Wait."), CodeRan("print(1)", "1\n"), called)

    events_of(functions=(ADD,), done=done, tool_choice="required")

    [body] = server.bodies
    assert body["input"][1:] == [
        {"role": "assistant", "content": "Wait."},
        {"type": "function_call", "call_id": "call_program1", "name": "python", "arguments": '{"code": "print(1)"}'},
        {"type": "function_call_output", "call_id": "call_program1", "output": "1\n"},
        {"type": "function_call", "call_id": "call_a", "name": "add", "arguments": "{}"},
        {"type": "function_call", "call_id": "call_b", "name": "add", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "call_a", "output": "2"},
        {"type": "function_call_output", "call_id": "call_b", "output": ""},
    ]
    assert "tool_choice" not in body


def test_wrong_calls_are_called_again_together_with_the_right_ones(serve):
    server = serve(
        events(call("add", '{"a": 1', "call_1"), call("add", "{}", "call_2"), call("sub", "{}", "call_3")),
        events(call("add", '{"a": 1}', "call_4")),
    )

    found = events_of(functions=(ADD,))

    assert found == [FunctionCalls((FunctionCall("call_4", "add", '{"a": 1}'),))]
    outputs = [item["output"] for item in server.bodies[1]["input"] if item.get("type") == "function_call_output"]
    assert ["JSON object" in outputs[0], outputs[1][:10], outputs[2]] == [
        True,
        "Not called",
        "There is no function of this name.",
    ]


def test_ids_that_cannot_be_used_are_replaced(serve):
    serve(events(call("add", "{}", "same"), call("add", "{}", "same"), call("add", "{}", "a b")))

    [calls] = events_of(functions=(ADD,))

    first, *others = [made.id for made in calls.calls]
    assert first == "same"
    assert len(set(others)) == 2
    assert all(made.startswith("call_") and len(made) == 29 for made in others)
