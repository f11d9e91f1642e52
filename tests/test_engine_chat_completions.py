"""The engine for model servers, against a scripted one on a real socket."""

import ast
import json
import logging
import re
import socket
import threading
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections

from assistants_api.engines import (
    CodeCall,
    CodeResult,
    Failed,
    MessageText,
    RunInput,
    Said,
    Stopped,
    StopSignal,
    Usage,
    chat_completions,
    model_server,
)  # fmt: skip
from assistants_api.engines.chat_completions import ROUNDS, answer
from assistants_api.engines.choice import engine_for
from assistants_api.models import Run
from background.leases import claim
from chat.models import Message as ChatMessage
from chat.models import Run as ChatRun
from interpreter.client import CellResult, Image, Interpreter, InterpreterUnavailable
from tests.api_client import client_of, error_of, texts
from tests.model_server import Answer, ModelServer, call, calling, completion, refusal, said
from tutor_site.checks import check_model

QUESTION = "I need to solve the equation `3x + 11 = 14`. Can you help me?"
TUTOR = "You are a personal math tutor."
KEY = "sk-canary-7f3a9"
PNG = Image("figure-1.png", b"\x89PNG\r\n\x1a\n...", "A parabola", 4, 3)


@pytest.fixture
def serve(settings, monkeypatch):
    """Start a model server with these replies, which the settings then name; the waits between attempts are short."""
    servers = []

    def serve(*replies):
        server = ModelServer(*replies)
        servers.append(server)
        settings.LLM_API, settings.LLM_BASE_URL, settings.LLM_API_KEY = "chat_completions", server.url, KEY
        settings.ASSISTANT_MODEL = "some-model"
        return server

    monkeypatch.setattr(model_server, "PAUSES", (0.01, 0.01, 0.01))
    yield serve
    for server in servers:
        server.close()


class Cells:
    """An interpreter that notes what it is to run, and answers with the given results in their order."""

    def __init__(self, *results):
        self.ran, self.results, self.error = [], list(results), None
        self.busy, self.stopped = threading.Event(), threading.Event()

    def run_cell(self, session, code, *, timeout=30, patience=30, files=None):
        self.ran.append((session, code, timeout))
        if self.error:
            raise self.error
        return self.results.pop(0) if self.results else CellResult("1\n")

    def interrupt(self, session):
        self.stopped.set()


@pytest.fixture
def cells(monkeypatch):
    """In place of the interpreter: programs are noted, not run."""
    cells = Cells()
    monkeypatch.setattr("assistants_api.sandbox.interpreter", lambda: cells)
    return cells


def asked(*messages, instructions=TUTOR, tools=("code_interpreter",), stop=None):
    """A run as the engine sees it; messages alternate, beginning with the user."""
    roles = ("user", "assistant")
    told = [m if isinstance(m, Said) else Said(roles[n % 2], m) for n, m in enumerate(messages or [QUESTION])]
    return RunInput("some-model", instructions, tuple(told), frozenset(tools), "thread_test", stop or StopSignal())


def failure(run=None):
    """The Failed that ends a run, which must be its last event."""
    event = list(answer(run or asked()))[-1]
    assert isinstance(event, Failed), event
    return event


# What is asked and what becomes of it


def test_the_model_is_told_instructions_thread_and_tool(serve, cells):
    server = serve(said("x = 1"))

    events = list(answer(asked("Hello", "Hi!", QUESTION)))

    assert events == [MessageText("x = 1")]
    [(path, headers, body)] = server.requests
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert body["model"] == "some-model"
    assert body["messages"] == [
        {"role": "system", "content": TUTOR},
        {"role": "user", "content": "Hello"},
        {"role": "assistant", "content": "Hi!"},
        {"role": "user", "content": QUESTION},
    ]
    [tool] = body["tools"]
    assert (tool["type"], tool["function"]["name"]) == ("function", "python")
    assert tool["function"]["parameters"]["required"] == ["code"]
    assert cells.ran == []


def test_without_a_key_none_is_sent(serve, settings):
    server = serve(said("x = 1"))
    settings.LLM_API_KEY = ""

    list(answer(asked()))

    assert "Authorization" not in server.requests[0][1]


