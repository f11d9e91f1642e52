"""Steps of a run: list, retrieve."""

from assistants_api import include, objects
from assistants_api.lookup import find
from assistants_api.paging import page
from assistants_api.views.runs import find_run


def list_steps(request, thread_id, run_id):
    include.require_known(request)
    return page(request, find_run(request, thread_id, run_id).steps.all(), "run step", objects.step)


def retrieve_step(request, thread_id, run_id, step_id):
    include.require_known(request)
    return objects.step(find(find_run(request, thread_id, run_id).steps.all(), "run step", step_id, "step_id"))
