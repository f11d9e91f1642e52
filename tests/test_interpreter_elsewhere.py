"""An interpreter that runs elsewhere, behind a socket: by a double of the protocol, and by a real one."""

import subprocess
import sys

import pytest

from assistants_api import sandbox
from assistants_api.engines import StopSignal
from interpreter import client, servers
from interpreter.client import (
    ComputationFailed,
    ComputationTimeout,
    InputFile,
    Interpreter,
    InterpreterBusy,
    InterpreterError,
    InterpreterUnavailable,
)
from interpreter.layout import PROJECT
from tests.interpreter_double import CELL, CLOSE, HANG, PIXEL, Double, text


@pytest.fixture
def double(tmp_path):
    with Double(tmp_path / "elsewhere.sock") as double:
        yield double


@pytest.fixture
def interpreter(tmp_path, double):
    return Interpreter(tmp_path / "data", socket=double.path)


@pytest.fixture
def impatient(monkeypatch):
    """Nobody waits for a server that hangs."""
    monkeypatch.setattr(client, "MARGIN_SECONDS", 0.2)
    monkeypatch.setattr(servers, "ELSEWHERE_SECONDS", 0.2)


def test_a_cell_goes_there_and_its_result_comes_back(double, interpreter):
    files = {"a.csv": b"1,2\n", "b.csv": InputFile(b"3\n", "second")}

    result = interpreter.run_cell("thread_1", "solve()", timeout=9, patience=8, files=files, group="person-7")

    [asked] = double.requests("cell")
    packed = asked.pop("files")
    assert asked == {
        "do": "cell",
        "session": "thread_1",
        "code": "solve()",
        "timeout": 9,
        "patience": 8,
        "group": "person-7",
    }
    assert packed["b.csv"] == {"data": text(b"3\n"), "tag": "second"}
    assert packed["a.csv"]["data"] == text(b"1,2\n")
    assert (result.logs, result.outcome, result.variables_lost) == ("[1]\n", "ok", False)
    assert (result.images[0].data, result.images[0].alt) == (PIXEL, "Plot: a dot")
    assert (result.files[0].name, result.files[0].data) == ("out.csv", b"x,y\n")


def test_bytes_are_tagged_by_what_they_are(double, interpreter):
    for data in (b"one", b"one", b"two"):
        interpreter.run_cell("s", "", files={"a": data})

    first, same, other = (asked["files"]["a"]["tag"] for asked in double.requests("cell"))
    assert first == same != other


def test_the_other_requests_go_there_too(double, interpreter):
    double.answers["missing"] = {"missing": ["b.csv"]}

    assert interpreter.missing_files("s", {"a.csv": "1", "b.csv": "2"}) == {"b.csv"}
    assert interpreter.compute("maths.solving.explain", {"tasks": []}, timeout=5) == {"computed": 1}
    assert interpreter.status().backend == "container"
    interpreter.interrupt("s")
    interpreter.close_session("s")
    interpreter.warm()

    assert double.asked == [
        {"do": "missing", "session": "s", "files": {"a.csv": "1", "b.csv": "2"}},
        {"do": "compute", "function": "maths.solving.explain", "payload": {"tasks": []}, "timeout": 5},
        {"do": "status"},
        {"do": "interrupt", "session": "s"},
        {"do": "close", "session": "s"},
        {"do": "warm"},
    ]


@pytest.mark.parametrize(
    ("kind", "raised"),
    [
        ("unavailable", InterpreterUnavailable),
        ("busy", InterpreterBusy),
        ("refused", InterpreterError),
        ("timeout", ComputationTimeout),
        ("failed", ComputationFailed),
        ("of tomorrow", InterpreterError),
        ([], InterpreterError),
    ],
)
def test_each_error_is_raised_here(double, interpreter, kind, raised):
    double.answers["cell"] = {"error": kind, "message": "because"}

    with pytest.raises(InterpreterError, match="because") as caught:
        interpreter.run_cell("s", "1")

    assert type(caught.value) is raised


