"""The form of an upload: read as it comes, its file to a temporary one on the disk, everything in it checked."""

import re
import tempfile
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler
from django.http import UnreadablePostError
from django.http.multipartparser import MultiPartParser, MultiPartParserError

from assistants_api import errors, files

MAX_BYTES = 512 * 2**20
"""The largest file, as in the original."""
FORM_BYTES = 64 * 2**10
"""What the form around the file may have: names, other fields, lines between the parts."""
PURPOSES = ("assistants", "batch", "fine-tune", "vision", "user_data", "evals")
ANCHOR, SECONDS = "expires_after[anchor]", "expires_after[seconds]"
SHORTEST, LONGEST = 3600, 30 * 24 * 3600
"""Seconds that a file may be given to live."""


@dataclass(frozen=True)
class Upload:
    """A form that was checked. `expires_after`: seconds, None for ever. Closing `file` frees its place on the disk."""

    file: BinaryIO
    filename: str
    purpose: str
    expires_after: int | None


def read_upload(request):
    """The Upload that the request's body holds, else ApiError. Called after authentication: it reads the body."""
    spool = _Spool(request)
    try:
        fields = _parse(request, spool)
        return _checked(fields, spool)
    except BaseException:
        spool.close()
        raise


def _parse(request, spool):
    """The form's text fields, while its file goes to the spool.

    Django's own limits for fields apply, as SuspiciousOperation.
    """
    if request.content_type != "multipart/form-data":
        raise errors.bad_request("An upload must be multipart/form-data, with the file in the field 'file'.")
    try:
        return _Form(request.META, _Body(request), [spool]).parse()[0]
    except (MultiPartParserError, ValueError, TypeError, LookupError):  # hostile headers of parts raise them all
        raise _broken() from None


def _checked(fields, spool):
    """The Upload of these fields and the spooled file."""
    for name, values in fields.lists():
        _require_known(name, values)
    for name, given in (("file", spool.file), ("purpose", "purpose" in fields)):
        if not given:
            raise errors.missing_parameter(name)
    if fields["purpose"] not in PURPOSES:
        raise errors.unsupported_value(fields["purpose"], PURPOSES, "purpose")
    expires_after = _expires_after(fields)
    if not spool.complete:
        raise _broken()
    if not spool.size:
        raise errors.invalid_value("Invalid 'file': it is empty.", "file")
    spool.file.seek(0)
    return Upload(spool.file, spool.name, fields["purpose"], expires_after)


def _require_known(name, values):
    """ApiError unless the form may have this text field, once."""
    if name == "file":
        message = "Invalid type for 'file': expected a file with a name, but got a text field instead."
        raise errors.bad_request(message, "file", "invalid_type")
    if name not in {"purpose", ANCHOR, SECONDS}:
        raise errors.unknown_parameter(errors.shorten(name))
    if len(values) > 1:
        raise errors.invalid_value(f"Invalid '{name}': it is given {len(values)} times.", name)


def _expires_after(fields):
    """Seconds, or None for a file that stays."""
    if ANCHOR not in fields and SECONDS not in fields:
        return None
    for name in (ANCHOR, SECONDS):
        if name not in fields:
            raise errors.missing_parameter(name)
    if fields[ANCHOR] != "created_at":
        raise errors.unsupported_value(fields[ANCHOR], ["created_at"], ANCHOR)
    return _seconds(fields[SECONDS])


def _seconds(text):
    if not re.fullmatch(r"-?[0-9]{1,9}", text):
        raise errors.no_integer(text, SECONDS)
    if not SHORTEST <= int(text) <= LONGEST:
        raise errors.out_of_range(int(text), SHORTEST, LONGEST, SECONDS)
    return int(text)


def _broken():
    return errors.bad_request("We could not parse the multipart body of your request.")


class _Form(MultiPartParser):
    """Django's parser, with our own way with names: its own would take `a&amp;b.txt` for `a&b.txt`."""

    def sanitize_file_name(self, file_name):
        if len(file_name) > files.LONGEST_NAME:
            raise errors.too_long(len(file_name), files.LONGEST_NAME, "file")
        return files.plain_name(file_name)


class _Body:
    """The request's body for the parser: an end that comes too early is an ApiError, as is more than may come."""

    def __init__(self, request):
        self._request, self._left = request, _length(request)
        if self._left > MAX_BYTES + FORM_BYTES:
            raise errors.file_too_large(MAX_BYTES)

    def read(self, size):
        try:
            data = self._request.read(size)
        except UnreadablePostError:
            raise errors.body_cut_short() from None
        if self._left and not data:
            raise errors.body_cut_short()
        self._left -= len(data)
        return data


def _length(request):
    """Bytes in the body. Without the header nobody could tell a whole form from half of one."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if not re.fullmatch("[0-9]{1,18}", length):
        raise errors.ApiError(411, "An upload needs the header Content-Length.")
    return int(length)


class _Spool(FileUploadHandler):
    """Takes the form's one file to a temporary file in TUTOR_DATA, which the system forgets when it is closed."""

    file, name, size, complete = None, "", 0, False

    def new_file(self, field_name, file_name, *args, **kwargs):
        if field_name != "file":
            raise errors.unknown_parameter(errors.shorten(field_name))
        if self.file is not None:
            raise errors.invalid_value("Invalid 'file': an upload has one file.", "file")
        self.name = file_name
        self.file = tempfile.TemporaryFile(dir=settings.TUTOR_DATA)  # noqa: SIM115 - closed with the upload

    def receive_data_chunk(self, raw_data, start):
        self.size = start + len(raw_data)
        if self.size > MAX_BYTES:
            raise errors.file_too_large(MAX_BYTES)
        try:
            self.file.write(raw_data)
        except OSError:
            raise errors.no_room() from None

    def file_complete(self, file_size):
        self.complete = True

    def close(self):
        if self.file is not None:
            self.file.close()
