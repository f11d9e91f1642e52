"""The pages of conversations: an empty one, the list, and one as it is read."""

import uuid

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.middleware import keep_session
from chat.forms import QuestionForm
from chat.models import Branch, Conversation
from chat.paging import branch_of, number_of, page_of
from chat.turns import TurnPage, turns_of

EXAMPLES = [
    gettext_lazy("Solve 3x + 11 = 14"),
    gettext_lazy("What is 15% of 80?"),
    gettext_lazy("Plot y = x^2 - 4 from x = -3 to 3"),
]


@require_safe
def conversation_new(request):
    """An empty conversation. It has an id already, so that even its first question can be sent twice and be one."""
    if not request.session.session_key:
        keep_session(request)
    form = QuestionForm(initial={"client_key": uuid.uuid4(), "text": request.GET.get("question", "")[:500]})
    context = page_with(Conversation(), form) | {"examples": EXAMPLES, "focus": True}
    return render(request, "chat/conversation.html", context)


@require_safe
def conversation_list(request):
    page = page_of(Conversation.objects.visible_to(request.person).newest_first(), request)
    return render(request, "chat/conversation_list.html", {"page": page})


@require_safe
def conversation_detail(request, conversation_id):
    conversation = get_object_or_404(Conversation.objects.visible_to(request.person), pk=conversation_id)
    before, branch = number_of(request, "before"), branch_of(request)
    return render(request, "chat/conversation.html", page_with(conversation, fresh_form(), before, branch))


def page_with(conversation, form, before=None, branch=None):
    """What the page of a conversation shows: its newest turns with the box, or those before a message without.

    `branch` as for turns_of. Raises Http404 when there is no such branch.
    """
    try:
        page = TurnPage([], None) if conversation._state.adding else turns_of(conversation, before, branch)
    except Branch.DoesNotExist:
        raise Http404 from None
    form.initial["branch"] = page.branch
    live = next((turn.run for turn in page.turns if turn.run and (turn.run.is_live or turn.run.awaits_mark)), None)
    return {"conversation": conversation, "form": form, "page": page, "before": before, "live": live}


def page_before(question, form):
    """What the page shows on which a question is asked again: what was said before it, and the box with its text."""
    page = turns_of(question.conversation, question.pk, question.branch_id or 0)
    return {"conversation": question.conversation, "form": form, "page": page, "edits": question, "focus": True}


def fresh_form(branch=None):
    """An empty box with a key of its own; `branch` as in a TurnPage."""
    return QuestionForm(initial={"client_key": uuid.uuid4(), "branch": branch})
