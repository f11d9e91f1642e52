"""A process dies, or stops, at each point of a question's way: it is answered, once, within seconds."""

import pytest

from tests.killing.rows import QUEUE_ROWS, ROWS, Server
from tests.killing.table import Table, installed

pytestmark = pytest.mark.slow
ANSWERS = {False: "It is", True: "The solution to the equation"}
SECONDS = 12
"""The orphan is taken up within 10 s; then it is answered."""


def wanted(request):
    """The rows that are asked for of the test that asks first."""
    name = request.node.originalname
    return [item.callspec.params["row"] for item in request.session.items if item.originalname == name]


@pytest.fixture(scope="module")
def tables():
    tables = {}
    yield tables
    for table in tables.values():
        table.close()


@pytest.fixture
def outcome(request, tables, row):
    if "web" not in tables:
        tables["web"] = Table(wanted(request), installed)
    return tables["web"].outcome(row)


@pytest.fixture
def queue_outcome(request, tables, row, postgres):
    from tests.killing.queued import Queued  # it needs more than requirements.txt

    if "queue" not in tables:
        install = lambda folder, _server: Queued(folder, postgres.new_database())  # noqa: E731
        tables["queue"] = Table(wanted(request), install)
    return tables["queue"].outcome(row)


def verify(row, outcome):
    print(row.name, f"{outcome.seconds:.1f}", outcome.ends, outcome.upstream_runs)
    assert outcome.ends == row.ends
    assert outcome.messages == 1
    assert outcome.upstream_runs - row.follows in row.runs
    assert outcome.page.count('class="message from-student"') == 1 + row.follows
    assert outcome.page.count(ANSWERS[row.server == Server.OWN]) == row.is_answered + row.follows
    assert ("Try again" in outcome.page) is not row.is_answered
    assert not outcome.wrote
    assert outcome.seconds < SECONDS


@pytest.mark.xdist_group("kill table")
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_web_process_dies(outcome, row):
    verify(row, outcome)


@pytest.mark.xdist_group("kill queue")
@pytest.mark.parametrize("row", QUEUE_ROWS, ids=lambda row: row.name)
def test_a_worker_dies(queue_outcome, row):
    verify(row, queue_outcome)
