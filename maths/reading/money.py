"""Currency signs: taken off the amounts of a question, and kept for an answer that is an amount of money."""

import re
from dataclasses import replace as replace_field

from maths.phrases import N_
from maths.reading.problems import ReadingError
from maths.reading.tasks import Task
from maths.tree import Apply, walk

_BEFORE = re.compile(r"(?<!\d)(?<!\d )(?P<sign>[$€£])\s?(?=\.?\d)")
_AFTER = re.compile(r"(?<=\d)\s?(?P<sign>[$€£])(?!\s?\d)")
_WORDS = (
    (re.compile(r"(?<![\w.,$€£])(\d[\d,]*(?:\.\d+)?)\s+(?:us )?(?:dollars?|bucks)(?![A-Za-z])", re.IGNORECASE), r"$\1"),
    (re.compile(r"(?<![\w.,$€£])(\d[\d,]*(?:\.\d+)?)\s+euros?(?![A-Za-z])", re.IGNORECASE), r"€\1"),
)
_SIGN = re.compile(r"[$€£]")
_NUMBER = re.compile(r"\d[\d.,]*")
_AMOUNTS = frozenset(
    {"arithmetic", "share", "interest", "percent_of", "percent_whole", "percent_increase", "percent_decrease"}
)
_RATIOS = frozenset({"percent_share", "percent_change"})


def with_signs(text: str) -> str:
    """The text with "60 dollars" written as "$60"."""
    for pattern, sign in _WORDS:
        text = pattern.sub(sign, text)
    return text


def take_money(text: str) -> tuple[str, str]:
    """The text without currency signs, and how amounts are written: "$#", "#€" or "" for no money.

    Dollar signs that stand around formulas are left alone: those of money are all before numbers, or all behind.
    """
    signs = _SIGN.findall(text)
    for pattern, shape in ((_BEFORE, "{}#"), (_AFTER, "#{}")):
        found = [match["sign"] for match in pattern.finditer(text)]
        if found and len(found) == len(signs):
            if len(set(found)) > 1:
                raise ReadingError("unsupported", N_("I cannot calculate with two currencies at once."))
            return pattern.sub("", text), shape.format(found[0])
    return text, ""


def with_money(tasks: tuple[Task, ...], money: str, text: str) -> tuple[Task, ...]:
    """The tasks with the currency of their answers; raises ReadingError where the answer would be no amount."""
    for task in tasks:
        if not _may_have_money(task, text):
            raise ReadingError(
                "unsupported",
                N_(
                    "I cannot tell whether the answer to that is an amount of money. Please ask without currency signs."
                ),
            )
    return tuple([task if _is_no_amount(task) else replace_field(task, money=money) for task in tasks])


def _is_no_amount(task: Task) -> bool:
    """Whether amounts lead to another kind of number: a percentage, or how often one is in the other."""
    return task.kind in _RATIOS or task.kind == "worked" and "count" in task.details


def _may_have_money(task: Task, text: str) -> bool:
    """Whether the answer is an amount of money, or a percentage of two amounts."""
    if task.kind in {"story", "worked"}:
        return bool({"money", "count"} & set(task.details))
    return task.kind in _AMOUNTS | _RATIOS and (task.kind != "arithmetic" or _is_amount(task, text))


def _is_amount(task: Task, text: str) -> bool:
    """Whether adding, or scaling one amount, is all that happens: an amount times or over another is no money."""
    heads = {each.head for each in walk(task.expressions[0]) if isinstance(each, Apply)}
    if heads <= {"sum", "subtract", "negate"}:
        return True
    if len(_SIGN.findall(text)) > 1 or not heads <= {"product", "quotient", "negate"}:
        return False
    return "quotient" not in heads or _is_first_or_after_of(text)


def _is_first_or_after_of(text: str) -> bool:
    sign, first = _SIGN.search(text), _NUMBER.search(text)
    return sign.start() <= first.end() + 1 or bool(re.search(r"\bof\s+[$€£]?\s?[\d.,]+\s?[$€£]?\W*$", text))
