"""Asking again with an edit: the page of a question that is about to get another version."""

import uuid

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from chat.forms import QuestionForm
from chat.models import Conversation, Message
from chat.views.pages import page_before
from chat.views.questions import take


@require_http_methods(["GET", "HEAD", "POST"])
def question_edit(request, conversation_id, message_id):
    visible = Conversation.objects.visible_to(request.person)
    questions = Message.objects.filter(role=Message.Role.USER).select_related("conversation")
    question = get_object_or_404(questions, pk=message_id, conversation_id=conversation_id, conversation__in=visible)
    if request.method == "POST":
        return take(request, conversation_id, question)
    form = QuestionForm(initial={"client_key": uuid.uuid4(), "text": question.text})
    return render(request, "chat/conversation.html", page_before(question, form))
