"""Claims about solutions: "x = 2 or x = 3", "the roots are 2 and 3", "no solution"."""

import re

from maths.claims.claim import ANSWER, COPULA, DIGIT, PLAIN, SO, Claim
from maths.claims.lists import leftover, letter_pattern, set_inside, values_at, without_asides
from maths.claims.replies import ANSWER_WORD, CLOSE, OPEN, Segment
from maths.claims.targets import Target
from maths.claims.value_claims import whole
from maths.claims.values import Value
from maths.reading.letters import FUNCTIONS
from maths.tree import word_set

_CONNECTIVE = re.compile(
    r"\b(?:so|thus|therefore|hence|finally|then|we get|we have|gives|which means|also|daher|somit|damit|folglich"
    r"|donc)\b|∴|⇒|→"
    r"|\\(?:therefore|Rightarrow|implies)",
    re.IGNORECASE,
)
NONE = re.compile(
    r"\b(?:no|not any|keine?)\s+(?:real |reelle |such )?(?:solutions?|roots?|zeros|value of [a-z]|Lösung(?:en)?"
    r"|number)\b"
    r"|\\(?:emptyset|varnothing)|∅|\bempty set\b|\bcannot be solved\b|\bunsolvable\b|\bunlösbar\b|\bdoes(?:n't"
    r"| not) have"
    r" (?:a |any )?(?:real )?(?:solutions?|roots?)",
    re.IGNORECASE,
)
_NOT_NONE = re.compile(
    r"\b(?:other than|besides|except|apart from|(?:in|among) (?:the )?(?:integer|whole|rational|positive|negative"
    r"|natural)\w*)\b",
    re.IGNORECASE,
)
_EVERY = re.compile(
    r"\b(?:every|any|all)\s+(?:real |possible )?(?:numbers?|values?|x)\b|\binfinitely many\b|\balways true\b"
    r"|\bis an identity\b"
    r"|\\mathbb\s*\{?R|ℝ|\bunendlich viele\b|\balle reellen\b",
    re.IGNORECASE,
)
_OTHER_LETTER = re.compile(rf"(?:,|;|\band\b|\bund\b|{CLOSE}|\\\\quad|\s)[\s{OPEN}{CLOSE}]*[a-zA-Z]\s*=")
_REASON = re.compile(
    rf"[\s,.({OPEN}{CLOSE}]*(?:since|because|as|which|denn|weil|\bda\b|is the|are the|satisf\w+|solves?|makes?"
    rf"|works?)\b",
    re.IGNORECASE,
)
_HARMLESS = re.compile(
    r"\b(?:see|page|round\w*|nearest|decimal\w*|step|exercise|question|gerundet|Seite)\b", re.IGNORECASE
)
_LEADS = re.compile(
    rf"(?:^|[{OPEN}{CLOSE},;:.!(]|\\?\{{|(?<![A-Za-z\\])[A-Za-zäöüß]{{2,}}|⇒|→|=>|->|∴|&"
    r"|\\(?:Rightarrow|implies|therefore|quad|qquad|to|iff|Longrightarrow|boxed\{|lor|vee|;|,))[\s~]*$"
)
_LAST_WORD = re.compile(r"([A-Za-z]{2,})\s*$")
_NO_LEADS = frozenset([*FUNCTIONS, *word_set("plus minus times by let for when at where with from und of")])
_PARTIAL = re.compile(r"\b(?:one|first|second|another|other|part|next|erste|zweite|eine)\b", re.IGNORECASE)


def outcome(part: Segment) -> str | None:
    """Whether a sentence says that there is no solution, or that every number is one."""
    if part.text.rstrip().endswith("?") or re.search(r"\b(?:if|unless|when|suppose)\b", part.text, re.IGNORECASE):
        return None
    if (match := NONE.search(part.text)) and not _NOT_NONE.search(part.text[match.end() : match.end() + 40]):
        return "none"
    if _EVERY.search(part.text) and not part.idle:
        return "every"
    return None


