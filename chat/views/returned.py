"""Questions that came too late: after the end of a session, or with the form of another one. The text comes back."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from chat import kept
from tutor_site.errors import ASKING


def signed_out(request, conversation_id, text):
    """The answer to a question for a conversation that is not this person's: mostly, they were signed out meanwhile."""
    if request.user.is_authenticated:
        return render(request, "404.html", {"kept_text": text}, status=404)
    kept.keep(request, conversation_id, text)
    told = _(
        "You were signed out, so your question was not sent. Sign in again: your text is kept and stands in the box."
    )
    messages.warning(request, told)
    back = urlencode({"next": reverse("conversation-detail", args=[conversation_id])})
    address = f"{reverse('account_login')}?{back}"
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def csrf_failure(request, reason=""):
    """The page of a form that was too old. A question stands on it once more, to be sent by its person's own click."""
    question = (
        {name: request.POST.get(name, "") for name in ("text", "client_key", "branch")} if _asks(request) else None
    )
    return render(request, "403_csrf.html", {"question": question}, status=403)


def _asks(request):
    try:
        return request.method == "POST" and resolve(request.path_info).view_name in ASKING
    except Resolver404:
        return False
