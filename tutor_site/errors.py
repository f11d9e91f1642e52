"""Answers to requests that no view sees."""

from django.http import JsonResponse
from django.views import defaults


def bad_request(request, exception):
    """400 as a page; under /v1/ in the words of that API, since its clients read JSON alone."""
    if request.path.startswith("/v1/"):
        message = "The request could not be read: is its Host header the address of this server?"
        body = {"message": message, "type": "invalid_request_error", "param": None, "code": None}
        return JsonResponse({"error": body}, status=400)
    return defaults.bad_request(request, exception)
