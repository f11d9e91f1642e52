"""The lock on real processes: what is refused inside, in one stage and in two, and what limits it sets."""

import errno
import functools
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from interpreter.sandbox.seccomp.refused import REFUSED, UNSUPPORTED

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).resolve().parents[1]
COLUMN = ["x86_64", "aarch64"].index(os.uname().machine)
BEGINNING = """
import ctypes, errno, json, os, resource, signal, struct, sys, threading
sys.path.insert(0, %r)
from interpreter.sandbox import lockdown, seccomp, system
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long

def attempt(number, *arguments):
    result = libc.syscall(ctypes.c_long(number), *map(ctypes.c_long, arguments))
    return errno.errorcode[ctypes.get_errno()] if result == -1 else "done"
"""
# Calls that everybody may try: with arguments that are no good they fail otherwise where nothing refuses them.
TRIED_FREELY = """\
execve fsetxattr io_destroy kcmp linkat mbind memfd_create mincore ptrace setpgid setrlimit setxattr socket splice tee
tgkill timer_create unshare vmsplice"""


def run(program):
    """Run a program after BEGINNING in a process of its own; return what it printed as JSON, and its exit code."""
    command = [sys.executable, "-c", BEGINNING % str(PROJECT) + program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.stderr == ""
    return (json.loads(done.stdout) if done.stdout else None), done.returncode


@functools.cache
def refusals(lock):
    """Make every refused call, with arguments that are no good, after a lock; return {call: error}."""
    calls = {name: row[COLUMN] for name, row in {**REFUSED, **UNSUPPORTED}.items() if row[COLUMN] is not None}
    if not lock:
        calls = {name: calls[name] for name in TRIED_FREELY.split()}
    program = f"{lock}\nprint(json.dumps({{name: attempt(number, *[-1] * 6) for name, number in {calls}.items()}}))"
    return run(program)[0]


@pytest.mark.parametrize("files_by_path", [False, True])
def test_a_locked_process_gets_an_error_for_each_refused_call(files_by_path):
    errors = refusals(f"lockdown.close_for_good({files_by_path})")

    unsupported = {name for name, error in errors.items() if error == "ENOTSUP"}
    assert unsupported == set(UNSUPPORTED)
    assert {error for name, error in errors.items() if name not in unsupported} == {"EPERM"}
    assert len(errors) > 150


def test_without_the_lock_the_same_calls_are_tried():
    errors = refusals("")

    assert "EPERM" not in errors.values(), errors


def test_calls_yet_to_come_do_not_exist():
    errors, _ = run("lockdown.close_for_good(True)\nprint(json.dumps([attempt(n) for n in range(500, 520)]))")

    assert errors == ["ENOSYS"] * 20


def test_threads_can_be_started_and_processes_cannot():
    program = """
lockdown.close_for_good(False)
found = []
worker = threading.Thread(target=found.append, args=["thread"])
worker.start()
worker.join()
try:
    os.fork()
except PermissionError:
    found.append("refused")
print(json.dumps(found))
"""

    assert run(program) == (["thread", "refused"], 0)


def test_what_may_fork_locks_its_children_further():
    program = """
lockdown.apply({"role": "computations", "landlock": None, "parent": None})
ours, theirs = os.pipe()
child = os.fork()
if child == 0:
    lockdown.die_with(None)
    lockdown.close_for_good(True)
    tried = [attempt(seccomp.REFUSED[name][COLUMN], -1) for name in ("kill", "setrlimit", "seccomp")]
    try:
        os.fork()
    except PermissionError:
        tried.append("no fork")
    os.write(theirs, json.dumps(tried).encode())
    signal.pause()
inside = json.loads(os.read(ours, 1000))
try:
    os.kill(child, signal.SIGSTOP)
except PermissionError:
    inside.append("only ended")
os.kill(child, signal.SIGKILL)
inside.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
inside.append(attempt(seccomp.REFUSED["socket"][COLUMN], 2, 1, 0))
print(json.dumps(inside))
""".replace("COLUMN", str(COLUMN))

    assert run(program) == (["EPERM", "EPERM", "EPERM", "no fork", "only ended", -9, "EPERM"], 0)


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="x32 is an interface of x86_64")
def test_a_call_by_the_x32_interface_kills():
    assert run("seccomp.install(False)\nattempt(0x40000000 + 39)\nprint(1)") == (None, -signal.SIGSYS)


def test_a_thread_that_cannot_be_filtered_is_an_error():
    program = """
loose, ready, done = threading.Event(), threading.Event(), threading.Event()

def filter_itself():
    program = seccomp.build(os.uname().machine, False, True)
    code = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code)))
    system.prctl(system.PR_SET_NO_NEW_PRIVS, 1)
    system.call(seccomp.REFUSED["seccomp"][COLUMN], 1, 0, header)
    ready.set()
    done.wait()

worker = threading.Thread(target=filter_itself)
worker.start()
ready.wait()
try:
    seccomp.install(False)
except OSError as error:
    print(json.dumps(error.errno))
done.set()
""".replace("COLUMN", str(COLUMN))

    assert run(program) == (errno.EBUSY, 0)


def test_limits_cannot_be_raised_again():
    program = """
lockdown.close_for_good(False)
names = ["AS", "FSIZE", "NOFILE", "CORE", "MEMLOCK", "MSGQUEUE", "SIGPENDING"]
print(json.dumps([resource.getrlimit(getattr(resource, "RLIMIT_" + name, 11)) for name in names]))
try:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except (OSError, ValueError):
    sys.exit(3)
"""

    limits, code = run(program)

    assert limits == [[number, number] for number in (2**30, 64 * 2**20, 64, 0, 0, 0, 0)]
    assert code == 3


def test_a_lower_limit_stays():
    program = """
resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20))
lockdown.close_for_good(False)
print(json.dumps(resource.getrlimit(resource.RLIMIT_NOFILE)))
"""

    assert run(program) == ([20, 20], 0)


def test_threads_are_bounded():
    # A user of whom nothing else runs, as inside a user namespace; an ordinary user's other threads count as well.
    program = """
if os.geteuid() == 0:
    os.setresuid(54321, 54321, 54321)
threading.stack_size(2**16)
lockdown.close_for_good(False)
done, workers = threading.Event(), []
try:
    while len(workers) < 200:
        workers.append(threading.Thread(target=done.wait))
        workers[-1].start()
except RuntimeError:
    print(json.dumps(len(workers)))
done.set()
"""

    count, code = run(program)

    assert count <= 128
    assert code == 0
