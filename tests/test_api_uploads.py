"""Uploads: what is taken, what is refused, and that no form crashes the server or stays in its memory."""

import io
import re
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assistants_api import errors, files, uploads
from assistants_api.models import File, FileChunk
from tests.api_client import ApiClient, client_of, error_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

BOUNDARY = "limit"
FORM = f"multipart/form-data; boundary={BOUNDARY}"
TABLE = b"n,square\n1,1\n2,4\n"


@pytest.fixture
def api():
    return client_of("default")


def send(api, **fields):
    """Upload as a form of these fields; bytes stand for a file of that content."""
    form = {
        name: SimpleUploadedFile("a.csv", value) if isinstance(value, bytes) else value
        for name, value in fields.items()
    }
    return api.client.post("/v1/files", form, headers=api.headers)


def send_raw(api, body, content_type=FORM, **environ):
    return api.client.generic("POST", "/v1/files", body, content_type=content_type, headers=api.headers, **environ)


def part(disposition, data, *headers):
    """A part of a form, from the line before it to the line after it."""
    lines = [f"--{BOUNDARY}", f"Content-Disposition: form-data; {disposition}", *headers, "", ""]
    return "\r\n".join(lines).encode() + data + b"\r\n"


FILE = part('name="file"; filename="a.csv"', TABLE)
PURPOSE = part('name="purpose"', b"assistants")
END = f"--{BOUNDARY}--\r\n".encode()


def test_an_upload_is_kept_and_told(api):
    made = ApiClient.good(send(api, file=TABLE, purpose="assistants"))

    assert made == {
        "object": "file",
        "id": made["id"],
        "purpose": "assistants",
        "filename": "a.csv",
        "bytes": len(TABLE),
        "created_at": made["created_at"],
        "expires_at": None,
        "status": "processed",
        "status_details": None,
    }
    assert api.get(f"/files/{made['id']}") == made
    assert api.call("GET", f"/files/{made['id']}/content").getvalue() == TABLE
    assert client_of("other").get("/files")["data"] == []


@pytest.mark.parametrize("purpose", ["assistants", "batch", "fine-tune", "vision", "user_data", "evals"])
def test_every_purpose_of_the_api_is_taken(api, purpose):
    assert ApiClient.good(send(api, file=TABLE, purpose=purpose))["purpose"] == purpose


def test_a_file_of_several_chunks_comes_back_as_it_was(api):
    data = bytes(range(256)) * 10_000

    made = ApiClient.good(send(api, purpose="vision", file=data))

    assert FileChunk.objects.count() == 3
    assert b"".join(api.call("GET", f"/files/{made['id']}/content").streaming_content) == data


@pytest.mark.parametrize("seconds", [3600, 2_592_000])
def test_a_file_may_have_an_end(api, seconds):
    expiry = {"expires_after[anchor]": "created_at", "expires_after[seconds]": seconds}

    made = ApiClient.good(send(api, file=TABLE, purpose="assistants", **expiry))

    assert abs(made["expires_at"] - made["created_at"] - seconds) <= 1


def test_what_is_expired_or_was_left_unfinished_is_removed_by_the_next_upload(api):
    now = timezone.now()
    long_ago = now - timezone.timedelta(hours=2)
    gone = [files.store("default", "a", "vision", b"x", expires_at=now) for _ in range(2)]
    gone.append(files.store("default", "half", "vision", b"x"))
    File.objects.filter(pk=gone[-1].pk).update(complete=False, created_at=long_ago)
    kept = files.store("default", "old", "vision", b"x")
    File.objects.filter(pk=kept.pk).update(created_at=long_ago)
    storing = files.store("default", "new half", "vision", b"x")
    File.objects.filter(pk=storing.pk).update(complete=False)

    made = ApiClient.good(send(api, file=TABLE, purpose="assistants"))

    left = set(File.objects.values_list("public_id", flat=True))
    assert left == {kept.public_id, storing.public_id, made["id"]}
    assert FileChunk.objects.count() == 3


EXPIRY = {"expires_after[anchor]": "created_at", "expires_after[seconds]": "3600"}


