"""A claim of a reply, and the words that lead to one."""

import re
from dataclasses import dataclass

from maths.claims.ranges import Range
from maths.claims.values import Value

BOXED, ANSWER, SO, PLAIN, SHOWN, ASIDE = 5, 4, 3, 2, 1, 0
"""How surely a claim is meant as the answer. SHOWN: another calculation, alone in its sentence; ASIDE: any other."""

COPULA = re.compile(
    r"\s*(?:\b(?:is|are|equals?|is equal to|gives|yields|becomes|simplifies to|expands to|factors (?:as|to|into)"
    r"|comes (?:out )?to"
    r"|works out to|evaluates to|turns out to be|must be|ist|sind|lautet|lauten|beträgt|ergibt|est|sont|es"
    r"|son)\b(?:\s+(?:just"
    r"|simply|exactly|therefore|thus|then|equal to|given by|gleich|also))?\s*:?|:)\s*(?:\b(?:that|dass)\b\s*)?",
    re.IGNORECASE,
)
DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Claim:
    """What one sentence claims.

    kind: values, ranges, word, numeral, time, ratio, matrix, none (there is no answer), every (each number is one),
      or unreadable (not understood).
    place: its segment. partial: it speaks of one of several answers. word: yes, no, prime, composite, even or odd; a
    numeral as digits_base; a time as 8:40 AM.
    """

    kind: str
    place: int
    strength: int
    values: tuple[Value, ...] = ()
    partial: bool = False
    word: str = ""
    ranges: tuple[Range, ...] = ()
