"""Takes the files of a form to temporary ones on the disk, as they come: no more of them than can be of use."""

import tempfile
from contextlib import closing
from functools import wraps

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from chat.uploads import room
from chat.uploads.checking import FILE_BYTES, MOST_FILES

READ_BYTES = 200 * 2**20
"""Longer requests are not read to their end: there the browser may say no more than that the connection broke."""


def accepts_files(view):
    """A view whose form may bring files; all other forms may not (see tutor_site/uploads.py)."""
    protected = csrf_protect(view)

    @csrf_exempt  # the check reads the form, which has to wait until it is known what takes the files
    @wraps(view)
    def receiving(request, *args, **kwargs):
        if request.method != "POST":
            return protected(request, *args, **kwargs)
        with closing(Spool(request)) as spool:
            request.upload_handlers = [spool]
            return protected(request, *args, **kwargs)

    return receiving


class Received(UploadedFile):
    """A file of a form, on the disk until the request ends. One that is too large is cut."""

    is_lost = False
    """The disk was full: nothing or not all of it was kept."""

    @property
    def is_too_large(self):
        return self.size > FILE_BYTES


class Spool(FileUploadHandler):
    """Keeps the first files of a form, and one more, by which it is told that there were too many."""

    spool, number, is_endless, is_lost = None, 0, False, False

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803 - Django's name
        self.is_endless = content_length > READ_BYTES

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        if self.field_name != "files":
            raise SkipFile
        self.number += 1
        if self.is_endless:
            raise StopUpload(connection_reset=True)
        if self.number > MOST_FILES + 1:
            raise SkipFile
        self.spool = tempfile.TemporaryFile(dir=settings.TUTOR_DATA)  # noqa: SIM115 - closed with the request

    def receive_data_chunk(self, raw_data, start):
        self.is_lost = self.is_lost or not room.is_on_disk(len(raw_data))  # many may be on their way at once
        if start <= FILE_BYTES and not self.is_lost:
            self.spool.write(raw_data)

    def file_complete(self, file_size):
        self.spool.seek(0)
        received = Received(self.spool, self.file_name, self.content_type, file_size, self.charset)
        received.is_lost = self.is_lost
        return received

    def close(self):
        """Close the last file: of a form that breaks off nobody else has it. The others the request closes."""
        if self.spool:
            self.spool.close()
