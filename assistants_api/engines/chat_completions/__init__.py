"""The engine for OpenAI-compatible model servers (POST /chat/completions)."""

from assistants_api.engines.chat_completions.engine import answer

__all__ = ["answer"]
