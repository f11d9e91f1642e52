"""Sessions whose variables went with an earlier process are told so by the next one."""

import os
import signal

import pytest

from interpreter import remembered
from interpreter.client import Interpreter
from interpreter.remembered import Remembered

QUICK = ["--spares", "0", "--preload"]


def names(path):
    return list(Remembered(path))


def test_names_outlive_the_process_and_closed_ones_do_not(tmp_path):
    kept = Remembered(tmp_path / "sessions")
    for name in ("a", "b", "c"):
        kept.add(name)
    kept.discard("b")

    assert names(tmp_path / "sessions") == ["a", "c"]
    assert (tmp_path / "sessions").stat().st_mode & 0o777 == 0o600


def test_the_oldest_are_forgotten_and_the_file_does_not_grow(tmp_path, monkeypatch):
    monkeypatch.setattr(remembered, "REMEMBERED_SESSIONS", 3)
    kept = Remembered(tmp_path / "sessions")
    for number in range(100):
        kept.add(f"s{number}")

    assert len((tmp_path / "sessions").read_text().splitlines()) <= 7
    assert names(tmp_path / "sessions") == ["s97", "s98", "s99"]


def test_a_damaged_file_and_a_full_disk_cost_the_note_only(tmp_path):
    path = tmp_path / "sessions"
    path.write_bytes(b"+good\n\xff\x00nonsense\n-\n+\n")
    kept = Remembered(path)
    path.unlink()
    path.mkdir()

    kept.add("new")

    assert set(kept) >= {"good", "new"}


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["kill", "shutdown"])
def test_a_cell_after_the_process_went_is_told_that_variables_are_lost(tmp_path, ending):
    interpreter = Interpreter(tmp_path, server_options=QUICK)
    interpreter.run_cell("s", "x = 1")
    if ending == "kill":
        os.kill(interpreter.status().pid, signal.SIGKILL)
    else:
        interpreter.shutdown()

    first, second = interpreter.run_cell("s", "'x' in globals()"), interpreter.run_cell("s", "1")
    stranger = interpreter.run_cell("stranger", "1")

    interpreter.shutdown()
    assert (first.variables_lost, second.variables_lost, stranger.variables_lost) == (True, False, False)
    assert first.logs.startswith("[The session was restarted before this program")
