"""Files over HTTP."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import parse_header_parameters

from assistants_api import files
from assistants_api.models import File, FileChunk, Thread
from tests.api_client import client_of, error_of

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n\0\xff"


@pytest.fixture
def api():
    return client_of("default")


@pytest.fixture
def file():
    return files.store("default", "plot.png", "assistants_output", PNG)


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
    assert content.getvalue() == PNG
    assert content.headers["Content-Length"] == str(len(PNG))
    assert content.headers["Content-Disposition"] == 'attachment; filename="plot.png"'
    assert content.headers["X-Content-Type-Options"] == "nosniff"
    assert content.headers["Content-Type"] == "application/octet-stream"


def test_files_are_listed_by_purpose_without_loading_their_bytes(api, file):
    with CaptureQueriesContext(connection) as queries:
        page = api.get("/files", purpose="assistants_output")

    assert [each["id"] for each in page["data"]] == [file.public_id]
    assert not any("filechunk" in query["sql"] for query in queries)
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


def test_head_tells_the_length_and_reads_nothing(api, file):
    with CaptureQueriesContext(connection) as queries:
        response = api.call("HEAD", f"/files/{file.public_id}/content")

    assert response.headers["Content-Length"] == str(len(PNG))
    assert response.content == b""
    assert not any("filechunk" in query["sql"] for query in queries)


@pytest.mark.parametrize("size", [0, 1, files.CHUNK_BYTES - 1, files.CHUNK_BYTES, 2 * files.CHUNK_BYTES + 1])
def test_bytes_come_back_in_pieces_as_they_went_in(size):
    data = bytes(range(256)) * (size // 256) + b"x" * (size % 256)

    file = files.store("default", "a.bin", "vision", io.BytesIO(data))

    pieces = list(files.chunks(File.objects.get(pk=file.pk)))
    assert b"".join(pieces) == files.read(file) == data
    assert all(len(piece) <= files.CHUNK_BYTES for piece in pieces)
    assert file.size == size


@pytest.mark.parametrize("limit", [0, 1, files.CHUNK_BYTES, files.CHUNK_BYTES + 7, 9 * files.CHUNK_BYTES])
def test_only_the_beginning_is_read_when_no_more_is_wanted(limit):
    data = b"a" * files.CHUNK_BYTES + b"b" * files.CHUNK_BYTES
    file = files.store("default", "a.bin", "vision", data)

    with CaptureQueriesContext(connection) as queries:
        assert files.read(file, limit) == data[:limit]

    assert len(queries) <= 1 + limit // files.CHUNK_BYTES


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("daten ä 数.csv", "daten ä 数.csv"),
        ("a&amp;b.txt", "a&amp;b.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\a.txt", "a.txt"),
        ("a\r\nX-Evil: 1\0.txt", "aX-Evil: 1.txt"),
        ("exe.\u202egpj", "exe.gpj"),
        ("..", "file"),
        ("", "file"),
        ("x" * 300, "x" * 255),
    ],
)
def test_a_name_is_plain(api, name, kept):
    file = files.store("default", name, "assistants_output", b"x")

    response = api.call("GET", f"/files/{file.public_id}/content")

    assert api.get(f"/files/{file.public_id}")["filename"] == kept
    disposition = parse_header_parameters(response.headers["Content-Disposition"])
    assert disposition == ("attachment", {"filename": kept})


def test_a_file_that_is_not_whole_yet_is_not_there(api, file):
    File.objects.update(complete=False)

    assert api.get("/files")["data"] == []
    for method, end in [("GET", ""), ("GET", "/content"), ("DELETE", "")]:
        error_of(api.call(method, f"/files/{file.public_id}{end}"), 404)
    assert File.objects.exists()


def test_an_expired_file_is_as_if_deleted(api):
    now = timezone.now()
    living = files.store("default", "a", "vision", b"x", expires_at=now + timedelta(hours=1))
    expired = files.store("default", "a", "vision", b"x", expires_at=now)

    assert [each["id"] for each in api.get("/files")["data"]] == [living.public_id]
    for method, end in [("GET", ""), ("GET", "/content"), ("DELETE", "")]:
        error_of(api.call(method, f"/files/{expired.public_id}{end}"), 404)


def test_a_deleted_file_is_gone_with_its_bytes(api, file):
    other = files.store("default", "b.png", "vision", b"other")

    answer = api.delete(f"/files/{file.public_id}")

    assert answer == {"id": file.public_id, "object": "file", "deleted": True}
    for method, end in [("GET", ""), ("GET", "/content"), ("DELETE", "")]:
        error_of(api.call(method, f"/files/{file.public_id}{end}"), 404)
    assert list(FileChunk.objects.values_list("file_id", flat=True)) == [other.pk]


def test_a_large_file_is_deleted_in_steps(file, monkeypatch):
    monkeypatch.setattr(files, "CHUNKS_AT_ONCE", 2)
    FileChunk.objects.bulk_create(FileChunk(file=file, number=number, data=b"x") for number in range(1, 5))

    with CaptureQueriesContext(connection) as queries:
        assert files.discard(file)

    steps = [query["sql"] for query in queries if query["sql"].startswith("DELETE") and '"id" IN' in query["sql"]]
    assert sum("filechunk" in sql for sql in steps) == 3
    assert not FileChunk.objects.exists()


def test_of_two_who_delete_a_file_one_has_done_it(file):
    assert files.discard(file)
    assert not files.discard(file)


def test_another_project_cannot_delete_a_file(file):
    error_of(client_of("other").call("DELETE", f"/files/{file.public_id}"), 404)

    assert files.read(file) == PNG


def test_what_names_a_deleted_file_goes_on_naming_it(api, file):
    resources = {"code_interpreter": {"file_ids": [file.public_id]}}
    thread = Thread.objects.create(project="default", tool_resources=resources)

    api.delete(f"/files/{file.public_id}")

    assert api.get(f"/threads/{thread.public_id}")["tool_resources"] == resources


def test_a_thread_takes_its_files_with_it(api):
    thread = Thread.objects.create(project="default")
    files.store("default", "plot.png", "assistants_output", PNG, thread=thread)

    api.delete(f"/threads/{thread.public_id}")

    assert not File.objects.exists()
    assert not FileChunk.objects.exists()


def test_a_file_that_vanishes_while_it_is_asked_for_is_a_404(api, file):
    FileChunk.objects.all().delete()

    error_of(api.call("GET", f"/files/{file.public_id}/content"), 404)


def test_a_file_that_is_deleted_while_it_is_read_ends_the_reading():
    file = files.store("default", "a.bin", "vision", b"x" * (files.CHUNK_BYTES + 1))
    pieces = files.chunks(file)
    next(pieces)

    file.delete()

    with pytest.raises(File.DoesNotExist):
        next(pieces)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_files_of_an_older_version_keep_their_bytes():
    content = bytes(range(256)) * 5000
    old, new = [("assistants_api", "0001_initial")], [("assistants_api", "0002_files")]
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        OldFile = _migrated(old).get_model("assistants_api", "File")
        OldFile.objects.create(
            public_id="file-old",
            project="default",
            filename="a.png",
            purpose="vision",
            size=len(content),
            content=content,
        )
        NewFile = _migrated(new).get_model("assistants_api", "File")
        file = NewFile.objects.get(public_id="file-old")
        assert files.read(file) == content
        assert file.complete
        OldFile = _migrated(old).get_model("assistants_api", "File")
        assert bytes(OldFile.objects.get(public_id="file-old").content) == content
    finally:
        _migrated(newest)


def _migrated(targets):
    """The apps as they are after these migrations."""
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps
