"""How a mirrored picture or file is served, wherever it is shown."""

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header


def attachment_response(attachment, method):
    """An Attachment as it was checked when it was mirrored: a picture to look at, a file to save.

    Raises Http404 for a file whose bytes could not be had.
    """
    if attachment.missing:
        raise Http404
    response = _picture(attachment) if attachment.is_picture else _file(attachment, method)
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _picture(attachment):
    response = HttpResponse(bytes(attachment.content), content_type=attachment.content_type)
    response["Content-Disposition"] = content_disposition_header(False, attachment.name or "picture.png")
    return response


def _file(attachment, method):
    response = HttpResponse() if method == "HEAD" else StreamingHttpResponse(attachment.pieces())
    response["Content-Type"] = attachment.content_type
    response["Content-Length"] = attachment.size
    response["Content-Disposition"] = content_disposition_header(True, attachment.name)
    return response
