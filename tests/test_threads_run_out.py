"""A moment in which the system gives no more threads ends: what could not start then starts later."""

import threading
from types import SimpleNamespace

import pytest

from background.crew import Crew
from chat import progress, watching
from chat.models import Run

REAL = threading.Thread.start


@pytest.fixture
def no_thread(monkeypatch):
    """The next thread does not start, the ones after it do."""
    left = [1]

    def start(thread):
        if left and left.pop():
            raise RuntimeError("can't start new thread")
        REAL(thread)

    monkeypatch.setattr(threading.Thread, "start", start)


def test_a_row_is_taken_up_later(no_thread, monkeypatch, caplog):
    crew, carried = Crew(), threading.Event()
    monkeypatch.setattr(crew, "_carry", lambda *_: carried.set())

    assert crew.start(Run, 1) is False
    assert crew.claiming == set()
    assert "no thread" in caplog.text

    assert crew.start(Run, 1) is True
    assert carried.wait(5)


def test_a_row_that_was_claimed_with_it_is_let_go_of(no_thread, caplog):
    crew, released = Crew(), []
    lease = SimpleNamespace(release=lambda: released.append(1))

    assert crew.start(Run, 1, lease) is False

    assert (released, crew.held) == ([1], {})


def test_the_watcher_looks_when_the_next_poll_comes(no_thread, monkeypatch):
    watcher, looked = watching.Watcher(), threading.Event()
    monkeypatch.setattr(watcher, "_watch", looked.set)

    with pytest.raises(RuntimeError):
        watcher._add("a poll")
    watcher._add("another")

    assert looked.wait(5)


def test_live_text_is_written_when_the_next_run_comes(no_thread, monkeypatch):
    writer, wrote = progress.Writer(), threading.Event()
    monkeypatch.setattr(writer, "_run", wrote.set)

    with pytest.raises(RuntimeError):
        writer.add("a run")
    writer.add("another")

    assert wrote.wait(5)
    assert writer._lives == {"another"}
