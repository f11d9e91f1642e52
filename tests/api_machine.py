"""A project whose every call is compared with the model, and workers whose engines are puppets."""

import itertools
import json
import threading

from django.db import connections
from hypothesis.stateful import RuleBasedStateMachine

from assistants_api.models import Run
from background.crew import Crew
from background.leases import claim
from tests.api_client import client_of
from tests.api_model import Refused, World, absent
from tests.canned import END, Puppet

MISSING = {"assistant": "asst_missing", "thread": "thread_missing", "message": "msg_missing", "run": "run_missing"}
OFTEN = 5
"""How many times more often an object is picked than a deleted one, or one that never was."""
puppets = {}
"""The engine of each thread's newest worker, by the thread's id."""
numbers = itertools.count(1)


def engine(run):
    """What carries a run out: the puppet of its thread."""
    return puppets[run.sandbox.session](run)


class Worker:
    """A web process that carries a run: its thread, its lease, and the puppet that is its engine."""

    def __init__(self, run):
        self.run, self.puppet, self.ended = run, Puppet(), False
        puppets[run.thread.id] = self.puppet
        threading.Thread(target=self._work, args=(lease_on(run.id),), daemon=True).start()
        self.puppet.wait()

    def _work(self, lease):
        try:
            Crew()._work(lease)
        finally:
            connections.close_all()
            self.ended = True
            self.puppet.leave()


def lease_on(run_id):
    """A new hold on a run that nobody holds."""
    return claim(Run, Run.objects.get(public_id=run_id).pk, "worker", threading.Event())


# What the server shows, in the form in which the model says it


def seen_thread(wire):
    return {name: wire[name] for name in ("id", "metadata", "tool_resources")}


def seen_message(wire):
    [part] = wire["content"]
    return {
        **{name: wire[name] for name in ("id", "role", "run_id", "assistant_id", "status", "metadata")},
        "text": part["text"]["value"],
        "reason": (wire["incomplete_details"] or {}).get("reason"),
        "attached": [attachment["file_id"] for attachment in wire["attachments"]],
        "moments": moments(wire, "completed_at", "incomplete_at"),
    }


def seen_run(wire):
    action = wire["required_action"] or {"submit_tool_outputs": {"tool_calls": []}}
    return {
        **{name: wire[name] for name in ("id", "assistant_id", "thread_id", "status", "metadata")},
        "awaited": [call["id"] for call in action["submit_tool_outputs"]["tool_calls"]],
        "error": (wire["last_error"] or {}).get("code"),
        "reason": (wire["incomplete_details"] or {}).get("reason"),
        "has_usage": wire["usage"] is not None,
        "has_expiry": wire["expires_at"] is not None,
        "moments": moments(wire, "started_at", "cancelled_at", "failed_at", "completed_at"),
    }


def seen_step(wire):
    details = wire["step_details"]
    tool_calls = [call for call in details.get("tool_calls", []) if call["type"] == "function"]
    return {
        **{name: wire[name] for name in ("id", "type", "status")},
        "message_id": details["message_creation"]["message_id"] if wire["type"] == "message_creation" else None,
        "outputs": {call["id"]: call["function"]["output"] for call in tool_calls},
        "moments": moments(wire, "expired_at", "cancelled_at", "failed_at", "completed_at"),
    }


def moments(wire, *names):
    return [name for name in names if wire[name] is not None]


