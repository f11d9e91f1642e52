"""The readings of a question that our engine could not choose between, as questions to be sent with one click."""

import uuid
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext, override

from chat.understanding import understood
from maths.reading.choices import choices


def readings(question, answer):
    """[{"text": a question, "client_key": its key}] under an answer that says that a question has two readings.

    What they are is read from the student's own words: a model that says the same sentence can put nothing else there.
    """
    sentence = _sentence(question)
    if not sentence or not any(said in answer for said in _wordings(sentence)):
        return []
    return [{"text": text, "client_key": uuid.uuid4()} for text in _choices(question)]


def _wordings(sentence):
    """A Phrase in every language: the answer need not be in the reader's."""
    for language, _name in settings.LANGUAGES:
        with override(language):
            yield sentence.text(translate=gettext)


def _sentence(question):
    """What our engine says of a question with two readings, a Phrase; None for any other."""
    problem = understood(question).problem
    return problem.phrase if problem and problem.code == "ambiguous" else None


@lru_cache(maxsize=256)
def _choices(question):
    return choices(question)
