"""The same questions in other voices: the unknown named before or after, the command at the end."""

from maths.reading import algebra_tasks as algebra
from maths.reading import letter_tasks as letters
from maths.reading import voice_tasks as voices
from maths.reading.inequalities import inequality
from maths.reading.wordings import ASK, THE, Form, form
from maths.reading.words import MARK

_LETTER = rf"(?:[a-z]|{MARK})(?![A-Za-z])"
_V = rf"(?P<v>(?:the (?:variable|unknown|letter) )?{_LETTER})"
_VS = rf"(?P<v>{_LETTER}(?:\s*(?:,|and)\s*(?:and\s+)?{_LETTER})*)"
_F = r"(?P<f>.+?)"
_SIGN = r"(?:[=<>≤≥]|\\(?:[lg]eq?|[lg]t)(?![A-Za-z])|\b(?:is|equals?)\b|[\ue000-\ue0ff])"
_RELATION = rf"(?P<f>(?=.*{_SIGN}).+?)"
_WHAT = r"(?:what(?: is|'s| are|s)?|find|calculate|determine|work out|figure out|get|give)(?: me)?"
_VALUE_OF = (
    r"(?:(?:the|all|every|any|all the|all of the)\s+)?"
    r"(?:(?:real |possible )?(?:values?|numbers?|solutions?)\s+(?:(?:of|for)\s+)?)?"
)
_SUCH_THAT = (
    r"(?:such that|so that|so|if|when|where|in|given|given that|knowing that|for which|with|that|which|satisfying"
    r"|that (?:satisf(?:y|ies)|solves?|makes?)|which (?:satisf(?:y|ies)|solves?|makes?))"
)
_HOLDS = r"(?:\s*,?\s*(?:is |are )?(?:true|correct|holds?|valid))?"
_BE = r"(?:be|equal to|equal|stand for|represent|mean|have to be|need to be|come out as)"
_LINK = r"(?:(?:and|then|so|now|hence)\s+)?"
_SOLVE = r"(?:re)?solve"
_POLITELY = (
    r"(?:(?:please|pls|plz|(?:can|could|would) (?:you|u|we|i)|how (?:do|can|to|should)(?: (?:i|you|we|u))?|help me"
    r"|i (?:need|want|have) to|you have to|let us|let's|to)\s+)*"
)
_THIS = r"(?:\s+(?:it|this|that|these|them|for me))?"

_SAY = r"(?:(?:work out|find(?: out)?|tell me|figure out|calculate|determine|say|know)\s+)?"

