"""What a shown line claims: chains of relations joined by "or", and whether they are true for given numbers."""

import re

import mpmath

from tests.maths_made.computing import near, real, value

OR = r"\quad \text{or} \quad"
THEREFORE = r"\quad \Rightarrow \quad"
_RELATION = re.compile(r"(?<![{])\s*(=|\\approx|\\le(?![a-z])|\\ge(?![a-z])|<|>)\s*")


def lines(text: str) -> list[str]:
    """The lines of a formula of several, or of a list; each of them holds."""
    text = text.replace(r"\begin{gathered}", "").replace(r"\end{gathered}", "")
    rows = re.split(r"\\\\(?!\w)", text) if "matrix" not in text else [text]
    return [
        each.strip() for row in rows for each in re.split(r",\\quad|,\\ ", row) if each.strip() not in {"", r"\dots"}
    ]


def ways(line: str) -> list[str]:
    """What a line gives to choose from: its parts beside "or", both signs of a plus-minus."""
    found = line.split(OR)
    return [each.replace(r"\pm", sign).strip() for each in found for sign in ("+-" if r"\pm" in each else "+")]


def chain(text: str) -> tuple[list[str], list[str]]:
    """The sides of a chain such as a = b < c, and the relations between them."""
    pieces = _RELATION.split(text)
    return pieces[::2], pieces[1::2]


def holds(relation: str, left, right, shown: str = "") -> bool:
    """Whether a relation holds between two numbers; about equal means to the digits that are shown."""
    if relation == r"\approx":
        return abs(left - right) <= mpmath.mpf(10) ** -len(shown.partition(".")[2]) * mpmath.mpf("0.5000001")
    same = near(left, right)
    if relation == "=":
        return same
    inclusive = relation in {r"\le", r"\ge"}
    if same:
        return inclusive
    return (mpmath.re(left) < mpmath.re(right)) == (relation in {"<", r"\le"})


def is_true(
    text: str, letters: dict | None = None, functions: dict | None = None, may_be_complex: bool = False
) -> bool:
    """Whether one of the ways of a line holds in every link; nothing holds where a side has no real value."""

    def side(each: str):
        def compute():
            return value(each, letters, functions)

        return compute() if may_be_complex else real(compute)

    for way in ways(text):
        sides, relations = chain(way)
        values = [side(each) for each in sides]
        links = zip(values, relations, values[1:], sides[1:], strict=False)
        if None not in values and all(holds(relation, a, b, shown) for a, relation, b, shown in links):
            return True
    return False
