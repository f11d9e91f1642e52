"""What the contract says of a sequence of calls, in plain Python: objects, their order, locks, states and refusals.

It shares no code with the server. `Refused` is the answer that a call must get; an id that the server chose for what a
run made is None until it has been seen in a list.
"""

from dataclasses import dataclass, field

ACTIVE = {"queued", "in_progress", "requires_action", "cancelling"}
MOMENTS = {"cancelled": ["cancelled_at"], "failed": ["failed_at"], "completed": ["completed_at"]}
MOST_FILES = 20


@dataclass(frozen=True)
class Refused:
    """Status, sentence and parameter of an error; None stands for any sentence."""

    status: int
    message: str | None
    param: str | None = None


def absent(kind, public_id):
    return Refused(404, f"No {kind} found with id '{public_id}'.")


def absent_file(public_id, param="id"):
    return Refused(404, f"No such File object: {public_id}", param)


def page(ids, limit=20, order="desc", after=None, before=None):
    """The ids of one page of a list that holds `ids` in the order of insertion, and whether there are more."""
    shown = list(ids if order == "asc" else reversed(ids))
    start = 0 if after is None else shown.index(after) + 1
    end = len(shown) if before is None else shown.index(before)
    shown = shown[start:end]
    kept = shown[-limit:] if before is not None and after is None else shown[:limit]
    return kept, len(shown) > limit


@dataclass(eq=False)
class Message:
    role: str
    text: str
    id: str | None = None
    run: "Run | None" = None
    status: str = "completed"
    reason: str | None = None
    metadata: dict = field(default_factory=dict)
    attached: tuple = ()

    def seen(self):
        return {
            "id": self.id,
            "role": self.role,
            "text": self.text,
            "run_id": self.run and self.run.id,
            "assistant_id": self.run and self.run.assistant_id,
            "status": self.status,
            "reason": self.reason,
            "metadata": self.metadata,
            "attached": list(self.attached),
            "moments": ["incomplete_at"] if self.status == "incomplete" else MOMENTS.get(self.status, []),
        }


@dataclass(eq=False)
class Step:
    type: str
    status: str = "in_progress"
    id: str | None = None
    message: Message | None = None
    calls: dict = field(default_factory=dict)

    def seen(self):
        return {
            "id": self.id,
            "type": self.type,
            "status": self.status,
            "message_id": self.message and self.message.id,
            "outputs": self.calls,
            "moments": ["expired_at"] if self.status == "expired" else MOMENTS.get(self.status, []),
        }


