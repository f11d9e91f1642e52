"""Rows: other kinds of servers, and the question and its run in one call."""

from chat.models import Run
from tests.fault_table.rows import Row, call, server, together
from tests.upstream import spoilers

REJECTED = {"status": "failed", "last_error": {"code": "invalid_prompt", "message": "no"}}


def _one_call(scene):
    scene.settings.ASSISTANTS_API_ONE_CALL = True


def _once(path, **fault):
    return together(_one_call, call("POST", path, **fault))


TOGETHER = [
    Row("Nothing goes wrong, in a new conversation", _one_call),
    Row("Nothing goes wrong, later", _one_call, later=True),
    Row("The upstream does not stream", together(_one_call, server(streams=False))),
    Row("The upstream does not know such calls", together(_one_call, server(one_call=False))),
    Row("The upstream does not know such calls, later", together(_one_call, server(one_call=False)), later=True),
    Row("429 for the call, once", _once("/threads/runs", status=429)),
    Row("The call is dropped, in a new conversation", _once("/threads/runs", drop=True), Run.Reason.UNREACHABLE,
        messages=0, runs=0),
    Row("The call is dropped, later", _once("/runs", drop=True), waits=("lost",), later=True),
    Row("All is made, the answer too late, in a new conversation",
        _once("/threads/runs", accepted=True, seconds=2), Run.Reason.UNREACHABLE, ("answer to a run",)),
    Row("All is made, the answer too late, later",
        _once("/runs", accepted=True, seconds=2), waits=("answer to a run",), later=True),
    Row("All is made, the connection closes, in a new conversation",
        _once("/threads/runs", accepted=True, drop=True), Run.Reason.UNREACHABLE),
    Row("All is made, the connection closes, later", _once("/runs", accepted=True, drop=True), later=True),
    Row("All is made, the stream is cut at once", _once("/threads/runs", spoil=spoilers.cut(at="thread.run.created")),
        Run.Reason.UNREACHABLE),
    Row("The stream is cut in the middle", _once("/threads/runs", spoil=spoilers.cut())),
]  # fmt: skip

LITELLM = [
    Row("A first question", server(blocks=True)),
    Row("A later question", server(blocks=True), later=True),
    Row("A first question, in one call with its run", together(_one_call, server(blocks=True))),
    Row("A later question, in one call with its run", together(_one_call, server(blocks=True)), later=True),
    Row("The run fails", server(blocks=True, outcome=REJECTED), Run.Reason.FAILED),
    Row("The run is taken, its answer too late", together(server(blocks=True), call("POST", "/runs", accepted=True,
        seconds=2)), Run.Reason.UNREACHABLE, ("answer to a run", "look")),
]  # fmt: skip
