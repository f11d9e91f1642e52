"""The engine for OpenAI's Responses API: code runs in our own sandbox as a function tool, or in OpenAI's container."""

import contextlib
import logging
import re

from django.conf import settings

from assistants_api.engines import Failed, FunctionCall, FunctionCalls, Incomplete, MessageEnd, Stopped, Text
from assistants_api.engines import python_tool as python
from assistants_api.engines.model_server.client import ModelServer
from assistants_api.engines.model_server.refusals import (
    ContentRefused,
    ContextOverflow,
    FieldRefused,
    ImagesRefused,
    ModelServerError,
    Overloaded,
    ToolsRefused,
    judged,
    without_words,
    words_to_judge,
)
from assistants_api.engines.responses import request as wire
from assistants_api.engines.responses.calls import echoed, read_calls
from assistants_api.engines.responses.container import Container
from assistants_api.engines.responses.events import Reader, ResponseFailed
from assistants_api.engines.responses.items import Malformed
from assistants_api.tokens import estimate
from interpreter.client import InterpreterError

logger = logging.getLogger("tutor.assistants_api")

PATH = "/responses"
CALL = f"POST {PATH}"
LEAST_OUTPUT = 16
"""The smallest max_output_tokens that OpenAI takes."""
REFUSED = re.compile(r"[Uu]nsupported (?:parameter|value): '(\w+)|(Encrypted content) is not supported")
DISPENSABLE = {
    "temperature",
    "top_p",
    "reasoning",
    "parallel_tool_calls",
    "include",
    "max_output_tokens",
    "tool_choice",
    "stream",
}
"""Parameters that a request can do without when a model refuses them."""
CUT = {"max_output_tokens": "max_completion_tokens", "content_filter": "content_filter"}
"""Reasons of incomplete responses, in the Assistants API's words."""
OVERLOADED = {"rate_limit_exceeded", "insufficient_quota"}
IN_THE_PROMPT = re.compile(r"invalid_prompt|image|policy|content_filter")
"""Codes of a failed response that say that something is wrong with what it was asked."""
_thoughtless = set()
"""(address, model) that has refused to hand out thoughts, as far as this process has seen; MOST_THOUGHTLESS at most."""
MOST_THOUGHTLESS = 100
NOT_CALLED = "Not called, since another call was wrong. Call all of them again."
STRONGER = "choose one that is better at calling tools."


def answer(run):
    """The events of one run. What the model or its server does wrong ends it as Failed, with cause and cure."""
    server = ModelServer(settings.LLM_BASE_URL, settings.LLM_API_KEY)
    try:
        yield from Turn(run, server).events()
    except ImagesRefused as error:
        yield Failed("invalid_prompt", str(error))
    except ModelServerError as error:
        yield Failed(error.code, str(error))
    except InterpreterError as error:
        yield Failed("server_error", f"The code interpreter is not available: {error}")


