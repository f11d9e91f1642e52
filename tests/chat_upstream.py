"""The double of an Assistants server in the caller's own thread: what it does happens in the same order each time."""

import json
import re
from urllib.parse import parse_qs

import requests

from tests.upstream import shapes, spoilers
from tests.upstream.faults import Event, HangUp
from tests.upstream.objects import Objects, Started
from tutor_site.in_process import InProcessAdapter

ADDRESS = "http://upstream.test/v1"
KEY = "sk-upstream"
CALLS = [
    "POST assistants",
    "POST threads",
    "POST threads/messages",
    "POST threads/runs",
    "POST threads+runs",
    "POST threads/runs/cancel",
    "GET threads/messages",
    "GET threads/runs",
    "GET threads/runs/steps",
]
LOST = {"dropped": requests.ConnectionError, "timed out": requests.ReadTimeout}
ANSWERS = {
    "502": (502, b"<html>Bad gateway</html>"),
    "429": (429, b'{"error": {"message": "slow down", "code": null}}'),
    "503": (503, b"{}"),
    "400": (400, b'{"error": {"message": "a fault", "code": null}}'),
    "401": (401, b'{"error": {"message": "a fault", "code": null}}'),
    "a page": (200, b"<html>Welcome</html>"),
}
FAULTS = ["unsent", "late", "slow", "cut", *ANSWERS]
FAULTS += ["502, taken", *LOST, *(f"{lost}, taken" for lost in LOST)]
STREAMS = {
    "cut": spoilers.cut(),
    "cut later": spoilers.cut(nth=9),
    "cut at once": spoilers.cut("thread.run.created"),
    "cut in code": spoilers.cut("thread.run.step.delta"),
    "ended": spoilers.ended(),
    "stalled": spoilers.stalled(),
    "failing": spoilers.failing(),
    "duplicated": spoilers.duplicated,
    "out of order": spoilers.out_of_order,
    "without steps": spoilers.without("thread.run.step.created", "thread.run.step.in_progress"),
}
MOODS = {
    "good": {},
    "slow": {"polls": 9},
    "no streams": {"streams": False},
    "incomplete": {"outcome": {"status": "incomplete"}},
    "expired": {"outcome": {"status": "expired"}},
    "busy": {"outcome": {"status": "failed", "last_error": {"code": "rate_limit_exceeded", "message": "no"}}},
    "dead": {"outcome": {"status": "failed", "last_error": {"code": "server_error", "message": "died"}}},
    "wants a call": {"outcome": {"status": "requires_action"}},
    "stuck": {"stuck": "in_progress"},
    "stuck in the queue": {"stuck": "queued"},
    "stuck at its end": {"stuck": "cancelling"},
}
MOODS["dead after words"] = MOODS["dead"] | {"leaves_messages": True}
GOOD = {"polls": 2, "streams": True, "outcome": {"status": "completed"}, "stuck": None, "leaves_messages": False}


def answers_to(text):
    """The two messages that answer a question, with a program between them."""
    return [f"Let me see: {text}?", f"This is the answer to {text}."]


