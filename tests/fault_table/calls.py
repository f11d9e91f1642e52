"""Rows: an answer that is none, a refusal, and a POST of which nobody knows what became of it."""

import time
from email.utils import formatdate

from chat.models import Run
from tests.fault_table.rows import Row, call, server, together

UNREACHABLE, REFUSED, BUSY = Run.Reason.UNREACHABLE, Run.Reason.REFUSED, Run.Reason.BUSY
FAILED = Run.Reason.FAILED
HTML = {"body": b"<html><h1>Welcome</h1></html>", "content_type": "text/html"}
NOT_RUN = {"runs": 0}
NOT_SENT = {"messages": 0, "runs": 0}
QUOTA = {"error": {"message": "You exceeded your quota.", "code": "insufficient_quota", "type": "insufficient_quota"}}
ACTIVE = {"error": {"message": "Thread already has an active run.", "code": None, "type": "invalid_request_error"}}


def _later(seconds):
    """A 429 that says as a date when to come back; dates have whole seconds."""

    def arrange(scene):
        date = formatdate(time.time() + seconds, usegmt=True)
        call("POST", "/messages", status=429, headers=(("Retry-After", date),))(scene)

    return arrange


def _wait(value, **fault):
    return call("POST", "/messages", status=429, headers=(("Retry-After", value),), **fault)


def _without_runs(scene):
    """The run is taken, its answer lost, and the list of runs is not offered."""
    call("POST", "/runs", accepted=True, status=500)(scene)
    call("GET", "/runs", status=405, body={"detail": "Method Not Allowed"}, times=99)(scene)


NO_ANSWERS = [
    Row("HTML with 200 for the thread", call("POST", "/threads", **HTML)),
    Row("HTML with 200 for the message", call("POST", "/messages", **HTML), REFUSED, messages=0, runs=0),
    Row("HTML with 200 for the list of messages", call("GET", "/messages", times=2, **HTML)),
    Row("HTML with 200 for the list of steps", call("GET", "/steps", **HTML)),
    Row("HTML with 200 for the run", call("POST", "/runs", **HTML), REFUSED, **NOT_RUN),
    Row("HTML with 200 for everything", call("POST", "", times=99, **HTML), REFUSED, ("before",), **NOT_SENT),
    Row("Half a JSON text for the list of messages", call("GET", "/messages", body=b'{"data": [', times=2)),
    Row("Half a JSON text for the message", call("POST", "/messages", body=b'{"id": "msg'), REFUSED, **NOT_SENT),
    Row("A message without an id", call("POST", "/messages", body={"object": "x"}), REFUSED, **NOT_SENT),
    Row(
        "A thread whose id is a path",
        call("POST", "/threads", body={"id": "../../admin"}, times=99),
        REFUSED,
        ("before",),
        **NOT_SENT,
    ),
    Row("A list of messages that is no list", call("GET", "/messages", body={"data": {"0": 1}}, times=2)),
    Row(
        "An answer of nine megabytes",
        call("POST", "/threads", body=b"9" * 9_000_000, times=99),
        REFUSED,
        ("before",),
        **NOT_SENT,
    ),
]