def test_an_assistant_without_the_code_interpreter_offers_no_tool_and_runs_no_code(serve, cells):
    server = serve(calling(call("print(1)"), content="x = 1"))

    events = list(answer(asked(tools=())))

    assert events == [MessageText("x = 1")]
    assert "tools" not in server.bodies[0]
    assert cells.ran == []


def test_messages_of_one_speaker_in_a_row_become_one_and_the_user_begins(serve):
    server = serve(said("Yes."))
    roles = "assistant", "user", "user", "assistant", "assistant", "user"

    list(answer(asked(*(Said(role, f"{n}") for n, role in enumerate(roles)), Said("assistant", " "), instructions="")))

    assert server.bodies[0]["messages"] == [
        {"role": "user", "content": "1\n\n2"},
        {"role": "assistant", "content": "3\n\n4"},
        {"role": "user", "content": "5"},
    ]


def test_code_is_run_and_its_output_goes_back_to_the_model(serve, cells):
    cells.results = [CellResult("[1]\n", [PNG])]
    server = serve(calling(call("print(solve(3*x - 3))"), content="Let me compute."), said("It is `x = 1`."))

    first, code, result, final = answer(asked())

    assert (first, code) == (MessageText("Let me compute."), CodeCall("print(solve(3*x - 3))"))
    assert (result.logs, final.text) == ("[1]\n", "It is `x = 1`.")
    assert result.pictures == final.pictures
    assert (final.pictures[0].data, final.pictures[0].alt) == (PNG.data, "A parabola")
    assert cells.ran == [("thread_test", "print(solve(3*x - 3))", 30)]
    _user, calls, told = server.bodies[1]["messages"][1:]
    assert (calls["role"], calls["content"], calls["tool_calls"][0]["id"]) == ("assistant", "Let me compute.", "call_1")
    assert json.loads(calls["tool_calls"][0]["function"]["arguments"]) == {"code": "print(solve(3*x - 3))"}
    assert (told["role"], told["tool_call_id"]) == ("tool", "call_1")
    assert told["content"] == "[1]\n\n[Figures shown to the user: 1]"


def test_a_picture_rides_on_the_next_message_only(serve, cells):
    cells.results = [CellResult("", [PNG]), CellResult("")]
    serve(calling(call("a")), calling(call("b"), content="Look:"), said("Done."))

    events = [event for event in answer(asked()) if isinstance(event, MessageText)]

    assert [(event.text, len(event.pictures)) for event in events] == [("Look:", 1), ("Done.", 0)]


def test_long_output_is_shortened_for_the_model_only(serve, cells):
    cells.results = [CellResult("a" * 50_000 + "end")]
    server = serve(calling(call("a")), said("Done."))

    events = list(answer(asked()))

    assert len(events[1].logs) == 50_003
    told = server.bodies[1]["messages"][-1]["content"]
    assert len(told) < 8_100
    assert told.endswith("aend")
    assert "42003 characters left out" in told


def test_a_model_that_never_stops_calling_is_made_to_answer(serve, cells):
    server = serve(*[calling(call("print(1)"))] * ROUNDS, said("x = 1"))

    events = list(answer(asked()))

    assert len(cells.ran) == ROUNDS
    assert ["tools" in body for body in server.bodies] == [True] * ROUNDS + [False]
    assert events[-1] == MessageText("x = 1")


def test_a_model_that_calls_even_without_tools_fails(serve, cells):
    serve(calling(call("print(1)")))

    assert "went on calling tools" in failure().message
    assert len(cells.ran) == ROUNDS


def test_more_calls_at_once_than_allowed_are_told_so(serve, cells):
    server = serve(calling(*[call("print(1)", f"c{n}") for n in range(6)]), said("x = 1"))

    list(answer(asked()))

    told = [m for m in server.bodies[1]["messages"] if m["role"] == "tool"]
    assert len(cells.ran) == 4
    assert [m["tool_call_id"] for m in told] == [f"c{n}" for n in range(6)]
    assert told[5]["content"] == "Not run: at most 4 calls at once."


