"""The pictures and files of a conversation, for whoever may read it."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from chat.downloads import attachment_response
from chat.models import Attachment, Conversation


@require_safe
def attachment_detail(request, conversation_id, attachment_id):
    visible = Conversation.objects.visible_to(request.person)
    attachment = get_object_or_404(
        Attachment.objects.without_content(),
        pk=attachment_id,
        conversation_id=conversation_id,
        conversation__in=visible,
    )
    return attachment_response(attachment, request.method)
