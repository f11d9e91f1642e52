"""Plays the rows of the kill table: several servers at once, since most of a row is waiting for a lease to run out."""

import os
import signal
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from tests.killing.installation import Installation
from tests.killing.rows import ALL, STOP
from tests.killing.student import Student

AT_ONCE = 7
"""Servers that are up at a time."""


@dataclass(frozen=True)
class Outcome:
    """What a row left. `seconds`: from the death of the process until the page had the answer. `wrote`: whether the
    process that had stopped changed anything, here or upstream, when it went on."""

    page: str
    runs: list
    messages: int
    upstream_runs: int
    seconds: float
    wrote: bool = False


class Table:
    """The outcomes of rows, played from now on, in the order in which they will be asked for."""

    def __init__(self, wanted):
        self.pool = ThreadPoolExecutor(AT_ONCE)
        self.futures = {row: self.pool.submit(play, row) for row in wanted}

    def outcome(self, row):
        return self.futures[row].result(240)

    def close(self):
        self.pool.shutdown(cancel_futures=True)


def play(row):
    """One row, with an installation of its own."""
    with tempfile.TemporaryDirectory() as folder, Installation(Path(folder), row.own) as installation:
        student = Student(installation.url)
        trap = installation.trap(row.point, row.fate)
        asking = Thread(target=student.ask, args=("Solve 3x + 11 = 14",))
        asking.start()
        pid, died = trap.sprung()
        if row.fate == ALL:
            installation.start_again()
        page = student.read()
        seconds = time.time() - died
        wrote = row.fate == STOP and _goes_on(installation, student, pid)
        asking.join()
        runs = installation.runs(student.address)
        return Outcome(page, runs, *installation.upstream_of(student.key), seconds, wrote)


def _goes_on(installation, student, pid):
    """Let a process go on that stopped while another finished its work; whether it changed anything. What must not
    happen gives no sign, so it is given two seconds: two sweeps."""
    before = installation.runs(student.address), installation.upstream_of(student.key)
    os.kill(pid, signal.SIGCONT)
    time.sleep(2)
    return before != (installation.runs(student.address), installation.upstream_of(student.key))
