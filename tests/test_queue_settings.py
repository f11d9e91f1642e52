"""Combinations of database, cache and queue that cannot work are refused, and those that are weaker are warned of."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections

from background.outages import is_outage
from tests.test_settings import run
from tutor_site import checks


@pytest.fixture
def on(monkeypatch):
    """Set which database is used."""
    return lambda vendor: monkeypatch.setattr(connections["default"], "vendor", vendor)


def cache(kind):
    return {"default": {"BACKEND": f"django.core.cache.backends.{kind}"}}


def told(found):
    return [message.id for message in found]


def test_a_queue_needs_a_database_that_hosts_can_share(settings, on):
    settings.QUEUE = True
    on("sqlite")
    assert told(checks.check_queue(None)) == ["tutor.E009"]

    on("postgresql")
    assert told(checks.check_queue(None)) == []


def test_without_a_queue_any_database_will_do(on):
    on("sqlite")

    assert told(checks.check_queue(None)) == []


@pytest.mark.parametrize("kind", ["locmem.LocMemCache", "dummy.DummyCache"])
def test_a_cache_that_processes_do_not_share_is_told(settings, on, kind):
    on("sqlite")
    settings.CACHES = cache(kind)
    assert told(checks.check_cache(None)) == ["tutor.W006"]

    on("postgresql")
    assert told(checks.check_cache(None)) == ["tutor.E010"]


@pytest.mark.parametrize("kind", ["redis.RedisCache", "db.DatabaseCache"])
def test_a_cache_that_they_share_is_fine(settings, on, kind):
    on("postgresql")
    settings.QUEUE, settings.CACHES = True, cache(kind)

    assert told(checks.check_cache(None)) == []


@pytest.mark.slow
def test_the_start_is_refused(tmp_path):
    done = run(tmp_path, command=["manage.py", "prepare"], QUEUE="on")

    assert done.returncode != 0
    assert "tutor.E009" in done.stderr
    assert "Set DATABASE_URL to a PostgreSQL database" in done.stderr


def test_a_worker_without_a_queue_says_why_it_ends():
    with pytest.raises(CommandError, match="QUEUE is off"):
        call_command("work", skip_checks=True)


@pytest.mark.parametrize(("cause", "outage"), [("OperationalError", True), ("ProgrammingError", False)])
def test_an_outage_is_recognized_behind_what_the_queues_client_says(cause, outage):
    psycopg, exceptions = pytest.importorskip("psycopg"), pytest.importorskip("procrastinate.exceptions")
    error = exceptions.ConnectorException()
    error.__cause__ = getattr(psycopg, cause)("connection failed")

    assert is_outage(error) is outage
