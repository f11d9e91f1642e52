"""Asking: a question arrives, and comes back with a reason when it cannot be taken."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from accounts.middleware import ensure_person
from chat import kept, proxy
from chat.forms import QuestionForm
from chat.models import Conversation
from chat.turns import new_turn
from chat.uploads import room
from chat.uploads.receiving import accepts_files
from chat.views.pages import fresh_form, page_with
from chat.views.refusals import REFUSALS, told_to_wait
from chat.views.returned import signed_out


@accepts_files
@require_http_methods(["GET", "HEAD", "POST"])
def message_create(request, conversation_id):
    if request.method != "POST":  # the address of a form that came back with a reason, loaded anew
        return redirect("conversation-detail", conversation_id)
    form = QuestionForm(request.POST, request.FILES)
    if not form.is_valid():
        return _with_errors(request, conversation_id, form)
    try:
        asked = proxy.ask(ensure_person(request), conversation_id, **form.cleaned_data)
    except Conversation.DoesNotExist:
        return signed_out(request, conversation_id, form.cleaned_data["text"])
    except tuple(REFUSALS) as reason:
        form.add_error("files" if isinstance(reason, room.NoRoom) else "text", REFUSALS[type(reason)])
        response = _with_errors(request, conversation_id, form)
        return told_to_wait(response) if isinstance(reason, proxy.TooMany) else response
    kept.forget(request)
    if not request.htmx:
        return redirect(asked.message.conversation)
    if not asked.new:  # the first answer was lost on its way, so the page shows nothing of it
        return HttpResponseClientRedirect(asked.message.conversation.get_absolute_url())
    return _asked(request, asked)


def _asked(request, asked):
    """The fresh box and the new turn."""
    conversation = asked.message.conversation
    turn = new_turn(asked.message, asked.run, with_files=bool(request.FILES))
    context = {"conversation": conversation, "form": fresh_form(), "turn": turn, "focus": True}
    response = render(request, "chat/_asked.html", context)
    response["HX-Push-Url"] = conversation.get_absolute_url()
    return response


def _with_errors(request, conversation_id, form):
    """The form with its reasons and the text kept: the fragment for htmx, the whole page otherwise."""
    found = Conversation.objects.filter(pk=conversation_id).first()
    if found and found.owner_id != getattr(request.person, "pk", None):
        return signed_out(request, conversation_id, form.data.get("text", ""))
    if found and found.deleted_at:
        raise Http404
    conversation = found or Conversation(pk=conversation_id)
    if request.htmx:
        context = {"conversation": conversation, "form": form, "focus": True}
        return render(request, "chat/_composer.html", context, status=422)
    # A page with a text that was not taken does not refresh itself: the text would be gone.
    return render(request, "chat/conversation.html", page_with(conversation, form) | {"live": None}, status=422)
