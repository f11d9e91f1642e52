"""The students' addresses."""

from django.urls import path

from chat.views import edits, feedback, files, pages, questions, runs

urlpatterns = [
    path("", pages.conversation_new, name="conversation-new"),
    path("c/", pages.conversation_list, name="conversation-list"),
    path("c/<uuid:conversation_id>/", pages.conversation_detail, name="conversation-detail"),
    path("c/<uuid:conversation_id>/messages", questions.message_create, name="message-create"),
    path("c/<uuid:conversation_id>/messages/<int:message_id>/edit", edits.question_edit, name="question-edit"),
    path("c/<uuid:conversation_id>/runs/<uuid:run_id>", runs.run_progress, name="run-progress"),
    path("c/<uuid:conversation_id>/runs/<uuid:run_id>/mark", runs.mark_detail, name="mark-detail"),
    path("c/<uuid:conversation_id>/runs/<uuid:run_id>/stop", runs.run_stop, name="run-stop"),
    path("c/<uuid:conversation_id>/runs/<uuid:run_id>/retry", runs.run_retry, name="run-retry"),
    path("c/<uuid:conversation_id>/runs/<uuid:run_id>/feedback", feedback.feedback_give, name="feedback-give"),
    path(
        "c/<uuid:conversation_id>/attachments/<uuid:attachment_id>", files.attachment_detail, name="attachment-detail"
    ),
]
