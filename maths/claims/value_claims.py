"""Claims about one value or expression: "the answer is 5", "3/4 + 5/6 = 19/12", "f'(x) = 2x"."""

import re
from dataclasses import replace

from maths.claims.claim import ANSWER, ASIDE, COPULA, DIGIT, PLAIN, SHOWN, SO, Claim
from maths.claims.lists import BRACKETED, leftover, values_at, without_asides
from maths.claims.replies import ANSWER_WORD, CLOSE, OPEN, Segment
from maths.claims.targets import Target
from maths.claims.values import Value, quantity_value, tree_of
from maths.tree import Apply, names, word_set

_MODIFIERS = word_set("times of plus minus by half twice double negative square reciprocal than over")
_LAST_WORD = re.compile(r"([A-Za-z]{2,})\s*$")
_ALSO = re.compile(
    r"(?:,\s*|\s+)(?:which|that) (?:is|equals|can be written as|is the same as|simplifies to|reduces to)(?: also)?\s"
    r"|,?\s*i\.e\.,?\s"
    r"|,?\s*in other words,?\s|,\s*or\s|,\s+(?=(?:about|approximately)\b|≈)",
    re.IGNORECASE,
)
_HARMLESS = re.compile(
    r"\b(?:see|page|round\w*|nearest|decimal\w*|since|because|step|part|exercise|question|Seite|gerundet)\b",
    re.IGNORECASE,
)
_LINKS = re.compile(r";|[,.]\s|\b(?:and|so|then|or|which|while|but|thus|hence|therefore|und|also)\b", re.IGNORECASE)
_REMAINDER = re.compile(
    r"(?P<number>\d{1,30})\s*(?:divided by|÷|/)\s*(?P<by>\d{1,30})\s*(?:is|=|gives)\s*(?P<quotient>\d{1,30}),?\s*"
    r"(?:with |and )?(?:an? )?(?:remainder|rest|R)(?: of| is)?\s+(?=\d)"
)
_CHANGE = re.compile(r"\ban?\s+(\S{1,12}(?:%| percent)[\ue001]?)\s+(\w+)\b", re.IGNORECASE)
_TAIL = re.compile(r"\s(?=(?:between|in|of|from|after|before|are in)\s)", re.IGNORECASE)
_FORM_WORDS = re.compile(
    r"\b(?:as|in) (?:an? |its )?(?:mixed number|decimal|fraction|improper fraction|percentage|simplest form"
    r"|lowest terms|factored"
    r" form|expanded form)s?\b|\bin decimal form\b|\bwhere [\ue000]?C[\ue001]? is .*$|\b(?:als Dezimalzahl"
    r"|als Bruch)\b|,? where .*constant.*$"
    r"|\b(?:rounded )?to (?:\w+ (?:decimal places?|significant figures|digits)|the nearest \w+)\b",
    re.IGNORECASE,
)


def value_claim(part: Segment, place: int, target: Target, comma: bool, alone: bool) -> Claim | None:
    text = _ALSO.sub(" or ", _reworded(part.text, target))
    text = text if target.task.kind == "rounding" else _FORM_WORDS.sub(" ", text)
    if target.shape == "measure":
        text = re.sub(rf"[{OPEN}{CLOSE}]|\\[, ]", " ", text)
    chains = [(each, _chain(each, place, target, comma)) for each in [text, *_LINKS.split(text)] if "=" in each]
    if named := [(piece, claim) for piece, claim in chains if claim and claim.strength > SHOWN]:
        piece, claim = named[0] if named[0][0] == text and named[0][1].kind == "values" else named[-1]
        after = text[text.rfind(piece) + len(piece) :]
        return Claim("unreadable", place, ANSWER) if DIGIT.search(after) and not target.others else claim
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
    aside = next((claim for _, claim in chains if claim), None)
    return replace(aside, strength=SHOWN) if aside and _is_calculation(text) else aside


def _is_calculation(text: str) -> bool:
    """Whether a text is a calculation of numbers and nothing more, as in "So (10 + 20)/2 = 15"."""
    first, *others = re.sub(r"^\W*(?:so|thus|therefore|then|now)\b,?", "", text, flags=re.IGNORECASE).split("=")
    tree = tree_of(first.replace(OPEN, " ").replace(CLOSE, " "))
    return isinstance(tree, Apply) and not names(tree) and len(others) >= 1


