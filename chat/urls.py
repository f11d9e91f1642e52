"""The students' addresses."""

from django.urls import path

from chat import views

urlpatterns = [
    path("", views.conversation_new, name="conversation-new"),
    path("c/", views.conversation_list, name="conversation-list"),
    path("c/<uuid:conversation_id>/", views.conversation_detail, name="conversation-detail"),
    path("c/<uuid:conversation_id>/messages", views.message_create, name="message-create"),
    path("c/<uuid:conversation_id>/runs/<uuid:run_id>", views.run_progress, name="run-progress"),
    path("c/<uuid:conversation_id>/runs/<uuid:run_id>/mark", views.mark_detail, name="mark-detail"),
    path("c/<uuid:conversation_id>/runs/<uuid:run_id>/stop", views.run_stop, name="run-stop"),
    path("c/<uuid:conversation_id>/runs/<uuid:run_id>/retry", views.run_retry, name="run-retry"),
    path(
        "c/<uuid:conversation_id>/attachments/<uuid:attachment_id>", views.attachment_detail, name="attachment-detail"
    ),
]
