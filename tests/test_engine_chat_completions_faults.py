"""What goes wrong between the engine and a model server, and what each run ends as."""

import json
import socket
import threading
import time
from dataclasses import dataclass

import pytest

from assistants_api.engines import Failed, Incomplete, MessageEnd, Stopped, StopSignal, Text
from assistants_api.engines.chat_completions import answer
from assistants_api.engines.model_server import client, event_stream
from assistants_api.engines.model_server.refusals import without_words
from tests.engine_runs import KEY, QUESTION, TUTOR, Cells, asked, events_of, failure
from tests.model_server import DONE, Answer, call, calling, chunk, completion, events, refusal, said, streamed

pytestmark = pytest.mark.slow

pytest_plugins = ["tests.engine_fixtures"]

SAID = [Text("x = 1"), MessageEnd()]
SAYS, ENDS = chunk({"content": "x = 1"}), chunk({}, "stop")
CUT = {"name": "python", "arguments": '{"code": "pri'}
CUT_CALL = chunk({"tool_calls": [{"index": 0, "function": CUT}]}, "length")


@dataclass
class Fault:
    """What the server answers, one reply after the other; the text that is shown of it, and how the run ends: as a
    failure of this code whose message has these words, or with "" as a success; after so many requests."""

    name: str
    replies: list
    words: str = ""
    code: str = "server_error"
    shown: str = ""
    requests: int = 1
    silent: float = 10  # seconds that the server may say nothing


def sse(*values):
    """One chunk of bytes that streams the values."""
    return b"".join(piece for piece in events(*values).pieces)


def raw(data, **fields):
    return Answer(data, content_type="text/event-stream", **fields)


def success(name, *replies, requests=1):
    return Fault(name, list(replies), "", "", "x = 1", requests)


def broken(name, reply, words):
    """An answer that fails after its first words."""
    return Fault(name, [reply], words, shown="x = 1")


