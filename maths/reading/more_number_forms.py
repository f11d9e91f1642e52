"""Calculations, percentages and angles in further voices; each is turned into a question that is known already."""

import re

from maths.phrases import N_
from maths.reading import angle_tasks as angles
from maths.reading import number_tasks as numbers
from maths.reading.formulas import Pieces, formula_of, refuse_letters
from maths.reading.number_lists import rational_number
from maths.reading.problems import ReadingError
from maths.reading.tasks import Task
from maths.reading.wordings import ASK, THE, Form, form
from maths.tree import Apply, Number

_F = r"(?P<f>.+?)"
_A, _B = r"(?P<a>\S+)", r"(?P<b>[^\s=]*[^\s=.,;:?])"
_PERCENT = r"(?:%|\s*per\s?cent)"
_WORD = r"(?:percent|per cent|percentage|%)"
_GET = (
    r"(?:what (?:do|does|would|will) (?:i|you|we|one) get (?:if|when) (?:i|you|we|one)|what happens (?:if"
    r"|when) (?:i|you|we)|what is the result (?:of|when|if)(?: (?:i|you|we))?)"
)
_FELL = r"(?:dropped|drops|fell|falls|decreased|decreases|went down|goes down|was reduced|is reduced|sank)"
_ROSE = r"(?:rose|rises|grew|grows|increased|increases|went up|goes up|was raised|is raised|climbed)"
_CHANGED = rf"(?:{_FELL}|{_ROSE}|changed|changes|went|goes)"
_MOVED = (
    r"(?:change|increase|decrease|drop|rise|fall|grow|go|went|gone|changed|increased|decreased|dropped|risen"
    r"|fallen|grown)"
    r"(?: (?:up|down))?"
)
_TAIL = (
    rf"\s*[,.;:]?\s+(?:and\s+)?(?:by )?(?:what|which|how many|find the|calculate the)?\s*(?:is (?:the|that)|was "
    rf"the|the)?\s*{_WORD}"
    r"(?: (?:change|increase|decrease|drop|rise|loss|gain))?"
    rf"(?: (?:(?:did|has) (?:it|they|that|the (?:price|value|number|score|population)) {_MOVED}|is (?:that|this|it"
    rf"|the change)))?"
)
_AT_MOST = r"(?:<=|=<|≤|<|\\leq?(?![a-z])|\\lt(?![a-z]))"
_EQUATION = r"(?P<f>[^=<>≤≥]+=[^=<>≤≥]+?)"
_RANGE = rf"(?P<r>[^a-z]*?{_AT_MOST}\s*[a-zθ\\]+\s*{_AT_MOST}[^<>≤≥a-z]+?)"
_DEGREES = r"(?:,?\s*(?:in|\(in)\s+degrees\)?)"
_BETWEEN = r"(?:between|from)\s+(?P<a>-?[\d.]+)\s*°?\s+(?:and|to)\s+(?P<b>-?[\d.]+)"


def whole_surd(pieces: Pieces) -> Task:
    """A fraction with a root below, simplified so that there is none."""
    found = pieces.formula()
    refuse_letters(found.tree)
    return numbers.arithmetic_task(found)


def improper(pieces: Pieces) -> Task:
    """A mixed number as one fraction."""
    found = rational_number(pieces.raw()[0])
    if not (isinstance(found.tree, Apply) and found.tree.head == "mixed"):
        raise ReadingError("unreadable", N_("I expected a mixed number there."))
    return Task("rewrite", (found.tree,), source=found.source, backticks=found.backticks, details=("fraction",))


def halved(pieces: Pieces) -> Task:
    """Divide in half: by 2."""
    found = formula_of(pieces.raw()[0])
    refuse_letters(found.tree)
    return Task("arithmetic", (Apply("quotient", (found.tree, Number("2"))),), source=found.source)


def in_degrees(pieces: Pieces) -> Task:
    """A range of angles of which "degrees" is said elsewhere."""
    ends = [f"{re.sub('[°]', '', pieces.groups[name] or '')}°" for name in "ab"]
    return angles.in_interval(Pieces({**pieces.groups, "a": ends[0], "b": ends[1]}, pieces.spans))


