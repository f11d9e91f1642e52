"""What every page shows besides its own content."""

from django.conf import settings

from chat.models import Conversation

RECENT = 30


def navigation(request):
    """The person's pinned and newest conversations, looked up only by templates that list them."""
    person = getattr(request, "person", None)
    return {
        "person": person,
        "recent_conversations": lambda: Conversation.objects.visible_to(person).listed()[:RECENT],
        "signup_open": settings.SIGNUP_OPEN,
    }
