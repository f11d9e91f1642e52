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
SIGNS = {
    r"\%": "%",
    r"\left": "",
    r"\leq": "<=",
    r"\geq": ">=",
    r"\le": "<=",
    r"\ge": ">=",
    r"\degree": "°",
    r"^{\circ}": "°",
    r"^\circ": "°",
}
"""Signs of TeX as they are typed, longer ones first."""
MEASURED = re.compile(r"^(-?[\d.]+) (\D.*)$")
NAMED = re.compile(r"^\s*([A-Za-z])\s*=\s*(.+)$", re.DOTALL)


def is_right(part, expected):
    """Whether a part of maths.solving.explain has this answer: values are compared as such, words letter by letter."""
    answer, said = part["answer"] or {}, _words(_final(part))
    if (wanted := YES_NO.get(expected.strip().casefold())) is not None:
        return said.startswith(wanted)
    if _words(expected) in NONE:
        return answer.get("outcome", "").startswith(("no", "never")) or answer.get("kind") == "no_value"
    if _words(expected).startswith("every "):
        return answer.get("outcome") == "every"
    if _words(expected) == _words(answer.get("label", "")):
        return True
    if answer.get("kind") == "factorization" and "^" in expected:
        return _words(expected).split() == re.sub(r"\\(?:cdot|times)", "", _words(answer["latex"][0])).split()
    if answer.get("unit") and (measured := MEASURED.match(expected)):
        same_unit = measured[2] == answer["unit"] or _stands_in(_words(expected), said)
        return same_unit and _same(_values([measured[1]]), _values(answer["values"]), ordered=True)
    wanted = _values(SEPARATORS.split(expected))
    ordered = answer.get("kind") == "list"
    if None not in wanted and any(_same(wanted, found, ordered) for found in _found(answer)):
        return True
    return _stands_in(_words(expected), said) or _words(expected) in map(_words, answer.get("values", []))


def _found(answer):
    """The values of an answer: as its formulas have them, and as SymPy writes them."""
    yield _values(text.replace("+ C", "") for text in answer.get("latex", []))
    if answer.get("assignments") and not answer["values"]:
        yield _values(value for _, value in sorted(answer["assignments"][0].items()))
    yield _values(answer.get("values", []))


def _final(part):
    return compose_final(part, "", lambda text: text)


def _words(text):
    """The text without what only typesetting needs."""
    for typeset, plain in SIGNS.items():
        text = text.replace(typeset, plain)
    text = re.sub(r"\\(?:left|right|text|mathrm|quad|[(),;!])|[{}`$*]", "", text)
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ")).strip(" .").casefold()


def _stands_in(words, said):
    """Whether the words are said, however they are spaced."""
    pattern = r"\s*".join(map(re.escape, re.findall(r"\w+|[^\w\s]", words)))
    return bool(re.search(rf"(?<![\w.,]){pattern}(?!\w|[.,]\d)", said))


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
    if len(wanted) != len(found) or None in found:
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
