"""Programs shown to the student: state, output, pictures, files, time limits, more sessions than sandboxes."""

import contextlib
import re
import subprocess
import sys
import threading
import time

import pytest

from interpreter.client import Interpreter, InterpreterBusy, InterpreterError
from interpreter.layout import PROJECT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def interpreter(tmp_path_factory):
    options = ["--sandboxes", "2", "--spares", "1", "--preload"]
    interpreter = Interpreter(tmp_path_factory.mktemp("data"), server_options=options)
    interpreter.warm()
    yield interpreter
    interpreter.shutdown()


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory):
    """An interpreter whose sandboxes have the mathematics loaded, as they do by default."""
    interpreter = Interpreter(tmp_path_factory.mktemp("data"), server_options=["--spares", "1"])
    interpreter.warm()
    yield interpreter
    interpreter.shutdown()


@pytest.fixture
def session():
    """A session that most tests share, since a sandbox of its own takes each test a second."""
    return "student"


def wait_until_running(interpreter, count):
    deadline = time.monotonic() + 10
    while interpreter.status().running < count:
        assert time.monotonic() < deadline, "the cell did not start"


def in_background(function, *arguments, **named):
    """Call in a thread; return the thread and the list that its result will be in."""
    results = []
    thread = threading.Thread(target=lambda: results.append(function(*arguments, **named)))
    thread.start()
    return thread, results


def _swallow_busy(function, *arguments, **named):
    with contextlib.suppress(InterpreterBusy):
        function(*arguments, **named)


def test_a_session_keeps_its_variables_and_shows_the_last_value(laboratory, session):
    laboratory.run_cell(session, "from sympy import *\nx = symbols('x')")

    result = laboratory.run_cell(session, "print('solving')\nsolve(Eq(3*x + 11, 14), x)")

    assert (result.outcome, result.logs, result.variables_lost) == ("ok", "solving\n[1]\n", False)


def test_two_processes_share_a_session(interpreter, session):
    interpreter.run_cell(session, "shared = 40")
    program = (
        "import pathlib, sys; from interpreter.client import Interpreter; "
        "print(Interpreter(pathlib.Path(sys.argv[1])).run_cell(sys.argv[2], 'shared + 2').logs)"
    )

    command = [sys.executable, "-c", program, str(interpreter._data), session]
    other = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=30)

    assert other.stdout.strip() == "42", other.stderr


def test_sessions_do_not_see_each_other(interpreter, session):
    interpreter.run_cell(session, "mine = 1\nopen('/mnt/data/mine.txt', 'w').write('mine')")

    variable = interpreter.run_cell("stranger", "mine")
    files = interpreter.run_cell("stranger", "import os\nos.listdir('/mnt/data'), os.path.exists('/mnt/data/mine.txt')")

    interpreter.close_session("stranger")
    assert "NameError: name 'mine' is not defined" in variable.logs
    assert files.logs == "([], False)\n"


def test_a_closed_session_begins_anew(interpreter):
    interpreter.run_cell("closed", "x = 1")
    interpreter.close_session("closed")

    result = interpreter.run_cell("closed", "x")

    interpreter.close_session("closed")
    assert "NameError" in result.logs
    assert not result.variables_lost


def test_a_traceback_is_shown_from_the_students_line_on(interpreter, session):
    result = interpreter.run_cell(session, "def half(x):\n    return x / 0\n\nhalf(2)")

    assert result.outcome == "error"
    assert re.match(r'Traceback .*\n  File "cell \d+", line 4, in <module>\n    half\(2\)\n', result.logs)
    assert result.logs.endswith("ZeroDivisionError: division by zero\n")


@pytest.mark.parametrize(
    "code", ["if", "raise SystemError('x' * 10**6)", "class E(Exception):\n    __str__ = 1\nraise E"]
)
def test_an_error_leaves_the_session_usable(interpreter, session, code):
    result = interpreter.run_cell(session, code)

    assert result.outcome == "error"
    assert len(result.logs) < 10_000
    assert interpreter.run_cell(session, "1 + 1").logs == "2\n"


