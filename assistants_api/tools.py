"""Tools and their resources in requests: what this server offers, and the form in which they are kept."""

from assistants_api import errors
from assistants_api.lookup import ID
from assistants_api.models import File


def kept_tools(tools):
    """The tools of a valid request as they are stored and shown; ApiError for one that is not offered."""
    return [_kept_tool(tool, f"tools[{index}]") for index, tool in enumerate(tools or [])]


def _kept_tool(tool, path):
    if tool["type"] == "file_search":
        raise errors.not_supported("This server has no file search: it keeps no vector stores.", f"{path}.type")
    if tool["type"] == "code_interpreter":
        return {"type": "code_interpreter"}
    function = tool["function"]
    return {"type": "function", "function": {**function, "strict": bool(function.get("strict"))}}


def kept_resources(resources, project):
    """The tool resources of a valid request; ApiError for vector stores and for files the project does not have."""
    resources = resources or {}
    if "file_search" in resources:
        message = "This server has no file search: it keeps no vector stores."
        raise errors.not_supported(message, "tool_resources.file_search")
    if "code_interpreter" not in resources:
        return {}
    wanted = resources["code_interpreter"].get("file_ids", [])
    require_files(wanted, project, "tool_resources.code_interpreter.file_ids")
    return {"code_interpreter": {"file_ids": wanted}}


def require_files(file_ids, project, path):
    """ApiError unless the project has all these files."""
    wanted = {file_id for file_id in file_ids if ID.fullmatch(file_id)}
    there = set(File.objects.visible_to(project).filter(public_id__in=wanted).values_list("public_id", flat=True))
    for file_id in file_ids:
        if file_id not in there:
            raise errors.file_not_found(file_id, path)
