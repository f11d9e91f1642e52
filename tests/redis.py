"""A Redis that is thrown away: Debian's program, a folder and a port of its own, nothing kept."""

import contextlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from tests.server import free_port


def program():
    """The path of redis-server, or None where Debian's package is not installed."""
    return shutil.which("redis-server")


class Redis:
    """One server. It ends with `stop`, and also when the process that started it is killed."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="tutor-redis-"))
        self.port = free_port()
        self.process = None

    def start(self, seconds=10):
        """Start it, on the same port each time, and return when it answers."""
        settings = {"port": self.port, "bind": "127.0.0.1", "dir": self.folder, "save": "", "appendonly": "no"}
        options = [str(word) for name, value in settings.items() for word in (f"--{name}", value)]
        with (self.folder / "log").open("ab") as log:
            command = ["setpriv", "--pdeathsig=INT", "--", program(), *options]
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", start_new_session=True)
        self._wait(time.monotonic() + seconds)
        return self

    def _wait(self, deadline):
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError):
                if self._ask(b"PING\r\n").startswith(b"+PONG"):
                    return
            time.sleep(0.02)
        raise AssertionError(f"Redis did not start:\n{(self.folder / 'log').read_text()}")

    def _ask(self, command):
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall(command)
            return connection.recv(1000)

    def url(self, number=0):
        """The address of one of its sixteen databases, as CACHE_URL takes it."""
        return f"redis://127.0.0.1:{self.port}/{number}"

    def pause(self):
        """Let it hang: connections are taken and nothing is answered."""
        self.process.send_signal(signal.SIGSTOP)

    def resume(self):
        """Let it go on after `pause`."""
        self.process.send_signal(signal.SIGCONT)

    def kill(self):
        """End it at once and keep the folder, so that `start` may bring it back."""
        self.process.kill()
        self.process.wait(10)

    def stop(self):
        """End it and remove its folder."""
        if self.process and self.process.poll() is None:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
