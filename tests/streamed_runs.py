"""What streamed runs tell, for tests: the usual events, and the reading and checking of them."""

import itertools
import time

from assistants_api.engines import (
    Picture,
)
from assistants_api.models import Run
from tests.contract.streams import Told

PLOT = Picture("plot.png", b"\x89PNG\r\n\x1a\n...", "A parabola")
START = ["thread.created", "thread.run.created", "thread.run.queued", "thread.run.in_progress"]
MESSAGE = [
    "thread.run.step.created",
    "thread.run.step.in_progress",
    "thread.message.created",
    "thread.message.in_progress",
    "thread.message.delta",
]
MESSAGE_END = ["thread.message.completed", "thread.run.step.completed"]
STEP = ["thread.run.step.created", "thread.run.step.in_progress", "thread.run.step.delta"]
COMPLETED = ["thread.run.completed", "done"]


def canned(*events):
    """An engine that yields these."""

    def answer(run):
        yield from events

    return answer


def the_run():
    return Run.objects.latest("pk")


def path_of(run):
    return f"/threads/{run.thread_id}/runs/{run.public_id}"


def in_order(names):
    """The names with neighbours that are alike taken as one: how many deltas there are depends on the moment."""
    return [name for name, _ in itertools.groupby(names)]


def read(response):
    return Told().read(response.streaming_content)


def require_stored(api, told):
    """AssertionError unless the stream adds up to the run as the API tells it afterwards."""
    run = the_run()
    messages = api.get(f"/threads/{run.thread_id}/messages", order="asc", run_id=run.public_id, limit=100)
    steps = api.get(f"{path_of(run)}/steps", order="asc", limit=100)
    told.require_stored(messages["data"], steps["data"])
    assert told.last[run.public_id] == api.get(path_of(run))


def until(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def events_after(response, name):
    """Read until an event of this name has come; what was Told, and the iterator of what follows."""
    told = Told()
    events = told.events(response.streaming_content)
    for found, _ in events:
        if found == name:
            return told, events
    raise AssertionError(f"no {name} in {told.names}")
