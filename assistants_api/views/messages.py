"""Messages of a thread: create, list, retrieve, modify, delete."""

from django.db import transaction

from assistants_api import errors, lifecycle, objects
from assistants_api.bodies import read_body
from assistants_api.lookup import ID, change, find
from assistants_api.paging import page
from assistants_api.posting import add_messages
from assistants_api.views.threads import find_thread


def list_messages(request, thread_id):
    rows = find_thread(request, thread_id).messages.all()
    run_id = request.GET.get("run_id")
    if run_id is not None:
        rows = rows.filter(run_id=run_id) if ID.fullmatch(run_id) else rows.none()
    return page(request, rows, "message", objects.message)


def create_message(request, thread_id):
    body = read_body(request, "CreateMessageRequest")
    with transaction.atomic():
        thread = find_thread(request, thread_id, lock=True)
        active = lifecycle.active_run(thread)
        if active:
            raise errors.thread_locked(thread.public_id, active)
        [row] = add_messages(thread, [body])
    return objects.message(row)


def retrieve_message(request, thread_id, message_id):
    return objects.message(_find(request, thread_id, message_id))


def modify_message(request, thread_id, message_id):
    row = _find(request, thread_id, message_id)
    body = read_body(request, "ModifyMessageRequest", optional=True)
    if "metadata" in body:
        change(row, "message", {"metadata": body["metadata"] or {}})
    return objects.message(row)


def delete_message(request, thread_id, message_id):
    _find(request, thread_id, message_id).delete()
    return objects.deleted("thread.message.deleted", message_id)


def _find(request, thread_id, message_id):
    return find(find_thread(request, thread_id).messages.all(), "message", message_id)
