"""Tasks about numbers alone: calculations, percentages, prime factors."""

import re

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.formulas import Formula, Pieces, expression, formula_of, is_percent, number, refuse_letters
from maths.reading.magnitude import check_size, exact_value
from maths.reading.problems import ReadingError, quoted
from maths.reading.tasks import Task
from maths.tree import Apply, Name, Node, Number, apply, names, replace

_PARTS = (("half", "2"), ("third", "3"), ("quarter", "4"), ("fifth", "5"), ("tenth", "10"))
_MULTIPLES = (("double", "2"), ("twice", "2"), ("triple", "3"))


def arithmetic(pieces: Pieces) -> Task:
    text, backticks = pieces.raw()
    text = re.sub(r"\s*=\s*\??$", "", text)
    found = formula_of(text, backticks)
    return arithmetic_task(found)


def arithmetic_task(found: Formula) -> Task:
    if isinstance(found.tree, Apply) and found.tree.head == "equals":
        raise ReadingError(
            "unsupported", N_("That is an equation without an unknown; I can calculate each side for you.")
        )
    refuse_letters(found.tree)
    return Task("arithmetic", (found.tree,), source=found.source, backticks=found.backticks)


def computation(head: str, swap: bool = False):
    """A builder for questions in words about two numbers, such as "the product of 3 and 4"."""

    def build(pieces: Pieces) -> Task:
        parts = _two_numbers(pieces)
        first, second = [each.tree for each in (reversed(parts) if swap else parts)]
        tree = apply("sum", first, apply("subtract", second)) if head == "difference" else apply(head, first, second)
        check_size(tree)
        return Task("arithmetic", (tree,), source=f"{parts[0].source}, {parts[1].source}", backticks=False)

    return build


def _two_numbers(pieces: Pieces) -> list[Formula]:
    """The groups a and b, each written without spaces, so that it is clear where they begin and end."""
    for name in "ab":
        if not re.fullmatch(r"[^\s]+", pieces.raw(name)[0]):
            raise ReadingError("unreadable", N_("I am not sure which numbers are meant there."))
    return [number(pieces, "a"), number(pieces, "b")]


def distance(pieces: Pieces) -> Task:
    """ "The difference between 3 and 5": the larger minus the smaller."""
    first, second = _two_numbers(pieces)
    values = [exact_value(each.tree) for each in (first, second)]
    if None in values:
        raise ReadingError("unsupported", N_("I can only find the difference between two plain numbers."))
    larger, smaller = (second.tree, first.tree) if values[0] < values[1] else (first.tree, second.tree)
    tree = apply("sum", larger, apply("subtract", smaller))
    return Task("arithmetic", (tree,), source=_joined(first, second, ", "))


def of_numbers(pieces: Pieces) -> Task:
    """ "3/4 of 60": the product, unless it is a percentage."""
    part, whole = number(pieces, "a"), number(pieces, "b")
    _refuse_loose_sum(part)
    _refuse_loose_sum(whole)
    if isinstance(part.tree, Apply) and part.tree.head == "percent":
        return Task("percent_of", (part.tree.arguments[0], whole.tree), source=_joined(part, whole, " of "))
    if not isinstance(part.tree, Apply) or part.tree.head not in {"quotient", "mixed"}:
        raise ReadingError("unreadable", N_("I do not understand {text} here."), text="`of`")
    return Task("arithmetic", (apply("product", part.tree, whole.tree),), source=_joined(part, whole, " of "))


def _joined(first: Formula, second: Formula, word: str) -> str:
    return f"{first.source}{word}{second.source}"


_SHARES = {
    **{word: apply("quotient", Number("1"), Number(below)) for word, below in _PARTS},
    **{word: Number(times) for word, times in _MULTIPLES},
}


def share(pieces: Pieces) -> Task:
    """ "Half of 36", "double 7": a known share or multiple of a number."""
    found = number(pieces)
    _refuse_loose_sum(found)
    tree = apply("product", _SHARES[(pieces.groups["part"] or "").lower()], found.tree)
    check_size(tree)
    return Task("arithmetic", (tree,), source=found.source)