_UNKNOWN_FIRST = (
    rf"the (?:real )?(?:values?|solutions?) (?:of|for)\s+{_VS}\s*,?\s+{_SUCH_THAT}\s*:?\s+{_RELATION}",
    rf"{_WHAT}\s+{_VALUE_OF}{_VS}\s*,?\s+{_SUCH_THAT}\s*:?\s+{_RELATION}{_HOLDS}",
    rf"{_WHAT}\s+{_VALUE_OF}{_VS}\s*:\s*{_RELATION}",
    rf"(?:what|which)(?: number| value)?\s+(?:does|do|is|must|should|could|can|would|will|has|might)\s+{_V}\s+"
    rf"(?:to )?{_BE}\s*,?\s+{_SUCH_THAT}\s*:?\s+{_RELATION}",
    rf"{_SAY}what(?: value| number)?\s+{_V}\s+(?:is|equals|stands for|must be|should be|has to be)\s*,?\s+{_SUCH_THAT}"
    rf"\s*:?\s+{_RELATION}",
    rf"(?:for )?(?:what|which)\s+(?:real )?(?:values?|numbers?)(?:\s+(?:of|for))?\s+{_V}\s+"
    rf"(?:(?:is|does|do|are|will|would)|satisf(?:y|ies)|solves?|fulfills?|works? (?:in|for)|makes?|give|gives)"
    rf"\s+(?:the )?(?:equation |inequality |statement )?{_RELATION}{_HOLDS}",
    rf"for (?:what|which)\s+{_V}\s+(?:is|does|do|are|will|would)\s+{_RELATION}{_HOLDS}",
    rf"{_SOLVE}\s+(?:simultaneously|together|for both letters|both)\s*:?\s*{_RELATION}",
    rf"{_SOLVE}(?:\s+(?:it|this|that|these|this one|the following|following|for me))+\s*:?\s+{_RELATION}",
    rf"(?:the|my|our|this)\s+(?:equation|inequality)\s*(?:is|says)\s*:?\s*{_RELATION}",
    rf"(?:isolate|get|make)\s+{_V}\s+(?:(?:alone|by itself|on its own|the subject)\s+)?(?:in|of|from)\s*:?\s+"
    rf"{_RELATION}",
    rf"(?:get|make)\s+{_V}\s+(?:alone|by itself|on its own|the subject)\s*:\s*{_RELATION}",
    rf"when\s+(?:is|does|do|are|will)\s+{_RELATION}{_HOLDS}",
    rf"(?:what|which)\s+(?:(?:real )?(?:numbers?|values?)\s+)?(?:satisf(?:y|ies)|solves?|fulfills?|makes?)\s+"
    rf"{_RELATION}{_HOLDS}",
    rf"{_V}\s*=\s*\?\s*,?\s*(?:{_SUCH_THAT}\s+)?(?P<f>[^?]*{_SIGN}[^?]*)",
    rf"(?:{_SOLVE}\s*:?\s*)?(?P<f>(?=.*\b(?:is|equals?)\b).+)",
)
_UNKNOWN_LAST = (
    rf"(?:(?:if|when|given|given that|suppose|since)\s+)?(?:{_SOLVE}\s+)?{_RELATION}\s*[,.;:]?\s+{_LINK}"
    rf"(?:{_WHAT}|{_SOLVE}(?: for)?|what(?: must| does| would| should| can| could| will)|whats)\s+{_VALUE_OF}{_VS}"
    rf"(?:\s+{_BE})?",
    rf"(?:(?:if|{_SOLVE})\s+)?{_RELATION}(?:\s*[,.;:]\s*{_LINK}|\s+(?:then|so)\s+){_V}\s*(?:=|is|equals)(?:\s*what)?",
    rf"{_RELATION}\s*\(\s*(?:{_SOLVE} for|find)\s+{_VS}\s*\)",
    rf"{_RELATION}\s*[,.;:?]?\s+{_POLITELY}{_SOLVE}(?: simultaneously)?{_THIS}(?:\s+for\s+{_VS})?",
)
_READERS = (algebra.system, inequality, letters.equation)

_SOLUTIONS = r"(?:(?:a|an|any|one)\s+)?(?:(?:real|actual)\s+)?(?:number\s+)?(?:solutions?|roots?|answers?)"
_DONE = (
    (r"(?:expanded|multiplied out)", letters.expand),
    (r"(?:factored|factori[sz]ed)", letters.factor),
    (r"(?:simplified|in simplest form|in its simplest form|in lowest terms)", letters.simplify),
)
_COMMANDS = (
    (r"(?:expand|multiply out|multiply it out)", letters.expand),
    (r"(?:factor(?:i[sz]e)?)", letters.factor),
    (r"(?:simplify|reduce)", letters.simplify),
    (r"(?:differentiate|derive)", letters.derivative(1)),
    (r"(?:integrate)", letters.integral),
)
_AGAIN = r"(?:\s+(?:it|this|that))?(?:\s+(?:out|fully|completely|for me))?"

