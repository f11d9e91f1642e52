"""Links to read-only copies: making and revoking them, and what those see who follow one."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat import sharing
from chat.downloads import attachment_response
from chat.exports.entries import shown
from chat.forms import ShareForm
from chat.models import Attachment, Conversation, Share
from chat.paging import number_of, page_of
from chat.views.places import place_of

NEW_LINKS = "new_links"
"""Where a session keeps tokens until the page has shown them, which it does once."""


@require_safe
def share_list(request):
    """All links of a person that work, so that none is forgotten."""
    shares = Share.objects.open().filter(conversation__in=Conversation.objects.visible_to(request.person))
    page = page_of(shares.select_related("conversation"), request)
    return render(request, "chat/share_list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def conversation_share(request, conversation_id):
    """The links to copies of a conversation, and the form that makes one."""
    conversation = get_object_or_404(Conversation.objects.visible_to(request.person), pk=conversation_id)
    form = ShareForm(request.POST or None, initial={"share_id": uuid.uuid4()})
    if request.method == "POST" and form.is_valid() and _is_made(request, conversation, form):
        return redirect("conversation-share", conversation.pk)
    token = _new_token(request, conversation)
    context = {
        "conversation": conversation,
        "form": form,
        "shares": conversation.shares.open(),
        "link": settings.TUTOR_URL + reverse("share-detail", args=[token]) if token else "",
    }
    return render(request, "chat/share.html", context, status=422 if form.errors else 200)


def _is_made(request, conversation, form):
    fields = form.cleaned_data
    name = request.person.display_name if fields["shows_name"] else ""
    try:
        token = sharing.share(conversation, fields["share_id"], fields["days"], name)
    except sharing.TooManyShares:
        form.add_error(None, _("This conversation has very many links already. Please revoke one first."))
        return False
    if token:
        request.session[NEW_LINKS] = request.session.get(NEW_LINKS, {}) | {str(conversation.pk): token}
    return True


def _new_token(request, conversation):
    """The token of a link that was made just now, once; "" afterwards."""
    tokens = request.session.get(NEW_LINKS, {}) if request.method == "GET" else {}
    token = tokens.pop(str(conversation.pk), "")
    if token:
        request.session[NEW_LINKS] = tokens
    return token


@require_POST
def share_revoke(request, conversation_id, share_id):
    conversation = get_object_or_404(Conversation.objects.visible_to(request.person), pk=conversation_id)
    conversation.shares.filter(pk=share_id).delete()
    messages.success(request, _("The link does not work any more."))
    return redirect(place_of(request, reverse("conversation-share", args=[conversation.pk])))


@require_safe
def share_detail(request, token):
    """The copy. Nothing on it leads to the student, and nothing tells where its reader came from."""
    share = get_object_or_404(Share.objects.with_token(token))
    number = max(1, number_of(request, "page"))
    pages = list(share.pages.filter(number__in=[number, number + 1]))
    if number > 1 and not any(page.number == number for page in pages):
        raise Http404
    entries = [shown(entry, token) for page in pages[:1] for entry in page.entries]
    context = {"share": share, "entries": entries, "number": number, "has_next": len(pages) > 1, "token": token}
    return _closed(render(request, "chat/shared.html", context))


@require_safe
def share_attachment(request, token, attachment_id):
    """A picture or file of the copy: of the conversation's others none is there."""
    rows = Attachment.objects.without_content().filter(shares__in=Share.objects.with_token(token))
    return _closed(attachment_response(get_object_or_404(rows, pk=attachment_id), request.method))


def _closed(response):
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Cache-Control"] = "private, no-store"
    return response
