"""The queue of those who want to write: among the threads of a process by a lock, among processes by a locked file."""

import fcntl
import os
import threading
import time

PAUSE = 0.001
"""Seconds between two tries to get the turn from another process."""


class Turns:
    """The turns of one database file. A process that dies gives its turn back: the kernel unlocks its files."""

    def __init__(self, database):
        self._path = f"{database}-turns"
        self._lock = threading.Lock()
        self._file = None
        self._pid = None

    def take(self, seconds):
        """Wait for the turn to write. TimeoutError when it does not come in so many seconds."""
        until = time.monotonic() + seconds
        if not self._lock.acquire(timeout=seconds):
            raise TimeoutError
        try:
            self._lock_file(until)
        except BaseException:
            self._lock.release()
            raise

    def _lock_file(self, until):
        """The kernel's own queue knows no time-out, and few processes wait: one thread of each asks again and again."""
        while True:
            try:
                return fcntl.flock(self._descriptor(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until:
                    raise TimeoutError from None
            time.sleep(PAUSE)

    def give(self):
        """Let the next one write."""
        fcntl.flock(self._file, fcntl.LOCK_UN)
        self._lock.release()

    def _descriptor(self):
        """The locked file, opened anew after a fork: what is inherited shares its lock."""
        if self._pid != os.getpid():
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            self._pid = os.getpid()
        return self._file

    def forget(self):
        """In a new process: whoever had the turn is not here."""
        self._lock = threading.Lock()


_of = {}
_guard = threading.Lock()


def of(database):
    """The Turns of a database file in this process."""
    with _guard:
        return _of.setdefault(str(database), Turns(database))


def _after_fork():
    _guard._at_fork_reinit()
    for turns in _of.values():
        turns.forget()


os.register_at_fork(after_in_child=_after_fork)
