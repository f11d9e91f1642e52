"""Two things that are asked of one object: "the gcd and lcm of 12 and 18", "the first and second derivative of x^3"."""

import re

_WORDS = r"(?!(?:of|and|the)\b)[a-z][a-z-]+(?: (?!(?:of|and|the)\b)[a-z][a-z-]+){0,2}"
_SHARED = re.compile(
    r"(?:(?:what (?:is|are)|find|give(?: me)?|calculate|compute|determine|work out|state|tell me) )?(?:both )?(?:the )?"
    rf"(?P<first>{_WORDS}) and (?:the )?(?P<second>{_WORDS}) of (?P<object>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


def told_apart(text: str) -> tuple[tuple[str, ...], str] | None:
    """The ways to ask the first thing alone, and the second one; None for a text that has another shape.

    There are two ways where the first one may share the last word of the second, as in "square and cube root".
    """
    match = _SHARED.fullmatch(text)
    if not match or match["first"].lower() == match["second"].lower():
        return None
    first, second, of = match["first"], match["second"], f" of {match['object']}"
    shared = f"{first} {second.split()[-1]}"
    ways = (first, shared) if " " in second else (first,)
    return tuple(way + of for way in ways), second + of
