"""Those who disturb a soak, and those who watch it: what is killed at random, and which processes there ever were."""

import os
import random
import signal
import threading

from script import processes

PROGRAM = "interpreter/sandbox/__main__.py"


class Watcher(threading.Thread):
    """Notes all processes below the interpreter's, each by id and time of birth."""

    def __init__(self, data):
        super().__init__(daemon=True)
        self._data = data
        self._over = threading.Event()
        self._began = processes.now()
        self.seen = set()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self._over.set()
        self.join()

    def run(self):
        while not self._over.wait(0.1):
            for server in servers(self._data):
                self.seen |= {(pid, processes.born(pid)) for pid in [server, *processes.below(server)]}

    def left(self):
        """Those that still live, and sandboxes that live on without an interpreter's process above them."""
        sandboxes = [pid for pid in processes.everyone() if PROGRAM in processes.command(pid)]
        young = [pid for pid in sandboxes if processes.born(pid) >= self._began]
        orphans = {pid for pid in young if not any("interpreter.server" in line for line in _lines_above(pid))}
        return orphans | {pid for pid, born in self.seen if born and processes.born(pid) == born}


class Killer(threading.Thread):
    """Kills processes at random while it is not paused: those below the interpreter's, and now and then that one."""

    def __init__(self, data, seed, pauses):
        super().__init__(daemon=True)
        self._data = data
        self._random = random.Random(seed)
        self._pauses = pauses
        self._over = threading.Event()
        self._guard = threading.Lock()
        self._active = self._also_process = False
        self.sandboxes = self.servers = 0

    @property
    def figures(self):
        return f"{self.sandboxes}, {self.servers}"

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self._over.set()
        self.join()

    def resume(self, also_process):
        with self._guard:
            self._active, self._also_process = True, also_process

    def pause(self):
        """When this returns nothing is killed any more."""
        with self._guard:
            self._active = False

    def run(self):
        while not self._over.wait(self._random.uniform(*self._pauses)):
            with self._guard:
                if self._active:
                    self._kill()

    def _kill(self):
        running = servers(self._data)
        if not running:
            return
        below = processes.below(running[0])
        if self._also_process and self._random.random() < 0.25:
            self.servers += _killed(running[0])
        elif below:
            self.sandboxes += _killed(self._random.choice(below))


def _killed(pid):
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def servers(data):
    """The interpreter's processes of a data folder."""
    marks = ("interpreter.server", str(data))
    return [pid for pid in processes.everyone() if all(mark in processes.command(pid) for mark in marks)]


def _lines_above(pid):
    while pid := processes.parent(pid):
        yield processes.command(pid)
