"""Messages from requests into a thread."""

from django.utils import timezone

from assistants_api import errors
from assistants_api.models import Message
from assistants_api.tools import require_files

LONGEST = 256_000
"""Characters of a message."""
MOST_FILES = 20
"""Files that one object may name for the code interpreter."""


def add_messages(thread, bodies, path=""):
    """Append messages from valid CreateMessageRequests, in their order; returns the rows.

    `path` is where the list stands in the body, for errors. Call it inside a transaction that holds the thread.
    """
    for number, body in enumerate(bodies):
        place = f"{path}[{number}]." if path else ""
        _check_content(body["content"], f"{place}content")
        _check_attachments(body.get("attachments") or [], f"{place}attachments")
    wanted = [file_id for body in bodies for file_id in _files(body)]
    if wanted:
        require_files(wanted, thread.project, path or "attachments")
        _add_to_resources(thread, bodies)
    return Message.objects.bulk_create([_row(thread, body) for body in bodies])


def _files(body):
    """The ids of the files that a message names, in its attachments and pictures."""
    parts = body["content"] if isinstance(body["content"], list) else []
    pictures = [part["image_file"]["file_id"] for part in parts if part["type"] == "image_file"]
    return pictures + [attachment["file_id"] for attachment in body.get("attachments") or []]


def _add_to_resources(thread, bodies):
    """Attached files belong to the thread from now on: programs of all its runs find them. The newest are kept."""
    held = thread.tool_resources.get("code_interpreter", {}).get("file_ids", [])
    attached = [attachment["file_id"] for body in bodies for attachment in _for_code(body)]
    file_ids = list(dict.fromkeys([*held, *attached]))[-MOST_FILES:]
    if file_ids != held:
        thread.tool_resources = {**thread.tool_resources, "code_interpreter": {"file_ids": file_ids}}
        thread.save(update_fields=["tool_resources"])


def _for_code(body):
    """The attachments of a message that are for the code interpreter."""
    attachments = body.get("attachments") or []
    return [each for each in attachments if {"type": "code_interpreter"} in each.get("tools", [])]


def _check_content(content, path):
    """ApiError for parts that are too long together, or for a picture at an address that nobody should fetch."""
    parts = [] if isinstance(content, str) else content
    length = sum(len(part["text"]) for part in parts if part["type"] == "text")
    if length > LONGEST:
        raise errors.too_long(length, LONGEST, path)
    for number, part in enumerate(parts):
        url = part["image_url"]["url"] if part["type"] == "image_url" else "https://"
        if not url.lower().startswith(("https://", "http://", "data:image/")):
            place = f"{path}[{number}].image_url.url"
            raise errors.invalid_value(f"Invalid '{place}': expected an http, https or data:image address.", place)


def _check_attachments(attachments, path):
    """ApiError for an attachment without a file, or for the file search."""
    for place, attachment in enumerate(attachments):
        if "file_id" not in attachment:
            raise errors.missing_parameter(f"{path}[{place}].file_id")
        for number, tool in enumerate(attachment.get("tools", [])):
            if tool["type"] == "file_search":
                raise errors.no_file_search(f"{path}[{place}].tools[{number}].type")


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