def test_the_servers_count_of_tokens_is_used(serve, cells):
    counted = {"usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}}
    serve(calling(call("a")) | counted, said("x = 1", **counted))

    events = list(answer(asked()))

    assert [event for event in events if isinstance(event, Usage)] == [Usage(10, 5), Usage(10, 5)]


@pytest.mark.parametrize(
    "usage", [None, {}, [], {"prompt_tokens": 3}, {"prompt_tokens": True, "completion_tokens": 1},
              {"prompt_tokens": -1, "completion_tokens": 1}, {"prompt_tokens": 10**30, "completion_tokens": 1}],
)  # fmt: skip
def test_a_count_of_tokens_that_cannot_be_true_is_not(serve, usage):
    serve(said("x = 1", usage=usage))

    assert list(answer(asked())) == [MessageText("x = 1")]


# Dialects


@pytest.mark.parametrize(
    "message",
    [
        {"content": None, "tool_calls": [call("print(1)")]},
        {"content": "", "tool_calls": [call("print(1)", "Xk2vP9bQ")]},
        {"tool_calls": [call("print(1)")]},
        {"content": [], "tool_calls": [call("print(1)", None)]},
        {"content": None, "tool_calls": [call("print(1)", "")]},
        {"content": None, "tool_calls": [{"function": {"name": "python", "arguments": {"code": "print(1)"}}}]},
        {"content": None, "tool_calls": [{"function": {"name": "python", "arguments": "print(1)"}}]},
        {"content": None, "tool_calls": [{"function": {"name": "python", "arguments": '"print(1)"'}}]},
        {"content": None, "tool_calls": [{"function": {"name": "python", "arguments": '{"input": "print(1)"}'}}]},
        {"tool_calls": [{"function": {"name": "python", "arguments": json.dumps('{"code": "print(1)"}')}}]},
        {"content": None, "tool_calls": [call("```python\nprint(1)\n```")]},
        {"content": None, "function_call": {"name": "python", "arguments": '{"code": "print(1)"}'}},
        {"content": '<tool_call>\n{"name": "python", "arguments": {"code": "print(1)"}}\n</tool_call>'},
        {"content": '<think>Hm, <tool_call></think><tool_call>{"name": "python", "arguments": {"code": "print(1)"}}'},
        {"content": '{"name": "python", "parameters": {"code": "print(1)"}}', "tool_calls": []},
    ],
)  # fmt: skip
def test_calls_are_understood_in_every_dialect(serve, cells, message):
    server = serve(completion(message), said("x = 1"))

    events = list(answer(asked()))

    assert events == [CodeCall("print(1)"), CodeResult("1\n"), MessageText("x = 1")]
    calls, told = server.bodies[1]["messages"][-2:]
    assert calls["content"] == ""
    assert calls["tool_calls"][0]["id"] == told["tool_call_id"]
    assert json.loads(calls["tool_calls"][0]["function"]["arguments"]) == {"code": "print(1)"}


def test_line_ends_in_arguments_are_understood(serve, cells):
    function = {"name": "python", "arguments": '{"code": "x = 1\nprint(x)"}'}
    serve(completion({"tool_calls": [{"function": function}]}), said("x = 1"))

    list(answer(asked()))

    assert cells.ran[0][1] == "x = 1\nprint(x)"


@pytest.mark.parametrize(
    ("function", "told"),
    [
        ({"name": "python", "arguments": '{"code": "print(1'}, "cut off"),
        ({"name": "python", "arguments": "What is x = 1?"}, "not valid JSON"),
        ({"name": "python", "arguments": "[" * 100_000}, "not valid JSON"),
        ({"name": "python", "arguments": None}, "not valid JSON"),
        ({"name": "python", "arguments": '{"a": "1", "b": "2"}'}, "not valid JSON"),
        ({"name": "python", "arguments": '{"code": 7}'}, "not valid JSON"),
        ({"name": "python", "arguments": '{"code": " "}'}, "empty"),
        ({"name": "python", "arguments": json.dumps({"code": "#" * 100_001})}, "longer than"),
        ({"name": "web_search", "arguments": "{}"}, "no tool of this name"),
        ({"name": None, "arguments": "{}"}, "no tool of this name"),
        ({"name": "a b\n" * 99, "arguments": "{}"}, "no tool of this name"),
    ],
)
def test_a_call_that_cannot_be_run_is_told_to_the_model(serve, cells, function, told):
    server = serve(completion({"tool_calls": [{"id": "c1", "function": function}]}), said("x = 1"))

    events = list(answer(asked()))

    assert events == [MessageText("x = 1")]
    calls, result = server.bodies[1]["messages"][-2:]
    assert told in result["content"]
    assert json.loads(calls["tool_calls"][0]["function"]["arguments"]) == {"code": ""}
    assert re.fullmatch(r"[\w-]{1,64}", calls["tool_calls"][0]["function"]["name"])
    assert cells.ran == []


def test_calls_with_one_id_get_an_id_each(serve, cells):
    server = serve(calling(call("a = 1", "same"), call("b = 2", "same")), said("x = 1"))

    list(answer(asked()))

    calls = [made["id"] for made in server.bodies[1]["messages"][-3]["tool_calls"]]
    assert len(set(calls)) == 2
    assert [message["tool_call_id"] for message in server.bodies[1]["messages"][-2:]] == calls


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("<think>3x = 3, so</think>\n\nx = 1", "x = 1"),
        ("3x = 3, so</think>x = 1", "x = 1"),
        ("x = 1<think>or is it", "x = 1"),
        ("<think>a</think>x <think>b</think>= 1", "x = 1"),
        ([{"type": "text", "text": "x = "}, {"type": "text", "text": "1"}, 7, {"type": "image_url"}], "x = 1"),
        ("x = 1\0", "x = 1"),
        ("x = 1\ud800", "x = 1?"),
    ],
)
def test_only_what_is_meant_for_the_student_is_shown(serve, sent, shown):
    serve(said(sent))

    assert list(answer(asked())) == [MessageText(shown)]


