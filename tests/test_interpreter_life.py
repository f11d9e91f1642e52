"""The interpreter's process: started once, found again, ended with everything it started."""

import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from interpreter import sockets, wire
from interpreter.client import Interpreter, InterpreterUnavailable
from interpreter.layout import PROJECT

pytestmark = pytest.mark.slow

QUICK = ["--spares", "0", "--preload"]
BUSY_THREAD = "import threading\ndef go():\n    while True: pass\nthreading.Thread(target=go).start()"


@pytest.fixture
def interpreter(tmp_path):
    interpreter = Interpreter(tmp_path / "data", server_options=QUICK)
    yield interpreter
    interpreter.shutdown()


def _all_pids():
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _state(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()[0]
    except OSError:
        return "gone"


def _parent(pid):
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()[1])
    except OSError:
        return 0


def connection_to(interpreter):
    return sockets.connect(interpreter._data / sockets.SOCKET_NAME, 5)[0]


def wait_for(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)


def descendants(pid):
    children = [child for child in _all_pids() if _parent(child) == pid]
    return children + [grandchild for child in children for grandchild in descendants(child)]


def is_gone(pid):
    return _state(pid) in ("gone", "Z")


def test_clients_that_race_start_one_process(tmp_path):
    program = (
        "import pathlib, sys; from interpreter.client import Interpreter; "
        "print(Interpreter(pathlib.Path(sys.argv[1]), server_options=['--spares', '0', '--preload']).status().pid)"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]

    racers = [subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    pids = {racer.communicate(timeout=30)[0].strip() for racer in racers}

    Interpreter(tmp_path).shutdown()
    assert len(pids) == 1
    assert pids.pop().isdigit()


def test_a_second_process_for_the_same_folder_leaves_the_first_alone(interpreter):
    pid = interpreter.status().pid
    command = [
        sys.executable,
        "-m",
        "interpreter.server",
        "--data",
        str(interpreter._data),
        "--detach",
        "--linger",
        "1",
    ]

    second = subprocess.run(command, cwd=PROJECT, capture_output=True, timeout=30)
    interpreter._be_absent()

    assert (second.returncode, second.stderr) == (0, b"")
    assert interpreter.status().pid == pid


def test_the_socket_is_for_its_owner_alone(interpreter):
    interpreter.status()

    assert stat.S_IMODE((interpreter._data / "interpreter.sock").stat().st_mode) == 0o600


@pytest.mark.parametrize("backend", ["bubblewrap", "landlock"])
def test_after_a_kill_the_next_call_works_and_nothing_is_left(tmp_path, backend):
    interpreter = Interpreter(tmp_path, server_options=[*QUICK, "--backend", backend])
    interpreter.run_cell("s", BUSY_THREAD)
    interpreter.compute("interpreter.echo", {})
    pid = interpreter.status().pid
    below = descendants(pid)

    os.kill(pid, signal.SIGKILL)
    result = interpreter.run_cell("s", "'alive'")

    assert result.logs.endswith(" are lost.]\n'alive'\n")
    assert interpreter.status().pid != pid
    assert len(below) >= 2
    wait_for(lambda: all(is_gone(child) for child in below))
    interpreter.shutdown()


def test_a_cell_cut_off_by_a_kill_is_reported_and_not_run_again(interpreter):
    results = []
    thread = threading.Thread(target=lambda: results.append(interpreter.run_cell("s", "while True: pass")))
    thread.start()
    wait_for(lambda: interpreter.status().running)

    os.kill(interpreter.status().pid, signal.SIGKILL)
    thread.join(10)

    assert (results[0].outcome, results[0].variables_lost) == ("killed", True)
    assert interpreter.status().running == 0


@pytest.mark.parametrize("backend", ["bubblewrap", "landlock"])
def test_sigterm_leaves_nothing_behind(tmp_path, backend):
    interpreter = Interpreter(tmp_path, server_options=[*QUICK, "--backend", backend])
    interpreter.run_cell("s", BUSY_THREAD)
    interpreter.compute("interpreter.echo", {})
    pid = interpreter.status().pid
    below = descendants(pid)

    os.kill(pid, signal.SIGTERM)
    wait_for(lambda: is_gone(pid))

    assert len(below) >= 2
    wait_for(lambda: all(is_gone(child) for child in below), 2)
    assert not (tmp_path / "interpreter.sock").exists()


def test_a_thread_left_behind_stands_still_between_cells(interpreter):
    interpreter.run_cell("s", BUSY_THREAD)

    states = [_state(pid) for pid in descendants(interpreter.status().pid)]

    assert "T" in states
    assert "R" not in states


def test_without_connections_it_ends_by_itself(tmp_path):
    interpreter = Interpreter(tmp_path, server_options=[*QUICK, "--linger", "0.3"])
    pid = interpreter.status().pid

    time.sleep(0.6)  # twice the time to linger: the client's presence must keep it
    alive = not is_gone(pid)
    interpreter._be_absent()

    assert alive
    wait_for(lambda: is_gone(pid))


def test_shutdown_waits_for_the_end_and_starts_nothing(interpreter):
    pid = interpreter.status().pid

    interpreter.shutdown()
    interpreter.shutdown()

    wait_for(lambda: is_gone(pid), 2)
    assert not (interpreter._data / "interpreter.sock").exists()


@pytest.mark.parametrize(
    "garbage",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"\xff\xff\xff\xff",
        b"\0\0\0\x02[]",
        b"\0\0\0\x05{{{{{",
        wire.encode({"do": "cell"})[:-1],
    ],
)
def test_garbage_closes_its_own_connection_only(interpreter, garbage):
    pid = interpreter.status().pid

    with connection_to(interpreter) as connection:
        connection.sendall(garbage)
        connection.shutdown(socket.SHUT_WR)
        answer = connection.recv(2**16)

    assert answer == b""
    assert interpreter.status().pid == pid


