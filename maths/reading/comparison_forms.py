"""Comparing numbers: which is larger, sorting, the third smallest, the nearest; from lists or from options (a), (b)."""

import re

from maths.phrases import N_
from maths.reading.formulas import Formula, Pieces, number
from maths.reading.magnitude import exact_value
from maths.reading.number_lists import numbers_of, rational_number
from maths.reading.number_words import ORDINAL, ordinal_of
from maths.reading.problems import ReadingError, quoted
from maths.reading.tasks import Task
from maths.reading.wordings import LIST, THE, Form, form

_LARGE = r"(?:bigger|greater|larger|higher|more|biggest|greatest|largest|highest|maximum|max)"
_SMALL = r"(?:smaller|less|lower|smallest|least|lowest|minimum|min)"
_RELATIONS = {
    "greater": rf"(?:>|\\gt|(?:is\s+)?{_LARGE} than)",
    "less": rf"(?:<|\\lt|(?:is\s+)?{_SMALL} than)",
    "at_least": r"(?:>=|≥|\\geq?|=>|(?:is\s+)?(?:at least|(?:greater|more|larger) than or equal to|no less than))",
    "at_most": r"(?:<=|≤|\\leq?|(?:is\s+)?(?:at most|less than or equal to|smaller than or equal to|no more than))",
    "different": r"(?:!=|≠|\\neq?|(?:is\s+)?(?:not equal to|not the same as|different (?:from|to|than)|unequal to))",
    "equal": r"(?:==?|(?:is\s+)?(?:equals?(?: to)?|the same as|equivalent to|as (?:big|large|great) as))",
}
_SIGNS = {
    "greater": r"(?:>|\\gt)",
    "less": r"(?:<|\\lt)",
    "at_least": r"(?:>=|≥|\\geq?|=>)",
    "at_most": r"(?:<=|≤|\\leq?)",
    "different": r"(?:!=|≠|\\neq?)",
}
_OPTION = re.compile(r"\s*\(?\b([a-j])\)\s*", re.IGNORECASE)
_A, _B = r"(?P<a>[^=<>]+?)", r"(?P<b>[^=<>]+?)"


def comparison(relation: str):
    """A builder for a question about two numbers."""

    def build(pieces: Pieces) -> Task:
        first, second = number(pieces, "a"), number(pieces, "b")
        source = f"{first.source}, {second.source}"
        return Task("compare", (first.tree, second.tree), source=source, details=(relation,))

    return build


def chosen_of_two(pieces: Pieces) -> Task:
    """ "Which is greater: 3 or 4"; "smaller" when the word says so."""
    small = re.fullmatch(_SMALL, pieces.groups["word"] or "", re.IGNORECASE)
    first, second = number(pieces, "a"), number(pieces, "b")
    details = ("smaller" if small else "larger",)
    return Task("compare", (first.tree, second.tree), source=f"{first.source}, {second.source}", details=details)


def sorting(pieces: Pieces) -> Task:
    """A list in order; ascending unless the words say otherwise."""
    way = (pieces.groups.get("way") or "ascending").lower()
    down = re.match(r"desc|decr|(?:the )?(?:larg|great|big|high)", way)
    found = numbers_of(pieces)
    return Task("sort", _trees(found), source=pieces.raw()[0], details=("descending" if down else "ascending",))


def ranking(pieces: Pieces) -> Task:
    """The k-th largest or smallest of a list or of options."""
    found, labels = _choices(pieces)
    which = ordinal_of(pieces.groups["k"]) if pieces.groups.get("k") else 1
    if not which or which > len(found):
        raise ReadingError("unsupported", N_("There are only {count} numbers in that list."), count=str(len(found)))
    small = re.fullmatch(_SMALL, pieces.groups["word"] or "", re.IGNORECASE)
    _refuse_repeated(found, which, bool(small))
    details = ("smallest" if small else "largest", str(which), labels)
    return Task("rank", _trees(found), source=pieces.groups.get("f") or "", details=details)


