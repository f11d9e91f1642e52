"""What is said when a question cannot be read or must not be computed."""

from dataclasses import dataclass

from maths.phrases import N_, Phrase

EXAMPLES = (
    Phrase(N_("Solve `3x + 11 = 14`")),
    Phrase(N_("What is `3/4 + 5/6`?")),
    Phrase(N_("Find the derivative of `x^2 sin(x)`")),
)


@dataclass(frozen=True)
class Problem:
    """Why there is no task: a machine code, a sentence, where in the formula, and questions that do work.

    Codes: empty, unreadable, ambiguous, unsupported, undefined, too_large, too_deep, too_long.
    """

    code: str
    phrase: Phrase
    position: int | None = None
    suggestions: tuple[Phrase, ...] = EXAMPLES


class ReadingError(Exception):
    """Carries a Problem out of the parser; `read` turns it into a Reading."""

    def __init__(self, code: str, template: str, position: int | None = None, **params: str):
        super().__init__(code)
        self.problem = Problem(code, Phrase(template, params), position)


def quoted(text: str, limit: int = 40) -> str:
    """A student's text as inline code: one line, cut, in a fence longer than any inside."""
    line = " ".join(text.split())
    line = "".join(each for each in line if each.isprintable())
    if len(line) > limit:
        line = line[: limit - 1] + "…"
    fence = "`"
    while fence in line:
        fence += "`"
    pad = " " if line[:1] == "`" or line[-1:] == "`" else ""
    return f"{fence}{pad}{line}{pad}{fence}" if line else ""
