"""Answers a request with the events of a run as they happen (server-sent events)."""

import json
import logging
import time

from django.db import DatabaseError, close_old_connections
from django.http import StreamingHttpResponse

import background
from assistants_api import errors, live
from assistants_api.models import Message, Run
from assistants_api.news import News

logger = logging.getLogger("tutor.assistants_api")

MOST_STREAMS = 96
"""Streams of one process; deploy/gunicorn.conf.py has threads for these and for pages beside them."""
HEARTBEAT = 15
"""Seconds of silence after which a comment shows proxies and clients that the connection lives."""
LOOK_HERE, LOOK_ELSEWHERE = 5, 0.5
"""Seconds between two looks at a run in the database: one that this process carries tells its news itself."""
LOOK_AT_SHUTDOWN = 0.5
"""Seconds within which a stream notices that its process is ending."""
LINE_BREAKS = {ord(char): json.dumps(char)[1:-1] for char in "\x85\u2028\u2029"}
"""What JSON leaves as it is, although some clients take it for the end of a line."""


_open = set()
"""The streams of this process that answer requests from outside, each of which keeps a thread of the server."""


def require_room(request):
    """ApiError when so many streams are open that pages would have to wait. The chat's own keep no such thread."""
    if len(_open) >= MOST_STREAMS and _is_from_outside(request):
        raise errors.too_many("streams", MOST_STREAMS)


def _is_from_outside(request):
    return not request.META.get("tutor.in_process")


def stream(request, events):
    """The response that sends these (event, object) pairs; None among them stands for a moment without any."""
    body = _noted(_encoded(events)) if _is_from_outside(request) else _encoded(events, moments=True)
    response = StreamingHttpResponse(body, content_type="text/event-stream; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["X-Accel-Buffering"] = "no"
    return response


def new_run(run, first=()):
    """The events of a run that has just been made, after those in `first`."""
    news = News(run)
    yield from first
    yield from news.opening(run)
    yield from _follow(run, news)


def resumed_run(run, before):
    """The events of a run whose functions have got their outputs; `before` are its steps as they were until then."""
    news = News(run, before)
    yield from news.of_known(steps_of(run))
    yield from news.resumed(run)
    yield from _follow(run, news)


def steps_of(run):
    """The run's steps in the database, in order, each with the message it made or None."""
    steps = list(run.steps.order_by("pk"))  # before the messages: one that has ended must find its message ended too
    messages = {message.public_id: message for message in Message.objects.filter(run_id=run.public_id)}
    return [(step, messages.get(step.message_id)) for step in steps]


def _follow(run, news):
    """News until the run has ended or waits for outputs, then `done`; None each time there is nothing for a while."""
    with live.channel(run.public_id) as channel:
        while True:
            state = channel.state  # taken before the look, so that no change is missed
            run = Run.objects.filter(pk=run.pk).first()
            if run is None:
                yield "error", _error("The thread was deleted while its run was streamed.")
                break
            yield from _now(run, news, channel)
            if run.status not in Run.LIVE:
                break
            yield from _meanwhile(news, channel, state)
            if background.stopping():
                yield "error", _error("The server is going down. Look at the run again in a moment.")
                return
    yield "done", "[DONE]"


def _now(run, news, channel):
    """The news at this moment. A run that has ended, or is not in work here, is told as the database has it."""
    if run.status in Run.LIVE:
        with channel.changed:
            if channel.steps is not None:
                return list(news.of_run(run, channel.steps))
    return list(news.of_run(run, steps_of(run)))


def _meanwhile(news, channel, state):
    """News of the steps as they come, until the run's status changes or it is time to look at it again."""
    close_old_connections()  # a stream that waits leaves its place in the pool to others
    until = time.monotonic() + (LOOK_ELSEWHERE if channel.steps is None else LOOK_HERE)
    version = -1
    while (left := until - time.monotonic()) > 0 and channel.state == state and not background.stopping():
        with channel.changed:
            channel.changed.wait_for(lambda seen=version: channel.version != seen, min(left, LOOK_AT_SHUTDOWN))
            version = channel.version
            if channel.state != state:
                return
            found = list(news.of_steps(channel.steps or ()))
        yield from found or [None]


def _noted(stream):
    """The stream, noted as open for as long as it is read."""
    place = object()
    _open.add(place)
    try:
        yield from stream
    finally:
        _open.discard(place)


def _encoded(events, moments=False):
    """The bytes of events. With `moments` also b"" for each moment without any, so that the reader can give up."""
    spoken = time.monotonic()
    try:
        for event in events:
            if event is not None:
                yield _block(*event)
            elif time.monotonic() - spoken >= HEARTBEAT:
                yield b": heartbeat\n\n"
            else:
                if moments:
                    yield b""
                continue
            spoken = time.monotonic()
    except DatabaseError:
        logger.exception("a stream ended")
        yield _block("error", _error(errors.SERVER_ERROR))


def _block(name, value):
    data = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return f"event: {name}\ndata: {data.translate(LINE_BREAKS)}\n\n".encode()


def _error(message):
    """The data of an error: the specification has its fields at the top, and the official SDK looks under `error`."""
    error = {"message": message, "type": "server_error", "param": None, "code": None}
    return {**error, "error": error}
