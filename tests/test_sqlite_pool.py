"""Free connections to SQLite are used again, and never where that would be wrong."""

import os
import sqlite3
import threading

import pytest
from django.db import close_old_connections, connection, transaction

from accounts.models import User
from tutor_site.sqlite import pool

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "base.sqlite3"
    sqlite3.connect(path).close()
    path.touch()
    return path


@pytest.fixture
def mine(file):
    return pool.Pool(file)


def connected(file):
    return sqlite3.connect(file, check_same_thread=False, isolation_level=None)


def test_a_connection_that_was_given_is_taken_once(mine, file):
    given = connected(file)

    assert mine.give(given)
    assert mine.take() is given
    assert mine.take() is None


def test_another_file_of_the_same_name_gets_no_old_connection(mine, file):
    given = connected(file)
    mine.give(given)
    file.rename(file.with_suffix(".old"))
    file.touch()

    assert mine.take() is None
    with pytest.raises(sqlite3.ProgrammingError):
        given.execute("SELECT 1")


def test_a_connection_in_a_transaction_is_not_kept(mine, file):
    given = connected(file)
    given.execute("BEGIN IMMEDIATE")

    assert not mine.give(given)


def test_no_more_are_kept_than_the_limit(mine, file):
    assert [mine.give(connected(file)) for _ in range(pool.LIMIT + 1)] == [True] * pool.LIMIT + [False]


def test_threads_one_after_the_other_share_one_connection(jane):
    pool.close_all()
    seen = []

    def work():
        User.objects.filter(pk=jane.pk).update(display_name="Jane")
        seen.append(connection.connection)
        close_old_connections()
        connection.close()

    for _ in range(5):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()

    assert len(set(map(id, seen))) == 1


def test_what_a_thread_left_undone_is_undone_for_the_next(jane):
    def leave():
        transaction.set_autocommit(False)
        User.objects.filter(pk=jane.pk).update(display_name="Half")
        connection.close()

    thread = threading.Thread(target=leave)
    thread.start()
    thread.join()

    User.objects.filter(pk=jane.pk).update(plan="premium")
    assert User.objects.get(pk=jane.pk).display_name != "Half"


def test_a_fork_takes_no_free_connection_along(jane):
    User.objects.count()
    connection.close()
    free = pool.of(connection.settings_dict["NAME"])
    assert free._free

    child = os.fork()
    if not child:
        os._exit(len(free._free))
    assert os.waitpid(child, 0)[1] == 0
    assert not free._free
