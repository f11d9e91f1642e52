"""The product in front of the stub upstream, as the benches of many students start and look at it."""

import contextlib
import json
import re
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from script.processes import below, cpu_seconds, proportional
from tests.postgres import Postgres
from tests.server import ROOT, Server

TROUBLE = re.compile(r" (?:ERROR|CRITICAL) |^\S*Error\b|locked")
FEW_LINES = 60


class Stub:
    """The stub upstream (script/stub_upstream.py) in a process of its own."""

    def __enter__(self):
        command = [sys.executable, "-m", "script.stub_upstream"]
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()

    def told(self):
        """What happened since this was asked last: {"questions": …, "calls": …}."""
        with urllib.request.urlopen(urllib.request.Request(f"{self.url}/told", method="DELETE"), timeout=60) as answer:
            return json.load(answer)


class Product:
    """The whole product on an empty database. Its web processes, its starter and the interpreter are told apart."""

    def __init__(self, stub, database="sqlite", **environment):
        self.stub, self.database = stub, database
        self.environment = {
            "ASSISTANTS_API_BASE": f"{stub.url}/v1",
            "ASSISTANTS_API_KEY": "sk-stub",
            "ASSISTANT_MODEL": "stub",
            **environment,
        }

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            if self.database == "postgresql":
                cluster = Postgres()
                stack.callback(cluster.stop)
                self.environment["DATABASE_URL"] = cluster.start().new_database()
            self.server = Server(Path(folder) / "data", **self.environment)
            stack.callback(self.server.stop)
            self.server.start()
            self.web = self.server.processes_of("gunicorn")
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_):
        self._stack.close()

    @property
    def port(self):
        return self.server.port

    def cpu_seconds(self):
        """Seconds of CPU that the web processes have used so far."""
        return sum(map(cpu_seconds, self.web))

    def memory(self):
        """{part: bytes (PSS)} of the product's processes."""
        servers = self.server.processes_of("interpreter.server")
        sandboxes = {pid for server in servers for pid in below(server)}
        parts = {"web": self.web, "starter": [self.server.process.pid], "interpreter": {*servers, *sandboxes}}
        return {name: sum(map(proportional, pids)) for name, pids in parts.items()}

    def trouble(self):
        """The lines of the server's log that tell of errors. The first of them is shown with what follows it."""
        places = [number for number, line in enumerate(self.server.lines) if TROUBLE.search(line)]
        if places:
            print(*self.server.lines[places[0] :][:FEW_LINES], sep="\n", file=sys.stderr)
        return [self.server.lines[place] for place in places]
