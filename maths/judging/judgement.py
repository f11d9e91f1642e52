"""Judges a reply: reads and solves the question ourselves, and weighs the claims of the reply against our result."""

from maths.claims import Claim, find
from maths.claims.claim import ANSWER, ASIDE, BOXED, PLAIN, SO
from maths.judging.caution import cautious
from maths.judging.findings import (
    NO_CLAIM,
    NOT_COMPARED,
    NOT_READ,
    NOT_READABLE,
    NOT_SOLVED,
    TWO_THINGS,
    Finding,
    Undecided,
    undecided,
)
from maths.judging.results import Result, result_of
from maths.judging.systems import judge_system
from maths.phrases import Phrase
from maths.reading import read
from maths.reading.tasks import Task

QUESTION, REPLY = 8_000, 40_000


def judge(payload: dict) -> dict:
    """Judge a reply to a question.

    payload: {"question": str, "context": [earlier questions], "reply": str}. Answers {"verdict": "verified",
    "contradicted" or "not_checked", "kind": of the question, "check": phrase, "result": our own result as Markdown or
    None}. Raises ValueError for a bad payload, and nothing else.
    """
    question, reply = _validated(payload)
    tasks = read(question).tasks
    if not tasks:
        return _judgement(undecided(NOT_READ), "")
    kind = ", ".join(dict.fromkeys(task.kind for task in tasks))
    try:
        judged = [_judged(task, tasks, question, reply) for task in tasks]
    except Undecided as reason:
        return _judgement(Finding(None, reason.check), kind)
    return _judgement(_together([each for each, _ in judged]), kind, " · ".join(shown for _, shown in judged))


def _validated(payload: object) -> tuple[str, str]:
    if not isinstance(payload, dict):
        raise ValueError("expected {'question': ..., 'context': [...], 'reply': ...}")
    question, reply, context = payload.get("question"), payload.get("reply"), payload.get("context")
    if not isinstance(question, str) or len(question) > QUESTION or not isinstance(reply, str) or len(reply) > REPLY:
        raise ValueError("expected a question and a reply of bounded length")
    if not isinstance(context, list) or not all(isinstance(each, str) for each in context):
        raise ValueError("expected a list of earlier questions")
    return question, reply


def _judged(task: Task, tasks: tuple[Task, ...], question: str, reply: str) -> tuple[Finding, str]:
    """The finding about one task and our own result; whatever else is raised on the way means that there is none."""
    try:
        return _solved_and_weighed(task, tasks, question, reply)
    except Undecided:
        raise
    except Exception as error:
        raise Undecided(NOT_SOLVED) from error


def _solved_and_weighed(task: Task, tasks: tuple[Task, ...], question: str, reply: str) -> tuple[Finding, str]:
    if task.kind == "system":
        return judge_system(task, question, reply)
    others = tuple([each.expressions[0] for each in tasks if each is not task])
    result = result_of(task, question, others)
    return weighed(result, reply, alone=len(tasks) == 1), result.shown


def _judgement(finding: Finding, kind: str, result: str | None = None) -> dict:
    verdict = {True: "verified", False: "contradicted", None: "not_checked"}[finding.agrees]
    return {
        "verdict": verdict,
        "kind": kind,
        "check": finding.check.to_dict(),
        "result": result if verdict == "contradicted" else None,
    }


def _together(findings: list[Finding]) -> Finding:
    """All parts of a question: wrong if one is, right only if all are."""
    if len(findings) == 1:
        return findings[0]
    wrong = [each for each in findings if each.agrees is False]
    unsure = [each for each in findings if each.agrees is None]
    if wrong or unsure:
        return (wrong or unsure)[0]
    params = {f"part{i}": each.check.text() for i, each in enumerate(findings, 1)}
    return Finding(True, Phrase(" ".join(f"{{{name}}}" for name in params), params))


def weighed(result: Result, reply: str, alone: bool = True) -> Finding:
    """The finding of all claims of a reply: the surest one that stands last counts, if no other speaks against it.

    alone: whether nothing else was asked; of several things, a claim may be about another one.
    """
    claims = find(reply, result.target)
    if all(claim.strength == ASIDE for claim in claims):
        return undecided(NO_CLAIM)
    compared = [(claim, _compared(result, claim)) for claim in claims]
    best = max(claim.strength for claim in claims)
    chosen, finding = [each for each in compared if each[0].strength == min(best, BOXED)][-1]
    if result.target.shape == "solutions" and chosen.kind == "values" and finding.agrees is not True:
        finding = _united(result, compared, chosen, finding)
    solving = result.target.shape == "solutions"
    if finding.agrees is None or finding.agrees is False and not alone:
        return undecided(TWO_THINGS) if finding.agrees is False else finding
    return cautious(result, reply, compared, chosen, _unopposed(compared, chosen, finding, solving))


def _compared(result: Result, claim: Claim) -> Finding:
    if claim.kind == "unreadable":
        return undecided(NOT_READABLE)
    try:
        return result.compare(claim)
    except Exception:
        return undecided(NOT_COMPARED)


def _united(result: Result, compared: list, chosen: Claim, finding: Finding) -> Finding:
    """Solutions told one by one count together; a reply that names them all somewhere is never contradicted."""
    stated = [claim for claim, _ in compared if claim.kind == "values"]
    values = tuple(dict.fromkeys(value for claim in stated for value in claim.values))
    together = _compared(result, Claim("values", chosen.place, chosen.strength, values))
    if together.agrees and (chosen.strength <= SO or chosen.partial):
        return together
    if chosen.partial or together.agrees is not False or _has_all(result, values):
        return undecided(TWO_THINGS) if finding.agrees is False else finding
    return finding


def _has_all(result: Result, values: tuple) -> bool:
    """Whether each of our solutions is among the values."""
    found = set()
    for value in values:
        one = _compared(result, Claim("values", 0, PLAIN, (value,)))
        found |= {one.check.params.get("missing")} if one.agrees is False and "missing" in one.check.params else set()
    return bool(found) and len(found) >= len(result.exact)


def _unopposed(compared: list, chosen: Claim, finding: Finding, solving: bool) -> Finding:
    """The finding, unless another claim that is meant as the answer, or any later one, says otherwise.

    A claim about a solution counts wherever it stands: steps do not name wrong ones.
    """
    for claim, other in compared:
        counts = claim.strength >= ANSWER or claim.place > chosen.place or finding.agrees is False or solving
        if claim is chosen or not counts:
            continue
        if other.agrees is None and claim.kind == "unreadable" and claim.place > chosen.place:
            return undecided(TWO_THINGS)
        if other.agrees is (not finding.agrees) and not _is_part(claim, other, finding):
            return undecided(TWO_THINGS)
    return finding


def _is_part(claim: Claim, other: Finding, finding: Finding) -> bool:
    """Whether a claim only names some of the right solutions that the chosen one names all."""
    return bool(finding.agrees and "missing" in other.check.params and (claim.strength < ANSWER or claim.partial))