def test_halves_of_characters_reach_neither_sandbox_nor_server(serve, cells):
    server = serve(calling(call("print('\ud800\0')"), content="\udfff"), said("x = 1"))

    list(answer(asked()))

    assert cells.ran[0][1] == "print('?')"
    assert "\\ud" not in json.dumps(server.bodies[1])


def test_an_answer_that_was_cut_says_so(serve):
    serve(said("First, subtract", "length"))

    [event] = answer(asked())

    assert event.text.startswith("First, subtract\n\n(The answer ends here")


# What goes wrong


def test_nobody_listens(serve, settings):
    serve(said("never"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.LLM_BASE_URL = f"http://127.0.0.1:{free.getsockname()[1]}/v1"

        event = failure()

    assert event.code == "server_error"
    assert "is the model server up" in event.message


@pytest.mark.parametrize(
    ("reply", "code", "words"),
    [
        (Answer(b"<html>proxy</html>", content_type="text/html"), "server_error", "text/html that is not JSON"),
        (Answer(b""), "server_error", "not JSON"),
        (Answer(b"[" * 100_000), "server_error", "not JSON"),
        (Answer(b"9" * 5_000), "server_error", "not JSON"),
        (Answer([]), "server_error", "in place of an object"),
        (Answer({"choices": []}), "server_error", "without choices"),
        (Answer({"choices": [7]}), "server_error", "without choices"),
        (Answer({"choices": [{"message": None}]}), "server_error", "without a message"),
        (Answer({}), "server_error", "ends in /v1"),
        (Answer({"error": {"code": 502, "message": "no provider"}}), "server_error", "no provider"),
        (said(None), "server_error", "empty answer"),
        (said("<think>hm"), "server_error", "empty answer"),
        (said("", "length"), "server_error", "limit of length"),
        (calling(*[7, None, {}, {"function": 3}]), "server_error", "empty answer"),
        (Answer(drop=True), "server_error", "model server's own log"),
        (Answer(said("x"), cut=True), "server_error", "broke off"),
        (Answer(b" " * 4_100_000), "server_error", "more than 4000000 bytes"),
        (refusal(404, "model 'some-model' not found"), "server_error", "have the model 'some-model'"),
        (refusal(401, f"Incorrect API key provided: {KEY}."), "server_error", "is LLM_API_KEY the key"),
        (refusal(500, f"boom {KEY}", 500), "server_error", "HTTP 500 boom [key]"),
        (Answer({"error": "plain words"}, 400), "server_error", "HTTP 400 plain words"),
        (Answer({"detail": "Not Found"}, 404), "server_error", "Not Found"),
        (Answer({"error": {"code": 400, "message": None}}, 400), "server_error", "without an error text"),
        (Answer(b"Bad Gateway", 502, "text/plain"), "server_error", "HTTP 502 without an error text"),
        (Answer(b"", 307, headers={"Location": "http://127.0.0.1:9/"}), "server_error", "final address"),
        (refusal(429, "You exceeded your current quota.", "insufficient_quota"), "rate_limit_exceeded", "quota"),
        (refusal(429, "slow down", headers={"Retry-After": "3600"}), "rate_limit_exceeded", "slow down"),
    ],
)  # fmt: skip
def test_whatever_the_server_sends_ends_in_one_failure_and_one_call(serve, cells, reply, code, words, caplog):
    server = serve(reply)

    event = failure()

    assert event.code == code
    assert words in event.message
    assert KEY not in f"{event}{caplog.text}"
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (refusal(429, "slow down"), "rate_limit_exceeded"),
        (refusal(429, "slow down", headers={"Retry-After": "0"}), "rate_limit_exceeded"),
        (refusal(503, "Loading model", 503), "server_error"),
    ],
)
def test_later_is_heeded_a_few_times(serve, reply, code):
    busy, patient = serve(reply), asked()
    event = failure(patient)
    willing = serve(reply, reply, said("x = 1"))

    assert event.code == code
    assert len(busy.requests) == 4
    assert list(answer(asked())) == [MessageText("x = 1")]
    assert len(willing.requests) == 3


