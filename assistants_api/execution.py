"""Carries one run from its claim to its end: the engine's events become rows, written only while the run is ours."""

import contextlib
import logging
import math
import threading

from django.db import DatabaseError, connections, transaction
from django.utils import timezone

from assistants_api import ids, lifecycle
from assistants_api.engines import CodeCall, CodeResult, Failed, MessageText, RunInput, Said, Stopped, StopSignal, Usage
from assistants_api.engines.choice import engine_for
from assistants_api.models import File, Message, Run, RunStep
from assistants_api.posting import text_part
from background import LeaseLost, Stopping

logger = logging.getLogger("tutor.assistants_api")

TICK = 0.3
"""Seconds between two looks at whether the run was cancelled or is over its time."""
HISTORY = 100
"""Messages of the thread that an engine sees at most: the newest."""
MOST_PICTURES = 16
"""Pictures of one message that are described in words: as many as metadata has room for."""


class RunEnded(Exception):
    """Somebody else ended the run, so that nothing more may be written to it."""


def carry(run, lease):
    """Answer a queued run. One that is found further on was left by a process that died: it ends at once."""
    rows = lease.rows()
    if run.status == Run.Status.CANCELLING:
        lifecycle.cancel(rows)
    elif run.status == Run.Status.IN_PROGRESS:
        lifecycle.fail(rows, "server_error", "The server stopped while it worked on this run.")
    elif run.expires_at <= timezone.now():
        lifecycle.expire(rows)
    elif lifecycle.begin(rows):
        _answer(run, lease)


def _answer(run, lease):
    engine = engine_for(run.model)
    if engine is None:
        lifecycle.fail(lease.rows(), "server_error", f"This server has no engine for the model '{run.model}'.")
        return
    stop = StopSignal()
    asked = _run_input(run, stop)
    with Watch(lease, stop):
        _record_all(engine(asked), Record(run, lease, _prompt_tokens(asked)))
    lifecycle.cancel(lease.rows())  # a cancel that came in the very last moment


def _record_all(events, record):
    """Write all events and the end. An engine that stopped leaves the run to whoever wanted that: a cancel, a deadline,
    or the end of this process, after which the next one finds it."""
    with contextlib.closing(events), contextlib.suppress(RunEnded, Stopped):
        for event in events:
            if isinstance(event, Failed):
                lifecycle.fail(record.lease.rows(), event.code, clean(event.message))
                return
            record.add(event)
        lifecycle.complete(record.lease.rows())


def _run_input(run, stop):
    return RunInput(
        model=run.model,
        instructions=run.instructions or "",
        messages=tuple(Said(message.role, _text(message)) for message in _history(run)),
        tools=frozenset(tool["type"] for tool in run.tools),
        session=run.thread_id,
        stop=stop,
    )


def _history(run):
    """The newest messages of the thread, oldest first."""
    limit = min(run.truncation_strategy.get("last_messages") or HISTORY, HISTORY)
    return Message.objects.filter(thread_id=run.thread_id).order_by("-pk")[:limit][::-1]


def _text(message):
    return "\n".join(part["text"]["value"] for part in message.content if part["type"] == "text")


def clean(text):
    """Text as every database and reader takes it: without NUL and without halves of surrogate pairs."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode("utf-8")


def estimate(text):
    """Tokens of a text, roughly: one for each four characters, as is usual for English."""
    return math.ceil(len(text) / 4)


def _prompt_tokens(asked):
    return estimate(asked.instructions) + sum(estimate(said.text) for said in asked.messages)


class Watch:
    """Looks at a run while its engine is busy, and ends it when it was cancelled or is over its time."""

    def __init__(self, lease, stop):
        self.lease, self.stop = lease, stop
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._watch, name=f"watch {lease}", daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        self.thread.join()

    def _watch(self):
        try:
            while not self.done.wait(TICK):
                if self.stop.requested or self._ended():
                    self.stop.request()
        finally:
            connections.close_all()

    def _ended(self):
        """Whether the engine's answer is not wanted any more. A database that is busy is asked again."""
        try:
            self.lease.check()
            return self._end_if_due()
        except (LeaseLost, Stopping):
            return True
        except DatabaseError:
            logger.exception("could not look at %s", self.lease)
            return False

    def _end_if_due(self):
        rows = self.lease.rows()
        state = rows.values_list("status", "expires_at").first()
        if state is None or state[0] not in Run.LIVE:
            return True
        if state[0] == Run.Status.CANCELLING:
            return lifecycle.cancel(rows)
        return state[1] <= timezone.now() and lifecycle.expire(rows)


