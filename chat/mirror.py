"""Writes what the upstream made of a run into our record: steps, messages, pictures, files; in order, once each."""

import logging

from django.db import transaction
from django.db.models import F

from chat import png
from chat.assistants import NotFound, TooLarge
from chat.files import Files
from chat.models import Attachment, FileLink, Message, Run, RunStep

logger = logging.getLogger("tutor.chat")

LOG_LIMIT = 100_000
DESCRIPTION_LIMIT = 400
ENDED_STEP = frozenset({"completed", "failed", "cancelled", "expired"})


class Mirror:
    """The mirror of one run, written through the lease of the worker that follows it."""

    def __init__(self, run, lease, client, thread_id):
        self.run, self.lease, self.client, self.thread_id = run, lease, client, thread_id
        self.files = Files(run, lease, client)
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
        pictures = self._pictures([value for kind, value in message.parts if kind == "image"], message.descriptions)
        text = "\n\n".join(value for kind, value in message.parts if kind == "text" and value)
        links = self.files.keep(message)
        self._write(step_id, RunStep.Type.MESSAGE_CREATION, pictures, links, answer=(message.id, text))

    def _keep_pictures(self, file_ids):
        """Pictures that code drew and no message shows get a block of their own."""
        kept = Attachment.objects.filter(conversation=self.run.conversation_id, upstream_id__in=file_ids)
        shown = set(kept.values_list("upstream_id", flat=True))
        if pictures := self._pictures([file_id for file_id in file_ids if file_id not in shown], {}):
            self._write(f"{self.run.upstream_run_id}:pictures", RunStep.Type.MESSAGE_CREATION, pictures)

    def _pictures(self, file_ids, descriptions):
        """Unsaved Attachments of those pictures that are whole."""
        pictures = []
        for file_id in dict.fromkeys(file_ids):
            content = self._download(file_id)
            if size := png.read(content):
                told = descriptions.get(file_id, "")[:DESCRIPTION_LIMIT]
                pictures.append(Attachment(upstream_id=file_id, content=content, description=told, **size))
            else:
                logger.warning("run %s: file %s is no picture that can be shown", self.run.pk, file_id)
        return pictures

    def _download(self, file_id):
        try:
            return self.client.get_file_content(file_id)
        except (NotFound, TooLarge):
            return b""

    @transaction.atomic
    def _write(self, step_id, step_type, pictures=(), links=(), answer=None, **values):
        """One block and the new revision in one transaction, refused when the lease is lost."""
        self.lease.write(revision=F("revision") + 1)
        revision = Run.objects.values_list("revision", flat=True).get(pk=self.run.pk)
        message = self._write_answer(*answer) if answer else None
        step = RunStep.objects.create(
            run=self.run, upstream_id=step_id, type=step_type, message=message, revision=revision, **values
        )
        for picture in pictures:
            picture.conversation_id, picture.step, picture.content_type = self.run.conversation_id, step, "image/png"
        Attachment.objects.bulk_create(pictures, ignore_conflicts=True)
        self._write_links(step, links)
        self.known.add(step_id)

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
