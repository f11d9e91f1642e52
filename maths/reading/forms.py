"""The wordings in which each kind of question is asked, most particular first."""

import re

from maths.reading import letter_tasks as letters
from maths.reading import number_tasks as numbers
from maths.reading.algebra_forms import ALGEBRA_FORMS
from maths.reading.aside_forms import ASIDE_FORMS
from maths.reading.number_forms import NUMBER_FORMS
from maths.reading.percent_forms import PERCENT_FORMS
from maths.reading.voice_forms import VOICE_FORMS
from maths.reading.wordings import ASK as _ASK
from maths.reading.wordings import THE as _THE
from maths.reading.wordings import Form
from maths.reading.wordings import form as _form
from maths.reading.words import MARK

_GREEK = r"\\?(?:alpha|beta|theta|lambda|mu|phi|omega|sigma|rho|tau)"
_V = rf"(?P<v>(?:the (?:variable|unknown|letter) )?(?:[a-z]|{_GREEK}|{MARK}))(?![A-Za-z])"
_F = r"(?P<f>.+?)"
_EQUATION = rf"(?P<f>[^=]+=[^=]+?|[^=]*{MARK})"
_A, _B = r"(?P<a>.+?)", r"(?P<b>.+?)"
_WRT = rf"(?:\s*,?\s*(?:with respect to|wrt|w\.r\.t\.?|with regard to|in terms of|for)\s+{_V})?"
_ORDER = r"(?:(?P<order>first|second|third|fourth|fifth|1st|2nd|3rd|4th|5th)\s+(?:order\s+)?)?"
_RANGE = (
    rf"(?:(?:\s*,\s*|\s+)(?:(?:for|with|where)\s+(?:[a-z]\s+)?)?(?:from|between|in the interval|on the "
    rf"interval|over the interval|on|for)\s+"
    rf"(?:[a-z]\s*=\s*|\[)?{_A}\s*(?:to|and|until|till|up to|\.\.\.?|,|…)\s*(?:[a-z]\s*=\s*)?{_B}\]?)?"
)
_OF = r"(?:of\s+|(?!of|plus|minus|times|multiplied|divided|over|and|[-−+*/^=×÷·]))"
_PERCENT = r"(?:%|\s*per\s?cent)"
_PERCENTAGE = r"(?:percent|per cent|percentage|%)"


_PLOTS = (
    r"(?:plot|graph|draw|sketch|visuali[sz]e|display|show|make a (?:plot|graph) of|create a (?:plot|graph) of)"
    r"(?:\s+(?:me|a|the|plot|graph|curve|function|line|parabola|of|for|equation|linear|quadratic|straight"
    r"|hyperbola|sine)(?![A-Za-z]))*"
)
_DIFFERENTIATE = r"(?:differentiate|derive)"
_INTEGRALS = r"(?:indefinite |definite )?(?:integral|anti-?derivative|primitive)"

_ROOTS = (
    ("fourth", "4"),
    ("fifth", "5"),
    ("sixth", "6"),
    ("seventh", "7"),
    ("eighth", "8"),
    ("ninth", "9"),
    ("tenth", "10"),
)

_CALCULATE = r"(?:what is|what's|whats|find|calculate|compute|evaluate|work out|determine)(?: the value of)?"
_GIVEN = rf"(?P<v>[a-z])\s*(?:=|is|equals)\s*{_B}"

