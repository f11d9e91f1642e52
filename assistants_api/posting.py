"""Messages from requests into a thread."""

from django.utils import timezone

from assistants_api.models import Message
from assistants_api.tools import require_files


def add_messages(thread, bodies, path=""):
    """Append messages from valid CreateMessageRequests, in their order; returns the rows.

    `path` is where the list stands in the body, for errors. Call it inside a transaction that holds the thread.
    """
    wanted = [file_id for body in bodies for file_id in _files(body)]
    if wanted:
        require_files(wanted, thread.project, path or "attachments")
    return Message.objects.bulk_create([_row(thread, body) for body in bodies])


def _files(body):
    """The ids of the files that a message names, in its attachments and pictures."""
    parts = body["content"] if isinstance(body["content"], list) else []
    pictures = [part["image_file"]["file_id"] for part in parts if part["type"] == "image_file"]
    return pictures + [attachment["file_id"] for attachment in body.get("attachments") or []]


def _row(thread, body):
    return Message(
        thread=thread,
        role=body["role"],
        content=_parts(body["content"]),
        attachments=body.get("attachments") or [],
        metadata=body.get("metadata") or {},
        completed_at=timezone.now(),
    )


def _parts(content):
    """The content as the parts in which it is shown: a string is one text part."""
    if isinstance(content, str):
        return [text_part(content)]
    return [text_part(part["text"]) if part["type"] == "text" else _picture(part) for part in content]


def text_part(value):
    """A text part of a message, without annotations."""
    return {"type": "text", "text": {"value": value, "annotations": []}}


def _picture(part):
    kind = part["type"]
    return {"type": kind, kind: {"detail": "auto", **part[kind]}}
