"""Writes what the upstream made of a run into our record: steps, messages, pictures, files; in order, once each."""

from django.db import transaction
from django.db.models import F

from chat.assistants import NotFound
from chat.files import FileFetcher, deadline
from chat.models import Attachment, FileLink, Message, Run, RunStep

LOG_LIMIT = 100_000
DESCRIPTION_LIMIT = 400
ENDED_STEP = frozenset({"completed", "failed", "cancelled", "expired"})


class Mirror:
    """The mirror of one run, written through the lease of the worker that follows it."""

    def __init__(self, run, lease, client, thread_id):
        self.run, self.lease, self.client, self.thread_id = run, lease, client, thread_id
        self.files = FileFetcher(run, lease, client)
        self.shown = set()
        self.known = set(run.steps.values_list("upstream_id", flat=True))

    def update(self, ended):
        """Mirror the finished steps up to the first that is not; when the run has ended, all that it left.

        Returns the activity that the newest unfinished step shows.
        """
        steps = self._steps()
        fresh, busy = self._finished(steps, ended)
        messages = self._messages() if ended or any(step.message_id for step in fresh) else {}
        for step in fresh:
            self._keep_step(step, messages)
        if ended:
            self._keep_rest(messages)
            self._keep_pictures([image for step in steps for image in step.images])
        return busy

    def _steps(self):
        """The steps, or none where the server has no such list (it knows the run, as its caller has just seen)."""
        try:
            return self.client.list_steps(self.thread_id, self.run.upstream_run_id)
        except NotFound:
            return []

    def _finished(self, steps, ended):
        fresh = []
        for step in steps:
            if step.status not in ENDED_STEP and not ended:
                return fresh, Run.Activity.CODING if step.code is not None else Run.Activity.WRITING
            if step.id not in self.known:
                fresh.append(step)
        return fresh, Run.Activity.THINKING

    def _messages(self):
        found = self.client.list_messages(self.thread_id, after=self.run.message.upstream_id)
        own = {"", self.run.upstream_run_id}
        return {message.id: message for message in found if message.role == "assistant" and message.run_id in own}

    def _keep_step(self, step, messages):
        message = messages.pop(step.message_id, None)
        if step.code is not None:
            self._write(step.id, RunStep.Type.TOOL_CALLS, code=step.code, logs=step.logs[:LOG_LIMIT])
        elif message:
            self._keep_message(step.id, message)

    def _keep_rest(self, messages):
        """Messages that no step names: servers without steps have only these."""
        kept = set(self.run.answers.values_list("upstream_id", flat=True))
        for message in messages.values():
            if message.id not in kept:
                self._keep_message(message.id, message)

    def _keep_message(self, step_id, message):
        until = deadline()
        shown = [value for kind, value in message.parts if kind == "image"]
        self.shown.update(shown)
        sizes, missing = self.files.keep_pictures(shown, until)
        text = "\n\n".join(value for kind, value in message.parts if kind == "text" and value)
        links = self.files.keep(message, until) + [(file_id, "") for file_id in missing]
        pictures = {file_id: (size, message.descriptions.get(file_id, "")) for file_id, size in sizes.items()}
        self._write(step_id, RunStep.Type.MESSAGE_CREATION, pictures, links, answer=(message.id, text))

    def _keep_pictures(self, file_ids):
        """Pictures that code drew and no message shows get a block of their own."""
        kept = Attachment.objects.filter(conversation=self.run.conversation_id, upstream_id__in=file_ids)
        shown = self.shown.union(kept.exclude(pk__in=kept.unlinked()).values_list("upstream_id", flat=True))
        left = [file_id for file_id in file_ids if file_id not in shown]
        sizes, missing = self.files.keep_pictures(left, deadline())
        if sizes or missing:
            pictures = {file_id: (size, "") for file_id, size in sizes.items()}
            links = [(file_id, "") for file_id in missing]
            self._write(f"{self.run.upstream_run_id}:pictures", RunStep.Type.MESSAGE_CREATION, pictures, links)

    @transaction.atomic
    def _write(self, step_id, step_type, pictures=None, links=(), answer=None, **values):
        """One block and the new revision in one transaction, refused when the lease is lost.

        `pictures`: {file id: (size in pixels, description)}, `links`: (file id, target); all are stored already.
        """
        self.lease.write(revision=F("revision") + 1)
        revision = Run.objects.values_list("revision", flat=True).get(pk=self.run.pk)
        message = self._write_answer(*answer) if answer else None
        step = RunStep.objects.create(
            run=self.run, upstream_id=step_id, type=step_type, message=message, revision=revision, **values
        )
        self._show(step, pictures or {})
        self._write_links(step, links)
        self.known.add(step_id)

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
        return Message.objects.create(
            conversation_id=self.run.conversation_id,
            role=Message.Role.ASSISTANT,
            run=self.run,
            upstream_id=upstream_id,
            text=text,
        )
