"""A PostgreSQL cluster that is thrown away: Debian's programs, a folder and a port of its own, nothing kept safe."""

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
from psycopg import sql

from tests.server import free_port

USER = "tutor"
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def programs():
    """The folder with the newest PostgreSQL's programs, or None where Debian's package is not installed."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(found, key=lambda folder: float(folder.parent.name), default=None)


class Postgres:
    """One cluster. It ends with `stop`, and also when the process that started it is killed."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="tutor-postgres-"))
        self.port, self.password = free_port(), secrets.token_hex(16)
        self.process = None

    def start(self, seconds=30):
        """Make the cluster, or bring it back after `kill` on the same port, and return when it takes connections."""
        if self.process is None:
            self._initialize()
        settings = FAST | {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            command = self._command("postgres", "-D", self.folder / "data", *options)
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", start_new_session=True)
        self._wait(time.monotonic() + seconds)
        return self

    def _initialize(self):
        """Run initdb, as the user `postgres` where we are root: PostgreSQL refuses root."""
        password = self.folder / "password"
        password.write_text(self.password)
        if os.geteuid() == 0:
            for path in (self.folder, password):
                shutil.chown(path, "postgres", "postgres")
        options = ["--no-sync", "--encoding=UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256", f"--username={USER}"]
        command = self._command("initdb", "-D", self.folder / "data", f"--pwfile={password}", *options)
        subprocess.run(command, check=True, cwd="/", capture_output=True, timeout=60)

    def _command(self, program, *arguments):
        """The command line that runs a program of PostgreSQL as long as this process lives."""
        unprivileged = ["--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
        return ["setpriv", "--pdeathsig=INT", *unprivileged, "--", programs() / program, *arguments]

    def _wait(self, deadline):
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(psycopg.OperationalError), self._connection():
                return
            time.sleep(0.05)
        raise AssertionError(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()}")

    def _connection(self):
        return psycopg.connect(self.url("postgres"), autocommit=True)

    def url(self, database):
        """The address of a database, as DATABASE_URL takes it."""
        return f"postgres://{USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def new_database(self):
        """Make an empty database; its address."""
        name = f"tutor_{secrets.token_hex(4)}"
        with self._connection() as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)

    def kill(self):
        """End the cluster at once, whoever is connected, and keep its folder."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)

    def pause(self):
        """Let the cluster hang: it neither answers nor hangs up. `resume` ends that."""
        self._signal(signal.SIGSTOP)

    def resume(self):
        self._signal(signal.SIGCONT)

    def _signal(self, number):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for pid in [self.process.pid, *map(int, children)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def stop(self):
        """End the cluster and remove its folder."""
        if self.process and self.process.poll() is None:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
