"""Streams of runs: the events in their order, whatever way the run ends."""

from datetime import timedelta

import pytest
from django.db import DatabaseError

import background
from assistants_api import stream
from assistants_api.engines import (
    Code,
    CodeResult,
    Failed,
    FunctionCall,
    FunctionCalls,
    FunctionsCalled,
    Incomplete,
    MessageEnd,
    OutputFile,
    Text,
    message,
)
from assistants_api.models import Message
from tests.contract.streams import Told
from tests.streamed_runs import (
    COMPLETED,
    MESSAGE,
    MESSAGE_END,
    PLOT,
    START,
    STEP,
    canned,
    events_after,
    in_order,
    path_of,
    read,
    require_stored,
    the_run,
)

pytestmark = pytest.mark.django_db(transaction=True)
pytest_plugins = ["tests.stream_fixtures"]


def test_messages_and_programs_are_told_in_order(api, begin):
    told = read(
        begin(
            canned(
                Text("Let us "),
                Text("see.\nNow:"),
                MessageEnd(),
                Code("print("),
                Code("1)"),
                CodeResult("1\n"),
                *message("It is 1."),
            )
        )
    )

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
    assert told.texts == ["Let us see.\nNow:", "It is 1."]
    require_stored(api, told)


def test_whole_objects_are_told_as_they_were_at_the_moment(begin):
    seen = {}
    for name, value in Told().events(begin(canned(*message("Hello."))).streaming_content):
        seen[name] = value

    assert (seen["thread.run.created"]["status"], seen["thread.run.created"]["started_at"]) == ("queued", None)
    begun = seen["thread.run.in_progress"]
    assert (begun["status"], begun["usage"], begun["completed_at"]) == ("in_progress", None, None)
    assert begun["expires_at"] == begun["created_at"] + 600
    created = seen["thread.message.created"]
    assert (created["status"], created["content"], created["completed_at"]) == ("in_progress", [], None)
    assert (seen["thread.run.step.created"]["status"], seen["thread.run.step.created"]["usage"]) == (
        "in_progress",
        None,
    )
    assert seen["thread.message.completed"]["content"][0]["text"]["value"] == "Hello."


def test_pictures_and_files_are_told_with_their_annotations(api, begin):
    link = "sandbox:/mnt/data/table.csv"
    engine = canned(
        Code("plot()"), CodeResult("", (PLOT,), (OutputFile("table.csv", b"1"),)), *message(f"See [it]({link}) here.")
    )

    told = read(begin(engine))

    assert in_order(told.names) == [*START, *STEP, "thread.run.step.completed", *MESSAGE, *MESSAGE_END, *COMPLETED]
    [[picture, text]] = told.contents.values()
    assert (picture["type"], text["text"]["value"]) == ("image_file", f"See [it]({link}) here.")
    [note] = text["text"]["annotations"]
    assert text["text"]["value"][note["start_index"] : note["end_index"]] == note["text"] == link
    [[call]] = told.calls.values()
    assert [output["type"] for output in call["code_interpreter"]["outputs"]] == ["image"]
    require_stored(api, told)


def test_functions_are_told_and_the_run_goes_on_in_a_stream_of_its_own(api, begin):
    call = FunctionCall("call_1", "weather", '{"city":\n"Oslo"}')

    def answer(run):
        if any(isinstance(item, FunctionsCalled) for item in run.done):
            yield from message("4 degrees.")
            return
        yield from message("One moment.")
        yield FunctionCalls((call,))

    first = read(begin(answer))
    run = the_run()
    body = {"tool_outputs": [{"tool_call_id": "call_1", "output": "4"}], "stream": True}
    second = read(api.call("POST", f"{path_of(run)}/submit_tool_outputs", body))

    assert in_order(first.names) == [
        *START,
        *MESSAGE,
        *MESSAGE_END,
        *STEP,
        "thread.run.requires_action",
        "done",
    ]
    [[told]] = first.calls.values()
    assert told == {
        "id": "call_1",
        "type": "function",
        "function": {"name": "weather", "arguments": call.arguments, "output": None},
    }
    assert in_order(second.names) == [
        "thread.run.step.completed",
        "thread.run.queued",
        "thread.run.in_progress",
        *MESSAGE,
        *MESSAGE_END,
        *COMPLETED,
    ]
    assert second.texts == ["4 degrees."]
    steps = api.get(f"{path_of(run)}/steps", order="asc")["data"]
    assert second.last[steps[1]["id"]] == steps[1]
    assert second.last[run.public_id] == api.get(path_of(run))


