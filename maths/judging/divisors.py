"""What a reply says about the divisors of a number to explain a yes or no: each statement is tried."""

import re

import sympy

from maths.claims.replies import CLOSE, OPEN

_LIST = r"(?P<list>\d{1,12}(?:(?:,\s*(?:and |or |nor )?|\s+(?:and|or|nor)\s+)\d{1,12})*)"
_DIVISIBLE = re.compile(
    rf"\b(?:(?P<number>\d{{1,12}})\s+)?(?:(?:is|it's|it)\s+)?(?P<not>(?:not|n't|isn't)\s+)?(?:evenly )?divisible by "
    rf"(?:either )?{_LIST}",
    re.IGNORECASE,
)
_DIVIDES = re.compile(
    r"\b(?P<by>\d{1,12}) (?P<not>does not divide|doesn't divide|divides)(?: evenly)?(?: into)?"
    r"(?: (?P<number>\d{1,12})| it)?(?: evenly)?\b",
    re.IGNORECASE,
)
_FACTOR = re.compile(
    r"\b(?P<by>\d{1,12}) is (?P<not>not )?an?(?: proper)? (?:factor|divisor) of (?P<number>\d{1,12}|it)\b",
    re.IGNORECASE,
)
_PARITY = re.compile(
    r"\b(?:(?P<number>\d{1,12}|it) is |it's )(?P<not>not )?(?:an )?(?P<word>even|odd)\b(?: number)?", re.IGNORECASE
)
_PRIME = re.compile(
    r"\b(?P<number>\d{1,12}) (?P<is>is not|isn't|is)(?: an?)? (?P<word>prime|composite)\b(?: number)?",
    re.IGNORECASE,
)
_PRODUCT = re.compile(r"(?<![\d.])\d{1,12}(?:\s*(?:[·×*]|\\cdot|\\times)\s*\d{1,12})+(?!\s*[\d=+*/·×^-]|\.\d)")
_REMAINDER = re.compile(
    r"\b(?:remainder(?: (?:is|of|=))?|leaves(?: a remainder(?: of)?)?|leaving)\s+(?P<rest>\d{1,12})\b"
    r"|\b(?P<rest2>\d{1,12}) (?:left over|remains)\b",
    re.IGNORECASE,
)
_DIVIDED = re.compile(
    r"\b(?P<number>\d{1,12}) (?:divided by|÷|/) (?P<by>\d{1,12})(?: (?:is|=|gives) (?P<quotient>\d{1,12}))?",
    re.IGNORECASE,
)


def explained(text: str, number: int, divisor: int | None) -> str | None:
    """The text without its statements about divisors of the number, None if one of them is false.

    divisor: of which a remainder is told, None where no division was asked for.
    """
    text = " ".join(re.sub(f"[{OPEN}{CLOSE}]|\\\\[(),; ]", " ", text).split())
    for pattern, holds in (
        (_DIVISIBLE, _divides_all),
        (_DIVIDES, _divides),
        (_FACTOR, _divides),
        (_PARITY, _is_parity),
        (_PRIME, _is_primality),
        (_DIVIDED, _is_division),
        (_REMAINDER, _is_remainder),
        (_PRODUCT, _is_product),
    ):
        for match in pattern.finditer(text):
            if not holds(match, number, divisor):
                return None
        text = pattern.sub(" ", text)
    return text


def _about(match: re.Match, number: int) -> bool:
    return (match["number"] or str(number)) in {str(number), "it"}


def _divides_all(match: re.Match, number: int, divisor: int | None) -> bool:
    told = [int(each) for each in re.findall(r"\d+", match["list"])]
    return _about(match, number) and all(each and (number % each == 0) != bool(match["not"]) for each in told)


def _divides(match: re.Match, number: int, divisor: int | None) -> bool:
    by, negated = int(match["by"]), "not" in (match["not"] or "") or "n't" in (match["not"] or "")
    return _about(match, number) and by != 0 and (number % by == 0) != negated


def _is_parity(match: re.Match, number: int, divisor: int | None) -> bool:
    return _about(match, number) and (number % 2 == 0) == ((match["word"].lower() == "even") != bool(match["not"]))


def _is_primality(match: re.Match, number: int, divisor: int | None) -> bool:
    told = int(match["number"])
    says_prime = (match["word"].lower() == "prime") == (match["is"].lower() == "is")
    return told > 1 and bool(sympy.isprime(told)) == says_prime


def _is_division(match: re.Match, number: int, divisor: int | None) -> bool:
    told = int(match["quotient"]) if match["quotient"] else None
    return _about(match, number) and int(match["by"]) == divisor and told in {None, number // divisor}


def _is_remainder(match: re.Match, number: int, divisor: int | None) -> bool:
    return divisor is not None and int(match["rest"] or match["rest2"]) == number % divisor


def _is_product(match: re.Match, number: int, divisor: int | None) -> bool:
    factors = [int(each) for each in re.findall(r"\d+", match[0])]
    return sympy.prod(factors) == number and 1 not in factors
