"""A small Assistants v2 server on a real socket that misbehaves on request: the double of somebody else's upstream.

It keeps what it was sent, so that a test can count it. `server.fault("POST", "/messages", Fault(...))` makes the next
matching request go wrong. Its shapes are those of the wire contract; it is no proof of how any real server behaves.
"""

import itertools
import json
import re
import socket
import threading
import time
from collections import defaultdict
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass
class Fault:
    """How one request goes wrong. `accepted`: it is carried out first, so that only the answer is lost."""

    accepted: bool = False
    drop: bool = False  # close the connection without an answer
    cut: bool = False  # close it in the middle of the answer
    seconds: float = 0  # wait before answering
    status: int = 200
    body: bytes | dict | None = None
    content_type: str = "application/json"
    headers: tuple = ()
    times: int = 1

    @property
    def is_carried_out(self):
        """A fault that only delays or cuts the answer leaves the work itself alone."""
        spoils = self.drop or self.status != 200 or self.body is not None
        return self.accepted or not spoils


class Upstream(ThreadingHTTPServer):
    """The server. `answers`: the texts of a run's messages; `polls`: how often a run is seen before it has ended."""

    daemon_threads = True
    key = "sk-upstream"

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}/v1"
        self.lock = threading.RLock()
        self.count = itertools.count(1)
        self.faults = []
        self.requests = []
        self.assistants, self.threads, self.runs, self.files = {}, {}, {}, {}
        self.messages, self.steps = defaultdict(list), defaultdict(list)
        self.answers = ["Let's see.", "It is `x = 1`."]
        self.polls = 2
        self.leaves_messages = False
        self.outcome = {"status": "completed"}
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def handle_error(self, request, client_address):
        """A client that hangs up on us is what some tests are about."""

    def fault(self, method, path_end, fault):
        """The next request of this method whose path ends so goes wrong."""
        self.faults.append((method, path_end, fault))

    def take_fault(self, method, path):
        with self.lock:
            for row in self.faults:
                if row[0] == method and path.endswith(row[1]):
                    row[2].times -= 1
                    if row[2].times == 0:
                        self.faults.remove(row)
                    return row[2]
        return None

    def user_messages(self):
        """The texts of all students' messages in all threads, in the order in which they came."""
        return [
            m["content"][0]["text"]["value"] for found in self.messages.values() for m in found if m["role"] == "user"
        ]

    def called(self, method, pattern):
        """How often a request was received."""
        return sum(1 for made in self.requests if made[0] == method and re.search(pattern, made[1]))

    # What it does

    def new_id(self, prefix):
        return f"{prefix}_{next(self.count):024d}"

    def handle_api(self, method, path, query, body):
        """(status, object) of a request."""
        parts = path.removeprefix("/v1/").split("/")
        match method, *parts:
            case "GET", "assistants":
                return 200, listing(list(self.assistants.values()))
            case "POST", "assistants":
                return 200, self.make(self.assistants, "asst", "assistant", body)
            case "POST", "threads":
                return 200, self.make_thread(body)
            case "POST", "threads", thread, "messages":
                return self.add_message(thread, body)
            case "GET", "threads", thread, "messages":
                return self.known(thread) or (200, page(self.messages[thread], query))
            case "POST", "threads", thread, "runs":
                return self.add_run(thread, body)
            case "GET", "threads", thread, "runs":
                runs = [run for run in self.runs.values() if run["thread_id"] == thread]
                return self.known(thread) or (200, page(runs, query))
            case "GET", "threads", thread, "runs", run:
                return self.known(thread) or self.advance(run)
            case "POST", "threads", _thread, "runs", run, "cancel":
                return self.cancel(run)
            case "GET", "threads", _thread, "runs", run, "steps":
                return 200, page(self.steps[run], query)
            case "GET", "files", name, "content":
                return (200, self.files[name]) if name in self.files else missing("file", name)
        return error(404, f"Invalid URL ({method} {path})")

    def make(self, kept, prefix, kind, body):
        made = {"id": self.new_id(prefix), "object": kind, "created_at": int(time.time()), **(body or {})}
        kept[made["id"]] = made
        return made

    def make_thread(self, body):
        made = self.make(self.threads, "thread", "thread", {"metadata": {}})
        for message in (body or {}).get("messages", []):
            self.add_message(made["id"], message)
        return made

    def known(self, thread):
        return None if thread in self.threads else missing("thread", thread)

    def active(self, thread):
        live = {"queued", "in_progress", "cancelling"}
        return next((r["id"] for r in self.runs.values() if r["thread_id"] == thread and r["status"] in live), None)

    def add_message(self, thread, body):
        if not self.known(thread) and (run := self.active(thread)):
            return error(400, f"Can't add messages to {thread} while a run {run} is active.")
        return self.known(thread) or (200, self.say(thread, body["role"], body["content"], None, body.get("metadata")))

    def say(self, thread, role, text, run, metadata=None):
        content = [{"type": "text", "text": {"value": text, "annotations": []}}]
        made = {"id": self.new_id("msg"), "object": "thread.message", "created_at": int(time.time()), "role": role}
        made |= {"thread_id": thread, "run_id": run, "content": content, "metadata": metadata or {}}
        self.messages[thread].append(made)
        return made

    def add_run(self, thread, body):
        if self.known(thread):
            return self.known(thread)
        if body["assistant_id"] not in self.assistants:
            return missing("assistant", body["assistant_id"])
        if run := self.active(thread):
            return error(400, f"Thread {thread} already has an active run {run}.")
        run = {"id": self.new_id("run"), "object": "thread.run", "thread_id": thread, "status": "queued", "polled": 0}
        run |= {"created_at": int(time.time()), "expires_at": int(time.time()) + 600, "last_error": None, **body}
        self.runs[run["id"]] = run
        return 200, run

    def advance(self, run_id):
        run = self.runs.get(run_id)
        if run is None:
            return missing("run", run_id)
        run["polled"] += 1
        if run["status"] == "queued":
            run["status"] = "in_progress"
        elif run["status"] == "cancelling":
            run["status"] = "cancelled"
        elif run["status"] == "in_progress" and run["polled"] > self.polls:
            self.finish(run)
        return 200, run

    def finish(self, run):
        if self.leaves_messages or self.outcome["status"] in {"completed", "incomplete"}:
            for number, text in enumerate(self.answers):
                if number:
                    self.add_step(run, {"type": "tool_calls", "tool_calls": [code_call("print(1)", "1\n")]})
                message = self.say(run["thread_id"], "assistant", text, run["id"])
                created = {"message_id": message["id"]}
                self.add_step(run, {"type": "message_creation", "message_creation": created})
        run.update(self.outcome, expires_at=None)

    def add_step(self, run, details):
        step = {"id": self.new_id("step"), "object": "thread.run.step", "type": details["type"], "status": "completed"}
        self.steps[run["id"]].append(step | {"step_details": details})

    def cancel(self, run_id):
        run = self.runs[run_id]
        if run["status"] not in {"queued", "in_progress"}:
            return error(400, f"Cannot cancel run with status '{run['status']}'.")
        run["status"] = "cancelling"
        return 200, run


