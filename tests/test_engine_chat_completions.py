"""The engine for model servers, against a scripted one on a real socket: what is asked and what becomes of it."""

import json
import threading

import pytest

from assistants_api.engines import (
    Code,
    CodeResult,
    Failed,
    MessageEnd,
    Said,
    Stopped,
    StopSignal,
    Text,
    Usage,
)
from assistants_api.engines.chat_completions import answer
from assistants_api.engines.python_tool import ROUNDS
from assistants_api.sandbox import Sandbox, ThreadFile
from interpreter.client import CellResult, Interpreter, InterpreterUnavailable
from tests.engine_runs import KEY, PNG, QUESTION, TUTOR, Cells, asked, events_of, failure
from tests.model_server import DONE, Answer, call, calling, chunk, events, said

pytest_plugins = ["tests.engine_fixtures"]

SAID = [Text("x = 1"), MessageEnd()]


def test_the_model_is_told_instructions_thread_and_tool(serve):
    server, cells = serve(said("x = 1")), Cells()

    told = events_of(asked("Hello", "Hi!", QUESTION, sandbox=cells))

    assert told == SAID
    [(path, headers, body)] = server.requests
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == f"Bearer {KEY}"
    [tool] = body.pop("tools")
    assert body == {
        "model": "some-model",
        "stream": True,
        "stream_options": {"include_usage": True},
        "messages": [
            {"role": "system", "content": TUTOR},
            {"role": "user", "content": "Hello"},
            {"role": "assistant", "content": "Hi!"},
            {"role": "user", "content": QUESTION},
        ],
    }
    assert (tool["type"], tool["function"]["name"]) == ("function", "python")
    assert tool["function"]["parameters"]["required"] == ["code"]
    assert "sandbox:/mnt/data/" in tool["function"]["description"]
    assert cells.ran == []


def test_text_goes_out_while_the_server_still_writes(serve):
    more = threading.Event()
    serve(events(chunk({"content": "First, subtract 11."}), more, chunk({"content": " Then divide."}, "stop"), DONE))
    told = answer(asked())

    assert next(told) == Text("First, subtract 11.")

    more.set()
    assert list(told) == [Text(" Then divide."), MessageEnd()]


def test_without_a_key_none_is_sent(serve, settings):
    server = serve(said("x = 1"))
    settings.LLM_API_KEY = ""

    events_of()

    assert "Authorization" not in server.requests[0][1]


def test_no_entry_of_netrc_and_no_cookie_is_sent(serve, monkeypatch, tmp_path):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password netrc-secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    reply = events(
        chunk({"tool_calls": [{"index": 0, **call("1")}]}, "tool_calls"), headers={"Set-Cookie": "a=b; Path=/"}
    )
    server = serve(reply, said("x = 1"))

    events_of()

    for _, headers, _ in server.requests:
        assert headers["Authorization"] == f"Bearer {KEY}"
        assert "Cookie" not in headers


def test_an_assistant_without_the_code_interpreter_offers_no_tool_and_runs_no_code(serve):
    server, cells = serve(calling(call("print(1)"), content="x = 1")), Cells()

    assert events_of(asked(code_interpreter=False, sandbox=cells)) == SAID
    assert "tools" not in server.bodies[0]
    assert cells.ran == []


def test_messages_of_one_speaker_in_a_row_become_one_and_the_user_begins(serve):
    server = serve(said("Yes."))
    roles = "assistant", "user", "user", "assistant", "assistant", "user"

    events_of(asked(*(Said(role, f"{n}") for n, role in enumerate(roles)), Said("assistant", " "), instructions=""))

    assert server.bodies[0]["messages"] == [
        {"role": "user", "content": "1\n\n2"},
        {"role": "assistant", "content": "3\n\n4"},
        {"role": "user", "content": "5"},
    ]


def test_code_is_run_and_its_output_goes_back_to_the_model(serve):
    server = serve(calling(call("print(solve(3*x - 3))"), content="Let me compute."), said("It is `x = 1`."))
    cells = Cells(CellResult("[1]\n", [PNG]))

    told = events_of(asked(sandbox=cells))

    assert told[:3] == [Text("Let me compute."), MessageEnd(), Code("print(solve(3*x - 3))")]
    assert told[3:] == ["[1]\n", Text("It is `x = 1`."), MessageEnd()]
    assert cells.ran == ["print(solve(3*x - 3))"]
    _user, calls, result = server.bodies[1]["messages"][1:]
    assert (calls["role"], calls["content"], calls["tool_calls"][0]["id"]) == ("assistant", "Let me compute.", "call_1")
    assert json.loads(calls["tool_calls"][0]["function"]["arguments"]) == {"code": "print(solve(3*x - 3))"}
    assert result == {"role": "tool", "tool_call_id": "call_1", "content": "[1]\n\n[Figures shown to the user: 1]"}


def test_a_picture_is_answer_enough_until_a_message_shows_it(serve):
    serve(calling(call("draw")), said(""))
    assert events_of(asked(sandbox=Cells(CellResult("", [PNG]))))[-1] == MessageEnd()

    serve(calling(call("draw")), calling(call("b"), content="Look:"), said(""))
    assert "empty answer" in failure(asked(sandbox=Cells(CellResult("", [PNG])))).message


def test_long_output_is_shortened_for_the_model_only(serve):
    server = serve(calling(call("a")), said("Done."))

    told = events_of(asked(sandbox=Cells(CellResult("a" * 50_000 + "end"))))

    assert len(told[1]) == 50_003
    result = server.bodies[1]["messages"][-1]["content"]
    assert len(result) < 8_100
    assert result.endswith("aend")
    assert "42003 characters left out" in result


