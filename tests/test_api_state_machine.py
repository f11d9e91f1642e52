"""Random sequences of calls: after each of them the server shows what a model of the contract says.

Workers are real threads with real leases, but their engines are puppets, so that nothing happens by itself.
"""

import logging
import os
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from assistants_api import execution, record
from assistants_api.engines import Code, CodeResult, Failed, Incomplete, MessageEnd, Text
from assistants_api.engines.choice import ENGINES
from assistants_api.models import Run
from background.crew import Crew
from tests.api_machine import Worker, engine, lease_on, seen_run
from tests.api_model import ACTIVE, Refused, absent
from tests.api_object_calls import MOST, ObjectCalls, thread_of
from tests.canned import CRASH, END, calls

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

EXAMPLES, STEPS = int(os.environ.get("STATE_MACHINE_EXAMPLES", 12)), 40
"""Sequences of calls, and calls in each: always the same few, unless the environment asks for a number of others."""
PICK = st.integers(0, 99)
WORD = st.sampled_from(["one ", "two ", "drei ", "∑ "])
WORDS = st.lists(WORD, max_size=2)
ORDERS = ["say", "say", "message", "program", "call", "two calls", "end", "fail", "limit", "crash"]
OUTPUTS = ["right", "right", "right", "reversed", "missing", "foreign", "twice", "none"]
CALLS = [
    (group, what)
    for group, whats in {
        "assistant": ["make", "change", "delete"],
        "file": ["make", "delete"],
        "thread": ["make", "change", "delete"],
        "message": ["user", "user", "assistant", "change", "delete"],
        "run": ["make", "make with a thread", "change", "cancel", "cancel", "expire", *["submit"] * 4],
        "worker": [*ORDERS, "say", "call", "take over"],
        "list": ["messages", "messages", "runs", "steps", "assistants", "files"],
    }.items()
    for what in whats
]


