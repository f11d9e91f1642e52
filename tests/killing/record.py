"""What stands in the database of a running server, read beside it."""

import sqlite3
import time


def rows(server, sql):
    """The rows of a query."""
    if address := server.environment.get("DATABASE_URL"):
        import psycopg  # not in requirements.txt

        with psycopg.connect(address, connect_timeout=10) as database:
            return database.execute(sql).fetchall()
    with sqlite3.connect(f"file:{server.folder}/tutor.sqlite3?mode=ro", uri=True, timeout=10) as database:
        return database.execute(sql).fetchall()


def wait_until(condition, seconds=20):
    """The first true value of a condition."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
    return value
