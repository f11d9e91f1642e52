"""Formulas as the forms of questions find them: their text, their tree, and what is refused in any kind of question."""

import re
from dataclasses import dataclass

from maths.notation import latex
from maths.phrases import N_
from maths.reading.magnitude import check_size, exact_value
from maths.reading.parser import parse
from maths.reading.problems import ReadingError, quoted
from maths.reading.spoken import in_digits
from maths.reading.words import Span, span_of, unmark
from maths.tree import Apply, Node, apply, is_name, names, walk

_NOUNS = re.compile(
    r"(?:(?:this|the|an?|my|these)\s+)?"
    r"(?:(?:following|given|linear|quadratic|algebraic|simple|whole|math|mathematical)\s+)*"
    r"(?:equations?|expressions?|functions?|polynomials?|numbers?|terms?|formulas?|trinomials?|binomials?"
    r"|fractions?|parabola|line|curve|graph|problem|"
    r"question|integer|quadratic)(?![A-Za-z])\s*:?\s*|(?:this|these|that)(?: one)?(?![A-Za-z])\s*:?\s*",
    re.IGNORECASE,
)
_WORD_OPERATORS = (
    (
        re.compile(r"\b(?:the )?log(?:arithm)?(?: to)?(?: the)? base (\d+|[a-z])(?: of)?\s+", re.IGNORECASE),
        r"log_{\1} ",
    ),
    (
        re.compile(r"\b(?:the )?log(?:arithm)?(?: to)?(?: the)? base (\d+|[a-z])(?: of)?\s*(?=\()", re.IGNORECASE),
        r"log_{\1}",
    ),
    (re.compile(r"\blog(\d+)(?=\()", re.IGNORECASE), r"log_{\1}"),
    (re.compile(r"\b(?:the )?natural log(?:arithm)?(?: of)?\s+", re.IGNORECASE), "ln "),
    (re.compile(r"\b(?:inverse|arc) ?(sin|cos|tan)e?(?:gent)?(?: of)?(?=[\s(])", re.IGNORECASE), r"arc\1 "),
    (re.compile(r"\b(?:is )?equals?(?: to)?\b|\bis equal to\b", re.IGNORECASE), "="),
    (re.compile(r"\bdivided by\b", re.IGNORECASE), " / "),
    (re.compile(r"\b(?:multiplied by|times)\b", re.IGNORECASE), " * "),
    (re.compile(r"(?<!\\)\bplus\b", re.IGNORECASE), " + "),
    (re.compile(r"(?<!\\)\bminus\b", re.IGNORECASE), " - "),
    (re.compile(r"\bto the power (?:of )?(-?\d+(?:/\d+)?)(?![\d.])", re.IGNORECASE), r"^(\1)"),
    (re.compile(r"\bto the power (?:of )?", re.IGNORECASE), " ^ "),
    (re.compile(r"\s*\bsquared\b", re.IGNORECASE), "^2 "),
    (re.compile(r"\s*\bcubed\b", re.IGNORECASE), "^3 "),
    (re.compile(r"\s*\b(?:percent|per cent|pct)\b", re.IGNORECASE), "% "),
    (re.compile(r"\s*\bdegrees\b", re.IGNORECASE), "° "),
)
_NAMED_VALUE = re.compile(r"(?:[a-zA-Z]|[a-zA-Z]\s*\(\s*(?P<inside>[a-zA-Z])\s*\))\s*=(?P<rest>[^=]+)", re.DOTALL)
ANGLE_FUNCTIONS = frozenset(["sin", "cos", "tan", "sec", "csc", "cot"])


@dataclass(frozen=True)
class Formula:
    """A parsed formula, how the student wrote it, and whether in backticks."""

    tree: Node
    source: str
    backticks: bool


