"""Finds in a reply what it claims to be the answer: the claims, each with how surely it is meant as one."""

import re
from dataclasses import replace

from maths.claims.boxes import boxes, is_side, is_within, unboxed
from maths.claims.claim import ANSWER, BOXED, SHOWN, Claim
from maths.claims.lists import values_at
from maths.claims.range_claims import range_claim
from maths.claims.replies import CLOSE, OPEN, Segment, segments
from maths.claims.root_claims import NONE, outcome, root_claim, roots_in
from maths.claims.statements import SIGNED, statement_claim
from maths.claims.targets import Target
from maths.claims.value_claims import value_claim
from maths.claims.values import Value, has_decimal_comma, value_of
from maths.claims.word_claims import word_claim
from maths.tree import Node

_MOST_CLAIMS = 200
_FINDERS = {"solutions": root_claim, "interval": range_claim, "word": word_claim, "angles": root_claim}
_FINDERS |= dict.fromkeys(SIGNED, statement_claim)
_ENDINGS = dict.fromkeys(("solutions", "interval"), frozenset(["none", "every"])) | {"angles": frozenset(["none"])}


def find(reply: str, target: Target) -> list[Claim]:
    """All claims of a reply in order; linear in its length, at most _MOST_CLAIMS of them from its end."""
    target = target.in_reply(reply)
    comma = has_decimal_comma(reply)
    parts = segments(reply)
    alone = len(parts) == 1
    found = [
        claim
        for place, part in enumerate(parts)
        for claim in _claims(part, place, target, comma, alone)
        if claim is not None
    ]
    options = target.options
    return [_with_options(each, options) for each in found[-_MOST_CLAIMS:]]


def _with_options(claim: Claim, options: dict[str, Node]) -> Claim:
    """The claim with "b" replaced by the number of that option."""
    if not options or claim.kind != "values":
        return claim
    values = [
        replace(each, trees=tuple([options.get(getattr(tree, "name", ""), tree) for tree in each.trees]))
        for each in claim.values
    ]
    return replace(claim, values=tuple(values))


def _claims(part: Segment, place: int, target: Target, comma: bool, alone: bool) -> list[Claim]:
    text = part.text
    if len(text) > 4000:
        return [Claim("unreadable", place, ANSWER)] if part.names_answer else []
    if target.shape in _ENDINGS and (ending := outcome(part)) in _ENDINGS[target.shape]:
        return [Claim("unreadable" if target.is_other_equation(text, comma) else ending, place, ANSWER)]
    find_one = _FINDERS.get(target.shape, value_claim)
    if find_one is word_claim:
        return [word_claim(part, place, target)]
    if part.idle:
        return []
    if find_one is statement_claim:
        return [statement_claim(part, place, target, comma, alone)]
    if insides := boxes(text):
        if is_side(text) or find_one is range_claim:
            claim = find_one(Segment(unboxed(text), False, False), place, target, comma, alone)
            sure = claim and claim.strength > SHOWN
            return [replace(claim, strength=BOXED) if sure else Claim("unreadable", place, BOXED)]
        return [Claim("unreadable", place, BOXED) if is_within(text) else _boxed(insides, place, target, comma)]
    return [find_one(part, place, target, comma, alone)]


def _boxed(insides: list[str], place: int, target: Target, comma: bool) -> Claim:
    unreadable = Claim("unreadable", place, BOXED)
    if target.solves:
        values: list[Value] = []
        for box in insides:
            if NONE.search(box):
                return Claim("none", place, BOXED)
            read = roots_in(box, target, comma) or _listed(box, target, comma)
            if read is None:
                return unreadable
            values += read
        return Claim("values", place, BOXED, tuple(values))
    if target.shape == "list":
        read = values_at(insides[0], None, comma) if len(insides) == 1 else None
        return Claim("values", place, BOXED, read) if read else unreadable
    read = [_last_side(box, target, comma) for box in insides]
    return unreadable if None in read else Claim("values", place, BOXED, tuple(read))


def _listed(text: str, target: Target, comma: bool) -> tuple[Value, ...] | None:
    """The values of a text that is nothing but a list of them."""
    if re.search(r"=|[<>≤≥]", text) or re.search(r"\\[lg]eq?(?![a-z])", text):
        return None
    return values_at(text, target.letter, comma)


def _last_side(text: str, target: Target, comma: bool) -> Value | None:
    """The value of "19/12" or of "3/4 + 5/6 = 19/12", whose first side must be what was asked."""
    text = text.replace(OPEN, " ").replace(CLOSE, " ").strip().rstrip(".")
    first, *others = text.split("=")
    if not others:
        return value_of(text, comma)
    return value_of(others[-1], comma) if target.named_by(first, comma) else None
