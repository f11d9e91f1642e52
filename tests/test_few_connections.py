"""Many questions over few connections to the database: none is held while an upstream or a poll is waited for."""

import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from django.db import connection
from django.test import Client

from chat import watching
from chat.models import Run
from tests.upstream import Fault

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
RUNS, CONNECTIONS = 64, 4
HELD_SECONDS = 3
SLACK = 7
"""Seconds for busy cores: fewer than a thread waits for a connection before it gives up."""
POLL = re.compile(r'hx-get="(/c/[^"]+)"')
NOTHING_NEW = 204


@pytest.fixture
def pool():
    """The connections of this process, of which there are few; its counters."""
    if connection.vendor != "postgresql":
        pytest.skip("is about PostgreSQL alone")
    options = connection.settings_dict["OPTIONS"]
    usual = options["pool"]
    _begin_anew(options, usual | {"max_size": CONNECTIONS})
    yield lambda: connection.pool.get_stats()
    _begin_anew(options, usual)


def _begin_anew(options, pool):
    connection.close()
    connection.close_pool()
    options["pool"] = pool


class Reader:
    """A guest who has asked, and whose page follows the answer; all that its polls brought."""

    def __init__(self, site, send, number):
        client = Client()
        path = send(client, f"Question {number}")["Location"]
        self.site, self.cookies = site, {name: morsel.value for name, morsel in client.cookies.items()}
        self.place = POLL.search(client.get(path).content.decode())[1]
        self.brought, self.statuses, self.longest = "", Counter(), 0.0

    def follow(self):
        while self.place:
            began = time.monotonic()
            headers = {"HX-Request": "true"}
            told = requests.get(self.site + self.place, cookies=self.cookies, headers=headers, timeout=30)
            self.longest = max(self.longest, time.monotonic() - began)
            self.statuses[told.status_code] += 1
            if told.status_code != NOTHING_NEW:
                self.brought += told.text
                found = POLL.search(told.text)
                self.place = found and found[1]
            time.sleep(0.1)


def held_streams(upstream):
    """Streams stop in the middle of the words; what lets them go on."""
    upstream.answers = ["one two three four"]
    return upstream.hold(9).open


def slow_looks(upstream):
    """Runs are no streams, and each look at one takes long; what ends that."""
    upstream.streams, upstream.stuck = False, "in_progress"
    upstream.fault("GET", "", Fault(seconds=2, times=-1))

    def end():
        upstream.faults.clear()
        upstream.stuck = None

    return end


@pytest.mark.parametrize("hold", [held_streams, slow_looks])
def test_all_runs_go_on_and_all_polls_are_answered(pool, upstream, live_server, send, hold):
    let_go = hold(upstream)
    readers = [Reader(live_server.url, send, number) for number in range(RUNS)]
    connection.close()
    until = time.monotonic() + 30
    while len(upstream.runs) < RUNS:
        assert time.monotonic() < until, "not all runs have been started"
        time.sleep(0.1)

    with ThreadPoolExecutor(RUNS) as threads:
        followed = [threads.submit(reader.follow) for reader in readers]
        time.sleep(HELD_SECONDS)
        while_held = Counter(Run.objects.values_list("status", flat=True))
        connection.close()
        let_go()
        for each in followed:
            each.result(30)

    assert while_held == {Run.Status.IN_PROGRESS: RUNS}
    assert Counter(Run.objects.values_list("status", flat=True)) == {Run.Status.COMPLETED: RUNS}
    assert len(upstream.runs) == RUNS
    assert [reader.brought.count("<article") for reader in readers] == [len(upstream.answers)] * RUNS
    assert set().union(*(reader.statuses for reader in readers)) == {200, NOTHING_NEW}
    assert max(reader.longest for reader in readers) < watching.HOLD + SLACK
    counted = pool()
    assert counted["pool_max"] == CONNECTIONS
    assert counted.get("requests_errors", 0) == 0