@dataclass(frozen=True)
class Pieces:
    """The texts that a form caught by name, and the delimited formulas of the question."""

    groups: dict[str, str | None]
    spans: list[Span]

    def raw(self, name: str = "f") -> tuple[str, bool]:
        """The text of a group without its nouns, and whether it stood in backticks."""
        text = (self.groups.get(name) or "").strip().rstrip(",;:? ").strip()
        noun = _NOUNS.match(text)
        if noun and noun.end() < len(text):
            text = text[noun.end() :]
        if span := span_of(text, self.spans):
            return span.text, span.backticks
        return unmark(text, self.spans) if any("\ue000" <= each <= "\ue0ff" for each in text) else text, False

    def formula(self, name: str = "f") -> Formula:
        """The parsed formula of a group."""
        text, backticks = self.raw(name)
        return formula_of(text, backticks)

    def letter(self, name: str = "v") -> str | None:
        """The letter of a group, None if the group is absent."""
        if not self.groups.get(name):
            return None
        text = self.raw(name)[0].strip()
        text = text.removeprefix("\\")
        if not is_name(text):
            raise ReadingError("unreadable", N_("I do not understand {text} here."), text=quoted(text))
        return text


def formula_of(text: str, backticks: bool = False, functions: frozenset[str] = frozenset()) -> Formula:
    """Parse and check one formula; `functions` are the letters that stand for functions."""
    written = in_digits(text)
    for pattern, symbol in _WORD_OPERATORS:
        written = pattern.sub(symbol, written)
    tree = parse(written, functions)
    check_size(tree)
    _refuse_ambiguous_percent(tree)
    _refuse_bare_angles(tree)
    return Formula(tree, text, backticks)


def _refuse_ambiguous_percent(tree: Node) -> None:
    for node in walk(tree):
        if isinstance(node, Apply) and node.head == "sum":
            bare = [is_percent(each) for each in node.arguments]
            if any(bare) and not all(bare):
                raise ReadingError(
                    "ambiguous",
                    N_("I am not sure what that percentage is a part of. Please ask for instance {first} or {second}."),
                    first="`increase 80 by 5%`",
                    second="`5% of 80`",
                )


def is_percent(node: Node) -> bool:
    if isinstance(node, Apply) and node.head in {"subtract", "negate"}:
        return is_percent(node.arguments[0])
    return isinstance(node, Apply) and node.head == "percent"


def _refuse_bare_angles(tree: Node) -> None:
    """Refuse sin(30): degrees in one classroom, radians in the next."""
    for node in walk(tree):
        if isinstance(node, Apply) and node.head in ANGLE_FUNCTIONS:
            value = None if names(node) else exact_value(node.arguments[0])
            if value and not any(isinstance(each, Apply) and each.head == "degrees" for each in walk(node)):
                inside = node.arguments[0]
                raise ReadingError(
                    "ambiguous",
                    N_(
                        "I am not sure whether you mean degrees or radians. Please write {first}, or radians "
                        "as a multiple of π."
                    ),
                    first=rf"\({latex(apply(node.head, apply('degrees', inside)))}\)",
                )


def without_name(text: str) -> str:
    """x^2 out of "y = x^2" or "f(x) = x^2"."""
    match = _NAMED_VALUE.fullmatch(text.strip())
    if not match:
        return text
    letter = text.strip()[0]
    inside, rest = match["inside"], match["rest"]
    if letter == "x" and "y" in rest:
        return text
    alone = not re.search(rf"(?<![A-Za-z]){letter}(?![A-Za-z])", rest)
    return rest if alone and (inside is None or inside in rest or not re.search("[a-zA-Z]", rest)) else text


def expression(pieces: Pieces, name: str = "f", named: bool = False) -> Formula:
    """A formula that is no equation; with `named` an equation y = … or f(x) = … stands for its right side."""
    text, backticks = pieces.raw(name)
    found = formula_of(without_name(text) if named else text, backticks)
    if isinstance(found.tree, Apply) and found.tree.head == "equals":
        raise ReadingError("unsupported", N_("I expected an expression there, not an equation."))
    return Formula(found.tree, text, backticks)


def number(pieces: Pieces, name: str = "f") -> Formula:
    """A formula without letters."""
    found = expression(pieces, name)
    refuse_letters(found.tree)
    return found


def refuse_letters(tree: Node) -> None:
    if letters := names(tree):
        raise ReadingError(
            "unsupported",
            N_(
                "There is the letter {letter} in it. Tell me what to do with it, for instance simplify, "
                "expand, factor or solve."
            ),
            letter=quoted(min(letters)),
        )