def test_a_plot_is_collected_with_words_for_it(laboratory, session):
    code = (
        "import numpy as np, matplotlib.pyplot as plt\nx = np.linspace(-2, 2)\nplt.plot(x, x**2, label='y = x²')\n"
        "plt.title('A parabola')\nplt.xlabel('x')\nplt.ylabel('y')\nplt.show()"
    )

    first, second = laboratory.run_cell(session, code), laboratory.run_cell(session, "plt.plot([1, 2])")

    image = first.images[0]
    assert image.alt == "Plot: A parabola; horizontal axis x; vertical axis y; curves: y = x²"
    assert (image.width, image.height, image.data[:4]) == (640, 480, b"\x89PNG")
    assert (first.logs, first.outcome) == ("", "ok")
    assert [len(first.images), len(second.images)] == [1, 1]
    assert second.logs == ""


def test_a_huge_figure_is_drawn_smaller(laboratory, session):
    result = laboratory.run_cell(session, "import matplotlib.pyplot as plt\nplt.figure(figsize=(400, 200));")

    assert [(image.width, image.height) for image in result.images] == [(1600, 800)]


def test_files_go_in_and_new_and_changed_ones_come_out(interpreter, session):
    first = interpreter.run_cell(session, "n = len(open('/mnt/data/in.csv').read())", files={"in.csv": b"1,2,3"})
    second = interpreter.run_cell(session, "open('out.txt', 'w').write('x' * n)\nopen('in.csv', 'a').write('4');")

    assert first.files == []
    assert [(file.name, file.data) for file in second.files] == [("in.csv", b"1,2,34"), ("out.txt", b"xxxxx")]


def test_a_file_that_is_there_already_is_not_overwritten(interpreter, session):
    interpreter.run_cell(session, "open('once.csv', 'a').write(',4');", files={"once.csv": b"1,2,3"})

    again = interpreter.run_cell(session, "open('once.csv').read()", files={"once.csv": b"1,2,3", "new.csv": b"5"})

    assert again.logs == "'1,2,3,4'\n"
    assert again.files == []


def test_too_many_files_and_too_large_ones_stay_behind(interpreter, session):
    code = "for n in range(30):\n    open(f'{n:02}.txt', 'w').write('x')\nopen('0.bin', 'wb').write(bytes(11 * 2**20));"

    result = interpreter.run_cell(session, code)

    assert [file.name for file in result.files] == [f"{n:02}.txt" for n in range(20)]
    assert "[0.bin was not passed on" in result.logs


@pytest.mark.parametrize("name", ["../x", "/etc/x", ".bashrc", "", "a\nb", "x" * 101])
def test_a_file_cannot_be_put_outside_the_data_folder(interpreter, session, name):
    with pytest.raises(InterpreterError, match="name"):
        interpreter.run_cell(session, "1", files={name: b""})


@pytest.mark.parametrize("code", ["while True: pass", "import time\ntime.sleep(60)"])
def test_the_soft_time_limit_keeps_variables(interpreter, session, code):
    interpreter.run_cell(session, "kept = 1")

    result = interpreter.run_cell(session, "print('begun')\n" + code, timeout=0.2)

    assert (result.outcome, result.variables_lost) == ("timeout", False)
    assert result.logs == "begun\n[Stopped: the time limit of 0.2 s was reached. Variables are kept.]"
    assert interpreter.run_cell(session, "kept").logs == "1\n"


@pytest.mark.parametrize(
    "code",
    [
        "sum(range(10**12))",
        "while True:\n    try:\n        for n in iter(int, 1): n\n    except BaseException: pass",
        "import signal\nfor n in (2, 14): signal.signal(n, signal.SIG_IGN)\nwhile True: pass",
    ],
)
def test_what_ignores_the_soft_limit_is_killed_a_second_later(interpreter, session, code):
    began = time.monotonic()

    result = interpreter.run_cell(session, "print('begun')\n" + code, timeout=0.2)

    assert 1.2 <= time.monotonic() - began < 5
    assert (result.outcome, result.variables_lost) == ("timeout", True)
    assert result.logs.startswith("begun\n[Stopped: the time limit of 0.2 s")
    assert interpreter.run_cell(session, "1").outcome == "ok"


def test_a_huge_power_ends_at_the_time_limit(interpreter, session):
    assert interpreter.run_cell(session, "10**10**9", timeout=0.2).outcome == "timeout"


def test_a_running_cell_can_be_interrupted(interpreter, session):
    interpreter.run_cell(session, "kept = 1")
    thread, results = in_background(interpreter.run_cell, session, "while True: pass")
    wait_until_running(interpreter, 1)

    interpreter.interrupt(session)
    thread.join(10)

    assert (results[0].outcome, results[0].variables_lost) == ("killed", False)
    assert interpreter.run_cell(session, "kept").logs == "1\n"


