"""Searching one's own conversations, and the way from a message that was found to its place."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from chat.allowance import Allowance
from chat.models import Conversation, Message
from chat.paging import number_of
from chat.rendering import plain
from chat.search import messages_with, titled_with, wanted
from chat.search.words import PREPARED, QUERY_LIMIT, excerpt, nearby
from chat.turns import PER_PAGE as TURNS_SHOWN
from chat.versions import messages_beside
from chat.views.limits import limited

SEARCHES = Allowance(burst=40, each_second=1)
TOO_MANY = gettext_lazy("You have searched very often just now.")
PER_PAGE = 20
LAST_PAGE = 500


@dataclass(frozen=True)
class Hit:
    """A message that was found, and the Pieces of its excerpt."""

    message: Message
    pieces: list


@require_safe
@limited(SEARCHES, TOO_MANY)
def conversation_search(request):
    """Titles and messages that have all the words; the titles come first, on the first page."""
    query = request.GET.get("q", "").replace("\x00", " ").strip()[:QUERY_LIMIT]
    words = wanted(query)
    number = min(max(1, number_of(request, "page")), LAST_PAGE)
    found = _found(request.person, words, number) if words else []
    titled = titled_with(request.person, words) if words and number == 1 else []
    context = {
        "query": query,
        "words": words,
        "titled": [(conversation, excerpt(str(conversation), words)) for conversation in titled],
        "hits": [Hit(message, _excerpt(message.text, words)) for message in found[:PER_PAGE]],
        "number": number,
        "has_next": len(found) > PER_PAGE and number < LAST_PAGE,
    }
    return render(request, "chat/search.html", context)


def _found(person, words, number):
    """The messages of a page, and one more where there is another page: nothing has to be counted for that."""
    start = (number - 1) * PER_PAGE
    return list(messages_with(person, words)[start : start + PER_PAGE + 1])


def _excerpt(text, words):
    return excerpt(plain(nearby(text, words), PREPARED, isolated=True), words)


@require_safe
def message_detail(request, conversation_id, message_id):
    """Leads to a message in its conversation: on the page that opens, or on the one that ends with it."""
    conversation = get_object_or_404(Conversation.objects.visible_to(request.person), pk=conversation_id)
    message = get_object_or_404(conversation.messages, pk=message_id)
    questions = messages_beside(message).filter(role=Message.Role.USER)
    question = questions.filter(pk__lte=message.pk).last() or message
    later = questions.filter(pk__gt=question.pk)[:TURNS_SHOWN].count()
    page = {} if message.branch_id == conversation.branch_id else {"branch": message.branch_id or 0}
    page |= {} if later < TURNS_SHOWN else {"before": message.pk + 1}
    address = conversation.get_absolute_url() + (f"?{urlencode(page)}" if page else "")
    return redirect(f"{address}#turn-{question.pk}")
