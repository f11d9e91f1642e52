"""Questions about letters and functions in further voices; each is turned into a question that is known already."""

from dataclasses import replace as replace_field

from maths.phrases import N_
from maths.reading import letter_tasks as letters
from maths.reading.definitions import given
from maths.reading.formulas import Pieces, formula_of, refuse_letters
from maths.reading.magnitude import exact_value
from maths.reading.number_lists import numbers_of, rational_number
from maths.reading.problems import ReadingError
from maths.reading.root_forms import extremum
from maths.reading.tasks import Task
from maths.reading.wordings import ASK, THE, Form, form
from maths.reading.words import unmark

_F = r"(?P<f>.+?)"
_LIST = r"(?P<f>[^=a-z]+?)"
_SEQUENCE = r"(?:the |this )?(?:arithmetic |geometric )?(?:sequence |series |progression )?:?\s*"
_DEFINED = r"(?P<d>[fgh]\s*\(\s*[a-z]\s*\)\s*=.+)"
_GIVEN = r"(?P<d>[a-z]\s*=\s*[-−]?[\d./]+(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*;\s*)[a-z]\s*=\s*[-−]?[\d./]+)+)"
_RANGE = r"(?:\s*,?\s+(?:from|between)\s+(?P<a>\S+)\s+(?:to|and)\s+(?P<b>\S+))?"
_METHOD = (
    r"(?:by parts|by substitution|using (?:integration by parts|substitution|partial fractions)|with substitution)"
)


def asked_first(pieces: Pieces) -> Task:
    """ "What is f(3) if f(x) = x^2": the definitions stand behind the question."""
    groups = pieces.groups
    text = unmark(f"{groups['d']}; find {groups['f']}", pieces.spans)
    return given(Pieces({"f": text}, []))


def step_of(key: str):
    """A builder for the common difference or ratio of a sequence, if it has one."""

    def build(pieces: Pieces) -> Task:
        found = numbers_of(pieces)
        values = [exact_value(each.tree) for each in found]
        pairs = list(zip(values, values[1:], strict=False))
        if key == "common_ratio" and 0 in values:
            raise ReadingError("undefined", N_("That sequence is neither arithmetic nor geometric."))
        steps = {b - a if key == "common_difference" else b / a for a, b in pairs}
        if len(steps) != 1 or len(values) < 3:
            raise ReadingError("undefined", N_("From term to term it is not always the same step there."))
        return Task("worked", (found[0].tree, found[1].tree), source=pieces.raw()[0], details=(key,))

    return build


def angle(key: str, letter: str):
    """A builder for an angle in the other measure."""

    def build(pieces: Pieces) -> Task:
        text = pieces.raw()[0]
        tree = rational_number(text).tree if key == "to_radians" else formula_of(text).tree
        refuse_letters(tree)
        units = ["a:deg"] if key == "to_radians" else [f"{letter}:deg"]
        return Task("worked", (tree,), source=text, details=(key, *units))

    return build


def axis(pieces: Pieces) -> Task:
    """The upright line through the vertex of a parabola."""
    return replace_field(extremum(pieces), details=("axis",))


MORE_LETTER_FORMS: tuple[Form, ...] = (
    form(
        rf"{ASK}(?P<f>\(?[fgh]\s*(?:[o∘]\s*[fgh]\s*\)\s*\(|\().+?\)+)\s*,?\s+(?:if|when|where|for"
        rf"|given)\s+{_DEFINED}",
        asked_first,
    ),
    form(
        rf"{ASK}(?:the )?(?:value of )?(?P<f>[^=]+?)\s*,?\s+(?:if|when|where|for|with"
        rf"|given)\s+{_GIVEN}",
        asked_first,
    ),
    form(
        rf"(?:{ASK}{THE}(?:integral|antiderivative) "
        rf"of|integrate)\s+{_F}{_RANGE}\s*,?\s+{_METHOD}{_RANGE.replace('<a>', '<a1>').replace('<b>', '<b1>')}",
        letters.integral,
    ),
    form(rf"(?:write|express|combine)\s+{_F}\s+as (?:a single|one(?: single)?) fraction", letters.simplify),
    form(rf"(?:write|express|combine)\s+as (?:a single|one(?: single)?) fraction\s*:?\s*{_F}", letters.simplify),
    form(
        rf"factor(?:i[sz]e)? (?:by grouping|by parts|by taking out (?:a|the) common "
        rf"factor)\s*:?\s*{_F}",
        letters.factor,
    ),
    form(rf"factor(?:i[sz]e)?\s+{_F}\s+by (?:grouping|taking out (?:a|the) common factor)", letters.factor),
    form(
        rf"{ASK}{THE}(?:axis|line) of symmetry (?:of|for) (?:the )?(?:parabola |graph of |function |curve "
        rf")?{_F}",
        axis,
    ),
    form(rf"{ASK}{THE}common difference (?:of|in|for) {_SEQUENCE}{_LIST}", step_of("common_difference")),
    form(rf"{ASK}{THE}common ratio (?:of|in|for) {_SEQUENCE}{_LIST}", step_of("common_ratio")),
    form(
        r"(?:convert|change|turn|write|express|what is|what's)?\s*(?P<f>[-−]?[\d./]+)\s*(?:°|degrees?)\s+(?:to|in"
        r"|into|as) radians?",
        angle("to_radians", "r"),
    ),
    form(
        r"(?:convert|change|turn|write|express|what is|what's)?\s*(?P<f>[-−]?[\dπpi./* ()]+?)\s*(?:radians?"
        r"|rad)\s+(?:to|in|into|as) degrees?",
        angle("to_degrees", "d"),
    ),
    form(
        r"how many degrees (?:are|is|in)(?: in)? (?P<f>[-−]?[\dπpi./* ()]+?)\s*(?:radians?|rad)",
        angle("to_degrees", "d"),
    ),
    form(r"how many radians (?:are|is|in)(?: in)? (?P<f>[-−]?[\d./]+)\s*(?:°|degrees?)", angle("to_radians", "r")),
)
