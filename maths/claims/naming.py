"""Whether words such as "the mean of 2, 3 and 4" name exactly what the question asked for."""

import re

from maths.tree import word_set

_TOKEN = re.compile(r"\d+(?:st|nd|rd|th)\b|\d+(?:[.,]\d+)*|[A-Za-zÄÖÜäöüß]+|\S")
_NUMBER = re.compile(r"\d")
_FILLING = word_set("the and your numbers , : ` $ ( ) [ ] { } ' list following sequence")
_BEFORE = word_set(
    "is are find calculate compute determine what evaluate give me out s work state which list tell ist berechne "
    "bestimme simplify solve round convert the be"
)
_AFTER = word_set("of in when from between for as to with if is are on at by ? . ; von bei given where")


def names_asked(words: str, question: str, generic: frozenset[str], kind_words: frozenset[str], keep_a: bool) -> bool:
    """Whether a subject is general ("the answer"), of the right kind with all numbers or none, or as it was asked.

    generic: words for any answer. kind_words: words for this kind of answer. keep_a: whether "a" may be a letter.
    """
    filling = _FILLING - (frozenset() if keep_a else {"a"}) | (frozenset() if keep_a else {"a", "an"})
    asked = _tokens(question, filling)
    told = _tokens(words, filling)
    plain = [each for each in told if each not in generic or each == "a" and keep_a]
    if not plain:
        return True
    content = [each for each in told if re.match(r"[a-zäöüß]", each)]
    numbers = [each for each in told if _NUMBER.match(each)]
    all_numbers = [each for each in asked if _NUMBER.match(each)]
    is_kind = any(each in kind_words for each in content) and not any(len(each) == 1 for each in content)
    if is_kind and all(each in generic | kind_words for each in content) and numbers in ([], all_numbers):
        return True
    if is_kind and all(each in generic | kind_words | set(asked) for each in content) and numbers == all_numbers:
        return True
    told = [each for each in told if each not in {"one", "number"}] or told
    return _is_asked(_without_lead(told, generic, keep_a), asked, keep_a)


def _tokens(text: str, filling: frozenset[str]) -> list[str]:
    text = re.sub(r"\\(?:left|right|[()\[\],;])|[\ue000\ue001]", " ", text.lower())
    return [each for each in _TOKEN.findall(text) if each not in filling]


def _without_lead(told: list[str], generic: frozenset[str], keep_a: bool) -> list[str]:
    at = 0
    while at < len(told) and told[at] in generic and not (keep_a and told[at] == "a"):
        at += 1
    return told[at:]


def _is_asked(told: list[str], asked: list[str], letters: bool) -> bool:
    """Whether the words stand in the question as the whole of what is asked, not as a part of it."""
    if not letters and not any(re.match(r"[a-zäöüß]{2,}$", each) for each in told):
        return False
    for at in range(len(asked) - len(told) + 1):
        end = at + len(told)
        starts = at == 0 or asked[at - 1] in _BEFORE
        one_word = len(told) == 1 and re.fullmatch(r"[a-z]+(?:er|est)", told[0]) and end < len(asked)
        chosen = bool(one_word) and bool(_NUMBER.match(asked[end]))
        ends = chosen or end == len(asked) or asked[end] in _AFTER and not (letters and asked[end] in {"is", "of"})
        if asked[at:end] == told and starts and ends:
            return True
    return False
