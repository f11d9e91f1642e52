"""Files over HTTP."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistants_api.models import File
from tests.api_client import client_of, error_of

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n\0\xff"


@pytest.fixture
def api():
    return client_of("default")


@pytest.fixture
def file():
    return File.objects.create(
        project="default", filename="plot.png", purpose="assistants_output", size=len(PNG), content=PNG
    )


def test_a_file_is_shown_and_its_bytes_come_bare(api, file):
    shown = api.get(f"/files/{file.public_id}")
    content = api.call("GET", f"/files/{file.public_id}/content")

    assert shown == {
        "object": "file",
        "id": file.public_id,
        "purpose": "assistants_output",
        "filename": "plot.png",
        "bytes": len(PNG),
        "created_at": shown["created_at"],
        "expires_at": None,
        "status": "processed",
        "status_details": None,
    }
    assert file.public_id.startswith("file-")
    assert len(file.public_id) == 27
    assert content.content == PNG
    assert content.headers["X-Content-Type-Options"] == "nosniff"
    assert content.headers["Content-Type"] == "application/octet-stream"


def test_files_are_listed_by_purpose_without_loading_their_bytes(api, file):
    with CaptureQueriesContext(connection) as queries:
        page = api.get("/files", purpose="assistants_output")

    assert [each["id"] for each in page["data"]] == [file.public_id]
    assert not any('"content"' in query["sql"] for query in queries)
    assert api.get("/files", purpose="vision")["data"] == []
    assert api.get("/files", limit=10_000)["has_more"] is False
    assert error_of(api.call("GET", "/files", limit=10_001), 400)["param"] == "limit"


@pytest.mark.parametrize("end", ["", "/content"])
def test_another_project_sees_no_file(file, end):
    stranger = client_of("other")

    error = error_of(stranger.call("GET", f"/files/{file.public_id}{end}"), 404)

    assert error["message"] == f"No such File object: {file.public_id}"
    assert stranger.get("/files")["data"] == []


@pytest.mark.parametrize("public_id", ["file-" + "x" * 22, "file-%00"])
def test_an_unknown_file_is_a_404(api, public_id):
    error_of(api.call("GET", f"/files/{public_id}"), 404)


def test_files_cannot_be_uploaded_yet(api):
    error_of(api.call("POST", "/files"), 405)
