"""Files that students attach: told by their content, kept with the question, shown and served to their reader alone."""

import io
import threading
import time
import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.models import User
from chat.models import Attachment, Conversation, Message, Run
from chat.uploads import pictures, receiving, room
from tests.given_files import PDF, TABLE, attach, photograph, picture
from tests.made_files import body

pytestmark = pytest.mark.django_db

HEIC = b"\0\0\0\x18ftypheic\0\0\0\0" + b"x" * 40


@pytest.fixture(autouse=True)
def _nothing_is_sent(monkeypatch):
    monkeypatch.setattr("background.start", lambda *_: None)


@pytest.fixture
def kept(jane_client):
    """Attach one file to a question of Jane's; (its Attachment, the page, the question's address)."""

    def kept(name, content):
        response = attach(jane_client, "What is this?", (name, content))
        assert response.status_code == 302, response.content.decode()
        page = jane_client.get(response["Location"]).content.decode()
        return Attachment.objects.get(), page, response["Location"]

    return kept


KINDS = [
    ("data.csv", TABLE, "data.csv", "text/csv; charset=utf-8", TABLE),
    ("data.tsv", b"a\tb\n", "data.tsv", "text/csv; charset=utf-8", b"a\tb\n"),
    ("notes.txt", "é\r\n".encode("utf-16"), "notes.txt", "text/plain; charset=utf-8", "é\r\n".encode()),
    ("Excel.CSV", "Größe;1\n".encode("cp1252"), "Excel.CSV", "text/csv; charset=utf-8", "Größe;1\n".encode()),
    ("page.html", b"<script>1</script>", "page.html.txt", "text/plain; charset=utf-8", b"<script>1</script>"),
    ("picture.png", PDF, "picture.png.pdf", "application/pdf", PDF),
    ("../../etc/pass\u202ewd", TABLE, "passwd.txt", "text/plain; charset=utf-8", TABLE),
]


@pytest.mark.parametrize(("name", "sent", "shown", "content_type", "content"), KINDS)
def test_texts_and_documents_are_told_by_their_content(kept, jane_client, name, sent, shown, content_type, content):
    file, page, address = kept(name, sent)

    served = jane_client.get(file.get_absolute_url())

    assert (file.name, file.content_type, file.size) == (shown, content_type, len(content))
    assert f"<bdi>{shown}</bdi>" in page
    assert file.get_absolute_url() in page
    assert body(served) == content
    assert served["Content-Type"] == content_type
    assert served["Content-Disposition"].startswith("attachment")
    assert served["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in served["Content-Security-Policy"]


def test_a_photograph_is_written_anew_upright_and_without_its_notes(kept, jane_client):
    sent = photograph()

    file, page, _ = kept("IMG_1.HEIC", sent + b"<script>hidden</script>")
    served = jane_client.get(file.get_absolute_url())

    assert b"SecretPhone" in sent
    assert (file.name, file.content_type, file.width, file.height) == ("IMG_1.HEIC.jpg", "image/jpeg", 20, 40)
    shown = Image.open(io.BytesIO(served.content))
    assert (shown.size, shown.format, dict(shown.getexif())) == ((20, 40), "JPEG", {})
    assert b"SecretPhone" not in served.content
    assert b"hidden" not in served.content
    assert served["Content-Disposition"].startswith("inline")
    assert f'<img src="{file.get_absolute_url()}" width="20" height="40"' in page


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        (picture("GIF", mode="P", color=1), "image/png"),
        (picture("WEBP"), "image/jpeg"),
        (picture("WEBP", mode="RGBA", color=(0, 0, 0, 0)), "image/png"),
        (picture("JPEG", mode="CMYK"), "image/jpeg"),
        (picture("PNG", mode="I;16", color=0), "image/png"),
        (picture("PNG", (5000, 10)), "image/png"),
    ],
)
def test_pictures_of_all_kinds_become_png_or_jpeg(kept, sent, kind):
    file, _, _ = kept("p", sent)

    assert file.content_type == kind
    assert max(file.width, file.height) <= 2048


@pytest.mark.slow
def test_a_photograph_that_was_saved_as_png_does_not_stay_so_large(kept):
    noise = io.BytesIO()
    Image.effect_noise((2000, 1600), 90).convert("RGBA").save(noise, "PNG", compress_level=1)

    file, _, _ = kept("noise.png", noise.getvalue())

    assert (file.name, file.content_type) == ("noise.png.jpg", "image/jpeg")
    assert file.size < len(noise.getvalue()) / 2


