"""Boxed answers: what stands inside a \\boxed{…}, and whether it stands alone."""

import re

from maths.claims.claim import DIGIT

_BOX = re.compile(r"\\(?:boxed|fbox)\s*\{")
_BOX_NAME = re.compile(r"\\(?:boxed|fbox)(?![a-z])")
_BOX_OF_EQUATION = re.compile(r"=\s*\\(?:boxed|fbox)\s*\{")


def boxes(text: str) -> list[str]:
    """The insides of all boxes, with their braces matched."""
    found = []
    for match in list(_BOX.finditer(text))[:20]:
        level, at = 1, match.end()
        while at < len(text) and level:
            level += (text[at] == "{") - (text[at] == "}")
            at += 1
        found.append(text[match.end() : at - 1])
    return found


def unboxed(text: str) -> str:
    """The text with the insides of its boxes in their place."""
    for inside in boxes(text):
        text = re.sub(r"\\(?:boxed|fbox)\s*\{" + re.escape(inside) + r"\}", lambda _, kept=inside: kept, text, count=1)
    return text


def is_within(text: str) -> bool:
    """Whether a box is a part of a longer formula, or more numbers follow it."""
    outside = text
    for inside in boxes(text):
        outside = outside.replace("{" + inside + "}", "", 1)
    before, *after = _BOX_NAME.split(outside)
    return bool(re.search(r"[-+*/^×·÷]\s*$|\\(?:cdot|times|div)\s*$", before)) or any(
        DIGIT.search(each) or re.search(r"[-+*/^×·÷]|\\(?:cdot|times|div)", each) for each in after
    )


def is_side(text: str) -> bool:
    """Whether a box is one side of an equation that is not in it."""
    return bool(_BOX_OF_EQUATION.search(text))
