"""Whatever an engine says and whoever reads: each stream adds up to what is stored."""

import itertools
import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import background
from assistants_api.engines import (
    Code,
    CodeResult,
    Failed,
    FunctionCall,
    FunctionCalls,
    Incomplete,
    MessageEnd,
    OutputFile,
    Picture,
    Text,
    Usage,
)
from tests.contract.streams import Told
from tests.streamed_runs import (
    START,
    path_of,
    require_stored,
    the_run,
    until,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
pytest_plugins = ["tests.stream_fixtures"]


def pieces(most):
    alphabet = st.characters(exclude_categories=()) | st.sampled_from("\n\r\0\u2028")
    return st.lists(st.text(alphabet, max_size=12) | st.just("long " * 60), min_size=1, max_size=most)


def made(text):
    """A program's result."""
    plot = Picture("plot.png", b"\x89PNG" + text.encode("utf-8", "replace"), "A plot")
    return CodeResult(text, *(((plot,), (OutputFile("a b.csv", b"1"),)) if len(text) % 2 else ()))


MESSAGES = pieces(4).map(lambda told: [*map(Text, told), MessageEnd()])
UNENDED = pieces(2).map(lambda told: [*map(Text, told)])
PROGRAMS = st.tuples(pieces(3), st.text(max_size=5)).map(lambda p: [*map(Code, p[0]), made(p[1])])
LINKS = st.just([Text("[a](sandbox:/mnt/data/a%20b.csv)"), Text(" and sandbox:/mnt/data/a b.csv"), MessageEnd()])
USAGES = st.just([Usage(10, 20)])
ENDINGS = st.sampled_from(
    [
        [],
        [Failed("server_error", "No.")],
        [Incomplete("max_completion_tokens")],
        [Incomplete("content_filter")],
        [
            FunctionCalls(
                (FunctionCall("call_1", "weather", '{"city":\n "Oslo"}'), FunctionCall("call_2", "time", "{}"))
            )
        ],
    ]
)
ANSWERS = st.tuples(st.lists(MESSAGES | UNENDED | PROGRAMS | LINKS | USAGES, max_size=6), ENDINGS)
PACES = st.lists(st.sampled_from([0, 0, 0, 0.002, 0.01]), min_size=1, max_size=7)


def paced(events, pace):
    def answer(run):
        for event, seconds in zip(events, itertools.cycle(pace), strict=False):
            time.sleep(seconds)
            yield event

    return answer


def said(events):
    """The texts that an engine's events make up, as every database takes them."""
    whole, begun = [], False
    for event in events:
        if isinstance(event, Text) and event.piece:
            whole[len(whole) - begun :] = [(whole[-1] if begun else "") + event.piece]
            begun = True
        elif isinstance(event, (MessageEnd, Code, FunctionCalls)):
            begun = False
    return [re.sub("[\ud800-\udfff]", "?", text).replace("\0", "\N{REPLACEMENT CHARACTER}") for text in whole]


@pytest.mark.parametrize("process", ["here", "elsewhere"])
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(answer=ANSWERS, engine_pace=PACES, reader_pace=PACES, leave=st.none() | st.integers(1, 12), limit=st.booleans())
def test_every_stream_adds_up_to_what_is_stored(
    api, begin, request, process, answer, engine_pace, reader_pace, leave, limit
):
    """`leave`: the run is cancelled after so many events. `limit`: the run may use 256 tokens."""
    if process == "elsewhere":
        request.getfixturevalue("elsewhere")
    events = [event for part in answer[0] for event in part] + answer[1]
    body = {"max_completion_tokens": 256} if limit else {}
    response = begin(paced(events, engine_pace), **body)
    run, told = the_run(), Told()

    for pause, _ in zip(itertools.cycle(reader_pace), told.events(response.streaming_content), strict=False):
        time.sleep(pause)
        if len(told.names) == leave:
            api.call("POST", f"{path_of(run)}/cancel")

    assert (told.names[:3], told.names[-1]) == (START[:3], "done")
    until(lambda: not background.running())
    if told.names[-2] == "thread.run.requires_action":
        require_waiting(told, told.last[run.public_id])
        return
    assert told.names[-2] == f"thread.run.{the_run().status}"
    require_stored(api, told)
    if the_run().status == "completed":
        assert told.texts == said(events)


def require_waiting(told, run):
    """AssertionError unless only the step of the functions is open, and its calls are those that the run waits for."""
    [*_, waiting] = told.lives
    assert set(told.lives.pop(waiting)) == {"created", "in_progress", "delta"}
    told.require_whole_lives()
    wanted = run["required_action"]["submit_tool_outputs"]["tool_calls"]
    assert told.calls[waiting] == [{**call, "function": {**call["function"], "output": None}} for call in wanted]
