"""The engine for OpenAI-compatible model servers: the model answers, and runs Python in the sandbox while it does."""

import logging

from django.conf import settings

from assistants_api.engines import (
    Code,
    Failed,
    FunctionCall,
    FunctionCalls,
    Incomplete,
    MessageEnd,
    Stopped,
    Text,
    code_result,
)
from assistants_api.engines.chat_completions.reply import Reply
from assistants_api.engines.chat_completions.request import Request
from assistants_api.engines.chat_completions.tool_calls import Tools
from assistants_api.engines.chat_completions.transcript import Transcript
from assistants_api.engines.model_server.client import ITS_LOG, ModelServer
from assistants_api.engines.model_server.refusals import (
    BASE_HINT,
    ContextOverflow,
    FieldRefused,
    ImagesRefused,
    ModelServerError,
    ToolsRefused,
)
from assistants_api.engines.python_tool import MOST_PROGRAMS, ROUNDS, RUNNING, told
from assistants_api.voice import Voice
from interpreter.client import InterpreterError
from maths.phrases import N_

logger = logging.getLogger("tutor.assistants_api")

PATH = "/chat/completions"
REPAIRS = 2
"""How often a model may send arguments of functions that cannot be read."""
LONGER = "give it a longer context or output limit."
STRONGER = "choose one that is better at calling tools."

_thinkers = set()
"""(address, model) whose replies begin inside a thought, as far as this process has seen; MOST_THINKERS at most."""
MOST_THINKERS = 100


class _Over(Exception):
    """A limit of the run is used up: the reason of its Incomplete."""


def answer(run):
    """The events of one run. What the model or its server does wrong ends it as Failed, with cause and cure."""
    server = ModelServer(settings.LLM_BASE_URL, settings.LLM_API_KEY)
    try:
        yield from Turn(run, server).events()
    except _Over as limit:
        yield Incomplete(str(limit))
    except ModelServerError as error:
        yield Failed(error.code, str(error))
    except InterpreterError as error:
        yield Failed("server_error", f"The code interpreter is not available: {error}")