def test_each_call_has_a_connection_of_its_own(serve, cells):
    server = serve(*[calling(call("print(1)"))] * 3, said("x = 1"))

    list(answer(asked()))

    assert len(set(server.peers)) == 4


def test_the_servers_pause_is_kept(serve):
    serve(refusal(429, "slow down", headers={"Retry-After": "1"}), said("x = 1"))
    began = time.monotonic()

    list(answer(asked()))

    assert 1 <= time.monotonic() - began < 3


@pytest.mark.parametrize("pause", [0.02, 1])
def test_an_answer_that_dribbles_is_given_up(serve, monkeypatch, pause):
    serve(Answer(said("x = 1"), dribble=pause))
    monkeypatch.setattr(model_server.ModelServer.__init__, "__defaults__", (0.3,))
    began = time.monotonic()

    event = failure()

    assert "no whole answer within 0.3 s" in event.message
    assert time.monotonic() - began < 2


def test_a_server_that_keeps_silent_is_given_up(serve, monkeypatch):
    serve(Answer(said("x = 1"), hold=threading.Event()))
    monkeypatch.setattr(model_server.ModelServer.__init__, "__defaults__", (0.2,))

    assert "a smaller model" in failure().message


OVERFLOWS = [
    refusal(400, "This model's maximum context length is 4096 tokens. However, you requested 5000."),
    Answer({"error": {"code": 400, "message": "the request exceeds the available context size, try increasing it",
                      "type": "exceed_context_size_error"}}, 400),
    refusal(400, "too much", "context_length_exceeded"),
    refusal(500, "Trying to keep the first 5000 tokens when context the overflows."),
]  # fmt: skip


@pytest.mark.parametrize("overflow", OVERFLOWS)
def test_a_context_that_is_too_small_loses_its_oldest_messages(serve, overflow):
    server = serve(overflow, said("x = 1"))

    events = list(answer(asked("one", "1", "two", "2", QUESTION)))

    assert events == [MessageText("x = 1")]
    assert [m["content"] for m in server.bodies[1]["messages"]] == [TUTOR, "two", "2", QUESTION]


@pytest.mark.parametrize("messages", [(QUESTION,), ("one", "1", "two", "2", QUESTION)])
def test_a_context_that_is_too_small_even_then_fails_with_the_cure(serve, messages):
    server = serve(OVERFLOWS[0])

    event = failure(asked(*messages))

    assert "give the model a longer context" in event.message
    assert len(server.requests) == (1 if len(messages) == 1 else 2)


@pytest.mark.parametrize(
    "refused",
    [
        refusal(400, "registry.ollama.ai/library/gemma:2b does not support tools"),
        refusal(400, '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set'),
        refusal(500, "tools param requires --jinja flag", 500),
    ],
)
def test_a_model_without_tools_answers_without_code_and_the_operator_is_told(serve, refused, caplog):
    server = serve(refused, said("x = 1"))

    events = list(answer(asked()))

    assert events == [MessageText("x = 1")]
    assert ["tools" in body for body in server.bodies] == [True, False]
    assert "takes no tools" in caplog.text


