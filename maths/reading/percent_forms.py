"""Percentages in the words of shops and news: taxes and tips, discounts, prices that rise and fall."""

from maths.reading import number_tasks as numbers
from maths.reading.wordings import ASK, THE, Form, form

_PERCENT = r"(?:%|\s*per\s?cent)"
_WORD = r"(?:percent|per cent|percentage|%)"
_A = r"(?P<a>[^\s=]+)"
_AMOUNT = r"(?P<b>[^\s=]*[^\s=.,;:])"
_RISE = r"(?:increase|decrease|change|rise|drop|fall|growth|grow|decline|gain|loss|go up|go down|went up|went down)"
_OF_WHAT = r"(?:it|they|(?:(?:the|its|a) )?(?:price|value|cost|number|amount|population|score|rent|wage|salary))"
_HOW_MUCH = (
    rf"(?:(?:by )?(?:(?:an? )?(?:what|which)|how many|how much)(?: (?:is|was))?(?: (?:the|that|in))?\s+{_WORD}"
    rf"(?:\s+(?:of )?(?:an? )?{_RISE})?)"
)
_WENT = (
    r"(?:went|goes|go|rose|rises|fell|falls|changed|changes|changing|grew|grows|dropped|drops|increased|increases"
    r"|increasing|decreased|decreases|decreasing|was raised|was reduced|is raised|is reduced)(?: up| down)?"
)

PERCENT_FORMS: tuple[Form, ...] = (
    form(
        rf"{ASK}{THE}(?P<a>\S+?{_PERCENT})\s+(?:sales )?(?:tax|vat|tip|gratuity|commission|service charge|deposit)\s+"
        rf"(?:on|of|for)\s+{_AMOUNT}",
        numbers.percentage("percent_of", "a"),
    ),
    form(
        rf"{ASK}{THE}(?P<b>\S+?{_PERCENT})\s+(?:discount|reduction|off)\s+(?:on|of|off|for|from)"
        rf"\s+(?P<a>[^\s=]+)",
        numbers.percentage("percent_decrease", "b"),
    ),
    form(
        rf"{ASK}(?P<a>[^\s=]+)\s+(?:with|after|minus|less)\s+{THE}(?P<b>\S+?{_PERCENT})\s+(?:discount|reduction|off)",
        numbers.percentage("percent_decrease", "b"),
    ),
    form(
        rf"(?:decrease|reduce|lower|cut|drop)\s+(?P<a>[^\s=]+)\s+by\s+(?P<b>\S+?{_PERCENT})",
        numbers.percentage("percent_decrease", "b"),
    ),
    form(
        rf"(?:going )?from\s+{_A}\s+to\s+{_AMOUNT}\s+(?:(?:is|gives|means)\s+)?{_HOW_MUCH}",
        numbers.percentage("percent_change"),
    ),
    form(
        rf"(?:if )?{_OF_WHAT}\s+{_WENT}\s+from\s+{_A}\s+to\s+{_AMOUNT}\s*[,.;:]?\s+(?:and\s+)?{_HOW_MUCH}"
        rf"(?:\s+(?:is (?:it|that|this)|did {_OF_WHAT} {_RISE}|has {_OF_WHAT} (?:risen|fallen|changed)))?",
        numbers.percentage("percent_change"),
    ),
    form(
        rf"(?:by )?(?:what|how many) {_WORD} (?:does|did|do|has) {_A}\s+{_RISE} (?:to|to get to|to reach) {_AMOUNT}",
        numbers.percentage("percent_change"),
    ),
    form(
        rf"{ASK}{THE}{_WORD}\s*{_RISE}\s*[:,]?\s*{_A}\s*(?:to|->|→)\s*{_AMOUNT}",
        numbers.percentage("percent_change"),
    ),
)
