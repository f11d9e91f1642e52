"""The preview under the box: it asks the database for nothing."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from chat.allowance import Allowance
from chat.previewing import preview

KEY_LENGTH = 40
"""Characters of a session's name that are remembered: what a client sends as one may be long."""

allowance = Allowance(burst=20, each_second=3)


@require_POST
def preview_create(request):
    """The mathematics of a text as a fragment; 204 when there is none to show."""
    asking = request.session.session_key or request.META.get("REMOTE_ADDR", "")
    if not allowance.take(asking[:KEY_LENGTH]):
        return HttpResponse(status=429)
    html = preview(request.POST.get("text", ""))
    return HttpResponse(html) if html else HttpResponse(status=204)
