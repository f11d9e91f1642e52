"""Numbers in other bases: how they are written, converted, added and subtracted."""

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.formulas import Pieces
from maths.reading.number_words import COUNT, count_of
from maths.reading.problems import ReadingError, quoted
from maths.reading.tasks import Task
from maths.reading.wordings import ASK, Form, form
from maths.tree import integer

BASE_NAMES = {"binary": 2, "ternary": 3, "octal": 8, "decimal": 10, "denary": 10, "hexadecimal": 16, "hex": 16}
_PREFIXES = {"0b": 2, "0o": 8, "0x": 16}
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_WORD = rf"(?:base[-\s]?{COUNT}|{'|'.join(BASE_NAMES)})"
_DIGITS = r"-?(?:0[box])?[0-9a-z]+"
_SUB = r"(?:_\{?(?P<{0}s>\d\d?)\}?|(?P<{0}u>[₀-₉]{{1,2}}))"


def _base(name: str) -> str:
    return rf"(?:an? |the )?(?P<{name}>{_WORD})(?: (?:numbers?|numerals?|form|notation|system|digits?))?"


def _numeral(name: str) -> str:
    """A numeral, perhaps with its base behind it: 1011 (base 2), 1011_2, 1011₂; or before it: binary 1011."""
    sub = _SUB.replace("{0}", name).replace("{{", "{").replace("}}", "}")
    behind = rf"(?:\s*\(\s*(?:in )?(?P<{name}b>{_WORD})\s*\)|\s+(?:in )?(?P<{name}c>{_WORD})|{sub})"
    return rf"(?:(?:the )?(?P<{name}d>{_WORD})(?: numbers?)? )?(?P<{name}>{_DIGITS}){behind}?"


def base_of(text: str) -> int:
    """The base that a name or "base 7" means."""
    words = text.lower().strip()
    base = BASE_NAMES.get(words) or count_of(words.removeprefix("base").strip(" -"))
    if base is None or not 2 <= base <= 36:
        raise ReadingError("unsupported", N_("I know the bases from {low} to {high}."), low="2", high="36")
    return base


def value_in(digits: str, base: int) -> int:
    """The value of a numeral in a base; raises ReadingError for a digit that the base does not have."""
    sign, body = (-1, digits[1:]) if digits.startswith("-") else (1, digits)
    body = body.lower()
    if base in _PREFIXES.values() and _PREFIXES.get(body[:2]) == base:
        body = body[2:]
    wrong = [each for each in body if int(each, 36) >= base]
    if wrong:
        raise ReadingError(
            "unsupported",
            N_("There is no digit {digit} in base {base}."),
            digit=quoted(wrong[0]),
            base=str(base),
        )
    if not body or len(body) > bounds.DIGITS:
        raise ReadingError("too_large", N_("I only do that with up to {limit} digits."), limit=str(bounds.DIGITS))
    return sign * int(body, base)


def _given_base(pieces: Pieces, name: str) -> int | None:
    """The base that is written at a numeral, None if there is none."""
    groups = pieces.groups
    texts = [groups.get(name + each) for each in "bcdsu"]
    found = {
        base_of(f"base {each.translate(_SUBSCRIPTS)}" if each[0] in "0123456789₀₁₂₃₄₅₆₇₈₉" else each)
        for each in texts
        if each
    }
    prefix = _PREFIXES.get((groups[name] or "").lower().lstrip("-")[:2])
    found |= {prefix} if prefix and not found else set()
    if len(found) > 1:
        raise ReadingError("ambiguous", N_("I am not sure in which base that number is written."))
    return found.pop() if found else None


