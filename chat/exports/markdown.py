"""Conversations as Markdown, piece by piece."""

import re

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from chat.exports.entries import entries_of
from chat.rendering import Download, as_markdown


def pieces(conversations, entries_of=entries_of):
    """The text in pieces, each as it is asked for."""
    for number, conversation in enumerate(conversations):
        yield "\n---\n\n" * (number > 0) + _head(conversation)
        for entry in entries_of(conversation):
            yield "\n" + ENTRIES[entry["kind"]](entry)


def _head(conversation):
    title = _escaped(str(conversation))
    return f"# {title}\n\n{_moment(conversation.created_at)}\n"


def _question(entry):
    parts = [f"## {_('You asked')}", as_markdown(entry["text"], ())]
    parts += [_given(file) for file in entry["files"]]
    return "\n\n".join(parts) + "\n"


def _given(file):
    return f"{'!' if file['width'] else '- '}[{_escaped(file['name'])}]({file['address']})"


def _code(entry):
    parts = [f"### {_('Python code')}", _fenced(entry["code"], "python")]
    parts += [f"### {_('Output')}", _fenced(entry["output"], "text")] if entry["output"] else []
    return "\n\n".join(parts) + "\n"


def _answer(entry):
    files = [Download(file["target"], file["name"], file["address"]) for file in entry["files"]]
    parts = [f"## {_('The tutor said')}", as_markdown(entry["text"], files)]
    parts += [f"![{_escaped(picture['description'])}]({picture['address']})" for picture in entry["pictures"]]
    parts += [f"- [{_escaped(file['name'])}]({file['address']})" for file in entry["files"] if file["address"]]
    return "\n\n".join(part for part in parts if part) + "\n"


def _check(entry):
    heading = _("Checked: right") if entry["verdict"] == "verified" else _("This does not match our own check")
    return "\n\n".join(part for part in (f"### {heading}", entry["result"], entry["text"]) if part) + "\n"


def _end(entry):
    return f"*{_escaped(entry['text'])}*\n"


ENTRIES = {"question": _question, "code": _code, "answer": _answer, "check": _check, "end": _end}


def _fenced(source, language):
    """A block of code, in a fence that is longer than any in it."""
    longest = max((len(run) for run in re.findall("`{3,}", source)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{source.rstrip()}\n{fence}"


def _escaped(text):
    """A text on one line whose signs mean nothing to Markdown."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", " ".join(text.split()))


def _moment(moment):
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