class NearUpstream(Objects):
    """A WSGI application. `moment(kind)` is called at each point at which something may come in between:
    "sending" before a request is carried out, "answered" after that, "event" after each event of a stream."""

    def __init__(self, clock, moment):
        super().__init__()
        self.clock, self.moment = clock, moment
        self.faults, self.late, self.timeout = [], [], 0
        self.set_mood("good")

    def set_mood(self, mood):
        """How runs go and end from now on."""
        vars(self).update(GOOD | MOODS[mood])

    def __call__(self, environ, start_response):
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        query = {name: values[-1] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
        body = environ["wsgi.input"].read()
        request = (method, path, query, json.loads(body) if body else None)
        self._deliver()
        self.clock.go_on(0.02)
        self.moment("sending")
        status, content_type, pieces = self._reply(self._take_fault(method, path), request)
        headers = [("Content-Type", content_type)] + [("Retry-After", "2")] * (status == 429)
        start_response(f"{status} -", headers)
        self.moment("answered")
        return pieces

    def _take_fault(self, method, path):
        parts = path.removeprefix("/v1/").split("/")
        name = f"{method} {'+'.join(parts) if parts == ['threads', 'runs'] else '/'.join(parts[0::2])}"
        row = next((row for row in self.faults if row[0] == name), None)
        if row:
            self.faults.remove(row)
        return row[1] if row else ""

    def _reply(self, fault, request):
        """(status, content type, pieces of the body)."""
        kind, _, taken = fault.partition(", ")
        if kind in {"late", "timed out"}:
            self.clock.go_on(self.timeout)
        if kind == "late":
            self.late.append([3, request])
            raise requests.ReadTimeout
        if kind == "unsent":
            raise requests.ConnectTimeout
        if taken or not fault or kind in {"slow", "cut"} or kind in STREAMS:
            answer = self._carry_out(*request)
        if kind in LOST:
            raise LOST[kind]
        if kind in ANSWERS:
            return ANSWERS[kind][0], "text/html" if b"<" in ANSWERS[kind][1] else "application/json", [ANSWERS[kind][1]]
        if kind == "slow":
            self.clock.go_on(self.timeout - 1)
        return self._answer(answer, request[3] or {}, kind)

    def _carry_out(self, method, path, query, body):
        """Carry a request out. A list after something that is not in it is refused."""
        cursor, found = query.get("after"), re.fullmatch(r"/v1/threads/(\w+)/messages", path)
        if cursor and found and found[1] in self.threads and cursor not in self._ids(found[1]):
            return shapes.error(400, f"No message found with id '{cursor}'.")
        return self.handle_api(method, path, query, body)

    def _ids(self, thread):
        return {message["id"] for message in self.messages[thread]}

    def _answer(self, answer, body, kind):
        status, content = answer
        if isinstance(content, Started):
            if body.get("stream") and self.streams:
                return 200, "text/event-stream", self._stream(content, STREAMS.get(kind, iter))
            content = content.work.run
        data = json.dumps(content).encode()
        return status, "application/json", _cut(data) if kind == "cut" else [data]

    def _stream(self, started, spoil):
        """The run goes on when somebody else looks at it, too: a reader who sleeps misses what happens meanwhile."""
        try:
            for piece in spoil(self._events(started)):
                if isinstance(piece, int):
                    yield from self._silence(piece)
                else:
                    yield piece.encoded() if isinstance(piece, Event) else piece
                    self.moment("event")
        except HangUp:
            raise ConnectionResetError from None

    def _silence(self, seconds):
        for _second in range(seconds):
            self.clock.go_on(1)
            yield b""

    def _events(self, started):
        yield from (Event(*event) for event in started.first)
        while (event := self._take(started.work)) != "ended":
            if event is None:
                self.clock.go_on(1)
            self.clock.go_on(0.05)
            yield Event(*(event or ("ping", "nothing new")))
        yield Event("done", "[DONE]")

    def _take(self, work):
        if work.run["thread_id"] not in self.threads:
            raise HangUp
        self._read_question(work)
        event = next(work.events, "ended")
        work.looks += event is None
        return event

    def advance(self, run_id):
        if run_id in self.works:
            self._read_question(self.works[run_id])
        return super().advance(run_id)

    def _read_question(self, work):
        asked = [message for message in self.messages[work.run["thread_id"]] if message["role"] == "user"]
        self.answers = answers_to(asked[-1]["content"][0]["text"]["value"]) if asked else []

    # What comes late

    def _deliver(self):
        for row in self.late:
            row[0] -= 1
        for row in [row for row in self.late if row[0] <= 0]:
            self.late.remove(row)
            self.handle_api(*row[1])

    def deliver_all(self):
        """Whatever is still on its way arrives now."""
        while self.late:
            self.handle_api(*self.late.pop(0)[1])

    # What becomes of its things

    def lose_threads(self):
        self.threads.clear()
        self.messages.clear()

    def start_foreign_run(self):
        """Somebody else has started a run on each thread that has none."""
        for thread in self.threads:
            self.add_run(thread, {"assistant_id": next(iter(self.assistants), "")})


def _cut(data):
    yield data[: len(data) // 2]
    raise ConnectionResetError


class NearAdapter(InProcessAdapter):
    """The way to whatever NearUpstream is there at the moment. It knows how long the caller would wait."""

    def __init__(self):
        super().__init__(lambda environ, start_response: self.upstream(environ, start_response))
        self.upstream = None

    def send(self, request, timeout=None, **values):
        self.upstream.timeout = timeout[1]
        return super().send(request, timeout=timeout, **values)
