"""The engine for OpenAI-compatible model servers: the model answers, and runs Python in the sandbox while it does."""

import json
import logging

from django.conf import settings
from django.utils.translation import gettext

from assistants_api.engines import CodeCall, CodeResult, Failed, MessageText, Picture, Stopped
from assistants_api.engines.completions_wire import TOOL
from assistants_api.engines.model_server import ContextOverflow, ModelServer, ModelServerError, ToolsRefused
from assistants_api.sandbox import run_program
from interpreter.client import InterpreterError

logger = logging.getLogger("tutor.assistants_api")

ROUNDS = 8
"""How often a model may run code before it has to answer; each time MOST_PROGRAMS at most."""
MOST_PROGRAMS = 4
MOST_PICTURES = 16
"""Pictures of one message; what code draws beyond them is seen with its step."""
RUNNING = 30
"""Seconds that a program may run."""
LOGS_LIMIT = 8_000
"""Characters of output that the model is shown: half of them from the start, half from the end."""

PYTHON = {
    "type": "function",
    "function": {
        "name": TOOL,
        "description": (
            "Run Python code and get what it printed. SymPy, NumPy and Matplotlib are installed; there is no network."
            " Variables are kept between calls. Print what you want to see. Figures are shown to the user."
        ),
        "parameters": {
            "type": "object",
            "properties": {"code": {"type": "string", "description": "The Python code to run."}},
            "required": ["code"],
        },
    },
}


def answer(run):
    """The events of one run. What the model or its server does wrong ends it as Failed, with cause and cure."""
    server = ModelServer(settings.LLM_BASE_URL, settings.LLM_API_KEY)
    try:
        yield from Turn(run, server).events()
    except ModelServerError as error:
        yield Failed(error.code, str(error))
    except InterpreterError as error:
        yield Failed("server_error", f"The code interpreter is not available: {error}")


class Turn:
    """One turn of the model: `history` is the thread before it, `since` what was said and run in it, in the API's
    form; `pictures` wait for the next message."""

    def __init__(self, run, server):
        self.run, self.server = run, server
        self.history = _merged(run.messages)
        self.since, self.pictures = [], ()
        self.tools = [PYTHON] if "code_interpreter" in run.tools else []
        self.shortened = False

    def events(self):
        """Rounds of code, each followed by another request, until the model has no more to run."""
        for left in range(ROUNDS, -1, -1):
            if not left:
                self.tools = []  # so that it has to answer with what it has
            reply = self._ask()
            if reply.usage:
                yield reply.usage
            if not (self.tools and reply.calls):
                yield from self._conclude(reply)
                return
            yield from self._say(reply.text)
            self.since.append(_calling(reply))
            for number, call in enumerate(reply.calls):
                yield from self._carry_out(call, number)

    def _ask(self):
        """The model's reply. A context that is too small is met once by leaving out the oldest messages, a model
        without tools by offering none."""
        while True:
            self._heed()
            try:
                return self.server.complete(self.run.model, self._messages(), self.tools, self.run.stop)
            except ContextOverflow:
                if self.shortened or not self._shorten():
                    raise
            except ToolsRefused as error:
                logger.warning("answering without code: %s", error)
                self.tools = []

    def _messages(self):
        told = [{"role": "system", "content": self.run.instructions}] if self.run.instructions else []
        return told + self.history + self.since

    def _shorten(self):
        """Keep the newest question and the exchange before it, or that question alone; False when no more can go."""
        asked = [number for number, message in enumerate(self.history) if message["role"] == "user"]
        start = next((number for number in asked[-2:] if number), 0)
        self.history, self.shortened = self.history[start:], True
        return start > 0

    def _say(self, text):
        if text:
            yield MessageText(text, self._drawn())

    def _drawn(self):
        pictures, self.pictures = self.pictures, ()
        return pictures

    def _conclude(self, reply):
        """The last message. One that was cut says so; none at all is a failure."""
        text = reply.text
        if reply.cut and text:
            text += "\n\n" + gettext("(The answer ends here because the model reached its limit of length.)")
        if text or self.pictures:
            yield MessageText(text, self._drawn())
        elif reply.cut:
            yield Failed("server_error", f"{self._model()} reached its limit of length before it answered: {LONGER}")
        elif reply.calls:
            yield Failed("server_error", f"{self._model()} went on calling tools in place of an answer: {STRONGER}")
        else:
            yield Failed("server_error", f"{self._model()} gave an empty answer: {STRONGER}")

    def _model(self):
        return f"The model '{self.run.model}'"

    def _carry_out(self, call, number):
        """Run one call; the model is told what came of it."""
        self._heed()
        told = call.problem
        if call.code is not None and number >= MOST_PROGRAMS:
            told = f"Not run: at most {MOST_PROGRAMS} calls at once."
        elif call.code is not None:
            yield CodeCall(call.code)
            result = run_program(self.run, call.code, RUNNING)
            self._heed()
            drawn = tuple(Picture(image.name, image.data, image.alt) for image in result.images)
            yield CodeResult(result.logs, drawn)
            self.pictures = (self.pictures + drawn)[:MOST_PICTURES]
            told = _told(result)
        self.since.append({"role": "tool", "tool_call_id": call.id, "content": told})

    def _heed(self):
        if self.run.stop.requested:
            raise Stopped


LONGER = "give it a longer context or output limit."
STRONGER = "choose one that is better at calling tools."


def _merged(messages):
    """The thread in the API's form. Messages of one speaker in a row become one, as many templates demand; so does a
    beginning with the user, unless nobody but the assistant has spoken."""
    merged = []
    for said in messages:
        if not said.text.strip():
            continue
        if merged and merged[-1]["role"] == said.role:
            merged[-1]["content"] += f"\n\n{said.text}"
        else:
            merged.append({"role": said.role, "content": said.text})
    first = next((number for number, message in enumerate(merged) if message["role"] == "user"), 0)
    return merged[first:]


def _calling(reply):
    """The reply with its calls as the API wants it back: with ids, and arguments that are JSON, whatever was sent."""
    calls = [
        {
            "id": call.id,
            "type": "function",
            "function": {"name": call.name, "arguments": json.dumps({"code": call.code or ""})},
        }
        for call in reply.calls
    ]
    return {"role": "assistant", "content": reply.text, "tool_calls": calls}


def _told(result):
    """What the model is told of a program: its output, shortened in the middle, and its pictures by their number."""
    logs = result.logs
    if len(logs) > LOGS_LIMIT:
        half = LOGS_LIMIT // 2
        logs = f"{logs[:half]}\n[... {len(logs) - LOGS_LIMIT} characters left out ...]\n{logs[-half:]}"
    drawn = f"[Figures shown to the user: {len(result.images)}]" if result.images else ""
    return "\n".join(part for part in (logs, drawn) if part) or "[No output. Print what you want to see.]"
