"""Conversations for the school's administrators: read-only transcripts, as the student saw them."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from chat.downloads import attachment_response
from chat.models import Attachment, Branch, Conversation, Feedback, Message, Run, Tutor
from chat.paging import branch_of, number_of
from chat.turns import turns_of


@admin.register(Tutor)
class TutorAdmin(admin.ModelAdmin):
    """What the tutor is told, and with which model it answers."""

    list_display = ["name", "model", "is_default"]
    fields = ["name", "instructions", "model", "is_default"]

    def has_delete_permission(self, request, obj=None):
        """Conversations belong to their tutor."""
        return False

    def save_model(self, request, obj, form, change):
        """The upstream's assistant was made from the old text: a new one is made with the next question."""
        obj.assistant_id = obj.assistant_server = ""
        super().save_model(request, obj, form, change)


@admin.register(Conversation)
class ConversationAdmin(admin.ModelAdmin):
    """A list to search and filter, and one page for each transcript."""

    list_display = ["__str__", "owner", "questions", "state", "tutor", "created_at", "updated_at"]
    list_filter = [
        "created_at",
        ("runs__status", admin.ChoicesFieldListFilter),
        ("runs__judgement__verdict", admin.ChoicesFieldListFilter),
        "tutor",
        "owner__is_guest",
    ]
    list_select_related = ["owner", "tutor"]
    list_per_page = 50
    search_fields = ["title", "messages__text", "owner__username", "owner__display_name"]
    search_help_text = _("Words of the conversation, or a person's name")
    date_hierarchy = "created_at"
    ordering = ["-updated_at"]
    change_form_template = "admin/chat/conversation/change_form.html"

    def get_queryset(self, request):
        newest = Run.objects.filter(conversation=OuterRef("pk")).order_by("-created_at")
        questions = Message.objects.filter(conversation=OuterRef("pk"), role=Message.Role.USER).order_by()
        # Not a count over a join: a search joins the messages too, and a thousand of them would be a million rows.
        asked = Subquery(questions.values("conversation").annotate(number=Count("pk")).values("number"))
        newest_status = Subquery(newest.values("status")[:1])
        return super().get_queryset(request).kept().annotate(asked=Coalesce(asked, 0), newest_status=newest_status)

    @admin.display(description=_("questions"), ordering="asked")
    def questions(self, conversation):
        return conversation.asked

    @admin.display(description=_("state"), ordering="newest_status")
    def state(self, conversation):
        return Run.Status(conversation.newest_status).label if conversation.newest_status else "–"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view = self.admin_site.admin_view(self.attachment)
        address = "<uuid:conversation_id>/{}/<uuid:attachment_id>/"
        return [
            path(address.format("pictures"), view, name="chat_conversation_picture"),
            path(address.format("files"), view, name="chat_conversation_file"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        conversation = self.get_object(request, object_id)
        before = number_of(request, "before")
        transcript = self._transcript(conversation, before, branch_of(request)) if conversation else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **transcript})

    @staticmethod
    def _transcript(conversation, before, branch):
        try:
            return {"page": turns_of(conversation, before, branch), "before": before}
        except Branch.DoesNotExist:
            raise Http404 from None

    def attachment(self, request, conversation_id, attachment_id):
        """A picture or file of a transcript, for those who may read it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = Attachment.objects.without_content().filter(conversation__deleted_at=None)
        attachment = get_object_or_404(rows, pk=attachment_id, conversation_id=conversation_id)
        return attachment_response(attachment, request.method)


@admin.register(Feedback)
class FeedbackAdmin(admin.ModelAdmin):
    """What students think of answers: a list that leads to the transcripts."""

    list_display = ["updated_at", "value", "reason", "person", "transcript"]
    list_display_links = None
    list_filter = ["value", "updated_at"]
    list_select_related = ["person", "message__conversation"]
    list_per_page = 50
    search_fields = ["reason", "person__username", "person__display_name"]
    date_hierarchy = "updated_at"
    ordering = ["-updated_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(message__conversation__deleted_at=None)

    @admin.display(description=_("conversation"))
    def transcript(self, feedback):
        conversation = feedback.message.conversation
        address = reverse("admin:chat_conversation_change", args=[conversation.pk])
        branch = feedback.message.branch_id or 0
        return format_html('<a href="{}?branch={}">{}</a>', address, branch, conversation)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
