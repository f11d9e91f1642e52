"""Runs as engines see them, with a sandbox that only notes programs, and what their events say."""

from assistants_api.engines import CodeResult, Failed, RunInput, Said, StopSignal, Text
from assistants_api.engines.chat_completions import answer
from interpreter.client import CellResult, Image

QUESTION = "I need to solve the equation `3x + 11 = 14`. Can you help me?"
TUTOR = "You are a personal math tutor."
KEY = "sk-canary-7f3a9"
PNG = Image("figure-1.png", b"\x89PNG\r\n\x1a\n...", "A parabola", 4, 3)


class Cells:
    """In place of a sandbox: notes what it is to run, and answers with the given results in their order."""

    def __init__(self, *results, files=()):
        self.ran, self.results, self.files, self.error = [], list(results), files, None

    def run(self, source, seconds, patience=60):
        self.ran.append(source)
        if self.error:
            raise self.error
        return self.results.pop(0) if self.results else CellResult("1\n")


def asked(*messages, **fields):
    """A run that may use code; messages alternate, beginning with the user. `fields` are those of RunInput."""
    roles = ("user", "assistant")
    told = tuple(m if isinstance(m, Said) else Said(roles[n % 2], m) for n, m in enumerate(messages or [QUESTION]))
    given = {"instructions": TUTOR, "sandbox": Cells(), "stop": StopSignal(), "code_interpreter": True}
    return RunInput(model="some-model", messages=told, **given | fields)


def events_of(run=None):
    """The events of a run: pieces of text that follow each other as one, results of code as what they print."""
    told = []
    for event in answer(run or asked()):
        if isinstance(event, Text) and told and isinstance(told[-1], Text):
            told[-1] = Text(told[-1].piece + event.piece)
        else:
            told.append(event.logs if isinstance(event, CodeResult) else event)
    return told


def failure(run=None):
    """The Failed that ends a run, which must be its last event and its only failure."""
    *others, last = events_of(run)
    assert isinstance(last, Failed), last
    assert not any(isinstance(event, Failed) for event in others)
    return last
