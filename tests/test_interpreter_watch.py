"""What is watched from outside while a program runs: threads, files without number, disk that no limit bounds."""

import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from interpreter import cells, scratch, watch
from interpreter.client import Interpreter
from tests.test_interpreter_life import descendants

pytestmark = pytest.mark.slow

THREADS = (
    "import threading, time\nthreading.stack_size(32768)\n"
    "for n in range(20_000): threading.Thread(target=time.sleep, args=(9,)).start()"
)
FILES = "for n in range(10**6): open(f'{n}', 'w').close()"
OPEN = (
    "import os, time\nheld = []\nfor n in range(40):\n    held.append(open('x', 'wb'))\n"
    "    held[-1].write(bytes(2**23))\n    held[-1].flush()\n    os.unlink('x')\ntime.sleep(9)"
)
MAPPED = (
    "import mmap, os, time\nheld = []\nfor n in range(40):\n    with open('x', 'wb+') as file:\n"
    "        file.write(bytes(2**23))\n        file.flush()\n        held.append(mmap.mmap(file.fileno(), 4096))\n"
    "    os.unlink('x')\ntime.sleep(9)"
)
# The file's name holds what Python takes for the end of a line, and the kernel does not; by libc's mmap, for Python's
# keeps a descriptor.
ODD_NAMES = """
import ctypes, os, time
libc = ctypes.CDLL(None)
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
for number in range(12):
    name = NAME + b"%d" % number
    file = os.open(name, os.O_CREAT | os.O_RDWR)
    os.write(file, bytes(2**23))
    libc.mmap(None, 4096, 1, 1, file, 0)
    os.unlink(name)
    os.close(file)
time.sleep(9)
"""
# Every level of a path is renamed without end while files are written at its bottom.
RENAMED = """
import ctypes, os, sys, threading, time
sys.setswitchinterval(1e-5)
rename = ctypes.CDLL(None).renameat
levels, names = [os.open(".", os.O_RDONLY)], [b"q0"] * 5
for _ in names:
    for number in range(60):
        os.mkdir(f"decoy{number}", dir_fd=levels[-1])
    os.mkdir("q0", dir_fd=levels[-1])
    levels.append(os.open("q0", os.O_RDONLY, dir_fd=levels[-1]))

def move():
    count = 0
    while True:
        count += 1
        for level in range(5):
            rename(levels[level], names[level], levels[level], b"q%d" % count)
            names[level] = b"q%d" % count

threading.Thread(target=move, daemon=True).start()
for number in range(16):
    file = os.open(f"x{number}", os.O_CREAT | os.O_WRONLY, dir_fd=levels[-1])
    os.write(file, bytes(2**23))
    os.close(file)
time.sleep(9)
"""
# Folder in folder, entered one by one: the path to the last is longer than any that can be asked for.
DEEP = "import os, time\nfor n in range({levels}):\n    os.mkdir('d' * 200)\n    os.chdir('d' * 200)\n"
TOO_DEEP = DEEP.format(levels=100) + "time.sleep(9)"
LONG_PATH = DEEP.format(levels=40) + "for n in range(12): open(f'{n}', 'wb').write(bytes(2**23))\ntime.sleep(9)"


@pytest.fixture(scope="module", params=["bubblewrap", "landlock"])
def interpreter(request, tmp_path_factory):
    options = ["--backend", request.param, "--spares", "0", "--preload"]
    interpreter = Interpreter(tmp_path_factory.mktemp("data"), server_options=options)
    yield interpreter
    interpreter.shutdown()


@pytest.fixture(scope="module")
def landlock(tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    interpreter = Interpreter(data, server_options=["--backend", "landlock", "--spares", "0", "--preload"])
    yield interpreter
    interpreter.shutdown()
    assert scratch_folders(interpreter) == []


class FaultySandbox:
    """A sandbox in which something goes wrong that nobody has thought of."""

    killed = False

    def resume(self):
        return 1 / 0

    def kill(self):
        self.killed = True

    class output:  # noqa: N801
        @staticmethod
        def clear():
            pass


def scratch_folders(interpreter):
    return list(Path(tempfile.gettempdir()).glob(scratch.prefix(interpreter._data) + "*"))


def test_threads_without_number_end_the_sandbox(interpreter):
    result = interpreter.run_cell("s", THREADS, timeout=10)

    assert result.variables_lost or "can't start new thread" in result.logs
    assert interpreter.run_cell("s", "'next'").logs == "'next'\n"


def test_files_without_number_end_the_sandbox(interpreter):
    result = interpreter.run_cell("s", FILES, timeout=10)

    assert watch.TOO_MANY_FILES in result.logs
    assert interpreter.run_cell("s", "'next'").logs == "'next'\n"


@pytest.mark.parametrize("program", [OPEN, MAPPED], ids=["open", "mapped"])
def test_disk_that_has_no_name_any_more_is_bounded(interpreter, program):
    result = interpreter.run_cell("s", program, timeout=5)

    assert watch.TOO_MUCH in result.logs or "No space left on device" in result.logs
    assert interpreter.run_cell("s", "'next'").logs == "'next'\n"


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        (TOO_DEEP, watch.UNSEEN),
        (LONG_PATH, watch.TOO_MUCH),
        (RENAMED, watch.TOO_MUCH),
        (ODD_NAMES.replace("NAME", r'b"x\x0by"'), watch.TOO_MUCH),
        (ODD_NAMES.replace("NAME", r'b"x\xc2\x85 1 2 3 4 5 z"'), watch.TOO_MUCH),
    ],
    ids=["deep", "long path", "renamed", "vertical tab", "next line"],
)
def test_disk_cannot_be_hidden(landlock, program, reason):
    result = landlock.run_cell("s", program, timeout=5)

    assert reason in result.logs
    assert landlock.run_cell("s", "'next'").logs == "'next'\n"


def test_a_fault_of_ours_leaves_no_program_without_limits():
    """Whatever is raised while a cell is followed, its process is ended."""
    sandbox = FaultySandbox()

    with pytest.raises(ZeroDivisionError):
        asyncio.run(cells.run(sandbox, cells.Cell("1", 1, 1), {}, 1))

    assert sandbox.killed


def test_folders_of_any_depth_are_removed_with_their_sandbox(landlock):
    landlock.run_cell("s", DEEP.format(levels=3000), timeout=5)

    landlock.close_session("s")
    landlock.shutdown()

    assert scratch_folders(landlock) == []


def test_a_process_that_is_gone_has_too_much_of_nothing(tmp_path):
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()

    assert watch.Watch(child.pid, tmp_path).look() == ""


def test_a_process_that_cannot_be_looked_at_is_not_trusted(tmp_path):
    closed = watch.Watch(os.getpid(), tmp_path)
    (tmp_path / "a").touch()
    closed._scratch = tmp_path / ("x" * 300)

    assert closed.look() == watch.UNSEEN


def test_what_was_made_just_before_the_end_of_a_cell_is_seen(interpreter):
    result = interpreter.run_cell("quick", "for n in range(5200): open(f'{n}', 'w').close()", timeout=10)

    interpreter.close_session("quick")
    assert watch.TOO_MANY_FILES in result.logs


def test_sandboxes_let_everybody_else_go_first(interpreter):
    result = interpreter.run_cell("s", "1")
    states = [Path(f"/proc/{pid}") for pid in descendants(interpreter.status().pid)]

    nice = [int((state / "stat").read_text().rpartition(") ")[2].split()[16]) for state in states]
    first_to_go = [int((state / "oom_score_adj").read_text()) for state in states]
    assert result.outcome == "ok"
    assert (max(nice), max(first_to_go)) == (10, 1000)
