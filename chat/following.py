"""Follows one run from question to answer. Any worker can begin here where another one stopped."""

import contextlib
import logging
import time
from datetime import timedelta

from django.db import close_old_connections

from chat import failures, judging, news, progress, proxy
from chat.deadline import Deadline
from chat.failures import AssistantsError, NotFound, StreamBroken
from chat.mirror import Mirror
from chat.models import Run
from chat.once import ThreadStuck
from chat.patience import TRANSIENT, Expired, Patience, StopRequested
from chat.sending import Sender
from chat.statements import FILES_OF_QUESTION

logger = logging.getLogger("tutor.chat")

RUN_SECONDS = 660
"""How long a run may take in all: the 600 s after which an upstream run expires, and a margin."""
UPSTREAM_ATTEMPTS = 2
"""Upstream runs that are started for one run of ours: a second one when the first died with its server."""
STOP_SECONDS = 3
"""How long the end of a run that was stopped is waited for, so that its last words are kept."""
FIRST_DELAY, LAST_DELAY, GROWTH = 0.06, 1.0, 1.3
ACTIVITIES = {"queued": Run.Activity.WAITING, "in_progress": Run.Activity.THINKING}


class Follower:
    """One worker's way with one run. All writes go through the lease, no call is made inside a transaction."""

    def __init__(self, run, lease, client, server):
        self.run, self.lease, self.client = run, lease, client
        self.conversation, self.mirror = run.conversation, None
        self.is_checkable = False
        moment = run.deadline or run.created_at + timedelta(seconds=RUN_SECONDS)
        self.live = progress.begin(run, lease, Deadline(moment, RUN_SECONDS, taken_up=lease.fence > 1))
        self.patience = Patience(run, self.live, server)
        self.sender = Sender(run, client, server, self.patience)

    def follow(self):
        """Carry the run to its end; every expected failure ends it with a reason."""
        try:
            self.patience.check()
            self._answer()
        except StopRequested:
            self._stop()
        except Expired:
            self._cancel()
            self._fail(Run.Reason.TIMEOUT, "the deadline has passed")
        except failures.Overloaded as error:
            self._fail(Run.Reason.BUSY, error)
        except (failures.Refused, failures.BadReply, ThreadStuck) as error:
            self._fail(Run.Reason.REFUSED, error)
        except failures.FileRefused as error:
            self._fail(Run.Reason.FILE, error)
        except AssistantsError as error:
            self._fail(Run.Reason.UNREACHABLE, error)
        finally:
            progress.end(self.live)

    def _answer(self):
        while True:
            try:
                upstream = self._follow(self.sender.send())
            except (NotFound, ThreadStuck) as error:
                self._replay(error)
                continue
            if not self._died(upstream):
                return self._end(upstream)
            self._begin_again()

    def _follow(self, started):
        """The upstream run as it ended, with all that it made in our record."""
        self.mirror = Mirror(self.run, self.live, self.client, self.conversation.thread_id)
        upstream, plain = started and started.run, False
        if started and started.stream:
            upstream, plain = _Listener(self, started.stream).listen()
            if upstream and upstream.status == "completed" and self._complete(plain, self._succeed):
                return upstream
            upstream = None  # any other end is rare enough to be asked for once more
        if not (upstream and upstream.ended):
            upstream, plain = self._poll(), False
        if not self._died(upstream):
            self._complete(plain)
        return upstream

    def _complete(self, plain, end=None):
        """Mirror what a run that has ended left, which may `end` ours; the number of its answers."""
        self.live.show(Run.Activity.CHECKING)
        self.is_checkable = self._is_checkable()  # not in the transaction that ends the run
        self.patience.call(lambda: self.mirror.complete(plain, end))
        return self.mirror.answers

    def _is_checkable(self):
        """Words are read; what a file says is not, and the answer may be about that."""
        return judging.is_checkable(self.run.message) and not FILES_OF_QUESTION.row(question=self.run.message_id)[0]

    def _poll(self):
        """Look at the upstream run until it has ended, less and less often."""
        thread_id, delay = self.conversation.thread_id, FIRST_DELAY
        while True:
            upstream = self.patience.call(lambda: self.client.get_run(thread_id, self.run.upstream_run_id))
            if upstream.ended:
                return upstream
            if upstream.status == "requires_action":
                self.client.cancel_run(thread_id, upstream.id)
            elif upstream.status == "queued":
                self.live.show(Run.Activity.WAITING)
            else:
                self.live.show(self.patience.call(self.mirror.update))
            self.patience.wait(delay)
            delay = min(delay * GROWTH, LAST_DELAY)

    def _died(self, upstream):
        """Whether the upstream run was lost with its server, so that one more may be started."""
        lost = upstream.status == "failed" and upstream.error_code == "server_error"
        return lost and self.run.upstream_attempts < UPSTREAM_ATTEMPTS

    def _begin_again(self):
        """Have the question answered by a new upstream run. What the dead one finished stays where it is read."""
        logger.warning("run %s: upstream run %s died, starting one more", self.run.pk, self.run.upstream_run_id)
        self.sender.note(upstream_run_id="")
        self.sender.once.resumed = True
        self.live.forget()
        self.live.show(Run.Activity.WAITING)

    def _replay(self, error):
        """The upstream lost the thread, or it is stuck: the next attempt makes a new one from our record."""
        if self.run.upstream_attempts >= UPSTREAM_ATTEMPTS or self._has_thread_still(error):
            raise error
        logger.warning("run %s: its thread is of no use any more, replaying it: %s", self.run.pk, error)
        proxy.replay(self.conversation)
        self.sender.files.forget()
        self.sender.note(upstream_run_id="", upstream_attempts=self.run.upstream_attempts + 1, sent_at=None)

    def _has_thread_still(self, error):
        """Whether a 404 was for something else than the thread."""
        if isinstance(error, ThreadStuck) or not self.conversation.thread_id:
            return False
        try:
            self.patience.call(lambda: self.client.newest_messages(self.conversation.thread_id))
        except NotFound:
            return False
        return True

    # Ending

    def _succeed(self, **values):
        proxy.end(self.lease, Run.Status.COMPLETED, is_judged=self.is_checkable, **values)

    def _end(self, upstream):
        if self.mirror.ended:
            return
        if upstream.status == "completed":
            self._succeed()
        elif upstream.status == "incomplete" and self.mirror.answers:
            proxy.end(self.lease, Run.Status.COMPLETED)  # what was cut off is not judged
        elif upstream.status == "expired":
            self._fail(Run.Reason.TIMEOUT, "the upstream run expired")
        elif upstream.error_code == "rate_limit_exceeded":
            self._fail(Run.Reason.BUSY, upstream.error_text)
        else:
            self._fail(Run.Reason.FAILED, f"upstream run {upstream.status} {upstream.error_code} {upstream.error_text}")

    def _fail(self, reason, cause):
        logger.error("run %s ends as %s: %s", self.run.pk, reason, cause)
        proxy.end(self.lease, Run.Status.FAILED, reason)

    def _stop(self):
        """End the run upstream, keep what it has written, then end it here: the next question finds a free thread."""
        if self.run.upstream_run_id:
            self._cancel()
            self._keep_last_words()
        proxy.end(self.lease, Run.Status.CANCELLED)

    def _cancel(self):
        if self.run.upstream_run_id:
            try:
                self.client.cancel_run(self.conversation.thread_id, self.run.upstream_run_id)
            except AssistantsError as error:
                logger.warning("run %s: its upstream run could not be cancelled: %s", self.run.pk, error)

    def _keep_last_words(self):
        mirror = self.mirror or Mirror(self.run, self.live, self.client, self.conversation.thread_id)
        try:
            if self._ends_soon():
                mirror.complete()
        except AssistantsError as error:
            logger.warning("run %s: its last words are those of the stream: %s", self.run.pk, error)
        mirror.keep_words()

    def _ends_soon(self):
        """Whether a run that was stopped upstream ends within STOP_SECONDS."""
        until = time.monotonic() + STOP_SECONDS
        while not self.client.get_run(self.conversation.thread_id, self.run.upstream_run_id).ended:
            if time.monotonic() > until:
                return False
            self.lease.wait(0.1)
        return True