def _refuse_repeated(found: list[Formula], which: int, small: bool) -> None:
    """Refuse "the second largest of 5, 5, 3": counted twice or once."""
    values = [exact_value(each.tree) for each in found]
    once = sorted(set(values), reverse=not small)
    if which > len(once) or sorted(values, reverse=not small)[which - 1] != once[which - 1]:
        raise ReadingError(
            "ambiguous", N_("A number occurs more than once there. Please leave out the repeated ones, and ask again.")
        )


def nearest(pieces: Pieces) -> Task:
    """Which of a list or of options is nearest to a number."""
    target = rational_number(pieces.raw("a")[0])
    found, labels = _choices(pieces)
    return Task("closest", (target.tree, *_trees(found)), source=target.source, details=(labels,))


def _choices(pieces: Pieces) -> tuple[list[Formula], str]:
    """The numbers to choose from, and the letters of the options ("" without letters)."""
    text = pieces.raw()[0]
    if not re.match(r"\(?a\)", text.strip(), re.IGNORECASE):
        return numbers_of(pieces), ""
    parts = _OPTION.split(text)
    labels = "".join(parts[1::2]).lower()
    if parts[0].strip() or labels != "abcdefghij"[: len(labels)] or len(labels) < 2:
        raise ReadingError("unreadable", N_("I could not read the options {text}."), text=quoted(text))
    return [rational_number(each.strip().rstrip(",;").strip()) for each in parts[2::2]], labels


def _trees(found: list[Formula]) -> tuple:
    return tuple(each.tree for each in found)


_END = r"(?:smallest|least|lowest|largest|greatest|biggest|highest)"
_NUMBERS = r"(?:\s+(?:value|number|fraction|decimal|one|element|integer))?"
_WHICH = r"(?:what(?:'s| is)?|which|find|give|tell me|name|identify|determine)"
_IN = r"\s*(?:[:,?]|in the list|in|of the (?:following|numbers|list)|of these|of|among|out of|from)?\s*[:,?]?\s*"
_WAY = (
    r"(?P<way>ascending|increasing|descending|decreasing"
    rf"|(?:the )?{_END}(?: number| value)? (?:first|to (?:the )?{_END})|high to low|low to high|small(?:est)? to "
    rf"(?:big|large|largest)"
    r"|(?:big|large)(?:st|est)? to small(?:est)?)"
)
_SORT = r"(?:sort|order|arrange|put|rank|write|list|place)"
_THESE = (
    r"(?:\s+(?:these|the following|the|this|following)"
    r"(?: numbers| values| fractions| decimals| list| integers)?(?: of numbers)?)?"
)
_ORDER = rf"(?:\s+(?:in|from|by|into))?\s+{_WAY}(?: order)?"

