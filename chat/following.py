"""Follows one run from question to answer. Any worker can begin here where another one stopped."""

import logging
import time
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from background import LeaseLost
from chat import assistants, proxy
from chat.instructions import instructions_for
from chat.mirror import Mirror
from chat.models import Message, Run, Tutor

logger = logging.getLogger("tutor.chat")

RUN_SECONDS = 660
"""How long a run may take in all: the 600 s after which an upstream run expires, and a margin."""
PATIENCE_BEFORE, PATIENCE_DURING = 8, 60
"""Seconds of failing calls in a row that are borne before the upstream has taken the question, and afterwards."""
LOOK_SECONDS = 20
"""How long an uncertain message or run is looked for before the question is given up."""
UPSTREAM_ATTEMPTS = 2
"""Upstream runs that are started for one run of ours: a second one when the first died with its server."""
BUSY_SECONDS = 20
"""How long another active run on the thread is waited for before it is cancelled."""
REPLAY_LIMIT = 40
LOOK_UP = 0.25
"""Seconds within which a worker that waits notices that its student pressed Stop."""
FIRST_DELAY, LAST_DELAY, GROWTH = 0.06, 1.0, 1.3

TRANSIENT = (assistants.Unreachable, assistants.FateUnknown, assistants.Overloaded, assistants.BadReply)


class Expired(Exception):
    """The deadline of the run has passed."""


class StopRequested(Exception):
    """The student pressed Stop."""


