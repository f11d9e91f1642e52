"""Thumbs: what a student thinks of an answer."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from chat.forms import FeedbackForm
from chat.models import Feedback, Run
from chat.views.runs import place_of


@require_POST
def feedback_give(request, conversation_id, run_id):
    """Of an answer its last message is judged. No thumb takes back what was given; a reason that is not sent stays."""
    runs = Run.objects.visible_to(request.person).filter(status=Run.Status.COMPLETED)
    run = get_object_or_404(runs, pk=run_id, conversation_id=conversation_id)
    answer = run.answers.last()
    form = FeedbackForm(request.POST)
    if not answer or "value" in form.errors:
        raise Http404
    if form.is_valid():
        _keep(request.person, answer, **form.cleaned_data)
        if not request.htmx:
            return redirect(f"{place_of(run)}#run-{run.pk}")
    run.feedback = Feedback.objects.filter(person=request.person, message=answer).first()
    status = 422 if form.errors else 200
    return render(request, "chat/_tools.html", {"run": run, "form": form, "is_new": True}, status=status)


def _keep(person, answer, value, reason):
    if value:
        Feedback.give(person, answer, value, reason)
    else:
        Feedback.objects.filter(person=person, message=answer).delete()
