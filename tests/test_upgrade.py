"""What an earlier version left when it was killed at work: the new one migrates it, and finishes the work."""

import time
import uuid

import pytest
import requests
from django.db import connection

from tests.killing.installation import Installation
from tests.killing.record import rows
from tests.upgrades.load import SECRET, load

pytestmark = [pytest.mark.slow, pytest.mark.database, pytest.mark.xdist_group("upgrade")]
ANSWERS = {"foreign": "It is", "own": "</article>"}
RUNS = {"foreign": [1, 1, 1, 1], "own": [1, 2]}
"""Upstream runs for each question: our own server's second run died with it."""


@pytest.fixture
def database(request):
    """Where the installation keeps its record, as settings: a database of the kind that the tests run on."""
    if connection.vendor == "sqlite":
        return {}
    return {"DATABASE_URL": request.getfixturevalue("postgres").new_database()}


@pytest.mark.parametrize("name", ["foreign", "own"])
def test_what_was_on_its_way_is_finished_by_the_new_version(tmp_path, database, name):
    installation = Installation(tmp_path, own=name == "own", SECRET_KEY=SECRET, **database)
    asked = load(name, installation)
    before = keys_of(installation)
    live = rows(installation, "select count(*) from chat_run where status in ('queued', 'in_progress')")
    try:
        installation.start(fresh=True)
        began = time.monotonic()
        pages = [finished(installation, question) for question in asked]
        seconds = time.monotonic() - began

        print(f"{live[0][0]} live runs finished in {seconds:.1f} s")
        assert live == [(len(asked) - 1,)]
        assert all(question["text"].split("`")[0] in page for question, page in zip(asked, pages, strict=True))
        assert all(ANSWERS[name] in page and "Try again" not in page for page in pages)
        assert rows(installation, "select distinct status, reason from chat_run") == [("completed", "")]
        assert [installation.upstream_of(key) for key in before] == [(1, number) for number in RUNS[name]]
        assert seconds < 20
    finally:
        installation.close()


def keys_of(installation):
    """The client_keys of the questions, in the order in which they were asked."""
    found = rows(installation, "select client_key from chat_message where role = 'user' order by id")
    return [str(uuid.UUID(str(key))) for (key,) in found]


def finished(installation, question, seconds=30):
    """The page of a question's conversation, as its owner's browser sees it, once nothing is live on it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        page = requests.get(installation.url + question["address"], cookies=question["cookies"], timeout=20).text
        if "aria-busy" not in page:
            return page
        time.sleep(0.1)
    raise AssertionError(f"no answer within {seconds} s: {question['text']}")
