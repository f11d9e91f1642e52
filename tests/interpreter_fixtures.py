"""One real interpreter for each backend, shared by the tests of a process. Sandboxes load nothing before it is used."""

import tempfile
from pathlib import Path

import pytest

from interpreter import scratch
from interpreter.client import Interpreter


class Interpreters(dict):
    """{backend's name: Interpreter}; each is started when it is first asked for, and has a sandbox ready then."""

    def __init__(self, folder):
        super().__init__()
        self._folder = folder

    def __missing__(self, backend):
        options = ["--backend", backend, "--spares", "1", "--preload"]
        interpreter = Interpreter(self._folder(backend), server_options=options)
        interpreter.warm()
        self[backend] = interpreter
        return interpreter


@pytest.fixture(scope="session")
def interpreters(tmp_path_factory):
    """The interpreters by backend. Sessions are shared too: a test names one of its own, or closes it."""
    started = Interpreters(tmp_path_factory.mktemp)
    yield started
    for interpreter in started.values():
        interpreter.shutdown()
        assert list(Path(tempfile.gettempdir()).glob(scratch.prefix(interpreter._data) + "*")) == []
