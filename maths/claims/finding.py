"""Finds in a reply what it claims to be the answer: the claims, each with how surely it is meant as one."""

import re
from dataclasses import dataclass, replace

from maths.claims.lists import letter_pattern, math_start, set_inside, values_at, without_asides
from maths.claims.replies import ANSWER_WORD, CLOSE, OPEN, Segment, segments
from maths.claims.targets import Target
from maths.claims.values import Value, has_decimal_comma, value_of
from maths.reading.letters import FUNCTIONS

BOXED, ANSWER, SO, PLAIN = 4, 3, 2, 1
_MOST_CLAIMS = 200

_BOX = re.compile(r"\\(?:boxed|fbox)\s*\{")
_BOX_NAME = re.compile(r"\\(?:boxed|fbox)(?![a-z])")
_BOX_OF_EQUATION = re.compile(r"=\s*\\(?:boxed|fbox)\s*\{")
_MODIFIERS = frozenset(
    [
        "times",
        "of",
        "plus",
        "minus",
        "by",
        "half",
        "twice",
        "double",
        "negative",
        "square",
        "reciprocal",
        "than",
        "over",
    ]
)
_CONNECTIVE = re.compile(
    r"\b(?:so|thus|therefore|hence|finally|then|we get|we have|gives|which means|also|daher|somit|damit|folglich|donc)\b|∴|⇒|→"
    r"|\\(?:therefore|Rightarrow|implies)",
    re.IGNORECASE,
)
_COPULA = re.compile(
    r"\s*(?:\b(?:is|are|equals?|is equal to|gives|yields|becomes|simplifies to|expands to|factors (?:as|to|into)|comes (?:out )?to"
    r"|works out to|evaluates to|turns out to be|must be|ist|sind|lautet|lauten|beträgt|ergibt|est|sont|es|son)\b(?:\s+(?:just"
    r"|simply|exactly|therefore|thus|then|equal to|given by|gleich|also))?\s*:?|:)\s*(?:\b(?:that|dass)\b\s*)?",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(?:no|not any|keine?)\s+(?:real |reelle |such )?(?:solutions?|roots?|zeros|value of [a-z]|Lösung(?:en)?|number)\b"
    r"|\\(?:emptyset|varnothing)|∅|\bempty set\b|\bcannot be solved\b|\bunsolvable\b|\bunlösbar\b|\bdoes(?:n't| not) have"
    r" (?:a |any )?(?:real )?(?:solutions?|roots?)",
    re.IGNORECASE,
)
_NOT_NONE = re.compile(
    r"\b(?:other than|besides|except|apart from|(?:in|among) (?:the )?(?:integer|whole|rational|positive|negative|natural)\w*)\b",
    re.IGNORECASE,
)
_EVERY = re.compile(
    r"\b(?:every|any|all)\s+(?:real |possible )?(?:numbers?|values?|x)\b|\binfinitely many\b|\balways true\b|\bis an identity\b"
    r"|\\mathbb\s*\{?R|ℝ|\bunendlich viele\b|\balle reellen\b",
    re.IGNORECASE,
)
_LEADS = re.compile(
    rf"(?:^|[{OPEN}{CLOSE},;:.!(]|\\?\{{|(?<![A-Za-z\\])[A-Za-zäöüß]{{2,}}|⇒|→|=>|->|∴|&"
    r"|\\(?:Rightarrow|implies|therefore|quad|qquad|to|iff|Longrightarrow|boxed\{|lor|vee|;|,))[\s~]*$"
)
_LAST_WORD = re.compile(r"([A-Za-z]{2,})\s*$")
_NO_LEADS = frozenset(
    [*FUNCTIONS, "plus", "minus", "times", "by", "let", "for", "when", "at", "where", "with", "from", "und", "of"]
)
_PARTIAL = re.compile(r"\b(?:one|first|second|another|other|part|next|erste|zweite|eine)\b", re.IGNORECASE)
_ALSO = re.compile(
    r"(?:,\s*|\s+)(?:which|that) (?:is|equals|can be written as|is the same as|simplifies to|reduces to)(?: also)?\s|,?\s*i\.e\.,?\s"
    r"|,?\s*in other words,?\s|,\s*or\s|,\s+(?=(?:about|approximately)\b|≈)",
    re.IGNORECASE,
)
_FORM_WORDS = re.compile(
    r"\b(?:as|in) (?:an? |its )?(?:mixed number|decimal|fraction|improper fraction|percentage|simplest form|lowest terms|factored"
    r" form|expanded form)s?\b|\bin decimal form\b|\bwhere [\ue000]?C[\ue001]? is .*$|\b(?:als Dezimalzahl|als Bruch)\b|,? where .*constant.*$"
    r"|\b(?:rounded )?to (?:\w+ (?:decimal places?|significant figures|digits)|the nearest \w+)\b",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Claim:
    """What one sentence claims.

    kind: values, none (there is no answer), every (each number is one), or unreadable (an answer that was not understood).
    place: its segment. partial: it speaks of one of several answers.
    """

    kind: str
    place: int
    strength: int
    values: tuple[Value, ...] = ()
    partial: bool = False


def find(reply: str, target: Target) -> list[Claim]:
    """All claims of a reply in order; linear in its length, at most _MOST_CLAIMS of them from its end."""
    comma = has_decimal_comma(reply)
    parts = segments(reply)
    alone = len(parts) == 1
    found = [
        claim
        for place, part in enumerate(parts)
        for claim in _claims(part, place, target, comma, alone)
        if claim is not None
    ]
    return found[-_MOST_CLAIMS:]


def _claims(part: Segment, place: int, target: Target, comma: bool, alone: bool) -> list[Claim]:
    text = part.text
    if len(text) > 4000:
        return [Claim("unreadable", place, ANSWER)] if part.names_answer else []
    if target.shape == "solutions" and (outcome := _outcome(part)):
        return [Claim(outcome, place, ANSWER)]
    if part.idle:
        return []
    find_one = _root_claim if target.shape == "solutions" else _value_claim
    if boxes := _boxes(text):
        if _BOX_OF_EQUATION.search(text):
            claim = find_one(Segment(_unboxed(text), False, False), place, target, comma, alone)
            return [replace(claim, strength=BOXED) if claim else Claim("unreadable", place, BOXED)]
        return [Claim("unreadable", place, BOXED) if _is_within(text) else _boxed(boxes, place, target, comma)]
    return [find_one(part, place, target, comma, alone)]


def _unboxed(text: str) -> str:
    """The text with the insides of its boxes in their place."""
    for inside in _boxes(text):
        text = re.sub(r"\\(?:boxed|fbox)\s*\{" + re.escape(inside) + r"\}", lambda _, kept=inside: kept, text, count=1)
    return text


def _is_within(text: str) -> bool:
    """Whether a box is a part of a longer formula, or more numbers follow it."""
    outside = text
    for inside in _boxes(text):
        outside = outside.replace("{" + inside + "}", "", 1)
    before, *after = _BOX_NAME.split(outside)
    return bool(re.search(r"[-+*/^×·÷]\s*$|\\(?:cdot|times|div)\s*$", before)) or any(
        _DIGIT.search(each) or re.search(r"[-+*/^×·÷]|\\(?:cdot|times|div)", each) for each in after
    )


def _outcome(part: Segment) -> str | None:
    """Whether a sentence says that there is no solution, or that every number is one."""
    if part.text.rstrip().endswith("?") or re.search(r"\b(?:if|unless|when|suppose)\b", part.text, re.IGNORECASE):
        return None
    if (match := _NONE.search(part.text)) and not _NOT_NONE.search(part.text[match.end() : match.end() + 40]):
        return "none"
    if _EVERY.search(part.text) and not part.idle:
        return "every"
    return None


def _boxes(text: str) -> list[str]:
    """The insides of all boxes, with their braces matched."""
    found = []
    for match in list(_BOX.finditer(text))[:20]:
        level, at = 1, match.end()
        while at < len(text) and level:
            level += (text[at] == "{") - (text[at] == "}")
            at += 1
        found.append(text[match.end() : at - 1])
    return found


def _boxed(boxes: list[str], place: int, target: Target, comma: bool) -> Claim:
    unreadable = Claim("unreadable", place, BOXED)
    if target.shape == "solutions":
        values: list[Value] = []
        for box in boxes:
            if _NONE.search(box):
                return Claim("none", place, BOXED)
            read = _roots_in(box, target, comma) or _listed(box, target, comma)
            if read is None:
                return unreadable
            values += read
        return Claim("values", place, BOXED, tuple(values))
    read = [_last_side(box, target, comma) for box in boxes]
    return unreadable if None in read else Claim("values", place, BOXED, tuple(read))


def _listed(text: str, target: Target, comma: bool) -> tuple[Value, ...] | None:
    """The values of a text that is nothing but a list of them."""
    if re.search(r"=|[<>≤≥]", text) or re.search(r"\\[lg]eq?(?![a-z])", text):
        return None
    return values_at(text, target.letter, comma)


def _last_side(text: str, target: Target, comma: bool) -> Value | None:
    """The value of "19/12" or of "3/4 + 5/6 = 19/12", whose first side must be what was asked."""
    text = text.replace(OPEN, " ").replace(CLOSE, " ").strip().rstrip(".")
    first, *others = text.split("=")
    if not others:
        return value_of(text, comma)
    return value_of(others[-1], comma) if target.named_by(first, comma) else None


# -- roots ----------------------------------------------------------------------------------------------------------


def _root_claim(part: Segment, place: int, target: Target, comma: bool, alone: bool) -> Claim | None:
    text = without_asides(part.text)
    strength = ANSWER if part.names_answer else SO if _CONNECTIVE.search(text) else PLAIN
    partial = bool(_PARTIAL.search(text))
    if target.is_other_equation(text, comma) or _answers_later(text, target):
        return Claim("unreadable", place, strength)
    if (values := _roots_in(text, target, comma)) is not None:
        return Claim("values", place, strength, values, partial)
    if values := _after_copula(text, target, comma):
        return Claim("values", place, ANSWER if part.names_answer else SO, values, partial)
    stated = part.names_answer and (_DIGIT.search(text) or OPEN in text) and _COPULA.search(text)
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
    return bool(later and _COPULA.search(text, later.end()))


def _roots_in(text: str, target: Target, comma: bool) -> tuple[Value, ...] | None:
    r"""All values of "x = …" and "x \in {…}" in a text; None when there is none."""
    name = letter_pattern(target.letter)
    found: list[Value] = []
    pattern = re.compile(
        rf"(?<![A-Za-z\\\d^_]){name}\s*(?:=|(?=≈|\\approx)|(?P<set>\\in|∈))|\\?\b[LS]\s*=\s*(?=\\?(?:left)?\\?\{{)"
    )
    for match in list(pattern.finditer(text))[:40]:
        if not _may_lead(text[: match.start()]):
            continue
        rest = text[match.end() :]
        if set_inside(_to_end_of_formula(rest)) is not None:
            rest = _to_end_of_formula(rest)
        elif match["set"]:
            continue
        values = values_at(rest, target.letter, comma)
        found += [each for each in values or () if each not in found and target.task.variable not in each.letters]
        if values is None and not found and len(text) < 30:
            return None
    return tuple(found) or None


def _to_end_of_formula(text: str) -> str:
    return text.split(CLOSE)[0] if CLOSE in text else text


def _may_lead(before: str) -> bool:
    """Whether a letter after this text begins a statement, as in "so x" and unlike "3x" or "y + x"."""
    if not _LEADS.search(before[-40:]):
        return False
    word = _LAST_WORD.search(before[-40:])
    return not word or word[1].lower() not in _NO_LEADS and before[: -len(word[0])][-1:] != "\\"


# -- values ---------------------------------------------------------------------------------------------------------


def _value_claim(part: Segment, place: int, target: Target, comma: bool, alone: bool) -> Claim | None:
    text = _FORM_WORDS.sub(" ", _ALSO.sub(" or ", part.text))
    if claim := _chain(text, place, target, comma):
        return claim
    for match in list(_COPULA.finditer(text))[:12]:
        surety = target.allows(text[: match.start()], comma)
        if not surety:
            continue
        values = _whole(_without_name(text[match.end() :], target, comma), target, comma)
        if values:
            sure = part.names_answer or surety == 3 or target.task.kind in text.lower()
            return Claim("values", place, ANSWER if sure else SO, values)
    bare = text.replace(OPEN, "", 1).lstrip("= ") if text.startswith((OPEN + "=", "=")) else text
    if alone and "=" not in bare and (values := _whole(bare, target, comma)):
        return Claim("values", place, SO, values)
    if part.names_answer and (_DIGIT.search(text) or OPEN in text):
        return Claim("unreadable", place, ANSWER)
    return None


def _chain(text: str, place: int, target: Target, comma: bool) -> Claim | None:
    """The last side of the last "… = … = …" in a text."""
    if "=" not in text:
        return None
    first, *others = _chain_text(text).split("=")
    formula = _formula_end(first)
    before = text[: text.find(formula)] if formula.strip() else ""
    word = _LAST_WORD.search(before.replace(OPEN, " ").rstrip(" :,"))
    surety = 0 if word and word[1].lower() in _MODIFIERS else target.named_by(formula, comma)
    if not surety and not (re.search("[A-Za-z]{2}", first) and target.allows(first, comma)):
        return None
    values = _whole(others[-1], target, comma)
    if values is None:
        return Claim("unreadable", place, ANSWER) if surety else None
    words = target.allows(first, comma)
    strong = surety or words and ANSWER_WORD.search(first)
    return Claim("values", place, ANSWER if strong else PLAIN, values)


def _without_name(text: str, target: Target, comma: bool) -> str:
    """The value of "f'(x) = 3x^2"."""
    first, equals, rest = text.partition("=")
    return rest if equals and target.named_by(first, comma) else text


def _chain_text(text: str) -> str:
    """The text from the formula on that holds the first "="."""
    before = text[: text.index("=")]
    start = before.rfind(OPEN)
    if start >= 0 and CLOSE not in before[start:]:
        return text[start + 1 :]
    return text


def _formula_end(text: str) -> str:
    """The formula at the end of a text of words."""
    pieces = re.split(
        r"(?<![\\A-Za-z])(?!sin|cos|tan|log|ln|sqrt|exp|pi)[A-Za-z]{3,}(?![A-Za-z(])[,:]?|\b(?:is|so|of|we)\b|:", text
    )
    return pieces[-1]


def _whole(text: str, target: Target, comma: bool) -> tuple[Value, ...] | None:
    """The values of a text that holds nothing else with a number in it."""
    text = without_asides(text)
    if target.shape == "percent":
        text = re.sub(
            r"(?<=[%t])[\ue001]?\s+(?:of|von)\s+[\ue000$€£]?([\d.,]+)[\ue001]?", lambda m: _known(m, target), text
        )
    values = values_at(text, None, comma)
    if not values:
        return None
    rest = text
    for item in re.split(r"\s+or\s+|\s+and\s+|,\s", text)[: len(values)]:
        start = math_start(item)
        rest = rest.replace(start, "", 1) if start else rest
    rest = rest.replace(OPEN, "").replace(CLOSE, "")
    return None if _DIGIT.search(rest) else values


def _known(match: re.Match, target: Target) -> str:
    return "" if match[1].rstrip(".,") in target.numbers else match[0]


def _after_copula(text: str, target: Target, comma: bool) -> tuple[Value, ...] | None:
    """The values of "the solutions are 2 and 3"."""
    for match in list(_COPULA.finditer(text))[:12]:
        if target.allows(text[: match.start()], comma):
            values = _whole(text[match.end() :], target, comma)
            if values and not any(target.task.variable in each.letters for each in values):
                return values
    return None
