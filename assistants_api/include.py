"""The query parameter `include[]`, with which clients ask for results of the file search."""

from assistants_api import errors

SEARCH_RESULTS = "step_details.tool_calls[*].file_search.results[*].content"


def require_known(request):
    """ApiError for a value the API does not know. The known one changes nothing here: there is no file search."""
    for value in request.GET.getlist("include[]"):
        if value != SEARCH_RESULTS:
            raise errors.unsupported_value(value, [SEARCH_RESULTS], "include")
