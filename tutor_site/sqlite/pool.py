"""Connections that nobody uses at the moment, kept open: to make one takes a millisecond, and each costs memory.

A process has as many as are in use at once, however many threads wait for something else meanwhile.
"""

import contextlib
import os
import threading

LIMIT = 32
"""Free connections that a process keeps of one file."""


class Pool:
    """The free connections of one database file in this process."""

    def __init__(self, database):
        self._path = str(database)
        self._free = []

    def take(self):
        """A free connection to the file that is there now, or None."""
        with contextlib.suppress(IndexError):
            while True:
                connection, file = self._free.pop()  # one step: no lock is needed
                if file == self._file():
                    return connection
                connection.close()
        return None

    def give(self, connection):
        """Keep a connection for the next one who needs it; False when it is to be closed instead."""
        file = self._file()
        if file is None or connection.in_transaction or len(self._free) >= LIMIT:
            return False
        self._free.append((connection, file))
        return True

    def close(self):
        """Close all that are free."""
        while self._free:
            self._free.pop()[0].close()

    def _file(self):
        """Which file has the name now: another one may have taken it since."""
        try:
            found = os.stat(self._path)
        except OSError:
            return None
        return found.st_dev, found.st_ino


_of = {}
_guard = threading.Lock()


def of(database):
    """The Pool of a database file in this process."""
    with _guard:
        return _of.setdefault(str(database), Pool(database))


def close_all():
    """Close what is free: before a fork, which no connection survives, and when files are put in place of others."""
    with _guard:
        for pool in _of.values():
            pool.close()


os.register_at_fork(before=close_all, after_in_child=lambda: _guard._at_fork_reinit())
