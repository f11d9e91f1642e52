"""The database goes for ten seconds while runs are live: it ends, or it hangs. Nothing is lost, asked twice or started
anew by hand."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.killing.installation import Installation
from tests.killing.record import rows, wait_until
from tests.killing.student import Student, insist

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kill database")]
STUDENTS, AWAY = 12, 10
SECONDS = 20
"""A lease that ran out meanwhile is taken up within 10 s of the return, and the pool comes back within seconds."""


@pytest.fixture(params=["ends", "hangs"])
def outage(request, own_postgres):
    """(the cluster, how it goes away, how it comes back)."""
    if request.param == "ends":
        return own_postgres, own_postgres.kill, own_postgres.start
    return own_postgres, own_postgres.pause, own_postgres.resume


def test_runs_that_were_live_are_finished_when_the_database_is_back(tmp_path, outage):
    cluster, go, come_back = outage
    with Installation(tmp_path, DATABASE_URL=cluster.new_database()) as installation:
        upstream = installation.upstream
        upstream.stuck = "in_progress"
        students = [Student(installation.url) for _ in range(STUDENTS)]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda student: student.ask("Solve 3x + 11 = 14"), students))
        wait_until(lambda: len(upstream.runs) == STUDENTS)
        workers = installation.workers()

        gone = time.monotonic()
        go()
        upstream.stuck = None  # they end upstream while nobody can write it down
        with ThreadPoolExecutor(1) as pool:
            page = pool.submit(requests.get, f"{installation.url}{students[0].address}", timeout=60)
            time.sleep(max(0, gone + AWAY - time.monotonic()))
            come_back()
        began = time.monotonic()
        pages = [insist(lambda student=student: student.read(60), 60) for student in students]
        seconds = time.monotonic() - began
        late = Student(installation.url)
        late.ask("Solve 3x + 11 = 14")
        pages.append(late.read())

        print(f"all read {seconds:.1f} s after the return, {page.result().status_code} meanwhile")
        assert page.result().status_code in {503, 404}  # 404: it waited, and a stranger may not see it
        assert rows(installation, "select distinct status, reason from chat_run") == [("completed", "")]
        assert {installation.upstream_of(student.key) for student in [*students, late]} == {(1, 1)}
        assert all(page.count("It is") == 1 and "Try again" not in page for page in pages)
        assert installation.workers() == workers
        assert seconds < SECONDS
