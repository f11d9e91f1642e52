"""What every page shows besides its own content."""

from django.conf import settings
from django.db.models import BigIntegerField

from background.prepared import Prepared
from chat.models import Conversation
from chat.uploads import room
from chat.uploads.checking import FILE_BYTES, MOST_FILES

RECENT = 30
_RECENT = Prepared(
    lambda owner: Conversation.objects.kept().filter(owner=owner).listed()[:RECENT], owner=BigIntegerField()
)


def navigation(request):
    """The person's pinned and newest conversations, looked up only by templates that list them."""
    person = getattr(request, "person", None)
    return {
        "person": person,
        "recent_conversations": lambda: _RECENT.objects(owner=person.pk) if person else [],
        "signup_open": settings.SIGNUP_OPEN,
        "uploads_open": room.is_open(),
        "most_files": MOST_FILES,
        "most_bytes": FILE_BYTES,
    }
