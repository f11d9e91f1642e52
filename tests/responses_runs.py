"""Runs for the responses engine without a database: a sandbox that only notes, and short ways to ask and to look."""

import contextlib
from unittest import mock

from assistants_api.engines import CodeResult, MessageEnd, RunInput, Said, StopSignal, Text
from assistants_api.engines.responses import answer
from interpreter.client import CellResult
from tests.responses_server import ResponsesServer

QUESTION = "I need to solve the equation `3x + 11 = 14`. Can you help me?"
TUTOR = "You are a personal math tutor."
KEY = "sk-canary-7f3a9"
ADD = {
    "name": "add",
    "description": "Adds.",
    "parameters": {"type": "object", "properties": {"a": {"type": "integer"}}},
    "strict": False,
}


class Cells:
    """In place of a Sandbox: it notes programs and gives the results in their order."""

    def __init__(self, *results, files=()):
        self.ran, self.results, self.files = [], list(results), tuple(files)

    def run(self, source, seconds, patience=60):
        self.ran.append(source)
        return self.results.pop(0) if self.results else CellResult("1\n")


@contextlib.contextmanager
def serving(settings, code="sandbox"):
    """A function that starts a double with the replies given, which the settings then name. A double must not have to
    refuse anything, unless `refuses`. Waits between attempts are short."""
    with contextlib.ExitStack() as stack:

        def serve(*replies, refuses=False, **fields):
            server = ResponsesServer(*replies, **fields)
            started.append((server, refuses))
            stack.callback(server.close)
            settings.LLM_BASE_URL, settings.LLM_API_KEY, settings.LLM_STORE = server.url, KEY, False
            settings.LLM_RESPONSES_CODE = code
            return server

        started = []
        stack.enter_context(mock.patch("assistants_api.engines.model_server.client.PAUSES", (0.01, 0.01, 0.01)))
        stack.enter_context(mock.patch("assistants_api.engines.responses.engine._thoughtless", set()))
        yield serve
        assert [server.faults for server, refuses in started if not refuses and server.faults] == []


def asked(*messages, sandbox=None, **fields):
    """A RunInput; messages alternate, beginning with the user."""
    roles = ("user", "assistant")
    told = [m if isinstance(m, Said) else Said(roles[n % 2], m) for n, m in enumerate(messages or [QUESTION])]
    usual = {"instructions": TUTOR, "stop": StopSignal(), "code_interpreter": True}
    return RunInput(model="some-model", messages=tuple(told), sandbox=sandbox or Cells(), **usual | fields)


def events_of(**fields):
    return list(answer(asked(**fields)))


def told(events):
    """The events with the pieces of each text and program joined: ("text", ...), ("code", ...), others as they are."""
    found = []
    for event in events:
        kind = type(event).__name__.lower()
        if not hasattr(event, "piece"):
            found.append(event)
        elif found and isinstance(found[-1], tuple) and found[-1][0] == kind:
            found[-1] = (kind, found[-1][1] + event.piece)
        else:
            found.append((kind, event.piece))
    return found


def said(text):
    """A whole message, as `told` has it."""
    return [("text", text), MessageEnd()]


def ran(code, logs):
    """A whole program, as `told` has it."""
    return [("code", code), CodeResult(logs)]


def pieces(events):
    return [event.piece for event in events if isinstance(event, Text)]
