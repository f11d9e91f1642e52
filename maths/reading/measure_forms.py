"""Units converted, and times of day."""

import re

from maths.phrases import N_
from maths.reading.formulas import Pieces
from maths.reading.problems import ReadingError, quoted
from maths.reading.quantities import in_one_dimension, minutes_of, named_units, quantity_of
from maths.reading.tasks import Task
from maths.reading.wordings import ASK, Form, form
from maths.tree import integer
from maths.units import Unit

_DAY = 24 * 60


def conversion(pieces: Pieces) -> Task:
    """A quantity in another unit; unlabeled gallons and the like only among themselves."""
    quantity = quantity_of(pieces.raw()[0])
    target_name = (pieces.groups["to"] or "").strip()
    target = named_units(target_name)
    if not target:
        raise ReadingError("unreadable", N_("I do not know the unit {text}."), text=quoted(target_name))
    units, goal = in_one_dimension(quantity, target)
    if has_two_sizes([*units, goal]):
        raise ReadingError(
            "ambiguous",
            N_("Is that the US or the imperial unit? Please ask for instance {first} or {second}."),
            first="`2 US gallons in liters`",
            second="`2 imperial gallons in liters`",
        )
    if len(units) > 1 and goal.dimension == "temperature":
        raise ReadingError("unreadable", N_("I do not know the quantity {text}."), text=quoted(pieces.raw()[0]))
    trees = tuple(tree for tree, _ in quantity)
    return Task("convert", trees, source=pieces.raw()[0], details=(detail_of(goal), *map(detail_of, units)))


def has_two_sizes(units: list[Unit]) -> bool:
    """Whether America and Britain differ: a gallon in liters, or in fluid ounces; not a gallon in pints."""
    if len({each.customary for each in units}) > 1:
        return True
    keys = {each.key for each in units}
    return "fluid ounce" in keys and bool(keys & {"gallon", "quart", "pint"})


def detail_of(unit: Unit) -> str:
    """A unit's key in the letters of a detail."""
    return unit.key.replace(" ", "_").replace("µ", "u").replace("°", "")


# -- times of day ----------------------------------------------------------------------------------------------------

_TIME = r"(?:\d{1,2}(?:[:.]\d\d)?\s*(?:[ap]\.?\s?m\.?|o'clock)|\d{1,2}:\d\d|noon|midday|midnight)"
_CLOCK = re.compile(r"(?P<h>\d{1,2})(?:[:.](?P<m>\d\d))?\s*(?:(?P<half>[ap])\.?\s?m\.?)?", re.IGNORECASE)
_SPAN = r"(?P<f>.+?)"
_PLAIN_TIME = re.compile(r"(?P<h>[1-9]|1[0-2])[:.](?P<m>\d\d)")


