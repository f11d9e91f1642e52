"""Files that the tutor made, in the chat: kept once, named safely, downloaded by their reader and by nobody else."""

import re
import uuid

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chat.attachments import PIECE_BYTES
from chat.models import Attachment, Conversation, FileLink, Tutor
from tests.made_files import TABLE, TARGET, body, links_of
from tests.test_png import picture

pytest_plugins = ["tests.file_fixtures"]
pytestmark = pytest.mark.django_db(transaction=True)

OTHER = "application/octet-stream"
HIDDEN = "evil\u202egpj.exe"


def test_a_link_to_the_sandbox_becomes_a_download_from_our_record(made, read, client):
    page = read()
    asked = len(made.upstream.requests)

    [address] = links_of(page)
    response = client.get(address)

    assert ">the table</a>." in page
    assert '<div class="files">' not in page
    assert "sandbox:" not in page
    assert body(response) == TABLE
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="table.csv"'
    assert response["Content-Length"] == str(len(TABLE))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, max-age=3600"
    assert len(made.upstream.requests) == asked
    assert (made.asked("file-table"), made.asked("file-table", "/content")) == (1, 1)


def test_a_file_that_the_text_does_not_link_is_listed_below_it(made, read, client):
    made.add("file-notes", "notes.txt", b"n" * 2048)
    made.answer(f"See `{TARGET}`.", {TARGET: "file-table"}, ["file-table", "file-notes"])

    page = read()

    listed = page[page.index('<div class="files">') :]
    assert "<code>table.csv</code>" in page
    assert "sandbox:" not in page
    assert '<span class="unseen">Download</span> <bdi>table.csv</bdi>' in listed
    assert '<bdi>notes.txt</bdi> <span class="size">(2.0\xa0KB)' in listed
    assert [body(client.get(address)) for address in links_of(listed)] == [TABLE, b"n" * 2048]


def test_head_tells_the_length_and_sends_nothing(made, read, client):
    [address] = links_of(read())

    response = client.head(address)

    assert (response["Content-Length"], response.content) == (str(len(TABLE)), b"")


def test_strangers_get_the_same_404_as_for_nothing(made, read, jane_client, john_client, client):
    [address] = links_of(read(jane_client))
    [mine] = links_of(read(client))
    theirs, elsewhere = address.split("/")[2], mine.split("/")[2]
    assert jane_client.get(address).status_code == 200
    assert jane_client.get(address.replace(theirs, str(uuid.uuid4()))).status_code == 404

    for stranger in (Client(), client, john_client):
        nothing = stranger.get(f"/c/{uuid.uuid4()}/attachments/{uuid.uuid4()}")
        real = stranger.get(address)
        crossed = stranger.get(address.replace(theirs, elsewhere))
        assert [response.status_code for response in (nothing, real, crossed)] == [404, 404, 404]
        assert nothing.content == real.content == crossed.content


SERVED = [
    ("a.csv", b"\xff\xfe", "text/csv; charset=utf-8"),
    ("A.TXT", b"a", "text/plain; charset=utf-8"),
    ("a.html", b"<script>alert(1)</script>", OTHER),
    ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", OTHER),
    ("csv", b"a", OTHER),
    ("a.png", picture(), "image/png"),
    ("b.png", picture()[:-20], OTHER),
    ("c.png", b"\x89PNG\r\n\x1a\n<script>", OTHER),
    ("empty.csv", b"", "text/csv; charset=utf-8"),
]


def test_nothing_is_served_as_what_a_browser_would_run(made, read, client):
    for number, (name, content, _type) in enumerate(SERVED):
        made.add(f"file-{number}", name, content)
    made.answer("See below.", attached=made.files)
    made.attached.remove("file-table")

    served = [client.get(address) for address in links_of(read())]

    assert [(response["Content-Type"], body(response)) for response in served] == [(t, c) for _, c, t in SERVED]
    assert all(response["Content-Disposition"].startswith("attachment; filename=") for response in served)


