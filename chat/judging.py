"""Checks final answers by our own mathematics, in a fresh sandbox. Whatever goes wrong there: the answer stands, and is
not checked."""

import contextlib
import logging
import re
import threading
import time
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db import close_old_connections, transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from chat.judgements import Judgement
from chat.models import Message
from chat.understanding import understood
from chat.versions import messages_beside
from interpreter.client import (
    ComputationTimeout,
    Interpreter,
    InterpreterBusy,
    InterpreterError,
    InterpreterUnavailable,
)
from maths.own_words import OWN_FAULT, said_by_us, same_words
from maths.phrases import N_, Phrase
from maths.reading import read_after
from maths.reading.follow_ups import leans

logger = logging.getLogger("tutor.chat")

JUDGE = "maths.judging.judge"
SECONDS = 5
"""How long one check may compute."""
PATIENCE = 60
"""Seconds that a check waits for its turn. In a crowd that is too many, some answers are not checked."""
PLACES = 1
"""Checks of one process at once: those who wait for an answer need the processors more."""
LOOK = 0.5
"""Seconds between two looks whether a check that waits has to end."""
TRIES = 3
"""Times that a check is taken up: one that ends its process each time is not to do so for ever."""
CONTEXT = 10
"""Earlier questions that a check is told."""
REPLY_LIMIT = 40_000
MOST_FAULTS = 5
EXPLANATION_LIMIT, RESULT_LIMIT = 4000, 2000

BUSY = N_("Too many answers were waiting to be checked.")
AWAY = N_("Answers could not be checked at that moment.")
TOO_LONG = N_("The check took too long.")
FAILED = N_("The check did not succeed.")
UNSURE = N_("The answer differs from our own result, but an earlier message may have changed what was asked.")

_NOT_UNDERSTOOD = frozenset({"unreadable", "too_long"})
_FAULT = re.compile(r"[\w ,.:<>-]{1,200}", re.ASCII)
_places = threading.BoundedSemaphore(PLACES)


class _NoTurn(Exception):
    """The check has waited for its turn as long as it may."""


@dataclass(frozen=True)
class Finding:
    """What a check found: a Judgement.Verdict, the check in words (a phrase as a dict), and our own result or ""."""

    verdict: str
    explanation: dict
    result: str = ""


def is_checkable(message):
    """Whether there is anything to check: a question that is understood to its last word, in view of those before it.

    Needs no sandbox.
    """
    text = message.text
    return bool(understood(text).tasks) or leans(text) and bool(read_after(text, _earlier(message)).tasks)


@cache
def interpreter():
    """The client of this process; it starts the interpreter when it is first needed, unless it runs elsewhere."""
    options, socket = settings.INTERPRETER_OPTIONS, settings.INTERPRETER_SOCKET
    return Interpreter(settings.TUTOR_DATA, server_options=options, socket=socket)


def carry(judgement, lease):
    """Check the final answer of a run that was completed, and write what was found."""
    finding = _unchecked(FAILED) if lease.fence > TRIES else _find(judgement, lease)
    _write(lease, finding)


def give_up(lease):
    """The check went wrong in a way that nobody expected."""
    _write(lease, _unchecked(FAILED))


def _write(lease, finding):
    with transaction.atomic():
        done = {"status": Judgement.Status.DONE, "ended_at": timezone.now()}
        lease.finish(**done, verdict=finding.verdict, result=finding.result)
        Judgement.objects.filter(pk=lease.pk).update(explanation=finding.explanation)


def _unchecked(template):
    return Finding(Judgement.Verdict.NOT_CHECKED, Phrase(template).to_dict())


