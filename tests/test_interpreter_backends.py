"""Both kinds of sandbox: chosen by what a probe may not do, of use for mathematics, silent about their host."""

import ast
import asyncio
import sys

import pytest

from interpreter.backends import choice
from interpreter.backends.launch import Launch
from interpreter.confined import StartFailed
from interpreter.layout import PROJECT

pytestmark = pytest.mark.slow
pytest_plugins = ["tests.interpreter_fixtures"]

ENVIRONMENT = {
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


@pytest.fixture(params=["bubblewrap", "landlock"])
def interpreter(request, interpreters):
    return interpreters[request.param]


def test_status_names_the_backend_and_what_was_tried(interpreter, request):
    status = interpreter.status()

    assert status.backend == request.node.callspec.params["interpreter"]
    assert {"open a socket", "start a process", "run a program", "read the data folder"} <= set(status.attempts)
    assert set(status.attempts.values()) == {"refused"}
    assert status.memory > 2**20


def test_the_environment_tells_nothing(interpreter):
    result = interpreter.run_cell("backends", "import os\nsorted(os.environ)")

    assert set(ast.literal_eval(result.logs)) <= ENVIRONMENT


def test_plots_and_mathematics_work(interpreter):
    code = "import sympy, matplotlib.pyplot as plt\nplt.plot([1, 2])\nsympy.integrate(sympy.Symbol('x'))"

    result = interpreter.run_cell("backends", code)

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
        asyncio.run(choice._probe(Open(), tmp_path / "secret"))
