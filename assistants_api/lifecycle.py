"""The states of a run. A change is one conditional update, or made under the row's lock: of two that compete one wins.

queued → in_progress → completed | failed | incomplete | expired | cancelling → cancelled
in_progress → requires_action → queued (with the outputs of the functions) | expired | cancelled
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

import background
from assistants_api.models import Message, Run, RunStep

Status = Run.Status
MESSAGE_REASONS = {"content_filter": "content_filter"}
"""Why a message is incomplete, by the limit of its run; any other limit counts as max_tokens."""
GRACE = timedelta(seconds=2)
"""A run that is over its time is ended by its worker; where there is none, a reader ends it."""


def active_run(thread):
    """The public id of the run that locks the thread, or None. A run that is over its time is ended first."""
    run = thread.runs.filter(status__in=Run.ACTIVE).first()
    if run is None or (overdue(run) and end_overdue(run)):
        return None
    return run.public_id


def overdue(run):
    """Whether a run should have ended by now that nobody carries. Who does has a clock that never jumps."""
    late = run.status in Run.ACTIVE and run.expires_at + GRACE < timezone.now()
    return late and (Run, run.pk) not in background.running() and Run.objects.due().filter(pk=run.pk).exists()


def end_overdue(run):
    """End a run that its worker should have ended; False when that has happened meanwhile."""
    runs = Run.objects.filter(pk=run.pk)
    return cancel(runs) or expire(runs)


def begin(runs):
    """queued → in_progress; False when the run is no longer queued."""
    return bool(runs.filter(status=Status.QUEUED).update(status=Status.IN_PROGRESS, started_at=timezone.now()))


def require_action(runs, calls):
    """in_progress → requires_action; `calls` are the function calls in the API's form."""
    return bool(runs.filter(status=Status.IN_PROGRESS).update(status=Status.REQUIRES_ACTION, required_calls=calls))


def resume(runs):
    """requires_action → queued; False when the run does not wait for outputs any more."""
    waiting = runs.filter(status=Status.REQUIRES_ACTION)
    return bool(waiting.update(status=Status.QUEUED, required_calls=[], started_at=None))


def request_cancel(run):
    """Ask for the end of an active run; False when it is not active. One that nobody works on ends at once."""
    runs = Run.objects.filter(pk=run.pk)
    if _end_idle(runs):
        return True
    if runs.filter(status=Status.IN_PROGRESS).update(status=Status.CANCELLING):
        return True
    return _end_idle(runs)  # between the two looks it may have begun to wait for outputs


def _end_idle(runs):
    """queued or requires_action → cancelled."""
    return _end(runs.filter(status__in={Status.QUEUED, Status.REQUIRES_ACTION}), Status.CANCELLED, _cancelled())


def complete(runs):
    """in_progress → completed."""
    return _end(runs.filter(status=Status.IN_PROGRESS), Status.COMPLETED, {"completed_at": timezone.now()})


def stop_short(runs, reason):
    """in_progress → incomplete; `reason`: max_completion_tokens, max_prompt_tokens or content_filter."""
    runs = runs.filter(status=Status.IN_PROGRESS)
    return _end(runs, Status.INCOMPLETE, {"incomplete_reason": reason}, MESSAGE_REASONS.get(reason, "max_tokens"))


def fail(runs, code, message):
    """Active → failed, with the reason that the caller reads in last_error. A run that is being cancelled stays so."""
    outcome = {"failed_at": timezone.now(), "error_code": code, "error_message": message}
    return _end(runs.filter(status__in=Run.ACTIVE - {Status.CANCELLING}), Status.FAILED, outcome)


def cancel(runs):
    """cancelling → cancelled."""
    return _end(runs.filter(status=Status.CANCELLING), Status.CANCELLED, _cancelled())


def expire(runs):
    """Active → expired. A run that is being cancelled stays so."""
    return _end(runs.filter(status__in=Run.ACTIVE - {Status.CANCELLING}), Status.EXPIRED, {})


def _cancelled():
    return {"cancelled_at": timezone.now()}


@transaction.atomic
def _end(runs, status, outcome, message_reason=None):
    """Give the run its last status and close what it left open; False when it was not in a state for that.

    `message_reason`: why a message in work is incomplete, by default the run's own end.
    """
    public_id = runs.select_for_update().values_list("public_id", flat=True).first()
    if public_id is None:
        return False
    Run.objects.filter(public_id=public_id).update(status=status, required_calls=[], **outcome)
    _close_steps(public_id, status)
    _close_messages(public_id, message_reason or f"run_{status}")
    return True


def _close_steps(run_id, status):
    """A step that was in work ends as its run; one whose run reached a limit has done what it could."""
    now = timezone.now()
    ended = RunStep.Status(status) if status in RunStep.Status.values else RunStep.Status.COMPLETED
    RunStep.objects.filter(run_id=run_id, status=RunStep.Status.IN_PROGRESS).update(
        status=ended, **{f"{ended}_at": now}
    )


def _close_messages(run_id, reason):
    Message.objects.filter(run_id=run_id, status=Message.Status.IN_PROGRESS).update(
        status=Message.Status.INCOMPLETE, incomplete_at=timezone.now(), incomplete_reason=reason
    )