COMPARISON_FORMS: tuple[Form, ...] = (
    *[
        form(rf"(?:is|does|are|check (?:if|whether)|true or false\s*:?)\s+{_A}\s*{sign}\s*{_B}", comparison(name))
        for name, sign in reversed(_RELATIONS.items())
    ],
    *[
        form(rf"(?P<a>[-−\d./,\s]+?)\s*{sign}\s*(?P<b>[-−\d./,\s]+)", comparison(name))
        for name, sign in reversed(_SIGNS.items())
    ],
    form(rf"(?:are|do)\s+{_A} and {_B}\s+(?:equal|the same|equivalent|have the same value)", comparison("equal")),
    form(rf"do\s+{_A} and {_B} have different values", comparison("different")),
    form(rf"are\s+{_A} and {_B}\s+(?:different|not equal|unequal|nonequal)", comparison("different")),
    form(
        rf"(?:which|what)(?: number| fraction| one| decimal| value)? is {THE}(?P<word>{_LARGE}|{_SMALL})"
        rf"(?: number| fraction| one| decimal| value)?\s*[:,]?\s*{_A}\s*,?\s+or\s+{_B}",
        chosen_of_two,
    ),
    form(rf"is {_A} or {_B} (?:the )?(?P<word>{_LARGE}|{_SMALL})", chosen_of_two),
    form(
        rf"(?:which|what) is (?P<word>{_LARGE}|{_SMALL})\s*[:,]?\s*{_A}\s+(?:and|vs\.?"
        rf"|versus)\s+{_B}",
        chosen_of_two,
    ),
    form(
        rf"{_A} or {_B}\s*[,:]?\s*(?:which|what) (?:one |number )?is {THE}(?P<word>{_LARGE}"
        rf"|{_SMALL})",
        chosen_of_two,
    ),
    form(rf"compare\s+{_A}\s+(?:and|with|to)\s+{_B}", comparison("sign")),
    # sorting
    form(rf"{_SORT}{_THESE}\s*:?\s*{LIST}{_ORDER}", sorting),
    form(rf"{_SORT}{_THESE}{_ORDER}\s*[:,]?\s*{LIST}", sorting),
    form(rf"(?:put|arrange|write|place){_THESE}\s+in order\s*[:,]?\s*{LIST}", sorting),
    form(rf"{LIST}{_ORDER}", sorting),
    form(rf"(?:sort|order|arrange){_THESE}\s*:?\s*{LIST}", sorting),
    form(rf"(?:put|arrange|write|place|list){_THESE}\s*:?\s*{LIST}\s+in order", sorting),
    form(rf"{_SORT}{_THESE}(?:\s+in order)?{_ORDER}\s*[:,]?\s*{LIST}", sorting),
    form(rf"{_SORT}{_THESE}\s*:?\s*{LIST}\s+in order{_ORDER}", sorting),
    form(
        rf"which of (?:these|the following|those)(?: numbers| fractions| decimals)? is {THE}(?P<word>{_LARGE}"
        rf"|{_SMALL})\s*[:,?]?\s*{LIST}",
        ranking,
    ),
    form(
        rf"which (?:numbers?|fractions?|decimals?) (?:are|is) "
        rf"{THE}(?P<word>{_LARGE}|{_SMALL})\s*[:,?]?\s*{_A}\s*,?\s+or\s+{_B}",
        chosen_of_two,
    ),
    # the k-th
    form(
        rf"{_WHICH}\s+(?:number\s+)?(?:is\s+)?{THE}(?:(?P<k>{ORDINAL})\s+)?(?P<word>{_LARGE}"
        rf"|{_SMALL}){_NUMBERS}{_IN}{LIST}",
        ranking,
    ),
    form(rf"{THE}(?:(?P<k>{ORDINAL})\s+)?(?P<word>{_LARGE}|{_SMALL}){_NUMBERS}{_IN}{LIST}", ranking),
    form(rf"which (?:one )?of {LIST} is {THE}(?:(?P<k>{ORDINAL})\s+)?(?P<word>{_LARGE}|{_SMALL})", ranking),
    # the nearest
    form(
        rf"which (?:one )?of (?:these|the following|those)(?: numbers)? is {THE}(?:nearest|closest) to (?P<a>\S+?)"
        rf"\s*[:,?]?\s+{LIST}",
        nearest,
    ),
    form(
        rf"(?:{_WHICH}{_NUMBERS}\s+(?:is\s+)?)?{THE}(?:nearest|closest){_NUMBERS}\s+to\s+(?P<a>\S+?)"
        rf"(?:\s*[?:,]|\s+(?:in|of|among|out of|from)(?: the (?:list|numbers))?:?|(?=\s+\(?a\)))\s+{LIST}",
        nearest,
    ),
    form(
        rf"which{_NUMBERS}(?: one)? (?:of|from|in|among) {LIST} is (?:the )?(?:nearest|closest)(?: one)? to "
        rf"(?P<a>\S+)",
        nearest,
    ),
)
