"""The fault table: what can go wrong with an upstream, and what becomes of a question then."""

from tests.fault_table import calls, connections, runs, servers, streams

SECTIONS = {
    "Connections": connections.ROWS,
    "Answers that are none": calls.NO_ANSWERS,
    "Refusals": calls.REFUSALS,
    "Calls of which nobody knows what became of them": calls.LOST,
    "Runs": runs.ROWS,
    "Streams": streams.ROWS,
    "Question and run in one call": servers.TOGETHER,
    "A server in LiteLLM's manner": servers.LITELLM,
}