@pytest.mark.parametrize("request_", [{}, {"do": 1}, {"do": "cell"}, {"do": "compute", "function": "interpreter.echo"}])
def test_a_request_that_is_none_is_answered_with_an_error(interpreter, request_):
    interpreter.status()

    with connection_to(interpreter) as connection:
        connection.sendall(wire.encode(request_))
        answer = wire.receive(connection.recv, wire.REPLY_LIMIT)

    assert answer["error"] == "refused"


def test_a_deep_data_folder_works(tmp_path):
    interpreter = Interpreter(tmp_path / ("d" * 100) / ("e" * 100), server_options=QUICK)

    assert interpreter.compute("interpreter.echo", {}) == {"computed": 1}

    interpreter.shutdown()


def test_a_stale_socket_is_replaced(interpreter):
    interpreter._data.mkdir()
    stale = socket.socket(socket.AF_UNIX)
    stale.bind(str(interpreter._data / "interpreter.sock"))
    stale.close()

    assert interpreter.compute("interpreter.echo", {}) == {"computed": 1}


def test_a_client_used_before_and_after_a_fork(interpreter):
    parent = interpreter.status().pid
    hearing, telling = os.pipe()

    child = os.fork()
    if child == 0:
        try:
            os.write(telling, str(interpreter.status().pid).encode())
        finally:
            os._exit(0)
    os.waitpid(child, 0)

    assert int(os.read(hearing, 100)) == parent
    assert interpreter.status().pid == parent
    os.close(hearing)
    os.close(telling)


def test_where_namespaces_are_refused_the_other_backend_is_taken(tmp_path, monkeypatch):
    wrapper = tmp_path / "bwrap"
    wrapper.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    interpreter = Interpreter(tmp_path / "data", server_options=QUICK)

    assert interpreter.status().backend == "landlock"

    interpreter.shutdown()


def test_without_any_sandbox_it_refuses_and_says_why(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    interpreter = Interpreter(tmp_path / "data", server_options=[*QUICK, "--backend", "bubblewrap"])

    with pytest.raises(InterpreterUnavailable, match="no sandbox works here.*bubblewrap is not installed"):
        interpreter.run_cell("s", "1")
    with pytest.raises(InterpreterUnavailable, match="no sandbox works here"):
        interpreter.compute("interpreter.echo", {})

    interpreter.shutdown()


def test_a_data_folder_that_cannot_be_made_is_told_of(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(InterpreterUnavailable, match="data folder"):
        Interpreter(tmp_path / "file" / "data").status()


def test_the_log_tells_no_code_and_no_output(interpreter):
    interpreter.run_cell("s", "word = 'canary'\nprint(word)\n1/0")

    log = (interpreter._data / "interpreter.log").read_text()

    assert "session s" in log
    assert "canary" not in log
    assert "ZeroDivision" not in log


def test_idle_sessions_go(tmp_path):
    interpreter = Interpreter(tmp_path, server_options=[*QUICK, "--idle", "0.2"])
    interpreter.run_cell("s", "x = 1")

    wait_for(lambda: interpreter.status().in_use == 0)
    result = interpreter.run_cell("s", "x")

    interpreter.shutdown()
    assert result.variables_lost


@pytest.mark.parametrize("backend", ["bubblewrap", "landlock"])
def test_an_installation_below_tmp_works(tmp_path, backend):
    """A virtual environment below /tmp, which is a folder of its own inside the sandbox."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "env"], check=True)
    [packages] = (tmp_path / "env" / "lib").glob("python*/site-packages")
    (packages / "tiny.py").write_text("size = 1")
    python = str(tmp_path / "env" / "bin" / "python")
    interpreter = Interpreter(tmp_path / "data", python, server_options=[*QUICK, "--backend", backend])

    result = interpreter.run_cell("below", "import tiny\ntiny.size")
    interpreter.shutdown()

    assert str(tmp_path).startswith("/tmp/")
    assert result.logs == "1\n"
