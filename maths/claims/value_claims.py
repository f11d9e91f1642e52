"""Claims about one value or expression: "the answer is 5", "3/4 + 5/6 = 19/12", "f'(x) = 2x"."""

import re

from maths.claims.claim import ANSWER, COPULA, DIGIT, PLAIN, SO, Claim
from maths.claims.lists import SEPARATOR, math_start, values_at, without_asides
from maths.claims.replies import ANSWER_WORD, CLOSE, OPEN, Segment
from maths.claims.targets import Target
from maths.claims.values import Value, quantity_value
from maths.tree import word_set

_MODIFIERS = word_set("times of plus minus by half twice double negative square reciprocal than over")
_LAST_WORD = re.compile(r"([A-Za-z]{2,})\s*$")
_ALSO = re.compile(
    r"(?:,\s*|\s+)(?:which|that) (?:is|equals|can be written as|is the same as|simplifies to|reduces to)(?: also)?\s"
    r"|,?\s*i\.e\.,?\s"
    r"|,?\s*in other words,?\s|,\s*or\s|,\s+(?=(?:about|approximately)\b|≈)",
    re.IGNORECASE,
)
_FORM_WORDS = re.compile(
    r"\b(?:as|in) (?:an? |its )?(?:mixed number|decimal|fraction|improper fraction|percentage|simplest form"
    r"|lowest terms|factored"
    r" form|expanded form)s?\b|\bin decimal form\b|\bwhere [\ue000]?C[\ue001]? is .*$|\b(?:als Dezimalzahl"
    r"|als Bruch)\b|,? where .*constant.*$"
    r"|\b(?:rounded )?to (?:\w+ (?:decimal places?|significant figures|digits)|the nearest \w+)\b",
    re.IGNORECASE,
)


def value_claim(part: Segment, place: int, target: Target, comma: bool, alone: bool) -> Claim | None:
    text = _FORM_WORDS.sub(" ", _ALSO.sub(" or ", part.text))
    if target.shape == "measure":
        text = re.sub(rf"[{OPEN}{CLOSE}]|\\[, ]", " ", text)
    if claim := _chain(text, place, target, comma):
        return claim
    for match in list(COPULA.finditer(text))[:12]:
        surety = target.allows(text[: match.start()], comma)
        if not surety:
            continue
        values = whole(_without_name(text[match.end() :], target, comma), target, comma)
        if values:
            sure = part.names_answer or surety == 3 or target.task.kind in text.lower()
            return Claim("values", place, ANSWER if sure else SO, values)
    bare = text.replace(OPEN, "", 1).lstrip("= ") if text.startswith((OPEN + "=", "=")) else text
    if alone and "=" not in bare and (values := whole(bare, target, comma)):
        return Claim("values", place, SO, values)
    if part.names_answer and (DIGIT.search(text) or OPEN in text):
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
    values = whole(others[-1], target, comma)
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


def whole(text: str, target: Target, comma: bool) -> tuple[Value, ...] | None:
    """The values of a text that holds nothing else with a number in it."""
    text = without_asides(text)
    if target.shape == "measure":
        text = re.sub(r"\sin\s+(?:an?\s+)?([\d.,]*)\s?[a-z]+\.?$", lambda m: _known(m, target), text)
        read = quantity_value(re.split(r"[,;]\s|\s(?:because|since|as)\s", text)[0], comma)
        if read:
            return (read,)
    if target.shape == "percent":
        text = re.sub(
            r"(?<=[%t])[\ue001]?\s+(?:of|von)\s+[\ue000$€£]?([\d.,]+)[\ue001]?", lambda m: _known(m, target), text
        )
    values = values_at(text, None, comma)
    if not values:
        return None
    rest = text
    for item in SEPARATOR.split(text)[: len(values)]:
        start = math_start(item)
        rest = rest.replace(start, "", 1) if start else rest
    rest = rest.replace(OPEN, "").replace(CLOSE, "")
    return None if DIGIT.search(rest) else values


def _known(match: re.Match, target: Target) -> str:
    return "" if match[1].rstrip(".,") in {*target.numbers, ""} else match[0]
