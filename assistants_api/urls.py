"""The URLs under /v1/: without slashes at their ends, never redirecting; what is not here is a JSON 404."""

from django.urls import path, re_path

from assistants_api.dispatch import endpoint
from assistants_api.views import assistants, files, messages, runs, steps, threads, vector_stores

THREAD = "threads/<str:thread_id>"
RUN = f"{THREAD}/runs/<str:run_id>"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

urlpatterns = [
    path("assistants", endpoint(GET=assistants.list_assistants, POST=assistants.create_assistant)),
    path(
        "assistants/<str:assistant_id>",
        endpoint(
            GET=assistants.retrieve_assistant, POST=assistants.modify_assistant, DELETE=assistants.delete_assistant
        ),
    ),
    path("threads", endpoint(POST=threads.create_thread)),
    path("threads/runs", endpoint(POST=runs.create_thread_and_run)),
    path(THREAD, endpoint(GET=threads.retrieve_thread, POST=threads.modify_thread, DELETE=threads.delete_thread)),
    path(f"{THREAD}/messages", endpoint(GET=messages.list_messages, POST=messages.create_message)),
    path(
        f"{THREAD}/messages/<str:message_id>",
        endpoint(GET=messages.retrieve_message, POST=messages.modify_message, DELETE=messages.delete_message),
    ),
    path(f"{THREAD}/runs", endpoint(GET=runs.list_runs, POST=runs.create_run)),
    path(RUN, endpoint(GET=runs.retrieve_run, POST=runs.modify_run)),
    path(f"{RUN}/cancel", endpoint(POST=runs.cancel_run)),
    path(f"{RUN}/submit_tool_outputs", endpoint(POST=runs.submit_tool_outputs)),
    path(f"{RUN}/steps", endpoint(GET=steps.list_steps)),
    path(f"{RUN}/steps/<str:step_id>", endpoint(GET=steps.retrieve_step)),
    path("files", endpoint(beta=False, GET=files.list_files, POST=files.create_file)),
    path("files/<str:file_id>", endpoint(beta=False, GET=files.retrieve_file, DELETE=files.delete_file)),
    path("files/<str:file_id>/content", endpoint(beta=False, GET=files.file_content)),
    re_path(r"^vector_stores(?![^/])", endpoint(beta=False, **dict.fromkeys(METHODS, vector_stores.refuse))),
    re_path(r"^[\s\S]*\Z", endpoint(beta=False)),
]
