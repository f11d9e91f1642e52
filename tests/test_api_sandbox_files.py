"""How the files of a thread get into the sandbox's /mnt/data."""

import pytest

from assistants_api import inputs, sandbox
from assistants_api.engines import StopSignal
from interpreter.client import CellResult
from interpreter.names import acceptable_name


@pytest.mark.parametrize(
    "name",
    [
        "a.csv",
        "x" * 99 + ".csv",
        "x" * 200,
        "😀" * 60 + ".txt",
        "ﷺ" * 99,
        "..",
        ".hidden",
        "a/b.csv",
        "名前" * 60 + ".データ" * 9,
    ],
)
def test_each_file_gets_a_name_that_the_sandbox_takes(name):
    plain = inputs._plain(name)
    second = inputs._own_name(plain, {plain})

    assert second != plain
    for made in (plain, second):
        assert acceptable_name(made)
        assert len(made.encode()) <= 255


class Cells:
    """An interpreter that keeps files, and notes what it was handed."""

    def __init__(self, outcome="ok", said=""):
        self.there, self.handed, self.outcome, self.said = {}, [], outcome, said

    def missing_files(self, session, tags):
        return {name for name, tag in tags.items() if self.there.get(name) != tag}

    def run_cell(self, session, code, *, timeout, patience, files, group):
        if not files:
            return CellResult("ran\n")
        self.handed.append(sorted(files))
        if self.outcome == "ok":
            self.there |= {name: file.tag for name, file in files.items()}
        return CellResult(self.said, outcome=self.outcome)


@pytest.fixture
def cells(monkeypatch):
    def cells(**options):
        made = Cells(**options)
        monkeypatch.setattr(sandbox, "interpreter", lambda: made)
        return made

    return cells


def file(name, megabytes=1, tag="file-1"):
    return sandbox.ThreadFile(name, megabytes * 2**20, lambda: b"x", tag)


def run_with(*files):
    return sandbox.Sandbox("thread_x", StopSignal(), files).run("print('ran')", 5).logs


def test_files_that_are_there_are_not_handed_over_again(cells):
    made = cells()

    run_with(file("a.csv"), file("b.csv"))
    run_with(file("a.csv"), file("b.csv"), file("c.csv"))

    assert made.handed == [["a.csv", "b.csv"], ["c.csv"]]


def test_a_newer_file_of_the_same_name_is_handed_over(cells):
    made = cells()

    run_with(file("a.csv"), file("b.csv"))
    run_with(file("a.csv", tag="file-2"), file("b.csv"))

    assert made.handed == [["a.csv", "b.csv"], ["a.csv"]]


def test_files_come_back_after_the_sandbox_was_lost_in_the_middle_of_a_run(cells):
    made = cells()
    box = sandbox.Sandbox("thread_x", StopSignal(), [file("a.csv")])

    box.run("print('ran')", 5)
    made.there.clear()
    box.run("print('ran')", 5)

    assert made.handed == [["a.csv"], ["a.csv"]]


def test_the_newest_files_are_handed_over_when_there_is_no_room_for_all(cells):
    made = cells()

    logs = run_with(*[file(f"{n}.csv", 9) for n in range(6)], file("large.csv", 11))

    assert made.handed == [["2.csv"], ["3.csv"], ["4.csv"], ["5.csv"]]
    assert logs == (
        "[Not in /mnt/data, for want of room: 0.csv.]\n[Not in /mnt/data, for want of room: 1.csv.]\n"
        "[Not in /mnt/data, for want of room: large.csv.]\nran\n"
    )


def test_it_is_said_when_files_could_not_be_handed_over(cells):
    cells(outcome="error")

    assert run_with(file("a.csv")) == "[Not in /mnt/data, it went wrong: a.csv.]\nran\n"


def test_the_loss_of_a_sandbox_is_still_told(cells):
    cells(said="[The session was restarted before this program: earlier variables and files are lost.]")

    assert run_with(file("a.csv")).startswith("[The session was restarted")


def test_a_program_that_wants_no_files_waits_for_none(cells):
    made = cells()

    sandbox.Sandbox("thread_x", StopSignal(), [file("a.csv")]).run("print('ran')", 5, files=False)

    assert made.handed == []