def root_claim(part: Segment, place: int, target: Target, comma: bool, alone: bool) -> Claim | None:
    text = without_asides(part.text)
    strength = ANSWER if part.names_answer else SO if _CONNECTIVE.search(text) else PLAIN
    partial = bool(_PARTIAL.search(text))
    if target.is_other_equation(text, comma) or _answers_later(text, target):
        return Claim("unreadable", place, strength)
    if (values := roots_in(part.text, target, comma)) is not None:
        return Claim("values" if values else "unreadable", place, strength, values, partial)
    if values := _after_copula(text, target, comma):
        return Claim("values", place, ANSWER if part.names_answer else SO, values, partial)
    if alone and not re.search("[A-Za-z=<>≤≥]", text.replace("sqrt", "")) and (values := whole(text, target, comma)):
        return Claim("values", place, SO, values)
    stated = part.names_answer and (DIGIT.search(text) or OPEN in text) and COPULA.search(text)
    return Claim("unreadable", place, ANSWER) if stated else None


def _answers_later(text: str, target: Target) -> bool:
    """Whether the answer is announced only behind the last "x = …", as in "x = 1, so the answer is minus two"."""
    last = max(
        (m.end() for m in re.finditer(rf"{letter_pattern(target.letter)}\s*(?:=|≈|\\approx|\\in|∈)", text)),
        default=None,
    )
    if last is None:
        return False
    later = ANSWER_WORD.search(text, last)
    return bool(later and COPULA.search(text, later.end()))


def roots_in(text: str, target: Target, comma: bool) -> tuple[Value, ...] | None:
    r"""All values of "x = …" and "x \in {…}" in a text: None when there is none, () when the last cannot be read."""
    name = letter_pattern(target.letter)
    found: list[Value] = []
    pattern = re.compile(
        rf"(?<![A-Za-z\\\d^_]){name}\s*(?:=|(?=≈|\\approx)|(?P<set>\\in|∈))|(?:\\mathbb\s*\{{?[LS]\}}?|\b[LS])\s*=\s*(?=\\?(?:left)?\\?\{{)"
    )
    last: tuple[Value, ...] | None = None
    stated = False
    for match in list(pattern.finditer(text))[:40]:
        if not may_lead(text[: match.start()]):
            continue
        rest = text[match.end() :]
        if target.task.kind == "system" or target.others:
            rest = _OTHER_LETTER.split(rest)[0]
        if set_inside(_to_end_of_formula(rest)) is not None:
            rest = _to_end_of_formula(rest)
        elif match["set"]:
            continue
        stated = True
        last = values_at(rest, target.letter, comma)
        if last and _goes_on(rest, len(last), target):
            last = None
        found += [each for each in last or () if each not in found and target.task.variable not in each.letters]
    return None if not stated else tuple(found) if last is not None else ()


def _goes_on(rest: str, count: int, target: Target) -> bool:
    """Whether behind the values there is another number that nothing explains, as in "x = 1 of 3"."""
    rest = leftover(rest, count, target.letter)
    if _REASON.match(rest):
        return False
    rest = re.sub(rf"{letter_pattern(target.letter)}\s*(?:=|≈|\\approx).*", "", rest, flags=re.DOTALL)
    return bool(DIGIT.search(rest) and not _HARMLESS.search(rest))


def _to_end_of_formula(text: str) -> str:
    return text.split(CLOSE)[0] if CLOSE in text else text


def may_lead(before: str) -> bool:
    """Whether a letter after this text begins a statement, as in "so x" and unlike "3x" or "y + x"."""
    if not _LEADS.search(before[-40:]):
        return False
    word = _LAST_WORD.search(before[-40:])
    return not word or word[1].lower() not in _NO_LEADS


def _after_copula(text: str, target: Target, comma: bool) -> tuple[Value, ...] | None:
    """The values of "the solutions are 2 and 3"."""
    for match in list(COPULA.finditer(text))[:12]:
        if target.allows(text[: match.start()], comma):
            values = whole(text[match.end() :], target, comma)
            if values and not any(target.task.variable in each.letters for each in values):
                return values
    return None
