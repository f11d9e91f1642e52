"""Writes what an engine does as rows: messages, steps and files, as long as the run is ours and in progress."""

import contextlib
import math
import re
import threading
import time
from urllib.parse import quote

from django.db import IntegrityError, transaction
from django.utils import timezone

from assistants_api import files, ids, lifecycle
from assistants_api.engines import Code, CodeResult, FunctionCalls, MessageEnd, Text, Usage
from assistants_api.models import File, Message, Run, RunStep
from assistants_api.posting import text_part
from assistants_api.text import clean
from assistants_api.tokens import CHARACTERS, estimate

FLUSH_SECONDS = 1.0
"""Text that is being written is in the database at most so much later, for those who poll."""
MOST_PICTURES = 16
"""Pictures of one message, and how many of them are described in words: as many as metadata has room for."""
LINK = "sandbox:/mnt/data/"


class RunEnded(Exception):
    """Somebody else ended the run, so that nothing more may be written to it."""


class LimitReached(Exception):
    """The run has used up its max_completion_tokens."""


class Record:
    """The rows of one run while its engine works. Each write goes through the run's lease; `channel` tells of it.

    `keep_limit`: whether the engine leaves it to us to stop it at max_completion_tokens, by the estimate.
    Safe to use from two threads: the engine's events in one, the end of the run in another.
    """

    def __init__(self, run, lease, channel, prompt_tokens, keep_limit):
        self.run, self.lease, self.channel = run, lease, channel
        self._lock = threading.RLock()
        self._tokens = Tokens(run, prompt_tokens, keep_limit)
        self._step = self._message = None
        self._pictures, self._outputs = [], []
        self._flushed = 0.0

    def add(self, event):
        """Write one event. RunEnded when the run is not ours any more, LimitReached after what its limit allows."""
        writers = {
            Text: self._add_text,
            MessageEnd: lambda event: self._end_message(),
            Code: self._add_code,
            CodeResult: self._end_code,
            FunctionCalls: self._require,
            Usage: self._count,
        }
        with self._lock:
            writers[type(event)](event)

    def end(self, change, *details):
        """End the run by a function of `lifecycle`, with all that was written until now; what the function returns."""
        with self._lock:
            with contextlib.suppress(RunEnded):
                self._flush({Run.Status.IN_PROGRESS, Run.Status.CANCELLING})
            ended = change(self.lease.rows(), *details)
            self.channel.tell_state()
        return ended

    def finish(self):
        """The engine has nothing more to say: close its last message, and show pictures that no message has shown."""
        with self._lock:
            if self._pictures and not self._message:
                self._begin_message()
            self._end_message()

    # Messages

    def _add_text(self, event):
        text = clean(event.piece)
        allowed = text[: self._tokens.room(text)]
        if allowed and not self._message:
            self._begin_message()
        if allowed:
            with self.channel.change():
                self._message.content[-1]["text"]["value"] += allowed
            self._tokens.add(allowed)
        if len(allowed) < len(text):
            raise LimitReached
        if self._message and time.monotonic() - self._flushed >= FLUSH_SECONDS:
            self._flush()

    def _begin_message(self):
        shown, self._pictures = self._pictures[:MOST_PICTURES], self._pictures[MOST_PICTURES:]
        with self._writing():
            message = Message.objects.create(
                thread_id=self.run.thread_id,
                run=self.run,
                assistant_id=self.run.assistant_id,
                role="assistant",
                status=Message.Status.IN_PROGRESS,
                content=[_picture_part(file_id) for file_id, _ in shown] + [text_part("")],
                metadata={f"alt:{file_id}": clean(alt)[:512] for file_id, alt in shown if alt},
            )
            step = self._new_step("message_creation", message_id=message.public_id)
        self._message, self._step, self._flushed = message, step, time.monotonic()
        self._tell(step, message)

    def _end_message(self):
        message = self._message
        if not message:
            return
        content, now = self._complete(message.content), timezone.now()
        attached = [{"file_id": file_id, "tools": [{"type": "code_interpreter"}]} for file_id in self._outputs]
        fields = {"content": content, "attachments": attached, "status": Message.Status.COMPLETED, "completed_at": now}
        ended = self._completed(now, estimate(content[-1].get("text", {}).get("value", "")))
        with self._writing():
            Message.objects.filter(pk=message.pk).update(**fields)
            RunStep.objects.filter(pk=self._step.pk).update(**ended)
        self._apply((message, fields), (self._step, ended))
        self._message, self._outputs = None, []

    def _complete(self, content):
        """The content with its links to files annotated; a message of nothing but pictures has no text part."""
        *pictures, last = content
        text = last["text"]["value"]
        if not text and pictures:
            return pictures
        notes = _annotations(text, self._files_by_name()) if LINK in text else []
        return [*pictures, {"type": "text", "text": {"value": text, "annotations": notes}}]

    def _files_by_name(self):
        """{name: id} of what programs wrote in this thread; the newest of a name."""
        made = File.objects.filter(thread_id=self.run.thread_id).order_by("pk")
        return dict(made.values_list("filename", "public_id"))

    # Programs

    def _add_code(self, event):
        piece = clean(event.piece)
        if self._step and self._step.type == "tool_calls" and self._step.status == RunStep.Status.IN_PROGRESS:
            with self.channel.change():
                self._step.tool_calls[0]["code_interpreter"]["input"] += piece
            if time.monotonic() - self._flushed >= FLUSH_SECONDS:
                self._flush()
        else:
            self._end_message()
            self._flushed = time.monotonic()
            with self._writing():
                self._step = self._new_step("tool_calls", tool_calls=[_code_call(piece)])
            self._tell(self._step, None)
        self._tokens.add(piece)

    def _end_code(self, event):
        [call] = self._step.tool_calls
        kept, told = files.fitting(self.run, [*event.pictures, *event.files])
        said = event.logs + told
        logs = [{"type": "logs", "logs": clean(said)}] if said else []
        drawn = [(self._file(picture), picture.alt) for picture in event.pictures if picture in kept]
        written = [self._file(file) for file in event.files if file in kept]
        with self._writing():
            images = [{"type": "image", "image": {"file_id": file_id}} for file_id, _ in drawn]
            code = {"input": call["code_interpreter"]["input"], "outputs": logs + images}
            fields = {"tool_calls": [{**call, "code_interpreter": code}]}
            fields |= self._completed(timezone.now(), estimate(code["input"]))
            RunStep.objects.filter(pk=self._step.pk).update(**fields)
        self._apply((self._step, fields))
        self._pictures += drawn
        self._outputs += written

    def _file(self, made):
        """The id of a new file of the thread with what a program made; stored before the run is locked, since it may be
        large. RunEnded when the thread is gone."""
        thread = self.run.thread
        try:
            return files.store(thread.project, clean(made.name), "assistants_output", made.data, thread).public_id
        except IntegrityError:
            raise RunEnded from None

    # Functions

    def _require(self, event):
        """Write the calls as a step that stays open until their outputs come, and let the run wait for them."""
        self.finish()
        calls = [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": clean(call.arguments)}}
            for call in event.calls
        ]
        for call in calls:
            self._tokens.add(call["function"]["arguments"])
        open_calls = [{**call, "function": {**call["function"], "output": None}} for call in calls]
        with self._writing():
            self._step = self._new_step("tool_calls", tool_calls=open_calls)
            lifecycle.require_action(self.lease.rows(), calls)
        self._tell(self._step, None)
        self.channel.tell_state()

    # What the run has used

    def _count(self, event):
        self._tokens.count(event)
        with self._writing():
            pass
        if self._tokens.exceeded:
            raise LimitReached

    # Rows

    @contextlib.contextmanager
    def _writing(self, statuses=frozenset({Run.Status.IN_PROGRESS})):
        """A transaction in which the run is ours and in progress; what it has used so far goes with it."""
        ours = self.lease.rows().filter(status__in=statuses)
        with transaction.atomic():
            if not ours.update(**self._tokens.totals()):
                raise RunEnded
            yield

    def _flush(self, *statuses):
        """Write what has been said of a message, or programmed, that is not complete."""
        self._flushed = time.monotonic()
        with self._writing(*statuses):
            if self._message:
                Message.objects.filter(pk=self._message.pk).update(content=self._message.content)
            elif self._step and self._step.status == RunStep.Status.IN_PROGRESS:
                RunStep.objects.filter(pk=self._step.pk).update(tool_calls=self._step.tool_calls)

    def _new_step(self, kind, **fields):
        run = self.run
        return RunStep.objects.create(
            thread_id=run.thread_id, run=run, assistant_id=run.assistant_id, type=kind, **fields
        )

    def _completed(self, now, tokens):
        used = {"prompt_tokens": self._tokens.prompt, "completion_tokens": tokens}
        return {"status": RunStep.Status.COMPLETED, "completed_at": now, **used}

    def _tell(self, step, message):
        with self.channel.change():
            self.channel.steps.append((step, message))

    def _apply(self, *changes):
        """Give rows in memory the values that were just written to the database."""
        with self.channel.change():
            for row, fields in changes:
                for name, value in fields.items():
                    setattr(row, name, value)


