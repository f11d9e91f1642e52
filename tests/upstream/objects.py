"""What the double knows and does as an Assistants server: its objects, and the answer to each request."""

import itertools
from collections import defaultdict

from tests.upstream import shapes
from tests.upstream.shapes import error, missing, page
from tests.upstream.work import Work

ACTIVE = frozenset({"queued", "in_progress", "cancelling", "requires_action"})


class Started:
    """A run that a request started: `first` are events of a stream that come before those of the run."""

    def __init__(self, work, first=()):
        self.work, self.first = work, first


class Objects:
    """The objects. Every method is called with the lock of the upstream held.

    `answers`: the texts of a run's messages; `polls`: how often a run is seen before it answers; `outcome`: how it
    ends; `leaves_messages`: also when that is no good end; `stuck`: a status that no run leaves by itself.
    `one_call`: whether messages may come with the run; `uploads`: what it was given, by id.
    """

    def __init__(self):
        self.count = itertools.count(1)
        self.assistants, self.threads, self.runs, self.files, self.works = {}, {}, {}, {}, {}
        self.uploads = {}
        self.messages, self.steps = defaultdict(list), defaultdict(list)
        self.answers = ["Let's see.", "It is `x = 1`."]
        self.polls, self.stuck = 2, None
        self.leaves_messages, self.one_call = False, True
        self.outcome = {"status": "completed"}

    def new_id(self, prefix):
        return f"{prefix}_{next(self.count):024d}"

    def handle_api(self, method, path, query, body):
        """(status, object) of a request; the object of a new run is Started."""
        parts = path.removeprefix("/v1/").split("/")
        match method, *parts:
            case "GET", "assistants":
                return 200, page(list(self.assistants.values()), query)
            case "POST", "assistants":
                return 200, self.make_assistant(body)
            case "POST", "threads":
                return self._lack((body or {}).get("messages", [])) or (200, self.make_thread(body))
            case "POST", "threads", "runs":
                return self.make_thread_and_run(body)
            case "POST", "threads", thread, "messages":
                return self.add_message(thread, body)
            case "GET", "threads", thread, "messages":
                return self.known(thread) or self.list_messages(thread, query)
            case "POST", "threads", thread, "runs":
                return self.start_run(thread, body)
            case "GET", "threads", thread, "runs":
                runs = [run for run in self.runs.values() if run["thread_id"] == thread]
                return self.known(thread) or (200, page(runs, query))
            case "GET", "threads", thread, "runs", run:
                return self.known(thread) or self.advance(run)
            case "POST", "threads", _thread, "runs", run, "cancel":
                return self.cancel(run)
            case "GET", "threads", _thread, "runs", run, "steps":
                return 200, page(self.steps[run], query)
            case "POST", "files":
                return 200, self.keep_upload(body)
            case "GET", "files":
                wanted = [each for each in self.uploads.values() if each["purpose"] == query.get("purpose")]
                return 200, page([shapes.file_object(each) for each in wanted], query)
            case "GET", "files", name, "content":
                held = self.files | {file_id: each["content"] for file_id, each in self.uploads.items()}
                return (200, held[name]) if name in held else missing("file", name)
        return error(404, f"Invalid URL ({method} {path})")

    # Assistants, threads, messages

    def make_assistant(self, body):
        made = shapes.assistant_object(self.new_id("asst"), body)
        self.assistants[made["id"]] = made
        return made

    def make_thread(self, body):
        made = shapes.thread_object(self.new_id("thread"), body or {})
        self.threads[made["id"]] = made
        self._add_all(made["id"], (body or {}).get("messages", []))
        return made

    def known(self, thread):
        return None if thread in self.threads else missing("thread", thread)

    def list_messages(self, thread, query):
        wanted = query.get("run_id")
        return 200, page([m for m in self.messages[thread] if wanted in {None, m["run_id"]}], query)

    def add_message(self, thread, body):
        if not self.known(thread) and (run := self.active(thread)):
            return error(400, f"Can't add messages to {thread} while a run {run} is active.")
        return self.known(thread) or self._lack([body]) or (200, self._add(thread, body))

    def _add_all(self, thread, messages):
        for message in messages:
            self._add(thread, message)

    def _add(self, thread, body):
        made = self.say(thread, body["role"], body["content"], None, body.get("metadata"))
        made["attachments"] = body.get("attachments", [])
        return made

    def _lack(self, messages):
        """The refusal of messages that name a file which is not there."""
        contents = [message["content"] for message in messages if isinstance(message["content"], list)]
        shown = [part["image_file"]["file_id"] for parts in contents for part in parts if part["type"] == "image_file"]
        attached = [each["file_id"] for message in messages for each in message.get("attachments", [])]
        return next((missing("file", name) for name in shown + attached if name not in self.uploads), None)

    def keep_upload(self, form):
        file_id = self.new_id("file")
        self.uploads[file_id] = {"id": file_id, **form}
        return shapes.file_object(self.uploads[file_id])

    def say(self, thread, role, text, run, metadata=None):
        assistant = self.runs[run]["assistant_id"] if run else None
        made = shapes.message_object(self.new_id("msg"), thread, role, text, run, assistant, metadata)
        self.messages[thread].append(made)
        return made

    # Runs

    def active(self, thread):
        return next((r["id"] for r in self.runs.values() if r["thread_id"] == thread and r["status"] in ACTIVE), None)

    def make_thread_and_run(self, body):
        if not self.one_call:
            return error(404, "Invalid URL (POST /v1/threads/runs)")
        if body["assistant_id"] not in self.assistants:
            return missing("assistant", body["assistant_id"])
        if lacking := self._lack(body.get("thread", {}).get("messages", [])):
            return lacking
        thread = self.make_thread(body.get("thread"))
        _status, started = self.start_run(thread["id"], body)
        started.first = [("thread.created", thread)]
        return 200, started

    def start_run(self, thread, body):
        if "additional_messages" in body and not self.one_call:
            name = "additional_messages"
            return error(400, f"Unknown parameter: '{name}'.", "unknown_parameter", name)
        if lacking := self._lack(body.get("additional_messages") or []):
            return lacking
        status, run = self.add_run(thread, body)
        if status != 200:
            return status, run
        self._add_all(thread, body.get("additional_messages") or [])
        return 200, Started(self.works[run["id"]])

    def add_run(self, thread, body):
        """(status, run object) of a new run, at which work begins when it is looked at or streamed."""
        if self.known(thread):
            return self.known(thread)
        if body["assistant_id"] not in self.assistants:
            return missing("assistant", body["assistant_id"])
        if run := self.active(thread):
            return error(400, f"Thread {thread} already has an active run {run}.")
        run = shapes.run_object(self.new_id("run"), thread, body, self.assistants[body["assistant_id"]])
        self.runs[run["id"]], self.works[run["id"]] = run, Work(self, run)
        return 200, run

    def advance(self, run_id):
        run = self.runs.get(run_id)
        if run is None:
            return missing("run", run_id)
        self.works[run_id].advance()
        return 200, run

    def open_step(self, run, details):
        step = shapes.step_object(self.new_id("step"), run, details)
        self.steps[run["id"]].append(step)
        return step

    def add_step(self, run, details):
        """Add a step that is finished."""
        self.open_step(run, details).update(status="completed", completed_at=shapes.now())

    def cancel(self, run_id):
        run = self.runs.get(run_id)
        if run is None:
            return missing("run", run_id)
        if run["status"] not in ACTIVE - {"cancelling"}:
            return error(400, f"Cannot cancel run with status '{run['status']}'.")
        waits = run["status"] == "requires_action"
        run["status"] = "cancelling"
        if waits:  # its work has ended: this takes up what is left of it
            self.works[run_id].events = self.works[run_id].ending()
        return 200, dict(run)  # as it is now: its work goes on meanwhile
