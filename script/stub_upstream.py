"""An Assistants v2 server of known timing for benches: what it costs a student to be behind our server can be told.

    python -m script.stub_upstream     writes its address to standard output, serves until its standard input ends

Every call is answered after CALL seconds. A run is queued, then thinks, then writes one word after the other; how many
and how fast stands in the question (`question`), so that one server serves all benches. Streamed or polled, its times
are the same. `GET /told` says for each question when its run was asked for and when each word was written (moments of
time.monotonic, the clock that all processes of a machine share), and counts the calls; `DELETE /told` forgets it all.
"""

import asyncio
import itertools
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from script import stub_objects as objects
from script.stub_http import OK, Exchange

CALL, QUEUED, THINKING = 0.08, 0.3, 0.7
WORDS, PAUSE = 60, 0.025
ASKED = re.compile(r"Say (\S+) in (\d+) words, ([\d.]+) s apart, ([\d.]+) s to the end")
KINDS = {
    "assistants": "assistants",
    "threads": "threads",
    "threads/runs": "thread and run",
    "threads/*/messages": "messages",
    "threads/*/runs": "run",
    "threads/*/runs/*": "run",
    "threads/*/runs/*/steps": "steps",
    "threads/*/runs/*/cancel": "cancel",
}


def question(key, words=WORDS, pause=PAUSE, rest=PAUSE):
    """The question that is answered with so many words, `pause` seconds apart, and ends `rest` seconds after them."""
    return f"Say {key} in {words} words, {pause} s apart, {rest} s to the end"


def answer_words(key, words=WORDS):
    """The words of an answer: only the first one tells whose it is."""
    return [f"Answer-{key}", *(f"w{number}" for number in range(2, words)), f"end-{key}"]


def lateness(questions):
    """Seconds that each word of these questions, as /told has them, was written too late: how true the times are."""
    first = CALL + QUEUED + THINKING
    found = []
    for text, told in questions.items():
        pause = _asked(text)[2]
        found += [moment - told["received"] - first - n * pause for n, moment in enumerate(told["written"])]
    return found


@dataclass
class Thread:
    id: str
    items: list = field(default_factory=list)
    """What was said: messages of the student as objects, and Runs in the place of the tutor's."""
    runs: list = field(default_factory=list)


class Run:
    """A run whose state is told by the clock alone, whoever looks."""

    def __init__(self, number, thread, body, received, makes_thread):
        self.thread, self.makes_thread, self.received = thread, makes_thread, received
        self.id, self.message_id, self.step_id = (f"{kind}_{number:024d}" for kind in ("run", "msg", "step"))
        self.assistant_id, self.metadata = body.get("assistant_id", ""), body.get("metadata") or {}
        self.created_at, self.cancelled = int(time.time()), False
        asked = next(item for item in reversed(thread.items) if not isinstance(item, Run))
        self.question = asked["content"][0]["text"]["value"]
        key, words, self.pause, rest = _asked(self.question)
        self.words = answer_words(key, words)
        self.text = " ".join(self.words)
        self.begins = received + CALL + QUEUED
        self.writes = self.begins + THINKING
        self.ends = self.writes + (words - 1) * self.pause + rest
        self.written = [self.writes + number * self.pause for number in range(words)]

    def status(self, now):
        if self.cancelled:
            return "cancelled"
        return "queued" if now < self.begins else "in_progress" if now < self.ends else "completed"


def _asked(text):
    found = ASKED.search(text)
    return (found[1], int(found[2]), float(found[3]), float(found[4])) if found else ("it", WORDS, PAUSE, PAUSE)


class Stream:
    """A run as it is streamed: each event at its moment, and the moment of each word noted."""

    def __init__(self, loop, exchange, run):
        self.loop, self.exchange, self.run, self.sent = loop, exchange, run, 0
        self.schedule = run.written.copy()

    def start(self):
        self.exchange.begin_stream()
        self.exchange.chunk(objects.created(self.run))
        self.loop.call_at(self.run.begins, self._begin)

    def _begin(self):
        if self._goes_on():
            self.exchange.chunk(objects.in_progress(self.run))
            self.loop.call_at(self.run.writes, self._write)

    def _write(self):
        if not self._goes_on():
            return
        number, run = self.sent, self.run
        told = objects.delta(run, run.words[number] if number == 0 else f" {run.words[number]}")
        run.written[number] = time.monotonic()
        self.exchange.chunk(told if number else objects.message_begins(run) + told)
        self.sent += 1
        if self.sent < len(run.words):
            self.loop.call_at(self.schedule[self.sent], self._write)
        else:
            self.loop.call_at(run.ends, self._complete)

    def _complete(self):
        if self._goes_on():
            self._end(objects.completed(self.run))

    def _goes_on(self):
        """Whether there is still somebody to write to, and something to write."""
        if self.run.cancelled and self.exchange.is_open:
            self._end(objects.cancelled(self.run))
        return self.exchange.is_open and not self.run.cancelled

    def _end(self, told):
        self.exchange.chunk(told)
        self.exchange.end_stream()


