"""Threads: create, retrieve, modify, delete."""

from django.db import transaction

from assistants_api import files, objects, sandbox
from assistants_api.bodies import read_body
from assistants_api.lookup import change, find
from assistants_api.models import Thread
from assistants_api.posting import add_messages
from assistants_api.tools import kept_resources


def create_thread(request):
    body = read_body(request, "CreateThreadRequest", optional=True)
    with transaction.atomic():
        return objects.thread(new_thread(request.project, body))


def new_thread(project, body):
    """A thread with its first messages from a valid CreateThreadRequest. Call it inside a transaction."""
    thread = Thread.objects.create(
        project=project,
        metadata=body.get("metadata") or {},
        tool_resources=kept_resources(body.get("tool_resources"), project),
    )
    add_messages(thread, body.get("messages", []), "messages")
    return thread


def retrieve_thread(request, thread_id):
    return objects.thread(find_thread(request, thread_id))


def modify_thread(request, thread_id):
    thread = find_thread(request, thread_id)
    body = read_body(request, "ModifyThreadRequest", optional=True)
    fields = {"metadata": body["metadata"] or {}} if "metadata" in body else {}
    if "tool_resources" in body:
        fields["tool_resources"] = kept_resources(body["tool_resources"], request.project)
    change(thread, "thread", fields)
    return objects.thread(thread)


def delete_thread(request, thread_id):
    with transaction.atomic():
        runs = find_thread(request, thread_id).runs.select_for_update()
        list(runs.order_by("pk").values_list("pk"))  # before the thread, as a worker locks them
        thread = find_thread(request, thread_id, lock=True)
        made = files.abandon(thread.files.all())
        ran_code = thread.steps.filter(type="tool_calls").exists()
        thread.delete()
    files.remove(made)
    if ran_code:
        sandbox.forget(thread_id)
    return objects.deleted("thread.deleted", thread_id)


def find_thread(request, thread_id, lock=False):
    """The caller's thread; with `lock`, until the end of the transaction nobody else adds to it or starts a run."""
    threads = Thread.objects.visible_to(request.project)
    return find(threads.select_for_update() if lock else threads, "thread", thread_id)
