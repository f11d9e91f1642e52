"""Reads one claimed value, or a list of them, out of the text behind "=" or "is"."""

import re
from dataclasses import dataclass

from maths.claims.replies import CLOSE, OPEN
from maths.reading.formulas import formula_of
from maths.reading.problems import ReadingError
from maths.reading.quantities import quantity_of
from maths.tree import Apply, Node, Number, apply, names, walk
from maths.units import Unit

_APPROXIMATELY = r"(?:about|approximately|approx\.?|roughly|around|circa|ca\.|etwa|ungefähr|rund|≈|~|\\approx|\\simeq)"
_NEAR = re.compile(rf"\s*{_APPROXIMATELY}(?![A-Za-z])\s*", re.IGNORECASE)
_COMMA_LANGUAGE = re.compile(
    r"\b(?:ist|die|der|das|und|lautet|beträgt|ergibt|Lösung|Ergebnis|also|est|donc|la|le|es|solución|respuesta|il"
    r"|soluzione|é|resposta|het|antwoord)\b"
)
_ENGLISH = re.compile(r"\b(?:the|is|of|and|so|we|to|answer|solution)\b", re.IGNORECASE)
_TIGHT_COMMA = re.compile(r"\d,\d")
_GROUPED = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?(?![\d,])")
_POINT_GROUPS = re.compile(r"\d\.\d{3}(?!\d)")
_MONEY = re.compile(r"[$€£]|\b(?:dollars?|euros?|pounds?|USD|EUR|GBP)\b")
_SIGNS = {"dollar": "$", "dollars": "$", "USD": "$", "euro": "€", "euros": "€", "EUR": "€", "pound": "£", "pounds": "£"}
_SIGNS |= {"GBP": "£"}
_PERCENT_WORDS = re.compile(r"(?<=\d)\s*(?:percent|per cent|Prozent|percentage points)\b", re.IGNORECASE)
_ENDLESS = re.compile(r"(\d+\.\d+)\s*(?:\.\.\.|…|\\l?dots|\\cdots)")
_PLUS_MINUS = re.compile(r"±|\\pm(?![A-Za-z])|\+/-|\+-")
_SQUARED = re.compile(r"(?<=[a-z])\s*\^\s*\{?([23])\}?")
_TEXT_AFTER = re.compile(r"\s*(?:[.,;:!]+|✓|✔|✅|🎉|\\checkmark|\\square|\\\\|\\blacksquare)\s*$")


@dataclass(frozen=True)
class Value:
    """What one value was said to be.

    trees: the same value as it was written several times over (19/12 ≈ 1.58), at least one. near: whether the tree of
    the same place was said to be rounded. endless: digits went on ("0.333..."). money: its currency sign, or "".
    percent: whether it was said in percent, which is then no part of the tree. unit: the key of its unit, or "".
    """

    trees: tuple[Node, ...]
    near: tuple[bool, ...]
    endless: bool = False
    money: str = ""
    percent: bool = False
    unit: str = ""

    @property
    def letters(self) -> set[str]:
        return set().union(*map(names, self.trees))


def has_decimal_comma(reply: str) -> bool:
    """Whether the reply is in a language that writes 1,5 for one and a half."""
    return bool(_COMMA_LANGUAGE.search(reply)) and len(_COMMA_LANGUAGE.findall(reply)) > len(_ENGLISH.findall(reply))


def value_of(text: str, comma: bool) -> Value | None:
    """The value that the whole text states, perhaps several times over with "=" or "≈"; None if it cannot be read."""
    text = _bare(text)
    money = {_SIGNS.get(each, each) for each in _MONEY.findall(text)}
    if len(money) > 1:
        return None
    text = _MONEY.sub("", text)
    sides = re.split(rf"(=|{_APPROXIMATELY}(?![A-Za-z]))", text)
    trees, near, endless, percent = [], [], False, False
    rounded = False
    for side in sides:
        side = side.strip()
        if side == "=" or _NEAR.fullmatch(side):
            rounded = side != "="
            continue
        if not side:
            continue
        endless = endless or bool(_ENDLESS.search(side))
        tree = tree_of(_ENDLESS.sub(r"\1", side), comma)
        if tree is None:
            return None
        if isinstance(tree, Apply) and tree.head == "negate" and getattr(tree.arguments[0], "head", "") == "percent":
            tree, percent = apply("negate", tree.arguments[0].arguments[0]), True
        elif isinstance(tree, Apply) and tree.head == "percent":
            tree, percent = tree.arguments[0], True
        elif percent:
            return None
        trees.append(tree)
        near.append(rounded)
    if not trees:
        return None
    return Value(tuple(trees), tuple(near), endless, next(iter(money), ""), percent)


