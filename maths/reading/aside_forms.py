"""Commands with asides in them, what is asked for in a subordinate clause, and values at a point."""

from maths.reading import letter_tasks as letters
from maths.reading import number_tasks as numbers
from maths.reading import voice_tasks as voices
from maths.reading.wordings import ASK, THE, Form, form

_F = r"(?P<f>.+?)"
_ASIDE = r"(?:\s+(?:this|that|it|these|for me|please|pls|plz|out|now|the following|this one))+\s*:?\s+"
_SAY = r"(?:(?:tell me|know|find out|work out|figure out|say|explain)\s+)?"
_IS = r"(?:is|are|equals?|be|makes?|gives?|comes? to)"
_PERCENT = r"(?:%|\s*per\s?cent)"
_WORD = r"(?:percent|per cent|percentage|%)"
_A, _B = r"(?P<a>[^\s=]+)", r"(?P<b>[^\s=]*[^\s=.,;:])"
_POINT = r"(?P<b>[^=]+?)"

_COMMANDS = (
    (r"expand", letters.expand),
    (r"factor(?:i[sz]e)?", letters.factor),
    (r"simplify", letters.simplify),
    (r"(?:differentiate|derive)", letters.derivative(1)),
    (r"integrate", letters.integral),
    (r"(?:plot|graph|draw|sketch)", letters.plot),
    (r"(?:calculate|compute|evaluate|work|do|answer|solve)", numbers.arithmetic),
)

ASIDE_FORMS: tuple[Form, ...] = (
    *[form(rf"{command}{_ASIDE}{_F}", builder) for command, builder in _COMMANDS],
    form(rf"{_F}\s*[,.;:]?\s+(?:work it out|calculate|evaluate|compute)(?:\s+(?:it|this|that))?", numbers.arithmetic),
    form(
        rf"{_SAY}what\s+(?:(?:would|will|does)\s+)?(?P<a>[^=]+?{_PERCENT})\s+of\s+(?P<b>[^=]+?)(?:\s+{_IS})?",
        numbers.percentage("percent_of", "a"),
    ),
    form(rf"{_SAY}what\s+(?P<f>\(*-?\d[^=]*[^\s\d.,=][^=]*)", numbers.arithmetic),
    form(rf"{_SAY}what\s+(?:(?:would|will)\s+)?(?P<f>[^=]+?)\s+{_IS}", numbers.arithmetic),
    form(rf"(?:what|which) {_WORD} is {_A} out of {_B}", numbers.percentage("percent_share")),
    form(rf"{ASK}{_A} (?:out )?of {_B} (?:in|as a|as) {_WORD}", numbers.percentage("percent_share")),
    form(rf"{ASK}{THE}square root {_F}", numbers.applied("sqrt")),
    form(rf"{ASK}{THE}cube root {_F}", numbers.applied("root", "3")),
    form(rf"{_F}\s+square root", numbers.applied("sqrt")),
    # at a point
    form(
        rf"{ASK}{THE}(?:derivative\s+of|differentiate)\s+{_F}\s*,?\s+(?:at|when)\s+(?P<v>[a-z])\s*(?:=|is|equals)\s*{_POINT}",
        voices.slope,
    ),
    form(
        rf"{ASK}(?P<p>[fgh]'{{1,3}}\(\s*-?[\d./]+\s*\))\s*,?\s+(?:if|for|when|where|given|of)\s+"
        rf"(?P<f>[fgh]\s*\(\s*[a-z]\s*\)\s*=.+)",
        voices.prime_value,
    ),
    form(rf"integrate\s+from\s+(?P<a>\S+)\s+to\s+(?P<b>\S+)\s*:?\s+{_F}", letters.integral),
    # where a curve meets the axis
    form(rf"{_F}\s*,?\s+(?:roots?|zeros?|zeroes)", letters.roots),
    form(
        rf"where\s+(?:does|do)\s+{_F}\s+(?:cross|cut|meet|intersect|hit|touch)(?:es)?\s+(?:the )?x[- ]?axis",
        letters.roots,
    ),
    form(rf"{ASK}{THE}x[- ]?intercepts?(?:\(s\))?\s+(?:of|for)\s+{_F}", letters.roots),
)
