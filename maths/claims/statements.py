"""Claims whose answer is one sign of its own kind: a numeral in a base, a time of day, a ratio, a matrix."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from maths.claims.boxes import boxes, is_side, is_within, unboxed
from maths.claims.claim import ANSWER, BOXED, COPULA, PLAIN, SO, Claim
from maths.claims.replies import CLOSE, OPEN, Segment
from maths.claims.targets import Target
from maths.claims.values import Value, tree_of
from maths.reading.base_forms import BASE_NAMES
from maths.reading.matrix_tasks import MATRIX, matrix_of
from maths.reading.problems import ReadingError

_BASE_WORD = rf"(?:base\s?(?P<base>\d{{1,2}})|(?P<named>{'|'.join(BASE_NAMES)}))"
_NUMERAL = re.compile(
    rf"(?<![\w.,])(?P<sign>[-−]?)(?:0[bxo])?(?P<digits>[0-9]+(?: [0-9]{{4}})+|[0-9A-Fa-f]{{1,60}}|[0-9A-Za-z]{{2,60}})"
    rf"(?![0-9A-Za-z]|\.\d)(?:_\{{?(?P<below>\d{{1,2}})\}}?|(?P<small>[₀-₉]{{1,2}}))?"
    rf"(?:,?\s*\(?(?:in\s+)?{_BASE_WORD}\)?)?"
)
_TIME = re.compile(
    r"(?<![\w:.])(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?(?![\d:])\s?(?P<half>[ap]\.?\s?m\b\.?|o'clock\b)?"
    r"|\b(?P<word>noon|midnight)\b",
    re.IGNORECASE,
)
_PART = r"-?(?:\d+(?:[.,]\d+)?(?:/\d+)?|\\frac\{\d+\}\{\d+\})"
_RATIO = re.compile(rf"(?<![\d.:/]){_PART}(?:\s*(?::|\\colon|\bto\b)\s*{_PART})+(?![\d:/]|\.\d|,\d)")
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_CLAUSES = re.compile(
    r",\s*(?:and\s+)?(?:so|therefore|thus|hence|then|which means)\b|\band so\b|;(?!\s*-?\d)|:\s+(?=[A-Za-z(])"
    r"|,\s+(?=it is\b)|(?<=[a-z]{2}),\s+(?=the\b)",
    re.IGNORECASE,
)
_LINK = re.compile(rf"(?:=|{COPULA.pattern}|\bas\b|\bit is\b)\s*(?:about\s*)?$", re.IGNORECASE)
_END = re.compile(
    r"[\s.!)*✓✔✅🎉]*|\s*(?:on the (?:next|same) day|the (?:next|following) day|in the (?:morning|afternoon|evening)"
    r"|in (?:its )?(?:simplest|lowest) (?:form|terms))[\s.!]*",
    re.IGNORECASE,
)
_BASES = re.compile(r"(?:base\s?|_\{?)(\d{1,2})", re.IGNORECASE)
_BASE_MARK = re.compile(r"_\{?\d{1,2}\}?|[₀-₉]+|\bbase\s?\d{1,2}")
_NUMBERS = re.compile(r"\b[0-9][0-9a-z]*")
_SIGN = re.compile(r"[+*/×÷·^]|(?<=[\s\w])-(?=[\s\w])")
_SLOT = f" {OPEN}{CLOSE} "
_MOST_TOKENS = 40


@dataclass(frozen=True)
class _Sign:
    """How a sign of one kind is found, and how a claim of it is made; None where it is none after all."""

    pattern: re.Pattern
    read: Callable[[re.Match], Claim | None]


def _numeral(match: re.Match) -> Claim | None:
    digits = match["digits"].replace(" ", "").lower()
    if not re.search(r"\d", digits) and match["digits"] != match["digits"].upper() and len(digits) > 8:
        return None
    base = match["below"] or (match["small"] or "").translate(_SUBSCRIPTS) or match["base"] or ""
    base = base or str(BASE_NAMES.get((match["named"] or "").lower(), ""))
    return Claim("numeral", 0, PLAIN, word=f"{'-' if match['sign'] else ''}{digits}_{base}")


def _time(match: re.Match) -> Claim | None:
    if match["word"]:
        return Claim("time", 0, PLAIN, word="12:00 PM" if match["word"].lower() == "noon" else "12:00 AM")
    if not match["minute"] and not match["half"]:
        return None
    half = {"a": " AM", "p": " PM"}.get((match["half"] or " ")[0].lower(), "")
    return Claim("time", 0, PLAIN, word=f"{int(match['hour'])}:{match['minute'] or '00'}{half}")


def _ratio(match: re.Match) -> Claim | None:
    trees = [tree_of(each) for each in re.split(r"\s*(?::|\\colon|\bto\b)\s*", match[0])]
    return None if None in trees else Claim("ratio", 0, PLAIN, tuple(Value((each,), (False,)) for each in trees))


def _matrix(match: re.Match) -> Claim | None:
    try:
        return Claim("matrix", 0, PLAIN, (Value((matrix_of(match[0]),), (False,)),))
    except ReadingError:
        return None


_SIGNS = {
    "numeral": _Sign(_NUMERAL, _numeral),
    "time": _Sign(_TIME, _time),
    "ratio": _Sign(_RATIO, _ratio),
    "matrix": _Sign(MATRIX, _matrix),
}


SIGNED = frozenset(_SIGNS)


def statement_claim(part: Segment, place: int, target: Target, comma: bool, alone: bool) -> Claim | None:
    """The claim of a sentence that ends with such a sign, if what stands before it is what was asked about."""
    boxed = boxes(part.text)
    if boxed and not is_side(part.text):
        inside = None if len(boxed) > 1 or is_within(part.text) else _whole(_plain(boxed[0]), target)
        return replace(inside, place=place, strength=BOXED) if inside else Claim("unreadable", place, BOXED)
    text = _CLAUSES.split(_plain(unboxed(part.text)))[-1].strip()
    if found := _whole(text, target):
        return replace(found, place=place, strength=SO if alone or part.names_answer else PLAIN)
    found = _stated(text, target)
    if found:
        return replace(found, place=place, strength=ANSWER if found.kind != "unreadable" or boxed else found.strength)
    return Claim("unreadable", place, ANSWER) if part.names_answer and re.search(r"\d", part.text) else None


def signs_in(text: str, shape: str) -> list[Claim]:
    """All signs of a text, as claims of nothing yet."""
    sign = _SIGNS[shape]
    return [found for match in list(sign.pattern.finditer(_plain(text)))[:_MOST_TOKENS] if (found := sign.read(match))]


def without_signs(text: str, target: Target, chosen: Claim) -> str:
    """The text without its signs; of numerals, which look like numbers, without the claimed one."""
    plain = _plain(text)
    if target.shape == "numeral":
        digits = re.escape(chosen.word.partition("_")[0].lstrip("-"))
        written = rf"(?<!\w)(?:0[bxo])?{digits}(?![0-9A-Za-z])(?:_\{{?\d+\}}?)?"
        return re.sub(written, _SLOT, plain, flags=re.IGNORECASE)
    sign = _SIGNS[target.shape]
    return sign.pattern.sub(lambda match: _SLOT if sign.read(match) else match[0], plain)


def _plain(text: str) -> str:
    text = text.replace(OPEN, " ").replace(CLOSE, " ").replace("−", "-")
    text = re.sub(r"\\(?:mathrm|text|mathtt|textbf)\s?\{([^{}]*)\}", r"\1", text)
    text = re.sub(r"\\(?:left|right)(?![a-z])|\\[,;: ]|`", " ", text)
    text = re.sub(r"\(([-\w]+)\)(?=\s*(?:_|[₀-₉]))", r"\1", text)
    return re.sub(r"\s+", " ", text).strip()


def _whole(text: str, target: Target) -> Claim | None:
    """The claim of a text that is nothing but the sign."""
    sign = _SIGNS[target.shape]
    bare = text.strip(" .!*$")
    match = sign.pattern.fullmatch(bare) or sign.pattern.fullmatch(bare + ".")
    return sign.read(match) if match else None


def _stated(text: str, target: Target) -> Claim | None:
    """The claim behind the last "is" or "=" of a text; unreadable where something stands behind that."""
    sign = _SIGNS[target.shape]
    found = [match for match in list(sign.pattern.finditer(text))[-_MOST_TOKENS:] if sign.read(match)]
    for match in reversed(found):
        before = text[: match.start()]
        link = _LINK.search(before)
        if not link:
            continue
        if not _is_asked(before[: link.start()], target):
            return None
        if not _END.fullmatch(text[match.end() :]):
            return Claim("unreadable", 0, ANSWER)
        return sign.read(match)
    return None


def _is_asked(subject: str, target: Target) -> bool:
    """Whether the words before "is" name what was asked, or the answer; of a chain of equations its first side."""
    first = subject.split("=")[0].strip(" ,")
    if target.reads_as(first):
        return True
    bases = {int(each) for each in _BASES.findall(first)}
    bare, asked = (_BASE_MARK.sub(" ", each.lower()) for each in (first, target.question))
    told, wanted = _NUMBERS.findall(bare), _NUMBERS.findall(asked)
    if target.shape == "time":
        told, wanted = sorted(told), sorted(wanted)
    if told and (target.shape == "matrix" or told != wanted):
        return False
    if bases - target.bases or set(_SIGN.findall(bare)) - target.signs:
        return False
    return target.knows(re.sub(r"\\[A-Za-z]+", " ", first))
