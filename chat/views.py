"""The students' pages and fragments. Every first line fetches through the person who asks."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.middleware import ensure_person, keep_session
from chat import pace, proxy, watching
from chat.downloads import attachment_response
from chat.forms import QuestionForm
from chat.glance import run_seen_by
from chat.models import Attachment, Conversation, Judgement, Run
from chat.paging import number_of, page_of
from chat.turns import Turn, TurnPage, blocks_of, turns_of

EXAMPLES = [
    gettext_lazy("Solve 3x + 11 = 14"),
    gettext_lazy("What is 15% of 80?"),
    gettext_lazy("Plot y = x^2 - 4 from x = -3 to 3"),
]

REFUSALS = {
    proxy.StillAnswering: gettext_lazy(
        "The tutor is still answering. Your text is kept: send it when the answer is there."
    ),
    proxy.PersonGone: gettext_lazy(
        "You signed in or out in another tab. Your text is kept: copy it, reload the page, and send it again."
    ),
    proxy.TooManyAtOnce: gettext_lazy(
        "The tutor is working on several of your questions. Your text is kept: send it when one of them is answered."
    ),
    proxy.TooManyInAll: gettext_lazy(
        "Very many questions are being answered at the moment. Your text is kept: please send it again in ten seconds."
    ),
}


@require_safe
def conversation_new(request):
    """An empty conversation. It has an id already, so that even its first question can be sent twice and be one."""
    if not request.session.session_key:
        keep_session(request)
    form = QuestionForm(initial={"client_key": uuid.uuid4(), "text": request.GET.get("question", "")[:500]})
    context = _page(Conversation(), form) | {"examples": EXAMPLES, "focus": True}
    return render(request, "chat/conversation.html", context)


@require_safe
def conversation_list(request):
    page = page_of(Conversation.objects.visible_to(request.person).newest_first(), request)
    return render(request, "chat/conversation_list.html", {"page": page})


@require_safe
def conversation_detail(request, conversation_id):
    conversation = get_object_or_404(Conversation.objects.visible_to(request.person), pk=conversation_id)
    before = number_of(request, "before")
    return render(request, "chat/conversation.html", _page(conversation, _fresh_form(), before))


@require_http_methods(["GET", "HEAD", "POST"])
def message_create(request, conversation_id):
    if request.method != "POST":  # the address of a form that came back with a reason, loaded anew
        return redirect("conversation-detail", conversation_id)
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _with_errors(request, conversation_id, form)
    try:
        asked = proxy.ask(ensure_person(request), conversation_id, **form.cleaned_data)
    except Conversation.DoesNotExist:
        raise Http404 from None
    except tuple(REFUSALS) as reason:
        form.add_error("text", REFUSALS[type(reason)])
        response = _with_errors(request, conversation_id, form)
        return _told_to_wait(response) if isinstance(reason, proxy.TooMany) else response
    if not request.htmx:
        return redirect(asked.message.conversation)
    if not asked.new:  # the first answer was lost on its way, so the page shows nothing of it
        return HttpResponseClientRedirect(asked.message.conversation.get_absolute_url())
    return _asked(request, asked)


def _told_to_wait(response):
    """The same as an answer of overload that says when to try again."""
    response.status_code = 429
    response["Retry-After"] = str(proxy.RETRY_SECONDS)
    return response


def _asked(request, asked):
    """The fresh box and the new turn."""
    conversation = asked.message.conversation
    turn = Turn(asked.message, [], asked.run, newest=True)
    context = {"conversation": conversation, "form": _fresh_form(), "turn": turn, "focus": True}
    response = render(request, "chat/_asked.html", context)
    response["HX-Push-Url"] = conversation.get_absolute_url()
    return response


def _with_errors(request, conversation_id, form):
    """The form with its reasons and the text kept: the fragment for htmx, the whole page otherwise."""
    found = Conversation.objects.filter(pk=conversation_id).first()
    if found and found.owner_id != getattr(request.person, "pk", None):
        raise Http404
    conversation = found or Conversation(pk=conversation_id)
    if request.htmx:
        context = {"conversation": conversation, "form": form, "focus": True}
        return render(request, "chat/_composer.html", context, status=422)
    # A page with a text that was not taken does not refresh itself: the text would be gone.
    return render(request, "chat/conversation.html", _page(conversation, form) | {"live": None}, status=422)


def _page(conversation, form, before=None):
    """What the page of a conversation shows: its newest turns with the box, or those before a message without."""
    page = TurnPage([], None) if conversation._state.adding else turns_of(conversation, before)
    live = next((turn.run for turn in page.turns if turn.run and (turn.run.is_live or turn.run.awaits_mark)), None)
    return {"conversation": conversation, "form": form, "page": page, "before": before, "live": live}


def _fresh_form():
    return QuestionForm(initial={"client_key": uuid.uuid4()})


@require_safe
def run_progress(request, conversation_id, run_id):
    run = run_seen_by(request, conversation_id, run_id)
    if run is None:
        run = get_object_or_404(Run.objects.visible_to(request.person), pk=run_id, conversation_id=conversation_id)
    seen, watched = number_of(request, "rev"), pace.note(run.pk)
    calm = pace.calm(watched)
    can_wait = run.revision == seen or (seen and calm and run.block_revision <= seen)
    is_new = watching.hold(run, seen, calm) if run.is_live and can_wait else run.revision != seen
    return _progress(request, run, seen, watched) if is_new else HttpResponse(status=204)


def _progress(request, run, seen, watched):
    """The pending element as it is now, and the blocks that were finished since the revision that the page has."""
    blocks = blocks_of([run], since=seen) if seen < run.block_revision else []
    if run.is_judged:
        run.judgement = Judgement()  # the page asks for it next
    context = {"run": run, "blocks": blocks, "interval": pace.interval(watched), "retryable": True}
    return render(request, "chat/_progress.html", context)


@require_safe
def mark_detail(request, conversation_id, run_id):
    visible = Judgement.objects.visible_to(request.person).select_related("run")
    judgement = get_object_or_404(visible, run=run_id, run__conversation=conversation_id)
    if judgement.is_awaited and judgement.interval == number_of(request, "every"):
        return HttpResponse(status=204)
    return render(request, "chat/_marked.html", {"run": judgement.run, "judgement": judgement})


@require_POST
def run_stop(request, conversation_id, run_id):
    run = get_object_or_404(Run.objects.visible_to(request.person), pk=run_id, conversation_id=conversation_id)
    proxy.stop(run)
    run.refresh_from_db()
    if not request.htmx:
        return redirect(run.conversation)
    return _progress(request, run, number_of(request, "rev"), pace.note(run.pk))


@require_POST
def run_retry(request, conversation_id, run_id):
    run = get_object_or_404(Run.objects.visible_to(request.person), pk=run_id, conversation_id=conversation_id)
    try:
        newest = proxy.retry(run)
    except proxy.TooMany as reason:
        return _told_to_wait(HttpResponse(REFUSALS[type(reason)]))
    if request.htmx and newest.is_live:
        return render(request, "chat/_pending.html", {"run": newest, "retryable": True})
    return (
        HttpResponseClientRedirect(run.conversation.get_absolute_url()) if request.htmx else redirect(run.conversation)
    )


@require_safe
def attachment_detail(request, conversation_id, attachment_id):
    visible = Conversation.objects.visible_to(request.person)
    attachment = get_object_or_404(
        Attachment.objects.without_content(),
        pk=attachment_id,
        conversation_id=conversation_id,
        conversation__in=visible,
    )
    return attachment_response(attachment, request.method)