class Calls(ObjectCalls):
    """Calls for runs, and what workers do between them."""

    @initialize()
    def begin(self):
        self.create_assistant({})
        self.create_thread([], {})

    @rule(call=st.sampled_from(CALLS), n=PICK, m=PICK, words=WORDS)
    def step(self, call, n, m, words):
        """One rule for all calls: of many rules, a short sequence would have a few only."""
        group, what = call
        getattr(self, f"call_{group}")(what, n, m, words)

    def call_run(self, what, n, m, words):
        if what == "make":
            self.create_run(n, m, words)
        elif what == "make with a thread" and len(self.world.threads) < MOST:
            self.create_thread_and_run(m, words)
        elif what == "expire" and self.runs(*ACTIVE):
            self.expire(n, ["read", "message", "run", "cancel"][m % 4])
        elif what == "cancel":
            self.cancel_run(n)
        elif what == "submit":
            self.submit_outputs(n, OUTPUTS[m % len(OUTPUTS)])
        else:
            self.modify_run(n, {"a": str(m)})

    def call_worker(self, what, n, m, words):
        """A queued run is taken up before anything else is done, and a free thread gets one."""
        free = [thread for thread in self.world.threads.values() if not thread.active_run]
        if self.runs("queued"):
            self.start_work(n)
        elif free and not self.busy_workers():
            self.create_run_and_start_work(n, words)
        elif what == "take over" and self.runs("in_progress", "cancelling"):
            self.take_over(n)
        elif self.busy_workers():
            self.work(n, what if what in ORDERS else "say", "".join(words) or "word ")

    # Runs, as callers see them

    def create_run(self, n, a, words):
        thread_id, assistant_id = self.pick_thread(n), self.pick(a, "assistant", self.world.assistants)
        thread = self.world.threads.get(thread_id)
        more = [{"role": "user", "content": word} for word in words]
        refusals = [self.missing_assistant(assistant_id)]
        refusals += [thread.locked_for_runs() if thread else absent("thread", thread_id)]

        body = {"assistant_id": assistant_id, "additional_messages": more}
        made = self.ask("POST", f"/threads/{thread_id}/runs", body, *refusals)

        if made:
            self.world.add_run(thread, made["id"], assistant_id, words)
        self.agree(thread_id)

    def create_thread_and_run(self, a, words):
        assistant_id = self.pick(a, "assistant", self.world.assistants)
        body = {
            "assistant_id": assistant_id,
            "thread": {"messages": [{"role": "user", "content": word} for word in words]},
        }

        made = self.ask("POST", "/threads/runs", body, self.missing_assistant(assistant_id))

        if made:
            thread = thread_of({"id": made["thread_id"]}, words, {})
            self.world.threads[thread.id] = thread
            self.world.add_run(thread, made["id"], assistant_id)
            self.agree(thread.id)

    def modify_run(self, n, metadata):
        thread_id, run_id = self.pick_run(n)
        run = self.world.run(thread_id, run_id)

        if self.ask("POST", f"/threads/{thread_id}/runs/{run_id}", {"metadata": metadata}, run):
            run.metadata = metadata
        self.agree(thread_id)

    def cancel_run(self, n):
        thread_id, run_id = self.pick_run(n)
        run = self.world.run(thread_id, run_id)
        refused = run if isinstance(run, Refused) else run.cancel()

        answer = self.ask("POST", f"/threads/{thread_id}/runs/{run_id}/cancel", None, refused)

        assert answer is None or seen_run(answer) == run.seen()
        self.agree(thread_id)

    def submit_outputs(self, n, how):
        thread_id, run_id = self.pick_run(n)
        run = self.world.run(thread_id, run_id)
        right = [(call, f"of {call}") for call in getattr(run, "awaited", [])] or [("call_0", "early")]
        outputs = {
            "right": right,
            "reversed": right[::-1],
            "missing": right[1:],
            "foreign": [*right, ("call_foreign", "")],
            "twice": [*right, right[0]],
            "none": [],
        }[how]
        refused = run if isinstance(run, Refused) else run.submit(outputs)

        body = {"tool_outputs": [{"tool_call_id": call, "output": output} for call, output in outputs]}
        answer = self.ask("POST", f"/threads/{thread_id}/runs/{run_id}/submit_tool_outputs", body, refused)

        assert answer is None or seen_run(answer) == run.seen()
        self.agree(thread_id)

    def expire(self, n, first):
        """A run's time passes, and its worker hangs or is gone: whoever comes first finds the thread free."""
        runs = self.runs(*ACTIVE)
        run = runs[n % len(runs)]
        past = timezone.now() - timedelta(seconds=10)
        row = Run.objects.filter(public_id=run.id)
        row.update(expires_at=past)
        row.exclude(lease_until=None).update(lease_until=past)
        run.end("expired")
        path = f"/threads/{run.thread.id}"

        if first == "message":
            run.thread.add(
                "user", "late", self.ask("POST", f"{path}/messages", {"role": "user", "content": "late"})["id"]
            )
        elif first == "run" and run.assistant_id in self.world.assistants:
            made = self.ask("POST", f"{path}/runs", {"assistant_id": run.assistant_id})
            self.world.add_run(run.thread, made["id"], run.assistant_id)
        elif first == "cancel":
            self.ask("POST", f"{path}/runs/{run.id}/cancel", None, run.cancel())
        else:
            self.ask("GET", f"{path}/runs/{run.id}")
        self.agree(run.thread.id)

    # Runs, as workers carry them

    def start_work(self, n):
        runs = self.runs("queued")
        run = runs[n % len(runs)]
        self.workers.append(Worker(run))
        run.begin()
        self.agree(run.thread.id)

    def create_run_and_start_work(self, n, words):
        """Most runs are taken up at once."""
        thread_ids, assistant_ids = list(self.world.threads), list(self.world.assistants)
        free = [thread_id for thread_id in thread_ids if not self.world.threads[thread_id].active_run]
        thread_id = free[n % len(free)]
        self.create_run(thread_ids.index(thread_id), n % len(assistant_ids), words)
        self.start_work(self.runs("queued").index(self.world.threads[thread_id].active_run))

    def work(self, n, order, word):
        """A worker's engine does the next thing. What a worker does that has lost its run changes nothing."""
        workers = self.busy_workers()
        worker = workers[n % len(workers)]
        run = worker.run
        names = [f"call_{len(run.steps)}_{number}" for number in range(2 if order == "two calls" else 1)]
        events = {
            "say": [Text(word)],
            "message": [Text(word), MessageEnd()],
            "program": [Code("print(1)"), CodeResult("1\n")],
            "call": [calls(*((name, "weather", "{}") for name in names))],
            "end": END,
            "fail": [Failed("server_error", "It broke.")],
            "limit": [Incomplete("max_completion_tokens")],
            "crash": CRASH,
        }
        events["two calls"] = events["call"]

        worker.puppet.tell(events[order])

        if run.status == "in_progress":
            work_done(run, order, word, names)
        elif run.status == "cancelling":
            if order in {"say", "message"} and run.open_step:
                run.open_step.message.text += word
            run.end("cancelled")
        self.agree(run.thread.id)

    def take_over(self, n):
        """The worker's process seems dead: another one ends the run."""
        runs = self.runs("in_progress", "cancelling")
        run = runs[n % len(runs)]
        Run.objects.filter(public_id=run.id).update(lease_until=None)

        Crew()._work(lease_on(run.id))

        if run.status == "cancelling":
            run.end("cancelled")
        else:
            run.end("failed", error="server_error")
        self.agree(run.thread.id)


def work_done(run, order, word, names):
    """What an order to its engine makes of a run in progress."""
    if order in {"say", "message"}:
        run.say(word, done=order == "message")
    elif order == "program":
        run.program()
    elif order in {"call", "two calls"}:
        run.require(names)
    elif order == "end":
        run.end("completed")
    elif order == "limit":
        run.end("incomplete", reason="max_completion_tokens")
    else:
        run.end("failed", error="server_error")


@pytest.fixture
def _still(monkeypatch, caplog):
    """Nothing happens by itself or by the clock: no run starts, nobody watches one, words are written at once."""
    monkeypatch.setitem(ENGINES, "puppet", engine)
    monkeypatch.setattr("background.start", lambda *_: None)
    monkeypatch.setattr(execution, "TICK", 3600)
    monkeypatch.setattr(record, "FLUSH_SECONDS", 0)
    for name in ("django.request", "tutor"):  # thousands of refusals, and the crashes that were ordered
        caplog.set_level(logging.CRITICAL, name)


@pytest.mark.usefixtures("_still")
def test_the_server_agrees_with_the_model():
    run_state_machine_as_test(
        Calls,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            derandomize="STATE_MACHINE_EXAMPLES" not in os.environ,
            phases=[Phase.generate, Phase.shrink],
            deadline=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.usefixtures("_still")
@pytest.mark.parametrize("order", ORDERS)
def test_whatever_its_engine_does_a_cancelled_run_is_cancelled(order):
    project = Calls()
    project.begin()
    project.create_run_and_start_work(0, [])
    project.work(0, "say", "One ")
    project.cancel_run(0)

    project.work(0, order, "two ")

    assert project.runs("cancelled")
    project.teardown()
