"""The whole product as a newcomer starts it: gunicorn, background work and the interpreter, on a real port."""

import atexit
import contextlib
import functools
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path

import requests

from interpreter import sockets
from interpreter.client import Interpreter

ROOT = Path(__file__).resolve().parent.parent
shared = contextlib.ExitStack()
"""What servers of this process share, until it is closed; processes of pytest-xdist end without atexit."""
atexit.register(shared.close)


class Server:
    """One installation in a folder of its own. `start` returns when the page answers; `lines` is what it printed.

    Where it `shares_interpreter` it uses one that stays while servers come and go, which halves the work of its start.
    """

    def __init__(self, folder, shares_interpreter=False, **environment):
        self.folder = folder
        self.shares_interpreter = shares_interpreter
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        settings = {"DJANGO_SETTINGS_MODULE": "tutor_site.settings", "TUTOR_DATA": str(folder), "PORT": str(self.port)}
        if shares_interpreter:
            settings["INTERPRETER_SOCKET"] = str(interpreter_folder() / sockets.SOCKET_NAME)
        self.environment = os.environ | settings | environment
        self.lines = []
        self.process = None

    def start(self, seconds=60, fresh=False):
        """Start it and wait until it answers. Unless `fresh`, a new installation begins where a first start has already
        made the database and gathered the files, which takes seconds."""
        if not fresh and not (self.folder / "static").exists():
            shutil.copytree(prepared(), self.folder, dirs_exist_ok=True)
            self.folder.chmod(0o700)
        if self.shares_interpreter:
            shared_interpreter()
        command = [sys.executable, "script/serve.py"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True,
        )  # fmt: skip
        ready = threading.Event()
        self._reader = threading.Thread(target=self._read, args=(self.process.stdout, ready), daemon=True)
        self._reader.start()
        if not ready.wait(seconds) or self.process.poll() is not None:
            raise AssertionError("the server did not start:\n" + "\n".join(self.lines))
        return self

    def _read(self, stream, ready):
        with stream:
            for line in stream:
                self.lines.append(line.rstrip())
                if "The math tutor is at" in line:
                    ready.set()
        ready.set()

    def stop(self, number=signal.SIGTERM):
        """End it as Ctrl-C does; its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        status = self.process.wait(30)
        self._reader.join(10)
        return status

    def kill_all(self):
        """`kill -9` of everything that belongs to this installation, at once."""
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)
        self.process.wait(10)
        self._reader.join(10)

    def processes(self):
        """The processes that have this installation's folder in their environment or command line."""
        mark = str(self.folder).encode()
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                try:
                    told = (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
                except OSError:
                    continue
                if mark in told:
                    found.append(int(entry.name))
        return found

    def processes_of(self, program):
        """Those of the processes whose command line names a program."""
        return [pid for pid in self.processes() if program in Path(f"/proc/{pid}/cmdline").read_text()]

    def manage(self, *arguments):
        """Run manage.py; what it printed."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout


@functools.cache
def prepared():
    """A data folder as a first start leaves it, without secrets."""
    folder = _shared_folder("tutor-prepared-")
    Server(folder).manage("prepare")
    for secret in ("secret-key", "assistants-api-key"):
        (folder / secret).unlink()
    return folder


@functools.cache
def interpreter_folder():
    """The folder of the interpreter that servers of this process share."""
    return _shared_folder("tutor-interpreter-")


def _shared_folder(prefix):
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    shared.callback(shutil.rmtree, folder, ignore_errors=True)
    return folder


@functools.cache
def shared_interpreter():
    """Start the interpreter that servers of this process share."""
    interpreter = Interpreter(interpreter_folder())
    interpreter.warm()
    shared.callback(interpreter.shutdown)
    return interpreter


class Visitor:
    """A browser without JavaScript: follows the page's own form."""

    PAUSE = 0.1
    """Seconds between two looks at a page that something is live on."""

    def __init__(self, url):
        self.url, self.session = url, requests.Session()
        self.page = self.session.get(url + "/", timeout=20).text

    def ask(self, text, conversation=None, key=None):
        """Send the form of the page; the conversation's address."""
        action = conversation or re.search(r'action="(/c/[^"]+/)messages"', self.page)[1]
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page)[1]
        data = {"text": text, "client_key": key or uuid.uuid4(), "csrfmiddlewaretoken": token}
        response = self.session.post(f"{self.url}{action}messages", data, timeout=20)
        assert response.status_code == 200, response.text
        self.page = response.text
        return action

    def read(self, address, seconds=30):
        """The page of a conversation once nothing is live on it any more."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.page = self.session.get(self.url + address, timeout=20).text
            if "aria-busy" not in self.page:
                return self.page
            time.sleep(self.PAUSE)
        raise AssertionError(f"no answer within {seconds} s")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
