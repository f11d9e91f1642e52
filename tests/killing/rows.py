"""The rows of the kill table: where a process dies or stops, and what may exist of the question afterwards."""

from dataclasses import dataclass

from tests.killing import points

WORKER, ALL, STOP = "worker", "all", "stop"
WORDS = {WORKER: "kill one process", ALL: "kill all processes", STOP: "stop one process for longer than its lease"}


@dataclass(frozen=True)
class Row:
    """`point`: where; `fate`: one web process (the other lives), or all at once (they are started again), or one that
    stops for so long that the other takes over, and then goes on.

    `runs`: how many upstream runs the one question may have afterwards. `own`: our own Assistants server, in the same
    processes, where a run dies with its process and is started once more.
    """

    point: str
    fate: str
    own: bool = False
    runs: tuple = (1,)

    @property
    def name(self):
        return f"{'own' if self.own else 'foreign'} upstream, {self.point}, {WORDS[self.fate]}"


FOREIGN = [
    f"{points.BEFORE_CLAIM} chat.Run",
    f"{points.AFTER_CLAIM} chat.Run",
    points.answered("threads"),
    points.answered("threads/messages"),
    points.answered("threads/runs"),
    points.looked("threads/runs"),
    points.LAST_COMMIT,
]
OWN = [
    (points.answered("threads/messages"), (1,)),
    (points.answered("threads/runs"), (1, 2)),
    (f"{points.BEFORE_CLAIM} assistants_api.Run", (1,)),
    (f"{points.AFTER_CLAIM} assistants_api.Run", (1,)),
    (points.API_LAST_COMMIT, (2,)),
    (points.LAST_COMMIT, (1,)),
]
STOPPED = [point for point in FOREIGN if point != points.LAST_COMMIT] + [points.END]

ROWS = [Row(point, fate) for point in FOREIGN for fate in (WORKER, ALL)]
ROWS += [Row(point, fate, own=True, runs=runs) for point, runs in OWN for fate in (WORKER, ALL)]
ROWS += [Row(point, STOP) for point in STOPPED]
