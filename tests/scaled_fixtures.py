"""Fixtures of the scaled installation: a PostgreSQL, a Redis, and servers that share them as several hosts do."""

import os
import secrets
import shutil
import signal

import pytest

from tests.server import Server


def leave_out(reason):
    """Leave the test out, which the last lines of the tests say; where CI is set nothing may be."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(f"NOT TESTED {reason}")


@pytest.fixture(scope="session")
def postgres():
    """A cluster of PostgreSQL that all tests share, each with a new database of its own."""
    yield from _cluster()


@pytest.fixture
def own_postgres():
    """A cluster for a test that ends it."""
    yield from _cluster()


def _cluster():
    try:
        from tests.postgres import Postgres, programs
    except ModuleNotFoundError as error:
        leave_out(f"on PostgreSQL: {error.name} is missing (pip install -r requirements-scale.txt).")
    if programs() is None:
        leave_out("on PostgreSQL: its programs are missing (Debian's package postgresql).")
    cluster = Postgres().start()
    yield cluster
    cluster.stop()


@pytest.fixture
def redis():
    """A Redis of the test's own, which it may end and start again."""
    from tests.redis import Redis, program

    if program() is None:
        leave_out("with Redis: its program is missing (Debian's package redis-server).")
    server = Redis().start()
    yield server
    server.stop()


@pytest.fixture
def scaled_server(request, redis, tmp_path):
    """Make a Server on PostgreSQL and Redis, not yet started: `scaled_server(**environment)`.

    Each call makes one more host of the same installation. They end with the test. DATABASE_URL may be given.
    """
    shared = {"SECRET_KEY": secrets.token_hex(20), "CACHE_URL": redis.url(0)}
    servers = []

    def host(**environment):
        if "DATABASE_URL" not in {**shared, **environment}:
            shared["DATABASE_URL"] = request.getfixturevalue("postgres").new_database()
        folder = tmp_path / f"host-{len(servers)}"
        servers.append(Server(folder, shares_interpreter=True, **(shared | environment)))
        return servers[-1]

    yield host
    for server in servers:
        _end(server)


def _end(server):
    if server.process and server.process.poll() is None:
        server.stop()
    for pid in server.processes():
        os.kill(pid, signal.SIGKILL)
    shutil.rmtree(server.folder, ignore_errors=True)
