"""Exports hold what was said, in the documented format; the page for printing shows it."""

import io
import json
import random
import re
import tracemalloc
import uuid
import zipfile
from types import SimpleNamespace
from urllib.parse import unquote

import jsonschema
import pytest
from django.test import Client

from chat import keeping
from chat.models import Attachment, Conversation, FileLink, Message, Run, RunStep, Tutor
from tests.marks import CONTRADICTED, VERIFIED, answered, done
from tests.server import ROOT

pytestmark = pytest.mark.django_db(transaction=True)  # a stream lets go of its connection between two pieces

SCHEMA = json.loads((ROOT / "docs" / "export.schema.json").read_text())
HOSTILE = "<script>alert(1)</script> `x` & ```` fence"


@pytest.fixture
def conversation(jane):
    """One with everything that an export can hold."""
    run = answered(jane, HOSTILE, "See [the table](sandbox:/mnt/data/t.csv): \\(x = 1\\)【1†source】", **done(VERIFIED))
    conversation = run.conversation
    keeping.change(conversation, title="Lines *and* <b>tables</b>")
    step = run.steps.get()
    given = {
        "message": run.message,
        "name": "homework.png",
        "content_type": "image/png",
        "size": 5,
        "content": b"GIVEN",
    }
    Attachment.objects.create(conversation=conversation, width=3, height=4, **given)
    RunStep.objects.create(run=run, upstream_id="c", type="tool_calls", code="print('```')", logs="```", revision=2)
    Attachment.objects.create(
        conversation=conversation, step=step, upstream_id="p", content_type="image/png", width=2, height=2,
        description="A line", content=b"PNG",
    )  # fmt: skip
    for name, missing in (("t.csv", ""), ("gone.csv", "gone")):
        kept = {"content_type": "text/csv", "name": name, "size": None if missing else 3, "missing": missing}
        file = Attachment.objects.create(conversation=conversation, upstream_id=name, content=b"1,2", **kept)
        FileLink.objects.create(step=step, attachment=file, target=f"sandbox:/mnt/data/{name}")
    answered(jane, "And now?", "x = 2", conversation, **done(CONTRADICTED))
    stopped = Message.objects.create(conversation=conversation, role="user", text="Stop", client_key=uuid.uuid4())
    Run.objects.create(conversation=conversation, message=stopped, status="cancelled")
    return conversation


def export(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode(), response


def test_json_is_as_documented(conversation, jane_client):
    text, response = export(jane_client, f"/c/{conversation.pk}/export.json")

    document = json.loads(text)
    jsonschema.validate(document, SCHEMA, format_checker=jsonschema.FormatChecker())
    entries = document["conversations"][0]["entries"]
    assert [entry["kind"] for entry in entries] == [
        "question", "answer", "code", "check", "question", "answer", "check", "question", "end",
    ]  # fmt: skip
    assert entries[0]["text"] == HOSTILE
    assert [(file["name"], file["width"]) for file in entries[0]["files"]] == [("homework.png", 3)]
    assert jane_client.get(entries[0]["files"][0]["address"]).content == b"GIVEN"
    assert entries[1]["text"].endswith("【1†source】")
    assert [file["missing"] for file in entries[1]["files"]] == ["", "gone"]
    assert jane_client.get(entries[1]["pictures"][0]["address"]).content == b"PNG"
    assert response["Content-Disposition"] == 'attachment; filename="Lines -and- -b-tables-b.json"'
    assert "no-store" in response["Cache-Control"]


def test_the_schema_says_no_to_something_else(conversation, jane_client):
    document = json.loads(export(jane_client, f"/c/{conversation.pk}/export.json")[0])
    document["conversations"][0]["entries"][0]["kind"] = "other"

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, SCHEMA)


