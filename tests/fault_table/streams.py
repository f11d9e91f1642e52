"""Rows: streams that go wrong. What is shown in the end is what the upstream has stored, whatever the stream said."""

from chat.models import Run
from tests.fault_table.rows import Row, call, server, together
from tests.upstream import spoilers


def _stream(spoil, **fault):
    return call("POST", "/runs", spoil=spoil, **fault)


def _failing_run(spoil):
    return together(server(outcome={"status": "failed", "last_error": None}), _stream(spoil))


ROWS = [
    Row("No stream: the run itself is answered", server(streams=False)),
    Row("The stream is cut in the middle of an event", _stream(spoilers.cut())),
    Row("The stream is cut in its first event", _stream(spoilers.cut(at="thread.run.created")), waits=("look",)),
    Row("The stream is cut between two messages", _stream(spoilers.cut(at="thread.run.step.created", nth=2))),
    Row("The stream ends too early, in good order", _stream(spoilers.ended(nth=3))),
    Row("The stream ends before it has named its run", _stream(spoilers.without("thread.run.created",
        "thread.run.queued", "thread.run.in_progress", "thread.run.completed"))),
    Row("The stream is empty", _stream(lambda events: iter(()))),
    Row("The stream falls silent", _stream(spoilers.stalled()), waits=("silence",)),
    Row("The stream falls silent before its first word", _stream(spoilers.stalled(at="thread.run.in_progress")),
        waits=("silence",)),
    Row("The stream sends signs of life, and no more news", _stream(spoilers.idle), waits=("no news",)),
    Row("The stream sends signs of life, and never names its run", _stream(lambda events: spoilers.pings()),
        waits=("no news",)),
    Row("The stream says nothing at all", _stream(lambda events: iter([spoilers.FOREVER])), waits=("answer to a run",)),
    Row("Events come twice", _stream(spoilers.duplicated)),
    Row("Events come in the wrong order", _stream(spoilers.out_of_order)),
    Row("Unknown events, and known ones with more in them", _stream(spoilers.unknown)),
    Row("An `error` event", _stream(spoilers.failing())),
    Row("An `error` event before the run is named", _stream(lambda events: spoilers.failing("x")(iter(())))),
    Row("No `done`", _stream(spoilers.without("done"))),
    Row("No end of the run", _stream(spoilers.without("thread.run.completed"))),
    Row("No `thread.message.completed`", _stream(spoilers.without("thread.message.completed"))),
    Row("Only the end of the run", _stream(lambda events: list(events)[-2:])),
    Row("A line of a megabyte", _stream(spoilers.long_line)),
    Row("A line without an end", _stream(spoilers.endless_line)),
    Row("Invalid UTF-8", _stream(spoilers.invalid_utf8)),
    Row("Half JSON in the deltas", _stream(spoilers.half_json)),
    Row("Deltas of other shapes", _stream(spoilers.odd_shapes)),
    Row("Line ends of Windows", _stream(spoilers.crlf)),
    Row("One byte at a time", _stream(spoilers.dripping)),
    Row("An event on several data lines", _stream(spoilers.two_lines)),
    Row("Comments and unknown fields", _stream(spoilers.heartbeats)),
    Row("Not chunked, ended by the connection", _stream(None, chunked=False)),
    Row("Deltas of other words than the message has", _stream(spoilers.other_words)),
    Row("Deltas of a message that was never begun", _stream(spoilers.another_message)),
    Row("The end of another run", _stream(spoilers.another_run)),
    Row("The stream says completed, the run failed", _failing_run(spoilers.claiming("completed")), Run.Reason.FAILED),
    Row("The stream says failed, the run completed", _stream(spoilers.claiming("failed"))),
]  # fmt: skip
