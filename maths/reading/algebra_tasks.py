"""Tasks of algebra with more than one formula: systems of equations, coefficients, powers of a positive letter."""

import re

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.degrees import degree
from maths.reading.formulas import Pieces, expression, formula_of
from maths.reading.problems import ReadingError, quoted
from maths.reading.tasks import Task
from maths.reading.words import unmark
from maths.tree import Apply, Name, Node, Number, is_name, names

_CASES = re.compile(
    r"\\begin\{(?:cases|aligned|array)\}(?:\{[lcr]+\})?(?P<rows>.+?)\\end\{(?:cases|aligned|array)\}", re.DOTALL
)
_ROW = re.compile(r"\\\\|\s*[,;](?=\s|[A-Za-z\\(-])|\s+and\s+", re.IGNORECASE)
_LETTERS = re.compile(r"\(?\s*[a-z](?:\s*(?:,|and)\s*(?:and\s+)?[a-z])*\s*\)?", re.IGNORECASE)
_MOST_EQUATIONS = 3


def system(pieces: Pieces) -> Task:
    """Two or three equations that hold at once; a letter if only that one is asked for."""
    text = unmark(pieces.groups["f"] or "", pieces.spans)
    if match := _CASES.search(text):
        text = match["rows"].replace("&", "")
    elif text.startswith("{") and text.endswith("}"):
        text = text[1:-1]
    rows = [each.strip(" .") for each in _ROW.split(text) if each.strip(" .")]
    if not 2 <= len(rows) <= _MOST_EQUATIONS:
        raise ReadingError("elsewhere", N_("I can solve systems of two or three equations."))
    equations = [_equation(each) for each in rows]
    letters = set().union(*map(names, equations))
    _check_system(equations, letters)
    return Task("system", (Apply("system", tuple(equations)),), _asked(pieces, letters), "", False)


def _equation(text: str) -> Node:
    tree = formula_of(text).tree
    if not (isinstance(tree, Apply) and tree.head == "equals"):
        raise ReadingError("unsupported", N_("I expected an equation with an equals sign there."))
    return tree


def _check_system(equations: list[Node], letters: set[str]) -> None:
    if len(letters) < 2:
        raise ReadingError("elsewhere", N_("I expected equations with several letters there."))
    if len(letters) > len(equations):
        raise ReadingError(
            "unsupported",
            N_("There are more letters than equations there: {letters}."),
            letters=", ".join(quoted(each) for each in sorted(letters)),
        )
    for equation in equations:
        for letter in letters:
            top = degree(equation, letter)
            if top is None or top > 2:
                raise ReadingError(
                    "unsupported", N_("I can solve systems of linear equations, and of a line and a parabola.")
                )


def _asked(pieces: Pieces, letters: set[str]) -> str | None:
    """The one letter that is asked for, None for all of them."""
    wanted = unmark(pieces.groups.get("v") or "", pieces.spans).strip()
    if not wanted:
        return None
    if not _LETTERS.fullmatch(wanted):
        raise ReadingError("unreadable", N_("I do not understand {text} here."), text=quoted(wanted))
    asked = set(re.findall(r"[A-Za-z]", re.sub(r"\band\b", " ", wanted)))
    if not asked <= letters:
        raise ReadingError(
            "unreadable", N_("The letter {letter} does not occur in the equation."), letter=quoted(min(asked - letters))
        )
    return asked.pop() if len(asked) == 1 else None


def crossing(pieces: Pieces) -> Task:
    """Where two curves meet: y = f(x) and y = g(x) hold at once."""
    sides = [_as_equation(pieces.raw(name)[0]) for name in "ab"]
    letters = set().union(*map(names, sides))
    _check_system(sides, letters)
    return Task("system", (Apply("system", tuple(sides)),), None, "", False)


def _as_equation(text: str) -> Node:
    return _equation(text if "=" in text else f"y = {text}")


def coefficient(pieces: Pieces) -> Task:
    """The coefficient of a power of a letter, "x^2" or "the constant term"."""
    found, power = expression(pieces, named=True), pieces.groups.get("p")
    letters = names(found.tree)
    if power is None:
        monomial, letter = Number("1"), letters.pop() if len(letters) == 1 else None
    else:
        monomial = formula_of(pieces.raw("p")[0]).tree
        letter = min(names(monomial), default=None)
    if letter is None or not _is_power(monomial, letter):
        raise ReadingError("unreadable", N_("Please name one power of one letter, as in `x^2`."))
    _check_degree(found.tree, letter)
    return Task("coefficient", (found.tree, monomial), letter, found.source, found.backticks)


def _is_power(tree: Node, letter: str) -> bool:
    if isinstance(tree, Apply) and tree.head == "power":
        base, exponent = tree.arguments
        return base == Name(letter) and isinstance(exponent, Number) and exponent.value.isdigit()
    return tree in (Name(letter), Number("1"))


def _check_degree(tree: Node, letter: str) -> None:
    top = degree(tree, letter)
    if top is None:
        raise ReadingError("unsupported", N_("Only polynomials have coefficients that I can find."))
    if top > bounds.DEGREE:
        raise ReadingError(
            "too_large", N_("I can only work with powers of a letter up to {limit}."), limit=str(bounds.DEGREE)
        )


def named_coefficient(pieces: Pieces) -> Task:
    """A polynomial written in a given form, such as a*x^2 + b*x + c, and the letter of it that is asked for."""
    found, form = expression(pieces), expression(pieces, "p").tree
    asked, letters = pieces.letter(), names(found.tree)
    if len(letters) != 1 or asked in letters:
        raise ReadingError("unsupported", N_("I can only name the coefficients of a polynomial in one letter."))
    (letter,) = letters
    terms = form.arguments if isinstance(form, Apply) and form.head == "sum" else (form,)
    named = dict(_named_term(each, letter) for each in terms)
    if len(named) != len(terms) or len(set(named.values())) != len(terms) or asked not in named:
        raise ReadingError("unreadable", N_("In that form each power should have one letter as its coefficient."))
    _check_degree(found.tree, letter)
    return Task("coefficient", (found.tree, named[asked], form), letter, found.source, found.backticks)


def _named_term(term: Node, letter: str) -> tuple[str, Node]:
    """The name of a coefficient and the power that it stands before."""
    factors = term.arguments if isinstance(term, Apply) and term.head == "product" else (term,)
    named = [each for each in factors if isinstance(each, Name) and each.name != letter]
    powers = [each for each in factors if names(each) == {letter}]
    if len(named) != 1 or len(powers) > 1 or len(factors) != 1 + len(powers):
        raise ReadingError("unreadable", N_("In that form each power should have one letter as its coefficient."))
    power = powers[0] if powers else Number("1")
    if not _is_power(power, letter):
        raise ReadingError("unreadable", N_("In that form each power should have one letter as its coefficient."))
    return named[0].name, power


def simplify_power(pieces: Pieces) -> Task:
    """Powers of a letter that is said to be positive."""
    found = expression(pieces)
    letter = pieces.letter()
    if not letter or not is_name(letter) or names(found.tree) != {letter}:
        raise ReadingError("unsupported", N_("I can only simplify powers of the one letter that is positive."))
    return Task("simplify_power", (found.tree,), letter, found.source, found.backticks)
