"""Writes what the upstream made of a run into our record: steps, messages, pictures, files; in order, once each."""

import re

from django.db import transaction
from django.db.models import F

from chat import rendering
from chat.failures import NotFound
from chat.files import FileFetcher, deadline
from chat.models import Attachment, FileLink, Message, Run, RunStep
from chat.statements import ADD_MESSAGE, ADD_STEP, NOTE_UPSTREAM_ID, REVISION, UPSTREAM_IDS

LOG_LIMIT = 100_000
DESCRIPTION_LIMIT = 400
RESTARTED = re.compile(r"\A\[The session was restarted before this program[^\n]*\]\n")
ENDED_STEP = frozenset({"completed", "failed", "cancelled", "expired"})


class Mirror:
    """The mirror of one run, written through the lease of the worker that follows it."""

    def __init__(self, run, live, client, thread_id):
        self.run, self.live, self.lease, self.client, self.thread_id = run, live, live.lease, client, thread_id
        self.files = FileFetcher(run, self.lease, client)
        self.shown = set()
        is_new = self.lease.fence == 1 and run.upstream_attempts == 1
        self.known = set() if is_new else set(run.steps.values_list("upstream_id", flat=True))
        self.answers, self.ended = 0, False

    def update(self):
        """Mirror the finished steps up to the first that is not; the activity that the newest unfinished one shows."""
        steps = self._steps()
        fresh, busy = self._finished(steps)
        self._keep(fresh, self._messages() if any(step.message_id for step in fresh) else {})
        return busy

    def complete(self, plain=False, end=None):
        """Mirror all that a run that has ended left. `plain`: it is known to have run no code.

        `end`: what ends our run, with values that its row gets besides. If the last block is its last message, it is
        called in the same transaction; whether it was is `ended`.
        """
        steps = [] if plain else self._steps()
        messages = self._messages()
        self._keep([step for step in steps if step.id not in self.known], messages)
        images = [image for step in steps for image in step.images]
        left = [message for message in messages.values() if not self._repeats_words(message)]
        for message in left:  # servers without steps have only these
            is_last = message is left[-1] and not images
            self._keep_message(message.id, message, end if is_last else None)
        self._keep_pictures(images)

    def keep_words(self):
        """Keep what a run that was stopped had written, where the upstream does not tell it."""
        for message_id, text in self.live.texts():
            words = text.strip()
            if words and not self.run.answers.filter(text__startswith=words).exists():
                self._write(message_id, RunStep.Type.MESSAGE_CREATION, answer=(message_id, text))

    def _keep(self, steps, messages):
        """Blocks of finished steps; takes the messages that they made out of `messages`."""
        for step in steps:
            message = messages.pop(step.message_id, None)
            if self._repeats(step, message):
                self.known.add(step.id)
            elif step.code is not None:
                self._write(step.id, RunStep.Type.TOOL_CALLS, code=step.code, logs=step.logs[:LOG_LIMIT])
            elif message:
                self._keep_message(step.id, message)

    def _repeats(self, step, message):
        """Whether a run that was started for one that died does once more what stands on the page already."""
        if step.code is None or self.run.upstream_attempts < 2:
            return bool(message) and self._repeats_words(message)
        shown = self.run.steps.filter(code=step.code, code__gt="").values_list("logs", flat=True)
        return _printed(step.logs[:LOG_LIMIT]) in map(_printed, shown)

    def _repeats_words(self, message):
        if self.run.upstream_attempts < 2 or message.links or message.attached:
            return False
        only_words = all(kind == "text" for kind, _ in message.parts)
        return only_words and self.run.answers.filter(text=_text(message)).exists()

    def _steps(self):
        """The steps, or none where the server has no such list (it knows the run, as its caller has just seen)."""
        try:
            return self.client.list_steps(self.thread_id, self.run.upstream_run_id)
        except NotFound:
            return []

    def _finished(self, steps):
        fresh = []
        for step in steps:
            if step.status not in ENDED_STEP:
                return fresh, Run.Activity.RUNNING if step.code is not None else Run.Activity.WRITING
            if step.id not in self.known:
                fresh.append(step)
        return fresh, Run.Activity.THINKING

    def _messages(self):
        """The run's answers that are not in the record yet, oldest first, by id."""
        question = self.run.message
        found = self._after_question(self.client.list_messages(self.thread_id, after=self._seen()), question)
        kept = {upstream_id for (upstream_id,) in UPSTREAM_IDS.rows(conversation=self.run.conversation_id)}
        own = {"", self.run.upstream_run_id}
        answers = [message for message in found if message.role == "assistant" and message.run_id in own]
        return {message.id: message for message in answers if message.id not in kept}

    def _seen(self):
        """The id of the newest message of the thread that is in the record: the question, or what was before it."""
        known = self.run.conversation.messages.filter(pk__lte=self.run.message_id).exclude(upstream_id="")
        return self.run.message.upstream_id or known.order_by("-pk").values_list("upstream_id", flat=True).first() or ""

    def _after_question(self, found, question):
        """Messages oldest first, from the question on if it is among them: some servers know no order and no `after`.

        The question that was sent together with its run gets its id here.
        """
        if self._is_newest_first(found):
            found = found[::-1]
        at = _place(found, question)
        if at is None:
            return found
        if not question.upstream_id:
            NOTE_UPSTREAM_ID.change(message=question.pk, upstream_id=found[at].id)
            question.upstream_id = found[at].id
        return found[at + 1 :]

    def _is_newest_first(self, found):
        """Whether a list has the newest first. Within one second only answers before their question tell."""
        if found and found[0].created_at != found[-1].created_at:
            return found[0].created_at > found[-1].created_at
        before = found[: _place(found, self.run.message) or 0]
        return any(message.run_id == self.run.upstream_run_id for message in before)

    def _keep_message(self, step_id, message, end=None):
        until = deadline()
        shown = [value for kind, value in message.parts if kind == "image"]
        self.shown.update(shown)
        sizes, missing = self.files.keep_pictures(shown, until)
        text = _text(message)
        links = self.files.keep(message, until) + [(file_id, "") for file_id in missing]
        pictures = {file_id: (size, message.descriptions.get(file_id, "")) for file_id, size in sizes.items()}
        self._write(step_id, RunStep.Type.MESSAGE_CREATION, pictures, links, answer=(message.id, text), end=end)

    def _keep_pictures(self, file_ids):
        """Pictures that code drew and no message shows get a block of their own."""
        if not file_ids:
            return
        kept = Attachment.objects.filter(conversation=self.run.conversation_id, upstream_id__in=file_ids)
        shown = self.shown.union(kept.exclude(pk__in=kept.unlinked()).values_list("upstream_id", flat=True))
        left = [file_id for file_id in file_ids if file_id not in shown]
        sizes, missing = self.files.keep_pictures(left, deadline())
        if sizes or missing:
            pictures = {file_id: (size, "") for file_id, size in sizes.items()}
            links = [(file_id, "") for file_id in missing]
            self._write(f"{self.run.upstream_run_id}:pictures", RunStep.Type.MESSAGE_CREATION, pictures, links)

    def _write(self, step_id, step_type, pictures=None, links=(), answer=None, end=None, **values):
        """One block and the new revision in one transaction, refused when the lease is lost.

        `pictures`: {file id: (size in pixels, description)}, `links`: (file id, target); all are stored already.
        The text that was shown moving goes in the same moment.
        """
        message_id = answer[0] if answer else None
        left = rendering.render_moving(self.live.text(without=message_id))
        write = end or self.lease.write
        with transaction.atomic():
            write(revision=F("revision") + 1, block_revision=F("revision") + 1, live_html=left)
            (revision,) = REVISION.row(run=self.run.pk)
            message = self._write_answer(*answer) if answer else None
            step = ADD_STEP(
                RunStep(run=self.run, upstream_id=step_id, type=step_type, message=message, revision=revision, **values)
            )
            if pictures:
                self._show(step, pictures)
            if links:
                self._write_links(step, links)
        self.known.add(step_id)
        self.live.settle(message_id, revision)
        self.answers += bool(answer)
        self.ended = self.ended or bool(end)

    def _show(self, step, pictures):
        """Make files that were stored for it, and that nothing names, pictures of a block."""
        stored = Attachment.objects.unlinked().filter(conversation=self.run.conversation_id, missing="")
        for file_id, (size, told) in pictures.items():
            fields = {"step": step, "name": "", "size": None, "description": told[:DESCRIPTION_LIMIT], **size}
            stored.filter(upstream_id=file_id).update(**fields)

    def _write_links(self, step, links):
        """FileLinks for those (file id, target) pairs whose files or pictures are in the record."""
        named = {file_id for file_id, _ in links}
        kept = Attachment.objects.filter(conversation=self.run.conversation_id, upstream_id__in=named)
        keys = dict(kept.values_list("upstream_id", "pk"))
        FileLink.objects.bulk_create(
            FileLink(step=step, attachment_id=keys[file_id], target=target)
            for file_id, target in links
            if file_id in keys
        )

    def _write_answer(self, upstream_id, text):
        return ADD_MESSAGE(
            Message(
                conversation_id=self.run.conversation_id,
                role=Message.Role.ASSISTANT,
                branch_id=self.run.message.branch_id,
                run=self.run,
                upstream_id=upstream_id,
                text=text,
            )
        )


def _printed(logs):
    """What a program itself printed: without our own interpreter's word that the sandbox of the dead run is gone."""
    return RESTARTED.sub("", logs)


def _place(found, question):
    """Where a question stands among messages of its thread, or None."""
    key = str(question.client_key)
    return next((n for n, m in enumerate(found) if m.id == question.upstream_id or m.client_key == key), None)


def _text(message):
    """The text of a wire.Message."""
    return "\n\n".join(value for kind, value in message.parts if kind == "text" and value)
