"""A run as its page follows it: progress, mark, stop and retry."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from chat import pace, proxy, watching
from chat.glance import run_seen_by
from chat.models import Judgement, Run
from chat.paging import number_of
from chat.turns import new_blocks
from chat.views.refusals import BUSY
from tutor_site.errors import too_many_requests


@require_safe
def run_progress(request, conversation_id, run_id):
    run = run_seen_by(request, conversation_id, run_id)
    if run is None:
        run = get_object_or_404(Run.objects.visible_to(request.person), pk=run_id, conversation_id=conversation_id)
    seen, watched = number_of(request, "rev"), pace.note(run.pk)
    calm, says_words = pace.calm(watched), "words" in request.GET
    is_more = seen and run.block_revision <= seen and (says_words or not run.live_html)
    can_wait = run.is_live and (run.revision == seen or (calm and is_more))
    is_new = watching.hold(run, seen, says_words, calm) if can_wait else run.revision != seen
    return _progress(request, run, seen, watched) if is_new else HttpResponse(status=204)


def _progress(request, run, seen, watched):
    """The pending element as it is now, and the blocks that were finished since the revision that the page has."""
    blocks = new_blocks(run, seen) if seen < run.block_revision else []
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
        return redirect(place_of(run))
    return _progress(request, run, number_of(request, "rev"), pace.note(run.pk))


@require_POST
def run_retry(request, conversation_id, run_id):
    run = get_object_or_404(Run.objects.visible_to(request.person), pk=run_id, conversation_id=conversation_id)
    try:
        newest = proxy.retry(run)
    except proxy.TooMany as reason:
        return too_many_requests(request, BUSY[type(reason)], proxy.RETRY_SECONDS)
    if request.htmx and newest.is_live:
        return render(request, "chat/_pending.html", {"run": newest, "retryable": True})
    return HttpResponseClientRedirect(place_of(run)) if request.htmx else redirect(place_of(run))


def place_of(run):
    """Where a run is read."""
    is_branched = run.message.branch_id or run.conversation.branch_id
    return run.conversation.address_of(run.message.branch_id) if is_branched else run.conversation.get_absolute_url()
