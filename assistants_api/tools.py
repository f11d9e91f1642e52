"""Tools and their resources in requests: what this server offers, and the form in which they are kept."""

from assistants_api import errors
from assistants_api.lookup import ID
from assistants_api.models import File


def kept_tools(tools):
    """The tools of a valid request as they are stored and shown; ApiError for one that is not offered."""
    return [_kept_tool(tool, f"tools[{index}]") for index, tool in enumerate(tools or [])]


def _kept_tool(tool, path):
    if tool["type"] == "file_search":
        raise errors.no_file_search(f"{path}.type")
    if tool["type"] == "code_interpreter":
        return {"type": "code_interpreter"}
    function = tool["function"]
    return {"type": "function", "function": {**function, "strict": bool(function.get("strict"))}}


def require_chosen(choice, tools):
    """ApiError when a valid tool_choice demands a tool that the run does not have."""
    if choice == "required" and not tools:
        raise errors.invalid_value("Invalid 'tool_choice': it is 'required', but the run has no tools.", "tool_choice")
    if isinstance(choice, str):
        return
    kind, name = choice["type"], choice.get("function", {}).get("name")
    if kind == "function" and name is None:
        raise errors.missing_parameter("tool_choice.function")
    of_kind = [tool for tool in tools if tool["type"] == kind]
    if kind == "function":
        of_kind = [tool for tool in of_kind if tool["function"]["name"] == name]
    if not of_kind:
        what = f"function '{errors.shorten(name)}'" if kind == "function" else kind
        raise errors.invalid_value(f"Invalid 'tool_choice': the run has no tool {what}.", "tool_choice")


def kept_resources(resources, project):
    """The tool resources of a valid request; ApiError for vector stores and for files the project does not have."""
    resources = resources or {}
    if "file_search" in resources:
        raise errors.no_file_search("tool_resources.file_search")
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
