"""The addresses of the site, and one where everything goes wrong in the way that it names."""

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.urls import path

from tutor_site.errors import too_many_requests
from tutor_site.urls import *  # noqa: F403 - with the handlers
from tutor_site.urls import urlpatterns as site

RAISED = {"403": PermissionDenied("secret"), "500": ValueError("secret"), "503": OperationalError("database is locked")}


def fails(request, name):
    if name == "429":
        return too_many_requests(request)
    raise RAISED[name]


urlpatterns = [*site, path("fails/<name>", fails)]