FAULTS = [
    # No connection, and connections that break
    Fault("down", [], "is the model server up", requests=0),
    Fault("drops the request", [Answer(drop=True)], "the connection broke"),
    Fault("breaks off a plain answer", [Answer(said("x"), cut=True)], "broke off"),
    broken("resets in the middle", events(SAYS, cut=True), "broke off"),
    broken("resets in a line", events(SAYS, b'data: {"choices": [{"del', cut=True), "broke off"),
    broken("ends without a reason and without [DONE]", events(SAYS), "broke off before its end"),
    broken("ends in half a line", events(SAYS, b'data: {"choices": [{"del'), "only half of it"),
    Fault("falls silent", [events(SAYS, threading.Event())], "sent nothing for 0.4 s", shown="x = 1", silent=0.4),
    Fault("says nothing at all", [Answer(hold=threading.Event())], "a smaller model", silent=0.2),
    success("drips", raw(sse(SAYS, ENDS, DONE), dribble=0.002)),
    # What is no stream of completions
    Fault("HTML", [Answer(b"<html>proxy</html>", content_type="text/html")], "text/html that is not JSON"),
    Fault("HTML as a stream", [raw(b"<html>\n\nproxy</html>")], "ends in /v1"),
    Fault("an empty body", [Answer(b"")], "not JSON"),
    Fault("an empty stream", [raw(b"")], "not JSON"),
    Fault("nothing but comments", [raw(b": ping\n\n" * 9)], "not JSON"),
    Fault("nothing but [DONE]", [events(DONE)], "not JSON"),
    Fault("half JSON", [Answer(b'{"choices": [')], "not JSON"),
    Fault("JSON of great depth", [Answer(b"[" * 100_000)], "not JSON"),
    Fault("a number of many digits", [Answer(b"9" * 5_000)], "not JSON"),
    Fault("a JSON list", [Answer([])], "in place of an object"),
    Fault("a JSON list in the stream", [events([], DONE)], "in place of an object"),
    broken("a line that is no JSON", events(SAYS, b"data: what?\n\n", DONE), "not JSON"),
    Fault("an empty object", [Answer({})], "ends in /v1"),
    Fault("no choices", [Answer({"choices": []})], "without choices"),
    Fault("choices of another type", [Answer({"choices": [7]})], "without choices"),
    Fault("no choices in the stream", [events(chunk(), DONE)], "without choices"),
    Fault("no message", [Answer({"choices": [{"message": None}]})], "without a message"),
    Fault("a huge line", [raw(b"data: " + b"7" * 2**21)], "not JSON"),
    broken("an event of endless lines", events(SAYS, b"data: [[[[[[[[\n" * 2**17), "an event of more than"),
    broken("a huge line after text", events(SAYS, b"data: " + b"7" * 2**21), "a line of more than"),
    Fault("too long a value", [Answer(b"{" + b" " * 9 * 2**20 + b"}")], "not JSON"),
    Fault("too much", [Answer(b" " * 11 * 2**20)], "more than 10000000 bytes"),
    broken("too much after text", events(SAYS, *[b":" + b" " * 2**19 + b"\n"] * 40), "more than 10000000 bytes"),
    # Answers without an answer
    Fault("null content", [said(None)], "empty answer"),
    Fault("empty content", [said("")], "empty answer"),
    Fault("content of another type", [said({"a": 1})], "empty answer"),
    Fault("a thought only", [said("<think>hm")], "empty answer"),
    Fault("no room for an answer", [said("", "length")], "limit of length"),
    Fault("calls that are none", [calling(*[7, None, {}, {"function": 3}])], "empty answer"),
    Fault("calls without end", [Answer(calling(call("1")))] * 9, "went on calling tools", requests=9),
    # Refusals
    Fault("401", [refusal(401, f"Incorrect API key provided: {KEY}.")], "is LLM_API_KEY the key"),
    Fault("403", [refusal(403, "forbidden")], "is LLM_API_KEY the key"),
    Fault("404", [refusal(404, "model 'some-model' not found")], "have the model 'some-model'"),
    Fault("404 of a framework", [Answer({"detail": "Not Found"}, 404)], "Not Found"),
    Fault("422 of a framework", [Answer({"detail": [{"msg": "Field required", "input": QUESTION}, 7]}, 422)], "d requ"),
    Fault("500 with an integer code", [refusal(500, f"boom {KEY}", 500)], "HTTP 500 boom [key]"),
    Fault("502 that is no JSON", [Answer(b"Bad Gateway", 502, "text/plain")], "HTTP 502 without an error text"),
    Fault("halves of characters", [Answer({"error": "b\0a\ud83dd"}, 400)], "HTTP 400 ba?d"),
    Fault("a code of another type", [Answer({"error": {"message": "bad", "code": [[]], "type": {}}}, 400)], "bad"),
    Fault("plain words", [Answer({"error": "plain words"}, 400)], "HTTP 400 plain words"),
    Fault("an error without words", [Answer({"error": {"code": 400, "message": None}}, 400)], "without an error text"),
    Fault("a refusal without end", [Answer(b"x" * 2**21, 400)], "more than 1048576 bytes"),
    Fault("a redirect", [Answer(b"", 307, headers={"Location": "http://127.0.0.1:9/"})], "final address"),
    Fault("no quota", [refusal(429, "You exceeded it.", "insufficient_quota")], "exceeded", "rate_limit_exceeded"),
    Fault("429 for an hour", [refusal(429, "slow", headers={"Retry-After": "3600"})], "slow", "rate_limit_exceeded"),
    Fault("429 again and again", [refusal(429, "slow")], "slow", "rate_limit_exceeded", requests=4),
    Fault("503 again and again", [refusal(503, "Loading model", 503)], "not ready yet", requests=4),
    success("429 once", refusal(429, "slow down"), said("x = 1"), requests=2),
    success("429 with a pause of 0 s", refusal(429, "", headers={"Retry-After": "0"}), said("x = 1"), requests=2),
    success("429 with a date", refusal(429, "", headers={"Retry-After": "Sun, 22 Nov"}), said("x = 1"), requests=2),
    success("503 twice", refusal(503, "Loading"), refusal(503, "Loading"), said("x = 1"), requests=3),
    Fault("context overflow", [refusal(400, "maximum context length is 4096")], "a longer context", "invalid_prompt"),
    Fault("too large a body", [refusal(413, "too large")], "a longer context", "invalid_prompt"),
    Fault("content policy", [refusal(400, "No.", "content_policy_violation")], "does not answer", "invalid_prompt"),
    # Errors in place of a completion, and within it
    Fault("an error with status 200", [Answer({"error": {"code": 502, "message": "no provider"}})], "no provider"),
    broken("an error after text", events(SAYS, {"error": {"message": "boom", "code": 500}}), "boom"),
    broken("an error that has choices", events(SAYS, chunk({}, "error", error={"message": "boom"})), "boom"),
    broken("an error as a field", events(SAYS, b'error: {"message": "boom"}\n\n'), "boom"),
    broken("an error of type error", events(SAYS, {"type": "error", "message": "boom"}), "boom"),
    Fault("an overflow after text", [events(SAYS, {"error": "context exceeded"})], "", "invalid_prompt", "x = 1"),
    Fault("limited", [events({"error": {"code": 429, "message": "slow"}})], "slow", "rate_limit_exceeded"),
    Fault("limited in words", [events({"error": {"type": "rate_limit_error"}})], "try later", "rate_limit_exceeded"),
    # What a client of streams has to take
    success("stream ignored", Answer(said("x = 1"))),
    success("stream ignored, pretty, marked", Answer(b"\xef\xbb\xbf\n" + json.dumps(said("x = 1"), indent=2).encode())),
    success("[DONE] missing", events(SAYS, ENDS)),
    success("a reason missing", events(SAYS, DONE)),
    success("a delta that is null", events(SAYS, chunk({}) | {"choices": [{"delta": None}]}, ENDS)),
    success("something after [DONE]", events(SAYS, ENDS, DONE, b"data: what?\n\n", SAYS)),
    success("CRLF", raw(sse(SAYS, ENDS, DONE).replace(b"\n", b"\r\n"))),
    success("no space after the colon", raw(sse(SAYS, ENDS, DONE).replace(b"data: ", b"data:"))),
    success("no empty lines", raw(sse(SAYS, ENDS, DONE).replace(b"\n\n", b"\n"))),
    success("no last line end", raw(sse(SAYS, ENDS).rstrip())),
    success("comments, other fields, no data", raw(b": hi\n\nevent: a\nid: 1\nretry: 9\ndata:\n\n" + sse(SAYS, DONE))),
    success("data of several lines", raw(b"data: {\ndata: " + json.dumps(SAYS)[1:].encode() + b"\n\n" + sse(ENDS))),
    success("data of several lines and CRLF", raw(b"data: {\r\ndata: }\r\n\r\ndata: {}\r\n" + sse(SAYS, ENDS))),
    success("pieces of one byte", Answer(pieces=[bytes([b]) for b in sse(SAYS, ENDS, DONE)])),
    success("stream_options refused", refusal(400, "Unknown field stream_options"), said("x = 1"), requests=2),
    success("stream refused", refusal(422, "stream is not supported"), said("x = 1"), requests=2),
    success("usage of another type", events(SAYS, chunk({}, "stop", usage=[]), DONE)),
    success("a tool unknown", Answer(calling(call("1", name="browser"))), said("x = 1"), requests=2),
    success("arguments cut off", events(CUT_CALL, DONE), said("x = 1"), requests=2),
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_whatever_a_server_does_the_run_ends_as_it_should(serve, settings, monkeypatch, caplog, fault):
    monkeypatch.setattr(client, "SILENT_SECONDS", fault.silent)
    monkeypatch.setattr(client, "STREAM_LIMIT", 10_000_000)
    monkeypatch.setattr(event_stream, "VALUE_LIMIT", 2**20)
    server = serve(*fault.replies or [said("never")])
    if not fault.replies:
        settings.LLM_BASE_URL = f"http://127.0.0.1:{free_port()}/v1"
    began = time.monotonic()

    told = [event for event in events_of() if not isinstance(event, MessageEnd)]

    shown = "".join(event.piece for event in told if isinstance(event, Text))
    assert shown == fault.shown
    failures = [event for event in told if isinstance(event, Failed)]
    assert [event.code for event in failures] == ([fault.code] if fault.code else [])
    if failures:
        assert failures == told[-1:]
        assert fault.words in failures[0].message
        assert QUESTION not in failures[0].message
    assert KEY not in f"{told}{caplog.text}"
    assert len(server.requests) == fault.requests
    assert time.monotonic() - began < 5


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def test_bytes_that_are_no_utf8_become_marks(serve):
    serve(raw(sse(SAYS, ENDS).replace(b"x = 1", b"x = \xff\xc3")))

    assert events_of() == [Text("x = \ufffd\ufffd"), MessageEnd()]


def test_characters_are_read_wherever_their_bytes_part(serve):
    whole = json.dumps(chunk({"content": "3·x ≤ 😀"}, "stop"), ensure_ascii=False).encode()
    serve(Answer(pieces=[bytes([byte]) for byte in b"data: " + whole + b"\n\n"], content_type="text/event-stream"))

    assert events_of() == [Text("3·x ≤ 😀"), MessageEnd()]


def test_a_stream_needs_no_chunks(serve):
    data, held = sse(SAYS, ENDS), threading.Event()
    serve(Answer(pieces=[data[:-5], held, data[-5:]], content_type="text/event-stream", chunked=False))
    told = answer(asked())

    assert next(told) == Text("x = 1")

    held.set()
    assert list(told) == [MessageEnd()]


def test_the_servers_pause_is_kept(serve):
    serve(refusal(429, "slow down", headers={"Retry-After": "1"}), said("x = 1"))
    began = time.monotonic()

    events_of()

    assert 1 <= time.monotonic() - began < 3


def test_the_time_outs_are_those_that_are_documented():
    assert (client.CONNECT_SECONDS, client.SILENT_SECONDS) == (5, 60)


# What is asked again in another way


OVERFLOWS = [
    refusal(400, "This model's maximum context length is 4096 tokens. However, you requested 5000."),
    Answer({"error": {"code": 400, "message": "the request exceeds the available context size, try increasing it",
                      "type": "exceed_context_size_error"}}, 400),
    refusal(400, "too much", "context_length_exceeded"),
    refusal(500, "Trying to keep the first 5000 tokens when context the overflows."),
    events({"error": {"code": 500, "message": "Context size has been exceeded."}}),
]  # fmt: skip


@pytest.mark.parametrize("overflow", OVERFLOWS)
def test_a_context_that_is_too_small_loses_its_oldest_messages(serve, overflow):
    server = serve(overflow, said("x = 1"))

    assert events_of(asked("one", "1", "two", "2", QUESTION)) == SAID
    assert [m["content"] for m in server.bodies[1]["messages"]] == [TUTOR, "two", "2", QUESTION]


@pytest.mark.parametrize("messages", [(QUESTION,), ("one", "1", "two", "2", QUESTION)])
def test_a_context_that_is_too_small_even_then_fails_with_the_cure(serve, messages):
    server = serve(OVERFLOWS[0])

    event = failure(asked(*messages))

    assert (event.code, "give the model a longer context" in event.message) == ("invalid_prompt", True)
    assert len(server.requests) == (1 if len(messages) == 1 else 2)


def test_a_limit_that_does_not_fit_into_the_context_is_not_sent_again(serve):
    server = serve(OVERFLOWS[0], said("x = 1"))

    assert events_of(asked("one", "1", QUESTION, max_completion_tokens=5_000)) == SAID
    assert ["max_tokens" in body for body in server.bodies] == [True, False]
    assert len(server.bodies[1]["messages"]) == 4


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

    assert events_of() == SAID
    assert ["tools" in body for body in server.bodies] == [True, False]
    assert "takes no tools" in caplog.text


def test_a_server_that_refuses_tools_nobody_offered_is_not_asked_for_ever(serve):
    server = serve(refusal(400, "tool messages are not supported"))

    assert "HTTP 400" in failure().message
    assert len(server.requests) == 2


def test_what_is_refused_is_left_out_of_every_later_request(serve):
    server = serve(refusal(400, "stream_options?"), refusal(400, "stream?"), calling(call("1")), said("x = 1"))

    assert events_of()[-2:] == SAID
    assert ["stream_options" in body for body in server.bodies] == [True, False, False, False]
    assert ["stream" in body for body in server.bodies] == [True, True, False, False]


def test_options_of_a_stream_are_not_sent_without_one(serve):
    server = serve(refusal(400, "stream is not supported"), said("x = 1"))

    assert events_of() == SAID
    assert not {"stream", "stream_options"} & set(server.bodies[1])


def test_a_server_that_refuses_everything_is_not_asked_for_ever(serve):
    named = "stream_options stream tool_choice parallel_tool_calls max_tokens max_completion_tokens tools"
    server = serve(refusal(400, named))
    run = asked(tool_choice="required", parallel_tool_calls=False, max_completion_tokens=500)

    assert "HTTP 400" in failure(run).message
    assert len(server.requests) == 7


@pytest.mark.parametrize("words", ["tools are not supported", "context size exceeded"])
def test_nothing_is_asked_again_once_there_is_text(serve, words):
    server = serve(events(SAYS, {"error": {"code": 400, "message": words}}), said("never"))

    assert words in failure(asked("one", "1", "two", "2", QUESTION)).message
    assert len(server.requests) == 1


# What an error must not tell


@pytest.mark.parametrize("text", [QUESTION, QUESTION[:40], json.dumps(QUESTION), f"['{QUESTION[10:50]}...']", "short"])
def test_an_error_does_not_repeat_what_the_student_wrote(serve, text):
    serve(refusal(422, f"bad input: {text}"))

    message = failure(asked("short", "1", QUESTION)).message

    assert "bad input: " in message
    assert not any(text[start : start + 16] in message for start in range(len(text) - 15))
    assert "short" not in message


def test_an_error_does_not_repeat_arguments_and_outputs():
    sent = {"messages": [
        {"role": "assistant", "tool_calls": [{"id": "a", "function": {"name": "f", "arguments": "the pupil's name"}}]},
        {"role": "user", "content": [{"type": "text", "text": "what the pupil wrote"}]},
    ]}  # fmt: skip

    said_so = without_words("role user: the pupil's name, what the pupil wrote!", sent)

    assert said_so == "role user: [text], [text]!"


def test_no_part_of_the_key_is_repeated(serve):
    serve(refusal(400, "x" * (300 - len(KEY) // 2) + KEY))

    assert KEY[:6] not in failure().message


def test_a_server_on_this_machine_is_reached_past_a_proxy(serve, monkeypatch):
    serve(said("x = 1"))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")

    assert events_of() == SAID


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


def nagging(stop, asked_for, ended):
    """Ask for a stop again and again until the run has ended, as those do who cannot know when it listens."""
    asked_for.wait(10)
    while not ended.wait(0.02):
        stop.request()


@pytest.mark.parametrize("reply", [Answer(hold=threading.Event()), events(SAYS, threading.Event())])
def test_a_stop_ends_the_wait_for_a_model_at_once_and_hangs_up(serve, reply):
    stop, ended, server = StopSignal(), threading.Event(), serve(reply)
    nag = threading.Thread(target=nagging, args=(stop, server.asked, ended))
    nag.start()
    began = time.monotonic()

    with pytest.raises(Stopped):
        list(answer(asked(stop=stop)))

    ended.set()
    nag.join()
    assert time.monotonic() - began < 2
    assert server.gone.wait(2), "the model goes on for nobody"


def test_a_stop_ends_a_pause(serve, monkeypatch):
    stop, wait = StopSignal(), client._wait
    server = serve(refusal(429, "slow down", headers={"Retry-After": "10"}))

    def wait_and_be_stopped(*arguments):
        threading.Timer(0.05, stop.request).start()
        wait(*arguments)

    monkeypatch.setattr(client, "_wait", wait_and_be_stopped)
    began = time.monotonic()

    with pytest.raises(Stopped):
        list(answer(asked(stop=stop)))

    assert time.monotonic() - began < 2
    assert len(server.requests) == 1


def test_an_engine_that_is_closed_hangs_up(serve):
    server = serve(events(SAYS, threading.Event(), ENDS))
    told = answer(asked())
    assert next(told) == Text("x = 1")

    told.close()

    assert server.gone.wait(2), "the model goes on for nobody"


# The other methods of the client


def test_a_file_is_fetched_up_to_a_limit(serve):
    server = serve(Answer(b"abc", content_type="application/octet-stream"))
    files = client.ModelServer(server.url, KEY)

    assert files.get("/files/1/content", 3, StopSignal()) == b"abc"

    with pytest.raises(client.ModelServerError, match="more than 2 bytes"):
        files.get("/files/1/content", 2, StopSignal())
    assert server.requests[0][:1] == ("/v1/files/1/content",)
    assert server.requests[0][1]["Authorization"] == f"Bearer {KEY}"


def test_a_file_that_is_not_there_is_told_without_the_key(serve):
    server = serve(refusal(404, f"no such file, {KEY}"))

    with pytest.raises(client.ModelServerError, match=r"GET .*HTTP 404 no such file, \[key\]"):
        client.ModelServer(server.url, KEY).get("/files/1/content", 3, StopSignal())


def test_a_content_filter_ends_the_answer_as_far_as_it_went(serve):
    serve(streamed(completion({"content": "x = 1"}, "content_filter")))

    assert events_of(asked(sandbox=Cells())) == [Text("x = 1"), Incomplete("content_filter")]