@pytest.mark.parametrize("answer", [CLOSE, b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\0\0\0\x02[]", b"\0\0\0\x01{"])
def test_a_cell_whose_fate_is_unknown_is_told_as_lost_and_not_run_again(double, interpreter, answer):
    double.answers["cell"] = answer

    result = interpreter.run_cell("s", "1")

    assert (result.outcome, result.variables_lost, result.logs) == ("killed", True, client.CRASHED)
    assert len(double.requests("cell")) == 1


@pytest.mark.parametrize("answer", [CLOSE, b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\0\0\0\x02[]"])
def test_what_does_no_harm_is_asked_once_more_and_then_given_up(double, interpreter, answer):
    double.answers["compute"] = answer

    with pytest.raises(InterpreterUnavailable, match="twice"):
        interpreter.compute("interpreter.echo", {})

    assert len(double.requests("compute")) == 2


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"cell": None},
        {"cell": []},
        {"cell": {**CELL, "files": [{"name": "x"}]}},
        {"cell": {**CELL, "images": [{"name": "x", "data": "not base64"}]}},
        {"cell": {**CELL, "images": [{"odd": 1, "data": ""}]}},
    ],
)
def test_an_answer_that_is_none_is_told_as_such(double, interpreter, answer):
    double.answers["cell"] = answer

    with pytest.raises(InterpreterUnavailable, match="no sense"):
        interpreter.run_cell("s", "1")


@pytest.mark.parametrize("do", ["status", "compute", "missing"])
def test_so_are_those_of_the_other_requests(double, interpreter, do):
    double.answers[do] = {"odd": 1}
    ask = {
        "status": interpreter.status,
        "compute": lambda: interpreter.compute("interpreter.echo", {}),
        "missing": lambda: interpreter.missing_files("s", {}),
    }[do]

    with pytest.raises(InterpreterUnavailable, match="no sense"):
        ask()


def test_one_that_hangs_is_not_waited_for_without_end(double, interpreter, impatient):
    double.answers["cell"] = HANG

    with pytest.raises(InterpreterUnavailable, match="did not answer within"):
        interpreter.run_cell("s", "1", timeout=0.1, patience=0.1)


@pytest.mark.parametrize("greeting", [HANG, CLOSE, b"SSH-2.0-OpenSSH_9.2\r\n", b"\0\0\0\x02[]"])
def test_what_does_not_greet_is_no_interpreter(double, interpreter, impatient, greeting):
    double.greeting = greeting

    with pytest.raises(InterpreterUnavailable, match=r"no interpreter answers at .*elsewhere\.sock"):
        interpreter.run_cell("s", "1")

    assert double.asked == []


@pytest.mark.parametrize("greeting", [{"interpreter": 1}, {}])
def test_one_of_another_release_is_told_as_such(double, interpreter, greeting):
    double.greeting = greeting

    with pytest.raises(InterpreterUnavailable, match="another release"):
        interpreter.run_cell("s", "1")


def test_where_nobody_serves_it_is_unavailable_and_nothing_is_started(tmp_path, impatient):
    interpreter = Interpreter(tmp_path / "data", socket=tmp_path / "nobody.sock")

    with pytest.raises(InterpreterUnavailable, match=r"no interpreter answers at .*nobody\.sock"):
        interpreter.run_cell("s", "1")

    assert list(tmp_path.iterdir()) == []


def test_it_is_neither_started_nor_ended_from_here(tmp_path, double, interpreter):
    interpreter.run_cell("s", "1")

    interpreter.shutdown()
    interpreter.run_cell("s", "1")

    assert [asked["do"] for asked in double.asked] == ["cell", "cell"]
    assert [path.name for path in tmp_path.iterdir()] == ["elsewhere.sock"]


@pytest.fixture
def product(settings, double):
    """The product, whose setting names the double."""
    settings.INTERPRETER_SOCKET = double.path
    sandbox.interpreter.cache_clear()
    yield
    sandbox.interpreter.cache_clear()


def test_the_setting_sends_the_programs_of_the_product_there(product, double):
    files = [sandbox.ThreadFile("a.csv", 4, lambda: b"1,2\n", "file-1")]
    double.answers["missing"] = {"missing": ["a.csv"]}

    result = sandbox.Sandbox("thread_1", StopSignal(), files, "person-7").run("1", 5)
    sandbox.forget("thread_1")

    brought, ran = double.requests("cell")
    assert result.files[0].name == "out.csv"
    assert brought["files"] == {"a.csv": {"data": text(b"1,2\n"), "tag": "file-1"}}
    assert (ran["session"], ran["code"], ran["group"], ran["files"]) == ("thread_1", "1", "person-7", {})
    assert double.requests("close") == [{"do": "close", "session": "thread_1"}]


class RealServer:
    """A server that somebody else starts, in a folder of its own."""

    def __init__(self, folder):
        self.socket = folder / "interpreter.sock"
        self._command = [sys.executable, "-m", "interpreter.server", "--data", str(folder), "--stay"]
        self._command += ["--spares", "0", "--preload"]

    def start(self):
        self._process = subprocess.Popen(self._command, cwd=PROJECT, stderr=subprocess.DEVNULL)
        return self

    def stop(self):
        self._process.terminate()
        return self._process.wait(20)


@pytest.mark.slow
def test_a_real_one_serves_by_its_socket_also_after_a_restart(tmp_path):
    server = RealServer(tmp_path / "there").start()
    interpreter = Interpreter(tmp_path / "here", socket=server.socket)
    try:
        first = interpreter.run_cell("s", "x = 40\nprint(open('in.txt').read())", files={"in.txt": b"came along"})
        pid = interpreter.status().pid
        missing = interpreter.missing_files("s", {"in.txt": "another"})
        server.stop()
        server.start()
        after = interpreter.run_cell("s", "'x' in globals()")
        computed = interpreter.compute("interpreter.echo", {"y": 1})
        other = interpreter.status().pid
        interpreter.shutdown()
        still_there = interpreter.status().pid
    finally:
        server.stop()

    assert (first.logs, first.outcome) == ("came along\n", "ok")
    assert missing == {"in.txt"}
    assert after.logs.endswith("False\n")
    assert computed == {"y": 1, "computed": 1}
    assert pid != other == still_there
    assert not (tmp_path / "here").exists()