def test_hostile_names_harm_neither_page_nor_header(made, read, client):
    names = ['a"; filename=x.exe.csv', "a\r\nX-Evil: 1.csv", "таблица.csv", HIDDEN, "<b>&.csv", ["x"], None]
    for number, name in enumerate(names):
        made.add(f"file-{number}", name, TABLE)
    made.answer("See below.", attached=[f"file-{number}" for number in range(len(names))])

    page = read()
    told = [client.get(address)["Content-Disposition"] for address in links_of(page)]

    assert told == [
        'attachment; filename="a\\"; filename=x.exe.csv"', 'attachment; filename="aX-Evil: 1.csv"',
        "attachment; filename*=utf-8''%D1%82%D0%B0%D0%B1%D0%BB%D0%B8%D1%86%D0%B0.csv",
        'attachment; filename="evilgpj.exe"', 'attachment; filename="<b>&.csv"', *['attachment; filename="file"'] * 2,
    ]  # fmt: skip
    assert "<b>" not in page
    assert "\u202e" not in page


def test_a_picture_stays_a_picture_and_can_be_linked(made, read, client):
    made.pictures = ["file-plot"]
    made.add("file-plot", "plot.png", picture())
    made.answer("[The plot](sandbox:/mnt/data/plot.png)", {"sandbox:/mnt/data/plot.png": "file-plot"}, ["file-plot"])
    page = read()

    address = links_of(page)[0]
    assert set(links_of(page)) == {address}
    assert f'<img src="{address}"' in page
    assert page.count("<img src=") == 1
    assert client.get(address)["Content-Disposition"].startswith("inline")
    assert '<div class="files">' not in page


def test_a_large_file_is_sent_in_pieces(made, read, client):
    content = bytes(range(256)) * (PIECE_BYTES // 256 * 2) + b"the end"
    made.add("file-table", "table.csv", content)
    [address] = links_of(read())

    pieces = list(client.get(address).streaming_content)

    assert [len(piece) for piece in pieces] == [PIECE_BYTES, PIECE_BYTES, 7]
    assert b"".join(pieces) == content


def test_pages_never_load_the_bytes(made, client, send, ended, admin_client):
    address = send(client, "Make a table")["Location"]
    run = ended()
    pages = [
        (client, address), (client, f"{address}runs/{run.pk}?rev=0"), (client, "/c/"),
        (admin_client, f"/admin/chat/conversation/{run.conversation_id}/change/"),
    ]  # fmt: skip

    with CaptureQueriesContext(connection) as queries:
        shown = [reader.get(page).content.decode() for reader, page in pages]

    assert "the table</a>" in shown[0]
    assert "the table</a>" in shown[1]
    assert "the table</a>" in shown[3]
    assert not [query["sql"] for query in queries if '"chat_attachment"."content",' in query["sql"]]


def test_administrators_see_and_download_the_same(made, read, admin_client, jane_client):
    read()
    file = Attachment.objects.get()
    address = f"/admin/chat/conversation/{file.conversation_id}/files/{file.pk}/"

    page = admin_client.get(f"/admin/chat/conversation/{file.conversation_id}/change/").content.decode()

    assert re.search(rf'<a href="{address}"[^>]*>the table</a>', page)
    assert body(admin_client.get(address)) == TABLE
    assert jane_client.get(address).status_code == 302


def test_files_go_with_their_conversation(made, read):
    read()

    Conversation.objects.get().delete()

    assert (Attachment.objects.count(), FileLink.objects.count()) == (0, 0)


@pytest.mark.parametrize("fields", [{}, {"name": "x", "width": 1, "height": 1}, {"width": 1, "height": 1}])
def test_an_attachment_is_a_picture_of_a_block_or_a_file_with_a_name(jane, fields):
    conversation = Conversation.objects.create(owner=jane, tutor=Tutor.default())

    with pytest.raises(IntegrityError):
        Attachment.objects.create(conversation=conversation, upstream_id="f", content=b"", **fields)