VOICE_FORMS: tuple[Form, ...] = (
    *[form(pattern, reader) for pattern in (*_UNKNOWN_FIRST, *_UNKNOWN_LAST) for reader in _READERS],
    # the command at the end
    *[form(rf"{_F}\s*[,.;:?]?\s+{_POLITELY}{command}{_AGAIN}", builder) for command, builder in _COMMANDS],
    *[form(rf"{ASK}{_F}\s*,?\s+{done}(?:\s+(?:fully|completely))?", builder) for done, builder in _DONE],
    form(rf"what does\s+{_F}\s+(?:simplify|reduce) to", letters.simplify),
    form(r"make\s+(?P<f>.+?)\s+simpler", letters.simplify),
    form(r"multiply\s*:?\s+(?P<f>\(.+\))", letters.expand),
    form(rf"(?:when|where)\s+(?:is|does)\s+{_F}\s+(?:(?:is |be |become )?equal(?: to)?\s+)?(?:zero|0)", letters.roots),
    # nouns for commands
    form(rf"{ASK}{THE}(?:factored|factori[sz]ed) form (?:of|for) {_F}", letters.factor),
    form(rf"(?:write|express|put|rewrite) {_F} in (?:its )?(?:factored|factori[sz]ed) form", letters.factor),
    form(rf"(?:write|express|put|rewrite) {_F} in (?:its )?expanded form", letters.expand),
    form(rf"{ASK}d/d(?P<v>[a-z])\s+of\s+{_F}", letters.derivative(1)),
    form(
        rf"(?:does|do|has|have)\s+(?:the equation\s+)?{_RELATION}\s+(?:has|have)?\s*{_SOLUTIONS}",
        voices.solvable,
    ),
    form(
        rf"(?:does|do)\s+{_F}\s+have\s+(?:(?:a|any)\s+)?(?:real\s+)?(?:roots?|zeros?|zeroes)",
        voices.solvable,
    ),
    form(
        rf"(?:is|are) there\s+{_SOLUTIONS}\s+(?:to|of|for)\s+(?:the equation\s+)?{_RELATION}",
        voices.solvable,
    ),
    form(
        rf"(?:is|are) there\s+(?:(?:a|any)\s+)?(?:real\s+)?(?:roots?|zeros?|zeroes)\s+(?:of|to|for)\s+{_F}",
        voices.solvable,
    ),
    form(
        rf"(?:does|do)\s+(?:this|the following)\s+equation\s+have\s+{_SOLUTIONS}\s*[:,.?]?\s+{_RELATION}",
        voices.solvable,
    ),
    form(rf"(?:can|is)\s+(?:the equation\s+)?{_RELATION}\s+(?:be solved|solvable)", voices.solvable),
    form(
        rf"{ASK}{THE}(?:slope|gradient|steepness|instantaneous rate of change) of (?:the )?"
        rf"(?:tangent(?: line)? to )?(?:the )?(?:curve|graph|function|parabola|graph of)?\s*"
        rf"{_F}\s*,?\s+(?:at|when|where|in|for)\s+"
        rf"(?:the point (?:where )?)?(?P<v>[a-z])\s*(?:=|is|equals)\s*(?P<b>[^=]+?)",
        voices.slope,
    ),
    form(
        rf"{ASK}{THE}area\s+(?:of the region\s+)?between\s+(?:the )?(?:curve|graph|line|parabola|graph of)?"
        rf"\s*{_F}\s+and the x[- ]?axis\s*,?\s+(?:from|between|for)\s+(?:[a-z]\s*=\s*|[a-z] from )?"
        rf"(?P<a>[^=]+?)\s*(?:to|and)\s*(?:[a-z]\s*=\s*)?(?P<b>[^=]+?)",
        voices.area,
    ),
    form(
        rf"{ASK}{THE}area\s+(?:of the region\s+)?(?:under|below|beneath)\s+(?:the )?"
        rf"(?:curve|graph|line|parabola|graph of)?\s*{_F}\s*,?\s+(?:from|between|for)\s+(?:[a-z]\s*=\s*|[a-z] from )?"
        rf"(?P<a>[^=]+?)\s*(?:to|and)\s*(?:[a-z]\s*=\s*)?(?P<b>[^=]+?)",
        voices.area,
    ),
)
