"""The fault table: each fault ends as it says, in the time that it says, and nothing is ever asked twice."""

import time
import uuid
from html import unescape
from pathlib import Path

import pytest

from chat.models import Run
from tests.fault_table import SECTIONS
from tests.fault_table.document import updated
from tests.fault_table.rows import scene_of

FIRST, QUESTION = "What is x?", "Solve x = 1"
SLACK = 20
"""Seconds for what is no wait of the product, on busy cores: less than any wait that the row does not name."""


def cases():
    """The rows as parameters. On each database run those that end in a way in which no row of their section did."""
    found, ends = [], set()
    for name, rows in SECTIONS.items():
        for row in rows:
            end = (name, row.reason, row.messages, row.runs, row.later)
            marks = [pytest.mark.once] if end in ends else []
            found.append(pytest.param(row, id=f"{name}: {row.fault}", marks=marks))
            ends.add(end)
    return found


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("row", cases())
def test_each_fault_ends_as_the_table_says(row, upstream, client, send, ended, settings, monkeypatch):
    with scene_of(upstream, settings, monkeypatch, row) as scene:
        conversation, before = uuid.uuid4(), []
        if row.later:
            send(client, FIRST, conversation)
            before = [ended().message.text]
        row.arrange(scene)
        began = time.monotonic()

        address = send(client, QUESTION, conversation)["Location"]
        run = ended(seconds=row.seconds_in_a_test + SLACK + 5)

        assert (run.status, run.reason) == (row.status, row.reason)
        assert time.monotonic() - began < row.seconds_in_a_test + SLACK
        assert upstream.user_messages() == before + [QUESTION] * row.messages
        assert len(upstream.runs) == len(before) + row.runs
        require_shown(client, address, run, upstream)

        if run.status == Run.Status.FAILED:
            scene.heal()
            client.post(f"{address}runs/{run.pk}/retry")

            run = ended()
            assert run.status == Run.Status.COMPLETED
            assert asked(upstream, run) == [*before, QUESTION]


def asked(upstream, run):
    """The students' messages in the thread that a run's conversation has now."""
    found = upstream.messages[run.conversation.thread_id]
    return [message["content"][0]["text"]["value"] for message in found if message["role"] == "user"]


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
        assert fragment.content.decode().count("from-tutor") == len(upstream.answers)


def test_the_document_shows_the_table(tmp_path):
    document = Path(__file__).parent.parent / "docs" / "faults.md"
    expected = updated(document.read_text())
    (tmp_path / "faults.md").write_text(expected)

    assert document.read_text() == expected, f"docs/faults.md should be as {tmp_path}/faults.md"
