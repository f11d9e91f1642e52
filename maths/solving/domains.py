"""Where a function is defined, as far as its roots and logarithms of linear or quadratic expressions tell."""

import sympy

from maths.solving.convert import to_sympy
from maths.solving.steps import tex
from maths.tree import Apply, Node, Number, names, walk, word_set

_SAMPLES = 97
_EVERYWHERE = word_set("sum subtract negate product quotient power percent degrees abs sin cos exp root atan")


def domain(tree: Node, variable: sympy.Symbol) -> sympy.Set:
    """The real numbers for which every even root and logarithm in the tree is real; too large where that is hard."""
    allowed = sympy.S.Reals
    for node in walk(tree):
        condition = _condition(node)
        if condition is None:
            continue
        inside, strict = condition
        if inside.is_polynomial(variable) and 1 <= sympy.degree(inside, variable) <= 2:
            wanted = inside > 0 if strict else inside >= 0
            allowed = allowed.intersect(sympy.solve_univariate_inequality(wanted, variable, relational=False))
    return allowed


def is_known(tree: Node, variable: sympy.Symbol) -> bool:
    """Whether domain() is exactly where the function is defined, not only around it."""
    for node in walk(tree):
        if not isinstance(node, Apply) or not names(node):
            continue
        condition = _condition(node)
        if condition is not None and not condition[0].is_polynomial(variable):
            return False
        if condition is not None and sympy.degree(condition[0], variable) > 2:
            return False
        if node.head == "quotient" and names(node.arguments[1]) or node.head not in _EVERYWHERE and condition is None:
            return False
        if node.head == "power" and not (isinstance(node.arguments[1], Number) and node.arguments[1].value.isdigit()):
            return False
    return True


def _condition(node: Node) -> tuple[sympy.Expr, bool] | None:
    """What must not be negative for a node, and whether it must not be 0 either."""
    if not isinstance(node, Apply) or node.head not in {"sqrt", "root", "ln", "log"}:
        return None
    if node.head == "root" and not is_even_root(node):
        return None
    return to_sympy(node.arguments[0]), node.head in {"ln", "log"}


def is_even_root(node: Apply) -> bool:
    """Whether a root has no real value for negative numbers."""
    index = node.arguments[1]
    return isinstance(index, Number) and index.value.isdigit() and int(index.value) % 2 == 0


def said(allowed: sympy.Set, variable: sympy.Symbol) -> str | None:
    """LaTeX of an interval as inequalities, None for all numbers and for what is no interval."""
    if not isinstance(allowed, sympy.Interval) or allowed == sympy.S.Reals:
        return None
    letter, low, high = tex(variable), allowed.start, allowed.end
    below, above = "<" if allowed.left_open else r"\le", "<" if allowed.right_open else r"\le"
    if low.is_finite and high.is_finite:
        return f"{tex(low)} {below} {letter} {above} {tex(high)}"
    if low.is_finite:
        return f"{letter} {'>' if allowed.left_open else chr(92) + 'ge'} {tex(low)}"
    return f"{letter} {above} {tex(high)}"


def has_real_point(function: sympy.Expr, variable: sympy.Symbol, low: sympy.Expr, high: sympy.Expr) -> bool:
    """Whether any of many points between the ends has a real value."""
    evaluate = sympy.lambdify(variable, function, "mpmath")
    start, width = float(low), float(high - low)
    return any(_is_real(evaluate, start + width * (k + 0.37) / _SAMPLES) for k in range(_SAMPLES))


def _is_real(evaluate, at: float) -> bool:
    try:
        value = complex(evaluate(at))
    except (ArithmeticError, ValueError):
        return False
    return abs(value.imag) < 1e-9 and abs(value.real) < float("inf")