def _find(judgement, lease):
    run = judgement.run
    payload = _payload(run)
    try:
        with _turn(lease):
            answer = interpreter().compute(JUDGE, payload, timeout=SECONDS)
        _log_faults(answer, lease)
        finding = _recognized(_finding(answer), answer, payload, run.language)
        return _with_doubt(finding, payload["context"])
    except (_NoTurn, InterpreterBusy):
        return _unchecked(BUSY)
    except ComputationTimeout:
        return _unchecked(TOO_LONG)
    except InterpreterUnavailable as error:
        logger.warning("%s: the interpreter is away: %s", lease, error)
        return _unchecked(AWAY)
    except (InterpreterError, ValueError) as error:  # its text may hold what people wrote
        logger.error("%s: the check failed: %s", lease, type(error).__name__)
        return _unchecked(FAILED)


def _recognized(finding, answer, payload, language):
    """The finding, unless the reply is what our own engine says in a language that the judge cannot read."""
    parts = answer.get("own")
    if not parts or finding.verdict == Judgement.Verdict.VERIFIED or not _is_ours(parts, payload, language):
        return finding
    if finding.verdict == Judgement.Verdict.CONTRADICTED:
        return _unchecked(OWN_FAULT)
    return Finding(Judgement.Verdict.VERIFIED, same_words(parts).to_dict())


def _is_ours(parts, payload, language):
    try:
        with override(language):
            return said_by_us(parts, payload["reply"], payload["name"], gettext)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError("not our own words") from error


def _log_faults(answer, lease):
    """Log the errors that the judge came upon in itself, which left the answer unchecked or might have."""
    faults = answer.get("faults")
    for fault in faults[:MOST_FAULTS] if isinstance(faults, list) else []:
        if isinstance(fault, str) and _FAULT.fullmatch(fault):
            logger.error("%s: a fault of our own in the check: %s", lease, fault)


def _with_doubt(finding, context):
    """The finding, unless it contradicts and somebody said something before that may hold still, as "work modulo 7"."""
    sure = finding.verdict != Judgement.Verdict.CONTRADICTED or not any(map(_may_set_rules, context))
    return finding if sure else _unchecked(UNSURE)


def _may_set_rules(text):
    """Whether a message is neither understood, nor a question of its own, nor one that leans on another."""
    problem = understood(text).problem
    unknown = problem is not None and problem.code in _NOT_UNDERSTOOD
    return unknown and not text.rstrip().endswith("?") and not leans(text)


def _payload(run):
    """The question, those before it, the last words that the tutor said, and whom they may address."""
    reply = run.answers.order_by("-pk").values_list("text", flat=True).first() or ""
    payload = {
        "question": run.message.text,
        "context": _earlier(run.message),
        "reply": reply[:REPLY_LIMIT],
        "name": run.conversation.owner.display_name,
    }
    return payload | {"own_words": True} if _is_foreign(run.language) else payload


def _is_foreign(language):
    """Whether it is a language that the judge, who reads English, does not read."""
    return bool(language) and language != settings.LANGUAGE_CODE


def _earlier(message):
    """The texts of the questions before one on its branch, oldest first."""
    asked = messages_beside(message).filter(role=Message.Role.USER, pk__lt=message.pk)
    return list(asked.order_by("-pk").values_list("text", flat=True)[:CONTEXT])[::-1]


@contextlib.contextmanager
def _turn(lease):
    """Wait for one of the PLACES; no connection to the database is held meanwhile."""
    close_old_connections()
    until = time.monotonic() + PATIENCE
    while not _places.acquire(timeout=LOOK):
        lease.check()
        close_old_connections()
        if time.monotonic() > until:
            raise _NoTurn
    try:
        yield
    finally:
        _places.release()


def _finding(answer):
    """The Finding of an answer; ValueError for anything that is none. It came out of a sandbox that read a model's
    text, so it is not believed to be well-formed."""
    verdict, result = answer.get("verdict"), answer.get("result") or ""
    explanation = Phrase.from_dict(answer.get("check"))
    if verdict not in Judgement.Verdict.values or not isinstance(result, str):
        raise ValueError("not a judgement")
    if len(explanation.text()) > EXPLANATION_LIMIT or len(result) > RESULT_LIMIT:
        raise ValueError("a judgement that nobody can read")
    return Finding(verdict, explanation.to_dict(), result)