def test_markdown_reads_as_it_was_said(conversation, jane_client):
    text, _ = export(jane_client, f"/c/{conversation.pk}/export.md")

    assert text.startswith(r"# Lines \*and\* \<b\>tables\</b\>")
    assert f"## You asked\n\n{HOSTILE}\n\n![homework.png](http" in text
    assert "````python\nprint('```')\n````" in text
    assert "sandbox:/mnt/data/t.csv" not in text
    assert "【" not in text
    assert "### Checked: right" in text
    assert "### This does not match our own check\n\n\\( x = 1 \\)" in text
    assert "*stopped*" in text


def test_all_has_archived_ones_and_no_deleted_or_foreign_ones(conversation, jane, john, jane_client, client):
    keeping.change(conversation, is_archived=True)
    keeping.delete(answered(jane, "deleted").conversation)
    answered(john, "of John")
    answered(jane, "another")

    whole = json.loads(export(jane_client, "/c/all.json")[0])
    markdown = export(jane_client, "/c/all.md")[0]

    jsonschema.validate(whole, SCHEMA)
    assert [each["entries"][0]["text"] for each in whole["conversations"]] == [HOSTILE, "another"]
    assert "another" in markdown
    assert "of John" not in markdown
    assert "deleted" not in markdown
    assert json.loads(export(client, "/c/all.json")[0])["conversations"] == []


@pytest.mark.parametrize("kind", ["pdf", "", "json.md", "MD", "zip.zip"])
def test_other_kinds_are_not_there(conversation, jane_client, kind):
    assert jane_client.get(f"/c/{conversation.pk}/export.{kind}").status_code == 404
    assert jane_client.get(f"/c/all.{kind}").status_code == 404


def test_head_makes_nothing(conversation, jane_client):
    for address in (f"/c/{conversation.pk}/export.json", "/c/all.md", f"/c/{conversation.pk}/print"):
        response = jane_client.head(address)
        assert (response.status_code, response.content) == (200, b"")


def test_words_and_days_are_the_readers(conversation, jane_client):
    Conversation.objects.update(created_at="2026-11-26T23:30:00Z")
    jane_client.cookies["time_zone"] = "Asia/Tokyo"

    assert "27" in export(jane_client, f"/c/{conversation.pk}/export.md")[0].splitlines()[2]


def test_the_page_for_printing_has_everything_open_and_nothing_that_runs(conversation, jane_client):
    text, response = export(jane_client, f"/c/{conversation.pk}/print")

    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "<details" not in text
    assert text.count("<h1") == 1
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text
    assert f"/c/{conversation.pk}/attachments/" in text
    assert text.rstrip().endswith("</html>")


def archive(client, address):
    """(ZipFile, response) of an export."""
    response = client.get(address)
    assert response.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))), response


def test_a_zip_has_both_documents_and_the_files_that_they_name(conversation, jane_client):
    made, response = archive(jane_client, f"/c/{conversation.pk}/export.zip")

    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == 'attachment; filename="Lines -and- -b-tables-b.zip"'
    assert made.testzip() is None
    names = made.namelist()
    assert names[:2] == ["conversations.md", "conversations.json"]
    assert sorted(re.sub(r"/\w{12}-", "/", name) for name in names[2:]) == [
        "files/homework.png", "files/picture.png", "files/t.csv",
    ]  # fmt: skip
    document = json.loads(made.read("conversations.json"))
    jsonschema.validate(document, SCHEMA, format_checker=jsonschema.FormatChecker())
    entries = document["conversations"][0]["entries"]
    assert made.read(entries[0]["files"][0]["address"]) == b"GIVEN"
    assert made.read(entries[1]["pictures"][0]["address"]) == b"PNG"
    assert [file["address"] != "" for file in entries[1]["files"]] == [True, False]
    text = made.read("conversations.md").decode()
    assert all(f"]({name})" in text for name in names[2:])
    assert "http" not in text