class Handler(BaseHTTPRequestHandler):
    disable_nagle_algorithm = True
    protocol_version = "HTTP/1.1"
    server: Upstream

    def handle_request(self):
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length)
        body = json.loads(raw) if raw else None
        fault = self.server.take_fault(self.command, parts.path) or Fault()
        with self.server.lock:
            self.server.requests.append((self.command, parts.path, body, dict(self.headers)))
            answer = self.answer(parts, body) if fault.is_carried_out else None
        time.sleep(fault.seconds)
        if fault.drop:
            return self.hang_up()
        if answer is None or fault.body is not None or fault.status != 200:
            answer = fault.status, fault.body or {"error": {"message": "a fault", "code": None}}
        return self.reply(fault, *answer)

    do_GET = do_POST = do_DELETE = handle_request

    def answer(self, parts, body):
        sent = self.headers.get("Authorization")
        if sent != f"Bearer {self.server.key}":
            return error(401, f"Incorrect API key provided: {sent}.", "invalid_api_key")
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        return self.server.handle_api(self.command, parts.path, query, body)

    def reply(self, fault, status, content):
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", fault.content_type)
        self.send_header("Content-Length", str(len(data)))
        for name, value in fault.headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if fault.cut else data)
        if fault.cut:
            self.hang_up()

    def hang_up(self):
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def log_message(self, *_arguments):
        pass


def code_call(source, logs):
    outputs = [{"type": "logs", "logs": logs}]
    return {"id": "call_1", "type": "code_interpreter", "code_interpreter": {"input": source, "outputs": outputs}}


def error(status, message, code=None):
    body = {"message": message, "type": "invalid_request_error", "param": None, "code": code}
    return status, {"error": body}


def missing(kind, name):
    return error(404, f"No {kind} found with id '{name}'.")


def listing(items, has_more=False):
    ends = (items[0]["id"], items[-1]["id"]) if items else (None, None)
    return {"object": "list", "data": items, "first_id": ends[0], "last_id": ends[1], "has_more": has_more}


def page(items, query):
    items = items if query.get("order") == "asc" else items[::-1]
    if after := query.get("after"):
        ids = [item["id"] for item in items]
        items = items[ids.index(after) + 1 :]
    limit = int(query.get("limit", 20))
    return listing(items[:limit], len(items) > limit)
