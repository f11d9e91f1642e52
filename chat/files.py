"""Fetches the files that messages name and keeps them in our record: once each, of bounded size, safely named."""

import logging
import time
from urllib.parse import unquote

from django.db import transaction
from django.db.models import F

from chat import png
from chat.assistants import FILE_LIMIT
from chat.attachments import NAME_LIMIT
from chat.failures import AssistantsError, Overloaded, Refused, TooLarge, Unreachable
from chat.models import Attachment

logger = logging.getLogger("tutor.chat")

MOST_FILES = 20
"""Files that are kept of one message, and pictures; of further pictures as many are told as missing."""
FETCH_SECONDS = 60
"""How long the pictures and files of one message may take; those that are left are told as not fetched."""
PAUSE = 0.5
"""Seconds until a call that failed is made once more."""
LONGEST_SUFFIX = 12
TEXT_TYPES = {".csv": "text/csv; charset=utf-8", ".txt": "text/plain; charset=utf-8"}
PICTURE_TYPE, OTHER_TYPE = "image/png", "application/octet-stream"


class FileFetcher:
    """The pictures and files of one run's messages. One at a time is in memory, and is stored before its message."""

    def __init__(self, run, lease, client):
        self.run, self.lease, self.client = run, lease, client

    def keep(self, message, until):
        """Store the files of a wire.Message that we do not have; the (file id, target) pairs of its FileLinks.

        `until`: when, by the monotonic clock, no more is fetched; see `deadline`.
        What cannot be had is stored as missing: an answer never fails for want of a file.
        """
        named = _named(message)
        if not named:
            return []
        for file_id, target in self._unknown(named, _pictures(message)).items():
            self._store(self._fetched(file_id, target, until))
        return named

    def keep_pictures(self, file_ids, until):
        """Store the pictures that we do not have, as files that nothing names; those to be shown, {file id: size in
        pixels}, and the ids of those to be told as missing. `until` as for `keep`."""
        sizes, missing = {}, []
        for number, file_id in enumerate(dict.fromkeys(file_ids)):
            if number >= 2 * MOST_FILES:
                logger.warning("run %s: pictures from file %s on are too many", self.run.pk, file_id)
                break
            size, why = self._keep_picture(file_id, f"picture-{number + 1}.png", until if number < MOST_FILES else 0)
            if size:
                sizes[file_id] = size
            elif why:
                missing.append(file_id)
        return sizes, missing

    def _keep_picture(self, file_id, name, until):
        """(size in pixels, why it is missing) of one picture; neither for what is none or is kept for good."""
        rows = Attachment.objects.filter(conversation=self.run.conversation_id, upstream_id=file_id)
        if rows.exists():
            file = rows.unlinked().first()  # from a worker that died
            return (png.read(bytes(file.content)), file.missing) if file else (None, "")
        file = Attachment(upstream_id=file_id, name=name, content_type=PICTURE_TYPE)
        self._fill(file, until)
        size = png.read(file.content)
        if not size and not file.missing:
            logger.warning("run %s: file %s is no picture that can be shown", self.run.pk, file_id)
            return None, ""
        self._store(file)
        return size, file.missing

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
        except AssistantsError as error:
            self._miss(file, error)
            return file
        self._fill(file, until)
        if not file.missing:
            file.content_type = _content_type(file.name, file.content)
        return file

    def _fill(self, file, until):
        """Give an unsaved Attachment its bytes, or the reason why it has none."""
        try:
            file.content = self._call(self.client.get_file_content, file.upstream_id, until)
        except AssistantsError as error:
            self._miss(file, error)
        else:
            file.size = len(file.content)

    def _miss(self, file, error):
        logger.warning("run %s: file %s was not fetched: %s", self.run.pk, file.upstream_id, error)
        file.missing = _why(error)

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


def deadline():
    """Until when the pictures and files of one message may be fetched."""
    return time.monotonic() + FETCH_SECONDS


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
        return PICTURE_TYPE
    return TEXT_TYPES.get(name[name.rfind(".") :].lower(), OTHER_TYPE)
