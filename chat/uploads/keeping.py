"""Writes the files of a question into our record, in the transaction that writes the question."""

import hashlib

from django.utils import timezone

from chat.models import Attachment
from chat.uploads.checking import Given


def keep(files, message):
    """Store checking.Given as the files of a message, in their order, one by one: each may have megabytes."""
    for file in files:
        Attachment.objects.create(
            conversation_id=message.conversation_id,
            message=message,
            name=file.name,
            content_type=file.content_type,
            size=len(file.content),
            content=file.content,
            created_at=timezone.now(),
            **file.size,
        )


def given_with(message):
    """The checking.Given that a message came with, for another version of it."""
    return [
        Given(
            file.name,
            file.content_type,
            bytes(file.content),
            {"width": file.width, "height": file.height} if file.is_picture else {},
        )
        for file in message.files.all()
    ]


def are_kept(files, message):
    """Whether these are the files that a message came with."""
    kept = message.files.values_list("name", "size", "content_type")
    return [(file.name, len(file.content), file.content_type) for file in files] == list(kept)


def fingerprint(files):
    """A text that other files would not give; none for no files."""
    return "".join(hashlib.sha256(file.content).hexdigest() for file in files)
