"""The disk fills up while runs are live: a clear refusal with the text kept, and all goes on once there is room."""

import re
import subprocess
import time

import pytest

from tests.killing.installation import Installation
from tests.killing.record import rows, wait_until
from tests.killing.student import Student
from tests.scaled_fixtures import leave_out

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kill disk")]
STUDENTS, OTHERS, SECONDS = 3, 12, 15
TEXT = "Solve 3x + 11 = 14, please"


@pytest.fixture
def disk(tmp_path):
    """A file system of 32 MiB, which needs the rights of root."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode:
        leave_out("with a full disk: no file system can be mounted here.")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk):
    """Leave no room; the file that takes it."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            return filler


def send(student):
    """The answer to the form, whatever it is."""
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', student.page)[1]
    data = {"text": TEXT, "client_key": student.key, "csrfmiddlewaretoken": token}
    return student.session.post(f"{student.url}{student.address}messages", data, timeout=60)


def refusal(others, accepted):
    """(the first student whose question was not taken, the answer): a few may find room in what SQLite has already."""
    while (answer := send(others[0])).ok:
        accepted.append(others.pop(0))
    return others[0], answer


def test_a_full_disk_refuses_and_loses_nothing(disk):
    with Installation(disk) as installation:
        upstream = installation.upstream
        upstream.stuck = "in_progress"
        students = [Student(installation.url) for _ in range(STUDENTS)]
        others = [Student(installation.url) for _ in range(OTHERS)]
        for student in students:
            student.ask("Solve 3x + 11 = 14")
        wait_until(lambda: len(upstream.runs) == STUDENTS)

        filler = fill(disk)
        late, refused = refusal(others, students)
        upstream.stuck = None
        time.sleep(3)  # what was live tries to write its end meanwhile
        read = late.session.get(f"{installation.url}{late.address}", timeout=60)
        filler.unlink()
        began = time.monotonic()
        accepted = send(late)
        pages = [student.read() for student in (*students, late)]
        seconds = time.monotonic() - began
        print(f"all answered {seconds:.1f} s after there was room; {installation.lines[-3:]}")

        assert (refused.status_code, accepted.status_code) == (503, 200)
        assert f"{TEXT}</textarea>" in refused.text
        assert read.status_code == 404
        assert rows(installation, "select distinct status, reason from chat_run") == [("completed", "")]
        assert {installation.upstream_of(student.key) for student in (*students, late)} == {(1, 1)}
        assert all(page.count("It is") == 1 and "Try again" not in page for page in pages)
        assert seconds < SECONDS