def test_a_zip_of_all_has_ones_own_files_alone(conversation, jane, john, jane_client, john_client):
    shown = ["../../etc/passwd", "…/Größe (1) \u202egnp.cs v", "CON", ".csv"]
    for name in shown:
        run = answered(john, "mine")
        Attachment.objects.create(
            conversation=run.conversation, message=run.message, name=name, content_type="text/csv", size=4,
            content=b"JOHN",
        )  # fmt: skip

    made = archive(john_client, "/c/all.zip")[0]

    files = made.namelist()[2:]
    assert [name.partition("-")[2] for name in files] == ["passwd", "Größe-1-gnp.csv", "CON", "csv"]
    assert all(re.fullmatch(r"files/[0-9a-f]{12}-[\w-]+(\.\w+)?", name) for name in files)
    assert {made.read(name) for name in files} == {b"JOHN"}
    addresses = [
        entry["files"][0]["address"]
        for conversation in json.loads(made.read("conversations.json"))["conversations"]
        for entry in conversation["entries"]
        if entry["kind"] == "question"
    ]
    assert [unquote(address) for address in addresses] == files
    assert all(address.isascii() for address in addresses)


def test_a_file_that_goes_while_a_zip_is_made_breaks_nothing(conversation, jane_client):
    response = jane_client.get("/c/all.zip")
    pieces = iter(response.streaming_content)
    keeping.delete(conversation)

    made = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))

    assert made.testzip() is None
    assert made.namelist() == ["conversations.md", "conversations.json"]


@pytest.mark.slow
def test_a_zip_of_many_files_is_sent_in_bounded_memory(jane, jane_client):
    run = answered(jane, "Look")
    given = {"conversation": run.conversation, "message": run.message, "content_type": "text/plain"}
    for number in range(20):
        content = random.Random(number).randbytes(2_000_000)
        Attachment.objects.create(**given, name=f"{number}.txt", size=len(content), content=content)

    response = jane_client.get("/c/all.zip")
    tracemalloc.start()
    sizes = [len(piece) for piece in response.streaming_content]
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert sum(sizes) > 40_000_000
    assert max(sizes) <= 2**16
    assert most < 10_000_000


def test_who_exports_or_searches_very_often_is_told_when_to_come_back(
    conversation, jane_client, john_client, client, monkeypatch
):
    monkeypatch.setattr("chat.allowance.time", SimpleNamespace(monotonic=lambda: 7))
    for address, most in {"/c/all.md": 4, f"/c/{conversation.pk}/export.zip": 20, "/c/search/?q=x": 40}.items():
        answers = [jane_client.get(address) for _ in range(most + 1)]

        assert [answer.status_code for answer in answers] == [200] * most + [429]
        assert int(answers[-1]["Retry-After"]) in {1, 20}
        assert "just now" in answers[-1].content.decode()
        if "/c/all" in address or "search" in address:
            assert john_client.get(address).status_code == 200
            assert {client.get(address).status_code for _ in range(most + 1)} == {200}


@pytest.mark.slow
def test_a_great_record_is_sent_in_bounded_memory(jane):
    tutor = Tutor.default()
    made = Conversation.objects.bulk_create(Conversation(owner=jane, tutor=tutor, title=str(n)) for n in range(20))
    rows = (
        Message(conversation=conversation, role="user", text="x" * 20_000) for conversation in made for _ in range(100)
    )
    Message.objects.bulk_create(rows, batch_size=200)
    client = Client()
    client.force_login(jane)
    export(client, f"/c/{made[0].pk}/export.json")

    response = client.get("/c/all.json")
    tracemalloc.start()
    sent = sum(len(piece) for piece in response.streaming_content)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert sent > 40_000_000
    assert most < 8_000_000


def test_a_picture_that_the_text_links_keeps_its_ending_in_a_zip(conversation, jane_client):
    picture = Attachment.objects.get(upstream_id="p")
    FileLink.objects.create(step=picture.step, attachment=picture, target="sandbox:/mnt/data/line.png")

    made, _response = archive(jane_client, f"/c/{conversation.pk}/export.zip")

    (name,) = [each for each in made.namelist() if picture.pk.hex[:12] in each]
    assert name.endswith("-picture.png")
    assert made.read(name) == b"PNG"
