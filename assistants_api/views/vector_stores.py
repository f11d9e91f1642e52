"""Vector stores, which this server does not keep."""

from assistants_api import errors


def refuse(request):
    """ApiError, whatever the address and the method."""
    raise errors.no_file_search(None)