class Record:
    """Writes the events of one run: messages, steps and files."""

    def __init__(self, run, lease, prompt_tokens):
        self.run, self.lease, self.prompt_tokens = run, lease, prompt_tokens
        self.completion_tokens = 0
        self.counted = False
        self.step = None
        self.files = {}

    def add(self, event):
        """Write one event, or raise RunEnded."""
        writers = {MessageText: self._message, CodeCall: self._code, CodeResult: self._result, Usage: self._usage}
        writers[type(event)](event)

    @contextlib.contextmanager
    def _writing(self, completion_tokens=0):
        """A transaction in which the run is ours and in progress; what the run has used so far goes with it.

        `completion_tokens`: an estimate, which counts until the model server has counted itself.
        """
        self.completion_tokens += 0 if self.counted else completion_tokens
        ours = self.lease.rows().filter(status=Run.Status.IN_PROGRESS)
        used = {"prompt_tokens": self.prompt_tokens, "completion_tokens": self.completion_tokens}
        with transaction.atomic():
            if not ours.update(**used):
                raise RunEnded
            yield

    def _message(self, event):
        text, now, tokens = clean(event.text), timezone.now(), estimate(event.text)
        with self._writing(tokens):
            pictures = [(self._file(picture), clean(picture.alt)) for picture in event.pictures]
            message = Message.objects.create(
                thread_id=self.run.thread_id,
                run=self.run,
                assistant_id=self.run.assistant_id,
                role="assistant",
                content=[_picture_part(file_id) for file_id, _ in pictures] + [text_part(text)],
                metadata=_descriptions(pictures),
                completed_at=now,
            )
            self._new_step("message_creation", message_id=message.public_id, **self._completed(tokens, now))

    def _code(self, event):
        with self._writing(estimate(event.code)):
            self.step = self._new_step("tool_calls", tool_calls=[_code_call(clean(event.code))])

    def _result(self, event):
        call = self.step.tool_calls[0]["code_interpreter"]
        with self._writing():
            call["outputs"] = self._outputs(event)
            ended = self._completed(estimate(call["input"]), timezone.now())
            RunStep.objects.filter(pk=self.step.pk).update(tool_calls=self.step.tool_calls, **ended)

    def _usage(self, event):
        if not self.counted:
            self.counted, self.prompt_tokens, self.completion_tokens = True, 0, 0
        self.prompt_tokens += event.prompt_tokens
        self.completion_tokens += event.completion_tokens
        with self._writing():
            pass

    def _outputs(self, event):
        logs = [{"type": "logs", "logs": clean(event.logs)}] if event.logs else []
        return logs + [{"type": "image", "image": {"file_id": self._file(picture)}} for picture in event.pictures]

    def _new_step(self, kind, **fields):
        run = self.run
        return RunStep.objects.create(
            thread_id=run.thread_id, run=run, assistant_id=run.assistant_id, type=kind, **fields
        )

    def _completed(self, tokens, now):
        return {
            "status": RunStep.Status.COMPLETED,
            "completed_at": now,
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": tokens,
        }

    def _file(self, picture):
        """The id of the file that holds a picture, which is written when it is seen for the first time."""
        if picture not in self.files:
            self.files[picture] = File.objects.create(
                project=self.run.thread.project,
                thread_id=self.run.thread_id,
                filename=clean(picture.name)[:255],
                purpose="assistants_output",
                size=len(picture.data),
                content=picture.data,
            ).public_id
        return self.files[picture]


def _code_call(code):
    return {"id": ids.call_id(), "type": "code_interpreter", "code_interpreter": {"input": code, "outputs": []}}


def _picture_part(file_id):
    return {"type": "image_file", "image_file": {"file_id": file_id, "detail": "auto"}}


def _descriptions(pictures):
    """What the pictures show in words, for those who cannot see them: the API has no place for it but the metadata."""
    return {f"alt:{file_id}": alt[:512] for file_id, alt in pictures[:MOST_PICTURES] if alt}
