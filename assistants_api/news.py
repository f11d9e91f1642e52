"""From the state of a run to the events of its stream: what has changed since the last look, in the API's order.

Nothing is queued: whoever looks seldom gets larger pieces, and nothing is lost.
"""

from assistants_api import objects
from assistants_api.models import Message, Run, RunStep


class News:
    """What a stream has told so far. `before` are steps that were there before it: of them only changes are told."""

    def __init__(self, run, before=()):
        self.told = [run.status]
        self._seen = {}
        for step, message in before:
            for _ in self._of_step(step, message):
                pass

    def opening(self, run):
        """The events of a run that has just been made."""
        return [("thread.run.created", objects.run(run)), ("thread.run.queued", objects.run(run))]

    def of_run(self, run, steps):
        """All news of the run, as (event, object); `steps` are pairs of a step and the message it made, or None."""
        yield from self.of_known(steps)
        yield from self._progress(run)
        yield from self.of_steps(steps)
        if run.status not in {*self.told, Run.Status.QUEUED, Run.Status.IN_PROGRESS}:
            self.told.append(run.status)
            yield f"thread.run.{run.status}", objects.run(run)

    def of_steps(self, steps):
        """The news of steps alone."""
        for step, message in steps:
            yield from self._of_step(step, message)

    def of_known(self, steps):
        """The news of those of the steps of which something was told before."""
        yield from self.of_steps([pair for pair in steps if pair[0].public_id in self._seen])

    def resumed(self, run):
        """The events of a run that goes on after outputs of functions."""
        self.told = [Run.Status.QUEUED]
        return [("thread.run.queued", objects.run(run))]

    def _progress(self, run):
        """That the run has begun, even when it has meanwhile ended."""
        if run.started_at and run.status != Run.Status.QUEUED and Run.Status.IN_PROGRESS not in self.told:
            self.told.append(Run.Status.IN_PROGRESS)
            yield (
                "thread.run.in_progress",
                {**objects.run(run), **_UNENDED, "expires_at": objects.seconds(run.expires_at)},
            )

    def _of_step(self, step, message):
        seen = self._seen.get(step.public_id)
        if seen is None:
            seen = self._seen[step.public_id] = _SeenStep()
            whole = {**objects.step(step), **_UNENDED_STEP}
            if step.type == "tool_calls":
                whole["step_details"] = {"type": "tool_calls", "tool_calls": []}
            yield "thread.run.step.created", whole
            yield "thread.run.step.in_progress", whole
        if seen.ended:
            return
        yield from ((_STEP_DELTA, _step_delta(step, call)) for call in seen.calls.news(step.tool_calls))
        if message is not None:
            yield from seen.message.news(message)
        if step.status != RunStep.Status.IN_PROGRESS:
            seen.ended = True
            yield f"thread.run.step.{step.status}", objects.step(step)


_UNENDED = {
    "status": "in_progress",
    "required_action": None,
    "last_error": None,
    "incomplete_details": None,
    "cancelled_at": None,
    "failed_at": None,
    "completed_at": None,
    "usage": None,
}
_UNENDED_STEP = {
    "status": "in_progress",
    "last_error": None,
    "expired_at": None,
    "cancelled_at": None,
    "failed_at": None,
    "completed_at": None,
    "usage": None,
}
BLOCK = 4_000
"""Characters of the longest piece that is told at once."""
_STEP_DELTA, _MESSAGE_DELTA = "thread.run.step.delta", "thread.message.delta"


class _SeenStep:
    """What was told of one step."""

    def __init__(self):
        self.ended = False
        self.calls = _SeenCalls()
        self.message = _SeenMessage()


class _SeenMessage:
    """What was told of one message."""

    def __init__(self):
        self.begun = self.ended = False
        self.parts, self.characters, self.annotations = 0, 0, 0

    def news(self, message):
        if self.ended:
            return
        if not self.begun:
            self.begun = True
            whole = {**objects.message(message), **_UNENDED_MESSAGE}
            yield "thread.message.created", whole
            yield "thread.message.in_progress", whole
        for delta in self._deltas(message.content):
            yield (
                _MESSAGE_DELTA,
                {"id": message.public_id, "object": "thread.message.delta", "delta": {"content": [delta]}},
            )
        if message.status != Message.Status.IN_PROGRESS:
            self.ended = True
            yield f"thread.message.{message.status}", objects.message(message)

    def _deltas(self, content):
        for index, part in enumerate(content):
            if part["type"] == "text":
                yield from self._text(index, part["text"])
            elif index >= self.parts:
                yield {"index": index, **part}
        self.parts = len(content)

    def _text(self, index, text):
        for piece in _pieces(text["value"][self.characters :]):
            first = {} if self.characters else {"annotations": []}
            self.characters += len(piece)
            yield {"index": index, "type": "text", "text": {"value": piece, **first}}
        fresh = [{"index": n, **note} for n, note in enumerate(text["annotations"]) if n >= self.annotations]
        if fresh:
            self.annotations = len(text["annotations"])
            yield {"index": index, "type": "text", "text": {"annotations": fresh}}


_UNENDED_MESSAGE = {
    "status": "in_progress",
    "content": [],
    "attachments": [],
    "metadata": {},
    "incomplete_details": None,
    "completed_at": None,
    "incomplete_at": None,
}


class _SeenCalls:
    """What was told of the tool calls of one step."""

    def __init__(self):
        self.calls, self.characters, self.outputs = 0, {}, {}

    def news(self, calls):
        for index, call in enumerate(calls):
            news = self._code(index, call) if call["type"] == "code_interpreter" else self._function(index, call)
            for delta in news:
                yield {"index": index, "type": call["type"], **delta}

    def _code(self, index, call):
        code = call["code_interpreter"]
        if self._is_new(index):
            yield {"id": call["id"], "code_interpreter": {"input": "", "outputs": []}}
        for piece in self._more(index, code["input"]):
            yield {"code_interpreter": {"input": piece}}
        told = self.outputs.get(index, 0)
        for number, output in enumerate(code["outputs"][told:], told):
            yield {"code_interpreter": {"outputs": [{"index": number, **output}]}}
        self.outputs[index] = len(code["outputs"])

    def _function(self, index, call):
        function = call["function"]
        if self._is_new(index):
            yield {"id": call["id"], "function": {"name": function["name"], "arguments": "", "output": None}}
        for piece in self._more(index, function["arguments"]):
            yield {"function": {"arguments": piece}}

    def _is_new(self, index):
        new = index >= self.calls
        self.calls = max(self.calls, index + 1)
        return new

    def _more(self, index, text):
        told = self.characters.get(index, 0)
        self.characters[index] = max(told, len(text))
        return _pieces(text[told:])


def _pieces(text):
    """Text that came at once, as the lines in which it is told; a long one in blocks, which are few."""
    if len(text) <= BLOCK:
        return text.splitlines(keepends=True)
    return [text[start : start + BLOCK] for start in range(0, len(text), BLOCK)]


def _step_delta(step, call):
    details = {"type": "tool_calls", "tool_calls": [call]}
    return {"id": step.public_id, "object": "thread.run.step.delta", "delta": {"step_details": details}}
