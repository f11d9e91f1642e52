"""Makes sure that the upstream has the assistant, the thread, the question and the run: each of them once."""

import contextlib
import logging
from dataclasses import replace

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from background.leases import LeaseLost
from chat.failures import (
    BadReply,
    FateUnknown,
    NotFound,
    Overloaded,
    Refused,
    ThreadBusy,
    Unauthorized,
    Unreachable,
)
from chat.instructions import instructions_for
from chat.models import Tutor
from chat.once import Once
from chat.run_stream import RunOrder, StartedRun
from chat.statements import NOTE_UPSTREAM_ID, RECORD, RUNS_OF_QUESTION, said_in
from chat.uploads.passing import FilePasser
from chat.versions import messages_beside

logger = logging.getLogger("tutor.chat")

EXPIRY_MARGIN = 30

_plain_only = set()
"""Servers that refused a question and its run in one call, for the life of this process."""


class Sender:
    """Sends one run's question. All writes go through the lease, no call is made inside a transaction."""

    def __init__(self, run, client, server, patience):
        self.run, self.client, self.server, self.patience = run, client, server, patience
        self.conversation, self.message, self.lease = run.conversation, run.message, patience.lease
        resumed = self.lease.fence > 1 or RUNS_OF_QUESTION.row(question=run.message_id)[0] > 1
        self.once = Once(client, patience, resumed)
        self.files = FilePasser(self)

    def send(self):
        """The StartedRun, or None when an earlier worker had it started already."""
        if self.run.upstream_run_id:
            return None
        try:
            return self._send()
        except Refused as error:
            if not self.files.are_lost(error):
                raise
            return self._send()

    def _send(self):
        assistant_id = self._assistant()
        if settings.ASSISTANTS_API_ONE_CALL and self.server not in _plain_only and not self._is_sent():
            try:
                return self._note_started(self._send_at_once(assistant_id))
            except Refused as error:
                if self.files.are_named_by(error) or not _refuses_the_call(error):
                    raise
                logger.warning("run %s: question and run are sent apart from now on: %s", self.run.pk, error)
                _plain_only.add(self.server)
        thread_id = self._thread()
        sent = self._send_message(thread_id)
        try:
            started = self._send_run(thread_id, assistant_id)
        except Exception:
            with contextlib.suppress(LeaseLost), transaction.atomic():
                self.lease.write(revision=F("revision"))  # whoever took the run over may have made another thread
                self._note_sent(sent)
            raise
        return self._note_started(started, sent)

    def note(self, **values):
        """Write fields of the run that no page shows, and keep our copy in step."""
        self.lease.write(**values)
        for name, value in values.items():
            setattr(self.run, name, value)

    # The parts

    def _assistant(self):
        tutor = self.conversation.tutor
        if tutor.assistant_id and tutor.assistant_server == self.server:
            return tutor.assistant_id
        made = self.patience.call(
            lambda: self.client.create_assistant(name=tutor.name, instructions=tutor.instructions, model=self._model())
        )
        return tutor.adopt_assistant(made, self.server)

    def _model(self):
        """Named in each run as well: the settings may have changed since the assistant was made."""
        return self.conversation.tutor.model or settings.ASSISTANT_MODEL

    def _has_thread(self):
        return self.conversation.thread_id and self.conversation.thread_server == self.server

    def _thread(self):
        if self._has_thread():
            return self.conversation.thread_id
        return self._adopt_thread(self.patience.call(lambda: self.client.create_thread(self._record())))

    def _adopt_thread(self, thread_id):
        self.lease.check()
        adopted = self.conversation.adopt_thread(thread_id, self.server)
        if self.once.resumed or self.message.upstream_id:  # it may have been on the thread that was lost
            self.message.refresh_from_db(fields=["upstream_id"])
        return adopted

    def _record(self):
        """(role, text, files) of what was said before the question, oldest first: a new thread begins with it."""
        return [(role, text, self.files.of_earlier(key)) for key, role, text in self._said()[::-1]]

    def _said(self):
        """(key, role, text) of what was said before the question on its branch, newest first."""
        if self.message.branch_id is None:
            return RECORD.rows(conversation=self.conversation.pk, before=self.message.pk)
        return list(said_in(messages_beside(self.message).filter(pk__lt=self.message.pk)))

    def _is_sent(self):
        """Whether the thread has the question already."""
        if not self._has_thread():
            return False
        if self.once.resumed and not self.message.upstream_id:
            self.message.refresh_from_db(fields=["upstream_id"])
        return bool(self.message.upstream_id)

    def _send_message(self, thread_id):
        """The id that the question got upstream, to be noted; "" when that was done before."""
        if self._is_sent():
            return ""
        key, files = str(self.message.client_key), self.files.of_question()
        return self.once.make(
            thread_id,
            lambda: self.client.create_message(thread_id, self.message.text, key, files),
            lambda: next((m.id for m in self.client.newest_messages(thread_id) if m.client_key == key), None),
        )

    def _note_sent(self, sent):
        if sent:
            NOTE_UPSTREAM_ID.change(message=self.message.pk, upstream_id=sent)
            self.message.upstream_id = sent

    def _send_run(self, thread_id, assistant_id, question=None):
        """Start the run, with the question (text, client_key, files) in the same call if one is given."""
        order = self._order(assistant_id)
        return self.once.make(
            thread_id,
            lambda: self._with_assistant(
                order, lambda order: self.client.start_run(thread_id, order, self._unless_there(question))
            ),
            lambda: self._found_run(thread_id, order.run_key),
        )

    def _order(self, assistant_id):
        told = instructions_for(self.conversation.tutor, self.conversation.owner, self.run.language)
        return RunOrder(assistant_id, self._model(), told, f"{self.run.pk}:{self.run.upstream_attempts}")

    def _found_run(self, thread_id, run_key):
        found = next((run for run in self.once.newest_runs(thread_id) if run.run_key == run_key), None)
        return StartedRun(found) if found else None

    def _with_assistant(self, order, start):
        """What `start` makes of an order; a new assistant is made when the upstream has lost ours."""
        try:
            return start(order)
        except NotFound as error:
            if order.assistant_id not in str(error):
                raise
            Tutor.objects.get(pk=self.conversation.tutor_id).forget_assistant(order.assistant_id)
            self.conversation.tutor.refresh_from_db()
            order = replace(order, assistant_id=self._assistant())
            self.patience.check()  # another worker may have sent it since the call that was refused
            return start(order)

    # Question and run in one call

    def _send_at_once(self, assistant_id):
        question = (self.message.text, str(self.message.client_key), self.files.of_question())
        if self._has_thread():
            return self._send_run(self.conversation.thread_id, assistant_id, question)
        started = self._start_thread(assistant_id, question)
        self._adopt_thread(started.run.thread_id)
        return started

    def _unless_there(self, question):
        """The question, or None when a call of unknown fate has brought it to the thread already."""
        if not (question and self.once.resumed):
            return question
        found = self.client.newest_messages(self.conversation.thread_id)
        self.patience.check()
        return None if any(message.client_key == question[1] for message in found) else question

    def _start_thread(self, assistant_id, question):
        """The thread, the question and the run at once. Nothing finds a thread again whose making was not answered, so
        this is tried once only: when its fate is unknown the student is asked, not the upstream."""
        if self.run.sent_at:
            raise FateUnknown(f"run {self.run.pk}: the call that made its thread was never answered")
        order, record = self._order(assistant_id), self._record()
        self.note(sent_at=timezone.now())
        try:
            started = self.patience.call(
                lambda: self._with_assistant(order, lambda order: self.client.start_thread(order, record, question)),
                bear=(Unreachable, Overloaded),
            )
            if not started.run.thread_id:
                raise BadReply(f"run {self.run.pk}: a run that names no thread")
        except (Refused, Unreachable):
            self.note(sent_at=None)  # nothing was made
            raise
        return started

    def _note_started(self, started, sent=""):
        """Keep the ids of the run and of the question at once, in a commit of their own."""
        deadline = self.patience.live.deadline
        if started.run.lifetime:
            deadline.shorten(started.run.lifetime + EXPIRY_MARGIN)
        with transaction.atomic():
            self.note(
                upstream_run_id=started.run.id,
                upstream_attempts=self.run.upstream_attempts + 1,
                deadline=deadline.moment,
            )
            self._note_sent(sent)
        return started


def _refuses_the_call(error):
    """Whether a server does not take a question and its run in one call, rather than this question or this thread."""
    if isinstance(error, NotFound):
        return "found with id" not in str(error)
    return not isinstance(error, (ThreadBusy, Overloaded, Unauthorized))
