"""One real server for each database, shared by all tests of the contract that run against it."""

import pytest

from tests.contract.wire import Api
from tests.model_server import ModelServer, said
from tests.server import Server

TUTOR = {
    "name": "Math Tutor",
    "instructions": "You are a personal math tutor. Write and run code to answer math questions.",
    "tools": [{"type": "code_interpreter"}],
    "model": "offline-math",
}


def databases():
    """The databases as parameters; each has a process of its own when several processes share the tests."""
    return [
        pytest.param(name, marks=[pytest.mark.slow, pytest.mark.xdist_group(f"contract-{name}")])
        for name in ("sqlite", "postgresql")
    ]


@pytest.fixture(scope="session")
def model_server():
    """The double of a model server, for what offline-math does not do: calls of the client's own functions."""
    double = ModelServer(said("Hello."))
    yield double
    double.close()


@pytest.fixture(scope="session", params=databases())
def server(request, tmp_path_factory, model_server):
    environment = {"LLM_API": "chat_completions", "LLM_BASE_URL": model_server.url}
    if request.param == "postgresql":
        environment["DATABASE_URL"] = request.getfixturevalue("postgres").new_database()
    server = Server(tmp_path_factory.mktemp(request.param) / "data", shares_interpreter=True, **environment)
    try:
        yield server.start()
    finally:
        server.stop()
    assert [line for line in server.lines if " ERROR " in line or "Traceback" in line] == []
    assert server.processes() == []


@pytest.fixture(scope="session")
def api(server):
    key = server.manage("create_api_key", "contract").split()[-1]
    api = Api(server.url, key)
    yield api
    api.session.close()


@pytest.fixture(scope="session")
def assistant(api):
    return api.post("/assistants", TUTOR)


@pytest.fixture
def thread(api):
    """The path of an empty thread."""
    return f"/threads/{api.post('/threads')['id']}"
