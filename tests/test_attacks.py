"""Every attack on both kinds of sandbox, as root and as an ordinary user; each is real, and none goes through."""

import os
from contextlib import ExitStack

import pytest

from interpreter.client import InterpreterUnavailable
from tests.attacks import companion, installation
from tests.attacks.column import COLUMNS, target
from tests.attacks.report import GONE_THROUGH, HELD, PROVED
from tests.attacks.suite import ATTACKS

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def readable(tmp_path_factory):
    """An installation that every user can read, one for all processes that run tests."""
    base = tmp_path_factory.getbasetemp()
    with installation.shared(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) as shared:
        yield shared


@pytest.fixture(scope="module")
def running(readable):
    """The interpreter of a column, started when it is first asked for; or why there is none."""
    started, why = {}, {}
    with ExitStack() as stack:

        def of(column):
            if column not in started and column not in why:
                try:
                    if column.not_here:
                        raise InterpreterUnavailable(column.not_here)
                    started[column] = stack.enter_context(target(column, readable))
                except InterpreterUnavailable as error:
                    why[column] = str(error)
            return started.get(column), why.get(column)

        yield of


@pytest.fixture(scope="module")
def companions(readable):
    with companion.companions(readable) as trying:
        yield trying


def in_column(column):
    return pytest.param(column, id=str(column), marks=pytest.mark.xdist_group(f"attacks, {column}"))


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=list(ATTACKS))
@pytest.mark.parametrize("column", [in_column(column) for column in COLUMNS])
def test_an_attack_fails_and_the_next_cell_works(running, record_property, column, attack):
    interpreter, missing = running(column)
    if interpreter is None:
        record_property("attacks missing", [str(column), missing])
        assert not os.environ.get("CI"), missing
        others = [other for other in COLUMNS if other.user == column.user and other != column]
        assert column.not_here or any(running(other)[0] for other in others), missing
        pytest.skip(missing)

    ways = interpreter.ways_through(attack)

    record_property("attack", [str(column), attack.name, GONE_THROUGH if ways else HELD])
    assert ways == []


REAL = [attack for attack in ATTACKS.values() if companion.may_run(attack)]


@pytest.mark.xdist_group("attacks, companions")
@pytest.mark.parametrize("attack", REAL, ids=[attack.name for attack in REAL])
def test_an_attack_is_real_where_nothing_confines_it(companions, record_property, attack):
    came_to = companions.try_out(attack)

    record_property("attack", [PROVED, attack.name, came_to])
    assert came_to in (companion.THROUGH, companion.REFUSED)


def test_most_attacks_are_proved_real():
    assert len(ATTACKS) >= 280
    assert len(REAL) > 0.8 * len(ATTACKS)
