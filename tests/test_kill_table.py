"""kill -9 at each point of a question's way, of one web process and of all: it is answered, once, within seconds."""

import pytest

from tests.killing.rows import ROWS, Server
from tests.killing.table import Table

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kill table")]
ANSWERS = {False: "It is", True: "The solution to the equation"}
SECONDS = 12
"""The orphan is taken up within 10 s; then it is answered."""


@pytest.fixture(scope="module")
def table(request):
    """The outcomes of those rows that are asked for."""
    here = [item for item in request.session.items if item.path == request.path]
    table = Table([item.callspec.params["row"] for item in here])
    yield table
    table.close()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_killed_process_leaves_one_question_and_one_answer(table, row, record_property):
    outcome = table.outcome(row)

    record_property("seconds", round(outcome.seconds, 1))
    print(row.name, f"{outcome.seconds:.1f}", outcome.ends, outcome.upstream_runs)
    assert outcome.ends == row.ends
    assert outcome.messages == 1
    assert outcome.upstream_runs - row.follows in row.runs
    assert outcome.page.count('class="message from-student"') == 1 + row.follows
    assert outcome.page.count(ANSWERS[row.server == Server.OWN]) == row.is_answered + row.follows
    assert ("Try again" in outcome.page) is not row.is_answered
    assert not outcome.wrote
    assert outcome.seconds < SECONDS