class Turn:
    """One turn of the model: requests, each followed by what its reply calls for."""

    def __init__(self, run, server):
        self.run, self.server = run, server
        self.tools = Tools(run.functions, run.code_interpreter)
        self.transcript = Transcript(run, self.tools.python)
        self.request = Request(run, self.tools)
        self.shortened = self.drew = False
        self.repairs = REPAIRS

    def events(self):
        """Rounds of calls, each followed by another request, until the model has none or a function is called."""
        for left in range(ROUNDS, -1, -1):
            if not left:
                self.request.drop_tools()  # so that it has to answer with what it has
            reply = yield from self._ask()
            self.drew = self.drew and not reply.pieces
            if not (self.request.tools and reply.calls):
                yield from self._conclude(reply)
                return
            if reply.pieces:
                yield MessageEnd()
            calls = reply.calls if self.run.parallel_tool_calls else reply.calls[:1]
            self.transcript.add_reply(reply.text, calls)
            if functions := (yield from self._carry_out(calls)):
                yield FunctionCalls(tuple(FunctionCall(call.id, call.name, call.arguments) for call in functions))
                return

    # Asking

    def _ask(self):
        """The Reply to one request, whose text has gone out. What the server refuses is left out, once each: the
        oldest messages when the context is too small, tools, pictures, fields."""
        while True:
            self._heed()
            self._fit()
            reply = Reply(self._thinks_first(), self.request.expects_bare_calls)
            try:
                yield from self._receive(reply)
            except ContextOverflow:
                if reply.pieces or not self._give_room():
                    raise
            except (ToolsRefused, ImagesRefused, FieldRefused) as error:
                if reply.pieces:
                    raise
                self._do_without(error)
            else:
                return self._finish(reply)

    def _receive(self, reply):
        """One request: the text of its reply as it arrives."""
        body = self.request.body(self.transcript.messages())
        chunks = self.server.stream(PATH, body, self.run.stop)
        while not reply.full:
            try:
                chunk = next(chunks)
            except StopIteration as end:
                reply.whole = end.value
                break
            yield from reply.add(chunk)
        chunks.close()
        yield from reply.end(self.tools, self.transcript.call_ids)
        usage = reply.completion.usage
        self.request.spend(usage, self.transcript.tokens(self.request.tools), reply.completion_tokens)
        if usage:
            yield usage

    def _finish(self, reply):
        """The reply, unless it is none, broke off, or ended by a limit of the run."""
        completion = reply.completion
        if not completion.begun:
            raise self._error(f"sent a completion without choices or without a message; {BASE_HINT}")
        if completion.finish_reason == "content_filter":
            raise _Over("content_filter")
        if reply.cut and self.run.max_completion_tokens is not None:
            raise _Over("max_completion_tokens")
        if not (completion.finish_reason or reply.whole or reply.full):
            raise self._error(f"the answer broke off before its end; {ITS_LOG}")
        if reply.thought_first:
            self._remember()
        return reply

    def _fit(self):
        """Leave out old messages until the request keeps the run's limits; _Over when it cannot."""
        if self.request.completion_left == 0:
            raise _Over("max_completion_tokens")
        kept = sum(said.role == "user" for said in self.transcript.history)
        while not self.request.allows(self.transcript.tokens(self.request.tools)):
            kept -= 1
            if kept < 1:
                raise _Over("max_prompt_tokens")
            self.transcript.shorten(kept)

    def _give_room(self):
        """Ask for less of the model's context: without a limit of the answer, then once with the last two questions."""
        if self.request.leave_out_limit():
            return True
        again, self.shortened = self.shortened, True
        return not again and self.transcript.shorten(2)

    def _do_without(self, error):
        if isinstance(error, FieldRefused):
            self.request.leave_out(error.field)
        elif isinstance(error, ImagesRefused):
            self.transcript.shows_images = False
        else:
            logger.warning("answering without tools: %s", error)
            self.request.drop_tools()

    def _thinks_first(self):
        return (self.server.base_url, self.run.model) in _thinkers

    def _remember(self):
        if len(_thinkers) < MOST_THINKERS:
            _thinkers.add((self.server.base_url, self.run.model))

    def _error(self, what):
        return self.server.error(f"POST {PATH}", what)

    # What a reply calls for

    def _conclude(self, reply):
        """The end of the last message. One that was cut says so; none at all is a failure."""
        if reply.pieces and reply.cut:
            note = N_("(The answer ends here because the model reached its limit of length.)")
            yield Text(f"\n\n{Voice.of(self.run.instructions).translate(note)}")
        if reply.pieces or self.drew:
            yield MessageEnd()
        elif reply.cut:
            yield Failed("server_error", f"{self._model()} reached its limit of length before it answered: {LONGER}")
        elif reply.calls:
            yield Failed("server_error", f"{self._model()} went on calling tools in place of an answer: {STRONGER}")
        else:
            yield Failed("server_error", f"{self._model()} gave an empty answer: {STRONGER}")

    def _carry_out(self, calls):
        """Run the programs; the model is told what came of them. Returns the calls of functions, unless one of these
        cannot be read: then the model is to call again."""
        programs = [call for call in calls if call.code is not None]
        for call in calls:
            if call.code is not None:
                yield from self._run(call, programs.index(call))
            elif call.problem:
                self.transcript.add_result(call.id, call.problem)
        return self._functions(calls)

    def _run(self, call, number):
        self._heed()
        if number >= MOST_PROGRAMS:
            self.transcript.add_result(call.id, f"Not run: at most {MOST_PROGRAMS} calls at once.")
            return
        yield Code(call.code)
        result = self.run.sandbox.run(call.code, RUNNING)
        self._heed()
        yield code_result(result)
        self.drew = self.drew or bool(result.images)
        self.transcript.add_result(call.id, told(result.logs, len(result.images)))

    def _functions(self, calls):
        functions = [call for call in calls if call.function]
        if not any(call.problem and self.tools.has_function(call.name) for call in calls):
            return functions
        if not self.repairs:
            raise ModelServerError(f"{self._model()} calls functions with arguments that are no JSON: {STRONGER}")
        self.repairs -= 1
        for call in functions:
            self.transcript.add_result(call.id, "Not called, because another call could not be read. Call it again.")
        return []

    def _model(self):
        return f"The model '{self.run.model}'"

    def _heed(self):
        if self.run.stop.requested:
            raise Stopped
