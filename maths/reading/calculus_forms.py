"""The wordings of limits and sums, most particular first."""

from maths.reading import limit_tasks as limits
from maths.reading import series_tasks as series
from maths.reading.series_tasks import SERIES_FORMS
from maths.reading.wordings import form as _form
from maths.reading.words import MARK

_ASK = (
    r"(?:(?:what is|what's|whats|find|calculate|compute|evaluate|determine|work out|figure out|give|get)\s*:?\s*)?"
    r"(?:the\s+)?"
)
_F, _A, _B = r"(?P<f>.+?)", r"(?P<a>.+?)", r"(?P<b>.+?)"
_V = rf"(?P<v>[a-z]|{MARK})"
_TO = r"(?:→|->|-->|\\to|\\rightarrow|approaches|goes to|tends to|gets close to|to|=)"
_SIDE = r"(?:\s+from (?:the )?(?P<side>left|right|below|above)(?: side)?)?"
_DOES = r"(?:does|do|check (?:if|whether)|whether|if)\s+(?:the\s+)?"
_DOTS = r"(?:\.\.\.?|…|\\ldots|\\dots|\\cdots)"


CALCULUS_FORMS = (
    # limits
    _form(rf"{_ASK}limit\s*\(\s*{_F}\s*,\s*{_V}\s*,\s*(?P<a>[^,]+?)\s*\)", limits.limit),
    _form(rf"{_ASK}(?:limit|lim)\s+(?:of\s+)?{_F}\s*,?\s+(?:as|when|for)\s+{_V}\s*{_TO}\s*{_A}{_SIDE}", limits.limit),
    _form(rf"{_ASK}\\?lim(?:it)?(?:\\limits)?\s*_\s*\{{\s*{_V}\s*{_TO}\s*(?P<a>.+?)\}}(?!\}})\s*{_F}", limits.limit),
    _form(rf"{_ASK}\\?lim(?:it)?\s*[_(]?\s*\(?{_V}\s*{_TO}\s*(?P<a>[^\s)]+)\)?\s*(?:of\s+)?{_F}", limits.limit),
    _form(
        rf"{_ASK}(?:limit|lim)\s+(?:as|when|for)\s+{_V}\s*{_TO}\s*(?P<a>\S+){_SIDE}\s+(?:of|for)\s+{_F}", limits.limit
    ),
    _form(
        rf"(?:where|to what(?: value)?|what) does\s+{_F}\s+(?:go|tend)(?: to)? as\s+{_V}\s*{_TO}\s*{_A}", limits.limit
    ),
    _form(
        rf"{_ASK}(?:limit|lim)\s+(?:of\s+)?{_F}\s+(?:at|in)\s+(?:{_V}\s*=\s*)?(?P<a>[^=\s]+){_SIDE}", limits.limit_at
    ),
    _form(
        rf"{_DOES}limit\s+(?:of\s+)?{_F}\s*,?\s+(?:as|when|for)\s+{_V}\s*{_TO}\s*{_A}{_SIDE}\s+exists?",
        limits.existence,
    ),
    _form(
        rf"{_DOES}limit\s+(?:as|when|for)\s+{_V}\s*{_TO}\s*(?P<a>\S+){_SIDE}\s+(?:of|for)\s+{_F}\s+exists?",
        limits.existence,
    ),
    _form(
        rf"{_DOES}\\?lim(?:it)?\s*[_(]?\s*[{{(]?{_V}\s*{_TO}\s*(?P<a>[^\s)}}]+)[)}}]?\s*(?:of\s+)?{_F}\s+exists?",
        limits.existence,
    ),
    _form(
        rf"{_DOES}limit\s+(?:of\s+)?{_F}\s+(?:at|in)\s+(?:{_V}\s*=\s*)?(?P<a>[^=\s]+){_SIDE}\s+exists?",
        limits.existence_at,
    ),
    # sums
    _form(
        rf"{_ASK}(?:∑"
        rf"|Σ|\\sum)\s*(?:\\limits)?\s*_\s*\{{\s*{_V}\s*=\s*(?P<a>[^{{}}]+)\}}\s*\^\s*(?:\{{(?P<b>[^{{}}]+)\}}"
        rf"|(?P<b1>\w))\s*{_F}",
        series.series,
    ),
    _form(
        rf"{_ASK}(?:sum|∑|Σ)\s+(?:of\s+)?{_F}\s*,?\s+(?:from|for)\s+{_V}\s*=\s*(?P<a>\S+)\s+(?:to|up to"
        rf"|until)\s+{_B}",
        series.series,
    ),
    _form(
        rf"{_ASK}(?:sum|∑|Σ)\s+(?:from\s+|for\s+)?{_V}\s*=\s*(?P<a>\S+)\s+(?:to|up to|until)\s+(?P<b>\S+)\s+"
        rf"(?:of|for)?\s*{_F}",
        series.series,
    ),
    _form(
        rf"{_ASK}sum of the first\s+(?P<n>\d+)\s+(?:terms|numbers)\s+(?:of|in)\s+(?:the\s+)?"
        rf"(?:(?:arithmetic|geometric)\s+)?(?:sequence|series|progression)?\s*:?\s*{_F}",
        series.first_terms,
    ),
    _form(
        rf"{_ASK}sum of (?:the\s+)?first\s+(?P<n>\d+)\s+"
        r"(?:natural numbers|positive (?:integers|whole numbers)|counting numbers"
        r"|(?P<parity>even|odd)(?: natural| positive)? numbers)",
        series.counting_numbers,
    ),
    _form(rf"{_ASK}(?:sum(?: of)?\s+)?(?P<f>[^.…\\]+)\+\s*{_DOTS}\s*\+\s*{_B}", series.progression),
    *SERIES_FORMS,
)
