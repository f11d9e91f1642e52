"""How much people may attach in a day, so that nobody fills the disk."""

import shutil
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chat.models import Attachment
from chat.uploads.checking import MOST_FILES

MEGABYTE = 2**20
FILES_PER_PERSON = 50
FREE_BYTES = 1000 * MEGABYTE
"""What has to stay free on the disk of TUTOR_DATA."""
NO_ROOM = _("There is no room for more files at the moment. Send your question without them, and tell your teacher.")


class NoRoom(Exception):
    """The files are not taken at the moment."""


class EnoughForToday(NoRoom):
    """The person has attached as much as one may in 24 hours."""


class TooManyFiles(NoRoom):
    """With those that an edited question keeps there are more than MOST_FILES."""


class Full(NoRoom):
    """All people together have, or the disk is full."""


def is_open():
    """Whether files are taken at all."""
    return settings.UPLOADS_PER_PERSON > 0


def require(person, files):
    """Raise NoRoom unless a person may have these checking.Given kept."""
    if len(files) > MOST_FILES:
        raise TooManyFiles
    size = sum(len(file.content) for file in files)
    today = Attachment.objects.given().filter(created_at__gt=timezone.now() - timedelta(hours=24))
    number, used = _used(today.filter(conversation__owner=person))
    if number + len(files) > FILES_PER_PERSON or used + size > settings.UPLOADS_PER_PERSON * MEGABYTE:
        raise EnoughForToday
    if _used(today)[1] + size > settings.UPLOADS_IN_ALL * MEGABYTE:
        raise Full
    if not is_on_disk(size):
        raise Full


def is_on_disk(size):
    """Whether there is room for so many bytes in TUTOR_DATA."""
    return shutil.disk_usage(settings.TUTOR_DATA).free - size >= FREE_BYTES


def _used(rows):
    found = rows.order_by().aggregate(number=Count("pk"), bytes=Sum("size"))
    return found["number"], found["bytes"] or 0
