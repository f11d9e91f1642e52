"""Sequences: the next terms, the rule, a term far away."""

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.formulas import Pieces
from maths.reading.number_lists import numbers_of
from maths.reading.number_words import COUNT, ORDINAL, count_of, ordinal_of
from maths.reading.problems import ReadingError
from maths.reading.tasks import Task
from maths.reading.wordings import ASK, Form, form
from maths.tree import Node


def _terms(pieces: Pieces) -> tuple[Node, ...]:
    found = numbers_of(pieces, fewest=3)
    if any(len(each.source) > bounds.TERM_LENGTH for each in found):
        raise ReadingError("too_large", N_("I only do that with up to {limit} digits."), limit=str(bounds.TERM_LENGTH))
    return tuple(each.tree for each in found)


def next_terms(pieces: Pieces) -> Task:
    """The next term, or the next few."""
    count = count_of(pieces.groups.get("n") or "1")
    if not count or count > bounds.NEXT_TERMS:
        raise ReadingError("too_large", N_("I write down at most {limit} terms."), limit=str(bounds.NEXT_TERMS))
    return Task("next_term", _terms(pieces), source=pieces.raw()[0], details=(str(count),))


def rule(pieces: Pieces) -> Task:
    """The term with any number, as a formula in a letter."""
    letter = (pieces.groups.get("v") or "n").strip()
    return Task("nth_term", _terms(pieces), letter, pieces.raw()[0])


def far_term(pieces: Pieces) -> Task:
    """The term with a given number."""
    index = ordinal_of(pieces.groups.get("k") or "") or count_of(pieces.groups.get("n") or "")
    if not index or index > bounds.TERM_INDEX:
        raise ReadingError("too_large", N_("I compute terms up to number {limit}."), limit=str(bounds.TERM_INDEX))
    return Task("nth_term", _terms(pieces), "n", pieces.raw()[0], details=(str(index),))


_SEQUENCE = (
    r"(?:the |this |these |a )?(?:following )?(?:arithmetic |geometric |quadratic |linear |number |given )?"
    r"(?:sequence|series|pattern|progression|numbers|terms|list)?"
)
_OF = rf"\s*(?:,|:|\?|in|of|for|after)?\s*(?:{_SEQUENCE})?\s*[:,]?\s*"
_LIST = r"(?P<f>[^=a-z]+(?:and [^=a-z]+)?)"
_NEXT = rf"next(?: (?P<n>{COUNT})(?!\d|\s*,))?(?: (?:terms?|numbers?|values?|elements?|ones?))?"
_COMING = r"(?:comes(?: next| after)?|follows|(?:is|goes|should come|would come)(?: the)? next)"
_COMES = rf"(?:what|which)(?: number| term)? {_COMING}"
_TERM = r"(?:term|number|element|value)"
_RULE = (
    rf"(?:(?P<v>[a-z])(?:'|-|\s)?th {_TERM}(?: rule| formula)?|general {_TERM}|(?:rule|formula|expression)"
    rf"(?: for the (?P<v1>[a-z])(?:'|-)?th {_TERM})?)"
)

SEQUENCE_FORMS: tuple[Form, ...] = (
    form(rf"{ASK}(?:the )?{_NEXT}{_OF}{_LIST}", next_terms),
    form(rf"{_COMES}{_OF}{_LIST}", next_terms),
    form(rf"(?:continue|complete|extend)\s*{_SEQUENCE}\s*[:,]?\s*{_LIST}", next_terms),
    form(rf"{_SEQUENCE}\s*{_LIST}{_COMES}", next_terms),
    form(rf"{_SEQUENCE}\s*{_LIST}{ASK}(?:the )?{_NEXT}", next_terms),
    form(rf"{_LIST},?\s*_+", next_terms),
    form(rf"{ASK}(?:the |a )?{_RULE}{_OF}{_LIST}", rule),
    form(rf"{_SEQUENCE}\s*{_LIST}{ASK}(?:the )?{_RULE}", rule),
    form(rf"{ASK}(?:the )?(?P<k>{ORDINAL}) {_TERM}{_OF}{_LIST}", far_term),
    form(rf"{ASK}term (?:number )?(?P<n>\d{{1,3}}){_OF}{_LIST}", far_term),
    form(rf"{_SEQUENCE}\s*{_LIST}{ASK}(?:the )?(?P<k>{ORDINAL}) {_TERM}", far_term),
)
