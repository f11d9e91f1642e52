"""The wordings of questions about one function."""

from maths.reading import function_tasks as functions
from maths.reading.wordings import form as _form

_ASK = (
    r"(?:(?:what is|what's|whats|find|calculate|compute|determine|work out|figure out|give|get|state|write(?: down)?)"
    r"\s*:?\s*)?"
    r"(?:the\s+|an?\s+)?"
)
_F, _A, _B = r"(?P<f>.+?)", r"(?P<a>.+?)", r"(?P<b>.+?)"
_CURVE = r"(?:the\s+)?(?:(?:curve|graph(?: of)?|function|parabola)\s+)?"
_GIVEN = r"(?:if|given|let|for|when)?\s*"
_LINE = r"(?:equation (?:of|for) (?:the\s+|a\s+)?)?"
_STEP = r"(?:\s*,?\s*(?:in|with|using)\s+(?:steps?|a step|increments?)\s+(?:of\s+|size\s+)?(?P<s>\S+))?"


FUNCTION_FORMS = (
    _form(rf"{_ASK}inverse\s+(?:function\s+)?(?:of|for|to)\s+(?:the function\s+)?{_F}", functions.inverse),
    _form(
        rf"{_GIVEN}{_F}\s*[,;.]?\s+(?:then\s+)?{_ASK}(?:[fgh]\s*\^\s*(?:-1|\{{-1\}}|\(-1\))\s*(?:\(\s*[a-z]\s*\))?"
        r"|(?:its\s+)?inverse(?: function)?)",
        functions.inverse,
    ),
    _form(
        rf"{_ASK}[fgh]\s*\^\s*(?:-1|\{{-1\}}|\(-1\))\s*\(\s*[a-z]\s*\)\s*,?\s+(?:if|when|for|given|where)\s+{_F}",
        functions.inverse,
    ),
    _form(
        rf"{_ASK}(?:natural\s+|maximal\s+|largest\s+)?domain\s*(?:of|for|:)?\s+(?:the function\s+)?{_F}",
        functions.domain,
    ),
    _form(rf"{_ASK}(?:range|image|range of values)\s*(?:of|for|:)?\s+(?:the function\s+)?{_F}", functions.values),
    _form(rf"(?:what|which) values (?:can|does|do)\s+{_F}\s+(?:take|have|reach)", functions.values),
    _form(
        rf"{_ASK}partial[- ]fractions?(?: (?:decomposition|expansion|form))?\s*(?:of|for|:)?\s+{_F}",
        functions.partial_fractions,
    ),
    _form(
        rf"(?:(?:decompose|split|expand|write|express|break up|separate|resolve|put)\s+)?{_F}\s+"
        r"(?:in|into|as|using|by)\s+(?:a sum of\s+)?partial[- ]fractions?(?: decomposition)?",
        functions.partial_fractions,
    ),
    _form(rf"(?:where|for (?:what|which)(?: values? of)? [a-z]) is\s+{_F}\s+defined", functions.domain),
    *[
        _form(pattern, builder)
        for name, builder in (("tangent", functions.tangent), ("normal", functions.normal))
        for pattern in (
            rf"{_ASK}{_LINE}{name}(?: line)?(?:\s+line)?\s+(?:to|of|for|on)\s+{_CURVE}{_F}\s+(?:at|in|when"
            rf"|where)\s+{_A}",
            rf"{_ASK}{_LINE}{name}(?: line)?\s+(?:at|in|when|where)\s+{_A}\s+(?:to|of|for|on)\s+{_CURVE}{_F}",
            rf"{_GIVEN}{_F}\s*[,;.]?\s+(?:then\s+)?{_ASK}{_LINE}{name}(?: line)?\s+(?:at|in|when|where)\s+{_A}",
        )
    ],
    _form(
        rf"(?:make|create|draw|write|give|complete|fill in|set up)?\s*(?:me\s+)?(?:an?\s+|the\s+)?"
        rf"(?:value table|table of values|table)"
        rf"\s+(?:for|of)\s+{_F}\s*,?\s+(?:from|for|between)\s+{_A}\s+(?:to|and|until)\s+(?P<b>.+?){_STEP}",
        functions.table,
    ),
)
