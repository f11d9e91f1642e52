"""What may be asked with one click below an answer of ours: either of two readings of the question, or another way."""

import uuid
from functools import lru_cache
from itertools import combinations

from django.conf import settings
from django.utils.translation import gettext, override

from chat.models import Message
from chat.understanding import understood
from chat.versions import messages_beside
from maths.reading import read_after
from maths.reading.choices import choices
from maths.reading.fitting_ways import ways_of
from maths.reading.follow_ups import REMEMBERED, leans
from maths.reading.way_questions import offer, question_by
from maths.reading.ways import way


def other_ways(message, answer):
    """[{"text": a question, "label": words for its button, "client_key": its key}] for the other ways that an answer
    offers at its end.

    As with readings, what may be asked follows from the student's own words; the answer only says which of the ways
    that fit them were offered. One query for a question that leans on an earlier one.
    """
    before, _, last = answer.rpartition("\n\n")
    task = _one_task(message) if before else None
    return [_button(task, name) for name in _offered(task, last)] if task else []


def _one_task(message):
    """The task that a question is about, if it is one."""
    tasks = understood(message.text).tasks
    if not tasks and leans(message.text):
        tasks = read_after(message.text, _earlier(message)).tasks
    return tasks[0] if len(tasks) == 1 else None


def _earlier(message):
    asked = messages_beside(message).filter(role=Message.Role.USER, pk__lt=message.pk).order_by("-pk")
    return list(asked.values_list("text", flat=True)[:REMEMBERED])[::-1]


@lru_cache(maxsize=1024)
def _offered(task, said):
    """The names of the ways that a paragraph offers, in whatever language."""
    fitting = [each for each in ways_of(task) if each]
    offers = [names for count in range(1, len(fitting)) for names in combinations(fitting, count)]
    return next((names for names in offers if said in _wordings(offer(task, names))), ())


def _button(task, name):
    label = gettext(way(task.kind, name).said)
    return {"text": question_by(task, name), "label": label[:1].upper() + label[1:], "client_key": uuid.uuid4()}


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
