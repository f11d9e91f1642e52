"""Streams of runs and their readers: slow ones, late ones, those that leave, and those in another process."""

import re

import pytest
from django.db import connection

import background
from assistants_api import live, stream
from assistants_api.engines import (
    Code,
    CodeResult,
    MessageEnd,
    Text,
    message,
)
from assistants_api.models import Message
from tests.contract.streams import Told
from tests.streamed_runs import (
    COMPLETED,
    MESSAGE,
    MESSAGE_END,
    START,
    STEP,
    canned,
    events_after,
    in_order,
    read,
    require_stored,
    the_run,
    until,
)

pytestmark = pytest.mark.django_db(transaction=True)
pytest_plugins = ["tests.stream_fixtures"]


def test_a_slow_reader_gets_all_text_in_larger_pieces(api, begin):
    pieces = [f"word{number} " for number in range(300)]
    told, events = events_after(begin(canned(*map(Text, pieces))), "thread.message.created")

    until(lambda: the_run().status == "completed")
    list(events)

    assert told.texts == ["".join(pieces)]
    assert told.names.count("thread.message.delta") < 10
    require_stored(api, told)


def test_text_is_told_as_it_comes(begin, holding):
    told, events = events_after(begin(holding), "thread.message.delta")

    assert told.texts == ["Let me "]
    holding.go.set()
    list(events)
    assert told.texts == ["Let me see."]


def test_a_run_that_ended_before_it_was_read_is_told_whole(api, begin):
    response = begin(canned(*message("One.\nTwo."), Code("1"), CodeResult("1"), *message("Three.")))
    until(lambda: the_run().status == "completed")

    told = read(response)

    assert in_order(told.names) == [
        *START,
        *MESSAGE,
        *MESSAGE_END,
        *STEP,
        "thread.run.step.completed",
        *MESSAGE,
        *MESSAGE_END,
        *COMPLETED,
    ]
    require_stored(api, told)


def test_a_run_that_another_process_carries_is_told_from_the_database(api, begin, elsewhere, holding, monkeypatch):
    monkeypatch.setattr("assistants_api.record.FLUSH_SECONDS", 0)
    holding.rest = (Text("see."), MessageEnd(), Code("print(1)"), CodeResult("1\n"), *message("It is 1."))
    told, events = events_after(begin(holding), "thread.message.created")

    holding.go.set()
    list(events)

    assert live._channels == {}
    assert in_order(told.names) == [
        *START,
        *MESSAGE,
        *MESSAGE_END,
        *STEP,
        "thread.run.step.completed",
        *MESSAGE,
        *MESSAGE_END,
        *COMPLETED,
    ]
    assert told.texts == ["Let me see.", "It is 1."]
    require_stored(api, told)


def test_what_ends_in_the_middle_of_a_look_is_told(api, begin, elsewhere, holding, monkeypatch):
    monkeypatch.setattr("assistants_api.record.FLUSH_SECONDS", 0)
    told, events = events_after(begin(holding), "thread.message.delta")
    looked = []

    def end_after_the_first_look(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if not looked and re.search("FROM .assistants_api_(message|runstep)", sql):
            looked.append(sql)
            holding.go.set()
            until(lambda: not background.running())
        return result

    with connection.execute_wrapper(end_after_the_first_look):
        list(events)

    assert told.names == [*START, *MESSAGE, "thread.message.delta", *MESSAGE_END, *COMPLETED]
    require_stored(api, told)


def test_silence_is_filled_with_comments(begin, holding, monkeypatch):
    monkeypatch.setattr(stream, "HEARTBEAT", 0.03)
    monkeypatch.setattr(stream, "LOOK_AT_SHUTDOWN", 0.01)
    blocks = begin(holding).streaming_content

    for block in blocks:
        if block.startswith(b":"):
            holding.go.set()
            break
    rest = b"".join(blocks)

    assert block == b": heartbeat\n\n"
    assert rest.endswith(b"event: done\ndata: [DONE]\n\n")


def test_no_comment_comes_while_events_do(begin):
    assert read(begin(canned(*(Text("word ") for _ in range(100))))).comments == 0


def test_a_run_goes_on_when_its_reader_leaves(api, begin, holding):
    response = begin(holding)
    events_after(response, "thread.message.delta")

    response.close()
    holding.go.set()

    until(lambda: the_run().status == "completed" and not live._channels)
    assert [part["text"]["value"] for part in Message.objects.get().content] == ["Let me see."]


def test_no_line_of_a_stream_can_be_broken_by_text(begin):
    odd = "a\nb\r\nc\rd\x0be\x0cf\x1cg\x85h\u2028i\u2029j\n\nevent: done\ndata: [DONE]\n\n"
    body = b"".join(begin(canned(*message(odd))).streaming_content).decode()

    assert "".join(Told().read([body.encode()]).texts) == odd
    assert {line.split(" ")[0] for line in body.splitlines()} == {"event:", "data:", ""}
