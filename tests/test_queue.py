"""Runs by way of the queue: web processes accept questions, workers answer them, each once, whatever dies."""

import statistics
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.killing.record import rows, wait_until
from tests.killing.student import Student
from tests.upstream import Fault
from tests.workers import SWEEPS_SELDOM, Scaled

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("queue")]
CLASS = 64
"""Students who wait at once for one worker."""
IS_LIVE = "status in ('queued', 'in_progress', 'cancelling')"
LIVE = f"select count(*) from chat_run where {IS_LIVE}"
HELD = f"{LIVE} and worker <> ''"


@pytest.fixture(scope="module")
def shared(postgres, tmp_path_factory):
    """One installation for the tests that leave it as it was."""
    with Scaled(tmp_path_factory.mktemp("queue"), postgres.new_database()) as site:
        yield site


@pytest.fixture
def site(shared):
    yield shared
    if shared.upstream.gate:
        shared.upstream.gate.open()
    shared.upstream.stuck, shared.upstream.gate = None, None
    shared.end_workers()
    shared.execute(f"update chat_run set status = 'failed' where {IS_LIVE}")
    shared.execute("delete from procrastinate_jobs")


def asked(site, number):
    student = Student(site.url)
    student.ask(f"Question {number}")
    return student


def asked_by(site, count):
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(lambda number: asked(site, number), range(count)))


def answered_once(site, students, seconds=30):
    """Each of them has one answer, from one message and one run upstream."""
    pages = [student.read(seconds) for student in students]
    assert all(page.count("It is") == 1 and "Try again" not in page for page in pages)
    assert {site.upstream_of(student.key) for student in students} == {(1, 1)}


def test_a_question_is_answered_by_a_worker_at_once(site):
    worker = site.worker()
    gate = site.upstream.hold(after=3)

    student = asked(site, 1)
    carrier = wait_until(lambda: site.carrier(student.address))
    gate.open()

    answered_once(site, [student])
    assert carrier == worker.pid
    assert worker.pid not in site.workers()


def test_a_worker_is_told_of_each_question_and_need_not_look_for_it(site):
    site.worker(program=SWEEPS_SELDOM)
    calls = "^/v1/threads$"
    took = []

    for number in range(5):
        student = Student(site.url)
        before, sent = site.upstream.called("POST", calls), time.perf_counter()
        asking = threading.Thread(target=student.ask, args=(f"Question {number}",))
        asking.start()
        while site.upstream.called("POST", calls) == before:
            assert time.perf_counter() - sent < 7, "the queue did not tell"
            time.sleep(0.002)
        took.append(time.perf_counter() - sent)
        asking.join()
        answered_once(site, [student])

    print(f"from Send to the upstream: median {statistics.median(took) * 1000:.0f} ms, most {max(took) * 1000:.0f} ms")


def test_a_question_waits_for_a_worker_and_is_shown_meanwhile(site):
    student = asked(site, 1)
    waiting = "aria-busy" in student.page
    time.sleep(1.5)  # a sweep of the web processes would have taken it
    carrier, live = site.carrier(student.address), site.value(LIVE)

    site.worker()

    answered_once(site, [student])
    assert (waiting, carrier, live) == (True, None, 1)


def test_what_the_queue_lost_is_found(site):
    site.worker()
    site.execute("alter table procrastinate_jobs rename to procrastinate_jobs_away")
    try:
        began = time.monotonic()
        student = asked(site, 1)
        took = time.monotonic() - began
        answered_once(site, [student])
    finally:
        site.execute("alter table procrastinate_jobs_away rename to procrastinate_jobs")

    assert took < 1
    assert any("is left to a worker's sweep" in line for line in site.lines)


def test_a_message_that_comes_many_times_starts_nothing_twice(site):
    site.worker(), site.worker()
    gate = site.upstream.hold(after=3)
    student = asked(site, 1)
    assert gate.reached.wait(20)
    [(pk,)] = rows(site, f"select id from chat_run where {IS_LIVE}")

    for _ in range(20):
        site.execute(
            "select procrastinate_defer_jobs_v1(array[row('default', 'background.carry', 0, null, null,"
            f""" '{{"label": "chat.Run", "pk": "{pk}"}}', null)::procrastinate_job_to_defer_v1])"""
        )
    wait_until(lambda: site.value("select count(*) from procrastinate_jobs") == 0)
    gate.open()

    answered_once(site, [student])
    assert [fence for _, _, fence in site.runs(student.address)] == [1]


