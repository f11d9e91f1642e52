"""Asking: a question arrives, new or as a version of an earlier one, and comes back with a reason when it cannot be
taken."""

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from accounts.middleware import ensure_person, keep_session
from chat import kept, proxy
from chat.forms import QuestionForm
from chat.models import Conversation, Message
from chat.turns import new_turn
from chat.uploads import room
from chat.uploads.receiving import accepts_files
from chat.versions import Versions
from chat.views.pages import edited, fresh_form, page_before, page_with
from chat.views.refusals import REFUSALS, told_to_wait
from chat.views.returned import signed_out


@accepts_files
@require_http_methods(["GET", "HEAD", "POST"])
def message_create(request, conversation_id):
    if request.method != "POST":  # the address of a form that came back with a reason, loaded anew
        return redirect("conversation-detail", conversation_id)
    return take(request, conversation_id)


def take(request, conversation_id, question=None):
    """Have what was sent asked, as a new version of a question if one is given."""
    form = QuestionForm(request.POST, request.FILES)
    if not form.is_valid():
        return _with_errors(request, conversation_id, form, question)
    try:
        asked = _ask(request, conversation_id, **form.cleaned_data, edits=question and question.pk)
    except (Conversation.DoesNotExist, Message.DoesNotExist):
        return signed_out(request, conversation_id, form.cleaned_data["text"])
    except tuple(REFUSALS) as reason:
        form.add_error("files" if isinstance(reason, room.NoRoom) else "text", REFUSALS[type(reason)])
        response = _with_errors(request, conversation_id, form, question)
        return told_to_wait(response) if isinstance(reason, proxy.TooMany) else response
    kept.forget(request)
    address = _address(asked.message, form.cleaned_data["branch"])
    if not request.htmx:
        return redirect(address)
    if not asked.new:  # the first answer was lost on its way, so the page shows nothing of it
        return HttpResponseClientRedirect(address)
    return _asked(request, asked, address, form.cleaned_data["branch"])


def _ask(request, *arguments, **values):
    """What proxy.ask gives. Who has not asked anything before is made with the question, or not at all, and the session
    is saved with it, not later in a transaction of its own."""
    keep_session(request)
    before = request.person

    def ensure():
        request.person = before  # whom a transaction made that was undone is nobody
        if request.session.modified:
            request.session.save()
        return ensure_person(request)

    try:
        return proxy.ask(ensure, *arguments, **values)
    except UpdateError:
        raise SessionInterrupted("The session was ended in another tab while the question was on its way.") from None
    except BaseException:
        request.person = before
        raise


def _address(message, branch):
    """Where the question is read from now on. `branch`: the one that the page named, or None when there was none."""
    conversation = message.conversation
    is_branched = message.branch_id or branch is not None
    return conversation.address_of(message.branch_id) if is_branched else conversation.get_absolute_url()


def _asked(request, asked, address, branch):
    """The fresh box and the new turn."""
    message, conversation = asked.message, asked.message.conversation
    versions = Versions(conversation) if message.branch_id else None
    turn = new_turn(message, asked.run, with_files=bool(request.FILES) or message.branch_id, versions=versions)
    form = fresh_form(branch=message.branch_id or branch)
    context = {"conversation": conversation, "form": form, "turn": turn, "focus": True}
    response = render(request, "chat/_asked.html", context)
    response["HX-Push-Url"] = address
    return response


def _with_errors(request, conversation_id, form, question):
    """The form with its reasons and the text kept: the fragment for htmx, the whole page otherwise."""
    found = Conversation.objects.filter(pk=conversation_id).first()
    if found and found.owner_id != getattr(request.person, "pk", None):
        return signed_out(request, conversation_id, form.data.get("text", ""))
    if found and found.deleted_at:
        raise Http404
    conversation = found or Conversation(pk=conversation_id)
    if request.htmx:
        context = {"conversation": conversation, "form": form, "focus": True} | edited(question)
        return render(request, "chat/_composer.html", context, status=422)
    branch = form.cleaned_data.get("branch")
    page = page_before(question, form) if question else page_with(conversation, form, branch=branch)
    # A page with a text that was not taken does not refresh itself: the text would be gone.
    return render(request, "chat/conversation.html", page | {"live": None}, status=422)
