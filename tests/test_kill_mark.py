"""Whoever checks an answer is killed: the answer stands on the page at once, and another checks it, once."""

from threading import Thread

import pytest

from tests.killing import points
from tests.killing.installation import Installation
from tests.killing.points import Fate
from tests.killing.record import rows, wait_until
from tests.killing.student import Student

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kill mark")]
FOUND = "select status, verdict from chat_judgement"


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    with Installation(tmp_path_factory.mktemp("kill")) as installation:
        installation.upstream.answers = ["So the answer is \\( x = 1 \\)."]
        yield installation


@pytest.mark.parametrize("point", [points.before_claim, points.after_claim])
@pytest.mark.parametrize("fate", [Fate.WORKER, Fate.ALL], ids=["worker", "all"])
def test_the_check_is_made_all_the_same(installation, point, fate):
    before = rows(installation, FOUND)
    student = Student(installation.url)
    trap = installation.trap(point("chat.Judgement"), fate)
    asking = Thread(target=student.ask, args=("Solve 3x + 11 = 14",))
    asking.start()  # who takes the question may die before it says so
    trap.sprung(60)
    if fate == Fate.ALL:
        installation.start_again()
    asking.join()

    student.read()
    done = f"{FOUND} where status = 'done'"
    found = wait_until(lambda: len(checked := rows(installation, done)) > len(before) and checked, seconds=60)
    page = student.read()

    assert rows(installation, FOUND) == found == [("done", "verified")] * (len(before) + 1)
    assert page.count("So the answer is") == page.count("Checked: right") == 1
    assert set(rows(installation, "select status from chat_run")) == {("completed",)}
