"""Tells a database or a cache that is away, or takes no writes, from a mistake of ours."""

import sqlite3
import sys

from django.db import InterfaceError, InternalError, OperationalError

SECONDS = 5
"""After so long another try is worth it (Retry-After)."""
READ_ONLY = "25006"
"""PostgreSQL's state of a standby, or of a server that is to take no writes, which Django knows as an InternalError."""


def is_outage(error):
    """Whether the same request may succeed later: no connection, none free, locked, disk full, read-only."""
    error = _unwrapped(error)
    if isinstance(error, OperationalError | InterfaceError):
        return getattr(error.__cause__, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR  # such as a missing table
    if isinstance(error, InternalError):
        return getattr(error.__cause__, "sqlstate", None) == READ_ONLY
    return isinstance(error, _of("redis", "RedisError") + _of("psycopg", "OperationalError"))


def _of(module, name):
    """An error of a package that is installed, and imported, only where there is need of it."""
    found = sys.modules.get(module)
    return (getattr(found, name),) if found else ()


def _unwrapped(error):
    """The queue's client tells of no more than that something was wrong; the cause is the database's own error."""
    of_queue = isinstance(error, _of("procrastinate.exceptions", "ConnectorException"))
    return (of_queue and error.__cause__) or error


class OneLine:
    """A logging filter: an outage is told in one line. It meets each request, which would all write one traceback."""

    def filter(self, record):
        error = record.exc_info[1] if record.exc_info else None
        if error and is_outage(error):
            record.msg, record.args = "%s: %s", (record.getMessage(), _reason(error))
            record.exc_info = record.exc_text = None
        return True


def _reason(error):
    """The kind of error and its first line: the lines after it may hold values."""
    error = _unwrapped(error)
    return f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"
