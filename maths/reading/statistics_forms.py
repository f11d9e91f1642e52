"""Mean, median, mode, range, quartiles, variance and standard deviation of a list of numbers."""

import re

from maths.phrases import N_
from maths.reading.formulas import Pieces
from maths.reading.number_lists import numbers_of
from maths.reading.problems import ReadingError
from maths.reading.tasks import Task
from maths.reading.wordings import ASK, Form, form

_KINDS = {
    "quartiles": r"quartiles",
    "quartile_1": r"(?:lower|first|1st) quartile|q_?1",
    "quartile_3": r"(?:upper|third|3rd) quartile|q_?3",
    "iqr": r"inter[- ]?quartile range|iqr|quartile range",
    "mean": r"(?:arithmetic )?mean(?: average| value)?|average",
    "median": r"median",
    "mode": r"modes?|modal value",
    "range": r"range",
    "variance": r"variance",
    "deviation": r"standard deviation|std\.?(?: ?dev\.?)?|st\.? ?dev\.?|sd",
}
_GROUP = {"population": r"population", "sample": r"sample"}
_ONE = rf"(?:(?:population|sample) )?(?:{'|'.join(_KINDS.values())})"
_WHICH = rf"(?P<which>{_ONE}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*)(?:the\s+)?{_ONE}){{0,4}})"
_DATA = (
    r"(?:(?:the |these |this |following |given )*(?:numbers?|values?|data(?: set| points)?|list|set|"
    r"scores?|marks|results|ages|heights|temperatures|sample|population)\s*:?\s*)?"
)
_LIST = r"(?P<f>[^=a-z]+(?:(?:and|&) [^=a-z]+)?)"


def statistic(pieces: Pieces) -> Task:
    """The figures that were asked for; a deviation is of a population, of a sample, or both if nothing is said."""
    found = numbers_of(pieces)
    text = (pieces.groups["which"] or "").lower()
    names = [_name(each) for each in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*", text)]
    if len(found) < 2 and any("quartile" in each or each == "iqr" for each in names):
        raise ReadingError("unreadable", N_("I need at least {count} numbers there."), count="2")
    if len(set(names)) < len(names):
        raise ReadingError("unreadable", N_("I am not sure which figures you would like."))
    return Task("statistic", tuple(each.tree for each in found), source=pieces.raw()[0], details=tuple(names))


def _name(text: str) -> str:
    text = text.removeprefix("the ").strip()
    name = next(key for key, words in _KINDS.items() if re.search(rf"(?:{words})$", text))
    if name not in {"variance", "deviation"}:
        return name
    group = next((key for key in _GROUP if text.startswith(key)), "both")
    return f"{name}_{group}"


_GOT = (
    r"(?:(?:my|the|his|her|our) (?:test |exam |quiz )?(?:scores|marks|grades|results|numbers|ages|heights) "
    r"(?:are|were)|(?:i|he|she) (?:got|scored|have|had|has)(?: scores of)?)"
)

STATISTICS_FORMS: tuple[Form, ...] = (
    form(
        rf"{_GOT} {_LIST}(?: (?:on|in) (?:my |the |his |her )?(?:tests?|exams?|quizzes"
        rf"|points))?\s*[,.;]?\s+{ASK}(?:my |the |his |her )?{_WHICH}(?: score| mark| grade)?",
        statistic,
    ),
    form(rf"{ASK}(?:the |an? )?{_WHICH}\s*(?:of|for|in|:)?\s*{_DATA}{_LIST}", statistic),
    form(rf"{_DATA}{_LIST}\s+{ASK}(?:the |an? )?{_WHICH}", statistic),
    form(rf"{_WHICH}\s*\(\s*\[?(?P<f>[^=a-z()\[\]]+)\]?\s*\)", statistic),
)