FORMS: tuple[Form, ...] = (
    *NUMBER_FORMS,
    *PERCENT_FORMS,
    *VOICE_FORMS,
    *ASIDE_FORMS,
    *ALGEBRA_FORMS,
    # the notation of Python
    _form(r"diff\((?P<f>.+?)(?:,\s*(?P<v>[a-z])(?:,\s*(?P<order>[2-5]))?)?\s*\)", letters.derivative()),
    _form(r"solve\((?P<f>.+?)(?:,\s*(?P<v>[a-z]))?\s*\)", letters.roots),
    _form(
        r"integrate\((?P<f>.+?),\s*\(\s*(?P<v>[a-z])\s*,(?P<a>[^,]+),(?P<b>[^,]+)\)\s*\)",
        letters.integral,
    ),
    _form(r"integrate\((?P<f>.+?)(?:,\s*(?P<v>[a-z]))?\s*\)", letters.integral),
    # plots
    _form(
        rf"{_PLOTS}\s*:?\s*{_F}{_RANGE}\s*,?\s+(?:and|with)\s+(?:also\s+)?(?:(?:give|make|show|add|include|write|draw)\s+)?"
        rf"(?:me\s+)?(?:an?\s+|the\s+|its\s+)?(?:value table|table of (?:its |the )?values|table)",
        letters.plot,
    ),
    _form(rf"{_PLOTS}\s*:?\s*{_F}{_RANGE}", letters.plot),
    _form(rf"{_ASK}(?:what does\s+)?{_THE}(?:graph|plot) of {_F}(?:\s+look like)?{_RANGE}", letters.plot),
    _form(rf"{_F}\s+(?:plot|graph)", letters.plot),
    # derivatives and integrals
    _form(
        rf"(?:(?:if|given|let)\s+)?{_F}\s*[,;.]?\s+(?:and\s+|then\s+)?{_CALCULATE}\s+(?:[fgh]'\s*(?:\((?P<v>[a-z])\))?"
        rf"|d[yf]/d(?P<v1>[a-z])|(?:the|its)\s+derivative)",
        letters.derivative(1),
    ),
    _form(rf"{_F}\s+derivative", letters.derivative(1)),
    _form(rf"{_ASK}{_THE}{_ORDER}derivative\s*(?:of|:)\s*{_F}{_WRT}", letters.derivative()),
    _form(rf"{_DIFFERENTIATE}\s*:?\s+{_F}\s+twice{_WRT}", letters.derivative(2)),
    _form(rf"{_DIFFERENTIATE}\s*:?\s*{_F}{_WRT}", letters.derivative()),
    _form(rf"{_ASK}d/d(?P<v>[a-z])\s*{_F}", letters.derivative(1)),
    _form(
        rf"{_ASK}\\[dt]?frac\s*{{(?:d|\\mathrm{{d}})}}\s*{{(?:d|\\mathrm{{d}}\s*)(?P<v>[a-z])}}\s*{_F}",
        letters.derivative(1),
    ),
    _form(rf"{_ASK}d\^?(?P<order>[2-5])/d(?P<v>[a-z])\^?(?P=order)\s*{_F}", letters.derivative()),
    _form(rf"{_ASK}d[yf]/d(?P<v>[a-z])\s*(?:,\s*)?(?:if|of|for|when|where|given)\s+{_F}", letters.derivative(1)),
    _form(rf"{_ASK}[fgh]'\s*\((?P<v>[a-z])\)\s*(?:,\s*)?(?:if|of|for|when|where|given)\s+{_F}", letters.derivative(1)),
    _form(
        rf"{_ASK}(?:∫|\\int|int(?=[\s_]))\s*(?:\\limits)?_\s*(?:{{(?P<a>[^{{}}]+)}}"
        rf"|(?P<a1>-?\w))\s*\^\s*(?:{{(?P<b>[^{{}}]+)}}|(?P<b1>-?\w))\s*{_F}",
        letters.integral,
    ),
    _form(rf"{_ASK}(?:{_THE}{_INTEGRALS} (?:of )?)?(?:∫|\\int|int)\s*{_F}{_WRT}{_RANGE}", letters.integral),
    _form(rf"{_ASK}{_THE}{_INTEGRALS}\s*(?:of|:)\s*{_F}{_WRT}{_RANGE}", letters.integral),
    _form(
        rf"{_ASK}{_THE}{_INTEGRALS}\s+(?:from|between)\s+{_A}\s+(?:to|and)\s+{_B}\s+of\s+{_F}{_WRT}",
        letters.integral,
    ),
    _form(rf"integrate\s*:?\s*{_F}{_WRT}{_RANGE}", letters.integral),
    _form(rf"{_ASK}{_THE}(?:{_INTEGRALS}|integrate)\s+{_F}\s+(?P<a>-?[\w.]+)\s+to\s+(?P<b>-?[\w.]+)", letters.integral),
    _form(rf"{_ASK}{_THE}{_INTEGRALS}\s+{_F}{_WRT}{_RANGE}", letters.integral),
    _form(rf"{_ASK}{_THE}{_ORDER}derivative\s+{_F}{_WRT}", letters.derivative()),
    # values put in
    _form(rf"{_CALCULATE}\s+{_F}\s*,?\s+(?:when|if|for|where|with|given)\s+{_GIVEN}", numbers.evaluation),
    _form(
        rf"(?:if|when|let|given|suppose)\s+{_GIVEN}\s*[,;.]?\s+(?:then\s+)?{_CALCULATE}\s+(?P<f>[^=]+)",
        numbers.evaluation,
    ),
    # algebra
    _form(rf"{_ASK}{_THE}prime factori[sz]ation of {_F}", numbers.factor_integer),
    _form(rf"(?:list|name|show|{_ASK})\s*(?:all )?{_THE}prime factors of {_F}", numbers.factor_integer),
    _form(
        rf"(?:split|break(?: down)?|decompose|write|express) {_F} (?:down )?(?:into|as a product of)(?: its)? "
        rf"(?:prime factors|primes)",
        numbers.factor_integer,
    ),
    _form(
        rf"(?:factor(?:i[sz]e)?)(?: out)?\s*:?\s*{_F}(?:\s+(?:completely|fully|into primes|into prime factors"
        rf"|into brackets|into factors))?",
        letters.factor,
    ),
    _form(rf"{_ASK}{_THE}factori[sz]ation of {_F}", letters.factor),
    _form(
        rf"(?:expand|multiply out|distribute|foil|remove the brackets (?:in|from|of)|open the brackets (?:in"
        rf"|of))(?: and (?:simplify|collect))?\s*:?\s*{_F}",
        letters.expand,
    ),
    _form(rf"{_ASK}{_THE}expan(?:sion|ded form) of {_F}", letters.expand),
    _form(
        rf"(?:simplify|reduce|collect(?: the)?(?: like)? terms(?: in| of)?|combine(?: the)? like terms(?: in| "
        rf"of)?|tidy up|cancel)(?: fully| completely)?\s*:?\s*{_F}(?:\s+(?:completely|fully|to lowest terms|to "
        rf"its simplest form|as far as possible))?",
        letters.simplify,
    ),
    _form(
        rf"(?:write|express|put|give) {_F} in (?:its )?(?:simplest|lowest|reduced|simplified) (?:form|terms)",
        letters.simplify,
    ),
    _form(rf"{_ASK}{_THE}simpl(?:est|ified) form of {_F}", letters.simplify),
    # percentages
    _form(rf"{_A}\s+is\s+what\s+{_PERCENTAGE}\s+of\s+{_B}", numbers.percentage("percent_share")),
    _form(
        rf"(?:what|which)\s*{_PERCENTAGE}\s+(?:of\s+(?P<b>.+?)\s+is|is)\s+(?P<a>.+?)",
        numbers.percentage("percent_share"),
    ),
    _form(rf"(?:what|which)\s*{_PERCENTAGE}\s+is\s+{_A}\s+of\s+{_B}", numbers.percentage("percent_share")),
    _form(
        rf"{_ASK}(?:express|write|give)?\s*{_A}\s+as\s+a\s+{_PERCENTAGE}\s+of\s+{_B}",
        numbers.percentage("percent_share"),
    ),
    _form(rf"{_ASK}{_A}\s+out\s+of\s+{_B}\s+(?:as a|in)\s+{_PERCENTAGE}", numbers.percentage("percent_share")),
    _form(
        rf"(?P<b>.+?)\s+is\s+(?P<a>.+?{_PERCENT})\s+of\s+(?:what(?: number)?|which number|how much)",
        numbers.percentage("percent_whole", "a"),
    ),
    _form(
        rf"(?P<a>.+?{_PERCENT})\s+of\s+(?:what(?: number)?|which number)\s+is\s+(?P<b>.+?)",
        numbers.percentage("percent_whole", "a"),
    ),
    _form(
        rf"(?:what )?(?:number )?(?:is )?(?:increase|raise|add|up)\s+{_A}\s+by\s+(?P<b>.+?{_PERCENT})",
        numbers.percentage("percent_increase", "b"),
    ),
    _form(rf"{_ASK}{_A}\s+increased\s+by\s+(?P<b>.+?{_PERCENT})", numbers.percentage("percent_increase", "b")),
    _form(rf"add\s+(?P<b>.+?{_PERCENT})\s+to\s+{_A}", numbers.percentage("percent_increase", "b")),
    _form(rf"{_ASK}(?P<b>[^\s]+{_PERCENT})\s+more\s+than\s+{_A}", numbers.percentage("percent_increase", "b")),
    _form(
        rf"(?:decrease|reduce|lower|discount)\s+{_A}\s+by\s+(?P<b>.+?{_PERCENT})",
        numbers.percentage("percent_decrease", "b"),
    ),
    _form(
        rf"{_ASK}{_A}\s+(?:decreased|reduced)\s+by\s+(?P<b>.+?{_PERCENT})",
        numbers.percentage("percent_decrease", "b"),
    ),
    _form(
        rf"(?:take|subtract)\s+(?P<b>.+?{_PERCENT})\s+(?:off|from)\s+{_A}",
        numbers.percentage("percent_decrease", "b"),
    ),
    _form(
        rf"{_ASK}(?P<b>[^\s]+{_PERCENT})\s+(?:off(?: of)?|less\s+than|discount\s+(?:on|of|off)|(?:is )?taken "
        rf"off)\s+{_A}",
        numbers.percentage("percent_decrease", "b"),
    ),
    _form(
        rf"{_ASK}{_THE}{_PERCENTAGE}\s*(?:change|increase|decrease|difference|growth|drop)\s*(?:when going "
        rf"|going )?(?:from|between)\s+{_A}\s+(?:to|and)\s+{_B}",
        numbers.percentage("percent_change"),
    ),
    _form(
        rf"{_ASK}(?P<a>[^=]+?{_PERCENT})\s+of\s+(?P<b>[^=]+?)(?:\s*=\s*\??)?",
        numbers.percentage("percent_of", "a"),
    ),
    # equations
    _form(
        rf"solve\s+(?:the (?:following )?(?:linear |quadratic )?equation\s+)?for\s+{_V}\s*[:,]?\s*(?:in|if"
        rf"|when|given)?\s*{_EQUATION}",
        letters.equation,
    ),
    _form(rf"(?:re)?solve\s*:?\s*{_F}\s*,?\s+(?:for|in)\s+(?:the (?:value of )?)?{_V}", letters.equation),
    _form(
        rf"(?:what is|what's|find|calculate|determine|work out|compute|give)(?: me)?\s+(?:the value of\s+|the "
        rf"unknown\s+)?{_V}\s*(?::|,?\s*(?:if|when|given that|given|such that|so that|where|in|from|for"
        rf"|knowing that))\s*:?\s*{_F}",
        letters.equation,
    ),
    _form(
        rf"(?:if|when|let|suppose|given|given that|suppose that|let us say"
        rf"|say)\s+{_EQUATION}\s*[.,;]?\s*(?:then\s+)?(?:what is|what's|whats|what must be|what does|find"
        rf"|calculate|determine|work out|give)\s+(?:the value of\s+)?{_V}(?:\s+equal)?",
        letters.equation,
    ),
    _form(
        rf"(?:for )?(?:what|which)\s+(?:value|values|number|numbers)?\s*(?:of|for)?\s*{_V}\s*(?:makes?|is"
        rf"|satisf(?:y|ies)|solves?|does|do)?\s*{_F}\s*(?:true|correct|hold)?",
        letters.equation,
    ),
    _form(
        rf"{_EQUATION}\s*[.,;]?\s+(?:and\s+)?(?:solve for|find|what is|what's|calculate|determine)\s+(?:the "
        rf"value of\s+)?{_V}",
        letters.equation,
    ),
    _form(
        rf"{_ASK}(?:all |both )?{_THE}(?:real )?(?:solutions?|answers?)(?:\(s\))?\s+(?:of|to"
        rf"|for)\s+{_F}(?:\s+for\s+{_V})?",
        letters.equation,
    ),
    _form(
        rf"{_ASK}(?:all |both )?{_THE}(?:real )?(?:roots?|zeros?|zeroes)(?:\(s\))?\s+(?:of|to|for)\s+{_F}",
        letters.roots,
    ),
    _form(rf"what does\s+{_V}\s+equal\s+(?:in|if|when|for)\s+{_EQUATION}", letters.equation),
    _form(rf"(?:find|solve(?: for)?)\s+{_V}\s+(?![-+*/=^(]){_EQUATION}", letters.equation),
    _form(rf"(?:re)?solve\s*:?\s*{_EQUATION}", letters.equation),
    # numbers in words
    _form(rf"{_ASK}(?:an?\s+|one\s+)?(?P<part>half|third|quarter|fifth|tenth)\s+{_OF}{_F}", numbers.share),
    _form(rf"{_ASK}(?P<part>double|twice|triple)\s+{_OF}{_F}", numbers.share),
    _form(rf"{_ASK}{_THE}square root of {_F}", numbers.applied("sqrt")),
    _form(rf"{_ASK}{_THE}(?:cube|cubic|third) root of {_F}", numbers.applied("root", "3")),
    *[
        _form(rf"{_ASK}{_THE}(?:{name}|{index}(?:th)) root of {_F}", numbers.applied("root", index))
        for name, index in _ROOTS
    ],
    _form(rf"{_ASK}{_THE}square of {_F}", numbers.applied("power", "2")),
    _form(rf"{_ASK}{_THE}cube of {_F}", numbers.applied("power", "3")),
    _form(rf"{_ASK}{_THE}factorial of {_F}", numbers.applied("factorial")),
    _form(rf"{_ASK}{_F} factorial", numbers.applied("factorial")),
    _form(rf"{_ASK}{_THE}absolute value of {_F}", numbers.applied("abs")),
    _form(rf"{_ASK}{_THE}(?:sum|total) of {_A} and {_B}", numbers.computation("sum")),
    _form(rf"{_ASK}{_THE}product of {_A} and {_B}", numbers.computation("product")),
    _form(rf"{_ASK}{_THE}quotient of {_A} and {_B}", numbers.computation("quotient")),
    _form(rf"{_ASK}{_THE}(?:difference|distance) between {_A} and {_B}", numbers.distance),
    _form(rf"(?:add|sum|put)(?: together| up)? {_A} (?:and|to) {_B}(?: together)?", numbers.computation("sum")),
    _form(rf"{_ASK}(?:total of )?{_A} (?:added to|and) {_B} (?:together|added)", numbers.computation("sum")),
    _form(rf"multiply {_A} (?:and|by|with|times) {_B}", numbers.computation("product")),
    _form(rf"divide {_A} by {_B}", numbers.computation("quotient")),
    _form(rf"(?:subtract|take(?: away)?) {_A} from {_B}", numbers.computation("difference", swap=True)),
    _form(rf"{_ASK}{_A} less than {_B}", numbers.computation("difference", swap=True)),
    _form(rf"{_ASK}{_A} more than {_B}", numbers.computation("sum", swap=True)),
    _form(rf"{_ASK}{_A} take away {_B}", numbers.computation("difference")),
    _form(rf"{_ASK}(?P<a>[^=]+?)\s+of\s+(?P<b>[^=]+?)", numbers.of_numbers),
    # calculations
    _form(
        r"(?:what is|what's|whats|what are|what does|calculate|compute|evaluate|work out|how much is|how much "
        r"are|find|determine|figure out|solve|simplify|answer|do)"
        r"\s*:?\s*(?:the (?:value|result|answer) (?:of|to|for)\s*:?\s*)?(?P<f>.+?)(?:\s+(?:equal|give|make|come to))?",
        numbers.arithmetic,
    ),
    _form(r"(?:the )?(?:value|result|answer) (?:of|to) (?P<f>.+?)", numbers.arithmetic),
    _form(_F, letters.bare),
)

# Every word that some form knows; what is in none of them is named when a question cannot be read.
VOCABULARY = frozenset(re.findall(r"[a-z]{3,}", " ".join(pattern.pattern for pattern, _ in FORMS)))
