"""From our expression trees to the Python of the program that is shown."""

from maths.solving.convert import RELATIONS
from maths.tree import Apply, Constant, Name, Node, Number, names, word_set

_SUM, _PRODUCT, _UNARY, _POWER, _ATOM = range(5)


def code(node: Node) -> str:
    """Python for a tree, exact: whole numbers divide as Rational(3, 4), decimals are Rational("0.1")."""
    return _code(node)[0]


def _code(node: Node) -> tuple[str, int]:
    if isinstance(node, Number):
        return (node.value, _ATOM) if node.value.isdigit() else (f'Rational("{node.value}")', _ATOM)
    if isinstance(node, Name):
        return python_name(node.name), _ATOM
    if isinstance(node, Constant):
        return ("pi" if node.name == "pi" else "E"), _ATOM
    return _WRITERS.get(node.head, _call)(node)


def python_name(letter: str) -> str:
    """A Python variable for a letter; lambda is a word of Python, and a few letters are names of SymPy."""
    return letter + "_" if letter in {"lambda", "E", "S", "N", "I", "O", "Q", "C", "beta", "gamma"} else letter


def _within(node: Node, strength: int) -> str:
    text, own = _code(node)
    return text if own >= strength else f"({text})"


def _sum(node: Apply) -> tuple[str, int]:
    text = _within(node.arguments[0], _SUM)
    for each in node.arguments[1:]:
        subtracted = isinstance(each, Apply) and each.head == "subtract"
        text += " - " + _within(each.arguments[0], _PRODUCT) if subtracted else " + " + _within(each, _PRODUCT)
    return text, _SUM


def _product(node: Apply) -> tuple[str, int]:
    return "*".join(_within(each, _UNARY if i else _PRODUCT) for i, each in enumerate(node.arguments)), _PRODUCT


def _quotient(node: Apply) -> tuple[str, int]:
    top, bottom = node.arguments
    if is_whole(top) and is_whole(bottom):
        return f"Rational({code(top)}, {code(bottom)})", _ATOM
    return f"{_within(top, _PRODUCT)}/{_within(bottom, _POWER)}", _PRODUCT


def _negate(node: Apply) -> tuple[str, int]:
    return "-" + _within(node.arguments[0], _UNARY), _UNARY


def _power(node: Apply) -> tuple[str, int]:
    base, exponent = node.arguments
    text = _within(base, _ATOM)
    if is_whole(base) and not (isinstance(exponent, Number) and exponent.value.isdigit()):
        text = f"Integer({code(base)})"
    return (
        f"{text}**{_within(exponent, _POWER if isinstance(exponent, Apply) and exponent.head == 'power' else _ATOM)}",
        _POWER,
    )


def _mixed(node: Apply) -> tuple[str, int]:
    whole, top, bottom = map(code, node.arguments)
    return f"{whole} + Rational({top}, {bottom})", _SUM


def _percent(node: Apply) -> tuple[str, int]:
    inside = node.arguments[0]
    if is_whole(inside):
        return f"Rational({code(inside)}, 100)", _ATOM
    return f"{_within(inside, _PRODUCT)}/100", _PRODUCT


def _degrees(node: Apply) -> tuple[str, int]:
    return f"{_within(node.arguments[0], _PRODUCT)}*pi/180", _PRODUCT


def _root(node: Apply) -> tuple[str, int]:
    return f"real_root({code(node.arguments[0])}, {code(node.arguments[1])})", _ATOM


def _log(node: Apply) -> tuple[str, int]:
    return f"log({code(node.arguments[0])}, {code(node.arguments[1])})", _ATOM


def _relation(node: Apply) -> tuple[str, int]:
    return f"{code(node.arguments[0])} {RELATIONS[node.head]} {code(node.arguments[1])}", _SUM


def _equals(node: Apply) -> tuple[str, int]:
    return f"Eq({code(node.arguments[0])}, {code(node.arguments[1])})", _ATOM


def _system(node: Apply) -> tuple[str, int]:
    return f"[{', '.join(map(code, node.arguments))}]", _ATOM


def exact_code(node: Node) -> str:
    """Python for a tree whose value is divided later: a whole number as Integer, so that it stays exact."""
    return f"Integer({code(node)})" if is_whole(node) else code(node)


def _user_call(node: Apply) -> tuple[str, int]:
    return f"{python_name(node.arguments[0].name)}({exact_code(node.arguments[1])})", _ATOM


def _prime(node: Apply) -> tuple[str, int]:
    function, argument, order = node.arguments
    inside = f'diff({python_name(function.name)}(Symbol("t")), Symbol("t"), {code(order)})'
    return f'{inside}.subs(Symbol("t"), {code(argument)})', _ATOM


def _call(node: Apply) -> tuple[str, int]:
    name = {"ln": "log", "abs": "Abs"}.get(node.head, node.head)
    return f"{name}({code(node.arguments[0])})", _ATOM


def is_whole(node: Node) -> bool:
    """Whether the Python of a tree is a plain int, whose division would give a float."""
    if isinstance(node, Apply):
        if node.head == "power":
            base, exponent = node.arguments
            return is_whole(base) and isinstance(exponent, Number) and exponent.value.isdigit()
        return node.head in {"sum", "product", "negate", "subtract"} and all(map(is_whole, node.arguments))
    return isinstance(node, Number) and node.value.isdigit()


_WRITERS = {
    "sum": _sum,
    "product": _product,
    "quotient": _quotient,
    "negate": _negate,
    "subtract": _negate,
    "power": _power,
    "mixed": _mixed,
    "percent": _percent,
    "degrees": _degrees,
    "root": _root,
    "log": _log,
    "equals": _equals,
    **dict.fromkeys(RELATIONS, _relation),
    "system": _system,
    "call": _user_call,
    "prime": _prime,
}


def needed_names(*texts: str) -> list[str]:
    """The names of SymPy that some lines of our Python use."""
    words = set()
    for text in texts:
        words.update("".join(each if each.isalnum() or each == "_" else " " for each in text).split())
    return sorted(words & _IMPORTABLE)


_IMPORTABLE = word_set(
    "Abs E Eq Integer Rational acos cancel asin atan cos cosh cot csc diff exp expand factor factorial factorint floor "
    "apart integrate log pi real_root Symbol "
    "powsimp sec simplify sin sinh solve sqrt tan tanh together radsimp nsimplify N Union S solveset "
    "solve_univariate_inequality Complement Intersection Limit limit summation Matrix"
)


def program(letters: set[str], *lines: str) -> str:
    """A whole short program: the imports that the lines need, the symbols, and the lines."""
    ordered = sorted(letters)
    imported = sorted([*needed_names(*lines), *(["symbols"] if ordered else [])])
    head = [f"from sympy import {', '.join(imported)}"] if imported else []
    symbols = [f'{python_name(letter)} = symbols("{letter}", real=True)' for letter in ordered]
    return "\n".join([*head, *symbols, *lines])


def letters_of(*trees: Node) -> set[str]:
    return set().union(*map(names, trees)) if trees else set()
