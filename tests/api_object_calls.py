"""Calls for assistants, files, threads, messages and lists, each compared with the model."""

import random

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api_machine import Project
from tests.api_model import Refused, Thread, absent, absent_file, page

FUNCTION = {"type": "function", "function": {"name": "weather"}}
ROWS = {"messages": "message", "runs": "run", "steps": "run step", "assistants": "assistant"}
"""What the rows of a list are called in its errors."""
MOST = 3
"""Assistants, threads and files at a time, so that calls meet."""


def thread_of(wire, words, metadata):
    """The model of a thread that was just made with these messages."""
    thread = Thread(wire["id"], metadata)
    for word in words:
        thread.add("user", word)
    return thread


class ObjectCalls(Project):
    def call_assistant(self, what, n, m, words):
        if what == "delete" and len(self.world.assistants) > 1:
            self.delete_assistant(n)
        elif what == "make" and len(self.world.assistants) < MOST:
            self.create_assistant({"a": str(m)})
        else:
            self.modify_assistant(n, {"a": str(m)})

    def call_file(self, what, n, m, words):
        if what == "make" and len(self.world.files) < MOST:
            self.upload(f"{n}.csv")
        else:
            self.delete_file(n)

    def call_thread(self, what, n, m, words):
        if what == "make" and len(self.world.threads) < MOST:
            self.create_thread(words, {})
        elif what == "delete" and len(self.world.threads) > 1:
            self.delete_thread(n)
        else:
            self.modify_thread(n, {"a": str(m)})

    def call_message(self, what, n, m, words):
        if what == "change":
            self.modify_message(n, {"a": str(m)})
        elif what == "delete":
            self.delete_message(n)
        else:
            self.create_message(n, what, "".join(words) or "nothing", m)

    # Assistants

    def create_assistant(self, metadata):
        body = {"model": "puppet", "tools": [FUNCTION, {"type": "code_interpreter"}], "metadata": metadata}
        self.world.assistants[self.ask("POST", "/assistants", body)["id"]] = metadata

    def modify_assistant(self, n, metadata):
        assistant_id = self.pick(n, "assistant", self.world.assistants)
        missing = self.missing_assistant(assistant_id)

        if self.ask("POST", f"/assistants/{assistant_id}", {"metadata": metadata}, missing):
            self.world.assistants[assistant_id] = metadata
            assert self.ask("GET", f"/assistants/{assistant_id}")["metadata"] == metadata

    def delete_assistant(self, n):
        assistant_id = self.pick(n, "assistant", self.world.assistants)
        missing = self.missing_assistant(assistant_id)

        if self.ask("DELETE", f"/assistants/{assistant_id}", None, missing):
            self.world.remove(self.world.assistants, assistant_id)
        self.ask("GET", f"/assistants/{assistant_id}", None, absent("assistant", assistant_id))

    # Files

    def upload(self, name):
        form = {"purpose": "assistants", "file": SimpleUploadedFile(name, b"1,2\n")}
        response = self.api.client.post("/v1/files", form, headers=self.api.headers)
        self.world.files[self.outcome(response, ())["id"]] = name

    def delete_file(self, n):
        file_id = [*self.world.files, "file-missing"][n % (len(self.world.files) + 1)]
        missing = None if file_id in self.world.files else absent_file(file_id)

        if self.ask("DELETE", f"/files/{file_id}", None, missing):
            self.world.remove(self.world.files, file_id)
        self.ask("GET", f"/files/{file_id}", None, absent_file(file_id))

    # Threads

    def create_thread(self, words, metadata):
        body = {"messages": [{"role": "user", "content": word} for word in words], "metadata": metadata}
        thread = thread_of(self.ask("POST", "/threads", body), words, metadata)
        self.world.threads[thread.id] = thread
        self.agree(thread.id)

    def modify_thread(self, n, metadata):
        thread_id = self.pick_thread(n)

        if self.ask("POST", f"/threads/{thread_id}", {"metadata": metadata}, self.missing_thread(thread_id)):
            self.world.threads[thread_id].metadata = metadata
        self.agree(thread_id)

    def delete_thread(self, n):
        thread_id = self.pick_thread(n)

        if self.ask("DELETE", f"/threads/{thread_id}", None, self.missing_thread(thread_id)):
            self.world.remove(self.world.threads, thread_id)
        self.agree(thread_id)

    # Messages

    def create_message(self, n, role, text, attach):
        thread_id = self.pick_thread(n)
        thread = self.world.threads.get(thread_id)
        files = [[], [], *([file_id] for file_id in self.world.files), ["file-missing"]]
        attached = files[attach % len(files)]
        body = {"role": role, "content": text}
        body["attachments"] = [{"file_id": each, "tools": [{"type": "code_interpreter"}]} for each in attached]
        refusals = [absent_file(each, "attachments") for each in attached if each not in self.world.files]
        refusals += [thread.locked_for_messages() if thread else absent("thread", thread_id)]

        made = self.ask("POST", f"/threads/{thread_id}/messages", body, *refusals)

        if made:
            thread.add(role, text, made["id"], attached)
        self.agree(thread_id)

    def modify_message(self, n, metadata):
        thread_id, message_id = self.pick_message(n)
        message = self.world.message(thread_id, message_id)

        if self.ask("POST", f"/threads/{thread_id}/messages/{message_id}", {"metadata": metadata}, message):
            message.metadata = metadata
        self.agree(thread_id)

    def delete_message(self, n):
        thread_id, message_id = self.pick_message(n)
        message = self.world.message(thread_id, message_id)

        if self.ask("DELETE", f"/threads/{thread_id}/messages/{message_id}", None, message):
            self.world.threads[thread_id].messages.remove(message)
            self.world.gone.append(message_id)
        self.agree(thread_id)

    # Lists

    def call_list(self, what, n, m, words):
        """A list with parameters that the numbers stand for."""
        numbers = random.Random(1000 * n + m)
        limit = numbers.choice([None, 1, 2, 3, 5, 100, None, 1, 2, 3, 5, 100, 0, 101])
        order = numbers.choice([None, "asc", "desc", None, "asc", "desc", "up"])
        self.list_objects(what, n, limit, order, m, numbers.randrange(100))

    def list_objects(self, kind, n, limit, order, after, before):
        path, ids, gone = self.list_of(kind, n)
        cursors = [None, None, *ids, *ids, "msg_missing"]
        query = {"limit": limit, "order": order, "after": cursors[after % len(cursors)]}
        if kind != "files":
            query["before"] = cursors[before % len(cursors)]
        query = {name: value for name, value in query.items() if value is not None}
        unknown = absent_file("msg_missing") if kind == "files" else absent(ROWS[kind], "msg_missing")
        refusals = [gone, unknown if "msg_missing" in query.values() else None]
        if limit == 0 or (limit == 101 and kind != "files"):
            refusals.append(Refused(400, None, "limit"))
        if order == "up":
            refusals.append(Refused(400, None, "order"))

        answer = self.ask("GET", path, None, *refusals, **query)

        if answer:
            self.agree_page(answer, ids, page(ids, **{"limit": 10_000 if kind == "files" else 20} | query))

    def list_of(self, kind, n):
        """A list's path, the ids in it in the order of insertion, and how it is refused when it is not there."""
        if kind in {"assistants", "files"}:
            return f"/{kind}", list(getattr(self.world, kind)), None
        if kind == "steps":
            thread_id, run_id = self.pick_run(n)
            run = self.world.run(thread_id, run_id)
            steps = [] if isinstance(run, Refused) else run.steps
            return f"/threads/{thread_id}/runs/{run_id}/steps", [step.id for step in steps], run
        thread_id = self.pick_thread(n)
        thread = self.world.threads.get(thread_id)
        ids = [each.id for each in getattr(thread, kind)] if thread else []
        return f"/threads/{thread_id}/{kind}", ids, self.missing_thread(thread_id)
