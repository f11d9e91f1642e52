"""The engine for OpenAI's Responses API (POST /responses)."""

from assistants_api.engines.responses.engine import answer

__all__ = ["answer"]
