"""Whether what our solver found is the answer that a list of questions has, for benches."""

import re

from maths.reading.parser import parse
from maths.reading.problems import ReadingError
from maths.solving.convert import to_sympy
from maths.solving.steps import equal
from maths.wording import compose_final

YES_NO = {"yes": "yes", "true": "yes", "no": "no", "false": "no"}
NONE = ("no solution", "no solutions", "undefined")
SEPARATORS = re.compile(r"\s*(?:;|, and |, | and | or )\s*")
NAMED = re.compile(r"^\s*([A-Za-z])\s*=\s*(.+)$", re.DOTALL)


def is_right(part, expected):
    """Whether a part of maths.solving.explain has this answer: values are compared as such, words letter by letter."""
    answer, said = part["answer"] or {}, _words(_final(part))
    if (wanted := YES_NO.get(expected.strip().casefold())) is not None:
        return said.startswith(wanted)
    if _words(expected) in NONE:
        return answer.get("outcome", "").startswith("no") or answer.get("kind") == "no_value"
    if _words(expected) == _words(answer.get("label", "")):
        return True
    wanted, found = _values(SEPARATORS.split(expected)), _values(answer.get("values", []))
    if None not in wanted and None not in found:
        return _same(wanted, found, ordered=answer.get("kind") == "list")
    return _stands_in(_words(expected), said) or _words(expected) in map(_words, answer.get("values", []))


def _final(part):
    return compose_final(part, "", lambda text: text)


def _words(text):
    """The text without what only typesetting needs."""
    text = re.sub(r"\\(?:left|right|text|mathrm|[(),;!])|[{}`$*]", "", text.replace(r"\%", "%"))
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ")).strip(" .").casefold()


def _stands_in(words, said):
    squeezed = re.escape(words.replace(" ", ""))
    return bool(re.search(rf"(?<![\w.,]){squeezed}(?![\w]|[.,]\d)", said.replace(" ", "")))


def _values(texts):
    """The values that texts such as `x = 1/2` have; None for one that is no formula."""
    return [_value(text) for text in texts]


def _value(text):
    named = NAMED.match(text)
    try:
        return to_sympy(parse(named[2] if named else text))
    except (ReadingError, ValueError):
        return None


def _same(wanted, found, ordered):
    if len(wanted) != len(found):
        return False
    if ordered:
        return all(map(equal, wanted, found))
    left = list(found)
    for value in wanted:
        match = next((other for other in left if equal(value, other)), None)
        if match is None:
            return False
        left.remove(match)
    return True
