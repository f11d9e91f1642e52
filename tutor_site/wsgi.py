"""The WSGI application that gunicorn, runserver and the in-process transport call."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tutor_site.settings")

_django = get_wsgi_application()


def application(environ, start_response):
    """Django, spared content types with extended parameters (RFC 2231): no form has them, and wrong ones crash it."""
    if "*" in environ.get("CONTENT_TYPE", ""):
        environ = {**environ, "CONTENT_TYPE": ""}
    return _django(environ, start_response)
