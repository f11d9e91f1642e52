"""Tasks about letters: equations, algebra, calculus, plots, and formulas that stand alone."""

import re

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.degrees import degree
from maths.reading.formulas import (
    ANGLE_FUNCTIONS,
    Formula,
    Pieces,
    expression,
    formula_of,
    refuse_letters,
    without_name,
)
from maths.reading.magnitude import exact_value
from maths.reading.number_tasks import arithmetic_task, factor_integer_task
from maths.reading.problems import ReadingError, quoted
from maths.reading.tasks import Task
from maths.tree import Apply, Constant, Name, Node, Number, apply, names, replace, walk


def equation(pieces: Pieces) -> Task:
    found = pieces.formula()
    return equation_task(found, pieces.letter())


def roots(pieces: Pieces) -> Task:
    """The roots of an expression: where it is zero."""
    text, backticks = pieces.raw()
    found = formula_of(without_name(text), backticks)
    if isinstance(found.tree, Apply) and found.tree.head == "equals":
        return equation_task(found, pieces.letter())
    tree = apply("equals", found.tree, Number("0"))
    return equation_task(Formula(tree, f"{without_name(text).strip()} = 0", backticks), pieces.letter())


def equation_task(found: Formula, letter: str | None) -> Task:
    tree = found.tree
    if not (isinstance(tree, Apply) and tree.head == "equals"):
        raise ReadingError("unsupported", N_("I expected an equation with an equals sign there."))
    tree, letter = _with_unknown(tree, letter)
    kind = "equation"
    for side in tree.arguments:
        top = degree(side, letter)
        if top is None:
            kind = "trig_equation" if _has_angle(side, letter) else kind if kind != "equation" else "general_equation"
        elif top > bounds.DEGREE:
            raise ReadingError(
                "too_large", N_("I can only work with powers of a letter up to {limit}."), limit=str(bounds.DEGREE)
            )
    return Task(kind, (tree,), letter, found.source, found.backticks)


def _has_angle(tree: Node, letter: str) -> bool:
    heads = {each.head for each in walk(tree) if isinstance(each, Apply) and letter in names(each)}
    return bool(heads & ANGLE_FUNCTIONS)


def _with_unknown(tree: Node, letter: str | None) -> tuple[Node, str]:
    letters = names(tree)
    has_e = Constant("e") in set(walk(tree))
    if has_e and (letter == "e" or letter is None and not letters):
        tree, letter = replace(tree, Constant("e"), Name("e")), "e"
        letters = names(tree)
    if not letters:
        raise ReadingError("unsupported", N_("There is no unknown in that equation."))
    if letter and letter not in letters:
        raise ReadingError(
            "unreadable", N_("The letter {letter} does not occur in the equation."), letter=quoted(letter)
        )
    if len(letters) > 1:
        raise ReadingError(
            "unsupported",
            N_("There are several letters in that equation: {letters}. I can solve equations with one unknown so far."),
            letters=", ".join(quoted(each) for each in sorted(letters)),
        )
    return tree, letters.pop()


def simplify(pieces: Pieces) -> Task:
    return _algebra("simplify", expression(pieces))


def expand(pieces: Pieces) -> Task:
    return _algebra("expand", expression(pieces))


def _algebra(kind: str, found: Formula) -> Task:
    if not names(found.tree):
        return arithmetic_task(found)
    return Task(kind, (found.tree,), None, found.source, found.backticks)


def factor(pieces: Pieces) -> Task:
    found = expression(pieces)
    if not names(found.tree):
        return factor_integer_task(found)
    for letter in names(found.tree):
        top = degree(found.tree, letter)
        if top is None:
            raise ReadingError("unsupported", N_("I can only factor whole numbers and polynomials."))
        if top > bounds.DEGREE:
            raise ReadingError(
                "too_large", N_("I can only work with powers of a letter up to {limit}."), limit=str(bounds.DEGREE)
            )
    return Task("factor", (found.tree,), None, found.source, found.backticks)


def derivative(order: int | None = None):
    """A builder for derivatives; the order comes from the form or from the group "order"."""

    def build(pieces: Pieces) -> Task:
        found = expression(pieces, named=True)
        refuse_bare_log(found.source)
        times = order or _ORDERS[(pieces.groups.get("order") or "first").lower()]
        tree, letter = _with_variable(found.tree, pieces.letter())
        _refuse_corners(tree, letter)
        return Task("derivative", (tree,), letter, found.source, found.backticks, order=times)

    return build


def _refuse_corners(tree: Node, letter: str) -> None:
    for each in walk(tree):
        if isinstance(each, Apply) and each.head == "abs" and letter in names(each):
            raise ReadingError(
                "unsupported",
                N_(
                    "I cannot differentiate an absolute value yet: its graph has a corner where what is inside is 0, "
                    "and no derivative there."
                ),
            )


