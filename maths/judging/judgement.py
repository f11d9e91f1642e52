"""Judges a reply: reads and solves the question ourselves, and weighs the claims of the reply against our result."""

from dataclasses import dataclass

from maths.claims.addressing import without_name
from maths.judging.faults import collected, report
from maths.judging.findings import NOT_READ, NOT_SOLVED, Finding, Undecided, undecided
from maths.judging.results import result_of
from maths.judging.systems import judge_system
from maths.judging.weighing import weighed
from maths.own_words import OWN_FAULT, said_by_us, same_words, without_offer
from maths.phrases import together
from maths.reading import read_after, whole_question
from maths.reading.tasks import Task
from maths.solving import explain

QUESTION, REPLY, NAME = 8_000, 40_000, 100


@dataclass(frozen=True)
class _Asked:
    """A question that was read, its reply, and the name by which that may address the person."""

    question: str
    tasks: tuple[Task, ...]
    reply: str
    name: str


def judge(payload: dict) -> dict:
    """Judge a reply to a question.

    payload: {"question": str, "context": [earlier questions], "reply": str}, and perhaps "name", by which the reply may
    address the person, and "own_words": True, to be told our own parts as "own" where a reply is not verified: it may
    be ours in another language. Answers {"verdict": "verified", "contradicted" or "not_checked", "kind": of the
    question, "check": phrase, "result": our own result as Markdown or None, "faults": our errors, by type and place}.
    Raises ValueError for a bad payload, and nothing else.
    """
    question, context, reply, name = _validated(payload)
    with collected() as faults:
        asked = _Asked(whole_question(question, context), read_after(question, context).tasks, reply, name)
        kind = ", ".join(dict.fromkeys(task.kind for task in asked.tasks))
        parts = _parts(asked)
        finding, shown = _found(asked, parts)
    verdict = {True: "verified", False: "contradicted", None: "not_checked"}[finding.agrees]
    return {
        "verdict": verdict,
        "kind": kind,
        "check": finding.check.to_dict(),
        "result": shown if verdict == "contradicted" else None,
        "faults": faults,
        **({"own": parts} if payload.get("own_words") is True and verdict != "verified" else {}),
    }


def _validated(payload: object) -> tuple[str, list[str], str, str]:
    if not isinstance(payload, dict):
        raise ValueError("expected {'question': ..., 'context': [...], 'reply': ...}")
    question, reply, context = payload.get("question"), payload.get("reply"), payload.get("context")
    if not isinstance(question, str) or len(question) > QUESTION or not isinstance(reply, str) or len(reply) > REPLY:
        raise ValueError("expected a question and a reply of bounded length")
    if not isinstance(context, list) or not all(isinstance(each, str) for each in context):
        raise ValueError("expected a list of earlier questions")
    name = payload.get("name", "")
    if not isinstance(name, str) or len(name) > NAME:
        raise ValueError("expected a name of bounded length")
    return question, context, reply, name


def _parts(asked: _Asked) -> list[dict]:
    """Our explanations of the tasks; none at all where one of them goes wrong."""
    try:
        return list(map(_part, asked.tasks))
    except Exception as error:
        report(error)
        return []


def _found(asked: _Asked, parts: list[dict]) -> tuple[Finding, str]:
    """The finding and our own result; whatever is raised on the way means that there is none."""
    if not asked.tasks:
        return undecided(NOT_READ), ""
    if not parts:
        return undecided(NOT_SOLVED), ""
    finding, shown = _compared(asked, parts)
    if finding.agrees or not said_by_us(parts, asked.reply, asked.name):
        return finding, shown
    return (undecided(OWN_FAULT) if finding.agrees is False else Finding(True, same_words(parts))), shown


def _part(task: Task) -> dict:
    """Our explanation of a task; that of a heavy one needs its program, which is not run here."""
    return {} if task.heavy else explain({"tasks": [task.to_dict()]})["parts"][0]


def _compared(asked: _Asked, parts: list[dict]) -> tuple[Finding, str]:
    try:
        judged = [_judged(asked, task, part) for task, part in zip(asked.tasks, parts, strict=True)]
    except Undecided as reason:
        return Finding(None, reason.check), ""
    except Exception as error:
        report(error)
        return undecided(NOT_SOLVED), ""
    return _together([each for each, _ in judged]), " · ".join(shown for _, shown in judged)


def _judged(asked: _Asked, task: Task, part: dict) -> tuple[Finding, str]:
    """The finding about one task, and our own result."""
    answer, reply = part.get("answer") or {}, without_name(without_offer([part], asked.reply), asked.name)
    if task.kind == "system":
        return judge_system(task, answer, asked.question, reply)
    others = tuple([each.expressions[0] for each in asked.tasks if each is not task])
    result = result_of(task, answer, asked.question, others)
    return weighed(result, reply, alone=len(asked.tasks) == 1), result.shown


def _together(findings: list[Finding]) -> Finding:
    """All parts of a question: wrong if one is, right only if all are."""
    if len(findings) == 1:
        return findings[0]
    wrong = [each for each in findings if each.agrees is False]
    unsure = [each for each in findings if each.agrees is None]
    if wrong or unsure:
        return (wrong or unsure)[0]
    return Finding(True, together([each.check for each in findings]))
