"""Streamed runs: their events in order, schemas, and that they add up to what is stored."""

import pytest

from tests.contract.test_runs import QUESTION, SLOW
from tests.contract.wire import path_of

START = ["thread.run.created", "thread.run.queued", "thread.run.in_progress"]


def require_answer(api, told):
    """The events of a run that wrote, computed and wrote again, and their sum."""
    assert told.names[-2:] == ["thread.run.completed", "done"]
    assert len([name for name in told.names if name == "thread.message.delta"]) >= 3
    [run] = [value for value in told.last.values() if value["object"] == "thread.run"]
    assert run == api.get(path_of(run))
    page = api.get(f"/threads/{run['thread_id']}/messages", order="asc", run_id=run["id"])
    told.require_stored(page["data"], api.get(f"{path_of(run)}/steps", order="asc")["data"])
    assert [len(calls) for calls in told.calls.values()] == [1]
    assert len(told.texts) == 2


def test_a_run_is_streamed(api, assistant, thread):
    api.post(f"{thread}/messages", {"role": "user", "content": QUESTION})

    told = api.stream(f"{thread}/runs", {"assistant_id": assistant["id"]})

    assert told.names[:3] == START
    require_answer(api, told)


def test_thread_and_run_are_streamed(api, assistant):
    question = {"messages": [{"role": "user", "content": QUESTION}]}

    told = api.stream("/threads/runs", {"assistant_id": assistant["id"], "thread": question})

    assert told.names[:4] == ["thread.created", *START]
    require_answer(api, told)


@pytest.mark.parametrize("at", ["thread.run.created", "thread.run.in_progress"])
def test_a_stream_comes_while_the_run_is_at_work_and_ends_with_its_cancel(api, assistant, at):
    question = {"messages": [{"role": "user", "content": SLOW}]}
    stopped = []

    def cancel(name, value):
        if name == at:
            stopped.append(api.post(f"{path_of(value)}/cancel"))

    told = api.stream("/threads/runs", {"assistant_id": assistant["id"], "thread": question}, cancel)

    assert [run["status"] in {"cancelling", "cancelled"} for run in stopped] == [True]
    assert told.names[-2:] == ["thread.run.cancelled", "done"]
    told.require_whole_lives()
