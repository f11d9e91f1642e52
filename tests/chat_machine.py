"""A conversation whose worker can be interrupted at each of its steps, and what must hold of it at any time."""

import itertools
import threading
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test import Client
from hypothesis.stateful import RuleBasedStateMachine, invariant

from accounts.models import User
from background.crew import Crew
from background.leases import claim
from chat import following, sending
from chat.models import Conversation, Message, Run, RunStep, Tutor
from chat.versions import messages_beside
from tests.chat_upstream import NearUpstream, answers_to
from tests.shown_page import ShownPage

numbers = itertools.count(1)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
GRACE = timedelta(seconds=80)
"""How long after its deadline a run may end: the call that was on its way then, and those that end it upstream."""


class Crash(BaseException):
    """The process dies here."""


class Machine(RuleBasedStateMachine):
    """One student, one conversation, one upstream. `stage` is what the test has put in the place of the clocks.

    `plan`: rows (kind of moment, how many of them pass before, what happens then), for the work that is done next.
    All workers carry the same name: they are of one process, and only the fence tells them apart.
    """

    def __init__(self, stage):
        super().__init__()
        self.stage, self.clock, stage.moment = stage, stage.clock, self.moment
        self.clock.restart()
        sending._plain_only.clear()
        Tutor.objects.update(assistant_id="", assistant_server="")
        stage.adapter.upstream = self.upstream = NearUpstream(self.clock, self.moment)
        self.client, self.conversation = Client(), uuid.uuid4()
        self.client.force_login(User.objects.create(username=f"student {next(numbers)}"))
        self.address = f"/c/{self.conversation}/"
        self.page = ShownPage(self.client, self.address)
        self.asked, self.retries = [], 0
        self.plan, self.at_work = [], []
        self.ended, self.shown, self.threads = {}, {}, set()
        self.excused = set()

    # Work

    def moment(self, kind):
        """A worker is at a point at which something may come in between."""
        self.stage.pulse.beat()
        for row in [row for row in self.plan if row[0] == kind]:
            row[1] -= 1
            if row[1] < 0 and row in self.plan:
                self.plan.remove(row)
                self.interrupt(kind, row[2])

    def interrupt(self, kind, what):
        """Between the last check and a request nobody can take over: what is on its way cannot be called back. Within
        a transaction nothing but a crash comes in between."""
        if what == "crash":
            raise Crash
        free = not connection.in_atomic_block and len(self.at_work) < 3
        if free and not (kind == "sending" and what.startswith("take over")):
            getattr(self, what.replace(" ", "_"))()

    def carry(self):
        """Carry the live run, claimed by who accepted it or now, as a process would: to its end, or to that of the
        worker."""
        run = self.live()
        if self.upstream.stuck:
            self.excuse(run.message.client_key)
        lease = self.stage.reserved.pop(run.pk, None) or claim(Run, run.pk, "worker", threading.Event())
        began = self.clock.now()
        self.at_work.append(lease)
        try:
            Crew()._work(lease)
        except Crash:
            return
        finally:
            self.at_work.remove(lease)
            self.upstream.deliver_all()
            self.threads_had()  # a question on another branch gives it up
        run.refresh_from_db()
        if run.fence == lease.fence and not lease._stopping.is_set():
            self.check_end(run, began)

    def check_end(self, run, began):
        """It has ended in time; a worker that finds it late ends it at once."""
        assert not run.is_live, f"left as {run.status}"
        due = run.deadline or run.created_at + timedelta(seconds=following.RUN_SECONDS)
        assert run.ended_at <= max(due, began) + GRACE, f"{run.ended_at - due} late"

    def resume(self):
        """The lease of a dead worker runs out, and another takes its run up; who accepted it begins."""
        if run := self.live():
            self.upstream.deliver_all()
            if run.pk not in self.stage.reserved:
                Run.objects.filter(pk=run.pk).update(lease_until=LONG_AGO)
            self.carry()

    def take_over(self):
        """The worker sleeps for longer than its lease; another does its work meanwhile."""
        self.clock.go_on(10)
        self.resume()

    def take_over_and_die(self):
        """The other worker dies on its way: when the sleeper wakes, the run is still live, and not theirs."""
        death = ["write", 2, "crash"]
        self.plan.append(death)
        self.take_over()
        self.plan = [row for row in self.plan if row is not death]

    def leave(self):
        """The process of the worker is asked to end."""
        for lease in self.at_work[-1:]:
            lease._stopping.set()
            lease.wake()

    def excuse(self, key):
        """A thread may be given up while it has this question, which is then asked anew on another thread."""
        self.excused.add(str(key))

    # The record

    def rows(self):
        return Run.objects.filter(conversation=self.conversation)

    def live(self):
        return self.rows().live().first()

    def newest(self):
        return self.rows().last()

    # What must hold

    @invariant()
    def the_record_is_what_was_accepted(self):
        """No question is lost or kept twice; each has the runs that were asked for, one of them live at a time."""
        questions = Message.objects.filter(conversation=self.conversation, role="user")
        assert list(questions.values_list("client_key", "text")) == self.asked
        assert self.rows().count() == len(self.asked) + self.retries
        assert self.rows().live().count() <= 1

    @invariant()
    def what_has_ended_never_changes(self):
        for run in self.rows():
            if run.is_live:
                continue
            blocks = list(RunStep.objects.filter(run=run).values_list("pk", "code", "logs", "message__text"))
            end = (run.status, run.reason, run.ended_at, blocks)
            if run.pk not in self.ended:
                self.check_reason(run)
            assert self.ended.setdefault(run.pk, end) == end

    def check_reason(self, run):
        assert (run.status == Run.Status.FAILED) == bool(run.reason)
        assert run.reason != Run.Reason.INTERNAL, "something crashed that was not to"
        if run.status == Run.Status.COMPLETED:
            one, two = answers_to(run.message.text)
            blocks = [step.message.text if step.message else step.code for step in run.steps.all()]
            assert blocks == [one, "print(1)", two], f"{blocks} answer {run.message.text}"
            self.check_branch(run)
            if str(run.message.client_key) not in self.excused:
                assert self.sent()[str(run.message.client_key)] == 1, "answered, and not sent once"

    def check_branch(self, run):
        """The thread that the run was on was told of its branch alone."""
        thread = self.upstream.runs[run.upstream_run_id]["thread_id"]
        told = {m["content"][0]["text"]["value"] for m in self.upstream.messages.get(thread, ()) if m["role"] == "user"}
        assert told <= set(messages_beside(run.message).filter(role="user").values_list("text", flat=True))

    def sent(self):
        """How often each key is in the threads that the conversation has had."""
        return Counter(
            message["metadata"]["client_key"]
            for thread in self.threads_had()
            for message in self.upstream.messages[thread]
            if "client_key" in message["metadata"]
        )

    def threads_had(self):
        found = Conversation.objects.filter(pk=self.conversation).values_list("thread_id", flat=True).first()
        self.threads |= {found} if found else set()
        return self.threads

    @invariant()
    def nothing_is_sent_twice(self):
        """Each key is once in a thread, and each run is started once."""
        for thread, messages in self.upstream.messages.items():
            keys = Counter(message["metadata"].get("client_key") for message in messages if message["metadata"])
            assert all(times == 1 for times in keys.values()), f"{thread}: {keys}"
        assert all(times == 1 or key in self.excused for key, times in self.sent().items()), self.sent()
        runs = Counter(
            (run["thread_id"], run["metadata"]["run_key"]) for run in self.upstream.runs.values() if run["metadata"]
        )
        assert all(times == 1 for times in runs.values()), runs

    def look(self, page):
        """What a page shows of each question goes on from what any page has shown of it."""
        for turn, blocks in page.blocks.items():
            known = self.shown.get(turn, [])
            longer, shorter = (blocks, known) if len(blocks) > len(known) else (known, blocks)
            assert longer[: len(shorter)] == shorter, f"{blocks} after {known}"
            self.shown[turn] = longer

    def reload(self):
        """A page that is loaded now shows all that any has shown, and nothing in another order."""
        self.look(self.page)
        self.page = ShownPage(self.client, self.address)
        self.look(self.page)
        assert self.page.blocks == {turn: self.shown[turn] for turn in self.page.blocks}