# The ends


@pytest.mark.parametrize(
    ("end", "status"), [(Failed("server_error", "No."), "failed"), (Incomplete("max_prompt_tokens"), "incomplete")]
)
def test_an_answer_that_breaks_off_ends_with_its_message_incomplete(api, begin, end, status):
    told = read(begin(canned(Text("So far"), end)))

    step = "failed" if status == "failed" else "completed"
    ends = ["thread.message.incomplete", f"thread.run.step.{step}", f"thread.run.{status}", "done"]
    assert in_order(told.names) == [*START, *MESSAGE, *ends]
    assert told.texts == ["So far"]
    require_stored(api, told)


def test_a_crash_of_the_engine_ends_the_stream_as_failed(api, begin, caplog):
    def answer(run):
        yield Text("So far")
        raise RuntimeError("secret detail")

    told = read(begin(answer))

    assert told.names[-2:] == ["thread.run.failed", "done"]
    assert "secret detail" not in str(told.last)
    assert "secret detail" in caplog.text
    require_stored(api, told)


def test_a_cancel_ends_the_stream(api, begin, holding):
    told, events = events_after(begin(holding), "thread.message.delta")

    api.post(f"{path_of(the_run())}/cancel")
    list(events)

    ends = ["thread.message.incomplete", "thread.run.step.cancelled", "thread.run.cancelled", "done"]
    assert [name for name in told.names if name != "thread.run.cancelling"] == [*START, *MESSAGE, *ends]
    assert told.texts == ["Let me "]
    require_stored(api, told)


@pytest.mark.slow
def test_the_end_of_its_time_ends_the_stream(api, begin, holding, monkeypatch):
    monkeypatch.setattr("assistants_api.models.RUN_LIFETIME", timedelta(seconds=2))
    told, events = events_after(begin(holding), "thread.message.delta")

    list(events)

    ends = ["thread.message.incomplete", "thread.run.step.expired", "thread.run.expired", "done"]
    assert told.names == [*START, *MESSAGE, *ends]
    require_stored(api, told)


def test_the_deletion_of_the_thread_ends_the_stream(api, begin, holding):
    told, events = events_after(begin(holding), "thread.message.delta")

    api.delete(f"/threads/{the_run().thread_id}")
    [error, done] = list(events)

    assert told.names == [*START, *MESSAGE, "error", "done"]
    assert "deleted" in error[1]["message"]
    assert Message.objects.count() == 0


def test_a_stream_says_that_its_process_ends(begin, holding):
    told, events = events_after(begin(holding), "thread.message.delta")

    assert background.shutdown(5)
    [error] = list(events)

    assert told.names == [*START, *MESSAGE, "error"]
    assert "going down" in error[1]["message"]
    assert the_run().status == "in_progress"


def test_a_database_that_fails_ends_the_stream_with_an_error(begin, holding, monkeypatch, caplog):
    told, events = events_after(begin(holding), "thread.message.delta")

    def fail(run):
        raise DatabaseError("secret detail")

    monkeypatch.setattr(stream, "steps_of", fail)
    holding.go.set()
    rest = list(events)

    assert rest[-1][0] == "error"
    assert "secret detail" not in str(rest)
    assert "secret detail" in caplog.text