@pytest.mark.parametrize(
    ("changes", "param", "code"),
    [
        ({"file": None}, "file", "missing_required_parameter"),
        ({"purpose": None}, "purpose", "missing_required_parameter"),
        ({"purpose": ""}, "purpose", "invalid_value"),
        ({"purpose": "assistants_output"}, "purpose", "invalid_value"),
        ({"purpose": ["vision", "vision"]}, "purpose", "invalid_value"),
        ({"file": b""}, "file", "invalid_value"),
        ({"file": "a text"}, "file", "invalid_type"),
        ({"file": [b"one", b"two"]}, "file", "invalid_value"),
        ({"image": b"x"}, "image", "unknown_parameter"),
        ({"note": "x"}, "note", "unknown_parameter"),
        ({"n\0" + "x" * 500: "x"}, "n\N{REPLACEMENT CHARACTER}" + "x" * 198 + "…", "unknown_parameter"),
        ({"expires_after": "1"}, "expires_after", "unknown_parameter"),
        (EXPIRY | {"expires_after[anchor]": "now"}, "expires_after[anchor]", "invalid_value"),
        (EXPIRY | {"expires_after[anchor]": None}, "expires_after[anchor]", "missing_required_parameter"),
        (EXPIRY | {"expires_after[seconds]": None}, "expires_after[seconds]", "missing_required_parameter"),
        (EXPIRY | {"expires_after[seconds]": "3599"}, "expires_after[seconds]", "integer_below_min_value"),
        (EXPIRY | {"expires_after[seconds]": "2592001"}, "expires_after[seconds]", "integer_above_max_value"),
        (EXPIRY | {"expires_after[seconds]": "1e4"}, "expires_after[seconds]", "invalid_type"),
        (EXPIRY | {"expires_after[seconds]": "٣٦٠٠"}, "expires_after[seconds]", "invalid_type"),
        (EXPIRY | {"expires_after[seconds]": "9" * 5000}, "expires_after[seconds]", "invalid_type"),
    ],
)
def test_a_wrong_form_is_told_by_its_field(api, changes, param, code):
    form = {"file": b"x", "purpose": "vision"} | changes
    fields = []
    for name, values in form.items():
        for value in values if isinstance(values, list) else [values]:
            quoted = name.replace("\0", "\x01")
            if isinstance(value, bytes):
                fields.append(part(f'name="{quoted}"; filename="a"', value))
            elif value is not None:
                fields.append(part(f'name="{quoted}"', value.encode()))

    error = error_of(send_raw(api, b"".join(fields) + END), 400)

    assert (error["param"], error["code"]) == (param, code)
    assert not File.objects.exists()


def test_a_wrong_purpose_is_told_with_the_right_ones(api):
    error = error_of(send(api, file=TABLE, purpose="fun"), 400)

    assert error["message"] == (
        "Invalid value: 'fun'. Supported values are:"
        " 'assistants', 'batch', 'fine-tune', 'vision', 'user_data', and 'evals'."
    )


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Größe 数 🙂.csv", "Größe 数 🙂.csv"),
        ("a&amp;b.csv", "a&amp;b.csv"),
        ("/etc/passwd", "passwd"),
        ("..", "file"),
        ("x" * 255, "x" * 255),
    ],
)
def test_a_name_is_kept_as_far_as_it_is_plain(api, name, kept):
    form = part(f'name="file"; filename="{name}"', TABLE) + PURPOSE + END

    assert ApiClient.good(send_raw(api, form))["filename"] == kept


def test_a_name_that_is_too_long_is_refused(api):
    form = part(f'name="file"; filename="{"x" * 256}"', TABLE) + PURPOSE + END

    assert error_of(send_raw(api, form), 400)["code"] == "string_above_max_length"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "application/json"),
        (b'{"file": "x", "purpose": "vision"}', "application/json"),
        (b"file=x&purpose=vision", "application/x-www-form-urlencoded"),
        (FILE + PURPOSE + END, f"multipart/mixed; boundary={BOUNDARY}"),
        (FILE + PURPOSE + END, "multipart/form-data"),
        (FILE + PURPOSE + END, "multipart/form-data; boundary=other"),
        (FILE + PURPOSE + END, "multipart/form-data; boundary=\xe4"),
        (FILE + PURPOSE + END, "multipart/form-data; boundary=" + "x" * 300),
        (b"", FORM),
        (b"no form at all", FORM),
        (PURPOSE + FILE[:-4], FORM),
        (PURPOSE + FILE, FORM),
        (FILE.replace(b"\r\n\r\n", b"\r\n"), FORM),
        (FILE.replace(b"filename", b"X: " + b"y" * 2000 + b"filename") + PURPOSE + END, FORM),
        (part("", b"x") + PURPOSE + END, FORM),
        (part("name=file; filename*=nothing''x", b"x") + PURPOSE + END, FORM),
        (part("name=file; filename*=idna''%ff", b"x") + PURPOSE + END, FORM),
        (part("name=file; a*0*=x; a*1=y; a*=z", b"x") + PURPOSE + END, FORM),
        (part('name="file"; filename="a"', b"?", "Content-Transfer-Encoding: base64") + END, FORM),
        (part('name="purpose"', b"x" * 2_000_000) + FILE + END, FORM),
        (part('name="x"', b"y") * 1500 + FILE + END, FORM),
    ],
)  # fmt: skip
def test_a_form_that_is_no_use_is_a_400(api, body, content_type):
    error = error_of(send_raw(api, body, content_type), 400)

    assert error["message"]
    assert not File.objects.exists()