@dataclass(eq=False)
class Run:
    id: str
    assistant_id: str
    thread: "Thread"
    status: str = "queued"
    started: bool = False
    steps: list = field(default_factory=list)
    metadata: dict = field(default_factory=dict)
    error: str | None = None
    reason: str | None = None

    @property
    def active(self):
        return self.status in ACTIVE

    @property
    def awaited(self):
        """The ids of the calls whose outputs the run waits for."""
        return list(self.steps[-1].calls) if self.status == "requires_action" else []

    @property
    def open_step(self):
        return self.steps[-1] if self.steps and self.steps[-1].status == "in_progress" else None

    def seen(self):
        return {
            "id": self.id,
            "assistant_id": self.assistant_id,
            "thread_id": self.thread.id,
            "status": self.status,
            "awaited": self.awaited,
            "metadata": self.metadata,
            "error": self.error,
            "reason": self.reason,
            "has_usage": not self.active,
            "has_expiry": self.status != "completed",
            "moments": ["started_at"] * self.started + MOMENTS.get(self.status, []),
        }

    # What a worker does. Each returns without a change unless the run is in progress.

    def begin(self):
        self.status, self.started = "in_progress", True

    def say(self, text, done):
        """Words of a message, which begin one where none is in work; `done` completes it."""
        if not self.open_step:
            message = Message("assistant", "", run=self, status="in_progress")
            self.thread.messages.append(message)
            self.steps.append(Step("message_creation", message=message))
        self.open_step.message.text += text
        if done:
            self.complete_step()

    def complete_step(self):
        if self.open_step and self.open_step.message:
            self.open_step.message.status = "completed"
        if self.open_step:
            self.open_step.status = "completed"

    def program(self):
        self.complete_step()
        self.steps.append(Step("tool_calls", "completed"))

    def require(self, calls):
        self.complete_step()
        self.steps.append(Step("tool_calls", calls=dict.fromkeys(calls)))
        self.status = "requires_action"

    def end(self, status, *, error=None, reason=None):
        """The run's last status. What was in work ends with it; of a message that is told as the reason."""
        if status == "completed":
            self.complete_step()
        open_step, self.status, self.error, self.reason = self.open_step, status, error, reason
        if not open_step:
            return
        open_step.status = "completed" if status == "incomplete" else status
        if open_step.message:
            open_step.message.status = "incomplete"
            open_step.message.reason = "max_tokens" if status == "incomplete" else f"run_{status}"

    # What a caller does

    def cancel(self):
        """None, or how the call is refused."""
        if self.status in {"queued", "requires_action"}:
            return self.end("cancelled")
        if self.status == "in_progress":
            self.status = "cancelling"
            return None
        return Refused(400, f"Cannot cancel run with status '{self.status}'.")

    def submit(self, outputs):
        """None, or how the call is refused; `outputs` are pairs of a call's id and its output."""
        if self.status != "requires_action":
            return Refused(400, f'Runs in status "{self.status}" do not accept tool outputs.')
        if sorted(call for call, _ in outputs) != sorted(self.awaited):
            return Refused(400, None, "tool_outputs")
        self.steps[-1].calls.update(outputs)
        self.steps[-1].status = "completed"
        self.status, self.started = "queued", False
        return None


@dataclass(eq=False)
class Thread:
    id: str
    metadata: dict = field(default_factory=dict)
    messages: list = field(default_factory=list)
    runs: list = field(default_factory=list)
    file_ids: list = field(default_factory=list)

    @property
    def active_run(self):
        return next((run for run in self.runs if run.active), None)

    def seen(self):
        resources = {"code_interpreter": {"file_ids": self.file_ids}} if self.file_ids else {}
        return {"id": self.id, "metadata": self.metadata, "tool_resources": resources}

    def add(self, role, text, public_id=None, attached=()):
        self.messages.append(Message(role, text, public_id, attached=tuple(attached)))
        self.file_ids = list(dict.fromkeys([*self.file_ids, *attached]))[-MOST_FILES:]

    def locked_for_messages(self):
        run = self.active_run
        return Refused(400, f"Can't add messages to {self.id} while a run {run.id} is active.") if run else None

    def locked_for_runs(self):
        run = self.active_run
        return Refused(400, f"Thread {self.id} already has an active run {run.id}.") if run else None


class World:
    """All objects of one project, by id in the order of insertion."""

    def __init__(self):
        self.assistants, self.threads, self.files = {}, {}, {}
        self.gone = []

    def remove(self, objects, public_id):
        del objects[public_id]
        self.gone.append(public_id)

    def run(self, thread_id, run_id):
        """The run, or how a call that names it is refused."""
        if thread_id not in self.threads:
            return absent("thread", thread_id)
        found = [run for run in self.threads[thread_id].runs if run.id == run_id]
        return found[0] if found else absent("run", run_id)

    def message(self, thread_id, message_id):
        """The message, or how a call that names it is refused."""
        if thread_id not in self.threads:
            return absent("thread", thread_id)
        found = [message for message in self.threads[thread_id].messages if message.id == message_id]
        return found[0] if found else absent("message", message_id)

    def add_run(self, thread, run_id, assistant_id, texts=()):
        for text in texts:
            thread.add("user", text)
        thread.runs.append(Run(run_id, assistant_id, thread))
