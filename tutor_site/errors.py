"""Answers to requests that no view sees."""

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpResponseBadRequest, JsonResponse
from django.template.loader import render_to_string


def bad_request(request, exception):
    """400 as a page; under /v1/ in the words of that API, since its clients read JSON alone."""
    if request.path.startswith("/v1/"):
        message = "The request could not be read: is its Host header the address of this server?"
        body = {"message": message, "type": "invalid_request_error", "param": None, "code": None}
        return JsonResponse({"error": body}, status=400)
    address = settings.TUTOR_URL if isinstance(exception, DisallowedHost) else ""
    return HttpResponseBadRequest(render_to_string("400.html", {"address": address}))
