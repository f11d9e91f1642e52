"""Holds a finding back where the reply says more than the claim that was compared."""

import re
from dataclasses import replace

from maths.claims import Claim
from maths.claims.replies import CLOSE, OPEN, Segment, segments
from maths.claims.statements import SIGNED, signs_in, without_signs
from maths.claims.targets import Target
from maths.claims.wording import goes_on, is_doubtful, is_rejected, operates, unknown_words, without_reference
from maths.judging.divisors import explained
from maths.judging.elsewhere import counts_otherwise, names_another_answer, says_rounded
from maths.judging.findings import MORE_SAID, ROUNDED_EXACT, TWO_THINGS, Finding, undecided
from maths.judging.our_result import says_ours
from maths.judging.relations import chains, has_false_relation
from maths.judging.results import Result
from maths.judging.strays import Told, strays
from maths.solving.convert import to_sympy

_NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*")


def cautious(result: Result, reply: str, compared: list[tuple[Claim, Finding]], chosen: Claim, finding: Finding):
    """The finding, or an undecided one where a sentence of the reply may mean something else."""
    if finding.agrees is None:
        return finding
    parts = segments(reply)
    if finding.agrees:
        if _is_called_rounded(result, parts, chosen, finding):
            return undecided(ROUNDED_EXACT)
        return undecided(MORE_SAID) if _says_more(result, reply, parts, chosen) else finding
    return undecided(TWO_THINGS) if says_ours(result, parts, compared, chosen) else finding


def _is_called_rounded(result: Result, parts: list[Segment], chosen: Claim, finding: Finding) -> bool:
    """Whether the answer's sentence says that it is rounded, and it is exact."""
    asked = says_rounded(result.target.question) or result.target.task.kind == "rounding"
    return not asked and "ounded" not in finding.check.template and says_rounded(parts[chosen.place].text)


def _says_more(result: Result, reply: str, parts: list[Segment], chosen: Claim) -> bool:
    """Whether anything beside the claim is not understood, false, or about something else."""
    told = _without_what_is_tried(result.target, parts, chosen)
    if told is None:
        return True
    said = Told(result, reply, parts, told, chosen)
    if _is_worded_otherwise(said):
        return True
    if any(has_false_relation(each.text) for each in told):
        return chosen.kind != "none"
    return _answers_otherwise(said) or strays(said) or _calculates_on(said) or _has_more_numbers(said)


def _without_what_is_tried(target: Target, parts: list[Segment], chosen: Claim) -> list[Segment] | None:
    """The answer's sentence and the later ones without what can be tried word for word, None if that is not right."""
    told = parts if chosen.kind in {"none", "every"} else parts[chosen.place :]
    if target.shape in SIGNED:
        if any(_has_other_sign(each.text, target, chosen) for each in told[1:]):
            return None
        return [replace(each, text=without_signs(each.text, target, chosen)) for each in told]
    if target.task.kind in {"prime", "divisible"}:
        texts = [explained(each.text, *_divided(target)) for each in told]
        return None if None in texts else [replace(each, text=text) for each, text in zip(told, texts, strict=True)]
    return told


def _is_worded_otherwise(said: Told) -> bool:
    """Whether there is a word that no answer needs, or one that takes something back."""
    target = said.result.target
    if is_doubtful(said.reply, target) or any(unknown_words(each.text, target, said.is_outcome) for each in said.told):
        return True
    return target.shape != "word" and not said.is_outcome and any(is_rejected(each.text) for each in said.parts)


def _answers_otherwise(said: Told) -> bool:
    """Whether the reply counts the solutions otherwise, or names another answer."""
    if said.is_outcome:
        return False
    exact, target = said.result.exact, said.result.target
    if target.solves and counts_otherwise(said.parts, len(exact) or len(said.chosen.values)):
        return True
    return bool(exact) and target.shape != "measure" and names_another_answer(said.parts, exact)


def _calculates_on(said: Told) -> bool:
    return goes_on(said.told[0].text) or any(operates(each.text) for each in said.told[1:])


def _has_more_numbers(said: Told) -> bool:
    first = 0 if said.result.target.shape == "word" or said.chosen.kind == "every" else 1
    known = _known_numbers(said.result, said.chosen, said.parts)
    return any(_has_other_number(each.text, known) for each in said.told[first:])


def _divided(target: Target) -> tuple[int, int | None]:
    """The number that was asked about, and by what it is divided."""
    numbers = [int(to_sympy(each)) for each in target.task.expressions]
    return numbers[0], numbers[1] if len(numbers) > 1 else None


def _has_other_sign(text: str, target: Target, chosen: Claim) -> bool:
    """Whether a later sentence holds another time, ratio or matrix than the claimed one and those of the question."""
    known = [(each.word, each.values) for each in signs_in(target.question, target.shape)]
    known.append((chosen.word, chosen.values))
    return target.shape != "numeral" and any(
        (each.word, each.values) not in known for each in signs_in(text, target.shape)
    )


def _known_numbers(result: Result, chosen: Claim, parts: list[Segment]) -> set[str]:
    told = " ".join(each.text for each in parts[chosen.place : chosen.place + 1]) if chosen.kind == "values" else ""
    return set(_NUMBER.findall(result.target.question)) | set(_NUMBER.findall(told))


def _has_other_number(text: str, known: set[str]) -> bool:
    """Whether a number stands in a sentence for itself: in no equation, and neither asked about nor answered."""
    rest = without_reference(text).replace(OPEN, " ").replace(CLOSE, " ")
    for piece in chains(text):
        if "=" in piece or "≈" in piece:
            rest = rest.replace(piece, " ")
    return any(each not in known for each in _NUMBER.findall(rest))