class Turn:
    """The requests of one run. `history` is the thread before it, `since` what was said and run in it, as input items.

    `python`: the name of the tool that is our own sandbox, or "". The container gets no files of the thread, so that a
    run with files has our own sandbox always.
    """

    def __init__(self, run, server):
        self.run, self.server = run, server
        self.store = settings.LLM_STORE
        hosted = settings.LLM_RESPONSES_CODE == "hosted" and not run.sandbox.files
        self.python = python.name_beside(run.functions) if run.code_interpreter and not hosted else ""
        self.container = Container(server, run.stop) if run.code_interpreter and hosted else None
        self.tools = self._offered()
        self.history = [item for said in run.messages for item in wire.message_items(said)]
        self.since = wire.done_items(run.done, self.python)
        self.refused, self.shortened = set(), False
        if not self.container and self._model_id() in _thoughtless:
            self.refused.add("include")
        self.prompt = self.completion = 0  # tokens that the requests of this turn have used
        self.asked = False

    def events(self):
        """Rounds of code, each followed by another request, until the model has no more to run."""
        for left in range(python.ROUNDS, -1, -1):
            if not left:
                self.tools = []  # so that it has to answer with what it has
            if reason := self._exceeded():
                yield Incomplete(reason)
                return
            reply = yield from self._ask()
            calls = read_calls(reply, self.tools)
            if reply.incomplete or not calls or not left:
                yield from self._conclude(reply)
                return
            self.since += echoed(reply, calls, self.store)
            functions = yield from self._carry_out(calls.values())
            if functions:
                yield FunctionCalls(tuple(FunctionCall(call.id, call.name, call.arguments) for call in functions))
                return

    def _carry_out(self, calls):
        """Run the programs, and tell the model what came of each call. Returns the calls of the caller's functions,
        unless one of them is wrong: then the model has to call them again."""
        programs = [call for call in calls if call.name == self.python]
        functions = [call for call in calls if call.name != self.python]
        wrong = any(call.problem for call in functions)
        for number, call in enumerate(programs):
            output = yield from self._run_program(call, number)
            self.since.append(wire.output_item(call.id, output))
        for call in functions if wrong else ():
            self.since.append(wire.output_item(call.id, call.problem or NOT_CALLED))
        return [] if wrong else functions

    def _run_program(self, call, number):
        """Run one program; returns what the model is told of it."""
        self._heed()
        code, problem = python.program(call.arguments)
        if call.problem or problem:
            return call.problem or problem
        if number >= python.MOST_PROGRAMS:
            return f"Not run: at most {python.MOST_PROGRAMS} calls at once."
        output = yield from python.carry_out(self.run.sandbox, code)
        self._heed()
        return output

    def _conclude(self, reply):
        """The end of the turn. A limit says so; an answer without a word is a failure."""
        if reply.incomplete in CUT:
            yield Incomplete(CUT[reply.incomplete])
        elif reply.incomplete:
            yield Failed("server_error", f"{self._model()} ended its answer early ({reply.incomplete[:60]}).")
        elif reply.calls and not reply.spoke:
            yield Failed("server_error", f"{self._model()} went on calling tools in place of an answer: {STRONGER}")
        elif not reply.spoke and not (self.container and reply.ran):
            yield Failed("server_error", f"{self._model()} gave an empty answer: {STRONGER}")

    def _model(self):
        return f"The model '{self.run.model}'"

    def _heed(self):
        if self.run.stop.requested:
            raise Stopped

    # Requests

    def _ask(self):
        """The events of one response; returns its Reply. What the server refuses is asked for again in another way."""
        told, reader = False, Reader()
        while True:
            self._heed()
            pieces = self._pieces(reader)
            try:
                for event in self.container.events(pieces) if self.container else _messages(pieces):
                    told = True
                    yield event
                break
            except ModelServerError as error:
                if told or not self._adapt(error):
                    raise
                reader = Reader()
        self._count(reader.reply)
        if reader.reply.usage:
            yield reader.reply.usage
        return reader.reply

    def _pieces(self, reader):
        """What a response tells; whatever ends it early is a ModelServerError."""
        body = self._body()
        try:
            with contextlib.closing(self.server.stream(PATH, body, self.run.stop)) as values:
                yield from reader.read(values)
        except Malformed as error:
            raise self.server.error(CALL, f"sent {error}; see the model server's own log") from None
        except ResponseFailed as failure:
            raise self._failure(failure, body) from None

    def _failure(self, failure, body):
        """The error of a response that the server gave up."""
        words = failure.said.replace(settings.LLM_API_KEY or "\0", "[key]")
        said = without_words(words, body)
        kind, cure = judged(200, words_to_judge(words, said), failure.code, body)
        if failure.code in OVERLOADED:
            kind = Overloaded
        elif kind is ModelServerError and IN_THE_PROMPT.search(failure.code):
            kind = ContentRefused
        told = " ".join(part for part in (failure.code[:60], said, f"({cure})" if cure else "") if part)
        return self.server.error(CALL, f"the response failed: {told}", kind)

    def _adapt(self, error):
        """Change the request so that the server may take it; False when nothing is left to change."""
        if isinstance(error, ContextOverflow):
            return not self.shortened and self._shorten()
        if isinstance(error, ToolsRefused):
            found, self.tools = bool(self.tools), []
            logger.warning("answering without tools: %s", error)
            return found
        field = _refused_field(error)
        keeps_anyway = field == "store" and self.store  # without it the service keeps everything
        if not (field in DISPENSABLE or keeps_anyway) or field in self.refused:
            return False
        self.refused.add(field)
        if field == "include" and not self.container and len(_thoughtless) < MOST_THOUGHTLESS:
            _thoughtless.add(self._model_id())
        logger.warning("asking without %s: %s", field, error)
        return True

    def _model_id(self):
        return self.server.base_url, self.run.model

    def _shorten(self):
        """Keep the newest question and the exchange before it, or that question alone; False when no more can go."""
        asked = [number for number, item in enumerate(self.history) if item["role"] == "user"]
        start = next((number for number in asked[-2:] if number), 0)
        self.history, self.shortened = self.history[start:], True
        return start > 0

    def _body(self):
        run = self.run
        body = {
            "model": run.model,
            "instructions": self._instructions() or None,
            "input": self.history + self.since,
            "stream": True,
            "store": self.store,
            "include": self._include() or None,
            "max_output_tokens": self._left(),
            **wire.parameters(run),
        }
        if self.tools:
            first = not self.asked and not run.done
            choice = run.tool_choice if first or run.tool_choice == "none" else "auto"
            body["tools"] = self.tools
            body["tool_choice"] = wire.choice(choice, self.tools, self.python)
            body["parallel_tool_calls"] = None if run.parallel_tool_calls else False
        return {name: value for name, value in body.items() if value is not None and name not in self.refused}

    def _offered(self):
        tools = [wire.function_tool(function) for function in self.run.functions]
        if self.python:
            tools.insert(0, wire.python_tool(self.python))
        return [wire.CONTAINER, *tools] if self.container else tools

    def _instructions(self):
        files = self.run.sandbox.files
        note = python.files_note(files) if self.python and files else ""
        return "\n\n".join(part for part in (self.run.instructions, note) if part)

    def _include(self):
        """Thoughts go back to the server with the outputs of programs; one that keeps nothing has to hand them out."""
        if self.container:
            return ["code_interpreter_call.outputs"]
        return ["reasoning.encrypted_content"] if self.python and not self.store else []

    # Limits

    def _exceeded(self):
        """The reason of Incomplete when the run's limits leave no room for another request, or ""."""
        left, limit = self._left(), self.run.max_prompt_tokens
        if left is not None and left < LEAST_OUTPUT:
            return "max_completion_tokens"
        prompt = wire.measure(self._instructions(), self.history + self.since) if self.asked else 0
        return "max_prompt_tokens" if limit is not None and self.prompt + prompt > limit else ""

    def _left(self):
        limit = self.run.max_completion_tokens
        return None if limit is None else limit - self.completion

    def _count(self, reply):
        """Add what a request has used: as the server counted it, or else an estimate."""
        prompt = wire.measure(self._instructions(), self.history + self.since)
        self.prompt += reply.usage.prompt_tokens if reply.usage else prompt
        self.completion += reply.usage.completion_tokens if reply.usage else estimate(reply.text)
        self.asked = True


def _messages(pieces):
    """The messages in what a response tells; of programs in a container that nobody asked for nothing is told."""
    return (piece for piece in pieces if isinstance(piece, (Text, MessageEnd)))


def _refused_field(error):
    """The parameter of the request that an error names, or ""."""
    if isinstance(error, FieldRefused):
        return error.field
    found = REFUSED.search(error.words)
    return "" if not found else "include" if found[2] else found[1]
