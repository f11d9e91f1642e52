"""Answers that are sent while they are made, so that a person's whole record never has to fit into the memory."""

import re

from django.db import close_old_connections
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header

NAME_LIMIT = 60


def streamed(request, pieces, content_type):
    """A response of these pieces."""
    if request.method == "HEAD":
        return HttpResponse(content_type=content_type)
    return StreamingHttpResponse(_in_readers_terms(pieces), content_type=content_type)


def saved(request, pieces, content_type, name, kind):
    """The same, to be saved as a file that is named after a title."""
    response = streamed(request, pieces, content_type)
    safe = re.sub(r"[^\w .,()=+-]+", "-", name).strip(" .-")[:NAME_LIMIT]
    response["Content-Disposition"] = content_disposition_header(True, f"{safe or 'conversation'}.{kind}")
    return response


def _in_readers_terms(pieces):
    """The pieces, made in the language and time zone of now; while the reader takes one, no connection is held."""
    language, zone = translation.get_language(), timezone.get_current_timezone()

    def made():
        with translation.override(language), timezone.override(zone):
            for piece in pieces:
                close_old_connections()
                yield piece

    return made()
