"""The fault table: each fault ends as it says, in the time that it says, and nothing is ever asked twice."""

import time
from html import unescape

import pytest

from chat.models import Run
from tests.fault_table import ROWS
from tests.fault_table.rows import scene_of

QUESTION = "Solve x = 1"
SLACK = 3
"""Seconds for what is no wait of the product: two busy cores, and a run of the double."""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.fault)
def test_each_fault_ends_as_the_table_says(row, upstream, client, send, ended, settings, monkeypatch):
    with scene_of(upstream, settings, monkeypatch, row) as scene:
        began = time.monotonic()
        response = send(client, QUESTION)
        run = ended(seconds=row.seconds_in_a_test + SLACK + 5)

        assert (run.status, run.reason) == (row.status, row.reason)
        assert time.monotonic() - began < row.seconds_in_a_test + SLACK
        assert (upstream.user_messages(), len(upstream.runs)) == ([QUESTION] * row.messages, row.runs)
        require_shown(client, response["Location"], run, upstream)

        if run.status == Run.Status.FAILED:
            scene.heal()
            client.post(f"{response['Location']}runs/{run.pk}/retry")

            assert ended().status == Run.Status.COMPLETED
            assert upstream.user_messages() == [QUESTION]


def require_shown(client, address, run, upstream):
    """AssertionError unless page and fragment show the question, and the answer or the reason with a button."""
    page, fragment = client.get(address), client.get(f"{address}runs/{run.pk}?rev=0", headers={"HX-Request": "true"})
    assert (page.status_code, fragment.status_code) == (200, 200)
    text = unescape(page.content.decode())
    assert QUESTION in text
    assert "aria-busy" not in text + fragment.content.decode()
    if run.status == Run.Status.FAILED:
        assert run.get_reason_display() in text
        assert "Try again" in text
    else:
        assert list(run.answers.values_list("text", flat=True)) == upstream.answers
        assert text.count("from-tutor") == len(upstream.answers)
