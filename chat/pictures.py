"""How a mirrored picture is served, wherever it is shown."""

from django.http import HttpResponse


def picture_response(attachment):
    """The bytes of an Attachment under the content type that was checked when it was mirrored."""
    response = HttpResponse(bytes(attachment.content), content_type=attachment.content_type)
    response["Content-Disposition"] = 'inline; filename="picture.png"'
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