class Upstream:
    """The calls, and the record of what happened when."""

    def __init__(self, loop):
        self.loop, self.count = loop, itertools.count(1)
        self.threads, self.runs = {}, {}
        self.forget()

    def forget(self):
        self.calls, self.asked = Counter(), {}

    def told(self):
        questions = {text: {"received": run.received, "written": run.written} for text, run in self.asked.items()}
        return {"questions": questions, "calls": self.calls}

    def answer(self, exchange, method, address, body):
        path, _, query = address.partition("?")
        if path == "/told":
            exchange.reply(self.told())
            return self.forget() if method == "DELETE" else None
        parts = path.removeprefix("/v1/").split("/")
        self.calls[kind(method, parts)] += 1
        reply = self._handle(method, parts, dict(parse_qsl(query)), body)
        if isinstance(reply, Run) and body.get("stream"):
            return self.loop.call_later(CALL, Stream(self.loop, exchange, reply).start)
        if isinstance(reply, Run):
            reply = objects.run_object(reply, "queued")
        return self.loop.call_later(CALL, exchange.reply, reply or _refusal(address), OK if reply else "404 Not Found")

    def _handle(self, method, parts, query, body):
        match method, *parts:
            case "GET", "assistants":
                return objects.page([], query)
            case "POST", "assistants":
                return objects.assistant(self._new_id("asst"), body)
            case "POST", "threads":
                return objects.thread(self._new_thread(body).id)
            case "POST", "threads", "runs":
                return self._new_run(self._new_thread(body.get("thread") or {}), body, makes_thread=True)
            case _, "threads", thread_id, *rest if thread_id in self.threads:
                return self._in_thread(method, rest, self.threads[thread_id], query, body)

    def _in_thread(self, method, parts, thread, query, body):
        match method, *parts:
            case "POST", "messages":
                return self._add(thread, body)
            case "GET", "messages":
                return objects.page(_messages(thread), query)
            case "POST", "runs":
                for said in body.get("additional_messages") or ():
                    self._add(thread, said)
                return self._new_run(thread, body)
            case "GET", "runs":
                return objects.page([_now(run) for run in thread.runs], query)
            case _, "runs", run_id, *rest if run_id in self.runs:
                return _of_run(rest, self.runs[run_id], query)

    def _new_id(self, kind):
        return f"{kind}_{next(self.count):024d}"

    def _new_thread(self, body):
        thread = Thread(self._new_id("thread"))
        self.threads[thread.id] = thread
        for said in body.get("messages") or ():
            self._add(thread, said)
        return thread

    def _add(self, thread, said):
        made = objects.message(self._new_id("msg"), thread.id, said["role"], _text(said["content"]))
        made["metadata"] = said.get("metadata") or {}
        thread.items.append(made)
        return made

    def _new_run(self, thread, body, makes_thread=False):
        run = Run(next(self.count), thread, body, time.monotonic(), makes_thread)
        self.runs[run.id] = run
        self.asked.setdefault(run.question, run)
        thread.runs.append(run)
        thread.items.append(run)
        return run


def kind(method, parts):
    """The name of a call, the same for all threads and runs."""
    known = [part if number % 2 == 0 or parts == ["threads", "runs"] else "*" for number, part in enumerate(parts)]
    return f"{method} {KINDS.get('/'.join(known), 'something else')}"


def _of_run(parts, run, query):
    now = time.monotonic()
    match parts:
        case ["cancel"]:
            run.cancelled = run.cancelled or now < run.ends
        case ["steps"]:
            status = "completed" if run.status(now) == "completed" else "in_progress"
            return objects.page([objects.step(run, status)] if now >= run.writes else [], query)
    return _now(run)


def _now(run):
    return objects.run_object(run, run.status(time.monotonic()))


def _messages(thread):
    """The messages of a thread; one that a run is still writing is empty."""
    now, found = time.monotonic(), []
    for item in thread.items:
        if not isinstance(item, Run):
            found.append(item)
        elif now >= item.writes:
            found.append(objects.answer(item, "completed" if item.status(now) == "completed" else "in_progress"))
    return found


def _text(content):
    return content if isinstance(content, str) else content[0]["text"]


def _refusal(address):
    error = {"message": f"No such thing: {address}", "type": "invalid_request_error", "param": None, "code": None}
    return {"error": error}


async def serve():
    loop = asyncio.get_running_loop()
    upstream = Upstream(loop)
    server = await loop.create_server(lambda: Exchange(upstream.answer), "127.0.0.1", 0, backlog=1024)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve())
