"""Brackets that settle a question which can be read in two ways: one question for each reading, to choose from."""

import re
from collections.abc import Iterator

from maths.notation import latex
from maths.reading.questions import read
from maths.tree import walk

LONGEST = 100
"""Characters of a question that brackets are tried on."""
PIECES = 6
"""Numbers, words and signs that one pair of brackets holds at most."""
TRIES = 240
_PIECE = re.compile(r"\d+(?:[.,]\d+)*|[A-Za-z]+|\S")


def choices(text: str) -> tuple[str, ...]:
    """The question with brackets for its first reading, and for its second; () unless both are found.

    Each is read anew, and taken only when it is understood to its last word and holds that reading alone.
    """
    problem = read(text).problem
    if problem is None or problem.code != "ambiguous" or len(text) > LONGEST:
        return ()
    wanted = [problem.phrase.params.get(name) for name in ("first", "second")]
    found: dict[str, str] = {}
    for candidate in _bracketed(text):
        held = set(wanted) & _formulas(candidate)
        if len(held) == 1:
            found.setdefault(held.pop(), candidate)
        if len(found) == len(wanted):
            return tuple(found[reading] for reading in wanted)
    return ()


def _bracketed(text: str) -> Iterator[str]:
    """The text with one pair of brackets in it, the shortest first; at most TRIES."""
    pieces = list(_PIECE.finditer(text))
    tries = 0
    for number in range(2, PIECES + 1):
        for first, last in zip(pieces, pieces[number - 1 :], strict=False):
            if tries == TRIES:
                return
            tries += 1
            yield f"{text[: first.start()]}({text[first.start() : last.end()]}){text[last.end() :]}"


def _formulas(text: str) -> set[str]:
    """All formulas within the tasks of a question, as a problem would show them; none when it is not understood."""
    expressions = [each for task in read(text).tasks for each in task.expressions]
    return {rf"\({latex(node)}\)" for expression in expressions for node in walk(expression)}