REFUSALS = [
    Row("400 for the message", call("POST", "/messages", status=400), REFUSED, **NOT_SENT),
    Row("400 for the run", call("POST", "/runs", status=400), REFUSED, **NOT_RUN),
    Row("401: the key is wrong", call("POST", "/assistants", status=401), REFUSED, **NOT_SENT),
    Row("403 for the thread", call("POST", "/threads", status=403), REFUSED, **NOT_SENT),
    Row("404: the server has no such API", call("POST", "/threads", status=404, times=99), REFUSED, **NOT_SENT),
    Row("404 for the list of steps", call("GET", "/steps", status=404, times=99)),
    Row("404 for the thread, each time anew", call("POST", "/messages", status=404, times=99), REFUSED, **NOT_SENT),
    Row("409 for the run: another one is active", call("POST", "/runs", status=409, body=ACTIVE)),
    Row("409 for the run: another one is active, for ever", call("POST", "/runs", status=409, body=ACTIVE, times=-1),
        REFUSED, ("busy",) * 6, messages=3, runs=0),
    Row("409 for the run, without a reason", call("POST", "/runs", status=409), REFUSED, **NOT_RUN),
    Row("422 for the message", call("POST", "/messages", status=422), REFUSED, **NOT_SENT),
    Row("A redirect", call("POST", "/threads", status=302, headers=(("Location", "/x"),)), REFUSED, **NOT_SENT),
    Row("429 for the message, once", call("POST", "/messages", status=429)),
    Row("429 with Retry-After in seconds", _wait("1"), waits=("asked",)),
    Row("429 with Retry-After as a date", _later(2), waits=("asked",)),
    Row("429 with a Retry-After of a year", _wait("31536000"), waits=("asked",)),
    Row("429 with a Retry-After of hundreds of digits", _wait("9" * 300), waits=("asked",)),
    Row("429 with a date in the past", _later(-3600)),
    Row("429 with a Retry-After that says nothing", _wait("soon")),
    Row("429 again and again", call("POST", "/messages", status=429, times=99), BUSY, ("before",), **NOT_SENT),
    Row("429 with Retry-After, again and again", _wait("99", times=99), BUSY, ("asked", "before"), **NOT_SENT),
    Row("429: the quota is used up", call("POST", "/messages", status=429, body=QUOTA), REFUSED, **NOT_SENT),
    Row("500 for the assistant", call("POST", "/assistants", status=500)),
    Row("500 for lists of messages", call("GET", "/messages", status=500, times=2)),
    Row("500 for the state of the run", together(server(streams=False), call("GET", "", status=500, times=2))),
    Row("502 of a proxy for the message", call("POST", "/messages", status=502, **HTML), UNREACHABLE,
        ("look",), **NOT_SENT),
    Row("503 with Retry-After for the run", call("POST", "/runs", status=503, headers=(("Retry-After", "1"),)),
        waits=("asked",)),
    Row("504 for every message", call("POST", "/messages", status=504, times=99), UNREACHABLE, ("look",), **NOT_SENT),
]  # fmt: skip

LATE = {"accepted": True, "seconds": 2.5}

LOST = [
    Row("The assistant is made, its answer too late", call("POST", "/assistants", **LATE), UNREACHABLE,
        ("answer", "before"),
        **NOT_SENT),
    Row("The thread is made, its answer too late", call("POST", "/threads", **LATE), UNREACHABLE,
        ("answer", "before"),
        **NOT_SENT),
    Row("The message is taken, its answer too late", call("POST", "/messages", **LATE), waits=("answer",)),
    Row("The run is taken, its answer too late", call("POST", "/runs", accepted=True, seconds=2),
        waits=("answer to a run",)),
    Row("The message is taken, the connection dropped", call("POST", "/messages", accepted=True, drop=True)),
    Row("The message is taken, the connection reset", call("POST", "/messages", accepted=True, reset=True)),
    Row("The message is taken, the answer cut", call("POST", "/messages", accepted=True, cut=True)),
    Row("The message is taken, a proxy says 502", call("POST", "/messages", accepted=True, status=502, **HTML)),
    Row("The run is taken, the connection dropped", call("POST", "/runs", accepted=True, drop=True)),
    Row("The run is taken, the connection reset", call("POST", "/runs", accepted=True, reset=True)),
    Row("The run is taken, the answer is 500", call("POST", "/runs", accepted=True, status=500)),
    Row("The message is taken, the answer lost, and its thread cannot be read",
        together(call("POST", "/messages", accepted=True, status=502), call("GET", "/messages", status=502, times=99)),
        UNREACHABLE, ("before",), runs=0),
    Row("The run is taken, the answer lost, and there is no list of runs", _without_runs, UNREACHABLE,
        ("look",)),
]  # fmt: skip
