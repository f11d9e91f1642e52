"""Fetches the files that messages name and keeps them in our record: once each, of bounded size, safely named."""

import logging
import time
from urllib.parse import unquote

from django.db import transaction
from django.db.models import F

from chat import png
from chat.assistants import FILE_LIMIT, AssistantsError, Overloaded, Refused, TooLarge, Unreachable
from chat.attachments import NAME_LIMIT
from chat.models import Attachment

logger = logging.getLogger("tutor.chat")

MOST_FILES = 20
"""Files that are kept of one message."""
FETCH_SECONDS = 60
"""How long the files of one message may take; those that are left are told as not fetched."""
PAUSE = 0.5
"""Seconds until a call that failed is made once more."""
LONGEST_SUFFIX = 12
TEXT_TYPES = {".csv": "text/csv; charset=utf-8", ".txt": "text/plain; charset=utf-8"}
OTHER_TYPE = "application/octet-stream"


class Files:
    """The files of one run's messages. One file at a time is in memory; each is stored before its message is."""

    def __init__(self, run, lease, client):
        self.run, self.lease, self.client = run, lease, client

    def keep(self, message):
        """Store the files of a wire.Message that we do not have; the (file id, target) pairs of its FileLinks.

        What cannot be had is stored as missing: an answer never fails for want of a file.
        """
        named = _named(message)
        until = time.monotonic() + FETCH_SECONDS
        for file_id, target in self._unknown(named, _pictures(message)).items():
            self._store(self._fetched(file_id, target, until))
        return named

    def _unknown(self, named, pictures):
        """{file id: target} of those that are not in the record yet and do not come into it as pictures."""
        targets = {}
        for file_id, target in named:
            targets.setdefault(file_id, target)
        kept = Attachment.objects.filter(conversation=self.run.conversation_id, upstream_id__in=targets)
        for file_id in pictures.union(kept.values_list("upstream_id", flat=True)):
            targets.pop(file_id, None)
        return targets

    def _fetched(self, file_id, target, until):
        """An unsaved Attachment of a file, whatever became of it."""
        file = Attachment(upstream_id=file_id, name=safe_name(unquote(target)), content_type=OTHER_TYPE)
        try:
            told = self._call(self.client.get_file, file_id, until)
            file.name, file.size = safe_name(told.name), told.size
            if told.size is not None and told.size > FILE_LIMIT:
                file.missing = Attachment.Missing.TOO_LARGE
                return file
            file.content = self._call(self.client.get_file_content, file_id, until)
        except AssistantsError as error:
            logger.warning("run %s: file %s was not fetched: %s", self.run.pk, file_id, error)
            file.missing = _why(error)
            return file
        file.size, file.content_type = len(file.content), _content_type(file.name, file.content)
        return file

    def _call(self, call, file_id, until):
        """The result of a call, which is repeated through an outage until the time is up: then Unreachable."""
        cause = "no time is left for it"
        while time.monotonic() < until:
            self.lease.check()
            try:
                return call(file_id)
            except (Unreachable, Overloaded) as error:
                cause = error
            self.lease.wait(PAUSE)
        raise Unreachable(str(cause))

    @transaction.atomic
    def _store(self, file):
        """Write a file, refused when the lease is lost: then another worker does it."""
        self.lease.write(revision=F("revision"))
        file.conversation_id = self.run.conversation_id
        file.save(force_insert=True)


def safe_name(name):
    """The last part of a path, printable and at most NAME_LIMIT characters, its ending kept; `file` for nothing.

    What is not printable for Python includes control characters and the marks that turn text around.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(character for character in last if character.isprintable()).strip(" .")
    stem, dot, suffix = shown.rpartition(".")
    if len(shown) > NAME_LIMIT and stem and len(suffix) <= LONGEST_SUFFIX:
        return stem[: NAME_LIMIT - len(dot + suffix)] + dot + suffix
    return shown[:NAME_LIMIT] or "file"


def _named(message):
    """(file id, target) of each place where a message names one of its first MOST_FILES files.

    Its pictures are there to be seen, so they count only where the text has an address for them.
    """
    linked = [(file_id, target) for target, file_id in message.links.items()]
    beside = [(file_id, "") for file_id in dict.fromkeys(message.attached)]
    named = linked + [pair for pair in beside if pair[0] not in _pictures(message) | set(message.links.values())]
    kept = list(dict.fromkeys(file_id for file_id, _ in named))[:MOST_FILES]
    return [(file_id, target) for file_id, target in named if file_id in kept]


def _pictures(message):
    return {value for kind, value in message.parts if kind == "image"}


def _why(error):
    if isinstance(error, TooLarge):
        return Attachment.Missing.TOO_LARGE
    gone = isinstance(error, Refused) and error.status in {404, 410}
    return Attachment.Missing.GONE if gone else Attachment.Missing.NOT_FETCHED


def _content_type(name, content):
    """What a browser is told: the truth for checked pictures and plain text, nothing about all else."""
    if png.read(content):
        return "image/png"
    return TEXT_TYPES.get(name[name.rfind(".") :].lower(), OTHER_TYPE)
