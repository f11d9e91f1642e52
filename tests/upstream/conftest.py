"""The double for its own tests, and a client that checks what it says."""

import pytest

from tests.contract.wire import Api
from tests.upstream import Upstream
from tests.upstream.reading import QUESTION


@pytest.fixture
def server():
    server = Upstream()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def api(server):
    api = Api(server.url.removesuffix("/v1"), server.key)
    yield api
    api.session.close()


@pytest.fixture
def assistant(api):
    tools = [{"type": "code_interpreter"}]
    return api.post("/assistants", {"model": "m", "name": "Math Tutor", "instructions": "x", "tools": tools})["id"]


@pytest.fixture
def thread(api):
    thread = f"/threads/{api.post('/threads')['id']}"
    api.post(f"{thread}/messages", QUESTION)
    return thread
