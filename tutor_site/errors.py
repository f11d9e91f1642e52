"""Answers to requests that no view sees, or that a view could not answer: a page, or a fragment for htmx."""

import sys

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

from assistants_api import errors as api_errors
from background import outages

LIMIT_SECONDS = 60
"""The window of the limits by address in ACCOUNT_RATE_LIMITS."""
ASKING = {"message-create", "question-edit"}
"""The views that take questions."""


def shell(request):
    """What frames an error: a whole page, or for htmx nothing. A context processor."""
    return {"shell": "_fault.html" if request.headers.get("HX-Request") == "true" else "base.html"}


def _page(request, status, **context):
    """The error as it can be told without the database: no name, no conversations."""
    return HttpResponse(render_to_string(f"{status}.html", shell(request) | context), status=status)


def bad_request(request, exception):
    """400 as a page; under /v1/ in the words of that API, since its clients read JSON alone."""
    if request.path.startswith("/v1/"):
        message = "The request could not be read: is its Host header the address of this server?"
        body = {"message": message, "type": "invalid_request_error", "param": None, "code": None}
        return JsonResponse({"error": body}, status=400)
    address = settings.TUTOR_URL if isinstance(exception, DisallowedHost) else ""
    return _page(request, 400, address=address)


def too_many_requests(request, words="", seconds=LIMIT_SECONDS):
    """429: `words` say what was too many, the page says when to try again, and so does Retry-After.

    Nothing is swapped: what was tried stays where it is, to be tried again.
    """
    response = _page(request, 429, words=words, seconds=seconds)
    response["Retry-After"] = str(seconds)
    response["HX-Reswap"] = "none"
    return response


def server_error(request):
    """503 while the database or the cache is away, else 500. Neither page asks the database for anything."""
    if not outages.is_outage(sys.exc_info()[1]):
        return _page(request, 500)
    if request.path.startswith("/v1/"):
        return api_errors.unavailable().response()
    response = _page(request, 503, question=_question(request))
    response["Retry-After"] = str(outages.SECONDS)
    return response


def _question(request):
    """The question that could not be taken, with all that sends it once more as the same one; None for other requests.

    The token is the one that came with it: no other site gets a valid one by way of this page.
    """
    if request.method != "POST" or _view_name(request) not in ASKING:
        return None
    return {name: request.POST.get(name, "") for name in ("text", "client_key", "branch", "csrfmiddlewaretoken")}


def _view_name(request):
    """The name of the view that the request is for, although it may not have come so far."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return None
