"""What the tutor is told about a person, for that person to read."""

from django import template
from django.contrib.auth import get_user_model
from django.utils.translation import get_language

from chat.instructions import told_about as sentences_about

register = template.Library()


@register.filter
def told_about(person):
    """Word for word; for nobody yet, what it would be told about a new guest."""
    return " ".join(sentences_about(person or get_user_model()(), get_language()))
