"""What a run does: the events of its life as they come about, whether somebody reads them as a stream or not."""

import copy
from itertools import islice

from tests.upstream.shapes import (
    USAGE,
    code_call,
    code_delta,
    function_call,
    indexed,
    message_delta,
    now,
    text_part,
    words,
)

ENDED_AT = {"completed": "completed_at", "failed": "failed_at", "cancelled": "cancelled_at"}


class Work:
    """One run at work. `events` yields (name, object), None while there is nothing to tell, and comes to its end.

    Whoever takes an event holds the lock of the upstream: to take it is to make it happen. `looks`: how often the run
    was seen, or a stream of it waited for a moment. `streamed`: a stream carries it, so looking does not.
    """

    def __init__(self, upstream, run):
        self.upstream, self.run = upstream, run
        self.looks, self.streamed = 0, False
        self.events = self._live()

    @property
    def is_cancelled(self):
        return self.run["status"] == "cancelling"

    def advance(self):
        """Go as far as it goes now."""
        self.looks += 1
        if not self.streamed:
            while next(self.events, None):
                pass

    def _live(self):
        yield self._told("created")
        yield self._told("queued")
        yield from self._stuck("queued")
        if not self.is_cancelled:
            self.run.update(status="in_progress", started_at=now())
            yield self._told("in_progress")
            yield from self._wait()
            yield from self._answer()
        yield from self.ending()

    def _told(self, moment):
        return f"thread.run.{moment}", copy.deepcopy(self.run)

    def _stuck(self, state):
        while self.upstream.stuck == state == self.run["status"]:
            yield None

    def _wait(self):
        while self.looks <= max(self.upstream.polls, 1) and not self.is_cancelled:
            yield None
        yield from self._stuck("in_progress")

    def _answer(self):
        upstream = self.upstream
        ends = upstream.outcome["status"]
        if not upstream.leaves_messages and ends not in {"completed", "incomplete"}:
            return
        texts = list(upstream.answers)
        for number, text in enumerate(texts, 1):
            if number > 1 and not self.is_cancelled:
                yield from self._compute("print(1)", "1\n")
            if not self.is_cancelled:
                yield from self._say(text, "incomplete" if number == len(texts) and ends == "incomplete" else None)

    def ending(self):
        """The last events, of a run whose work is done or was cancelled."""
        if self.is_cancelled:
            yield self._told("cancelling")
            yield from self._stuck("cancelling")
        outcome = {"status": "cancelled"} if self.is_cancelled else self.upstream.outcome
        status = outcome["status"]
        if status == "requires_action":
            self.run.update({"required_action": function_call(), **outcome})
        else:
            self.run.update({"usage": USAGE, **outcome}, expires_at=None)
        if status in ENDED_AT:
            self.run[ENDED_AT[status]] = now()
        yield self._told(status)

    # Steps

    def _begin(self, details):
        step = self.upstream.open_step(self.run, details)
        yield "thread.run.step.created", copy.deepcopy(step)
        yield "thread.run.step.in_progress", copy.deepcopy(step)
        return step

    def _finish(self, step):
        status = "cancelled" if self.is_cancelled else "completed"
        step.update({"status": status, ENDED_AT[status]: now(), "usage": USAGE})
        yield f"thread.run.step.{status}", copy.deepcopy(step)

    def _compute(self, source, logs):
        step = yield from self._begin({"type": "tool_calls", "tool_calls": []})
        call = code_call(source, logs)
        yield self._code(step, {"input": "", "outputs": []}, id=call["id"])
        for start in range(0, len(source), 4):
            yield self._code(step, {"input": source[start : start + 4]})
        yield self._code(step, {"outputs": [{"index": 0, "type": "logs", "logs": logs}]})
        step["step_details"]["tool_calls"] = [call]
        yield from self._finish(step)

    def _code(self, step, value, **more):
        return "thread.run.step.delta", code_delta(step, value, **more)

    def _say(self, text, ends=None):
        upstream, run = self.upstream, self.run
        message = upstream.say(run["thread_id"], "assistant", text, run["id"])
        parts, message["content"] = message["content"], []
        message.update(status="in_progress", completed_at=None)
        created = {"message_id": message["id"]}
        step = yield from self._begin({"type": "message_creation", "message_creation": created})
        yield "thread.message.created", copy.deepcopy(message)
        yield "thread.message.in_progress", copy.deepcopy(message)
        deltas = [delta for index, part in enumerate(parts) for delta in deltas_of(message, index, part)]
        said = 0
        while said < len(deltas) and not self.is_cancelled:
            yield "thread.message.delta", deltas[said]
            said += 1
        message["content"] = parts if said == len(deltas) else [text_part(text_of(islice(deltas, said)))]
        yield self._close(message, "run_cancelled" if said < len(deltas) else ends and "max_tokens")
        yield from self._finish(step)

    def _close(self, message, reason):
        status = "incomplete" if reason else "completed"
        message.update({"status": status, f"{status}_at": now()})
        message["incomplete_details"] = {"reason": reason} if reason else None
        return f"thread.message.{status}", copy.deepcopy(message)


def deltas_of(message, index, part):
    """The deltas that make a part of a message: a text word by word, anything else at once."""
    kind = part["type"]
    if kind != "text":
        return [message_delta(message, index, kind, part[kind])]
    text, notes = part["text"]["value"], indexed(part["text"]["annotations"])
    first = message_delta(message, index, kind, {"value": "", "annotations": []})
    rest = [message_delta(message, index, kind, {"value": word}) for word in words(text)]
    return [first, *rest] + ([message_delta(message, index, kind, {"annotations": notes})] if notes else [])


def text_of(deltas):
    """The text that deltas of a first part add up to."""
    parts = [part for delta in deltas for part in delta["delta"]["content"] if part["index"] == 0]
    return "".join(part["text"].get("value", "") for part in parts if part["type"] == "text")
