"""Rows: other kinds of servers, and the question and its run in one call."""

from tests.fault_table.rows import Row, call, server, together


def _one_call(scene):
    scene.settings.ASSISTANTS_API_ONE_CALL = True


ROWS = [
    Row("LiteLLM: the run returns when it has ended, and cannot be looked at", server(blocks=True)),
    Row("LiteLLM, with the question in the call", together(server(blocks=True), _one_call)),
    Row("The question comes with its run", _one_call),
    Row("The upstream refuses a question with its run", together(_one_call, server(one_call=False))),
    Row("The call is refused for another reason once", together(_one_call, call("POST", "/threads/runs", status=429))),
    Row("The question comes with its run, not streamed", together(_one_call, server(streams=False))),
]
