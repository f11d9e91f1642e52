"""Weighs the claims of a reply against our own result: the surest one that stands last counts."""

from maths.claims import Claim, find
from maths.claims.claim import ANSWER, BOXED, PLAIN, SHOWN, SO
from maths.claims.replies import segments
from maths.judging.caution import cautious
from maths.judging.faults import report
from maths.judging.findings import NO_CLAIM, NOT_COMPARED, NOT_READABLE, TWO_THINGS, Finding, undecided
from maths.judging.results import Result
from maths.tree import word_set

# The kinds of which the way is a formula that the question does not name.
_BY_FORMULA = word_set(
    "statistic percent_of percent_share percent_whole percent_increase percent_decrease percent_change measure convert "
    "series next_term chance interest matrix_determinant"
)


def weighed(result: Result, reply: str, alone: bool = True) -> Finding:
    """The finding of all claims of a reply: the surest one that stands last counts, if no other speaks against it.

    alone: whether nothing else was asked; of several things, a claim may be about another one.
    """
    claims = find(reply, result.target)
    if all(claim.strength <= SHOWN for claim in claims):
        return _calculated(result, reply, claims) if alone else undecided(NO_CLAIM)
    compared = [(claim, _compared(result, claim)) for claim in claims]
    best = max(claim.strength for claim in claims)
    chosen, finding = [each for each in compared if each[0].strength == min(best, BOXED)][-1]
    if result.target.solves and chosen.kind == "values" and finding.agrees is not True:
        finding = _united(result, compared, chosen, finding)
    solving = result.target.solves
    if finding.agrees is None or finding.agrees is False and not alone:
        return undecided(TWO_THINGS) if finding.agrees is False else finding
    return cautious(result, reply, compared, chosen, _unopposed(compared, chosen, finding, solving))


def _calculated(result: Result, reply: str, claims: list[Claim]) -> Finding:
    """A reply whose last sentence is nothing but a calculation can be right; wrong it is only unfinished."""
    last = claims[-1] if claims else None
    ends = last and last.strength == SHOWN and last.place == len(segments(reply)) - 1
    if not ends or result.target.task.kind not in _BY_FORMULA:
        return undecided(NO_CLAIM)
    finding = _compared(result, last)
    return cautious(result, reply, [(last, finding)], last, finding) if finding.agrees else undecided(NO_CLAIM)


def _compared(result: Result, claim: Claim) -> Finding:
    if claim.kind == "unreadable":
        return undecided(NOT_READABLE)
    try:
        return result.compare(claim)
    except Exception as error:
        report(error)
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
