"""Answers to requests that no view sees, or that a view could not answer."""

import sys

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.views import defaults

from assistants_api import errors as api_errors
from background import outages


def bad_request(request, exception):
    """400 as a page; under /v1/ in the words of that API, since its clients read JSON alone."""
    if request.path.startswith("/v1/"):
        message = "The request could not be read: is its Host header the address of this server?"
        body = {"message": message, "type": "invalid_request_error", "param": None, "code": None}
        return JsonResponse({"error": body}, status=400)
    address = settings.TUTOR_URL if isinstance(exception, DisallowedHost) else ""
    return HttpResponseBadRequest(render_to_string("400.html", {"address": address}))


def server_error(request):
    """503 while the database or the cache is away, else 500. Neither page asks the database for anything."""
    if not outages.is_outage(sys.exc_info()[1]):
        return defaults.server_error(request)
    if request.path.startswith("/v1/"):
        return api_errors.unavailable().response()
    page = render_to_string("503.html", {"question": _question(request)})
    return HttpResponse(page, status=503, headers={"Retry-After": str(outages.SECONDS)})


def _question(request):
    """The question that could not be taken, with all that sends it once more as the same one; None for other requests.

    The token is the one that came with it: no other site gets a valid one by way of this page.
    """
    if request.method != "POST" or _view_name(request) != "message-create":
        return None
    return {name: request.POST.get(name, "") for name in ("text", "client_key", "csrfmiddlewaretoken")}


def _view_name(request):
    """The name of the view that the request is for, although it may not have come so far."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return None
