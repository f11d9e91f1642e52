"""So many at once, and so many in the long run: who asks too early loses nothing of what grows back."""

from types import SimpleNamespace

import pytest

from chat.allowance import Allowance


@pytest.fixture
def clock(monkeypatch):
    clock = SimpleNamespace(now=0.0)
    monkeypatch.setattr("chat.allowance.time", SimpleNamespace(monotonic=lambda: clock.now))
    return clock


def test_an_impatient_one_is_let_in_when_the_time_has_come(clock):
    allowance = Allowance(burst=2, each_second=1 / 20)
    assert [allowance.take("ana") for _ in range(3)] == [True, True, False]

    let_in = []
    for clock.now in range(5, 105, 5):
        if allowance.take("ana"):
            let_in.append(clock.now)

    assert let_in == [20, 40, 60, 80, 100]


def test_each_one_has_an_allowance_of_their_own(clock):
    allowance = Allowance(burst=1, each_second=1)

    assert [allowance.take(key) for key in ("ana", "ana", "ben")] == [True, False, True]
