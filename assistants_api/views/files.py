"""Files: upload, list, retrieve, content, delete."""

import itertools
from datetime import timedelta

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from assistants_api import files, objects
from assistants_api.lookup import absent, find
from assistants_api.models import File
from assistants_api.paging import page
from assistants_api.uploads import read_upload


def create_file(request):
    upload = read_upload(request)
    with upload.file:
        files.purge()
        row = files.store(request.project, upload.filename, upload.purpose, upload.file, expires_at=_end(upload))
    return objects.file(row)


def _end(upload):
    return None if upload.expires_after is None else timezone.now() + timedelta(seconds=upload.expires_after)


def list_files(request):
    rows = File.objects.visible_to(request.project)
    if "purpose" in request.GET:
        rows = rows.filter(purpose=request.GET["purpose"].replace("\0", ""))
    return page(request, rows, "file", objects.file, limit=10_000, most=10_000)


def retrieve_file(request, file_id):
    return objects.file(find(File.objects.visible_to(request.project), "file", file_id))


def delete_file(request, file_id):
    """What names the file goes on naming it, as in the original."""
    row = find(File.objects.visible_to(request.project), "file", file_id)
    if not files.discard(row):
        raise absent("file", file_id)
    return objects.deleted("file", file_id)


def file_content(request, file_id):
    """The bare bytes, marked so that a browser never takes them for a page."""
    row = find(File.objects.visible_to(request.project), "file", file_id)
    response = HttpResponse() if request.method == "HEAD" else StreamingHttpResponse(_pieces(row))
    response["Content-Type"] = "application/octet-stream"
    response["Content-Length"] = row.size
    response["Content-Disposition"] = content_disposition_header(True, row.filename)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _pieces(row):
    """The bytes. The first are read now, while a file that was just deleted can still be answered with an error."""
    pieces = files.chunks(row)
    try:
        return itertools.chain([next(pieces, b"")], pieces)
    except File.DoesNotExist:
        raise absent("file", row.public_id) from None
