"""Conversations as a ZIP, piece by piece: both documents, and the pictures and files that they name."""

import re
from urllib.parse import quote
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils import timezone

from chat.exports import json_text, markdown
from chat.exports.entries import entries_of
from chat.models import Attachment

DOCUMENTS = {"conversations.md": markdown.pieces, "conversations.json": json_text.pieces}
PIECE = 2**16
STEM_LIMIT, ENDING_LIMIT = 60, 10
PICTURE_NAME = "picture.png"
ID_DIGITS = 12
"""Of a file's id, in its name: two files may be called the same."""


def pieces(conversations):
    """The archive in pieces of PIECE bytes at most, each as it is asked for. `conversations` is gone through twice.

    A file that is deleted for good while it is read ends the archive there: it cannot be opened, and so says so.
    """
    sink, named = _Sink(), _NamedFiles()
    with ZipFile(sink, "w") as archive:
        for name, document in DOCUMENTS.items():
            texts = (text.encode() for text in document(conversations, named.entries_of))
            yield from _entry(archive, sink, _info(name, timezone.now(), ZIP_DEFLATED), texts)
        for pk, name in named.names.items():
            # Whose conversation was deleted meanwhile has lost it.
            if file := Attachment.objects.filter(pk=pk, conversation__deleted_at=None).without_content().first():
                kind = ZIP_STORED if file.is_picture else ZIP_DEFLATED
                yield from _entry(archive, sink, _info(name, file.created_at, kind), _content(file))
    yield from sink.taken()


def _entry(archive, sink, info, contents):
    with archive.open(info, "w") as entry:
        for content in contents:
            entry.write(content)
            if sink.size >= PIECE:
                yield from sink.taken()


def _info(name, moment, kind):
    info = ZipInfo(name, timezone.localtime(moment).timetuple()[:6])
    info.compress_type, info.external_attr = kind, 0o644 << 16
    return info


def _content(file):
    """The bytes of an Attachment; of pictures that the tutor made no size is known."""
    return file.pieces() if file.size is not None else [bytes(file.content)]


class _Sink:
    """What is written goes on to the reader: it cannot be gone back to."""

    def __init__(self):
        self._written, self.size = [], 0

    def write(self, data):
        self._written.append(bytes(data))
        self.size += len(data)
        return len(data)

    def flush(self):
        """There is nothing behind this."""

    def taken(self):
        """What was written since the last time, in pieces of PIECE bytes at most."""
        written, self._written, self.size = b"".join(self._written), [], 0
        return [written[start : start + PIECE] for start in range(0, len(written), PIECE)]


class _NamedFiles:
    """The files that entries name, by id, and their names in the archive."""

    def __init__(self):
        self.names = {}

    def entries_of(self, conversation):
        """The entries of a conversation, whose files are those beside them."""
        for entry in entries_of(conversation):
            for told in (*entry.get("files", ()), *entry.get("pictures", ())):
                if told["address"]:
                    told["address"] = quote(self._named(told))
            yield entry

    def _named(self, told):
        pk = UUID(told["id"])
        name = _safe(told.get("name") or PICTURE_NAME)
        return self.names.setdefault(pk, f"files/{pk.hex[:ID_DIGITS]}-{name}")


def _safe(name):
    """The name of a file, of letters and digits that mean nothing to any system of files."""
    stem, _dot, ending = re.split(r"[/\\]", name)[-1].rpartition(".")
    stem, ending = (stem, ending) if stem else (ending, "")
    stem = re.sub(r"[^\w-]+", "-", stem).strip("-")[:STEM_LIMIT]
    ending = re.sub(r"\W", "", ending)[:ENDING_LIMIT]
    return f"{stem or 'file'}.{ending}" if ending else stem or "file"
