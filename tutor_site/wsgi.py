"""The WSGI application that gunicorn, runserver and the in-process transport call."""

import codecs
import os
import re

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tutor_site.settings")

_django = get_wsgi_application()
_CHARSET = re.compile(r";\s*charset\s*=([^;]*)", re.IGNORECASE)
_READABLE = {"utf-8", "ascii", "iso8859-1"}


def application(environ, start_response):
    """Django, spared content types that no form has and that crash it: those with extended parameters (RFC 2231), and
    charsets that are none of text (`hex`) or have half characters (`unicode_escape`), which nothing can write."""
    content_type = environ.get("CONTENT_TYPE", "")
    told = "" if "*" in content_type else _CHARSET.sub(_if_readable, content_type)
    if told != content_type:
        environ = {**environ, "CONTENT_TYPE": told}
    return _django(environ, start_response)


def _if_readable(found):
    try:
        name = codecs.lookup(found[1].strip(' "')).name
    except (LookupError, ValueError):
        name = ""
    return found[0] if name in _READABLE else ""
