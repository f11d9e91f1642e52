"""Between our expression trees and SymPy's."""

import sympy

from maths.tree import Apply, Constant, Name, Node, Number, apply, integer

_FUNCTIONS = {
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tan": sympy.tan,
    "sec": sympy.sec,
    "csc": sympy.csc,
    "cot": sympy.cot,
    "asin": sympy.asin,
    "acos": sympy.acos,
    "atan": sympy.atan,
    "sinh": sympy.sinh,
    "cosh": sympy.cosh,
    "tanh": sympy.tanh,
    "exp": sympy.exp,
    "ln": sympy.log,
    "abs": sympy.Abs,
    "factorial": sympy.factorial,
}
RELATIONS = {"less": "<", "less_equal": "<=", "greater": ">", "greater_equal": ">="}
_HEADS = {function: head for head, function in _FUNCTIONS.items()}


def symbol(letter: str) -> sympy.Symbol:
    """The SymPy symbol of a letter: a real number, as in school."""
    return sympy.Symbol(letter, real=True)


class NoNotation(ValueError):
    """A SymPy result that school has no notation for."""


def to_sympy(node: Node) -> sympy.Expr:
    """The exact SymPy expression of a tree that reading has checked; an "equals" or "less" becomes left - right."""
    if isinstance(node, Number):
        return sympy.Rational(node.value)
    if isinstance(node, Name):
        return symbol(node.name)
    if isinstance(node, Constant):
        return sympy.pi if node.name == "pi" else sympy.E
    parts = [to_sympy(each) for each in node.arguments]
    return _combine(node.head, parts)


def _combine(head: str, parts: list[sympy.Expr]) -> sympy.Expr:
    first, last = parts[0], parts[-1]
    if head in _FUNCTIONS:
        return _FUNCTIONS[head](first)
    if head == "root":
        return -sympy.root(-first, last) if first.is_negative and last % 2 == 1 else sympy.root(first, last)
    return {
        "sum": lambda: sympy.Add(*parts),
        "product": lambda: sympy.Mul(*parts),
        "quotient": lambda: first / last,
        "power": lambda: first**last,
        "negate": lambda: -first,
        "subtract": lambda: -first,
        "mixed": lambda: first + parts[1] / last,
        "percent": lambda: first / 100,
        "degrees": lambda: first * sympy.pi / 180,
        "sqrt": lambda: sympy.sqrt(first),
        "log": lambda: sympy.log(first, last),
        **dict.fromkeys(["equals", *RELATIONS], lambda: first - last),
    }[head]()


def from_sympy(expression: sympy.Expr) -> Node:
    """The tree of a SymPy expression in the order in which one writes it."""
    if isinstance(expression, sympy.Rational):
        return rational(expression)
    if isinstance(expression, sympy.Symbol):
        return Name(expression.name)
    if expression is sympy.pi or expression is sympy.E:
        return Constant("pi" if expression is sympy.pi else "e")
    if isinstance(expression, sympy.Add):
        return _from_sum(expression)
    if isinstance(expression, sympy.Mul):
        return _from_product(expression)
    if isinstance(expression, sympy.exp):
        return apply("power", Constant("e"), from_sympy(expression.args[0]))
    if isinstance(expression, sympy.Pow):
        return _from_power(expression)
    if expression.func in _HEADS and len(expression.args) == 1:
        return apply(_HEADS[expression.func], from_sympy(expression.args[0]))
    raise NoNotation(f"no notation for {expression.func.__name__}")


def rational(value: sympy.Rational) -> Node:
    """A whole number or a fraction, with its sign in front."""
    if value.q == 1:
        return integer(int(value.p))
    fraction = apply("quotient", Number(str(abs(value.p))), Number(str(value.q)))
    return apply("negate", fraction) if value.p < 0 else fraction


def _from_sum(expression: sympy.Add) -> Node:
    terms = expression.as_ordered_terms()
    if expression.is_number:
        top, bottom = sympy.fraction(sympy.together(expression))
        if bottom != 1:
            return _over(top, bottom)
        terms.sort(key=lambda term: not term.is_Rational)
    if len(terms) == 2 and _is_negative(terms[0]) and not _is_negative(terms[1]) and terms[1].is_number:
        terms.reverse()
    return Apply("sum", (from_sympy(terms[0]), *[_signed(each) for each in terms[1:]]))


def _over(top: sympy.Expr, bottom: sympy.Expr) -> Node:
    """A sum of numbers over a common denominator."""
    expanded = sympy.expand(top)
    if expanded.is_Add and all(map(_is_negative, expanded.args)):
        return apply("negate", apply("quotient", from_sympy(-expanded), from_sympy(bottom)))
    return apply("quotient", from_sympy(expanded), from_sympy(bottom))


def _is_negative(term: sympy.Expr) -> bool:
    return bool(term.as_coeff_Mul()[0].is_negative)


def _signed(term: sympy.Expr) -> Node:
    return apply("subtract", from_sympy(-term)) if _is_negative(term) else from_sympy(term)


def _from_product(expression: sympy.Mul) -> Node:
    if _is_negative(expression):
        return apply("negate", from_sympy(-expression))
    top, bottom = sympy.fraction(expression)
    if bottom != 1:
        return apply("quotient", from_sympy(top), from_sympy(bottom))
    factors = tuple([from_sympy(each) for each in expression.as_ordered_factors()])
    return factors[0] if len(factors) == 1 else Apply("product", factors)


def _from_power(expression: sympy.Pow) -> Node:
    base, exponent = expression.as_base_exp()
    if exponent.is_Rational and exponent < 0:
        return apply("quotient", Number("1"), from_sympy(base**-exponent))
    if exponent.is_Rational and exponent.p == 1 and exponent.q > 1:
        inner = from_sympy(base)
        return apply("sqrt", inner) if exponent.q == 2 else apply("root", inner, Number(str(exponent.q)))
    return apply("power", from_sympy(base), from_sympy(exponent))
