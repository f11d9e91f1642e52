"""The lists of a person's conversations: those in use, and the archived ones."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from chat.calendar import grouped
from chat.models import Conversation, Deletion
from chat.paging import page_of


@require_safe
def conversation_list(request):
    return _list(request, archived=False)


@require_safe
def archive_list(request):
    return _list(request, archived=True)


def _list(request, archived):
    page = page_of(Conversation.objects.visible_to(request.person).listed(archived), request)
    deletions = Deletion.objects.offered_to(request.person)
    context = {"page": page, "groups": grouped(page), "deletions": deletions, "archived": archived}
    return render(request, "chat/conversation_list.html", context)
