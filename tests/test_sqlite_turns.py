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


def test_a_page_is_read_while_somebody_writes(jane, jane_client, monkeypatch):
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.2)
    run, pages = answered(jane, "What is 2 + 2?"), []

    def read():  # by a thread that has asked the database for nothing yet
        pages.append(jane_client.get(f"/c/{run.conversation_id}/").content.decode())
        connection.close()

    with transaction.atomic():
        reader = threading.Thread(target=read)
        reader.start()
        reader.join(5)

    assert "What is 2 + 2?" in pages[0]


def test_who_never_gets_a_turn_is_told_what_sqlite_would_tell(jane, monkeypatch):
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.2)
    told = []

    def write():
        try:
            User.objects.update(display_name="Joan")
        except OperationalError as error:
            told.append(str(error))
        connection.close()

    with transaction.atomic():
        other = threading.Thread(target=write)
        other.start()
        other.join(5)

    assert "database is locked" in told[0]


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
