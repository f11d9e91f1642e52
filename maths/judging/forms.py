"""Forms of claimed expressions: whether anything is left to be worked out in them."""

import sympy

from maths.tree import Apply, Name, Node, Number, names, walk


def is_tidy(tree: Node) -> bool:
    """Whether no two factors have the same base, no product stands in a power, and no two numbers side by side."""
    return all(_is_tidy(each) for each in walk(tree) if isinstance(each, Apply))


def _is_tidy(tree: Apply) -> bool:
    if tree.head == "product":
        bases = [each.arguments[0] if _is_power(each) else each for each in tree.arguments]
        letters = [each for each in bases if names(each)]
        return len(set(letters)) == len(letters) and _count_numbers(tree) <= 1
    if tree.head == "sum":
        return _count_numbers(tree) <= 1
    if tree.head == "power":
        base, exponent = tree.arguments
        inside = getattr(base, "head", "")
        return inside not in {"product", "power"} and (names(exponent) or not _is_calculation(exponent))
    return True


def _is_power(tree: Node) -> bool:
    return isinstance(tree, Apply) and tree.head == "power"


def _is_calculation(tree: Node) -> bool:
    return isinstance(tree, Apply) and tree.head in {"sum", "product", "power"}


def _count_numbers(tree: Apply) -> int:
    return sum(isinstance(each, Number) for each in tree.arguments)


def has_rational_factors(tree: Node) -> bool:
    """Whether no root is left in a product, and no letter under a fraction bar."""
    return not any(
        isinstance(each, Apply)
        and (each.head in {"sqrt", "root"} or each.head == "quotient" and bool(names(each.arguments[1])))
        for each in walk(tree)
    )


def lacks_bars(claimed: sympy.Expr, integrand: sympy.Expr, variable: sympy.Symbol) -> bool:
    """Whether ln stands without bars where the integrand has values that it has not, as ln x for 1/x."""
    if integrand.has(sympy.log):
        return False
    real = sympy.Dummy(real=True)
    insides = [each.args[0].subs(variable, real) for each in claimed.atoms(sympy.log) if each.has(variable)]
    return any(not each.is_nonnegative for each in insides)


def is_completed_square(tree: Node, letter: str) -> bool:
    """Whether the letter stands once, inside a square, and nothing else is left to be collected."""
    squares = [each for each in walk(tree) if _is_power(each) and each.arguments[1] == Number("2")]
    inside = [each for each in squares if names(each.arguments[0]) == {letter}]
    places = sum(each == Name(letter) for each in walk(tree))
    return len(inside) == places == 1 and (
        not isinstance(tree, Apply) or tree.head != "sum" or len(tree.arguments) <= 2
    )
