"""Worker processes of an installation that has its runs carried by way of the queue, on a real PostgreSQL."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time

import psycopg

from tests.killing.installation import Installation
from tests.server import ROOT

NAME = "worker"
"""What workers call themselves in the database's list of connections."""
SWEEPS_SELDOM = ("-c", "from background import crew; crew.TICK = 600; import manage; manage.main()")
"""The program of a worker that sweeps when it starts, and then not as long as a test lasts."""
READY = "select coalesce(max(id), 0) from procrastinate_workers"


class Scaled(Installation):
    """One web server with QUEUE on, and as many workers as a test starts. `close` ends all of them."""

    def __init__(self, folder, database, own=False, **environment):
        super().__init__(folder, own, DATABASE_URL=database, QUEUE="on", **environment)
        self.started = []

    def worker(self, *options, program=("manage.py",)):
        """Start one more worker; it is ready."""
        before = self.value(READY)
        worker = Worker(self.environment, *program, "work", *options)
        self.started.append(worker)
        deadline = time.monotonic() + 30
        while self.value(READY) <= before:
            assert worker.process.poll() is None, worker.told()
            assert time.monotonic() < deadline, worker.told()
            time.sleep(0.05)
        return worker

    def end_workers(self):
        """`kill -9` of all workers, and nothing of theirs is left in the queue's list of workers."""
        for worker in self.started:
            worker.kill()
        self.started.clear()
        self.execute("delete from procrastinate_workers")

    def value(self, sql):
        """The first value of a query."""
        with psycopg.connect(self.environment["DATABASE_URL"], connect_timeout=10) as database:
            return database.execute(sql).fetchone()[0]

    def execute(self, sql):
        with psycopg.connect(self.environment["DATABASE_URL"], connect_timeout=10) as database:
            database.execute(sql)

    def close(self):
        for worker in self.started:
            worker.kill()
        super().close()


class Worker:
    """One `manage.py work`. It ends also when the process that started it is killed."""

    def __init__(self, environment, *arguments):
        command = ["setpriv", "--pdeathsig=KILL", "--", sys.executable, *arguments]
        self._lines = []
        environment = environment | {"DATABASE_URL": f"{environment['DATABASE_URL']}?application_name={NAME}"}
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        with self.process.stdout as stream:
            self._lines.extend(stream)

    @property
    def pid(self):
        return self.process.pid

    def told(self):
        """All that it has written so far."""
        return "".join(self._lines)

    def stop(self, seconds=20):
        """SIGTERM; (its exit status, how long it took)."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(seconds)
        self._reader.join(10)
        return status, time.monotonic() - began

    def kill(self):
        """`kill -9` of the process."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.process.wait(10)
        self._reader.join(10)
