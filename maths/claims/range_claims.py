"""Claims about the solutions of an inequality, and where in a sentence they begin."""

import re

from maths.claims.claim import ANSWER, PLAIN, Claim
from maths.claims.lists import without_asides
from maths.claims.ranges import Range, ranges_of
from maths.claims.replies import CLOSE, OPEN, Segment
from maths.claims.targets import Target

_MOST_STARTS = 40
_BOUND = re.compile(
    r"(?:\b(?:or|and|oder|und)|[∪∩<>≤≥=+*/^·-]|\\(?:cup|cap|leq?|geq?|lt|gt|cdot|times|text\{or\}))\s*$"
)
_COMPARES = re.compile(r"[<>≤≥∈∞]|\\(?:leq?|geq?|lt|gt|in|infty)(?![a-z])")


def range_claim(part: Segment, place: int, target: Target, comma: bool, alone: bool) -> Claim | None:
    """The set of numbers with which a sentence ends, unless something before it belongs to it."""
    text = part.text if "(" in part.text and "," in part.text else without_asides(part.text)
    text = re.sub(r"\s+", " ", text.replace(OPEN, " ").replace(CLOSE, " ")).strip()
    if (found := _at_the_end(text, target.task.variable, comma)) is not None:
        return Claim("ranges", place, ANSWER if part.names_answer else PLAIN, ranges=found)
    return Claim("unreadable", place, ANSWER) if part.names_answer and _COMPARES.search(text) else None


def _at_the_end(text: str, letter: str, comma: bool) -> tuple[Range, ...] | None:
    starts = [m.start() for m in re.finditer(rf"(?<![\w\\.])(?:{letter}\b|[-−\d(\[]|\\left)", text)]
    for start in starts[-_MOST_STARTS:]:
        if _BOUND.search(text[:start]):
            continue
        if (found := ranges_of(text[start:], letter, comma)) is not None:
            return found
    return None
