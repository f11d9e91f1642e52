"""Renaming, pinning, archiving, deleting and bringing back: a click, and the page that it was made on."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from chat import keeping
from chat.forms import TitleForm
from chat.models import Conversation
from chat.views.places import menu_place, place_of

SAID = {
    ("is_pinned", True): gettext_lazy("Pinned."),
    ("is_pinned", False): gettext_lazy("No longer pinned."),
    ("is_archived", True): gettext_lazy("Archived."),
    ("is_archived", False): gettext_lazy("Taken out of the archive."),
}


@require_POST
def conversation_keep(request, conversation_id, **values):
    """Pin, unpin, archive or bring back from the archive: the address says which."""
    conversation = get_object_or_404(Conversation.objects.visible_to(request.person), pk=conversation_id)
    keeping.change(conversation, **values)
    said = SAID[next(iter(values.items()))]
    if request.htmx:
        context = {"conversation": conversation, "next": place_of(request), "said": said, "focus_menu": True}
        return render(request, "chat/_kept.html", context)
    messages.success(request, said)
    return redirect(menu_place(request, conversation))


@require_http_methods(["GET", "HEAD", "POST"])
def conversation_rename(request, conversation_id):
    conversation = get_object_or_404(Conversation.objects.visible_to(request.person), pk=conversation_id)
    form = TitleForm(request.POST or None, initial={"title": conversation.title})
    if request.method == "POST" and form.is_valid():
        keeping.change(conversation, title=form.cleaned_data["title"])
        return redirect(menu_place(request, conversation))
    context = {"conversation": conversation, "form": form, "next": place_of(request)}
    return render(request, "chat/conversation_rename.html", context, status=422 if form.errors else 200)


@require_POST
def conversation_delete(request, conversation_id):
    conversation = get_object_or_404(Conversation.objects.visible_to(request.person), pk=conversation_id)
    keeping.delete(conversation)
    place = place_of(request)
    place = reverse("conversation-list") if place.startswith(conversation.get_absolute_url()) else place
    return redirect(f"{place}#undo-{conversation.pk}")


@require_POST
def conversation_restore(request, conversation_id):
    conversation = keeping.restore(request.person, conversation_id) if request.person else None
    if conversation is None:
        messages.error(
            request, _("That conversation is gone for good: only right after deleting can one be brought back.")
        )
        return redirect("conversation-list")
    messages.success(request, _("“%(title)s” is back.") % {"title": conversation})
    return redirect(menu_place(request, conversation))