def test_a_server_that_refuses_tools_nobody_offered_is_not_asked_for_ever(serve):
    server = serve(refusal(400, "tool messages are not supported"))

    assert "HTTP 400" in failure().message
    assert len(server.requests) == 2


def test_an_error_does_not_repeat_what_the_student_wrote(serve):
    serve(refusal(422, f"bad input: {QUESTION}"))

    assert QUESTION not in failure().message


def test_no_part_of_the_key_is_repeated(serve):
    serve(refusal(400, "x" * (300 - len(KEY) // 2) + KEY))

    assert KEY[:6] not in failure().message


def test_a_server_on_this_machine_is_reached_past_a_proxy(serve, monkeypatch):
    serve(said("x = 1"))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")

    assert list(answer(asked())) == [MessageText("x = 1")]


def test_without_an_interpreter_the_run_fails_and_says_why(serve, cells):
    cells.error = InterpreterUnavailable("no sandbox works here")
    serve(calling(call("print(1)")))

    assert failure() == Failed("server_error", "The code interpreter is not available: no sandbox works here")


@pytest.mark.parametrize(
    ("name", "value"),
    [("LLM_API_KEY", "sk-k\u00e9y\u2019s"), ("LLM_API_KEY", "sk-a\nb"), ("LLM_BASE_URL", "http://[::1"),
     ("LLM_BASE_URL", "localhost:1234"), ("LLM_BASE_URL", "http://user:pass-word@127.0.0.1:99999/v1"),
     ("LLM_BASE_URL", f"http://{'a' * 70}.example/v1")],
)  # fmt: skip
def test_settings_that_cannot_be_used_fail_the_run_without_a_secret(serve, settings, name, value):
    serve(said("never"))
    setattr(settings, name, value)

    event = failure()

    assert "LLM_" in event.message
    assert "pass-word" not in event.message
    assert settings.LLM_API_KEY not in event.message


# Stopping


def test_a_stop_ends_the_wait_for_a_model_at_once_and_hangs_up(serve):
    stop, ended, server = StopSignal(), threading.Event(), serve(Answer(said("never"), hold=threading.Event()))

    def nag():
        server.asked.wait(10)
        while not ended.wait(0.02):
            stop.request()

    nagging = threading.Thread(target=nag)
    nagging.start()
    began = time.monotonic()

    with pytest.raises(Stopped):
        list(answer(asked(stop=stop)))

    ended.set()
    nagging.join()
    assert time.monotonic() - began < 2
    assert server.gone.wait(2), "the model goes on for nobody"


def test_a_stop_ends_a_pause(serve, monkeypatch):
    stop, server, wait = (
        StopSignal(),
        serve(refusal(429, "slow down", headers={"Retry-After": "10"})),
        model_server._wait,
    )

    def wait_and_be_stopped(*arguments):
        threading.Timer(0.05, stop.request).start()
        wait(*arguments)

    monkeypatch.setattr(model_server, "_wait", wait_and_be_stopped)
    began = time.monotonic()

    with pytest.raises(Stopped):
        list(answer(asked(stop=stop)))

    assert time.monotonic() - began < 2
    assert len(server.requests) == 1


def test_a_stop_between_two_rounds_asks_the_model_no_more(serve, cells):
    stop, server = StopSignal(), serve(calling(call("print(1)")), said("never"))
    events = answer(asked(stop=stop))
    assert isinstance(next(events), CodeCall)
    assert isinstance(next(events), CodeResult)

    stop.request()

    with pytest.raises(Stopped):
        next(events)
    assert len(server.requests) == 1


def test_a_stop_during_a_program_stops_it(serve, cells, monkeypatch):
    stop = StopSignal()

    def run_cell(session, code, *, timeout, patience):
        cells.busy.set()
        assert cells.stopped.wait(10)
        return CellResult("[Stopped on request.]", outcome="killed")

    monkeypatch.setattr(cells, "run_cell", run_cell)
    serve(calling(call("while True: pass")), said("never"))
    threading.Thread(target=lambda: cells.busy.wait(10) and stop.request()).start()
    events = answer(asked(stop=stop))

    assert isinstance(next(events), CodeCall)
    with pytest.raises(Stopped):
        next(events)


# With the rest of the product


@pytest.fixture
def real_interpreter(tmp_path, monkeypatch):
    client = Interpreter(tmp_path)
    monkeypatch.setattr("assistants_api.sandbox.interpreter", lambda: client)
    yield client
    client.shutdown()


DRAWING = """import matplotlib.pyplot as plt
plt.plot([0, 1, 2], [0, 1, 4])
plt.title("A parabola")
plt.show()
print(6 * 7)"""


@pytest.mark.usefixtures("real_interpreter")
def test_a_model_draws_and_prints_in_the_real_sandbox(serve):
    server = serve(calling(call(DRAWING)), calling(call("print(6 * 7 + 1)\n1/0")), said("Here it is."))

    _, drawn, _, failed, final = answer(asked("Draw a parabola."))

    assert drawn.logs == "42\n"
    assert final.pictures == drawn.pictures
    assert final.pictures[0].data.startswith(b"\x89PNG")
    assert "ZeroDivisionError" in failed.logs
    told = [m["content"] for m in server.bodies[2]["messages"] if m["role"] == "tool"]
    assert told[0] == "42\n\n[Figures shown to the user: 1]"
    assert "ZeroDivisionError" in told[1]


@pytest.fixture
def api(transactional_db):
    return client_of("default")


def carried(api, monkeypatch):
    """A run of the model through the API, carried to its end; the run and its thread's messages."""
    monkeypatch.setattr("background.start", lambda row: None)
    assistant = api.post("/assistants", {"model": "some-model", "tools": [{"type": "code_interpreter"}]})
    thread = {"messages": [{"role": "user", "content": QUESTION}]}
    run = api.post("/threads/runs", {"assistant_id": assistant["id"], "thread": thread})
    row = Run.objects.get(public_id=run["id"])
    row.work(claim(Run, row.pk, "worker", threading.Event()))
    return api.get(f"/threads/{run['thread_id']}/runs/{run['id']}"), api.get(f"/threads/{run['thread_id']}/messages")


def test_a_run_of_the_api_is_answered_by_the_model(serve, cells, api, monkeypatch):
    counted = {"usage": {"prompt_tokens": 100, "completion_tokens": 7}}
    serve(calling(call("print(1)"), content="Let's see.") | counted, said("It is `x = 1`.", **counted))

    run, messages = carried(api, monkeypatch)

    assert run["status"] == "completed"
    assert texts(messages) == ["It is `x = 1`.", "Let's see.", QUESTION]
    usage = run["usage"]
    assert (usage["prompt_tokens"], usage["completion_tokens"], usage["total_tokens"]) == (200, 14, 214)


def test_without_a_count_of_the_server_tokens_are_estimated(serve, api, monkeypatch):
    serve(said("x" * 40))

    run, _ = carried(api, monkeypatch)

    assert run["usage"]["completion_tokens"] == 10
    assert run["usage"]["prompt_tokens"] > 0


def test_a_run_that_waits_for_a_model_can_be_cancelled(serve, api, monkeypatch):
    server = serve(Answer(said("never"), hold=threading.Event()))
    monkeypatch.setattr("background.start", lambda row: None)
    assistant = api.post("/assistants", {"model": "some-model"})
    run = api.post("/threads/runs", {"assistant_id": assistant["id"]})
    path = f"/threads/{run['thread_id']}/runs/{run['id']}"
    row = Run.objects.get(public_id=run["id"])

    def work():
        row.work(claim(Run, row.pk, "worker", threading.Event()))
        connections.close_all()

    working = threading.Thread(target=work)
    working.start()
    assert server.asked.wait(10)
    api.post(f"{path}/cancel")
    working.join(5)

    assert not working.is_alive()
    assert api.get(path)["status"] == "cancelled"


def test_the_key_is_in_no_row_and_no_log(serve, api, monkeypatch, caplog):
    caplog.set_level(logging.DEBUG)
    serve(refusal(401, f"Incorrect API key provided: {KEY}."))

    run, _ = carried(api, monkeypatch)

    assert run["last_error"]["code"] == "server_error"
    assert "[key]" in run["last_error"]["message"]
    assert KEY not in caplog.text
    assert KEY not in "".join(connection_dump())


def connection_dump():
    """Every value of every row of the database."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            yield from (str(row) for row in cursor.fetchall())


@pytest.mark.django_db(transaction=True)
def test_a_students_question_is_answered_by_the_model(serve, cells, jane_client, send, ended):
    server = serve(calling(call("print(solve(3*x - 3))"), content="Let me compute."), said("So `x = 1`, Jane Doe."))

    response = send(jane_client, QUESTION)
    run = ended()

    assert run.status == ChatRun.Status.COMPLETED
    assert list(ChatMessage.objects.filter(role="assistant").order_by("pk").values_list("text", flat=True)) == [
        "Let me compute.", "So `x = 1`, Jane Doe.",
    ]  # fmt: skip
    assert server.bodies[0]["messages"][0]["content"].endswith(
        "Please address the user as Jane Doe. The user has a premium account."
    )
    page = jane_client.get(response["Location"]).content.decode()
    assert page.index("Let me compute.") < page.index("Python code") < page.index("Jane Doe.")


@pytest.mark.django_db(transaction=True)
def test_a_failure_is_a_sentence_for_the_student_and_a_cause_in_the_log(serve, jane_client, send, ended, caplog):
    serve(refusal(404, f"model 'some-model' not found {KEY}"))

    response = send(jane_client, QUESTION)
    run = ended()

    assert run.status == ChatRun.Status.FAILED
    assert "does the server have the model 'some-model'" in caplog.text
    page = jane_client.get(response["Location"]).content.decode()
    assert "some-model" not in page
    assert QUESTION not in caplog.text
    assert KEY not in f"{page}{caplog.text}{''.join(connection_dump())}"


# Which engine


@pytest.mark.parametrize(
    ("llm_api", "base"), [("", ""), ("chat_completions", ""), ("", "http://x/v1"), ("responses", "http://x/v1")]
)
def test_other_models_need_a_model_server(settings, api, llm_api, base):
    settings.LLM_API, settings.LLM_BASE_URL = llm_api, base

    refused = api.call("POST", "/assistants", {"model": "some-model"})

    assert error_of(refused, 400)["code"] == "unsupported_model"
    assert engine_for("offline-math") is not None


def test_our_own_model_stays_ours(serve):
    serve(said("never"))

    assert engine_for("offline-math") is not answer
    assert engine_for("some-model") is answer


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"LLM_API": "", "ASSISTANT_MODEL": "offline-math"}, []),
        ({"ASSISTANT_MODEL": "offline-math"}, []),
        ({"LLM_API": ""}, ["tutor.E003"]),
        ({"LLM_API": "responses"}, ["tutor.E004"]),
        ({"LLM_BASE_URL": ""}, ["tutor.E005"]),
        ({"LLM_BASE_URL": "", "ASSISTANT_MODEL": "offline-math"}, ["tutor.E005"]),
        ({"LLM_BASE_URL": "127.0.0.1:11434"}, ["tutor.E006"]),
        ({"LLM_BASE_URL": "http://127.0.0.1:a/v1"}, ["tutor.E006"]),
        ({"LLM_BASE_URL": "http://me:secret@127.0.0.1/v1"}, ["tutor.E006"]),
        ({"LLM_API_KEY": "sk-\u201ck\u201d"}, ["tutor.E007"]),
        ({"LLM_API": "", "ASSISTANTS_API_EMBEDDED": False}, []),
    ],
)
def test_settings_of_the_model_server_are_checked(settings, changes, found):
    settings.LLM_API, settings.LLM_BASE_URL = "chat_completions", "http://127.0.0.1:11434/v1"
    settings.LLM_API_KEY, settings.ASSISTANT_MODEL = "", "some-model"
    for name, value in changes.items():
        setattr(settings, name, value)

    errors = check_model(None)

    assert [error.id for error in errors] == found
    assert all(error.hint for error in errors)
    assert "secret" not in str(errors)


def test_the_checks_are_run_by_manage_py(settings, db):
    settings.LLM_API, settings.LLM_BASE_URL, settings.ASSISTANT_MODEL = "chat_completions", "", "some-model"

    with pytest.raises(Exception, match="tutor.E005"):
        call_command("check")


def test_only_the_client_of_model_servers_speaks_http():
    engines = Path(chat_completions.__file__).parent
    speak = set()
    for path in engines.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            speak |= {path.name for name in names if name.split(".")[0] in {"requests", "urllib3"}}

    assert speak == {"model_server.py"}
