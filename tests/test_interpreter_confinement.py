"""What a program in a sandbox must not be able to do, in either kind of sandbox. Both must run where the tests run."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from interpreter.backends import choice
from interpreter.backends.launch import Launch
from interpreter.client import PROJECT, Interpreter
from interpreter.confined import StartFailed
from interpreter.sandbox.lockdown import NOBODY

pytestmark = pytest.mark.slow

# On aarch64 there is no fork, so clone stands in for it.
FORK, CLONE = {"x86_64": ("57", "56"), "aarch64": ("220, 17, 0, 0, 0, 0", "220")}[os.uname().machine]
RAW = "import ctypes\nlibc = ctypes.CDLL(None)\n"
REFUSED = {
    "open a socket": "import socket\nsocket.socket()",
    "open a socket pair": "import socket\nsocket.socketpair()",
    "fork": "import os\nos.fork()",
    "fork without the library": RAW + "libc.syscall({fork}) >= 0 or 1/0",
    "fork with new namespaces": RAW + "libc.syscall({clone}, 0x10000011, 0, 0, 0, 0) >= 0 or 1/0",
    "run a program": "import subprocess, sys\nsubprocess.run([sys.executable, '-c', ''])",
    "replace itself": "import os, sys\nos.execv(sys.executable, [sys.executable])",
    "by sympify": "import sympy\nsympy.sympify(\"__import__('os').popen('true').read()\")",
    "read the secret": "open({secret!r}).read()",
    "list the data folder": "import os\nos.listdir({data!r})",
    "read the password file": "open('/etc/passwd').read()",
    "read the project": "open({project!r} + '/manage.py').read()",
    "see processes": "open('/proc/{pid}/environ', 'rb').read()",
    "signal a process": "import os\nos.kill({pid}, 0)",
    "signal even itself": "import os\nos.kill(os.getpid(), 0)",
    "change its limits": "import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (10, 10))",
    "write into the packages": "import sympy\nopen(sympy.__file__, 'a')",
    "write into the system": "open('/usr/lib/x', 'w')",
    "write to the secret": "open({secret!r}, 'w')",
    "change a file's mode": "import os\nos.chmod({secret!r}, 0o777)",
    "cut a file": "import os\nos.truncate({secret!r}, 0)",
    "plant a link": "import os\nos.symlink('/etc/passwd', 'plot.png')",
    "plant a link from a folder": "import os\nos.symlink('/etc/passwd', 'x.png', dir_fd=os.open('.', os.O_RDONLY))",
    "plant a hard link": "import os\nopen('a', 'w').close()\nos.link('a', 'b')",
    "make a device": "import os\nos.mknod('null', 0o20666, os.makedev(1, 3))",
    "become root": "import os\nos.setuid(0)\nassert os.getuid() == 0\nopen('/etc/shadow').read()",
    "raise its limits": "import resource\nresource.setrlimit(resource.RLIMIT_AS, (2**33, 2**33))",
    "outlive the interpreter": RAW + "libc.prctl(1, 0, 0, 0, 0) == 0 or 1/0",
    "make a namespace": RAW + "libc.unshare(0x10000000) == 0 or 1/0",
    "have the kernel signal another": "import fcntl, os\nfcntl.fcntl(os.pipe()[0], fcntl.F_SETOWN, {pid})",
    "choose the kernel's signal": "import fcntl, os\nfcntl.fcntl(os.pipe()[0], 10, 9)",
    "signal by ioctl": "import fcntl, os, struct\nfcntl.ioctl(os.pipe()[0], 0x8901, struct.pack('i', {pid}))",
    "keep others from a file": "import fcntl\nfcntl.fcntl(open(__import__('sympy').__file__), 1024, fcntl.F_WRLCK)",
    "slow a process down": "import os\nos.setpriority(os.PRIO_PROCESS, {pid}, 19)",
    "take processors from a process": "import os\nos.sched_setaffinity({pid}, [0])",
    "make a ring": RAW + "libc.syscall(425, 8, ctypes.create_string_buffer(256)) >= 0 or 1/0",
}


@pytest.fixture(scope="module", params=["bubblewrap", "landlock"])
def interpreter(request, tmp_path_factory):
    options = ["--backend", request.param, "--spares", "1"]
    interpreter = Interpreter(tmp_path_factory.mktemp("data"), server_options=options)
    interpreter.warm()
    secret = interpreter._data / "secret-key"
    secret.write_text("canary")
    if os.geteuid() == 0:
        # A sandbox without namespaces runs as nobody then: the file is its own, as an ordinary user's would be.
        os.chown(secret, NOBODY, NOBODY)
    yield interpreter
    interpreter.shutdown()


@pytest.mark.parametrize("attempt", REFUSED)
def test_a_program_cannot(interpreter, attempt):
    secret = interpreter._data / "secret-key"
    places = {"secret": str(secret), "data": str(secret.parent), "project": str(PROJECT), "pid": os.getpid()}
    code = REFUSED[attempt].format(**places, fork=FORK, clone=CLONE)
    before = secret.stat()

    result = interpreter.run_cell("attacker", code)

    assert result.outcome == "error", result.logs
    assert "canary" not in result.logs
    assert secret.read_text() == "canary"
    assert secret.stat().st_mode == before.st_mode


def test_the_environment_tells_nothing(interpreter, monkeypatch):
    result = interpreter.run_cell("attacker", "import os\nsorted(os.environ)")

    allowed = {
        "HOME",
        "LANG",
        "LC_CTYPE",
        "MALLOC_ARENA_MAX",
        "MPLBACKEND",
        "MPLCONFIGDIR",
        "OPENBLAS_NUM_THREADS",
        "PWD",
        "TMPDIR",
    }
    assert set(eval(result.logs)) <= allowed


def test_status_names_the_backend_and_what_was_tried(interpreter, request):
    status = interpreter.status()

    assert status.backend == request.node.callspec.params["interpreter"]
    assert set(status.attempts) == {"open a socket", "start a process", "run a program", "read the data folder"}
    assert set(status.attempts.values()) == {"refused"}
    assert status.memory > 2**20


def test_sessions_do_not_see_each_others_files(interpreter):
    place = interpreter.run_cell("owner", "import os\nopen('/mnt/data/mine.txt', 'w').write('canary')\nos.getcwd()")
    path = place.logs.strip().splitlines()[-1].strip("'") + "/mine.txt"

    result = interpreter.run_cell("attacker", f"open({path!r}).read()")

    assert [file.name for file in place.files] == ["mine.txt"]
    assert result.outcome == "error"
    assert "canary" not in result.logs


def test_the_disk_is_bounded(interpreter):
    code = "import time\nfor n in range(40):\n    open(f'{n}.bin', 'wb').write(bytes(8 * 2**20))\ntime.sleep(9)"

    result = interpreter.run_cell("attacker", code, timeout=20)

    assert "No space left on device" in result.logs or "too much was written to disk" in result.logs


def test_plots_and_mathematics_work(interpreter):
    code = "import sympy, matplotlib.pyplot as plt\nplt.plot([1, 2])\nsympy.integrate(sympy.Symbol('x'))"

    result = interpreter.run_cell("student", code)

    assert (result.outcome, result.logs, len(result.images)) == ("ok", "x**2/2\n", 1)


def test_computations_work(interpreter):
    assert interpreter.compute("interpreter.echo", {"a": 1}) == {"a": 1, "computed": 1}


class Open:
    """A backend that confines nothing: the probe's program without the lock."""

    name = "open"

    def missing(self):
        return ""

    def launch(self, role):
        program = (
            f"import sys; sys.path.insert(0, {str(PROJECT)!r})\n"
            "from interpreter.sandbox import channel, probe\n"
            "c = channel.Channel(); c.send({'ready': 'probe'}); probe._run_program = lambda: None\n"
            "probe.prepare({})(c)"
        )
        return Launch([sys.executable, "-I", "-c", program], {})


def test_a_sandbox_that_does_not_hold_is_not_taken(tmp_path):
    with pytest.raises(StartFailed, match="does not hold"):
        asyncio.run(choice._probe(Open(), Path(tmp_path) / "secret"))
