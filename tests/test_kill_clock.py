"""The clock jumps while runs are live: nothing is given up, asked twice or left lying."""

import os
import signal
import time

import pytest

from tests.killing.clock import Clock
from tests.killing.installation import Installation
from tests.killing.record import rows, wait_until
from tests.killing.student import Student

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kill clock")]
STUDENTS, HOUR = 4, 3600
SECONDS = 12
"""An orphan is taken up within 10 s; then it is answered."""


@pytest.mark.parametrize("hours", [1, -1])
def test_live_runs_and_orphans_survive_a_jump_of_the_clock(tmp_path, hours):
    clock = Clock(tmp_path)
    with Installation(tmp_path, **clock.environment) as installation:
        upstream = installation.upstream
        upstream.stuck = "in_progress"
        students = [Student(installation.url) for _ in range(STUDENTS)]
        for student in students:
            student.ask("Solve 3x + 11 = 14")
        wait_until(lambda: len(upstream.runs) == STUDENTS)

        os.kill(installation.carrier(students[0].address), signal.SIGKILL)
        clock.jump(hours * HOUR)
        jumped = time.monotonic()
        wait_until(lambda: _taken_up(installation, students[0]))
        seconds = time.monotonic() - jumped
        upstream.stuck = None
        pages = [student.read() for student in students]
        runs = rows(installation, "select status, reason, fence from chat_run")

    print(f"{hours:+d} h: taken up in {seconds:.1f} s, {runs}")
    assert {run[:2] for run in runs} == {("completed", "")}
    assert {installation.upstream_of(student.key) for student in students} == {(1, 1)}
    assert all(page.count("It is") == 1 and "Try again" not in page for page in pages)
    assert max(fence for _, _, fence in runs) <= 3
    assert seconds < 10


def _taken_up(installation, student):
    """Whether the run is claimed for the second time."""
    return installation.runs(student.address)[0][2] > 1
