"""Those who ask the interpreter during the soak: threads, client processes, and clients that die.

python -m script.soak_workers CONFIGURATION     one client process, which prints what it found as JSON
python -m script.soak_workers die CONFIGURATION     a client that runs an endless program until it is killed
"""

import collections
import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from interpreter import sockets, wire
from interpreter.client import Interpreter
from interpreter.errors import ComputationFailed, ComputationTimeout, InterpreterBusy, InterpreterUnavailable
from maths.reading import read
from script.soak_cells import CANARY, Session, next_cell, question

ROOT = Path(__file__).resolve().parent.parent
SESSIONS, BURST = 3, 6
PATIENCE = 90
MOST_UNAVAILABLE = 3
"""Times in a row that a worker may find no interpreter: it was killed, and killed again."""


@dataclass(frozen=True)
class Configuration:
    """Whom to ask (data folder, the options of its process), as whom, and how many cells."""

    data: str
    options: list[str]
    name: str
    seed: int
    cells: int

    def interpreter(self):
        return Interpreter(Path(self.data), server_options=self.options)

    def process(self, *first):
        """A process of this module, with its output readable."""
        command = [sys.executable, "-m", "script.soak_workers", *first, json.dumps(asdict(self))]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


class Findings:
    """How often each kind of cell got which verdict, and what the bad answers were."""

    def __init__(self):
        self.counts = collections.Counter()
        self.bad = []

    def add(self, kind, verdict, evidence=""):
        self.counts[kind, verdict] += 1
        if verdict in ("wrong", "untold"):
            self.bad.append(f"{kind}, {verdict}: {evidence}"[:1500])

    def merge(self, other):
        self.counts += other.counts
        self.bad += other.bad

    def to_json(self):
        return json.dumps({"counts": [[*key, count] for key, count in self.counts.items()], "bad": self.bad})

    @classmethod
    def from_json(cls, text):
        told, found = json.loads(text), cls()
        found.counts.update({(kind, verdict): count for kind, verdict, count in told["counts"]})
        found.bad += told["bad"]
        return found


class Worker:
    """Runs cells in sessions of its own, one after the other, several of one session in a row."""

    def __init__(self, configuration, interpreter):
        self.configuration = configuration
        self.interpreter = interpreter
        self.found = Findings()
        self._random = random.Random(configuration.seed)
        self._unavailable = 0
        name = configuration.name
        self._sessions = [Session(f"{name}-{number}", f"{CANARY}-{name}-{number}") for number in range(SESSIONS)]

    def work(self):
        """Run so many cells; then the findings are complete."""
        for number in range(self.configuration.cells):
            if number % BURST == 0:
                session = self._random.choice(self._sessions)
            self._try(
                self._random.choices((self._cell, self._computation, self._dying_client), (88, 10, 2))[0], session
            )
        return self.found

    def close(self):
        """Close the sessions."""
        for session in self._sessions:
            self._try(lambda session: self.interpreter.close_session(session.name), session)

    def _try(self, action, session):
        """Do something; that there is no interpreter is an answer that the next call must cure."""
        try:
            action(session)
        except InterpreterBusy as error:
            self.found.add("any", "wrong", error)
        except InterpreterUnavailable as error:
            self._unavailable += 1
            time.sleep(0.2 * self._unavailable)
            self.found.add("any", "told: unavailable" if self._unavailable <= MOST_UNAVAILABLE else "wrong", error)
        else:
            self._unavailable = 0

    def _cell(self, session):
        cell = next_cell(session.state, self._random)
        named = {"timeout": cell.timeout, "patience": PATIENCE, "files": cell.files}
        if cell.interrupted:
            result = self._interrupted(session.name, cell, named)
        else:
            result = self.interpreter.run_cell(session.name, cell.code, **named)
        before = session.state
        verdict = session.judge(cell, result)
        self.found.add(cell.kind, verdict, f"{session.name} {before} {cell.code[:300]!r} -> {_short(result)}")

    def _interrupted(self, name, cell, named):
        """The result of a cell that is interrupted, again and again: it may not have begun."""
        ended = threading.Event()

        def interrupt():
            while not ended.wait(0.2):
                self.interpreter.interrupt(name)

        interrupting = threading.Thread(target=interrupt)
        interrupting.start()
        try:
            return self.interpreter.run_cell(name, cell.code, **named)
        finally:
            ended.set()
            interrupting.join()

    def _computation(self, session):
        asked, solution = question(self._random)
        tasks = [task.to_dict() for task in read(asked).tasks]
        try:
            found = self.interpreter.compute("maths.solving.explain", {"tasks": tasks}, timeout=20)
        except (ComputationFailed, ComputationTimeout):
            self.found.add("computation", "told: ended")
            return
        right = found["parts"][0]["answer"]["values"] == [solution]
        self.found.add("computation", "right" if right else "wrong", f"{asked}: {found}")

    def _dying_client(self, session):
        """A client dies while its endless program runs in the session, which must go on as if nothing had been."""
        configuration = replace(self.configuration, name=session.name, seed=self._random.randrange(10**9))
        with configuration.process("die") as client:
            if client.stdout.read():
                session.doubt()
        self.found.add("client that dies", "right")


def _short(result):
    return f"{result.outcome}, lost {result.variables_lost}: {result.logs[:300]!r} … {result.logs[-300:]!r}"


def ask_and_die(configuration):
    """Have an endless program run for a moment; say so if it has been answered by then. The answer is not read."""
    program = {"do": "cell", "session": configuration.name, "code": f"while True:  # {CANARY}\n    pass", "files": {}}
    connection, _ = sockets.connect(Path(configuration.data) / sockets.SOCKET_NAME, 5)
    connection.sendall(wire.encode({**program, "timeout": 60, "patience": PATIENCE}))
    time.sleep(random.Random(configuration.seed).uniform(0, 0.3))
    connection.setblocking(False)
    if connection.recv(1, socket.MSG_PEEK):
        print("answered", flush=True)


def main(arguments):
    configuration = Configuration(**json.loads(arguments[-1]))
    if arguments[0] == "die":
        with contextlib.suppress(OSError, wire.BadFrame, wire.EndOfStream):
            ask_and_die(configuration)
        os.kill(os.getpid(), signal.SIGKILL)
    interpreter = configuration.interpreter()
    worker = Worker(configuration, interpreter)
    worker.work()
    worker.close()
    print(worker.found.to_json())


if __name__ == "__main__":
    main(sys.argv[1:])
