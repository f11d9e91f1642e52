"""The wordings of algebra with several formulas, most particular first."""

from maths.reading import algebra_tasks as algebra
from maths.reading import angle_tasks as angles
from maths.reading import number_tasks as numbers
from maths.reading import quadratic_tasks as quadratics
from maths.reading.calculus_forms import CALCULUS_FORMS
from maths.reading.definitions import given
from maths.reading.function_forms import FUNCTION_FORMS
from maths.reading.inequalities import inequality
from maths.reading.matrix_tasks import matrices
from maths.reading.root_forms import ROOT_FORMS
from maths.reading.subject_forms import SUBJECT_FORMS
from maths.reading.wordings import form as _form
from maths.reading.words import MARK

_ASK = (
    r"(?:(?:what is|what's|whats|what are|find|calculate|compute|determine|work out|figure out|give|get|state|identify)"
    r"\s*:?\s*)?"
)
_THE = r"(?:the\s+)?"
_F, _P = r"(?P<f>.+?)", r"(?P<p>.+?)"
_V = rf"(?P<v>[a-z]|{MARK})"
_VS = rf"(?P<v>\(?\s*(?:[a-z]|{MARK})(?:\s*(?:,|and)\s*(?:and\s+)?(?:[a-z]|{MARK}))*\s*\)?)"
_EQUATION = r"[^=,;]+=[^=,;]+"
_JOINT = r"(?:[,;]|\sand\s)"
_SEVERAL = (
    rf"(?P<f>{_EQUATION}{_JOINT}{_EQUATION}(?:{_JOINT}(?:\s*and\s)?{_EQUATION})?|.*?(?:cases|aligned|array).*"
    rf"|(?:{MARK}(?:[,;\s]|and)*){{1,3}})"
)
_SOLVE = (
    r"(?:solve|work out|(?:find|what (?:is|are)) the solutions? (?:of|to))?\s*(?:the\s+)?(?:following\s+)?"
    r"(?:this\s+)?(?:linear\s+)?(?:simultaneous equations?|system(?: of (?:linear )?equations)?|equations)?"
)
_CURVE = r"(?:the\s+)?(?:lines?|curves?|graphs?(?: of)?|parabola)?\s*"


_COMPARED = rf"(?P<f>.*(?:[<>≤≥]|\\[lg](?:eq?|t)(?![a-z])|{MARK}|\bis (?:less|smaller|greater|more|at) ).*?)"
_AT_MOST = r"(?:<=|=<|≤|<|\\leq?(?![a-z])|\\lt(?![a-z]))"
_GIVE = r"(?:give|find|state|determine|calculate|what is)"
_SUCH_THAT = r"(?:if|when|where|given that|given|such that|so that)"
_ASSUMING = r"(?:assuming|assume|if|for|where|when|given|with|and)"
_MEET = r"(?:cross|meet|intersect)(?: each other)?"

