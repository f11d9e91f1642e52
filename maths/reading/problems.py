"""What is said when a question cannot be read or must not be computed."""

import re
from dataclasses import dataclass

from maths.phrases import N_, Phrase

EXAMPLES = (
    Phrase(N_("Solve `3x + 11 = 14`")),
    Phrase(N_("What is `3/4 + 5/6`?")),
    Phrase(N_("Find the derivative of `x^2 sin(x)`")),
)
_TOPICS = (
    (
        re.compile(r"percent|per cent|%|discount", re.IGNORECASE),
        (
            Phrase(N_("What is `15%` of `80`?")),
            Phrase(N_("`20` is what percent of `50`?")),
            Phrase(N_("Increase `80` by `5%`")),
        ),
    ),
    (
        re.compile(r"plot|graph|draw|sketch|curve|parabola", re.IGNORECASE),
        (
            Phrase(N_("Plot `y = x^2 - 4`")),
            Phrase(N_("Plot `sin(x)` from `-3` to `3`")),
            Phrase(N_("Draw `y = 2x + 1`")),
        ),
    ),
    (
        re.compile(r"derivative|differentiate|slope", re.IGNORECASE),
        (
            Phrase(N_("Find the derivative of `x^2 sin(x)`")),
            Phrase(N_("Differentiate `3x^2 + 2x`")),
            Phrase(N_("What is the second derivative of `x^4`?")),
        ),
    ),
    (
        re.compile(r"integra|antiderivative|area under", re.IGNORECASE),
        (
            Phrase(N_("Integrate `2x + 1`")),
            Phrase(N_("Integrate `x^2` from `0` to `3`")),
            Phrase(N_("Integrate `x e^x`")),
        ),
    ),
    (
        re.compile(r"fraction|numerator|denominator|mixed number", re.IGNORECASE),
        (
            Phrase(N_("What is `3/4 + 5/6`?")),
            Phrase(N_("What is `2 1/3 - 1/2`?")),
            Phrase(N_("What is `3/4` of `60`?")),
        ),
    ),
    (
        re.compile(r"factor|prime|simplif|expand|bracket", re.IGNORECASE),
        (Phrase(N_("Factor `x^2 + 5x + 6`")), Phrase(N_("Expand `(x + 1)(x - 2)`")), Phrase(N_("Factor `360`"))),
    ),
    (
        re.compile(r"convert|\b(?:cm|km|kg|miles?|feet|inch(?:es)?|hours?|minutes?|lit(?:er|re)s?)\b", re.IGNORECASE),
        (
            Phrase(N_("Convert `5 km` to `m`")),
            Phrase(N_("How many feet are in `2 miles`?")),
            Phrase(N_("What is `90 minutes` after `10:35 AM`?")),
        ),
    ),
    (
        re.compile(r"sequence|pattern|next|term\b|nth", re.IGNORECASE),
        (
            Phrase(N_("What comes next: `2, 4, 8, 16`?")),
            Phrase(N_("What is the nth term of `3, 7, 11`?")),
            Phrase(N_("What is the 20th term of `3, 7, 11`?")),
        ),
    ),
    (
        re.compile(r"average|\bmean of|median|mode\b|deviation|biggest|largest|smallest|sort|order", re.IGNORECASE),
        (
            Phrase(N_("Find the median of `3, 5, 9`")),
            Phrase(N_("Sort `0.7, 3/4, 2/3`")),
            Phrase(N_("Is `3/4` greater than `0.7`?")),
        ),
    ),
    (
        re.compile(r"gcd|lcm|hcf|gcf|multiple|remainder|divisib|\bmod\b", re.IGNORECASE),
        (
            Phrase(N_("What is the greatest common divisor of `12` and `18`?")),
            Phrase(N_("What is the remainder when `100` is divided by `7`?")),
            Phrase(N_("Is `91` prime?")),
        ),
    ),
)


def suggestions_for(text: str) -> tuple[Phrase, ...]:
    """Three questions that work, about the topic that a text names, if it names one."""
    return next((examples for pattern, examples in _TOPICS if pattern.search(text)), EXAMPLES)


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
