"""The caller's functions: the outputs that a run has waited for."""

from django.utils import timezone

from assistants_api import errors
from assistants_api.models import RunStep


def outputs_of(run, tool_outputs):
    """{call id: output} from a valid request; ApiError unless it has each call that the run waits for just once."""
    wanted = [call["id"] for call in run.required_calls]
    given = [output.get("tool_call_id") for output in tool_outputs]
    for call_id in given:
        if call_id not in wanted:
            raise errors.outputs_do_not_match(f"the run does not wait for '{errors.shorten(call_id)}'.")
        if given.count(call_id) > 1:
            raise errors.outputs_do_not_match(f"'{call_id}' is there more than once.")
    missing = [call_id for call_id in wanted if call_id not in given]
    if missing:
        raise errors.outputs_do_not_match(f"all outputs are expected at once, and that of '{missing[0]}' is missing.")
    return {output["tool_call_id"]: output.get("output", "") for output in tool_outputs}


def record_outputs(run, outputs):
    """Complete the step of the calls with their outputs. Call it inside a transaction that holds the thread."""
    step = run.steps.filter(status=RunStep.Status.IN_PROGRESS, type="tool_calls").last()
    step.tool_calls = [
        {**call, "function": {**call["function"], "output": outputs[call["id"]]}} for call in step.tool_calls
    ]
    step.status, step.completed_at = RunStep.Status.COMPLETED, timezone.now()
    step.prompt_tokens, step.completion_tokens = 0, 0
    step.save(update_fields=["tool_calls", "status", "completed_at", "prompt_tokens", "completion_tokens"])
