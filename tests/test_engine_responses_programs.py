"""The engine for the Responses API with our own sandbox as a function tool of the model."""

import json

import pytest

from assistants_api.engines import Failed, StopSignal, Usage
from assistants_api.engines.python_tool import LOGS_LIMIT, ROUNDS
from assistants_api.sandbox import Sandbox
from interpreter.client import CellResult, Image, InterpreterUnavailable
from tests.responses_runs import Cells, events_of, ran, said, serving, told
from tests.responses_shapes import call, events, message, python, reasoning, usage

PNG = Image("figure-1.png", b"\x89PNG\r\n\x1a\n...", "A parabola", 4, 3)


@pytest.fixture
def serve(settings):
    with serving(settings) as serve:
        yield serve


def test_text_a_program_and_more_text(serve):
    server = serve(
        events(message("Let us see."), reasoning(), python("print(1)"), usage=usage(10, 5)),
        events(message("x = 1"), usage=usage(30, 7, cached=20, thought=3)),
    )
    cells = Cells(CellResult("1\n"))

    found = events_of(sandbox=cells)

    assert told(found) == [
        *said("Let us see."),
        Usage(10, 5),
        *ran("print(1)", "1\n"),
        *said("x = 1"),
        Usage(30, 7, 20, 3),
    ]
    assert cells.ran == ["print(1)"]
    assert server.bodies[1]["input"][1:] == [
        {"role": "assistant", "content": "Let us see."},
        {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "gAAAA-thought"},
        {"type": "function_call", "call_id": "call_1", "name": "python", "arguments": '{"code": "print(1)"}'},
        {"type": "function_call_output", "call_id": "call_1", "output": "1\n"},
    ]
    assert "Secret" not in str(found)


def test_a_choice_of_tool_is_for_the_first_request_only(serve):
    server = serve(events(python("print(1)")), events(message("x = 1")))

    events_of(tool_choice="required")

    assert [body.get("tool_choice") for body in server.bodies] == ["required", None]


def test_a_server_that_stores_gets_ids_and_needs_no_encrypted_thoughts(serve, settings):
    server = serve(
        events(reasoning(encrypted=None), python("print(1)")), events(message("x = 1", phase="final_answer"))
    )
    settings.LLM_STORE = True

    events_of()

    assert server.bodies[0]["store"] is True
    assert "include" not in server.bodies[0]
    assert server.bodies[1]["input"][1] == {"type": "reasoning", "id": "rs_1", "summary": []}
    assert server.bodies[1]["input"][2]["id"] == "fc_call_1"


def test_thoughts_that_nobody_kept_are_not_sent_back(serve):
    server = serve(events(reasoning(encrypted=None), python("print(1)")), events(message("x = 1")))

    events_of()

    assert [item.get("type") for item in server.bodies[1]["input"]][1:] == ["function_call", "function_call_output"]


def test_the_phase_of_a_message_is_sent_back(serve):
    server = serve(events(message("Let us see.", phase="commentary"), python("print(1)")), events(message("x = 1")))

    events_of()

    assert server.bodies[1]["input"][1]["phase"] == "commentary"


def test_figures_are_told_of_and_long_output_is_cut_in_the_middle(serve):
    server = serve(events(python("plot()")), events(message("There.")))
    logs = "a" * LOGS_LIMIT + "b" * LOGS_LIMIT

    found = events_of(sandbox=Cells(CellResult(logs, [PNG])))

    output = server.bodies[1]["input"][-1]["output"]
    assert output.startswith("aaa")
    assert output.endswith("b\n[Figures shown to the user: 1]")
    assert f"[... {LOGS_LIMIT} characters left out ...]" in output
    [result] = [event for event in found if hasattr(event, "logs")]
    assert (result.logs, result.pictures[0].data, result.pictures[0].alt) == (logs, PNG.data, PNG.alt)


def test_several_programs_of_one_reply_run_in_order_and_no_more_than_four(serve):
    calls = [python(f"print({n})", f"call_{n}") for n in range(6)]
    server = serve(events(*calls), events(message("x = 1")))
    cells = Cells()

    events_of(sandbox=cells)

    assert cells.ran == [f"print({n})" for n in range(4)]
    outputs = [item["output"] for item in server.bodies[1]["input"] if item.get("type") == "function_call_output"]
    assert outputs[4:] == ["Not run: at most 4 calls at once."] * 2


@pytest.mark.parametrize(
    ("arguments", "answered"),
    [
        ('{"code": "print(', "not a JSON object"),
        ("[" * 100_000, "not a JSON object"),
        ('{"code": 1}', "not valid JSON"),
        ('{"code": "  "}', "empty"),
        (json.dumps({"code": "#" * 100_001}), "longer than"),
    ],
)
def test_a_call_that_cannot_be_run_is_answered_in_words(serve, arguments, answered):
    server = serve(events(call("python", arguments)), events(message("x = 1")))
    cells = Cells()

    found = events_of(sandbox=cells)

    assert cells.ran == []
    assert answered in server.bodies[1]["input"][-1]["output"]
    assert told(found) == said("x = 1")


def test_code_for_the_sandbox_has_no_nul_and_no_half_characters(serve):
    serve(events(call("python", '{"code": "print(\'\\u0000\\ud800\')"}')), events(message("x = 1")))
    cells = Cells()

    events_of(sandbox=cells)

    assert cells.ran == ["print('\ufffd')"]


def test_a_model_that_only_ever_runs_code_is_stopped(serve):
    server = serve(events(python("print(1)")))
    cells = Cells()

    *_, last = events_of(sandbox=cells)

    assert len(cells.ran) == ROUNDS
    assert len(server.bodies) == ROUNDS + 1
    assert "tools" not in server.bodies[-1]
    assert (last.code, "went on calling tools" in last.message) == ("server_error", True)


def test_programs_really_run(serve):
    stop = StopSignal()
    serve(events(python("print(2**10)")), events(message("1024")))

    found = events_of(sandbox=Sandbox("thread_responses", stop), stop=stop)

    assert told(found) == [*ran("print(2**10)", "1024\n"), *said("1024")]


def test_an_interpreter_that_is_gone_fails_the_run(serve):
    class Broken(Cells):
        def run(self, source, seconds, patience=60):
            raise InterpreterUnavailable("no sandbox")

    serve(events(python("print(1)")))

    *_, last = events_of(sandbox=Broken())

    assert last == Failed("server_error", "The code interpreter is not available: no sandbox")
