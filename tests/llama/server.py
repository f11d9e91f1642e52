"""llama.cpp's server as a process that ends with its parent."""

import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.llama import model
from tests.llama.scripts import SCRIPTS
from tests.server import ROOT

SLOTS = 4
"""How many requests are answered at once; more wait."""
START_SECONDS = 30


class LlamaServer:
    """The server with the scripted model, for a `with` statement; `url` ends in /v1. Any key and model name will do."""

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="llama-")
        path = Path(self._folder.name) / "scripted.gguf"
        model.make(path, SCRIPTS)
        self._log = path.with_name("log").open("w")
        command = [sys.executable, "-m", "tests.llama.serve", str(path), str(SLOTS)]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True
        )
        self.url = f"{self._address()}/v1"
        return self

    def _address(self):
        """What it prints once it listens. When it ends or hangs before that, its log is the error."""
        late = threading.Timer(START_SECONDS, self._process.kill)
        late.start()
        address = self._process.stdout.readline().strip()
        late.cancel()
        if not address:
            log = self.log()
            self.__exit__()
            raise AssertionError(f"llama.cpp's server did not start:\n{log}")
        return address

    def log(self):
        """What the server has written about its work so far."""
        return Path(self._log.name).read_text()

    def begun(self):
        """The requests whose work has begun, as numbers of tasks."""
        return re.findall(r"task (\d+) \| processing task", self.log())

    def ended(self):
        """The requests whose work has ended, in that order: how many tokens each took, its prompt included."""
        return [int(tokens) for tokens in re.findall(r"stop processing: n_tokens = (\d+)", self.log())]

    def wait_for(self, requests, count, seconds=10):
        """What `begun` or `ended` tells, once it tells of so many."""
        deadline = time.monotonic() + seconds
        while len(found := requests()) < count:
            assert time.monotonic() < deadline, f"llama.cpp has not {requests.__name__} its work within {seconds} s"
            time.sleep(0.02)
        return found

    def __exit__(self, *_):
        self._process.stdin.close()
        try:
            self._process.wait(10)
        finally:
            self._process.kill()
            self._process.wait()
            self._process.stdout.close()
            self._log.close()
            self._folder.cleanup()