ALGEBRA_FORMS = (
    *CALCULUS_FORMS,
    *FUNCTION_FORMS,
    *ROOT_FORMS,
    *SUBJECT_FORMS,
    _form(rf"(?P<f>.*(?:matrix|\[|\(\(|{MARK}).*)", matrices),
    # coefficients
    _form(
        rf"(?:express|rearrange|write|rewrite|put|bring)\s+{_F}\s+(?:(?:in|into|to) the form|in form|to|as)"
        rf"\s+(?:of\s+)?{_P},?\s+and\s+(?:then\s+)?{_GIVE}\s+{_V}",
        algebra.named_coefficient,
    ),
    _form(rf"{_ASK}{_THE}coefficient (?:of|on|for|before|in front of)\s+{_P}\s+in\s+{_F}", algebra.coefficient),
    _form(rf"(?:in|for)\s+{_F}\s*,?\s+{_ASK}{_THE}coefficient (?:of|on|for)\s+{_P}", algebra.coefficient),
    _form(rf"{_ASK}{_THE}(?P<p>\S+) coefficient (?:of|in)\s+{_F}", algebra.coefficient),
    _form(rf"{_ASK}{_THE}(?:constant(?: term)?|absolute term)\s+(?:of|in)\s+{_F}", algebra.coefficient),
    # powers
    _form(
        rf"(?:simplify|reduce|write as (?:a single|one) power)\s*:?\s*{_F}\s*,?\s*\(?{_ASSUMING}\s+(?:that\s+)?"
        r"(?P<v>[a-z])\s*(?:is (?:a )?positive(?: number)?|>\s*0|is greater than (?:0|zero))\)?",
        algebra.simplify_power,
    ),
    # systems
    _form(rf"{_SOLVE}\s*:?\s*{_SEVERAL}\s*,?\s+for\s+{_VS}", algebra.system),
    _form(rf"{_SOLVE}\s*:?\s*{_SEVERAL}", algebra.system),
    _form(rf"{_ASK}{_VS}\s*,?\s+{_SUCH_THAT}\s+{_SEVERAL}", algebra.system),
    _form(rf"(?:solve for|find(?: the values? of)?)\s+{_VS}\s*[:,;]\s*{_SEVERAL}", algebra.system),
    _form(
        rf"(?:if|given|given that|let|suppose)?\s*{_SEVERAL}\s*[,;.]?\s*(?:then\s+)?"
        rf"(?:{_GIVE}|what are|solve for)\s+{_VS}",
        algebra.system,
    ),
    _form(
        rf"(?:where|at (?:what|which) points?) (?:do|does|will)\s+{_CURVE}(?P<a>.+?)\s+and\s+{_CURVE}"
        rf"(?P<b>.+?)\s+{_MEET}",
        algebra.crossing,
    ),
    _form(
        rf"{_ASK}{_THE}(?:points? of )?intersections?(?: points?)? (?:of|between)\s+{_CURVE}(?P<a>.+?)\s+"
        rf"(?:and|with)\s+{_CURVE}(?P<b>.+?)",
        algebra.crossing,
    ),
    # trigonometric equations in a range
    _form(
        rf"{_SOLVE}\s*:?\s*(?P<f>[^=<>≤≥]+=[^=<>≤≥]+?)\s*,?\s*(?:for|where|with|if|when|in the range|,)\s+"
        rf"(?P<r>[^a-z]*?{_AT_MOST}\s*[a-zθ\\]+\s*{_AT_MOST}[^<>≤≥]+)",
        angles.in_range,
    ),
    _form(
        rf"{_SOLVE}\s*:?\s*(?P<f>[^=<>≤≥]+=[^=<>≤≥]+?)\s*,?\s*(?:for\s+(?:[a-z]\s+)?)?(?:in|on|over|for|within)\s+(?:the\s+)?"
        r"(?:interval\s+|range\s+)?(?P<open>[\[(])(?P<a>[^,\[\]]+),(?P<b>[^,\[\]]+)(?P<close>[\])])",
        angles.in_interval,
    ),
    _form(
        rf"{_SOLVE}\s*:?\s*(?P<f>[^=<>≤≥]+=[^=<>≤≥]+?)\s*,?\s*(?:for\s+(?:[a-z]\s+)?)?(?:between|from)\s+(?P<a>.+?)\s+"
        r"(?:and|to)\s+(?P<b>.+?)",
        angles.in_interval,
    ),
    _form(
        r"(?:find|solve for|what are)\s+(?:all\s+)?(?P<v>[a-z])\s+(?:in|on)\s+(?P<open>[\[(])(?P<a>[^,\[\]]+),"
        r"(?P<b>[^,\[\]]+)(?P<close>[\])])\s*,?\s+(?:with|such that|where|for which|if)\s+(?P<f>.+=.+)",
        angles.in_interval,
    ),
    # inequalities
    _form(
        rf"(?:solve|work out|(?:find|what (?:is|are)) the solutions? (?:of|to))?\s*"
        rf"(?:{_THE}inequality)?\s*:?\s*{_COMPARED}"
        r"(?:\s*,?\s+for\s+(?P<v>[a-z]))?",
        inequality,
    ),
    _form(
        rf"for (?:what|which) (?:values? of\s+)?(?P<v>[a-z])\s+(?:is|does|do|are)\s+{_COMPARED}(?:\s+hold| true)?",
        inequality,
    ),
    _form(rf"(?:find|what is|what are)\s+(?P<v>[a-z])\s*,?\s+(?:if|when|given(?: that)?)\s+{_COMPARED}", inequality),
    # values put in
    _form(
        rf"(?:plug|substitute|put|insert)\s+(?:in\s+)?(?P<v>[a-z])\s*=\s*(?P<b>.+?)\s+(?:in|into)\s+{_F}",
        numbers.evaluation,
    ),
    # quadratics by a method
    _form(rf"{_ASK}{_THE}(?:vertex|turning point)\s+(?:of|for)\s+{_F}", quadratics.completed),
    _form(rf"complete the square (?:to|and) solve\s*:?\s*{_F}", quadratics.by("square")),
    _form(rf"complete the square\s*(?:in|for|of|on|with)?\s*:?\s*{_F}", quadratics.completed),
    _form(
        rf"(?:write|express|rewrite|put|bring)\s+{_F}\s+(?:in|into)\s+(?:the\s+)?(?:vertex|completed square) form",
        quadratics.completed,
    ),
    _form(rf"{_ASK}{_THE}(?:vertex|completed square) form of\s+{_F}", quadratics.completed),
    _form(rf"(?:factor|factori[sz]e) (?:to|and) solve\s*:?\s*{_F}", quadratics.by("factoring")),
    _form(
        rf"(?:(?:re)?solve\s*:?\s*)?{_F}\s*(?:for\s+(?P<v>[a-z]))?\s*,?\s*(?:over|in|including|with)\s+(?:the\s+)?"
        r"(?:set of\s+)?(?:complex(?: numbers?| solutions| roots)?|ℂ|c)",
        quadratics.over_complex_numbers,
    ),
    _form(
        rf"{_ASK}(?:all\s+)?{_THE}complex (?:solutions?|roots?|zeros)\s+(?:of|to|for)\s+{_F}",
        quadratics.over_complex_numbers,
    ),
    # definitions
    _form(rf"(?P<f>.*(?:=|\b(?:be|is)\b|{MARK}).*)", given),
)