class Tokens:
    """What a run has used, those of its earlier parts included: the model server's count, or else an estimate."""

    def __init__(self, run, prompt_tokens, keep_limit):
        self._before = run
        self._limit = run.max_completion_tokens
        self._keep_limit = keep_limit
        self._counted = False
        self._characters = 0
        self.prompt, self.completion, self._cached, self._reasoning = prompt_tokens, 0, 0, 0

    def add(self, text):
        """Text that a model wrote, counted as an estimate until the server has counted itself."""
        self._characters += len(text)
        if not self._counted:
            self.completion = math.ceil(self._characters / CHARACTERS)

    def count(self, usage):
        """What the server counted for one call."""
        if not self._counted:
            self._counted, self.prompt, self.completion = True, 0, 0
        self.prompt += usage.prompt_tokens
        self.completion += usage.completion_tokens
        self._cached += usage.cached_tokens
        self._reasoning += usage.reasoning_tokens

    def room(self, text):
        """How many characters of a text the run's limit leaves; all when the engine keeps to it itself."""
        if self._limit is None or not self._keep_limit:
            return len(text)
        return min(len(text), max(0, self._left()) * CHARACTERS)

    @property
    def exceeded(self):
        """Whether more has been used than the limit allows."""
        return self._limit is not None and self._left() < 0

    def _left(self):
        return self._limit - self._before.completion_tokens - self.completion

    def totals(self):
        """The columns of the run."""
        return {
            "prompt_tokens": self._before.prompt_tokens + self.prompt,
            "completion_tokens": self._before.completion_tokens + self.completion,
            "cached_tokens": self._before.cached_tokens + self._cached,
            "reasoning_tokens": self._before.reasoning_tokens + self._reasoning,
        }


def _code_call(code):
    return {"id": ids.call_id(), "type": "code_interpreter", "code_interpreter": {"input": code, "outputs": []}}


def _picture_part(file_id):
    return {"type": "image_file", "image_file": {"file_id": file_id, "detail": "auto"}}


def _annotations(text, files_by_name):
    """The file_path annotations of a text, in order; indexes count characters."""
    spelled = {spelling: file_id for name, file_id in files_by_name.items() for spelling in (name, quote(name))}
    if not spelled:
        return []
    names = sorted(map(re.escape, spelled), key=len, reverse=True)
    return [
        {
            "type": "file_path",
            "text": found[0],
            "start_index": found.start(),
            "end_index": found.end(),
            "file_path": {"file_id": spelled[found[1]]},
        }
        for found in re.finditer(f"{re.escape(LINK)}({'|'.join(names)})", text)
    ]
