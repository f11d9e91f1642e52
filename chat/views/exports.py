"""Exports of one conversation or of all, and the page that is made for printing."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from chat.allowance import Allowance
from chat.exports import archive, json_text, markdown
from chat.exports.entries import entries_of, shown
from chat.exports.streams import saved, streamed
from chat.models import Conversation
from chat.views.limits import limited

KINDS = {
    "md": (markdown.pieces, "text/markdown; charset=utf-8"),
    "json": (json_text.pieces, "application/json"),
    "zip": (archive.pieces, "application/zip"),
}
OF_ONE = Allowance(burst=20, each_second=1)
OF_ALL = Allowance(burst=4, each_second=1 / 20)
TOO_MANY = gettext_lazy("You have exported very much just now.")
HERE = "<!-- entries -->"
"""Where the entries go into the page for printing."""


@require_safe
@limited(OF_ONE, TOO_MANY)
def conversation_export(request, conversation_id, kind):
    conversation = get_object_or_404(Conversation.objects.visible_to(request.person), pk=conversation_id)
    return _export(request, [conversation], str(conversation), kind)


@require_safe
@limited(OF_ALL, TOO_MANY)
def export_all(request, kind):
    return _export(request, Everything(Conversation.objects.visible_to(request.person)), _("Conversations"), kind)


class Everything:
    """Conversations from the oldest on, each read when its turn comes, as often as one goes through them."""

    def __init__(self, visible):
        self._visible = visible

    def __iter__(self):
        for pk in list(self._visible.order_by("created_at").values_list("pk", flat=True)):
            if conversation := self._visible.filter(pk=pk).first():
                yield conversation


def _export(request, conversations, name, kind):
    if kind not in KINDS:
        raise Http404
    pieces, content_type = KINDS[kind]
    return saved(request, pieces(conversations), content_type, name, kind)


@require_safe
@limited(OF_ONE, TOO_MANY)
def conversation_print(request, conversation_id):
    conversation = get_object_or_404(Conversation.objects.visible_to(request.person), pk=conversation_id)
    page = render_to_string("chat/print.html", {"conversation": conversation, "here": HERE}, request)
    return streamed(request, _printed(page, conversation), "text/html; charset=utf-8")


def _printed(page, conversation):
    head, tail = page.split(HERE)
    yield head
    for entry in entries_of(conversation):
        context = {"shown": shown(entry, conversation.pk), "view": "attachment-detail"}
        yield render_to_string("chat/_entry.html", context)
    yield tail
