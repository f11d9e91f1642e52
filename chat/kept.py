"""A question that came when its session had ended: its text waits in the new session until it is asked after all."""

import time

SECONDS = 1800
"""How long it waits: longer, and the next person at a shared device would find it."""
LONGEST = 64_000
"""Characters that are kept: more than any question may have."""
_NAME = "kept_question"


def keep(request, conversation_id, text):
    """Have a text stand in the box of its conversation, or of a new one, when the person is back."""
    request.session[_NAME] = [str(conversation_id), text[:LONGEST], time.time()]


def text_for(request, conversation=None):
    """The text for the box of a conversation; for that of a new one while nobody is signed in. "" for none."""
    conversation_id, text, at = request.session.get(_NAME) or (None, "", 0)
    if time.time() - at > SECONDS:
        return ""
    fits = str(conversation.pk) == conversation_id if conversation else not request.user.is_authenticated
    return text if fits else ""


def forget(request):
    """The question was asked."""
    if _NAME in request.session:
        del request.session[_NAME]
