"""The product as one command: it starts, says so, survives a kill -9, and leaves nothing behind."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time

import pytest
import requests

from tests.model_server import ModelServer, call, calling, said
from tests.server import ROOT, Server, Visitor

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("server")]
QUESTION = "I need to solve the equation `3x + 11 = 14`. Can you help me?"


@pytest.fixture
def server(tmp_path):
    """A server with an interpreter of its own."""
    server = Server(tmp_path / "data")
    yield server
    _end(server)


@pytest.fixture
def sharing_server(tmp_path):
    """A server for what has nothing to do with the interpreter."""
    server = Server(tmp_path / "data", shares_interpreter=True)
    yield server
    _end(server)


def _end(server):
    if server.process and server.process.poll() is None:
        server.stop()
    for pid in server.processes():
        os.kill(pid, signal.SIGKILL)


def wait_until(condition, seconds=15):
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
    return value


def query(server, sql):
    with sqlite3.connect(f"file:{server.folder}/tutor.sqlite3?mode=ro", uri=True, timeout=10) as database:
        return database.execute(sql).fetchall()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_starts_says_two_lines_answers_and_leaves_nothing(server, number):
    server.start(fresh=number == signal.SIGTERM)
    visitor = Visitor(server.url)
    warmed = server.processes_of("interpreter.server")

    page = visitor.read(visitor.ask(QUESTION))
    used = server.processes_of("interpreter.server")
    status = server.stop(number)

    assert server.lines[0].startswith("Code interpreter: bubblewrap; refused inside: open a socket, start a process,")
    assert server.lines[1:] == [f"The math tutor is at {server.url}  (Ctrl-C ends it)"]
    assert "The solution to the equation" in page
    assert used == warmed
    assert status == 0
    assert server.processes() == []


def test_secrets_and_the_record_are_for_their_owner_alone(sharing_server):
    sharing_server.start()

    modes = {
        name: oct((sharing_server.folder / name).stat().st_mode & 0o777)
        for name in ("secret-key", "assistants-api-key")
    }

    assert modes == {"secret-key": "0o600", "assistants-api-key": "0o600"}
    assert oct(sharing_server.folder.stat().st_mode & 0o777) == "0o700"


def test_a_busy_port_is_one_line(server):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", server.port))
        holder.listen()
        command = [sys.executable, "script/serve.py"]
        done = subprocess.run(command, cwd=ROOT, env=server.environment, capture_output=True, text=True, timeout=60)

    assert done.returncode == 1
    assert (done.stdout, done.stderr.count("\n")) == ("", 1)
    assert f"Port {server.port} on 127.0.0.1 cannot be used" in done.stderr


def test_a_question_survives_a_kill_of_everything(server):
    server.start()
    visitor = Visitor(server.url)
    for pid in server.processes_of("interpreter.server"):
        os.kill(pid, signal.SIGSTOP)  # so that the run is still going when the end comes
    address = visitor.ask(QUESTION)
    wait_until(lambda: query(server, "select 1 from assistants_api_run where status = 'in_progress'"))

    server.kill_all()
    assert server.processes() == []
    server.start()
    page = visitor.read(address, seconds=20)

    assert "The solution to the equation" in page
    assert query(server, "select count(*) from chat_message where role = 'user'") == [(1,)]
    assert query(server, "select count(*) from assistants_api_message where role = 'user'") == [(1,)]
    assert query(server, "select status from chat_run") == [("completed",)]


def test_a_run_survives_the_loss_of_one_web_process(sharing_server):
    sharing_server.start()
    visitor = Visitor(sharing_server.url)
    visitor.read(visitor.ask("What is 2 + 2?"))
    workers = sorted(sharing_server.processes_of("gunicorn"))[1:]

    for pid in workers:
        os.kill(pid, signal.SIGKILL)

    again = wait_until(lambda: _asked(sharing_server, "What is 3 + 4?"))
    assert "7" in again


def _asked(server, text):
    try:
        visitor = Visitor(server.url)
        return visitor.read(visitor.ask(text))
    except OSError:
        return None


@pytest.mark.parametrize(
    ("folder", "cause"), [("/proc/tutor", "No such file or directory"), ("/dev/null/tutor", "Not a directory")]
)
def test_a_data_folder_that_cannot_be_used_is_said_at_the_start(folder, cause):
    environment = Server(folder).environment

    command = [sys.executable, "script/serve.py"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)

    assert done.returncode == 1
    assert f"The data folder {folder} cannot be written ({cause})" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_full_data_folder_is_said_at_the_start(tmp_path):
    folder = tmp_path / "full"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", str(folder)], check=True)
    try:
        (folder / "filler").write_bytes(b"x" * 4096)
        environment = Server(folder).environment
        command = [sys.executable, "script/serve.py"]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    finally:
        subprocess.run(["umount", str(folder)], check=True)

    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_create_api_key_prints_the_key_alone_while_the_server_runs(sharing_server):
    sharing_server.start()

    printed = sharing_server.manage("create_api_key", "a client")

    headers = {"Authorization": f"Bearer {printed.strip()}", "OpenAI-Beta": "assistants=v2"}
    assert requests.get(f"{sharing_server.url}/v1/assistants", headers=headers, timeout=10).status_code == 200
    assert printed == printed.strip() + "\n"


def test_the_ordinary_django_way_gives_the_same_chat(server):
    server.manage("migrate", "--verbosity", "0")
    command = [sys.executable, "manage.py", "runserver", "--noreload", str(server.port)]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    django = subprocess.Popen(command, cwd=ROOT, env=server.environment, start_new_session=True, **silent)
    try:
        wait_until(lambda: _answers(server.url))
        visitor = Visitor(server.url)
        page = visitor.read(visitor.ask(QUESTION))
        style = requests.get(f"{server.url}/static/css/site.css", timeout=10)
    finally:
        django.terminate()  # a job in the background of a shell would not heed Ctrl-C
        django.wait(20)

    assert "The solution to the equation" in page
    assert style.headers["Content-Type"].startswith("text/css")
    assert not (server.folder / "static" / "staticfiles.json").exists()


def _answers(url):
    try:
        return requests.get(f"{url}/healthz", timeout=5).ok
    except OSError:
        return False


def test_a_kill_after_the_first_steps_were_shown_leaves_one_whole_answer(server):
    server.start()
    visitor = Visitor(server.url)
    address = visitor.ask("Plot y = x^2 - 4 from x = -3 to 3 and plot y = x^3 from x = -2 to 2")
    wait_until(lambda: query(server, "select 1 from chat_runstep"))
    unfinished = query(server, "select status from chat_run") == [("in_progress",)]

    server.kill_all()
    server.start()
    page = visitor.read(address, seconds=20)

    assert unfinished, "the run had ended before it could be killed"
    assert query(server, "select status from chat_run") == [("completed",)]
    assert page.count('<details class="code-step">') == 2
    assert page.count("<img src=") == 2
    assert query(server, "select count(*) from assistants_api_message where role = 'user'") == [(1,)]


def test_another_web_process_finds_the_variables_of_the_thread(tmp_path):
    model = ModelServer(
        calling(call("n = 41")), said("Kept."), calling(call("print(n + 1)")), said("That is 42, from the program.")
    )
    server = Server(tmp_path / "data", LLM_API="chat_completions", LLM_BASE_URL=model.url, ASSISTANT_MODEL="scripted")
    try:
        server.start()
        visitor = Visitor(server.url)
        address = visitor.ask("Keep 41 in n, please")
        visitor.read(address)
        first_workers = _workers(server)

        for pid in first_workers:
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: len(_workers(server)) == 2 and not _workers(server) & first_workers)
        visitor = wait_until(lambda: _asked_on(visitor, address, "And one more?"))
        visitor.read(address)
    finally:
        server.stop()
        model.shutdown()
        model.server_close()

    assert query(server, "select logs from chat_runstep where type = 'tool_calls' order by id") == [("",), ("42\n",)]


def _workers(server):
    """The process ids of gunicorn's workers: all of its processes but the first."""
    return set(sorted(server.processes_of("gunicorn"))[1:])


def _asked_on(visitor, address, text):
    try:
        visitor.ask(text, address)
    except OSError:
        return None
    return visitor
