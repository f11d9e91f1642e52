"""Fixtures of the tests of engines that speak to a model server."""

import pytest

from assistants_api.engines.chat_completions import engine
from assistants_api.engines.model_server import client
from tests.engine_runs import KEY
from tests.model_server import ModelServer


@pytest.fixture
def serve(settings, monkeypatch):
    """Start a model server with these replies, which the settings then name; the waits between attempts are short."""
    servers = []

    def serve(*replies):
        server = ModelServer(*replies)
        servers.append(server)
        settings.LLM_API, settings.LLM_BASE_URL, settings.LLM_API_KEY = "chat_completions", server.url, KEY
        settings.ASSISTANT_MODEL = "some-model"
        return server

    monkeypatch.setattr(client, "PAUSES", (0.01, 0.01, 0.01))
    monkeypatch.setattr(engine, "_thinkers", set())
    yield serve
    for server in servers:
        server.close()
