"""One llama.cpp server for all tests here, and one installation of the product that answers with its model."""

import pytest

from tests.llama.server import LlamaServer
from tests.server import Server


@pytest.fixture(scope="session")
def llama():
    with LlamaServer() as server:
        yield server


@pytest.fixture(scope="session")
def product(llama, tmp_path_factory):
    """An installation whose tutor is the scripted model."""
    told = {"LLM_API": "chat_completions", "LLM_BASE_URL": llama.url, "ASSISTANT_MODEL": "scripted"}
    server = Server(tmp_path_factory.mktemp("product") / "data", shares_interpreter=True, **told).start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def api_key(product):
    """A key for the product's Assistants API."""
    return product.manage("create_api_key", "tests").strip()
