"""What is watched from outside while a program runs, however it hides: what tests/attacks does not try."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from interpreter import cells, watch
from tests.test_interpreter_life import descendants

pytestmark = pytest.mark.slow
pytest_plugins = ["tests.interpreter_fixtures"]

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


@pytest.fixture(params=["bubblewrap", "landlock"])
def interpreter(request, interpreters):
    return interpreters[request.param]


@pytest.fixture
def landlock(interpreters):
    return interpreters["landlock"]


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
    result = landlock.run_cell("watched", program, timeout=5)

    assert reason in result.logs
    assert landlock.run_cell("watched", "'next'").logs == "'next'\n"


def test_a_fault_of_ours_leaves_no_program_without_limits():
    """Whatever is raised while a cell is followed, its process is ended."""
    sandbox = FaultySandbox()

    with pytest.raises(ZeroDivisionError):
        asyncio.run(cells.run(sandbox, cells.Cell("1", 1, 1), {}, 1))

    assert sandbox.killed


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
    result = interpreter.run_cell("watched", "for n in range(5200): open(f'{n}', 'w').close()", timeout=30)

    interpreter.close_session("watched")
    assert watch.TOO_MANY_FILES in result.logs


def standing(pid):
    """(How nice a process is, how readily the kernel ends it); (0, 0) when it is gone: spares come and go."""
    process = Path(f"/proc/{pid}")
    try:
        nice = int((process / "stat").read_text().rpartition(") ")[2].split()[16])
        return nice, int((process / "oom_score_adj").read_text())
    except (FileNotFoundError, ProcessLookupError):
        return 0, 0


def test_sandboxes_let_everybody_else_go_first(interpreter):
    result = interpreter.run_cell("watched", "1")

    standings = [standing(pid) for pid in descendants(interpreter.status().pid)]
    assert result.outcome == "ok"
    assert max(standings) == (10, 1000)
