"""Writers of SQLite take turns: none is shut out, whoever is killed lets the next one in."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.db import OperationalError, connection, transaction

from accounts.models import User
from tests.marks import answered
from tutor_site.sqlite import turns

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]

HOLD = "import sys; from tutor_site.sqlite import turns; turns.of(sys.argv[1]).take(5); print(1, flush=True); input()"


@pytest.fixture
def database(tmp_path):
    return tmp_path / "base.sqlite3"


@pytest.mark.slow
def test_threads_that_write_all_the_time_all_get_in(jane):
    waits, until = [], time.monotonic() + 2

    def write():
        while time.monotonic() < until:
            began = time.monotonic()
            with transaction.atomic():
                User.objects.filter(pk=jane.pk).update(display_name="Jane")
                time.sleep(0.002)
            waits.append(time.monotonic() - began)
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert max(waits) < 2


def test_a_turn_ends_with_its_transaction_however_that_ends(jane):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        raise ZeroDivisionError
    with transaction.atomic():
        User.objects.update(display_name="Jane")

    other = threading.Thread(target=lambda: (User.objects.update(display_name="Joan"), connection.close()))
    other.start()
    other.join(5)

    assert User.objects.get().display_name == "Joan"


@pytest.fixture
def beside_a_writer(monkeypatch):
    """What a function gives in a thread that has asked the database for nothing yet, while this one holds the turn."""
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.2)

    def beside_a_writer(function):
        given = []
        other = threading.Thread(target=lambda: (given.append(function()), connection.close()))
        with transaction.atomic():
            other.start()
            other.join(5)
        return given[0]

    return beside_a_writer


def test_a_page_is_read_while_somebody_writes(jane, jane_client, beside_a_writer):
    address = f"/c/{answered(jane, 'What is 2 + 2?').conversation_id}/"

    page = beside_a_writer(lambda: jane_client.get(address).content.decode())

    assert "What is 2 + 2?" in page


def test_who_never_gets_a_turn_is_told_what_sqlite_would_tell(jane, beside_a_writer):
    def write():
        with pytest.raises(OperationalError) as told:
            User.objects.update(display_name="Joan")
        return str(told.value)

    assert "database is locked" in beside_a_writer(write)


@pytest.mark.slow
def test_a_process_waits_for_the_turn_of_another_and_gets_it_when_that_is_killed(database):
    command = [sys.executable, "-c", HOLD, str(database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        holder.stdout.readline()
        with pytest.raises(TimeoutError):
            turns.of(database).take(0.2)

        os.kill(holder.pid, signal.SIGKILL)
        turns.of(database).take(5)

    turns.of(database).give()
