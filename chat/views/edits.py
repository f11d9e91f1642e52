"""Asking again with an edit: the page of a question that is about to get another version."""

import uuid

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from chat.forms import QuestionForm
from chat.models import Conversation, Message
from chat.uploads.receiving import accepts_files
from chat.views.pages import page_before
from chat.views.questions import take
from chat.views.returned import signed_out


@accepts_files
@require_http_methods(["GET", "HEAD", "POST"])
def question_edit(request, conversation_id, message_id):
    visible = Conversation.objects.visible_to(request.person)
    questions = Message.objects.filter(role=Message.Role.USER).select_related("conversation")
    question = questions.filter(pk=message_id, conversation_id=conversation_id, conversation__in=visible).first()
    if request.method == "POST":
        text = request.POST.get("text", "")
        return take(request, conversation_id, question) if question else signed_out(request, conversation_id, text)
    if not question:
        raise Http404
    form = QuestionForm(initial={"client_key": uuid.uuid4(), "text": question.text})
    return render(request, "chat/conversation.html", page_before(question, form))
