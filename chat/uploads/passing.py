"""Gives the files of questions to the upstream: each once, its id there noted in a commit of its own."""

import contextlib
import logging
import threading
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from chat.failures import FateUnknown, FileRefused, Overloaded, Refused, Unauthorized, Unreachable
from chat.models import Attachment
from chat.statements import GIVEN_FIELDS, GIVEN_FILES
from chat.wire import Given

logger = logging.getLogger("tutor.chat")

AT_ONCE = 4
"""Uploads of one process at a time: each holds its file in memory."""
LOOK = 0.5
"""Seconds between two looks whether a run that waits for its turn has to end."""
MOST_COMPARED = 5

_places = threading.BoundedSemaphore(AT_ONCE)


@dataclass
class _File:
    """A file of our record, by the fields of statements.GIVEN_FIELDS."""

    pk: object
    message_id: int
    name: str
    content_type: str
    width: int | None
    size: int
    upstream_id: str
    upstream_server: str

    @property
    def is_picture(self):
        return self.width is not None

    @property
    def purpose(self):
        return "vision" if self.is_picture else "assistants"

    def content(self):
        return bytes(Attachment.objects.values_list("content", flat=True).get(pk=self.pk))


class FilePasser:
    """The files of one conversation, for the Sender of one run."""

    def __init__(self, sender):
        self.sender, self.client, self.server = sender, sender.client, sender.server
        self.patience, self.lease = sender.patience, sender.patience.lease
        self._known, self._has_started_anew = None, False

    def of_question(self):
        """The wire.Givens of the question. Raises FileRefused when the server does not take one."""
        return tuple(self._given(file) for file in self._files(self.sender.message.pk))

    def of_earlier(self, message_id):
        """Those of an earlier message, which is told anew; without the files that the server does not take."""
        given = []
        for file in self._files(message_id):
            try:
                given.append(self._given(file))
            except FileRefused as error:
                logger.warning("run %s: an earlier message is told without its file: %s", self.lease.pk, error)
        return tuple(given)

    def forget(self):
        """Our record has changed: it is read anew."""
        self._known = None

    def are_named_by(self, error):
        """Whether a refusal names files of ours, which the server has lost then."""
        return bool(self._named_by(error))

    def are_lost(self, error):
        """The same; those files are uploaded again from here on, once."""
        named = self._named_by(error)
        if not named or self._has_started_anew:
            return False
        self._has_started_anew = True
        Attachment.objects.filter(pk__in=[file.pk for file in named]).forget_upstream()
        self.forget()
        return True

    def _named_by(self, error):
        return [file for file in self._known or () if file.upstream_id and file.upstream_id in str(error)]

    def _files(self, message_id):
        if self._known is None:
            rows = GIVEN_FILES.rows(conversation=self.sender.conversation.pk)
            self._known = [_File(**dict(zip(GIVEN_FIELDS, row, strict=True))) for row in rows]
        return [file for file in self._known if file.message_id == message_id]

    def _given(self, file):
        if not file.upstream_id or file.upstream_server != self.server:
            self._note(file, self._passed(file))
        return Given(file.upstream_id, file.is_picture)

    def _note(self, file, upstream_id):
        with transaction.atomic():
            self.lease.write(revision=F("revision"))
            Attachment.objects.filter(pk=file.pk).update(upstream_id=upstream_id, upstream_server=self.server)
        file.upstream_id, file.upstream_server = upstream_id, self.server

    def _passed(self, file):
        """The id that a file has upstream, where it is put unless an attempt of unknown fate has brought it there."""
        with self._place():
            content = file.content()
            if self.sender.once.resumed and (found := self._found(file, content)):
                return found
            try:
                return self._upload(file, content)
            except FateUnknown:
                return self._found(file, content) or self._upload(file, content)

    @contextlib.contextmanager
    def _place(self):
        while not _places.acquire(timeout=LOOK):
            self.patience.check()
        try:
            yield
        finally:
            _places.release()

    def _upload(self, file, content):
        try:
            return self.patience.call(
                lambda: self.client.upload_file(file.name, content, file.content_type, file.purpose),
                bear=(Unreachable, Overloaded),
            )
        except (Unauthorized, Overloaded):
            raise
        except Refused as error:
            told = str(error).replace(file.name, "[name]")
            raise FileRefused(f"{told} (the file has {file.size} bytes and is {file.content_type})") from None

    def _found(self, file, content):
        """The id of the same file on the server, not taken by another row: told by name and size, sure by its bytes.

        Where the bytes are not to be had none is found: a file that lies there twice does no harm, a stranger's would.
        """
        try:
            listed = self.patience.call(lambda: self.client.newest_files(file.purpose))
        except Refused:
            return None
        alike = [each.id for each in listed if (each.name, each.size) == (file.name, file.size)]
        taken = set(Attachment.objects.filter(upstream_id__in=alike).values_list("upstream_id", flat=True))
        free = [file_id for file_id in alike if file_id not in taken][:MOST_COMPARED]
        return next((file_id for file_id in free if self._holds(file_id, content)), None)

    def _holds(self, file_id, content):
        try:
            return self.patience.call(lambda: self.client.get_file_content(file_id)) == content
        except Refused:
            return False
