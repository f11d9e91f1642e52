"""Files: list, retrieve, content."""

from django.http import HttpResponse

from assistants_api import objects
from assistants_api.lookup import find
from assistants_api.models import File
from assistants_api.paging import page


def list_files(request):
    rows = File.objects.visible_to(request.project).defer("content")
    if "purpose" in request.GET:
        rows = rows.filter(purpose=request.GET["purpose"].replace("\0", ""))
    return page(request, rows, "file", objects.file, limit=10_000, most=10_000)


def retrieve_file(request, file_id):
    return objects.file(find(File.objects.visible_to(request.project).defer("content"), "file", file_id))


def file_content(request, file_id):
    """The bare bytes, marked so that a browser never takes them for a page."""
    row = find(File.objects.visible_to(request.project), "file", file_id)
    response = HttpResponse(bytes(row.content), content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    return response