class Project(RuleBasedStateMachine):
    """A project with its key, the model of it, and the workers of its runs; it sees no objects of other projects."""

    def __init__(self):
        super().__init__()
        self.world, self.workers = World(), []
        self.api = client_of(f"machine {next(numbers)}")

    # Calls and picks

    def ask(self, method, path, body=None, *refusals, **query):
        """The answer to a call, or None when it was refused as at least one of `refusals` says."""
        return self.outcome(self.api.call(method, path, body, **query), refusals)

    @staticmethod
    def outcome(response, refusals):
        expected = [refused for refused in refusals if isinstance(refused, Refused)]
        answer = json.loads(response.content)
        if not expected:
            assert response.status_code == 200, f"{answer} instead of success"
            return answer
        assert response.status_code != 200, f"success instead of {expected}"
        error = answer["error"]
        assert error["type"] == "invalid_request_error"
        told = (response.status_code, error["message"], error["param"])
        assert any(told == (each.status, each.message or error["message"], each.param) for each in expected), (
            f"{told} instead of {expected}"
        )
        return None

    def pick(self, n, kind, ids):
        """One of the ids, sometimes a deleted one, or one that never was."""
        ids, prefix = list(ids), MISSING[kind].partition("_")[0]
        gone = [public_id for public_id in self.world.gone if public_id.startswith(prefix)]
        known = [*ids * OFTEN, *gone[-1:], MISSING[kind]]
        return known[n % len(known)]

    def pick_thread(self, n):
        return self.pick(n, "thread", self.world.threads)

    def pick_run(self, n):
        """The ids of a thread and a run: mostly the newest run of a thread."""
        threads = self.world.threads.values()
        newest = [(thread.id, thread.runs[-1].id) for thread in threads if thread.runs]
        known = [*newest * OFTEN, *((thread.id, run.id) for thread in threads for run in thread.runs)]
        known += [(thread_id, MISSING["run"]) for thread_id in self.world.threads]
        known += [(MISSING["thread"], run_id) for _, run_id in newest]
        return known[n % len(known)] if known else (MISSING["thread"], MISSING["run"])

    def pick_message(self, n):
        thread_id = self.pick_thread(n)
        thread = self.world.threads.get(thread_id)
        ids = [message.id for message in thread.messages] if thread else []
        return thread_id, self.pick(n // 7, "message", ids)

    def runs(self, *statuses):
        """The runs in these states, in threads that are still there."""
        return [run for thread in self.world.threads.values() for run in thread.runs if run.status in statuses]

    def busy_workers(self):
        """Those who still have their engine, whether or not they still have their run."""
        return [worker for worker in self.workers if not worker.ended]

    def missing_thread(self, thread_id):
        return None if thread_id in self.world.threads else absent("thread", thread_id)

    def missing_assistant(self, assistant_id):
        return None if assistant_id in self.world.assistants else absent("assistant", assistant_id)

    # What must agree after each step

    def agree(self, thread_id):
        """The thread with all that belongs to it is as the model says; ids that the server chose are learned."""
        thread = self.world.threads.get(thread_id)
        if thread is None:
            self.ask("GET", f"/threads/{thread_id}/runs", None, absent("thread", thread_id))
            return
        path = f"/threads/{thread_id}"
        shown = seen_thread(self.ask("GET", path))
        assert shown == thread.seen(), f"{shown} instead of {thread.seen()}"
        self.agree_all(f"{path}/messages", thread.messages, seen_message)
        self.agree_all(f"{path}/runs", thread.runs, seen_run)
        for run in thread.runs:
            self.agree_all(f"{path}/runs/{run.id}/steps", run.steps, seen_step)
        if thread.runs:
            assert seen_run(self.ask("GET", f"{path}/runs/{run.id}")) == run.seen()

    def agree_all(self, path, expected, seen):
        answer = self.ask("GET", path, order="asc", limit=100)
        for each, wire in zip(expected, answer["data"], strict=False):
            each.id = each.id or wire["id"]
        shown, said = [seen(wire) for wire in answer["data"]], [each.seen() for each in expected]
        assert shown == said, f"{path}: {shown} instead of {said}"
        ids = [each.id for each in expected]
        assert len(set(ids)) == len(ids)
        self.agree_page(answer, ids, (ids, False))

    @staticmethod
    def agree_page(answer, ids, expected):
        found = [wire["id"] for wire in answer["data"]]
        assert (found, answer["has_more"]) == expected, f"{found}, {answer['has_more']} instead of {expected} of {ids}"
        assert (answer["first_id"], answer["last_id"]) == ((found[0], found[-1]) if found else (None, None))

    def teardown(self):
        try:
            self.agree_on_all()
        finally:
            for worker in self.busy_workers():
                worker.puppet.tell(END)

    def agree_on_all(self):
        """Nothing has changed that no call has touched."""
        for thread_id in self.world.threads:
            self.agree(thread_id)
        for kind, objects in (("assistants", self.world.assistants), ("files", self.world.files)):
            answer = self.ask("GET", f"/{kind}", order="asc", limit=100)
            self.agree_page(answer, list(objects), (list(objects), False))
