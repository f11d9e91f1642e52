"""What a formula is worth, found without our solving: LaTeX, or a tree of the reader, in plain numbers with mpmath."""

import functools
import re

import mpmath

from maths.reading.parser import parse
from maths.tree import Apply, Constant, Name, Node, Number

mpmath.mp.dps = 30
TOLERANCE = mpmath.mpf(10) ** -12
NOT_DEFINED = (ZeroDivisionError, ValueError, OverflowError, mpmath.libmp.libhyper.NoConvergence)
_UNIT = re.compile(r"\\,\\text\{[^}]*\}(?:/\\text\{[^}]*\})*")
_NUMERAL = re.compile(r"(?:\\mathrm\{(\w+)\}|(\d+))_\{(\d+)\}")
_PERIOD = re.compile(r"(\d+)\.(\d*)\\overline\{(\d+)\}")
_DETERMINANT = re.compile(r"\\begin\{vmatrix\}(.*?)\\end\{vmatrix\}")
_PLAIN_FUNCTIONS = [
    "sin",
    "cos",
    "tan",
    "sec",
    "csc",
    "cot",
    "asin",
    "acos",
    "atan",
    "sinh",
    "cosh",
    "tanh",
    "exp",
    "sqrt",
]
_OPERATIONS = {
    "sum": lambda *each: sum(each),
    "subtract": lambda a: -a,
    "negate": lambda a: -a,
    "product": lambda *each: mpmath.fprod(each),
    "quotient": lambda a, b: a / b,
    "power": lambda a, b: a ** int(b.real) if b == int(b.real) else a**b,
    "mixed": lambda whole, top, bottom: whole + top / bottom,
    "percent": lambda a: a / 100,
    "degrees": mpmath.radians,
    "root": lambda a, n: -mpmath.root(-a, int(n)) if a.real < 0 and n % 2 else mpmath.root(a, int(n)),
    "log": lambda a, base: _log(a) / _log(base),
    "ln": lambda a: _log(a),
    "abs": abs,
    "factorial": mpmath.factorial,
    "equals": lambda a, b: a - b,
    **dict.fromkeys(("less", "less_equal", "greater", "greater_equal"), lambda a, b: a - b),
    **{name: getattr(mpmath, name) for name in (*_PLAIN_FUNCTIONS, "sqrt")},
}


def _log(value):
    if value.real <= 0:
        raise ValueError("the logarithm of a number that is not positive")
    return mpmath.log(value)


def worth(tree: Node, letters: dict | None = None, functions: dict | None = None):
    """The value of a tree; letters: name → number, functions: name → (letter, tree). Raises one of NOT_DEFINED."""
    if isinstance(tree, Number):
        return mpmath.mpf(tree.value)
    if isinstance(tree, Name):
        return mpmath.mpmathify((letters or {})[tree.name])
    if isinstance(tree, Constant):
        return +mpmath.pi if tree.name == "pi" else +mpmath.e
    if isinstance(tree, Apply) and tree.head == "call":
        letter, body = functions[tree.arguments[0].name]
        return worth(body, {**(letters or {}), letter: worth(tree.arguments[1], letters, functions)}, functions)
    return _OPERATIONS[tree.head](*[worth(each, letters, functions) for each in tree.arguments])


def value(text: str, letters: dict | None = None, functions: dict | None = None):
    """The value of LaTeX that a step shows; i is the imaginary unit. A formula that cannot be read is an error."""
    text = _DETERMINANT.sub(lambda match: rf"\left({_determinant(match[1], letters)}\right)", _UNIT.sub("", text))
    text = _NUMERAL.sub(lambda match: str(int(match[1] or match[2], int(match[3]))), text)
    tree = _parsed(_PERIOD.sub(_fraction, text), frozenset(functions or ()))
    return worth(tree, {"i": mpmath.mpc(0, 1), **(letters or {})}, functions)


_parsed = functools.lru_cache(2000)(parse)


def _determinant(inside: str, letters: dict | None):
    rows = [[value(cell, letters) for cell in row.split("&")] for row in inside.split(r"\\")]
    return int(rows[0][0] * rows[1][1] - rows[0][1] * rows[1][0])


def _fraction(match: re.Match) -> str:
    """A decimal with a bar over its period as a fraction."""
    whole, before, period = match.groups()
    top, bottom = int(whole + before + period) - int(whole + before), (10 ** len(period) - 1) * 10 ** len(before)
    return rf"\frac{{{top}}}{{{bottom}}}"


def cells(text: str) -> list:
    """The numbers of a matrix, row by row, with the factor that stands before it."""
    before, _, rest = text.partition(r"\begin{pmatrix}")
    factor = value(before) if before.strip() else 1
    inside = rest.partition(r"\end{pmatrix}")[0]
    return [factor * value(cell) for row in inside.split(r"\\") for cell in row.split("&")]


def near(a, b, tolerance=TOLERANCE) -> bool:
    """Whether two numbers are the same, but for what computing loses."""
    return abs(a - b) <= tolerance * max(1, abs(a), abs(b))


def real(compute) -> object | None:
    """A real number, or None where there is none."""
    try:
        found = mpmath.mpmathify(compute())
    except NOT_DEFINED:
        return None
    if not mpmath.isfinite(found) or abs(mpmath.im(found)) > TOLERANCE:
        return None
    return mpmath.re(found)