def test_a_model_that_never_stops_calling_is_made_to_answer(serve):
    server, cells = serve(*[calling(call("print(1)"))] * ROUNDS, said("x = 1")), Cells()

    told = events_of(asked(sandbox=cells))

    assert len(cells.ran) == ROUNDS
    assert ["tools" in body for body in server.bodies] == [True] * ROUNDS + [False]
    assert told[-2:] == SAID


def test_a_model_that_calls_even_without_tools_fails(serve):
    serve(calling(call("print(1)")))
    cells = Cells()

    assert "went on calling tools" in failure(asked(sandbox=cells)).message
    assert len(cells.ran) == ROUNDS


def test_more_programs_at_once_than_allowed_are_told_so(serve):
    server, cells = serve(calling(*[call("print(1)", f"c{n}") for n in range(6)]), said("x = 1")), Cells()

    events_of(asked(sandbox=cells))

    told = [m for m in server.bodies[1]["messages"] if m["role"] == "tool"]
    assert len(cells.ran) == 4
    assert [m["tool_call_id"] for m in told] == [f"c{n}" for n in range(6)]
    assert told[5]["content"] == "Not run: at most 4 calls at once."


def test_the_servers_count_of_tokens_is_used(serve):
    counted = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
    details = {"prompt_tokens_details": {"cached_tokens": 4}, "completion_tokens_details": {"reasoning_tokens": 3}}
    serve(calling(call("a")) | {"usage": counted}, said("x = 1", usage=counted | details))

    told = events_of()

    assert [event for event in told if isinstance(event, Usage)] == [Usage(10, 5), Usage(10, 5, 4, 3)]


def test_each_request_has_a_connection_of_its_own(serve):
    server = serve(*[Answer(calling(call("print(1)")))] * 3, Answer(said("x = 1")))

    events_of()

    assert len(set(server.peers)) == 4


def test_an_answer_that_was_cut_says_so(serve):
    serve(said("First, subtract", "length"))

    text, end = events_of()

    assert text.piece.startswith("First, subtract\n\n(The answer ends here")
    assert end == MessageEnd()


def test_a_reply_without_end_is_cut(serve, monkeypatch):
    monkeypatch.setattr("assistants_api.engines.chat_completions.visible_text.TEXT_LIMIT", 100)
    endless = threading.Event()
    server = serve(events(*[chunk({"content": "7" * 30})] * 5, endless, DONE))

    text, end = events_of()

    assert text.piece.startswith("7" * 100 + "\n\n(The answer ends here")
    assert end == MessageEnd()
    assert server.gone.wait(2), "the model goes on for nobody"


def test_without_an_interpreter_the_run_fails_and_says_why(serve):
    serve(calling(call("print(1)")))
    cells = Cells()
    cells.error = InterpreterUnavailable("no sandbox works here")

    assert failure(asked(sandbox=cells)) == Failed(
        "server_error", "The code interpreter is not available: no sandbox works here"
    )


# Stopping


def test_a_stop_between_two_rounds_asks_the_model_no_more(serve):
    stop, server = StopSignal(), serve(calling(call("print(1)")), said("never"))
    told = answer(asked(stop=stop))
    assert isinstance(next(told), Code)
    assert isinstance(next(told), CodeResult)

    stop.request()

    with pytest.raises(Stopped):
        next(told)
    assert len(server.requests) == 1


def test_a_stop_keeps_back_what_has_arrived_already(serve):
    stop = StopSignal()
    serve(Answer(b"".join(events(chunk({"content": "x = 1"}), chunk({"content": "!"}), DONE).pieces)))
    told = answer(asked(stop=stop))
    assert next(told) == Text("x = 1")

    stop.request()

    with pytest.raises(Stopped):
        next(told)


def test_a_stop_after_a_program_tells_nothing_of_it(serve):
    stop = StopSignal()
    serve(calling(call("print(1)")), said("never"))
    told = answer(asked(stop=stop))
    assert isinstance(next(told), Code)

    stop.request()

    with pytest.raises(Stopped):
        next(told)


# The real sandbox


DRAWING = """import matplotlib.pyplot as plt
plt.plot([0, 1, 2], [0, 1, 4])
plt.title("A parabola")
plt.show()
open("/mnt/data/out.txt", "w").write(open("/mnt/data/in.txt").read() + "!")
print(6 * 7)"""


@pytest.fixture
def sandbox(tmp_path, monkeypatch):
    """A real sandbox with a file in it."""
    client = Interpreter(tmp_path)
    monkeypatch.setattr("assistants_api.sandbox.interpreter", lambda: client)
    yield Sandbox("thread_test", StopSignal(), [ThreadFile("in.txt", 2, lambda: b"hi")])
    client.shutdown()


@pytest.mark.slow
def test_a_model_draws_prints_and_writes_in_the_real_sandbox(serve, sandbox):
    server = serve(calling(call(DRAWING)), calling(call("print(6 * 7 + 1)\n1/0")), said("Here it is."))

    _, drawn, _, failed, *final = answer(asked("Draw a parabola.", sandbox=sandbox))

    assert drawn.logs.startswith("42\n")
    assert drawn.pictures[0].data.startswith(b"\x89PNG")
    assert [(file.name, file.data) for file in drawn.files] == [("out.txt", b"hi!")]
    assert "ZeroDivisionError" in failed.logs
    assert "".join(event.piece for event in final[:-1]) == "Here it is."
    assert "in.txt (2 bytes)" in server.bodies[0]["messages"][0]["content"]
    told = [m["content"] for m in server.bodies[2]["messages"] if m["role"] == "tool"]
    assert told[0].endswith("[Figures shown to the user: 1]")
    assert "ZeroDivisionError" in told[1]
