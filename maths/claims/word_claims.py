"""Claims in a word: yes or no, prime or composite, even or odd."""

import re

from maths.claims.boxes import boxes
from maths.claims.claim import ANSWER, BOXED, Claim
from maths.claims.replies import CLOSE, OPEN, Segment
from maths.claims.targets import Target

_DOUBT = re.compile(
    r"\b(?:if|suppose|for example|would|could|might|maybe|perhaps|mistakes?|wrong|incorrect|not true that|untrue"
    r"|false that|guess|think|thought|said"
    r"|but"
    r"|however|unless|wait|actually|hmm+|sorry|correction|another|similar|different|wenn|falls|aber|vielleicht)\b|\?\s*$",
    re.IGNORECASE,
)
_YES = re.compile(
    r"^\W*(?:the answer is |answer: |antwort: )?(?:yes|ja|true|correct|that is true)(?![\w-])(?! and no)", re.IGNORECASE
)
_NO = re.compile(
    r"^\W*(?:the answer is |answer: |antwort: )?(?:no|nein|false|not true|that is not true)(?![\w-])"
    r"(?=\s*(?:$|[.,;:!–-]))",
    re.IGNORECASE,
)
_STATES = re.compile(
    rf"(?P<number>\d[\d,]*)[{CLOSE}]?\s+(?:is|ist)(?P<not>\s+not|n't|\s+nicht|\s+keine)?(?:\s+(?:indeed|in fact"
    rf"|therefore|thus|also|eine?))?"
    r"(?:\s+an?)?\s+(?P<word>prime|primzahl|composite|even|odd|gerade|ungerade)\b",
    re.IGNORECASE,
)
_WORDS = {"primzahl": "prime", "gerade": "even", "ungerade": "odd"}
_OPPOSITES = {"prime": "composite", "composite": "prime", "even": "odd", "odd": "even"}


def word_claim(part: Segment, place: int, target: Target) -> Claim | None:
    """The word that a sentence says about the number that was asked about, or its yes or no."""
    text = part.text.strip()
    if _DOUBT.search(text):
        return None
    if target.task.kind == "prime" or "parity" in target.task.details:
        return _stated(text, place, target) or _alone(text, place) or _answered(text, place, target)
    if target.task.kind == "divisible" and (claim := _division(text, place, target)):
        return claim
    strength = BOXED if boxes(text) else ANSWER
    text = boxes(text)[0] if boxes(text) else text.replace(OPEN, "").replace(CLOSE, "")
    word = "yes" if _YES.search(text) else "no" if _NO.search(text) else ""
    return Claim("word", place, strength, word=word) if word else None


def _division(text: str, place: int, target: Target) -> Claim | None:
    """Yes or no by "54 is not divisible by 4", where no yes or no stands before it."""
    plain = re.sub(f"[{OPEN}{CLOSE}]", "", text)
    first, second = (getattr(each, "value", "") for each in target.task.expressions)
    pattern = rf"\W*{first} is (not |n't )?(?:evenly )?(?:divisible by|a multiple of) {second}(?!\d|\.\d)"
    match = re.match(pattern, plain, re.IGNORECASE)
    return Claim("word", place, ANSWER, word="no" if match[1] else "yes") if match else None


def _stated(text: str, place: int, target: Target) -> Claim | None:
    found = set()
    for match in list(_STATES.finditer(text.replace(OPEN, "")))[:20]:
        if match["number"].replace(",", "") in target.numbers:
            word = _WORDS.get(match["word"].lower(), match["word"].lower())
            found.add(_OPPOSITES[word] if match["not"] else word)
    return Claim("word", place, ANSWER, word=found.pop()) if len(found) == 1 else None


def _answered(text: str, place: int, target: Target) -> Claim | None:
    """Yes or no to the question whether a number is prime."""
    asked = [each for each in _OPPOSITES if re.search(rf"\b{each}\b", target.question, re.IGNORECASE)]
    if len(asked) != 1 or re.search(r"\bnot\b|n't", target.question):
        return None
    said = re.sub(r"\b(?:not|isn't|kein\w*)\s+(?:an?\s+)?\w+", " ", text.replace("’", "'"))
    if re.search(rf"\b{asked[0] if _NO.search(text) else _OPPOSITES[asked[0]]}\b", said, re.IGNORECASE):
        return None
    if _YES.search(text):
        return Claim("word", place, ANSWER, word=asked[0])
    return Claim("word", place, ANSWER, word=_OPPOSITES[asked[0]]) if _NO.search(text) else None


def _alone(text: str, place: int) -> Claim | None:
    """The claim of "Composite." and nothing else."""
    word = text.strip(" .!*").lower()
    return Claim("word", place, ANSWER, word=word) if word in _OPPOSITES else None
