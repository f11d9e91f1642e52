"""Lists of whole numbers: primes in a range, common factors and multiples, how many factors there are, digits."""

import re

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.formulas import Pieces
from maths.reading.magnitude import exact_value
from maths.reading.number_lists import numbers_of, whole_group
from maths.reading.problems import ReadingError
from maths.reading.tasks import Task
from maths.reading.wordings import ASK, LIST, NUMBER, THE, Form, form
from maths.tree import integer

_LARGEST = 10_000
_MOST = 1_000
_A, _B = rf"(?P<a>{NUMBER})", rf"(?P<b>{NUMBER})"
_F = rf"(?:the number )?(?P<f>{NUMBER}(?:,\d{{3}})*)"
_LIST_ALL = rf"(?:(?:list|name|write down|show|give|{ASK})\s*(?:me )?(?:all )?(?:of )?(?:the )?)"
_PRIMES = r"primes?(?: numbers?)?"
_FACTORS = r"(?:positive |whole |different )?(?:factors|divisors)"


def primes(pieces: Pieces) -> Task:
    """The primes from one number to another, both included where they are prime."""
    low = whole_group(pieces, "a") if pieces.groups.get("a") else 2
    high = whole_group(pieces, "b")
    strict = "strict" if (pieces.groups.get("less") or "").strip() else "both"
    if not 0 <= low <= high or high > _LARGEST or high - low > _MOST:
        raise ReadingError("too_large", N_("I list primes up to {limit}, within 1,000 numbers."), limit=f"{_LARGEST:,}")
    return Task("integer_list", (integer(low), integer(high)), details=("primes", strict))


def next_prime(pieces: Pieces) -> Task:
    value = whole_group(pieces, "f")
    if not 0 <= value <= 10**6:
        raise ReadingError("too_large", N_("I only do that up to {limit}."), limit="1,000,000")
    return Task("integer_list", (integer(value),), details=("next_prime",))


def factor_count(pieces: Pieces) -> Task:
    value = whole_group(pieces, "f")
    if not 1 <= value < 10**bounds.FACTORS_DIGITS:
        raise ReadingError(
            "too_large", N_("I only do that with up to {limit} digits."), limit=str(bounds.FACTORS_DIGITS)
        )
    return Task("integer_list", (integer(value),), details=("factor_count",))


def common(kind: str):
    """A builder for the common factors of some numbers, or their first common multiples."""

    def build(pieces: Pieces) -> Task:
        values = [exact_value(each.tree) for each in numbers_of(pieces)]
        if any(each.denominator != 1 or not 1 <= each <= 10**6 for each in values):
            raise ReadingError("unsupported", N_("I can only do that with whole numbers from 1 to 1,000,000."))
        return Task("integer_list", tuple(integer(int(each)) for each in values), details=(kind,))

    return build


def place_values(pieces: Pieces) -> Task:
    """345 as 300 + 40 + 5."""
    value = whole_group(pieces, "f")
    if not 10 <= value < 10**12:
        raise ReadingError("unsupported", N_("I can only do that with whole numbers."))
    return Task("integer_list", (integer(value),), details=("place_values",))


def digit_sum(pieces: Pieces) -> Task:
    text = re.sub(r"[\s,]", "", pieces.raw()[0])
    if not text.isascii() or not text.isdigit() or len(text) > bounds.DIGITS:
        raise ReadingError("unsupported", N_("I can only do that with whole numbers."))
    return Task("integer_list", (integer(int(text)),), details=("digit_sum",))


INTEGER_LIST_FORMS: tuple[Form, ...] = (
    form(rf"(?:write|express|put|give) {_F} in (?:its )?expanded (?:form|notation)", place_values),
    form(rf"{ASK}{THE}expanded (?:form|notation) of {_F}", place_values),
    form(rf"{_LIST_ALL}{_PRIMES} (?:between|from) {_A} (?:and|to) {_B}", primes),
    form(
        rf"(?:what|which) (?:numbers )?(?:are )?(?:the )?{_PRIMES} (?:are |is )?(?:there )?(?:between|from) {_A} "
        rf"(?:and|to) {_B}",
        primes,
    ),
    form(rf"{_LIST_ALL}{_PRIMES} (?:up to|until|till|(?P<less>less than|below|under|smaller than)) {_B}", primes),
    form(
        rf"{ASK}{THE}(?:next|first) prime(?: number)? (?:after|greater than|larger than|bigger than|following) {_F}",
        next_prime,
    ),
    form(rf"how many {_FACTORS} (?:does|do|has|have) {_F}(?: have| has)?", factor_count),
    form(rf"how many {_FACTORS} (?:are there |are )?(?:of|for) {_F}", factor_count),
    form(rf"{ASK}{THE}number of {_FACTORS} (?:of|for) {_F}", factor_count),
    form(rf"{_LIST_ALL}common {_FACTORS} of {LIST}", common("common_factors")),
    form(rf"{_LIST_ALL}(?:first )?(?:few )?common multiples of {LIST}", common("common_multiples")),
    form(rf"{ASK}{THE}(?:sum of (?:the |all )*digits|digit sum|cross sum) (?:of|in) {_F}", digit_sum),
)