UNFIT = [
    ("a.heic", HEIC, "Take a screenshot"),
    ("a.docx", b"PK\x03\x04rest", "Save it as CSV or as PDF"),
    ("a.bin", b"\0\1\2", "this kind of file cannot be read here. You can attach CSV"),
    ("a.png", picture()[:40], "this picture is damaged"),
    ("a.png", b"\x89PNG\r\n\x1a\n<script>", "this picture is damaged"),
    ("bomb.png", picture(mode="1", size=(16000, 16000), color=0), "too many pixels"),
    ("a.txt", b"", "is empty"),
    ("a.txt", b"x" * (10 * 2**20 + 1), "at most 10 MB"),
]


@pytest.mark.slow
@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(("name", "content", "told"), UNFIT)
def test_a_file_that_is_not_taken_is_named_with_the_cure_and_the_text_stays(jane_client, name, content, told, htmx):
    headers = {"HX-Request": "true"} if htmx else {}

    response = attach(jane_client, "Is 1 < 2?", ("good.csv", TABLE), (name, content), **headers)

    page = response.content.decode()
    assert response.status_code == 422
    assert f"“{name}”: " in page
    assert told in page
    assert "Is 1 &lt; 2?</textarea>" in page
    assert "Please choose your files again." in page
    assert not Attachment.objects.exists()
    assert not Message.objects.exists()


def test_too_many_files_are_told_and_the_rest_is_not_even_kept(jane_client):
    response = attach(jane_client, "x", *[(f"{n}.csv", TABLE) for n in range(120)])

    assert response.status_code == 422
    assert "more than 4 files" in response.content.decode()
    assert len(response.wsgi_request.FILES.getlist("files")) == 5


def test_an_endless_upload_ends_at_its_first_file_with_the_text_kept(jane_client, monkeypatch):
    monkeypatch.setattr(receiving, "READ_BYTES", 1000)

    response = attach(jane_client, " ", ("a.csv", b"x" * 2000))

    assert response.status_code == 422
    assert not response.wsgi_request.FILES


def test_a_file_without_words_asks_for_words(jane_client):
    response = attach(jane_client, " ", ("a.csv", TABLE))

    assert "Type a question first." in response.content.decode()


def test_the_same_form_sent_twice_is_one_question_and_other_files_are_another(jane_client):
    conversation, key = uuid.uuid4(), uuid.uuid4()

    for content in (TABLE, TABLE, b"other", TABLE):
        attach(jane_client, "Add them", ("a.csv", content), conversation=conversation, key=key)
        Run.objects.update(status="completed")

    assert [bytes(file.content) for file in Attachment.objects.order_by("created_at")] == [TABLE, b"other"]
    assert Message.objects.count() == 2


def test_the_answer_to_htmx_shows_the_files_at_once(jane_client):
    response = attach(jane_client, "Add them", ("a.csv", TABLE), ("p.png", picture()), **{"HX-Request": "true"})

    page = response.content.decode()
    assert [page.count(part) for part in ("<bdi>a.csv</bdi>", "<img src=", 'class="chosen"')] == [1, 1, 1]


def test_strangers_get_the_same_404_as_for_nothing(kept, jane_client, john_client):
    file, _, _ = kept("a.csv", TABLE)

    for stranger in (Client(), john_client):
        nothing = stranger.get(f"/c/{uuid.uuid4()}/attachments/{uuid.uuid4()}")
        response = stranger.get(file.get_absolute_url())
        assert (response.status_code, response.content) == (404, nothing.content)


def test_the_administration_shows_them_in_the_transcript(kept, admin_client):
    file, _, _ = kept("a.csv", TABLE)
    address = f"/admin/chat/conversation/{file.conversation_id}/files/{file.pk}/"

    page = admin_client.get(f"/admin/chat/conversation/{file.conversation_id}/change/").content.decode()

    assert address in page
    assert body(admin_client.get(address)) == TABLE


def test_they_go_with_their_conversation(kept):
    file, _, _ = kept("a.csv", TABLE)

    Conversation.objects.get(pk=file.conversation_id).delete()

    assert not Attachment.objects.exists()


