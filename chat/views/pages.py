"""The pages of conversations: an empty one, and one as it is read."""

import uuid

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.middleware import start_visit
from chat import kept
from chat.forms import QuestionForm
from chat.models import Branch, Conversation
from chat.paging import branch_of, number_of
from chat.turns import TurnPage, turns_of

# Translators: these are sent as they stand, and the offline engine reads English and mathematics alone.
EXAMPLES = [
    gettext_lazy("Solve 3x + 11 = 14"),
    # xgettext:no-python-format
    gettext_lazy("What is 15% of 80?"),
    gettext_lazy("Plot y = x^2 - 4 from x = -3 to 3"),
]


@require_safe
def conversation_new(request):
    """An empty conversation. It has an id already, so that even its first question can be sent twice and be one."""
    start_visit(request)
    form = fresh_form(request.GET.get("question", "")[:500] or kept.text_for(request))
    context = page_with(Conversation(), form) | {"examples": EXAMPLES, "focus": True}
    return render(request, "chat/conversation.html", context)


@require_safe
def conversation_detail(request, conversation_id):
    conversation = get_object_or_404(Conversation.objects.visible_to(request.person), pk=conversation_id)
    before, branch = number_of(request, "before"), branch_of(request)
    form = fresh_form(kept.text_for(request, conversation))
    return render(request, "chat/conversation.html", page_with(conversation, form, before, branch))


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
    context = {"conversation": conversation, "form": form, "page": page, "before": before, "live": live}
    return context | {"has_menu": not conversation._state.adding}


def page_before(question, form):
    """What the page shows on which a question is asked again: what was said before it, and the box with its text."""
    page = turns_of(question.conversation, question.pk, question.branch_id or 0)
    context = {"conversation": question.conversation, "form": form, "page": page, "focus": True, "has_menu": True}
    return context | edited(question)


def edited(question):
    """What the box shows of a question that is asked again: where it stands, and its files, which it keeps."""
    return {"edits": question, "keeps": question.files.without_content()} if question else {}


def fresh_form(text="", branch=None):
    """A box with a key of its own, empty unless there is a text for it; `branch` as in a TurnPage."""
    return QuestionForm(initial={"client_key": uuid.uuid4(), "text": text, "branch": branch})