_ENDS_OF = r"(?P<a>-?\d+)\s*°?\s*,\s*(?P<b>-?\d+)\s*°?"
_FIND = (
    r"(?:find|what are|solve for|give)\s+(?:all\s+)?(?:the\s+)?(?:values of\s+|solutions for\s+"
    r"|angles\s+)?(?P<v>[a-z])"
)

MORE_NUMBER_FORMS: tuple[Form, ...] = (
    form(
        r"(?:rationali[sz]e|simplify)\s*(?:the denominator(?: of| in)?)?\s*:?\s*(?P<f>.*(?:sqrt|√|\\frac).*)",
        whole_surd,
    ),
    form(rf"(?:convert|change|turn|write|express)?\s*{_F}\s+(?:in ?to|to|as)\s+an improper fraction", improper),
    form(rf"{_GET} divid(?:e|ing) {_A} by {_B}", numbers.computation("quotient")),
    form(rf"{_GET} multipl(?:y|ying) {_A} (?:by|and|with) {_B}", numbers.computation("product")),
    form(rf"{_GET} add(?:ing)? {_A} (?:to|and) {_B}", numbers.computation("sum")),
    form(rf"{_GET} (?:subtract(?:ing)?|tak(?:e|ing)) {_A} from {_B}", numbers.computation("difference", swap=True)),
    form(rf"(?:divide|split|cut) {_F} in half", halved),
    # percentages
    form(
        rf"(?:if )?(?:(?:the|a|its) )?(?:price|value|number|population|score|salary|rent|cost"
        rf"|amount)?\s*{_CHANGED} from {_A} to {_B}{_TAIL}",
        numbers.percentage("percent_change"),
    ),
    form(rf"{_A} {_CHANGED} to {_B}{_TAIL}", numbers.percentage("percent_change")),
    form(
        rf"{ASK}{THE}(?:increase|raise|rise) of (?P<b>\S+?{_PERCENT}) (?:on|to|of) (?P<a>\S+)",
        numbers.percentage("percent_increase", "b"),
    ),
    form(
        rf"{ASK}{THE}(?:tip|tax|commission|discount|interest|deposit) of (?P<a>\S+?{_PERCENT}) (?:on|of|for) "
        rf"(?P<b>\S+)",
        numbers.percentage("percent_of", "a"),
    ),
    form(
        rf"(?:if )?(?P<a>\S+?{_PERCENT}) of (?:a|the|some|my|what) number (?:is|equals|=) "
        rf"(?P<b>[\d.,]*\d)\s*[.,;?]?\s*(?:{ASK}(?:the |that |my )?(?:number|it))?",
        numbers.percentage("percent_whole", "a"),
    ),
    # angles
    *[
        form(pattern, in_degrees)
        for where in (rf"{_BETWEEN}\s*(?:°|degrees)", rf"{_DEGREES}\s*,?\s*{_BETWEEN}", rf"{_BETWEEN}{_DEGREES}")
        for pattern in (
            rf"(?:solve\s*:?\s*)?{_EQUATION}\s*,?\s*(?:for|where|with|if|when|in the range|,)?\s*{where}",
            rf"{_FIND}\s*,?\s+{where}\s*,?\s+(?:with|such that|where|for which|if|so that|when)\s+{_EQUATION}",
        )
    ],
    form(
        rf"{_FIND}\s*,?\s+{_BETWEEN}\s*,?\s+(?:with|such that|where|for which|if|so that"
        rf"|when)\s+{_EQUATION}{_DEGREES}",
        in_degrees,
    ),
    form(
        rf"(?:solve\s*:?\s*)?{_EQUATION}\s*,?\s*(?:for|where|with|if|when|in the range|,)\s+{_RANGE}{_DEGREES}",
        angles.in_range,
    ),
    form(
        rf"{_FIND}\s+(?:in|on)\s+(?P<open>[\[(]){_ENDS_OF}(?P<close>[\])])\s*,?\s+"
        rf"(?:with|such that|where|for which|if)\s+{_EQUATION}{_DEGREES}",
        in_degrees,
    ),
)