def refuse_bare_log(text: str) -> None:
    """In calculus log may be the natural logarithm or the one to base 10, which differ by a factor."""
    if re.search(r"log(?!\s*_)", text, re.IGNORECASE):
        raise ReadingError(
            "ambiguous",
            N_("I am not sure which logarithm you mean. Please write {natural}, or {common} for base 10."),
            natural="`ln(x)`",
            common="`log_10(x)`",
        )


_ORDERS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "fifth": 5,
    "5th": 5,
    "2": 2,
    "3": 3,
    "4": 4,
    "5": 5,
}


def _with_variable(tree: Node, letter: str | None) -> tuple[Node, str]:
    """The variable of a function: the one named, the only letter, or x for a constant."""
    letters = names(tree)
    if letter == "e":
        return replace(tree, Constant("e"), Name("e")), letter
    if letter or not letters:
        return tree, letter or "x"
    if len(letters) > 1:
        raise ReadingError(
            "ambiguous",
            N_(
                "There are several letters: {letters}. Please say which one is the variable, as in “with respect to x”."
            ),
            letters=", ".join(quoted(each) for each in sorted(letters)),
        )
    return tree, letters.pop()


def integral(pieces: Pieces) -> Task:
    text, backticks = pieces.raw()
    letter = pieces.letter()
    if match := re.search(
        r"(?:\\[,;: ]|\s|\*)*(?:\\mathrm\{d\}|(?<![A-Za-z])d|(?<=[a-z])d(?=[a-z]$))\s*(?P<v>[a-z])$", text
    ):
        if letter and letter != match["v"]:
            raise ReadingError("unreadable", N_("I am not sure which letter is the variable there."))
        letter, text = match["v"], text[: match.start()]
    refuse_bare_log(text)
    found = formula_of(without_name(text) or "1", backticks)
    if isinstance(found.tree, Apply) and found.tree.head == "equals":
        raise ReadingError("unsupported", N_("I expected an expression there, not an equation."))
    tree, letter = _with_variable(found.tree, letter)
    return Task("integral", (tree, *_limits(pieces)), letter, pieces.raw()[0], backticks)


def _limits(pieces: Pieces) -> tuple[Node, ...]:
    if not pieces.groups.get("a"):
        return ()
    return tuple(_end_point(pieces, name) for name in "ab")


def _end_point(pieces: Pieces, name: str) -> Node:
    text, _ = pieces.raw(name)
    text = re.sub(r"^[a-z]\s*=\s*", "", text)
    found = formula_of(text)
    refuse_letters(found.tree)
    return found.tree


def plot(pieces: Pieces) -> Task:
    text, _ = pieces.raw()
    _refuse_other_axes(text)
    found = expression(pieces, named=True)
    tree, letter = _with_variable(found.tree, pieces.letter())
    if letter == "y":
        raise ReadingError(
            "ambiguous", N_("I am not sure which letter goes across. Please write it as `y = …` with x.")
        )
    ends = _limits(pieces)
    values = [exact_value(each) for each in ends]
    if None not in values and len(values) == 2 and not values[0] < values[1]:
        raise ReadingError("unreadable", N_("The plot should go from a smaller to a larger number."))
    if any(value is not None and abs(value) > 10**6 for value in values):
        raise ReadingError("too_large", N_("I can only plot between -1,000,000 and 1,000,000."))
    return Task("plot", (tree, *ends), letter, found.source, found.backticks)


def _refuse_other_axes(text: str) -> None:
    """Refuse x = 3 and s = t^2: what is drawn is y or f(x) over the letter across."""
    named = re.match(r"\s*(?P<name>[A-Za-z])\s*=", text)
    if named and named["name"] in "xX":
        raise ReadingError(
            "unsupported",
            N_(
                "I can draw {across} over {letter} only, and {text} is not of that kind: with a number on the right it "
                "is a vertical line, which has every {across} at one {letter}."
            ),
            across="`y`",
            letter="`x`",
            text=quoted(text),
        )
    if named and named["name"] not in "yY":
        raise ReadingError(
            "unsupported",
            N_("Please write what should be drawn as `y = …` or `f(x) = …`, not as {text}."),
            text=quoted(text),
        )


def bare(pieces: Pieces) -> Task:
    """A formula with no words: an equation to solve, or something to calculate."""
    text, backticks = pieces.raw()
    found = formula_of(re.sub(r"^([^=]*?)\s*=\s*\??$", r"\1", text), backticks)
    is_equation = isinstance(found.tree, Apply) and found.tree.head == "equals"
    if is_equation and (names(found.tree) or Constant("e") in set(walk(found.tree))):
        return equation_task(found, None)
    if isinstance(found.tree, Number | Name | Constant):
        raise ReadingError(
            "unreadable", N_("I do not know what you would like me to do with {text}."), text=quoted(found.source)
        )
    return arithmetic_task(found)