class Follower:
    """One worker's way with one run. All writes go through the lease, no call is made inside a transaction."""

    def __init__(self, run, lease, client, server):
        self.run, self.lease, self.client, self.server = run, lease, client, server
        self.conversation, self.message = run.conversation, run.message
        self.resumed = lease.fence > 1 or run.message.runs.count() > 1
        self.deadline = run.deadline or run.created_at + timedelta(seconds=RUN_SECONDS)

    def follow(self):
        """Carry the run to its end; every expected failure ends it with a reason."""
        try:
            self._check()
            self.lease.rows().filter(status=Run.Status.QUEUED).update(status=Run.Status.IN_PROGRESS)
            self._note(deadline=self.deadline)
            self._answer()
        except StopRequested:
            self._stop()
        except Expired:
            self._cancel()
            self._fail(Run.Reason.TIMEOUT, "the deadline has passed")
        except assistants.Overloaded as error:
            self._fail(Run.Reason.BUSY, error)
        except (assistants.Refused, assistants.BadReply) as error:
            self._fail(Run.Reason.REFUSED, error)
        except assistants.AssistantsError as error:
            self._fail(Run.Reason.UNREACHABLE, error)

    def _answer(self):
        while True:
            try:
                self._send()
                upstream = self._poll()
            except assistants.NotFound:
                self._forget_thread()
                continue
            if not self._died(upstream):
                return self._end(upstream)
            self._begin_again()

    # Sending

    def _send(self):
        """Make sure that the upstream has the assistant, the thread, the message and the run."""
        if not self.run.upstream_run_id:
            assistant_id = self._assistant()
            thread_id = self._thread()
            self._send_message(thread_id)
            self._send_run(thread_id, assistant_id)

    def _assistant(self):
        tutor = self.conversation.tutor
        if tutor.assistant_id and tutor.assistant_server == self.server:
            return tutor.assistant_id
        made = self._patiently(
            lambda: self.client.create_assistant(name=tutor.name, instructions=tutor.instructions, model=self._model())
        )
        return tutor.adopt_assistant(made, self.server)

    def _model(self):
        """Named in each run as well: the settings may have changed since the assistant was made."""
        return self.conversation.tutor.model or settings.ASSISTANT_MODEL

    def _thread(self):
        if self.conversation.thread_id and self.conversation.thread_server == self.server:
            return self.conversation.thread_id
        earlier = self.conversation.messages.filter(pk__lt=self.message.pk).exclude(text="")
        replayed = list(earlier.order_by("-pk").values_list("role", "text")[:REPLAY_LIMIT])[::-1]
        made = self._patiently(lambda: self.client.create_thread(replayed))
        self.conversation.messages.update(upstream_id="")
        return self.conversation.adopt_thread(made, self.server)

    def _send_message(self, thread_id):
        self.message.refresh_from_db(fields=["upstream_id"])
        if self.message.upstream_id:
            return
        key = str(self.message.client_key)
        sent = self._once(
            thread_id,
            lambda: self.client.create_message(thread_id, self.message.text, key),
            lambda: next((m.id for m in self.client.newest_messages(thread_id) if m.client_key == key), None),
        )
        Message.objects.filter(pk=self.message.pk).update(upstream_id=sent)
        self.message.upstream_id = sent

    def _send_run(self, thread_id, assistant_id):
        key = f"{self.run.pk}:{self.run.upstream_attempts}"
        told = instructions_for(self.conversation.tutor, self.conversation.owner)
        started = self._once(
            thread_id,
            lambda: self._create_run(thread_id, assistant_id, told, key),
            lambda: next((run for run in self.client.newest_runs(thread_id) if run.run_key == key), None),
        )
        if started.expires_at:
            expiry = datetime.fromtimestamp(started.expires_at, UTC) + timedelta(seconds=30)
            self.deadline = min(self.deadline, expiry)
        attempts = self.run.upstream_attempts + 1
        self._note(
            upstream_run_id=started.id,
            upstream_attempts=attempts,
            activity=Run.Activity.WAITING,
            deadline=self.deadline,
        )

    def _create_run(self, thread_id, assistant_id, told, key):
        try:
            return self.client.create_run(thread_id, assistant_id, told, key, self._model())
        except assistants.NotFound as error:
            if assistant_id not in str(error):
                raise
            Tutor.objects.get(pk=self.conversation.tutor_id).forget_assistant(assistant_id)
            self.conversation.tutor.refresh_from_db()
            return self.client.create_run(thread_id, self._assistant(), told, key, self._model())

    def _once(self, thread_id, send, find):
        """What `send` makes upstream, made at most once: after a doubtful attempt it is looked for first."""
        if self.resumed and (found := self._patiently(find)):
            return found
        while True:
            try:
                return self._patiently(send, bear=(assistants.Unreachable, assistants.Overloaded))
            except assistants.FateUnknown as error:
                found = self._look_for(find, LOOK_SECONDS if error.late else 2)
                if found or error.late:
                    return found or self._give_up(error)
            except assistants.ThreadBusy as error:
                if found := self._patiently(find):
                    return found
                self._free(thread_id, error.run_id)

    def _look_for(self, find, seconds):
        until = time.monotonic() + seconds
        while not (found := self._patiently(find)) and time.monotonic() < until:
            self._wait(0.5)
        return found

    @staticmethod
    def _give_up(error):
        raise error

    def _free(self, thread_id, run_id):
        """Wait for another active run on the thread to end, then cancel it: an earlier attempt left it behind."""
        if not run_id:
            active = [run.id for run in self._patiently(lambda: self.client.newest_runs(thread_id)) if not run.ended]
            if not active:
                self._wait(0.2)
                return
            run_id = active[0]
        until = time.monotonic() + BUSY_SECONDS
        cancelled = False
        while not self._patiently(lambda: self.client.get_run(thread_id, run_id)).ended:
            if time.monotonic() > until and not cancelled:
                self.client.cancel_run(thread_id, run_id)
                cancelled = True
            self._wait(0.3)

    # Following

    def _poll(self):
        """Follow the upstream run until it has ended and all it made is mirrored; the Run as it ended."""
        thread_id, delay, busy = self.conversation.thread_id, FIRST_DELAY, Run.Activity.WAITING
        if not self.message.upstream_id:
            self.message.refresh_from_db(fields=["upstream_id"])
        mirror = Mirror(self.run, self.lease, self.client, thread_id)
        while True:
            upstream = self._patiently(lambda: self.client.get_run(thread_id, self.run.upstream_run_id))
            if upstream.status == "requires_action":
                self.client.cancel_run(thread_id, upstream.id)
            elif upstream.status != "queued":
                busy = self._patiently(lambda ended=upstream.ended: mirror.update(ended))
            if upstream.ended:
                return upstream
            self._show(busy)
            self._wait(delay)
            delay = min(delay * GROWTH, LAST_DELAY)

    def _show(self, activity):
        if activity != self.run.activity:
            self._note(activity=activity)

    def _died(self, upstream):
        """Whether the upstream run was lost with its server, so that one more may be started."""
        lost = upstream.status == "failed" and upstream.error_code == "server_error"
        return lost and self.run.upstream_attempts < UPSTREAM_ATTEMPTS

    def _begin_again(self):
        """Forget what the dead upstream run left, here and on the pages that show it."""
        logger.warning("run %s: upstream run %s died, starting one more", self.run.pk, self.run.upstream_run_id)
        with transaction.atomic():
            self._note(upstream_run_id="", activity=Run.Activity.WAITING)
            self.run.refresh_from_db(fields=["revision"])
            self.lease.write(cleared_revision=self.run.revision)
            self.run.steps.all().delete()
            self.run.answers.all().delete()
            self.conversation.attachments.without_content().unlinked().delete()
        self.resumed = True

    def _end(self, upstream):
        answered = self.run.answers.exists()
        if upstream.status == "completed" or (upstream.status == "incomplete" and answered):
            proxy.end(self.lease, Run.Status.COMPLETED)
        elif upstream.status == "expired":
            self._fail(Run.Reason.TIMEOUT, "the upstream run expired")
        elif upstream.error_code == "rate_limit_exceeded":
            self._fail(Run.Reason.BUSY, upstream.error_text)
        else:
            self._fail(Run.Reason.FAILED, f"upstream run {upstream.status} {upstream.error_code} {upstream.error_text}")

    def _fail(self, reason, cause):
        logger.error("run %s ends as %s: %s", self.run.pk, reason, cause)
        proxy.end(self.lease, Run.Status.FAILED, reason)

    def _forget_thread(self):
        """The upstream lost the thread: the next attempt makes a new one and replays our record to it."""
        if self.run.upstream_attempts >= UPSTREAM_ATTEMPTS:
            raise assistants.BadReply(f"run {self.run.pk}: the upstream loses its threads")
        logger.warning("run %s: the upstream does not know its thread, replaying it", self.run.pk)
        self.conversation.forget_thread(self.conversation.thread_id)
        self._note(upstream_run_id="", upstream_attempts=self.run.upstream_attempts + 1)

    def _stop(self):
        """End the run upstream, then here: the next question finds a free thread."""
        self._cancel()
        proxy.end(self.lease, Run.Status.CANCELLED)

    def _cancel(self):
        if self.run.upstream_run_id:
            try:
                self.client.cancel_run(self.conversation.thread_id, self.run.upstream_run_id)
            except assistants.AssistantsError as error:
                logger.warning("run %s: its upstream run could not be cancelled: %s", self.run.pk, error)

    # Waiting

    def _patiently(self, call, bear=TRANSIENT):
        """The result of a call that may be repeated, through a short outage of the upstream."""
        patience = PATIENCE_DURING if self.run.upstream_run_id else PATIENCE_BEFORE
        until, delay = time.monotonic() + patience, 0.2
        while True:
            self._check()
            try:
                return call()
            except bear as error:
                if time.monotonic() + delay > until:
                    raise
                wait = getattr(error, "retry_after", None) or delay
            self._wait(wait)
            delay = min(delay * 2, 5)

    def _wait(self, seconds):
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._check()
            self.lease.wait(min(left, LOOK_UP))
        self._check()

    def _check(self):
        """Raise when the work has to end here, whoever wants it."""
        self.lease.check()
        if timezone.now() > self.deadline:
            raise Expired
        status = self.lease.rows().values_list("status", flat=True).first()
        if status is None:  # this process slept for longer than its lease, and the sweep has not noticed yet
            raise LeaseLost(str(self.lease))
        if status == Run.Status.CANCELLING:
            raise StopRequested

    def _note(self, **values):
        """Write fields of the run, with a new revision, and keep our copy in step."""
        with transaction.atomic():
            self.lease.write(**values, revision=F("revision") + 1)
        for name, value in values.items():
            setattr(self.run, name, value)
