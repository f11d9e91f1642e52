"""To what a result is rounded: "to 2 decimal places", "to the nearest hundred", "to 3 significant figures"."""

import re
from dataclasses import replace as replace_field
from fractions import Fraction

from maths.phrases import N_
from maths.reading.formulas import Pieces
from maths.reading.number_lists import one_number
from maths.reading.number_words import COUNT, count_of
from maths.reading.problems import ReadingError
from maths.reading.tasks import Task
from maths.reading.words import Span

_PARTS = {
    "tenth": "0.1",
    "hundredth": "0.01",
    "thousandth": "0.001",
    "ten thousandth": "0.0001",
    "cent": "0.01",
    "penny": "0.01",
}
_WHOLE = {"integer", "whole number", "whole", "unit", "one", "ones", "whole unit"}
_SCALE = r"(?:(?:one |ten |hundred |one hundred )?(?:thousand|million|billion)|(?:one )?hundred|ten)s?"
_TARGET = (
    rf"(?:(?:the\s+)?nearest\s+(?P<nearest>(?:integer|whole number|whole unit|whole|units?|ones?)"
    rf"|(?:ten[- ])?thousandths?|hundredths?|tenths?|cent|penny|{_SCALE}|\d[\d,]*(?:\.\d+)?)(?: place)?"
    rf"|(?P<places>{COUNT})\s*(?:d\.?\s?p\.?s?|decimal places?|decimals?(?: digits?)?"
    rf"|places? (?:after|behind) the decimal point)"
    rf"|(?P<figures>{COUNT})\s*(?:s\.?\s?f\.?|sig\.? ?figs?\.?|significant (?:figures?|digits?)))"
)
_ROUNDED = r"(?:rounded(?: off)?|correct|accurate|round|approximated)"
_WORDINGS = tuple(
    re.compile(each, re.IGNORECASE)
    for each in (
        rf"(?:round|approximate)(?: off)?:?\s+(?P<f>.+?),?\s+(?:off )?(?:correct )?to\s+{_TARGET}",
        rf"(?P<f>.+?)\s*,?\s+(?:{_ROUNDED}\s+)?(?:off\s+)?to\s+{_TARGET}",
        r"(?:what is |find )?the nearest (?P<nearest>ten|hundred|thousand|whole number|integer) to (?P<f>.+)",
        r"(?:what is |find )?(?:the )?nearest (?P<nearest>ten|hundred|thousand|whole number|integer|tenth"
        r"|hundredth) (?:to|of) (?P<f>.+)",
        rf"(?:give|write|express|state|what is|what's)\s+(?P<f>.+?)\s*,?\s+(?:correct|rounded"
        rf"|accurate)\s+to\s+{_TARGET}",
        rf"(?:round|rounded|correct)?\s*(?:off )?to\s+{_TARGET}\s*[,:]?\s+(?P<f>.+)",
    )
)


def rounding_of(text: str) -> tuple[str, tuple[str, str]] | None:
    """What is to be rounded, and to what: ("nearest", "100"), ("places", "2") or ("figures", "3"). None without it."""
    for wording in _WORDINGS:
        if match := wording.fullmatch(text):
            return match["f"], _target(match)
    return None


def _target(match: re.Match) -> tuple[str, str]:
    for name in ("places", "figures"):
        if match[name]:
            count = count_of(match[name])
            if count is None or count > 50 or name == "figures" and count < 1:
                raise ReadingError("too_large", N_("I round to at most {limit} places."), limit="50")
            return name, str(count)
    return "nearest", _unit(match["nearest"].lower())


def _unit(text: str) -> str:
    text = text.replace("-", " ")
    if text in _WHOLE or text.removesuffix("s") in _WHOLE:
        return "1"
    if part := _PARTS.get(text.removesuffix("s")):
        return part
    if text[0].isdigit():
        digits = text.replace(",", "")
        if not Fraction(digits) or len(digits) > 40:
            raise ReadingError("undefined", N_("I cannot round to that."))
        return digits
    value = count_of(_with_one(text.removesuffix("s")))
    if not value:
        raise ReadingError("unreadable", N_("I cannot round to that."))
    return str(value)


def _with_one(text: str) -> str:
    """ "one hundred thousand" for "hundred thousand"."""
    return text if text.startswith(("one", "ten")) else f"one {text}"


def plain_number(text: str, spans: list[Span]) -> Task | None:
    """The task of a number that stands alone, which would be no question without the rounding."""
    raw, backticks = Pieces({"f": text}, spans).raw()
    try:
        found = one_number(raw, backticks)
    except ReadingError:
        return None
    return Task("arithmetic", (found.tree,), source=found.source, backticks=backticks)


def rounded(task: Task, target: tuple[str, str]) -> Task:
    """The task of rounding the result of a calculation."""
    if task.kind != "arithmetic":
        raise ReadingError("unsupported", N_("I can only round the result of a calculation."))
    return replace_field(task, kind="rounding", details=target)
