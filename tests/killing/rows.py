"""The rows of the kill table: where a process dies or stops, and what may exist of the question afterwards."""

from dataclasses import dataclass
from enum import StrEnum

from tests.killing import points
from tests.killing.points import Fate


class Server(StrEnum):
    """The Assistants server, and how it is reached. OWN is ours, in the same processes: a run dies with its process.
    QUEUE: on PostgreSQL, with two workers that are what dies."""

    STREAMS = "an upstream that streams"
    POLLED = "an upstream without streams"
    ONE_CALL = "question and run in one call"
    OWN = "our own server"
    QUEUE = "by way of the queue"


@dataclass(frozen=True)
class Row:
    """`runs`: how many upstream runs the question may have afterwards. `ends`: status and reason of ours.
    `follows`: it is the second question of its conversation."""

    server: Server
    point: str
    fate: Fate
    runs: tuple = (1,)
    ends: tuple = ("completed", "")
    follows: bool = False

    @property
    def name(self):
        second = ", second question" if self.follows else ""
        return f"{self.server}, {self.point}{second}, {self.fate}"

    @property
    def is_answered(self):
        return self.ends[0] == "completed"


KILLED = (Fate.WORKER, Fate.ALL)
BEFORE_CLAIM, AFTER_CLAIM = points.before_claim("chat.Run"), points.after_claim("chat.Run")
SENT = [points.answered(path) for path in ("threads", "threads/messages", "threads/runs")]

STREAMED = [BEFORE_CLAIM, AFTER_CLAIM, *SENT, points.WORDS, points.LAST_COMMIT]
STOPPED = [AFTER_CLAIM, *SENT, points.WORDS, points.END]  # before the claim the question is not committed
OWN = [
    (points.answered("threads/messages"), (1,)),
    (points.answered("threads/runs"), (1, 2)),
    (points.before_claim("assistants_api.Run"), (1,)),
    (points.after_claim("assistants_api.Run"), (1,)),
    (points.WORDS, (1, 2)),
    (points.API_LAST_COMMIT, (2,)),
    (points.LAST_COMMIT, (1,)),
]
UNREACHABLE = ("failed", "unreachable")  # nothing finds a thread again whose making was not answered

ROWS = [Row(Server.STREAMS, point, fate) for point in STREAMED for fate in KILLED]
ROWS += [Row(Server.STREAMS, point, Fate.STOP) for point in STOPPED]
ROWS += [Row(Server.POLLED, points.looked("threads/runs"), fate) for fate in Fate]
ROWS += [Row(Server.ONE_CALL, points.answered("threads+runs"), fate, ends=UNREACHABLE) for fate in KILLED]
ROWS += [Row(Server.ONE_CALL, points.answered("threads/runs"), fate, follows=True) for fate in Fate]
ROWS += [Row(Server.OWN, point, fate, runs) for point, runs in OWN for fate in KILLED]

QUEUED = [BEFORE_CLAIM, AFTER_CLAIM, *SENT[1:], points.WORDS, points.LAST_COMMIT]
QUEUE_ROWS = [Row(Server.QUEUE, point, fate) for point in QUEUED for fate in KILLED]
QUEUE_ROWS += [Row(Server.QUEUE, point, Fate.STOP) for point in (AFTER_CLAIM, *SENT)]