def quantity_value(text: str, comma: bool) -> Value | None:
    """The value of "5 km", "about 90 minutes" or "2 hours and 28 minutes": numbers with units of one meaning."""
    text = _SQUARED.sub(lambda match: "²³"[int(match[1]) - 2], _bare(text).replace("\\,", " ").replace("\\ ", " "))
    near = bool(_NEAR.match(text))
    written = _numbers(_NEAR.sub("", text, count=1), comma)
    if written is None:
        return None
    try:
        found = quantity_of(written)
    except ReadingError:
        return None
    if any(len(units) != 1 for _, units in found) or len({units[0].dimension for _, units in found}) != 1:
        return None
    last = found[-1][1][0]
    terms = [_in_unit(tree, units[0], last) for tree, units in found]
    return Value((apply("sum", *terms) if len(terms) > 1 else terms[0],), (near,), unit=last.key)


def _in_unit(tree: Node, own: Unit, other: Unit) -> Node:
    """A number of one unit as a number of the other."""
    ratio = own.factor / other.factor
    if ratio == 1:
        return tree
    return apply("product", tree, apply("quotient", Number(str(ratio.numerator)), Number(str(ratio.denominator))))


def _bare(text: str) -> str:
    text = text.replace(OPEN, " ").replace(CLOSE, " ").strip()
    while (shorter := _TEXT_AFTER.sub("", text)) != text:
        text = shorter
    text = _unwrapped(text)
    return _PERCENT_WORDS.sub("%", text)


def _unwrapped(text: str) -> str:
    r"""The inside of \boxed{…} or \mathbf{…} that is the whole of the text."""
    match = re.fullmatch(r"\s*\\(?:boxed|fbox|mathbf|boldsymbol|displaystyle)\s*\{(.*)\}\s*", text, re.DOTALL)
    return match[1].strip() if match and _is_balanced(match[1]) else text


def _is_balanced(text: str) -> bool:
    level = 0
    for each in text:
        level += (each == "{") - (each == "}")
        if level < 0:
            return False
    return level == 0


def tree_of(text: str, comma: bool = False) -> Node | None:
    """The tree of one formula; None for what cannot be read for sure."""
    text = _numbers(text.strip(), comma)
    if text is None or not text or len(text) > 400:
        return None
    try:
        tree = formula_of(text).tree
    except ReadingError:
        return None
    return None if isinstance(tree, Apply) and tree.head == "equals" else tree


def _numbers(text: str, comma: bool) -> str | None:
    """The text with its numbers as English writes them; None where a comma could be either."""
    text = text.replace("{,}", ",").replace(r"\,", " ") if comma else re.sub(r"\{,\}(?=\d{3}(?!\d))", ",", text)
    if comma:
        if _POINT_GROUPS.search(text):
            return None
        return re.sub(r"(?<=\d),(?=\d)", ".", text)
    rest = _GROUPED.sub(lambda match: match[0].replace(",", ""), text)
    return None if _TIGHT_COMMA.search(rest) or "{,}" in rest else rest


def both_signs(text: str) -> list[str]:
    """The two texts that one ± stands for; the text alone when there is none."""
    if len(_PLUS_MINUS.findall(text)) != 1:
        return [text]
    return [_PLUS_MINUS.sub(sign, text).strip().removeprefix("+") for sign in ("+", "-")]


def is_decimal(tree: Node) -> bool:
    """Whether a tree is one number written with a decimal point, perhaps negative."""
    return places_of(tree) is not None


def places_of(tree: Node) -> int | None:
    """How many decimal places a plain decimal has, None for anything else."""
    if isinstance(tree, Apply) and tree.head in {"negate", "percent"}:
        tree = tree.arguments[0]
    if isinstance(tree, Number) and "." in tree.value:
        return len(tree.value.split(".")[1])
    return None


def has_decimal(tree: Node) -> bool:
    return any(isinstance(each, Number) and "." in each.value for each in walk(tree))
