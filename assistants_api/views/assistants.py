"""Assistants: create, list, retrieve, modify, delete."""

from assistants_api import objects
from assistants_api.bodies import read_body
from assistants_api.engines.choice import require_engine
from assistants_api.lookup import change, find
from assistants_api.models import Assistant
from assistants_api.paging import page
from assistants_api.tools import kept_resources, kept_tools


def list_assistants(request):
    return page(request, Assistant.objects.visible_to(request.project), "assistant", objects.assistant)


def create_assistant(request):
    body = read_body(request, "CreateAssistantRequest")
    row = Assistant.objects.create(project=request.project, **_fields(body, request.project))
    return objects.assistant(row)


def retrieve_assistant(request, assistant_id):
    return objects.assistant(_find(request, assistant_id))


def modify_assistant(request, assistant_id):
    row = _find(request, assistant_id)
    change(row, "assistant", _fields(read_body(request, "ModifyAssistantRequest"), request.project))
    return objects.assistant(row)


def delete_assistant(request, assistant_id):
    _find(request, assistant_id).delete()
    return objects.deleted("assistant.deleted", assistant_id)


def _find(request, assistant_id):
    return find(Assistant.objects.visible_to(request.project), "assistant", assistant_id)


def _fields(body, project):
    """The columns that a valid body names; null means the default."""
    if "model" in body:
        require_engine(body["model"])
    return {name: _column(name, value, project) for name, value in body.items()}


def _column(name, value, project):
    if name == "tools":
        return kept_tools(value)
    if name == "tool_resources":
        return kept_resources(value, project)
    if name in {"temperature", "top_p"} and value is None:
        return 1.0
    if name == "metadata" and value is None:
        return {}
    if name == "response_format":
        return value or "auto"
    return float(value) if name in {"temperature", "top_p"} else value