def test_a_message_of_a_row_that_is_gone_is_dropped(site):
    worker = site.worker()

    site.execute(
        "select procrastinate_defer_jobs_v1(array[row('default', 'background.carry', 0, null, null,"
        f""" '{{"label": "chat.Run", "pk": "{uuid.uuid4()}"}}', null)::procrastinate_job_to_defer_v1])"""
    )

    wait_until(lambda: site.value("select count(*) from procrastinate_jobs") == 0)
    assert "Traceback" not in worker.told()


def test_a_killed_worker_is_replaced_by_another_within_ten_seconds(site):
    first = site.worker()
    gate = site.upstream.hold(after=3)
    student = asked(site, 1)
    wait_until(lambda: site.carrier(student.address) == first.pid)
    second = site.worker()

    first.kill()
    died = time.monotonic()
    gate.open()
    wait_until(lambda: site.runs(student.address)[0][2] == 2)
    took = time.monotonic() - died

    print(f"taken over {took:.1f} s after the death")
    answered_once(site, [student])
    assert took < 10
    assert second.process.poll() is None


@pytest.mark.parametrize("wait", ["streams", "calls"])
def test_a_worker_leaves_a_class_in_time_and_another_goes_on(site, wait):
    first = site.worker()
    if wait == "streams":
        site.upstream.stuck = "in_progress"
    else:  # these cannot be interrupted
        site.upstream.fault("POST", "/runs", Fault(seconds=25, times=CLASS))
    before = site.upstream.called("POST", "/runs$")
    students = asked_by(site, CLASS)
    wait_until(lambda: site.upstream.called("POST", "/runs$") - before >= CLASS)
    held = site.value(HELD)

    status, took = first.stop()
    left = site.value(HELD), site.value(LIVE)
    site.upstream.stuck = None
    site.worker()

    print(f"{CLASS} {wait} left within {took:.1f} s")
    assert (held, left) == (CLASS, (0, CLASS))
    assert (status, took < 10) == (0, True)
    answered_once(site, students, seconds=60)


def test_a_full_worker_leaves_the_rest_to_others(site):
    site.upstream.stuck = "in_progress"
    full = site.worker("--threads", "2")
    students = asked_by(site, 5)
    wait_until(lambda: site.value(HELD) == 2)

    other = site.worker()
    wait_until(lambda: site.value(HELD) == 5)
    carriers = [site.carrier(student.address) for student in students]
    site.upstream.stuck = None

    answered_once(site, students)
    assert sorted((carriers.count(full.pid), carriers.count(other.pid))) == [2, 3]


def test_a_worker_comes_back_to_a_database_that_was_away(site):
    worker = site.worker()
    ended = site.value(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'worker'"
    )

    students = asked_by(site, 3)

    answered_once(site, students)
    assert ended >= 3
    assert worker.process.poll() is None
    assert "Traceback" not in worker.told()
    assert listening(site), "it hears of no more questions"


def listening(site):
    """Whether a worker listens again."""
    sql = "select count(*) from pg_stat_activity where application_name = 'worker' and query like 'LISTEN%'"
    return wait_until(lambda: site.value(sql), 10)


def test_our_own_servers_runs_stay_with_the_worker_and_never_lack_room(postgres, tmp_path):
    with Scaled(tmp_path, postgres.new_database(), own=True) as site:
        site.worker("--threads", "1")
        students = [asked(site, number) for number in (1, 2)]
        pages = [student.read() for student in students]

        assert all("aria-busy" not in page for page in pages)
        assert site.value("select count(*) from assistants_api_run where status = 'completed'") == 2
        assert site.value("select count(*) from chat_run where status = 'completed'") == 2
        assert site.value("select max(fence) from chat_run") == 1
