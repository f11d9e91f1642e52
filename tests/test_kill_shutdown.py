"""SIGTERM while many runs are live: it ends in time, and the next start finishes them all, each once."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.killing.installation import Installation
from tests.killing.record import rows, wait_until
from tests.killing.student import Student

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kill shutdown")]
STUDENTS = 50
LIVE = "select count(*) from chat_run where status in ('queued', 'in_progress')"


@pytest.fixture
def installation(tmp_path):
    with Installation(tmp_path) as installation:
        yield installation


def asked(installation, number):
    student = Student(installation.url)
    student.ask(f"Question {number}")
    return student


def test_fifty_live_runs_are_left_in_time_and_finished_after_the_restart(installation):
    upstream = installation.upstream
    upstream.stuck = "in_progress"
    with ThreadPoolExecutor(8) as pool:
        students = list(pool.map(lambda number: asked(installation, number), range(STUDENTS)))
    wait_until(lambda: len(upstream.runs) == STUDENTS)
    live = rows(installation, LIVE)

    began = time.monotonic()
    status = installation.stop(signal.SIGTERM)
    stopped = time.monotonic() - began
    left = rows(installation, f"{LIVE} and worker = '' and lease_until is null")
    upstream.stuck = None
    installation.start()
    began = time.monotonic()
    pages = [student.read() for student in students]
    finished = time.monotonic() - began

    print(f"stopped in {stopped:.1f} s, all finished {finished:.1f} s after the restart")
    assert (live, left) == ([(STUDENTS,)], [(STUDENTS,)])
    assert (status, stopped < 10) == (0, True)
    assert all(page.count("It is") == 1 and "Try again" not in page for page in pages)
    assert {installation.upstream_of(student.key) for student in students} == {(1, 1)}
    assert rows(installation, "select distinct status, reason from chat_run") == [("completed", "")]
    assert finished < 10
