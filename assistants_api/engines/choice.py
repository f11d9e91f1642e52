"""Which engine answers for which model."""

from django.conf import settings

from assistants_api import errors
from assistants_api.engines import Engine, chat_completions, offline, responses

OFFLINE = "offline-math"
ENGINES: dict[str, Engine] = {OFFLINE: offline.answer}
"""The models that are ours; every other name is one of the model server's."""
SERVED: dict[str, Engine] = {"chat_completions": chat_completions.answer, "responses": responses.answer}
"""What speaks to the model server: LLM_API names the usual one, a model `NAME/model` another one."""
RETIRED = frozenset(
    {
        "gpt-4",
        "gpt-4-0314",
        "gpt-4-0613",
        "gpt-4-32k",
        "gpt-4-1106-preview",
        "gpt-4-0125-preview",
        "gpt-4-turbo",
        "gpt-4-turbo-preview",
        "gpt-4-turbo-2024-04-09",
        "gpt-4-vision-preview",
        "gpt-3.5-turbo",
        "gpt-3.5-turbo-0125",
        "gpt-3.5-turbo-1106",
        "gpt-3.5-turbo-16k",
        "o1",
        "o1-mini",
        "o1-preview",
        "o3-mini",
        "gpt-4.1-nano",
    }
)
"""Models that clients of the Assistants API still name although nobody serves them any more: ASSISTANT_MODEL answers.

Source: https://developers.openai.com/api/docs/deprecations (as of November 2026)."""


def engine_for(model):
    """(engine, name of the model for it), or None when this server has no engine for the model."""
    if model in RETIRED:
        model = settings.ASSISTANT_MODEL
    if model in ENGINES:
        return ENGINES[model], model
    api, slash, name = model.partition("/")
    if not (slash and name and api in SERVED):
        api, name = settings.LLM_API, model
    return (SERVED[api], name) if api and settings.LLM_BASE_URL else None


def require_engine(model):
    """ApiError unless some engine answers for the model."""
    if engine_for(model) is None:
        raise errors.unsupported_model(model, OFFLINE)


def require_abilities(model, tool_choice, response_format):
    """ApiError when a run demands what the model's engine can never do: offline-math calls no functions and writes
    plain text."""
    if engine_for(model)[0] is not offline.answer:
        return
    if isinstance(tool_choice, dict) and tool_choice["type"] == "function":
        raise errors.not_supported(f"The model '{OFFLINE}' does not call functions.", "tool_choice")
    if isinstance(response_format, dict) and response_format["type"] != "text":
        raise errors.not_supported(f"The model '{OFFLINE}' writes text only.", "response_format")
