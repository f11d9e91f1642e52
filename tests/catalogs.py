"""The catalogs in locale/ and the sentences of the code that they have to hold."""

import io
import re
from functools import cache
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("accounts", "assistants_api", "background", "chat", "interpreter", "maths", "tutor_site")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "N_": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[dsg](?!\w)|\{\w+\}")


@cache
def catalog(language):
    """The babel Catalog of a language's django.po."""
    with _path(language, "po").open("rb") as file:
        return read_po(file, locale=language)


def compiled(language):
    """The babel Catalog of a language's django.mo."""
    with _path(language, "mo").open("rb") as file:
        return read_mo(file)


def _path(language, ending):
    return ROOT / "locale" / language / "LC_MESSAGES" / f"django.{ending}"


def messages(language):
    """The Messages of a catalog without its header."""
    return [message for message in catalog(language) if message.id]


def key(message):
    """(context, the id or its singular and plural)."""
    return message.context, message.id if isinstance(message.id, str) else tuple(message.id)


def forms(message):
    """All texts of a translation: one, or one for each plural form."""
    return [message.string] if isinstance(message.string, str) else list(message.string)


def placeholders(text):
    return sorted(_PLACEHOLDER.findall(text))


@cache
def said():
    """{(context, id): the file it stands in} of every sentence in code and templates."""
    found = {}
    for path, source in _sources():
        for _line, message, _comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
            found.setdefault((context, message), path)
    return found


def _sources():
    """(path, what babel can read as Python) of each file that may hold a sentence."""
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*.py"):
            yield str(path.relative_to(ROOT)), path.read_text()
    for path in (ROOT / "templates").rglob("*.*"):
        lines = templatize(path.read_text(), origin=str(path)).splitlines()
        yield str(path.relative_to(ROOT)), "\n".join(line.strip() for line in lines)