def _time(text: str) -> tuple[int, bool]:
    """Minutes since midnight, and whether it was written with AM or PM."""
    text = text.strip().lower()
    if text in {"noon", "midday", "midnight"}:
        return (0 if text == "midnight" else _DAY // 2), True
    match = _CLOCK.fullmatch(text)
    if not match:
        raise _unclear(text)
    hour, minute = int(match["h"]), int(match["m"] or 0)
    if minute > 59 or hour > (12 if match["half"] else 23) or match["half"] and not hour:
        raise ReadingError("unsupported", N_("There is no time {time} on the clock."), time=quoted(text))
    if match["half"]:
        return hour % 12 * 60 + minute + (_DAY // 2 if match["half"] == "p" else 0), True
    if hour > 12 or text.startswith("0"):
        return hour * 60 + minute, False
    raise _unclear(text)


def _two_times(first: str, second: str) -> tuple[tuple[int, bool], tuple[int, bool]]:
    """Both times of a span; without AM or PM the later one on the clock is the later one of the same half day."""
    plain = [_PLAIN_TIME.fullmatch(each.strip()) for each in (first, second)]
    if all(plain):
        minutes = [int(each["h"]) * 60 + int(each["m"]) for each in plain]
        if minutes[0] < minutes[1] and all(int(each["m"]) < 60 and 1 <= int(each["h"]) <= 12 for each in plain):
            return (minutes[0], False), (minutes[1], False)
    return _time(first), _time(second)


def _unclear(text: str) -> ReadingError:
    return ReadingError(
        "ambiguous",
        N_("Is {time} in the morning or in the afternoon? Please write AM or PM, or 24 hours as in `15:45`."),
        time=quoted(text),
    )


def shift(sign: int):
    """A builder for a time of day some minutes later or earlier."""

    def build(pieces: Pieces) -> Task:
        minutes = minutes_of(pieces.raw()[0])
        start, half = _time(pieces.groups["t"] or "")
        style = "12" if half else "24"
        return Task(
            "clock", (integer(start), integer(sign * minutes)), source=pieces.raw()[0], details=("shift", style)
        )

    return build


def between(pieces: Pieces) -> Task:
    """How long it is from one time to the next."""
    (start, first), (end, second) = _two_times(pieces.groups["t"] or "", pieces.groups["s"] or "")
    unit = (pieces.groups.get("u") or "both").lower().rstrip("s")
    style = "12" if first or second else "24"
    return Task("clock", (integer(start), integer(end)), source="", details=("between", style, unit))


_WHEN = r"(?:what|at what) time (?:is it |will it be |was it |is )?"
_U = r"(?P<to>(?!in |to |as )[^\d=+]{1,30}?(?:\^?[23])?)"
_IN = r"(?:in(?:to)?|to|as|=)"

_EVENT = r"(?:if )?(?:an?|the|my|our) [a-z]+(?: [a-z]+)?"
_BEGINS = r"(?:starts|begins|leaves|departs|started|began|left|starting)"
_ENDS = (
    r"(?:when|(?:at )?what time) (?:does|did|will|is) (?:it|the [a-z]+|he|she|i) (?:end|finish|arrive|be over"
    r"|over|done|get there|stop)"
)

MEASURE_FORMS: tuple[Form, ...] = (
    form(
        rf"{_EVENT} {_BEGINS} at (?P<t>{_TIME})\s*,?\s*(?:and )?(?:it )?(?:lasts|takes|lasted|took|runs)(?: for)? "
        rf"{_SPAN}\s*[.,;]?\s+{_ENDS}",
        shift(1),
    ),
    form(rf"(?:the )?time {_SPAN} (?:after|past) (?P<t>{_TIME})", shift(1)),
    form(rf"(?:the )?time {_SPAN} before (?P<t>{_TIME})", shift(-1)),
    form(
        rf"{_WHEN}{_SPAN} (?:after|past|later than|from) (?P<t>{_TIME})",
        shift(1),
    ),
    form(rf"{_WHEN}{_SPAN} (?:before|earlier than) (?P<t>{_TIME})", shift(-1)),
    form(rf"{ASK}{_SPAN} (?:after|past|later than|from) (?P<t>{_TIME})", shift(1)),
    form(rf"{ASK}{_SPAN} (?:before|earlier than) (?P<t>{_TIME})", shift(-1)),
    form(rf"{ASK}(?P<t>{_TIME})\s*(?:\+|plus|and)\s*{_SPAN}", shift(1)),
    form(rf"{ASK}(?P<t>{_TIME})\s*(?:-|−|minus)\s*{_SPAN}", shift(-1)),
    form(rf"{_WHEN}in {_SPAN} (?:if|when) it(?: is|'s) (?P<t>{_TIME})(?: now)?", shift(1)),
    form(rf"if it(?: is|'s) (?P<t>{_TIME})(?: now)?,? {_WHEN}in {_SPAN}", shift(1)),
    form(rf"add {_SPAN} to (?P<t>{_TIME})", shift(1)),
    form(rf"subtract {_SPAN} from (?P<t>{_TIME})", shift(-1)),
    form(
        rf"(?:how many (?P<u>minutes|hours)|how (?:long|much time)|{ASK}(?:the )?(?:time|time difference"
        rf"|difference))\s*"
        rf"(?:is it |are (?:there )?|is there |is |passes |pass |does it take |go by )?(?:between|from) "
        rf"(?P<t>{_TIME}) (?:and|to|until|till) (?P<s>{_TIME})",
        between,
    ),
    form(
        rf"how many {_U} (?:are there |are |is |make |do you get |fit )?(?:in|from|make|is|are|equals?) (?P<f>.+)",
        conversion,
    ),
    form(rf"how many {_U} (?:does|do|is|are) (?P<f>.+?)(?: have| make| equal| contain)?", conversion),
    form(
        rf"(?:convert|change|turn|express|write|transform)\s*:?\s*(?P<f>.+?)\s+{_IN}\s+{_U}",
        conversion,
    ),
    form(
        rf"(?:how (?:much|long|far|heavy|tall|big|hot|warm) is |{ASK})(?P<f>.+?)\s+(?:in(?:to)?|to|as)\s+{_U}",
        conversion,
    ),
    form(rf"(?P<f>[^=]+?)\s*=\s*(?:how many|what|\?|_+)?\s*{_U}", conversion),
)
