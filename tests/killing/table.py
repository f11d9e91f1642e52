"""Plays the rows of the kill table: several servers at once, since most of a row is waiting for a lease to run out."""

import math
import tempfile
import time
import uuid
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from tests.killing.installation import Installation
from tests.killing.points import Fate
from tests.killing.rows import Server
from tests.killing.student import Student
from tests.server import prepared

LONGEST = 6
"""Rows that one installation plays."""


@dataclass(frozen=True)
class Outcome:
    """What a row left. `seconds`: until the page had the answer, from the death of the process or, when all
    died, from the moment at which the site was there again. `wrote`: whether the
    process that had stopped changed anything, here or upstream, when it went on."""

    page: str
    ends: tuple
    messages: int
    upstream_runs: int
    seconds: float
    wrote: bool = False


class Table:
    """The outcomes of rows. They are dealt to lanes that play them at the same time, each with one installation.

    `install(folder, server)` makes an Installation, not yet started.
    """

    def __init__(self, wanted, install):
        prepared()  # once for all lanes
        self.futures = {row: Future() for row in wanted}
        self.lanes = [Thread(target=self._play, args=(install, *lane)) for lane in lanes(wanted)]
        for lane in self.lanes:
            lane.start()

    def outcome(self, row):
        return self.futures[row].result(240)

    def close(self):
        for lane in self.lanes:
            lane.join()

    def _play(self, install, server, left):
        """The rows one after the other; after one that failed, with a new installation."""
        while left:
            try:
                with tempfile.TemporaryDirectory() as folder, install(Path(folder), server) as installation:
                    while left:
                        self.futures[left[0]].set_result(play(installation, left[0]))
                        left.pop(0)
            except BaseException as error:
                self.futures[left.pop(0)].set_exception(error)


def lanes(rows):
    """(server, some of its rows) for all of them."""
    for server in Server:
        of_server = [row for row in rows if row.server == server]
        number = math.ceil(len(of_server) / LONGEST)
        yield from ((server, of_server[first::number]) for first in range(number))


def play(installation, row):
    """One row, in a conversation of its own."""
    student = Student(installation.url)
    if row.follows:
        student.ask("What is 2 + 2?", key=uuid.uuid4())
        student.read()
    trap = installation.trap(row.point, row.fate)
    asking = Thread(target=student.ask, args=("Solve 3x + 11 = 14",))
    asking.start()
    pid, gone = trap.sprung()
    if row.fate == Fate.ALL:
        installation.start_again()
        gone = time.time()
    if row.fate == Fate.STOP:
        installation.free(pid)
    else:
        asking.join()  # it was asked again if it was not accepted yet
    page = student.read()
    seconds = time.time() - gone
    wrote = row.fate == Fate.STOP and _goes_on(installation, student, trap, pid)
    asking.join()
    installation.restore()
    run = installation.runs(student.address)[-1]
    return Outcome(page, run[:2], *installation.upstream_of(student.key), seconds, wrote)


def installed(folder, server):
    """The installation that uses this kind of Assistants server."""
    one_call = {"ASSISTANTS_API_ONE_CALL": "on"} if server == Server.ONE_CALL else {}
    installation = Installation(folder, own=server == Server.OWN, **one_call)
    if server == Server.POLLED:
        installation.upstream.streams = False
    return installation


def _goes_on(installation, student, trap, pid):
    """Let a process go on that stopped while another finished its work; whether it changed anything. What must not
    happen gives no sign, so it is given two seconds: two sweeps."""
    before = installation.runs(student.address), installation.upstream_of(student.key)
    trap.go_on(pid)
    time.sleep(2)
    return before != (installation.runs(student.address), installation.upstream_of(student.key))
