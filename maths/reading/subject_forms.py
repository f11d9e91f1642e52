"""Formulas with several letters, solved for one of them: "make r the subject of A = pi r^2"."""

from maths.phrases import N_
from maths.reading.degrees import degree
from maths.reading.formulas import Pieces
from maths.reading.problems import ReadingError, quoted
from maths.reading.tasks import Task
from maths.reading.wordings import Form, form
from maths.tree import Apply, Constant, Name, Node, names, replace, walk

_F = r"(?P<f>[^=]+=[^=]+?)"
_V = r"(?P<v>[A-Za-z])(?![A-Za-z])"
_POSITIVE = r"(?:\s*,?\s*(?:where|with|if|assuming|for)\s+(?P<p>[A-Za-z])\s*(?:>\s*0|is positive))?"
_FOR = r"(?:for|to (?:get|find|make))"


def subject(pieces: Pieces) -> Task:
    """An equation of two or more letters, and the letter to be alone; that letter may be said to be positive."""
    found = pieces.formula()
    letter = pieces.letter() or ""
    tree = found.tree
    if not (isinstance(tree, Apply) and tree.head == "equals"):
        raise ReadingError("elsewhere", "")
    if letter == "e" and Constant("e") in set(walk(tree)):
        tree = replace(tree, Constant("e"), Name("e"))
    if letter not in names(tree):
        raise ReadingError(
            "unreadable", N_("The letter {letter} does not occur in the equation."), letter=quoted(letter)
        )
    if len(names(tree)) < 2:
        raise ReadingError("elsewhere", "")
    _refuse_twice(tree, letter)
    positive = "positive" if pieces.groups.get("p") == letter else "any"
    return Task("subject", (tree,), letter, found.source, found.backticks, details=(positive,))


def _refuse_twice(tree: Node, letter: str) -> None:
    """Refuse a letter that occurs twice, unless the equation is linear in it."""
    times = sum(each == Name(letter) for each in walk(tree))
    degrees = [degree(side, letter) for side in tree.arguments]
    if times > 1 and (None in degrees or max(degrees) > 1):
        raise ReadingError(
            "unsupported",
            N_(
                "I can only solve for a letter that occurs once, or only to the first power and nowhere below a "
                "fraction bar."
            ),
        )


SUBJECT_FORMS: tuple[Form, ...] = (
    form(
        rf"(?:solve|rearrange|transform|change|rewrite)\s*:?\s*(?:the "
        rf"(?:formula|equation)\s+)?{_F}\s*,?\s+{_FOR}\s+{_V}(?: (?:alone|the subject))?{_POSITIVE}",
        subject,
    ),
    form(
        rf"(?:solve|rearrange)\s+(?:the (?:formula|equation)\s+)?for\s+{_V}\s*[:,]?\s*(?:in|if|when"
        rf"|given)?\s*{_F}{_POSITIVE}",
        subject,
    ),
    form(
        rf"make\s+{_V}\s+the subject\s*(?:of|in|:|,)?\s*(?:the (?:formula|equation))?\s*:?\s*{_F}{_POSITIVE}", subject
    ),
    form(
        rf"{_F}\s*[,.;]?\s+(?:make\s+{_V}\s+the subject|(?:solve|rearrange|find)(?: "
        rf"for)?\s+(?P<v1>[A-Za-z]))(?![A-Za-z]){_POSITIVE}",
        subject,
    ),
    form(
        rf"(?:express|write|isolate|get|give)\s+{_V}\s+(?:in terms of|through|by|as a function of)\s+[a-z](?:(?:,| "
        rf"and)+ ?[a-z])*\s*(?:in|if|when|from|for|given|:|,)?\s*:?\s*{_F}{_POSITIVE}",
        subject,
    ),
    form(rf"(?:isolate|get)\s+{_V}\s+(?:alone |by itself )?(?:in|from)\s+{_F}{_POSITIVE}", subject),
)
