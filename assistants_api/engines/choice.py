"""Which engine answers for which model."""

from assistants_api import errors
from assistants_api.engines import Engine, offline

ENGINES: dict[str, Engine] = {"offline-math": offline.answer}


def engine_for(model):
    """The engine of a model, or None when this server has none for it."""
    return ENGINES.get(model)


def require_engine(model):
    """ApiError unless some engine answers for the model."""
    if engine_for(model) is None:
        raise errors.unsupported_model(model)
