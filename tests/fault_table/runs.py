"""Rows: runs that end badly, or not at all."""

from chat.models import Run
from tests.fault_table.rows import Row, call, server, together

FAILED, BUSY, TIMEOUT = Run.Reason.FAILED, Run.Reason.BUSY, Run.Reason.TIMEOUT


def _ends(status, code=None, **more):
    error = {"last_error": {"code": code, "message": "no"}} if code else {}
    return server(outcome={"status": status, **error}, **more)


def _loses_thread(scene):
    """The upstream forgets the thread."""
    for thread in list(scene.upstream.threads):
        del scene.upstream.threads[thread], scene.upstream.messages[thread]


def _lost_before_the_run(scene):
    start_run = scene.upstream.start_run

    def lose(thread, body):
        scene.upstream.start_run = start_run
        _loses_thread(scene)
        return start_run(thread, body)

    scene.upstream.start_run = lose


def _lost_during_the_run(scene):
    def spoil(events):
        for event in events:
            if event.name == "thread.message.completed":
                _loses_thread(scene)
            yield event

    call("POST", "/runs", spoil=spoil)(scene)


ROWS = [
    Row("The run fails: server_error, twice", _ends("failed", "server_error"), FAILED, runs=2),
    Row("The run fails: rate_limit_exceeded", _ends("failed", "rate_limit_exceeded"), BUSY),
    Row("The run fails: invalid_prompt", _ends("failed", "invalid_prompt"), FAILED),
    Row("The run fails after it has answered", _ends("failed", "invalid_prompt", leaves_messages=True), FAILED),
    Row("The run fails without a proper reason", server(outcome={"status": "failed", "last_error": "no"}), FAILED),
    Row("The run expires", _ends("expired"), TIMEOUT),
    Row("The run is cancelled by somebody else", _ends("cancelled"), FAILED),
    Row("The run is incomplete, with a text", _ends("incomplete")),
    Row("The run is incomplete, without a text", _ends("incomplete", answers=[]), FAILED),
    Row("The run asks for the outputs of functions", _ends("requires_action"), FAILED),
    Row("The run stays queued", server(stuck="queued"), TIMEOUT, ("run",)),
    Row("The run stays in progress", server(stuck="in_progress"), TIMEOUT, ("run",)),
    Row("The run stays queued, without a stream", server(stuck="queued", streams=False), TIMEOUT, ("run",)),
    Row(
        "The run stays in progress, then cancelling for ever",
        server(stuck="cancelling", polls=10**6),
        TIMEOUT,
        ("run",),
    ),
    Row(
        "The run stays in progress, and its cancel is never answered",
        together(server(stuck="in_progress"), call("POST", "/cancel", accepted=True, seconds=2.5, times=9)),
        TIMEOUT,
        ("run", "answer"),
    ),
    Row("The run answers nothing", server(answers=[])),
    Row("The thread is lost before the run", _lost_before_the_run),
    Row("The thread is lost while the run is at work", _lost_during_the_run, runs=2),
]