def conversion(pieces: Pieces) -> Task:
    """A numeral from one base into another; without a base it is decimal, unless that would be no question."""
    given = _given_base(pieces, "a")
    source = base_of(pieces.groups["from"]) if pieces.groups.get("from") else given
    target = base_of(pieces.groups["to"])
    if given and source != given:
        raise ReadingError("ambiguous", N_("I am not sure in which base that number is written."))
    if source is None:
        if target == 10:
            raise ReadingError(
                "ambiguous",
                N_("In which base is that number written? Please ask for instance {example}."),
                example="`1011 (base 2) to decimal`",
            )
        source = 10
    value = value_in(pieces.groups["a"], source)
    return Task("base", (integer(value),), source=pieces.groups["a"], details=(str(source), str(target)))


def base_sum(pieces: Pieces) -> Task:
    """A sum or difference of two numerals in the same base."""
    stated = pieces.groups.get("base")
    bases = {base_of(stated)} if stated else {_given_base(pieces, name) for name in "ab"}
    if bases == {None}:
        raise ReadingError("unreadable", N_("I do not understand {text} here."), text=quoted(pieces.groups["a"]))
    if len(bases) != 1 or None in bases:
        raise ReadingError("ambiguous", N_("I am not sure in which base those numbers are written."))
    base = bases.pop()
    first, second = (value_in(pieces.groups[name], base) for name in "ab")
    operation = {"+": "plus", "plus": "plus", "and": "plus"}.get(pieces.groups["op"].lower(), "minus")
    return Task(
        "base_sum", (integer(first), integer(second)), source=pieces.groups["a"], details=(str(base), operation)
    )


def ambiguous_sum(pieces: Pieces) -> Task:
    """ "101 + 11 in binary": the numbers may be binary already, or only their sum is to be."""
    raise ReadingError(
        "ambiguous",
        N_(
            "I am not sure whether those numbers are written in base {base} already. Please ask for instance {example}."
        ),
        base=str(base_of(pieces.groups["base"])),
        example=f"`in base {base_of(pieces.groups['base'])}, what is 101 + 11`",
    )


_OP = r"(?P<op>\+|-|−|plus|minus)"
_CALC = r"(?:what is|what's|whats|calculate|compute|work out|find|evaluate|add|subtract)?\s*"
_WRITE = r"(?:convert|change|write|express|turn|translate|put|represent)"
_TO = r"(?:in(?:to)?|to|as(?: an?)?|->|→)"

BASE_FORMS: tuple[Form, ...] = (
    form(rf"(?:in|using) {_base('base')}\s*[,:]?\s*{_CALC}(?P<a>-?[0-9a-z]+)\s*{_OP}\s*(?P<b>-?[0-9a-z]+)", base_sum),
    form(rf"{_CALC}{_numeral('a')}\s*{_OP}\s*{_numeral('b')}", base_sum),
    form(rf"add (?:the )?(?P<base>{_WORD}) numbers:? (?P<a>[0-9a-f]+) (?P<op>and) (?P<b>[0-9a-f]+)", base_sum),
    form(rf"add (?P<a>[0-9a-f]+) (?P<op>and|to|plus) (?P<b>[0-9a-f]+),? in {_base('base')}", ambiguous_sum),
    form(rf"{_CALC}(?P<a>-?\d+)\s*{_OP}\s*(?P<b>-?\d+),? in {_base('base')}", ambiguous_sum),
    form(
        rf"{ASK}{_WRITE}?\s*{_numeral('a')}\s+from {_base('from')}\s*{_TO} {_base('to')}",
        conversion,
    ),
    form(
        rf"(?:convert |change )?(?:from )?{_base('from')} {_TO} {_base('to')}\s*:?\s*(?P<a>{_DIGITS})",
        conversion,
    ),
    form(
        rf"{ASK}{_WRITE}?\s*{_numeral('a')}\s*{_TO} {_base('to')}",
        conversion,
    ),
    form(
        rf"(?:what is |what's )?(?:the )?(?P<to>{_WORD}) "
        rf"(?:(?:form|value|representation|equivalent|notation) of|for|of) {_numeral('a')}",
        conversion,
    ),
)
