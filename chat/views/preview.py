"""The preview under the box: it asks the database for nothing."""

import threading

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from chat.allowance import Allowance
from chat.previewing import preview

KEY_LENGTH = 40
"""Characters of a session's name that are remembered: what a client sends as one may be long."""

MOST_AT_ONCE = 4
"""Previews that one process makes at once, since whoever sends another session's name each time has no allowance that
ends. One is made in some milliseconds; the next key that is pressed asks again."""

allowance = Allowance(burst=20, each_second=3)
places = threading.BoundedSemaphore(MOST_AT_ONCE)


@require_POST
def preview_create(request):
    """The mathematics of a text as a fragment; 204 when there is none to show."""
    asking = request.session.session_key or request.META.get("REMOTE_ADDR", "")
    text = request.POST.get("text", "")
    if not allowance.take(asking[:KEY_LENGTH]) or not places.acquire(blocking=False):
        return HttpResponse(status=429)
    try:
        html = preview(text)
    finally:
        places.release()
    return HttpResponse(html) if html else HttpResponse(status=204)
