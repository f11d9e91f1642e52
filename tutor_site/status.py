"""What the administration's status page shows: its parts, all asked for at once; each has so long, and fails alone."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tutor_site import asking, code_interpreter, interpreter_words, status_facts, status_rows

logger = logging.getLogger("tutor.status")

SECONDS = 7.0


@dataclass(frozen=True)
class Part:
    """One table of the page: its rows of (name, value), what is wrong, and the cure in an operator's words."""

    title: str
    rows: list[tuple[str, object]] = field(default_factory=list)
    trouble: str = ""
    cure: str = ""


@dataclass(frozen=True)
class Question:
    """How a part comes to be: what asks for its facts, in a thread of its own, what makes rows of them, and whether
    there is anything to ask for."""

    title: str
    ask: Callable[[], object]
    rows: Callable[[object], list[tuple[str, object]]]
    wanted: Callable[[], bool] = lambda: True


QUESTIONS = [
    Question(gettext_lazy("Database"), status_facts.database, status_rows.database),
    Question(gettext_lazy("Questions under way"), status_facts.runs, status_rows.runs),
    Question(gettext_lazy("Queue"), status_facts.queue, status_rows.queue, lambda: settings.QUEUE),
    Question(gettext_lazy("The tutor"), status_facts.tutor, status_rows.tutor),
    Question(gettext_lazy("Data folder"), status_facts.data_folder, status_rows.data_folder),
    Question(gettext_lazy("Versions"), status_facts.versions, status_rows.versions),
]


def parts():
    """All parts of the page, after SECONDS at the latest."""
    deadline = time.monotonic() + SECONDS
    questions = [question for question in QUESTIONS if question.wanted()]
    answers = [asking.begin(question.ask) for question in questions]
    others = zip(questions, answers, strict=True)
    return [interpreter(deadline), *(_part(question, answer, deadline) for question, answer in others)]


def interpreter(deadline):
    """The part about the code interpreter, whose troubles have cures."""
    title = _("Code interpreter")
    if not code_interpreter.in_use():
        reason = _("another Assistants server answers, and ours is closed")
        return Part(title, trouble=_("It runs no programs and only checks answers: %(reason)s.") % {"reason": reason})
    try:
        return _interpreter(title, asking.within(_left(deadline), code_interpreter.status))
    except TimeoutError:
        trouble = _("It did not answer within %(seconds)g seconds.") % {"seconds": SECONDS}
        return Part(title, trouble=trouble, cure=_cure(""))
    except code_interpreter.InterpreterError as error:
        reason = interpreter_words.plain(str(error))
        trouble = _("It cannot be used, so programs are not run: %(reason)s.") % {"reason": reason}
        return Part(title, trouble=trouble, cure=_cure(reason))
    except Exception as error:  # one elsewhere may be of another making
        return _broken(title, error)


def _interpreter(title, status):
    rows = status_rows.interpreter(status)
    if weaker := interpreter_words.weaker(status):
        return Part(title, rows, interpreter_words.second_best(weaker, _), _cure(weaker))
    return Part(title, rows)


def _cure(reason):
    return interpreter_words.cure(reason, settings.INTERPRETER_SOCKET, _)


def _part(question, answer, deadline):
    try:
        return Part(question.title, question.rows(answer.result(_left(deadline))))
    except TimeoutError:
        return Part(question.title, trouble=_("This took too long to find out."))
    except Exception as error:  # whatever it is, the other parts are shown
        return _broken(question.title, error)


def _broken(title, error):
    """A part that could not be had. The page names only the kind of error: its text may hold a password."""
    logger.error("the status page lacks a part", exc_info=error)
    trouble = _("This could not be found out (%(error)s); the log says more.")
    return Part(title, trouble=trouble % {"error": type(error).__name__})


def _left(deadline):
    return max(0.0, deadline - time.monotonic())
