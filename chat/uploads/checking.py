"""What a file that a student attached really is: told by its bytes, never by its name or by the browser's word."""

import re
from dataclasses import dataclass, field

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from chat.files import safe_name
from chat.uploads import pictures

MOST_FILES = 4
FILE_BYTES = 10 * 2**20
TABLE, TEXT, PDF = "text/csv; charset=utf-8", "text/plain; charset=utf-8", "application/pdf"
ENDINGS = {
    TABLE: (".csv", ".tsv"),
    TEXT: (".txt", ".md", ".dat"),
    PDF: (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
}
"""The endings that a file's name may have, by what the file is; the first is added where another one stands."""
PICTURES = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF87a": "GIF", b"GIF89a": "GIF"}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
NOT_IN_TEXTS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")

TAKEN = _("CSV and text files, PDF, and pictures as JPEG, PNG, WebP or GIF")
EMPTY = _("this file is empty. Choose another one.")
TOO_LARGE = _("this file is too large; at most 10 MB fit. Make it smaller, or attach a part of it.")
HEIC = _(
    "this picture has a format of new phones (HEIC or AVIF) that cannot be read here. Take a screenshot of it and "
    "attach that, or set the camera to “Most Compatible” (JPEG)."
)
OFFICE = _("this is a document of an office program or an archive. Save it as CSV or as PDF, and attach that.")
UNKNOWN = format_lazy(_("this kind of file cannot be read here. You can attach {kinds}."), kinds=TAKEN)
BROKEN = _("this picture is damaged, or is none. Take it once more, or attach a screenshot of it.")
VAST = _("this picture has too many pixels. Make it smaller, or attach a screenshot of it.")
BUSY = _("many pictures are being read at the moment. Please send your question again in ten seconds.")
OF_PICTURES = {pictures.Broken: BROKEN, pictures.TooVast: VAST, pictures.Busy: BUSY}


class Unfit(Exception):
    """A file that is not taken; the one argument says to the student why, and what helps."""


@dataclass(frozen=True)
class Given:
    """A file that was checked, ready to be kept: pictures written anew, texts in UTF-8. `size`: pixels of a picture."""

    name: str
    content_type: str
    content: bytes
    size: dict = field(default_factory=dict)


def check(received):
    """The Given of a Received file. Raises Unfit."""
    if received.is_too_large:
        raise Unfit(TOO_LARGE)
    content = received.read()
    if not content:
        raise Unfit(EMPTY)
    content_type, content, size = _told(content, received.name.lower())
    return Given(_named(received.name, content_type), content_type, content, size)


def _told(content, name):
    """(content type, the bytes to keep, pixels) of what a file holds."""
    if _is_picture(content):
        return _picture(content)
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return PDF, content, {}
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        raise Unfit(HEIC)
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Unfit(OFFICE)
    text = _text(content)
    return TABLE if name.endswith(ENDINGS[TABLE]) else TEXT, text.encode(), {}


def _is_picture(content):
    return content.startswith(tuple(PICTURES)) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP")


def _picture(content):
    try:
        made = pictures.write_anew(content)
    except tuple(OF_PICTURES) as error:
        raise Unfit(OF_PICTURES[type(error)]) from None
    return made.content_type, made.content, {"width": made.width, "height": made.height}


def _text(content):
    """The text of a file without a mark of its encoding; Unfit for what is no text."""
    marked = next((name for mark, name in MARKS.items() if content.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not NOT_IN_TEXTS.search(text):
            return text
    raise Unfit(UNKNOWN)


def _named(name, content_type):
    """A name that says what the file is."""
    name = safe_name(name)
    return name if name.lower().endswith(ENDINGS[content_type]) else safe_name(name + ENDINGS[content_type][0])
