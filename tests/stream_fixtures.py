"""Fixtures of the tests of streams: runs that small engines carry in threads of this process."""

import contextlib
import threading

import pytest

from assistants_api import execution, live, stream
from assistants_api.engines import (
    MessageEnd,
    Stopped,
    Text,
)
from assistants_api.engines.choice import ENGINES
from tests.api_client import client_of


@pytest.fixture
def api():
    return client_of("default")


@pytest.fixture
def begin(api, monkeypatch):
    """Start a streamed run that the given engine answers; the response, of which nothing has been read."""

    def begin(engine, **body):
        monkeypatch.setitem(ENGINES, "test-model", engine)
        tools = [{"type": "code_interpreter"}, {"type": "function", "function": {"name": "weather"}}]
        assistant = api.post("/assistants", {"model": "test-model", "tools": tools})
        response = api.call("POST", "/threads/runs", {"assistant_id": assistant["id"], "stream": True, **body})
        assert response.status_code == 200, response.content
        return response

    return begin


@pytest.fixture
def elsewhere(monkeypatch):
    """Runs are carried as if by another process: nobody here hears of them but through the database."""

    @contextlib.contextmanager
    def carried(run_id, steps):
        channel = live.Channel()
        channel.steps = list(steps)
        yield channel

    monkeypatch.setattr(stream, "LOOK_ELSEWHERE", 0.02)
    monkeypatch.setattr(execution, "live", type("Elsewhere", (), {"carried": carried, "tell_state": lambda run_id: 0}))


class Holding:
    """An engine that says something, waits until it is let go on, and says the rest. It can be stopped meanwhile."""

    def __init__(self, *rest):
        self.rest, self.go = rest, threading.Event()

    def __call__(self, run):
        yield Text("Let me ")
        with run.stop.calling(self.go.set):
            assert self.go.wait(10)
        if run.stop.requested:
            raise Stopped
        yield from self.rest


@pytest.fixture
def holding():
    engine = Holding(Text("see."), MessageEnd())
    yield engine
    engine.go.set()