def test_a_cell_whose_client_dies_is_stopped(interpreter, session):
    program = (
        "import pathlib, sys; from interpreter.client import Interpreter; "
        "Interpreter(pathlib.Path(sys.argv[1])).run_cell(sys.argv[2], 'while True: pass', timeout=60)"
    )
    client = subprocess.Popen([sys.executable, "-c", program, str(interpreter._data), session], cwd=PROJECT)
    wait_until_running(interpreter, 1)

    client.kill()
    client.wait()

    assert interpreter.run_cell(session, "'free'", timeout=5).logs == "'free'\n"


@pytest.mark.parametrize("ending", ["import os\nos._exit(0)", "import ctypes\nctypes.string_at(0)"])
def test_a_program_that_ends_its_process_is_told_of(interpreter, session, ending):
    result = interpreter.run_cell(session, "print('begun')\n" + ending)

    assert (result.outcome, result.variables_lost) == ("killed", True)
    assert result.logs.startswith("begun\n[The program ended its Python process.")
    assert interpreter.run_cell(session, "1").outcome == "ok"


def test_a_flood_of_prints_is_cut_and_the_end_still_told(interpreter, session):
    result = interpreter.run_cell(session, "for n in range(10**6): print('x' * 100)\n1 / 0")

    assert 80_000 < len(result.logs) <= 100 * 1024
    assert "[the rest of the output was left out]" in result.logs
    assert result.logs.endswith("ZeroDivisionError: division by zero\n")


def test_a_flood_past_python_ends_the_sandbox(interpreter, session):
    result = interpreter.run_cell(session, "import os\nwhile True: os.write(1, b'x' * 65536)", timeout=20)

    assert (result.outcome, result.variables_lost) == ("killed", True)
    assert len(result.logs) < 110_000


def test_memory_is_bounded(interpreter, session):
    result = interpreter.run_cell(session, "b = bytearray(2**32)")

    assert result.logs.endswith("MemoryError\n")
    assert interpreter.run_cell(session, "1").outcome == "ok"


def test_the_idle_session_longest_unused_makes_room_and_is_told(interpreter):
    for name in ("first", "second", "third"):
        interpreter.run_cell(name, "x = 1")

    status = interpreter.status()
    result = interpreter.run_cell("first", "x")

    for name in ("first", "second", "third"):
        interpreter.close_session(name)
    assert status.in_use == 2
    assert result.variables_lost
    assert result.logs.startswith("[The session was restarted before this program")


def test_when_every_sandbox_is_running_the_wait_is_bounded(interpreter):
    cells = [in_background(interpreter.run_cell, name, "while True: pass", timeout=5) for name in ("one", "two")]
    wait_until_running(interpreter, 2)

    with pytest.raises(InterpreterBusy, match="all 2 sandboxes"):
        interpreter.run_cell("three", "1", patience=0.2)
    with pytest.raises(InterpreterBusy, match="earlier program"):
        interpreter.run_cell("one", "1", patience=0.2)

    for name in ("one", "two"):
        interpreter.interrupt(name)
    for thread, _ in cells:
        thread.join(10)
    assert [results[0].outcome for _, results in cells] == ["killed", "killed"]
    for name in ("one", "two", "three"):
        interpreter.close_session(name)


def test_the_wait_for_the_session_and_for_a_sandbox_is_one(interpreter):
    cells = [in_background(interpreter.run_cell, name, "while True: pass", timeout=9) for name in ("one", "two")]
    wait_until_running(interpreter, 2)
    first, _ = in_background(_swallow_busy, interpreter.run_cell, "three", "1", patience=0.6)
    time.sleep(0.1)
    began = time.monotonic()

    with pytest.raises(InterpreterBusy):  # waits for the session that waits for a sandbox, then for a sandbox
        interpreter.run_cell("three", "1", patience=0.8)

    waited = time.monotonic() - began
    for name in ("one", "two"):
        interpreter.interrupt(name)
    for thread in (first, *(thread for thread, _ in cells)):
        thread.join(10)
    for name in ("one", "two", "three"):
        interpreter.close_session(name)
    assert 0.7 < waited < 1.2


@pytest.mark.parametrize(
    ("name", "code", "timeout"),
    [("", "1", 1), ("../x", "1", 1), ("x" * 201, "1", 1), ("x", "1" * 2**19, 1), ("x", "1", 0), ("x", "1", 601)],
)
def test_bad_arguments_are_refused(interpreter, name, code, timeout):
    with pytest.raises(InterpreterError):
        interpreter.run_cell(name, code, timeout=timeout)
