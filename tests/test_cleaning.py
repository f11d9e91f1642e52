"""The sweep has what is over deleted: after a minute, then every hour, some at a time, whatever fails."""

import threading
from types import SimpleNamespace

import pytest

import background
from accounts import sessions
from background import cleaning
from chat.models import Share


@pytest.fixture
def clock(monkeypatch):
    clock = SimpleNamespace(now=100.0)
    monkeypatch.setattr(cleaning, "time", SimpleNamespace(monotonic=lambda: clock.now))
    return clock


@pytest.fixture
def called(monkeypatch):
    """The names of the cleaners that were called: one has more to do twice, one fails."""
    called = []
    more = iter([True, True, False, False])

    def busy():
        called.append("busy")
        return next(more)

    def broken():
        called.append("broken")
        raise OSError

    monkeypatch.setattr(cleaning, "_cleaners", [broken, busy])
    return called


def test_each_has_its_turn_until_there_is_no_more(clock, called):
    rounds = cleaning.Rounds()
    rounds.go_on()
    assert called == []

    clock.now += cleaning.FIRST
    for _sweep in range(5):
        rounds.go_on()
    assert called == ["broken", "busy", "busy", "busy"]

    clock.now += cleaning.EVERY - 1
    rounds.go_on()
    assert len(called) == 4
    clock.now += 1
    rounds.go_on()
    assert called[4:] == ["broken", "busy"]


def test_copies_and_sessions_are_cleaned():
    assert {sessions.delete_expired, Share.objects.delete_expired} <= set(cleaning._cleaners)


@pytest.mark.django_db(transaction=True)
def test_the_sweep_sees_to_it(monkeypatch, jane):
    monkeypatch.setattr(cleaning, "FIRST", 0)
    done = threading.Event()
    monkeypatch.setattr(cleaning, "_cleaners", [done.set])

    background.start_sweeping()

    assert done.wait(10)