def test_a_body_that_ends_early_leaves_nothing(api):
    whole = PURPOSE + FILE + END
    for end in (len(PURPOSE) - 5, len(whole) - 20, len(whole) - 1):
        error = error_of(send_raw(api, whole, **{"wsgi.input": io.BytesIO(whole[:end])}), 400)
        assert "ended before" in error["message"]

    assert not File.objects.exists()


class Silence(io.BytesIO):
    """A connection on which nothing more comes."""

    def read(self, *size):
        return super().read(*size) or self._time_out()

    def _time_out(self):
        raise TimeoutError


def test_a_body_that_stops_coming_leaves_nothing(api):
    whole = PURPOSE + FILE + END

    error = error_of(send_raw(api, whole, **{"wsgi.input": Silence(whole[:-20])}), 400)

    assert "ended before" in error["message"]
    assert not File.objects.exists()


def test_an_upload_of_unknown_length_is_refused(api):
    error_of(send_raw(api, FILE + PURPOSE + END, CONTENT_LENGTH=""), 411)

    assert not File.objects.exists()


def test_a_file_over_the_limit_is_a_413(api, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_BYTES", len(TABLE) - 1)

    error = error_of(send(api, file=TABLE, purpose="vision"), 413)

    assert error["code"] == "file_too_large"
    assert not File.objects.exists()


def test_a_body_that_says_it_is_too_long_is_not_read(api):
    announced = str(uploads.MAX_BYTES + uploads.FORM_BYTES + 1)

    error = error_of(send_raw(api, b"-", CONTENT_LENGTH=announced), 413)

    assert str(512 * 1024 * 1024) in error["message"]


@pytest.mark.parametrize("key", [None, "sk-wrong-0123456789"])
def test_nothing_is_read_before_the_key_was_looked_at(monkeypatch, key):
    monkeypatch.setattr("django.core.handlers.wsgi.LimitedStream.read", lambda *args: pytest.fail("the body was read"))

    error_of(send(ApiClient(key), file=TABLE, purpose="vision"), 401)


def test_a_full_disk_is_told(api, monkeypatch):
    with open("/dev/full", "w+b", buffering=0) as full:
        monkeypatch.setattr(uploads.tempfile, "TemporaryFile", lambda **options: full)
        error = error_of(send(api, file=TABLE, purpose="vision"), 507)

    assert "no room" in error["message"]
    assert not File.objects.exists()


def test_the_temporary_file_is_closed_whatever_happens(api, monkeypatch):
    opened = []
    make = uploads.tempfile.TemporaryFile
    monkeypatch.setattr(
        uploads.tempfile, "TemporaryFile", lambda **options: opened.append(make(**options)) or opened[-1]
    )

    send(api, file=TABLE, purpose="vision")
    send(api, file=TABLE, purpose="fun")
    send_raw(api, PURPOSE + FILE[:-4])

    assert [file.closed for file in opened] == [True, True, True]


@pytest.mark.parametrize("raw", [b"--limit\r\n", b"--limit", b"--limit--", b"\r\n", b"-", FILE])
def test_a_form_made_to_keep_the_parser_busy_is_soon_over(api, raw):
    begun = time.monotonic()

    error_of(send_raw(api, PURPOSE + raw * (2**20 // len(raw))), 400)

    assert time.monotonic() - begun < 5


HEADERS = st.lists(
    st.one_of(
        st.text(max_size=40).map(str.encode),
        st.binary(max_size=40),
        st.sampled_from(
            [
                b'Content-Disposition: form-data; name="file"; filename="a"',
                b'Content-Disposition: form-data; name="purpose"',
                b"Content-Transfer-Encoding: base64",
                b"content-disposition: form-data; name*=utf-8''file; filename*=utf-8''%00%ff",
            ]
        ),
    ),
    max_size=4,
)
PARTS = st.lists(st.tuples(HEADERS, st.binary(max_size=60)), max_size=4)


@given(PARTS, st.integers(0, 12))
@example([([b"Content-Disposition: form-data; name=file; filename*=utf-16''%d8"], b"x")], 0)
@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_sent_is_taken_or_refused_in_the_envelope(db, parts, missing):
    body = (
        b"".join(b"--limit\r\n" + b"\r\n".join(headers) + b"\r\n\r\n" + data + b"\r\n" for headers, data in parts) + END
    )
    body = body[: len(body) - missing]
    request = RequestFactory().generic("POST", "/v1/files", body, FORM)

    try:
        upload = uploads.read_upload(request)
    except errors.ApiError as error:
        assert error.status in {400, 413}  # noqa: PT017 - most forms are refused, a few are not
    else:
        assert re.fullmatch("[a-z-_]+", upload.purpose)
        upload.file.close()
