"""Which engine answers for which model."""

from django.conf import settings

from assistants_api import errors
from assistants_api.engines import Engine, chat_completions, offline

ENGINES: dict[str, Engine] = {"offline-math": offline.answer}
"""The models that are ours; every other name is one of the model server's."""


def engine_for(model):
    """The engine of a model, or None when this server has none for it."""
    return ENGINES.get(model) or _model_server_engine()


def require_engine(model):
    """ApiError unless some engine answers for the model."""
    if engine_for(model) is None:
        raise errors.unsupported_model(model)


def _model_server_engine():
    served = settings.LLM_API == "chat_completions" and settings.LLM_BASE_URL
    return chat_completions.answer if served else None
