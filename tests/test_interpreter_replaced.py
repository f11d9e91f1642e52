"""After an upgrade or a change of settings, the interpreter's process of before does not go on serving."""

import subprocess
import sys
import threading

import pytest

from interpreter import servers
from interpreter.client import Interpreter
from interpreter.layout import PROJECT

pytestmark = pytest.mark.slow

QUICK = ["--spares", "0", "--preload"]


@pytest.fixture
def interpreter(tmp_path):
    interpreter = Interpreter(tmp_path / "data", server_options=[*QUICK, "--sandboxes", "2"])
    yield interpreter
    interpreter.shutdown()


def another(interpreter, *options):
    return Interpreter(interpreter._data, server_options=[*QUICK, *options], replace=True)


def test_a_process_with_other_options_is_replaced(interpreter):
    old = interpreter.status()

    new = another(interpreter, "--sandboxes", "3").status()

    assert (old.sandboxes, new.sandboxes) == (2, 3)
    assert new.pid != old.pid


def test_a_process_with_the_same_options_is_kept(interpreter):
    running = interpreter.status().pid

    assert another(interpreter, "--sandboxes", "2").status().pid == running


def test_a_client_takes_what_runs_unless_it_is_to_replace_it(interpreter):
    running = interpreter.status().pid

    assert Interpreter(interpreter._data, server_options=["--sandboxes", "3"]).status().pid == running


def test_a_process_of_older_code_is_replaced(interpreter, tmp_path, monkeypatch):
    old = interpreter.status().pid
    newer = tmp_path / "interpreter"
    newer.mkdir()
    (newer / "changed.py").touch()
    monkeypatch.setattr(servers, "PACKAGE", newer)

    assert another(interpreter, "--sandboxes", "2").status().pid != old


def test_clients_that_race_to_replace_it_start_one(interpreter):
    old, pids = interpreter.status().pid, []
    clients = [another(interpreter, "--sandboxes", "4") for _ in range(4)]
    threads = [threading.Thread(target=lambda client=client: pids.append(client.status().pid)) for client in clients]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(pids) == 4
    assert len(set(pids)) == 1
    assert old not in pids


def test_a_process_that_is_to_stay_outlives_its_last_client(tmp_path):
    command = [sys.executable, "-m", "interpreter.server", "--data", str(tmp_path), "--stay", "--detach", *QUICK]
    subprocess.run(command, cwd=PROJECT, check=True, timeout=30)
    client = Interpreter(tmp_path)
    pid = client.status().pid

    client._be_absent()
    after = client.status().pid

    client.shutdown()
    assert after == pid
