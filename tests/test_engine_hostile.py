"""What model servers may send or be sent that would take long or much memory, and what bounds it."""

import gzip
import json
import threading
import time

import pytest

from assistants_api.engines import MessageEnd, Stopped, StopSignal, Text
from assistants_api.engines.chat_completions import answer, wire
from assistants_api.engines.chat_completions.tool_calls import ARGUMENTS_LIMIT, Tools
from assistants_api.engines.chat_completions.wire import CUT, Completion
from assistants_api.engines.model_server.refusals import without_words
from assistants_api.engines.responses.events import TEXT_LIMIT, Reader
from tests.engine_runs import asked, events_of, failure
from tests.model_server import Answer, chunk, refusal, said

pytestmark = pytest.mark.slow

pytest_plugins = ["tests.engine_fixtures"]

SAID = [Text("x = 1"), MessageEnd()]


@pytest.mark.parametrize("sent", ["abcdefg " * 2**20, "0" * 2**23])
def test_the_words_of_a_server_are_not_searched_for_in_a_long_text(sent):
    begun = time.monotonic()

    said_so = without_words(("0" * 15 + "1") * 75, {"messages": [{"role": "user", "content": sent}]})

    assert said_so == "[its words are left out]"
    assert time.monotonic() - begun < 0.2


def test_short_texts_do_not_make_the_words_of_a_server_grow():
    sent = {"messages": [{"role": "user", "content": text} for text in ["text", "[tex", "ext]", "]t]t"] * 5_000]}
    begun = time.monotonic()

    assert len(without_words("text" * 300, sent)) <= 300
    assert time.monotonic() - begun < 1


def test_a_refusal_of_a_long_text_is_understood_but_not_repeated(serve):
    server = serve(refusal(400, "the context length is exceeded by my secret"), said("x = 1"))
    long = [word for _ in range(3) for word in ("my secret " * 10_000, "Go on.")]

    assert events_of(asked(*long, "So?")) == SAID
    assert len(server.bodies[1]["messages"]) < len(server.bodies[0]["messages"])

    serve(refusal(400, "I do not like my secret"))
    failed = failure(asked("my secret " * 30_000))
    assert "HTTP 400 [its words are left out]" in failed.message


@pytest.mark.parametrize("encoding", ["gzip", ""])
def test_a_stream_of_empty_lines_heeds_a_stop(serve, encoding):
    lines, held = b"\n" * 60 * 2**20, threading.Event()
    body = gzip.compress(b": x\n" + lines) if encoding else b": x\n" + lines
    headers = {"Content-Encoding": encoding} if encoding else {}
    serve(Answer(pieces=[body, held], content_type="text/event-stream", headers=headers))
    stop = StopSignal()
    timer = threading.Timer(0.3, stop.request)
    timer.start()
    begun = time.monotonic()

    with pytest.raises(Stopped):
        list(answer(asked(stop=stop)))

    assert time.monotonic() - begun < 2
    held.set()
    timer.join()


def listed(name, arguments, **fields):
    """A chunk with a piece of a call that has no index."""
    return chunk({"tool_calls": [{**fields, "function": {"name": name, "arguments": arguments}}]})


@pytest.mark.parametrize("piece", ["a" * 40, "}", "{}", "a}\n", ""])
def test_many_pieces_of_a_call_that_repeat_its_name_take_no_long_time(piece):
    completion, begun = Completion(), time.monotonic()

    completion.add(listed("f", '{"a": "'))
    for _ in range(100_000):
        completion.add(listed("f", piece))

    assert time.monotonic() - begun < 3
    assert len(completion.calls) == 1


def test_pieces_of_further_calls_take_no_long_time_after_the_last_that_is_looked_at():
    completion, begun = Completion(), time.monotonic()

    for _ in range(wire.MOST_CALLS):
        completion.add(listed("f", json.dumps({"a": "b" * 100_000})))
    for _ in range(60_000):
        completion.add(listed("f", "{}"))

    assert time.monotonic() - begun < 3
    assert [call.source for call in completion.calls[:2]] == [json.dumps({"a": "b" * 100_000})] * 2


def test_a_call_that_is_too_long_is_given_up():
    completion = Completion()

    completion.add(listed("f", "{}", id="a"))
    for piece in ['{"a": "', *["b" * 1000] * (ARGUMENTS_LIMIT // 1000), '"}']:
        completion.add(listed("f", piece, id="b"))
    completion.add(listed("f", "{}", id="c"))

    assert [call.source for call in completion.calls] == ["{}", CUT, "{}"]
    tools = Tools([{"name": "f"}], False)
    calls = tools.read([(call.id, call.name, call.source) for call in completion.calls], set())
    assert [bool(call.problem) for call in calls] == [False, True, False]


@pytest.mark.parametrize("sort", [str, dict])
def test_the_arguments_of_all_calls_of_a_reply_are_bounded(sort):
    completion = Completion()
    arguments = {"a": "b" * 400_000}

    for number in range(20):
        completion.add(listed("f", arguments if sort is dict else json.dumps(arguments), id=f"c{number}"))

    sizes = [len(str(call.source)) for call in completion.calls]
    assert sum(sizes) <= wire.REPLY_LIMIT
    assert sizes[0] > 400_000
    assert completion.calls[-1].source == CUT


@pytest.mark.parametrize(("size", "nested"), [(1, False), (5, False), (1000, False), (1000, True)])
def test_calls_in_pieces_without_index_that_repeat_the_name_are_told_apart(size, nested):
    completion = Completion()
    sources = [json.dumps({"code": f"print({{{number}: {{}}}})"}) for number in range(3)]
    sources = [json.dumps(source) for source in sources] if nested else sources

    for source in sources:
        for start in range(0, len(source), size):
            completion.add(listed("python", source[start : start + size]))

    assert [call.source for call in completion.calls] == sources


@pytest.mark.parametrize("kind", ["output_text", "function_call_arguments", "code_interpreter_call_code"])
def test_many_small_deltas_take_no_long_time(kind):
    deltas = [{"type": f"response.{kind}.delta", "delta": "a"}] * (TEXT_LIMIT // 2)
    begun = time.monotonic()

    for _ in Reader().read([*deltas, {"type": "response.completed", "response": {}}]):
        pass

    assert time.monotonic() - begun < 5