def _reworded(text: str, target: Target) -> str:
    """The sentence without words that only repeat the question, so that its value stands last."""
    if target.task.kind == "remainder":
        return _REMAINDER.sub(lambda match: _remainder(match, target), text)
    if target.task.kind == "percent_change":
        return _CHANGE.sub(lambda match: match[1] if match[2].lower() in target.kind_words else match[0], text)
    bare = text.rstrip(". !")
    asked = target.question.rstrip("?.! ")
    for match in _TAIL.finditer(bare):
        if asked.endswith(bare[match.start() :]) and DIGIT.search(bare[: match.start()]):
            return bare[: match.start()]
    return text


def _remainder(match: re.Match, target: Target) -> str:
    """ "The remainder is" for "17 divided by 5 is 3 with remainder", if these are the numbers and 3 is right."""
    number, by, quotient = (int(match[name]) for name in ("number", "by", "quotient"))
    asked = [getattr(each, "value", "") for each in target.task.expressions]
    return "the remainder is " if asked == [str(number), str(by)] and by and quotient == number // by else match[0]


def _chain(text: str, place: int, target: Target, comma: bool) -> Claim | None:
    """The last side of "… = … = …"; only an aside where its first side is not what was asked."""
    first, *others = _chain_text(text).split("=")
    formula = _formula_end(first)
    before = text[: text.find(formula)] if formula.strip() else ""
    word = _LAST_WORD.search(before.replace(OPEN, " ").rstrip(" :,"))
    surety = 0 if word and word[1].lower() in _MODIFIERS else target.named_by(formula, comma)
    if not surety and not (re.search("[A-Za-z]{2}", first) and target.allows(first, comma)):
        return _other_chain(formula, others[-1], place, target, comma)
    if _LINKS.search("=".join(others[:-1])):
        return None
    values = whole(others[-1], target, comma)
    if values is None:
        return Claim("unreadable", place, ANSWER) if surety else None
    words = target.allows(first, comma)
    strong = surety or words and ANSWER_WORD.search(first)
    return Claim("values", place, ANSWER if strong else PLAIN, values)


def _other_chain(first: str, last: str, place: int, target: Target, comma: bool) -> Claim | None:
    """A calculation that is another one; it can only speak against an answer that stands before it."""
    tree = tree_of(first.replace(OPEN, " "), comma)
    values = whole(last, target, comma) if tree is not None and tree not in target.others else None
    return Claim("values", place, ASIDE, values) if values else None


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
        r"(?<![\\A-Za-z])(?!sin|cos|tan|log|ln|sqrt|exp|pi)[A-Za-z]{3,}(?![A-Za-z(])[,:]?|\b(?i:is|so|of|we)\b|:", text
    )
    return pieces[-1]


def _aside_goes_on(text: str) -> bool:
    """Whether a remark in brackets changes the value before it, as in "5 (times 4)"."""
    return any(DIGIT.search(each) and not _HARMLESS.search(each) for each in BRACKETED.findall(text))


def whole(text: str, target: Target, comma: bool) -> tuple[Value, ...] | None:
    """The values of a text that holds nothing else with a number in it."""
    if _aside_goes_on(text):
        return None
    text = without_asides(text)
    if target.shape == "measure":
        text = re.sub(r"\sin\s+(?:an?\s+)?([\d.,]*)\s?[a-z]+\.?$", lambda m: _known(m, target), text)
        read = quantity_value(re.split(r"[,;]\s|\s(?:because|since|as)\s", text)[0], comma)
        if read:
            return (read,)
    if target.shape == "percent":
        text = re.sub(
            r"(?<=[%t])[\ue001]?\s+(?:of|von)\s+[\ue000$€£]?([\d.,]+)[\ue001]?", lambda m: _whole_of(m, target), text
        )
    values = values_at(text, None, comma)
    return None if not values or DIGIT.search(leftover(text, len(values), None)) else values


def _whole_of(match: re.Match, target: Target) -> str:
    """Nothing for the "of 60" of "25% of 60" if 60 is the whole, the text itself otherwise."""
    asked = target.task.expressions[-1]
    if target.task.kind == "percent_change":
        return match[0]
    if target.task.kind == "percent_share" and match[1].rstrip(".,") != getattr(asked, "value", None):
        return match[0]
    return _known(match, target)


def _known(match: re.Match, target: Target) -> str:
    return "" if match[1].rstrip(".,") in {*target.numbers, ""} else match[0]