class _Listener:
    """Reads a stream for a Follower: moves the live text, and has finished blocks mirrored while the run goes on."""

    def __init__(self, follower, stream):
        self.live, self.lease, self.patience = follower.live, follower.lease, follower.patience
        self.mirror, self.client, self.stream = follower.mirror, follower.client, stream
        self.run = follower.run
        self.plain = True
        self.unkept = False
        self.begun = set()

    def listen(self):
        """(the run as it ended or None when the stream broke, whether it ran no code)."""
        close_old_connections()
        self.live.stream = self.stream
        try:
            with contextlib.closing(self.stream), self.lease.reading(self.stream.interrupt):
                return self._ended(), self.plain
        except StreamBroken as error:
            self.patience.check()  # it may have been broken off here
            logger.warning("run %s is polled from here on: %s", self.run.pk, error)
            return None, False
        finally:
            self.live.stream = None

    def _ended(self):
        for item in self.stream:
            self.patience.check()
            self.stream.rest = self.live.rest if isinstance(item, news.Words) else 0
            match item:
                case news.RunNews(run) if run.id != self.run.upstream_run_id:
                    continue
                case news.RunNews(run) if run.ended or run.status == "requires_action":
                    return run
                case news.RunNews(run) if run.status in ACTIVITIES:
                    self.live.show(ACTIVITIES[run.status])
                case news.Words():
                    self.live.say(item)
                case news.Code(runs):
                    self.live.show(Run.Activity.RUNNING if runs else Run.Activity.CODING)
                case news.StepNews(step):
                    self._step(step)
                case news.MessageNews():
                    self.unkept = True
                case news.Broken(text):
                    raise StreamBroken(f"the upstream says: {text}")
        return None

    def _step(self, step):
        """A new step shows that the run goes on: what was finished before it becomes blocks."""
        self.plain = self.plain and step.code is None
        if step.status != "in_progress":
            self.unkept = True
        elif step.id not in self.begun:
            self.begun.add(step.id)
            if self.unkept:
                self.unkept = False
                self._mirror()
            if step.code is not None:
                self.live.show(Run.Activity.CODING)

    def _mirror(self):
        """The finished blocks now; what fails is made up for when the run has ended."""
        try:
            self.mirror.update()
        except TRANSIENT as error:
            logger.warning("run %s: a block has to wait: %s", self.run.pk, error)
        close_old_connections()
