"""The expression tree that travels between reading and solving, and its JSON form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_DEPTH = 60
MAX_NODES = 1500
MAX_DIGITS = 60


def word_set(text: str) -> frozenset[str]:
    """The words of a text, for tables that would be long as lists."""
    return frozenset(text.split())


FUNCTIONS = word_set(
    "sin cos tan sec csc cot asin acos atan sinh cosh tanh exp ln sqrt abs factorial percent degrees negate subtract"
)
ARITIES = {
    **dict.fromkeys(FUNCTIONS, (1, 1)),
    "sum": (2, MAX_NODES),
    "product": (2, MAX_NODES),
    "quotient": (2, 2),
    "power": (2, 2),
    "mixed": (3, 3),
    "root": (2, 2),
    "log": (2, 2),
    "equals": (2, 2),
    **dict.fromkeys(("less", "less_equal", "greater", "greater_equal"), (2, 2)),
    "call": (2, 2),
    "prime": (3, 3),
    "derivative": (3, 3),
    "define": (2, 2),
    "system": (1, 14),
    "matrix": (1, 3),
    "row": (1, 3),
    "set": (0, 60),
    "reals": (0, 0),
    **dict.fromkeys(("below_o", "below_c", "above_o", "above_c"), (1, 1)),
    **dict.fromkeys(("interval_oo", "interval_oc", "interval_co", "interval_cc"), (2, 2)),
}
CONSTANTS = ("pi", "e")
GREEK = word_set("alpha beta gamma delta epsilon theta lambda mu rho sigma tau phi omega")
_NUMBER = re.compile(rf"\d{{1,{MAX_DIGITS}}}(\.\d{{1,{MAX_DIGITS}}})?", re.ASCII)
_LETTER = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Number:
    """A number without a sign as it was written: "3", "0.25"."""

    value: str


@dataclass(frozen=True, slots=True)
class Name:
    """A letter that stands for a number."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """pi or e."""

    name: str


@dataclass(frozen=True, slots=True)
class Apply:
    """An operation or function (a key of ARITIES) and what it is applied to.

    "subtract" occurs only as a term of a "sum": a - b is sum(a, subtract(b)), a + -b is sum(a, negate(b)).
    "mixed" is whole, numerator, denominator; "root" is radicand, index; "log" is argument, base.
    "call" is the name of a function and its argument, "prime" both and the order; "derivative" is expression, letter,
    order; "define" is a name or call and what it stands for; "system" holds equations, or definitions in order.
    "set" holds elements; "interval_oc" is open on the left and closed on the right, "below_o" and "above_c" are rays.
    """

    head: str
    arguments: tuple["Node", ...]


Node = Number | Name | Constant | Apply


def apply(head: str, *arguments: Node) -> Apply:
    return Apply(head, arguments)


def integer(value: int) -> Node:
    """The tree of a whole number."""
    return Number(str(value)) if value >= 0 else apply("negate", Number(str(-value)))


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        if isinstance(current, Apply):
            waiting.extend(reversed(current.arguments))


def names(node: Node) -> set[str]:
    """The letters that occur."""
    return {each.name for each in walk(node) if isinstance(each, Name)}


def replace(node: Node, old: Node, new: Node) -> Node:
    """The tree with every occurrence of `old` replaced."""
    if node == old:
        return new
    if isinstance(node, Apply):
        return Apply(node.head, tuple([replace(each, old, new) for each in node.arguments]))
    return node


def depth(node: Node) -> int:
    """Levels of the tree; a number alone has one."""
    deepest, waiting = 0, [(node, 1)]
    while waiting:
        current, level = waiting.pop()
        deepest = max(deepest, level)
        if isinstance(current, Apply):
            waiting.extend((each, level + 1) for each in current.arguments)
    return deepest


def to_json(node: Node) -> dict:
    """Plain JSON of a tree."""
    if isinstance(node, Number):
        return {"number": node.value}
    if isinstance(node, Name):
        return {"name": node.name}
    if isinstance(node, Constant):
        return {"constant": node.name}
    return {"apply": node.head, "to": [to_json(each) for each in node.arguments]}


def from_json(data: object) -> Node:
    """The tree that to_json() wrote; ValueError for anything else, too deep or too large."""
    tree = _from_json(data, 1)
    if sum(1 for _ in walk(tree)) > MAX_NODES:
        raise ValueError("the tree is too large")
    return tree


def _from_json(data: object, level: int) -> Node:
    if not isinstance(data, dict) or level > MAX_DEPTH:
        raise ValueError("not an expression tree")
    if isinstance(head := data.get("apply"), str) and isinstance(parts := data.get("to"), list):
        low, high = ARITIES.get(head, (1, 0))
        if not low <= len(parts) <= high:
            raise ValueError("not an operation")
        return Apply(head, tuple([_from_json(each, level + 1) for each in parts]))
    return _leaf(data)


def _leaf(data: dict) -> Node:
    if isinstance(value := data.get("number"), str) and _NUMBER.fullmatch(value):
        return Number(value)
    if isinstance(value := data.get("name"), str) and is_name(value):
        return Name(value)
    if (value := data.get("constant")) in CONSTANTS:
        return Constant(value)
    raise ValueError("not a number, letter or constant")


def is_name(text: str) -> bool:
    """Whether the text can stand for an unknown."""
    return bool(_LETTER.fullmatch(text)) or text in GREEK
