"""Leases: one holder at a time, writes refused once the hold is gone, orphans found, nothing kept at shutdown."""

import sys
import threading
import time
import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

import background
from background import crew, leases
from chat.models import Conversation, Message, Run, Tutor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(jane):
    conversation = Conversation.objects.create(owner=jane, tutor=Tutor.default())
    message = Message.objects.create(conversation=conversation, role="user", text="x", client_key=uuid.uuid4())
    return Run.objects.create(conversation=conversation, message=message)


@pytest.fixture
def working(monkeypatch):
    """Replace what a run does; the function gets the run and its lease."""

    def working(function):
        monkeypatch.setattr(Run, "work", function)

    return working


def claim(run, worker="a"):
    return leases.claim(Run, run.pk, worker, threading.Event())


def expire(run):
    Run.objects.filter(pk=run.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def wait_for(condition, seconds=15):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def test_of_two_claims_one_wins(run):
    assert claim(run, "a")
    assert claim(run, "b") is None


def test_of_many_claims_at_once_one_wins(run):
    won, gate = [], threading.Barrier(8)

    def try_it(name):
        gate.wait()
        won.append(claim(run, name))
        connection.close()

    threads = [threading.Thread(target=try_it, args=(str(number),)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len([lease for lease in won if lease]) == 1


def test_a_run_that_has_ended_cannot_be_claimed(run):
    Run.objects.update(status=Run.Status.COMPLETED)

    assert claim(run) is None


def reserved(run):
    with transaction.atomic():
        return background.reserve(run)


def test_a_new_row_can_be_claimed_by_who_adds_it(run, working):
    fences = []
    working(lambda self, lease: (fences.append(lease.fence), lease.write(status=Run.Status.COMPLETED)))

    lease = reserved(run)
    in_between = claim(run, "another process")
    background.start(run, lease)

    wait_for(lambda: not background.running())
    assert (in_between, fences) == (None, [1])


def test_a_claim_goes_with_the_transaction_that_made_it(run):
    with transaction.atomic():
        background.reserve(run)
        transaction.set_rollback(True)

    assert claim(run, "another process").fence == 1


def test_who_claims_and_dies_leaves_the_row_to_others(run):
    reserved(run)
    expire(run)

    assert claim(run, "another process").fence == 2


def test_a_process_that_shuts_down_lets_go_of_what_it_has_just_claimed(run):
    lease = reserved(run)
    background.shutdown(1)

    background.start(run, lease)

    assert claim(run, "another process").fence == 2


def test_without_room_nothing_is_claimed(run):
    crew.become_worker(0)

    assert reserved(run) is None


def test_a_new_row_is_left_for_a_moment_to_who_accepted_it(run, working):
    taken = []
    working(lambda self, lease: (taken.append(self.pk), lease.write(status=Run.Status.COMPLETED)))
    sweeper = crew.Crew()

    sweeper._adopt()
    at_once = list(sweeper.claiming) + list(sweeper.held)
    sweeper._adopt()

    wait_for(lambda: taken)
    assert at_once == []


def test_leases_are_renewed_together_and_who_lost_one_finds_out(jane, run, django_assert_max_num_queries):
    runs = [run, *(Run.objects.create(conversation=another(run), message=run.message) for _ in range(9))]
    held = [claim(each) for each in runs]
    expire(runs[3])
    claim(runs[3], "another process")
    Run.objects.exclude(pk=runs[3].pk).update(lease_until=None)

    with django_assert_max_num_queries(3):
        leases.renew_all(Run, "a", held)

    assert [lease.lost for lease in held] == [each is runs[3] for each in runs]
    assert Run.objects.filter(lease_until=None).count() == 0


def test_a_holder_that_was_overtaken_cannot_write(run):
    slow = claim(run, "slow")
    expire(run)
    quick = claim(run, "quick")

    with pytest.raises(background.LeaseLost):
        slow.write(status=Run.Status.FAILED)
    quick.write(status=Run.Status.IN_PROGRESS)

    assert Run.objects.get().status == Run.Status.IN_PROGRESS


def test_the_same_worker_claiming_again_voids_its_older_lease(run):
    first = claim(run, "a")
    first.release()
    claim(run, "a")

    with pytest.raises(background.LeaseLost):
        first.write(status=Run.Status.FAILED)


def test_releasing_a_lost_lease_does_not_free_the_row(run):
    slow = claim(run, "slow")
    expire(run)
    claim(run, "quick")

    slow.release()

    assert Run.objects.get().worker == "quick"


def test_a_wait_ends_when_the_lease_is_lost(run):
    lease = claim(run, "slow")
    expire(run)
    claim(run, "quick")

    lease.renew()

    with pytest.raises(background.LeaseLost):
        lease.wait(30)


def test_the_sweep_carries_on_what_another_process_left(run, working):
    done = threading.Event()
    working(lambda self, lease: (lease.write(status=Run.Status.COMPLETED), done.set()))
    claim(run, "dead process")
    expire(run)

    background.start_sweeping()

    assert done.wait(10)


@pytest.mark.slow
def test_a_lease_is_renewed_for_as_long_as_the_work_takes(run, working, monkeypatch):
    monkeypatch.setattr(leases, "SECONDS", 1.0)
    monkeypatch.setattr(crew, "TICK", 0.2)
    calls = []

    def slow(self, lease):
        calls.append(lease.fence)
        lease.wait(2.5)
        lease.write(status=Run.Status.COMPLETED)

    working(slow)

    background.start(run)

    wait_for(lambda: Run.objects.get().status == Run.Status.COMPLETED)
    assert calls == [1]


def test_an_unexpected_error_ends_the_run_with_a_reason(run, working, caplog):
    def broken(self, lease):
        raise ZeroDivisionError("a student's words")

    working(broken)

    background.start(run)

    wait_for(lambda: not Run.objects.get().is_live)
    assert Run.objects.get().reason == Run.Reason.INTERNAL


@pytest.mark.slow
def test_an_outage_of_the_database_ends_no_run(run, working, monkeypatch):
    monkeypatch.setattr(leases, "SECONDS", 0.5)
    failures = [OperationalError("no connection")]

    def work(self, lease):
        if failures:
            raise failures.pop()
        lease.write(status=Run.Status.COMPLETED)

    working(work)

    background.start(run)

    wait_for(lambda: not Run.objects.get().is_live)
    assert (Run.objects.get().status, Run.objects.get().fence) == (Run.Status.COMPLETED, 2)


def test_a_host_whose_clock_is_wrong_takes_nobodys_row(run, monkeypatch):
    claim(run, "right")
    later = timezone.now() + timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert claim(run, "wrong") is None


def test_a_lease_from_before_the_clock_was_set_back_is_no_lease(run):
    claim(run, "dead")
    Run.objects.update(lease_until=timezone.now() + timedelta(hours=1))

    assert claim(run, "next")


def test_shutdown_leaves_the_run_to_the_next_process(run, working):
    started, again = threading.Event(), threading.Event()
    working(lambda self, lease: (started.set(), lease.wait(60)))
    background.start(run)
    assert started.wait(5)

    began = time.monotonic()
    assert background.shutdown(8)

    crew._crew = None  # the next process
    left = Run.objects.get()
    assert time.monotonic() - began < 3
    assert (left.is_live, left.worker, left.lease_until) == (True, "", None)
    working(lambda self, lease: (lease.write(status=Run.Status.COMPLETED), again.set()))
    background.start_sweeping()
    assert again.wait(5)


def test_starting_a_row_twice_carries_it_once(run, working):
    calls, gate = [], threading.Event()
    working(lambda self, lease: (calls.append(1), gate.wait(5), lease.write(status=Run.Status.COMPLETED)))

    background.start(run)
    background.start(run)
    wait_for(lambda: calls)
    gate.set()

    wait_for(lambda: not background.running())
    assert calls == [1]


def test_a_process_that_shuts_down_takes_up_nothing_more(run, working):
    calls = []
    working(lambda self, lease: calls.append(1))
    lease = claim(run, "another process")
    background.start_sweeping()
    background.shutdown(5)
    lease.release()

    background.start(run)
    background.start_sweeping()

    assert background.running() == set()
    assert calls == []
    assert Run.objects.get().worker == ""


def test_a_thread_that_does_not_let_go_keeps_no_row_from_others(run, working):
    started, end = threading.Event(), threading.Event()
    working(lambda self, lease: (started.set(), end.wait(20)))
    background.start(run)
    assert started.wait(5)

    in_time = background.shutdown(0.1)

    left = Run.objects.get()
    end.set()
    assert (in_time, left.worker, left.lease_until) == (False, "", None)


@pytest.mark.slow
def test_a_crew_without_room_says_so_and_takes_the_oldest_later(run, working):
    calls, gate = [], threading.Event()
    working(lambda self, lease: (calls.append(self.pk), gate.wait(20), lease.write(status=Run.Status.COMPLETED)))
    small = crew.become_worker(1)
    older = [Run.objects.create(conversation=another(run), message=run.message) for _ in range(6)]
    for age, row in enumerate(older):
        Run.objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(seconds=60 - age))

    taken = small.start(Run, run.pk), small.start(Run, older[0].pk)
    wait_for(lambda: calls)
    gate.set()
    small.start_sweeping()

    wait_for(lambda: len(calls) == 7)
    assert taken == (True, False)
    assert calls == [run.pk, *(row.pk for row in older)]


def another(run):
    return Conversation.objects.create(owner=run.conversation.owner, tutor=run.conversation.tutor)


@pytest.mark.slow
def test_with_a_queue_only_workers_carry(run, working, settings, monkeypatch):
    told, calls = [], threading.Event()
    working(lambda self, lease: (lease.write(status=Run.Status.COMPLETED), calls.set()))
    monkeypatch.setitem(sys.modules, "background.queue", SimpleNamespace(put=told.append))
    settings.QUEUE = True

    background.start_sweeping()
    background.start(run)
    in_web_process = calls.wait(1.5)  # a sweep has passed
    crew.become_worker(8)
    background.start(run)

    assert (in_web_process, told) == (False, [run])
    assert calls.wait(10)
    assert told == [run]