def test_the_database_keeps_a_file_of_a_question_whole(kept):
    kept("a.csv", TABLE)

    for broken in ({"name": ""}, {"size": None}, {"width": 3}, {"missing": "gone"}, {"message": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attachment.objects.update(**broken)


class TestLimits:
    """Nobody fills the disk, and the text is never lost over it."""

    def refused(self, client, told):
        response = attach(client, "Add them", ("a.csv", TABLE))
        page = response.content.decode()
        assert response.status_code == 422
        assert told in page
        assert "Add them</textarea>" in page

    def test_a_person_may_attach_so_many_in_a_day(self, jane_client, john_client, monkeypatch):
        monkeypatch.setattr(room, "FILES_PER_PERSON", 1)
        attach(jane_client, "Add them", ("a.csv", TABLE))

        self.refused(jane_client, "as many files today as one person may")
        assert attach(john_client, "Add them", ("a.csv", TABLE)).status_code == 302
        Attachment.objects.update(created_at=timezone.now() - timedelta(hours=25))
        assert attach(jane_client, "Add them", ("a.csv", TABLE)).status_code == 302

    def test_a_person_may_attach_so_many_bytes_in_a_day(self, jane_client, settings):
        settings.UPLOADS_PER_PERSON = 1
        attach(jane_client, "Add them", ("a.txt", b"x" * (2**20 - 5)))

        self.refused(jane_client, "as many files today as one person may")

    def test_so_may_all_guests_together(self, settings):
        settings.UPLOADS_IN_ALL = 1
        attach(Client(), "Add them", ("a.txt", b"x" * (2**20 - 5)))

        self.refused(Client(), "no room for more files")
        assert User.objects.count() == 1  # whose question is refused is not made

    def test_a_full_disk_takes_none(self, jane_client, monkeypatch):
        monkeypatch.setattr(room, "FREE_BYTES", 10**18)

        self.refused(jane_client, "no room for more files")

    def test_nothing_of_a_file_is_written_to_a_disk_that_is_full(self, jane_client, monkeypatch):
        written = []
        spool = SimpleNamespace(write=written.append, seek=lambda start: None, close=lambda: None)
        monkeypatch.setattr(receiving.tempfile, "TemporaryFile", lambda **where: spool)
        monkeypatch.setattr(room, "FREE_BYTES", 10**18)

        self.refused(jane_client, "no room for more files")

        assert written == []

    def test_a_school_may_want_none(self, jane_client, settings):
        settings.UPLOADS_PER_PERSON = 0

        assert 'type="file"' not in jane_client.get("/").content.decode()
        self.refused(jane_client, "Files cannot be attached here")


def test_pictures_do_not_wait_in_all_threads(monkeypatch):
    waits, is_free = threading.Event(), threading.Event()
    places = SimpleNamespace(acquire=lambda timeout: waits.set() or is_free.wait(timeout), release=lambda: None)
    monkeypatch.setattr(pictures, "_places", places)
    monkeypatch.setattr(pictures, "_seats", threading.BoundedSemaphore(1), raising=False)
    monkeypatch.setattr(pictures, "PATIENCE", 5)
    made = []
    first = threading.Thread(target=lambda: made.append(pictures.write_anew(picture())))
    first.start()
    assert waits.wait(5)

    before = time.monotonic()
    with pytest.raises(pictures.Busy):
        pictures.write_anew(picture())

    assert time.monotonic() - before < 1
    is_free.set()
    first.join()
    assert made[0].content_type == "image/png"
    assert pictures.write_anew(picture()).width == 30


def test_of_a_form_that_breaks_off_no_file_stays_open(jane_client, monkeypatch):
    made = []
    monkeypatch.setattr(receiving.tempfile, "TemporaryFile", lambda **where: made.append(io.BytesIO()) or made[-1])
    parts = ['x.csv"\r\n\r\nx,y', 'y.csv"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!']
    head = '--b\r\nContent-Disposition: form-data; name="files"; filename="'
    broken = "\r\n".join([*(head + part for part in parts), "--b--"])

    response = jane_client.generic("POST", f"/c/{uuid.uuid4()}/messages", broken, "multipart/form-data; boundary=b")

    assert response.status_code == 400
    assert [file.closed for file in made] == [True, True]
