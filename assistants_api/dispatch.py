"""From a URL to its handlers: method, key and beta header first, then the handler, and each outcome as JSON."""

import logging

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from assistants_api import auth, errors
from background.outages import is_outage

logger = logging.getLogger("tutor.assistants_api")


def endpoint(beta=True, **handlers):
    """A view of the handlers by method. A handler takes the request and the URL's ids and returns a dict or a response.

    It finds the caller's project in `request.project`. `beta` says whether the version header is demanded.
    """

    @csrf_exempt
    def view(request, **ids):
        name = errors.request_id()
        try:
            response = _answer(request, ids, handlers, beta)
        except errors.ApiError as error:
            response = error.response()
        except SuspiciousOperation:  # such as thousands of parameters in the query
            response = errors.bad_request("The request could not be read.").response()
        except Exception as error:
            logger.exception("%s crashed: %s %s", name, request.method, request.resolver_match.route)
            response = errors.unavailable().response() if is_outage(error) else errors.crash_response()
        response["x-request-id"] = name
        return response

    return view


def _answer(request, ids, handlers, beta):
    if not (settings.API_OPEN or request.META.get("tutor.in_process")):
        raise errors.unknown_url(request.method, request.path)
    request.project = auth.authenticate(request).project
    method = "GET" if request.method == "HEAD" else request.method
    if not handlers:
        raise errors.unknown_url(request.method, request.path)
    if method not in handlers:
        return _refused_method(request, handlers)
    if beta:
        auth.require_beta(request)
    answer = handlers[method](request, **ids)
    return answer if isinstance(answer, HttpResponseBase) else JsonResponse(answer)


def _refused_method(request, handlers):
    response = errors.wrong_method(request.method, request.path).response()
    response["Allow"] = ", ".join(handlers)
    return response