def evaluation(pieces: Pieces) -> Task:
    """ "3x + 2 when x = 4": the number put in for the letter."""
    found, value, letter = expression(pieces), number(pieces, "b"), pieces.letter()
    if letter not in names(found.tree):
        raise ReadingError(
            "unreadable", N_("The letter {letter} does not occur in the formula."), letter=quoted(str(letter))
        )
    tree = replace(found.tree, Name(str(letter)), value.tree)
    refuse_letters(tree)
    check_size(tree)
    return Task("arithmetic", (tree,), source=f"{found.source}, {letter} = {value.source}")


def applied(head: str, *others: str):
    """A builder for "the square root of 50" and the like, whose argument must be one thing."""

    def build(pieces: Pieces) -> Task:
        found = number(pieces, "f")
        if (
            isinstance(found.tree, Apply)
            and found.tree.head in {"sum", "product", "quotient", "negate"}
            and not found.backticks
        ):
            text = found.source.strip()
            if not (text.startswith("(") and text.endswith(")") and text.count("(") == 1):
                raise ReadingError(
                    "unreadable", N_("I am not sure how far that root or power reaches. Please write it with brackets.")
                )
        tree = apply(head, found.tree, *map(Number, others))
        check_size(tree)
        return Task("arithmetic", (tree,), source=found.source)

    return build


def percentage(kind: str, percent_group: str | None = None):
    """A builder for a kind of percentage question with the groups a and b in the order of Task.expressions."""

    def build(pieces: Pieces) -> Task:
        parts = []
        for name in "ab":
            found = number(pieces, name)
            _refuse_loose_sum(found)
            tree = found.tree
            if name == percent_group:
                if not (isinstance(tree, Apply) and tree.head == "percent"):
                    raise ReadingError("unreadable", N_("I expected a percentage there."))
                tree = tree.arguments[0]
            elif is_percent(tree):
                raise ReadingError("unsupported", N_("I expected a number there, not a percentage."))
            parts.append(tree)
        for part in parts:
            if exact_value(part) is None:
                raise ReadingError("unsupported", N_("I can only work with percentages of plain numbers."))
        _refuse_zero_base(kind, parts)
        source = f"{pieces.raw('a')[0]}, {pieces.raw('b')[0]}"
        return Task(kind, tuple(parts), source=source, backticks=pieces.raw("a")[1] or pieces.raw("b")[1])

    return build


def _refuse_loose_sum(found: Formula) -> None:
    """Refuse "15% of 80 + 3", which may be 15% of 83."""
    is_sum = isinstance(found.tree, Apply) and found.tree.head == "sum"
    if is_sum and not found.backticks and not found.source.rstrip().endswith(")"):
        raise ReadingError("ambiguous", N_("I am not sure what belongs together there. Please add brackets."))


def _refuse_zero_base(kind: str, parts: list[Node]) -> None:
    base = {"percent_share": 1, "percent_whole": 0, "percent_change": 0}.get(kind)
    if base is not None and exact_value(parts[base]) == 0:
        raise ReadingError(
            "undefined", N_("There is no percentage of zero that gives that: it would mean dividing by zero.")
        )


def factor_integer(pieces: Pieces) -> Task:
    return factor_integer_task(number(pieces, "f"))


def factor_integer_task(found: Formula) -> Task:
    value = exact_value(found.tree)
    if value is None or value.denominator != 1 or value < 2:
        raise ReadingError("unsupported", N_("Only whole numbers from 2 on have a prime factorization."))
    digits = len(str(value.numerator))
    if digits > bounds.DIGITS:
        raise ReadingError("too_large", N_("I only factor numbers of up to {limit} digits."), limit=str(bounds.DIGITS))
    heavy = digits > bounds.HEAVY_DIGITS
    return Task("factor_integer", (Number(str(value.numerator)),), None, found.source, found.backticks, heavy=heavy)
