"""The students' addresses."""

from django.urls import path

from chat.views import edits, exports, feedback, files, keeping, lists, pages, preview, questions, runs, search, shares

KEEPING = {
    "pin": {"is_pinned": True},
    "unpin": {"is_pinned": False},
    "archive": {"is_archived": True},
    "unarchive": {"is_archived": False},
}

urlpatterns = [
    path("", pages.conversation_new, name="conversation-new"),
    path("preview", preview.preview_create, name="preview-create"),
    path("c/", lists.conversation_list, name="conversation-list"),
    path("c/archived/", lists.archive_list, name="archive-list"),
    path("c/shares/", shares.share_list, name="share-list"),
    path("c/search/", search.conversation_search, name="conversation-search"),
    path("c/all.<str:kind>", exports.export_all, name="export-all"),
    path("c/<uuid:conversation_id>/", pages.conversation_detail, name="conversation-detail"),
    path("c/<uuid:conversation_id>/rename", keeping.conversation_rename, name="conversation-rename"),
    path("c/<uuid:conversation_id>/delete", keeping.conversation_delete, name="conversation-delete"),
    path("c/<uuid:conversation_id>/restore", keeping.conversation_restore, name="conversation-restore"),
    *(
        path(f"c/<uuid:conversation_id>/{verb}", keeping.conversation_keep, values, name=f"conversation-{verb}")
        for verb, values in KEEPING.items()
    ),
    path("c/<uuid:conversation_id>/print", exports.conversation_print, name="conversation-print"),
    path("c/<uuid:conversation_id>/export.<str:kind>", exports.conversation_export, name="conversation-export"),
    path("c/<uuid:conversation_id>/share", shares.conversation_share, name="conversation-share"),
    path("c/<uuid:conversation_id>/shares/<uuid:share_id>/revoke", shares.share_revoke, name="share-revoke"),
    path("s/<str:token>/", shares.share_detail, name="share-detail"),
    path("s/<str:token>/attachments/<uuid:attachment_id>", shares.share_attachment, name="share-attachment"),
    path("c/<uuid:conversation_id>/message/<int:message_id>", search.message_detail, name="message-detail"),
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
