"""What a reply says beside the claim that was compared: how many answers there are, another answer, a rounding."""

import re

import sympy

from maths.claims.replies import CLOSE, OPEN, Segment
from maths.claims.values import tree_of
from maths.solving.convert import to_sympy

_COUNTS = {"no": 0, "one": 1, "single": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_HOW_MANY = re.compile(
    r"\b(?P<only>only|exactly|just|has|have|is|are)?\s*(?:a\s+)?(?P<count>no|one|single|two|three|four|five|[0-9])"
    r"(?:\s+(?:real|different|distinct|possible|separate))?\s+(?:solutions?|roots?|answers?|zeros|angles)\b",
    re.IGNORECASE,
)
_INFINITELY = re.compile(r"\binfinite(?:ly)?(?: many)? (?:solutions|roots)\b", re.IGNORECASE)
_ANOTHER = re.compile(
    r"\b(?:answer|solution|result|number|value|unknown)(?: (?:of|for) [a-z])? (?:is|equals|must be|was|will be)\s*:?\s*"
    r"(?P<value>[-−]?\s?\d++(?:\.\d++)?+(?:/\d++)?+)(?!\s*[A-Za-z*/+^\\=(·×<>%°]|,\d)",
    re.IGNORECASE,
)
_ROUNDED = re.compile(
    r"\b(?:rounded|rounding|roughly|approximately|approx)\b|\babout\s+[-−\d]|\bnearest\b", re.IGNORECASE
)
_NEAR = 0.005


def counts_otherwise(parts: list[Segment], count: int) -> bool:
    """Whether a sentence says that there are more or fewer solutions than we found."""
    for each in parts:
        text = _plain(each.text)
        if _INFINITELY.search(text):
            return True
        for match in _HOW_MANY.finditer(text):
            told = _COUNTS.get(match["count"].lower(), match["count"])
            if int(told) != count and (int(told) != 1 or match["only"]):
                return True
    return False


def names_another_answer(parts: list[Segment], exact: tuple[sympy.Expr, ...]) -> bool:
    """Whether a sentence says "the answer is 7" where none of ours is 7."""
    told = [match["value"] for each in parts if not each.idle for match in _ANOTHER.finditer(_plain(each.text))]
    trees = [tree_of(each.replace("−", "-").replace(" ", "")) for each in told]
    return any(not any(_is_near(to_sympy(each), ours) for ours in exact) for each in trees if each is not None)


def _is_near(value: sympy.Expr, ours: sympy.Expr) -> bool:
    return bool(ours.is_number and abs(sympy.N(value - ours)) < _NEAR)


def says_rounded(text: str) -> bool:
    """Whether a sentence calls its number rounded."""
    return bool(_ROUNDED.search(_plain(text)))


def _plain(text: str) -> str:
    return text.replace(OPEN, " ").replace(CLOSE, " ").replace("  ", " ")
