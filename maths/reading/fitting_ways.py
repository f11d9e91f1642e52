"""Which ways fit a task, found on its tree alone: the one in which it is done unasked first."""

from fractions import Fraction
from math import gcd, isqrt, lcm

from maths.reading.degrees import degree
from maths.reading.magnitude import exact_value
from maths.reading.polynomials import coefficients, polynomial, total_degree
from maths.reading.tasks import Task
from maths.tree import Apply, Node, Number, names, walk

SHORT = 10**9
"""Numbers up to here are taken apart into primes by hand, with patience."""
LISTED, LINES = 60, 12
"""The largest number whose divisors one lists, and the most multiples that one writes down."""
FACTORS = 10**6
"""The largest factor of a product that one multiplies on paper."""
PLACES = 4


def ways_of(task: Task) -> tuple[str, ...]:
    """The names of the ways that fit; () for a task that has one way only, or none that has a name.

    The first is how the task is done when nobody names a way; "" stands for one that has no name.
    """
    found = _FITTING.get(task.kind, lambda _: ())(task)
    return found if len(found) > 1 else ()


# -- equations --------------------------------------------------------------------------------------------------------


def _of_equation(task: Task) -> tuple[str, ...]:
    found = coefficients(task.expressions[0], task.variable)
    if found is None or len(found) != 3:
        return ()
    c, b, a = found
    factors = _is_square(b * b - 4 * a * c)
    if b == 0:
        return () if c == 0 else ("roots", *(["factoring"] if factors else []), "formula")
    return (*(["factoring"] if factors else []), "formula", "square")


def _is_square(value: Fraction) -> bool:
    return value >= 0 and all(isqrt(each) ** 2 == each for each in (value.numerator, value.denominator))


def _of_system(task: Task) -> tuple[str, ...]:
    rows = task.expressions[0].arguments
    letters = names(task.expressions[0])
    terms = [polynomial(each) for each in rows]
    if None in terms or any(total_degree(each) != 1 for each in terms) or len(letters) != len(rows):
        return ()
    if len(rows) == 3:
        return ("substitution", "elimination")
    (a, b), (c, d) = [[each.get(((letter, 1),), Fraction(0)) for letter in sorted(letters)] for each in terms]
    crossing = ["determinants"] if a * d != b * c else []
    equating = ["equating"] if any(first and second for first, second in ((a, c), (b, d))) else []
    graph = ["graph"] if (a or b) and (c or d) and task.variable is None else []
    return ("substitution", "elimination", *equating, *graph, *crossing)


def _of_absolute(task: Task) -> tuple[str, ...]:
    """Bars alone on the left, around something linear; a number, or bars again, on the right."""
    left, right = task.expressions[0].arguments
    inside = _inside_bars(left)
    if inside is None or degree(inside, task.variable) != 1 or coefficients(inside, task.variable) is None:
        return ()
    other, value = _inside_bars(right), exact_value(right)
    if other is not None and degree(other, task.variable) == 1 and coefficients(other, task.variable) is not None:
        return ("cases", "squaring")
    return ("cases", "squaring", "distance") if value is not None and value > 0 else ()


def _inside_bars(tree: Node) -> Node | None:
    return tree.arguments[0] if isinstance(tree, Apply) and tree.head == "abs" else None


# -- numbers ----------------------------------------------------------------------------------------------------------


def _of_gcd(task: Task) -> tuple[str, ...]:
    values = _wholes(task)
    if task.details or not values or 0 in values:
        return ()
    primes = ["primes"] if max(values) <= SHORT else []
    return ("euclid", *primes, *(["lists"] if max(values) <= LISTED else []))


def _of_lcm(task: Task) -> tuple[str, ...]:
    values = _wholes(task)
    if task.details or not values or max(values) > SHORT:
        return ()
    lists = ["lists"] if lcm(*values) // min(values) <= LINES else []
    return ("primes", "divisor", *lists)


def _wholes(task: Task) -> list[int]:
    values = [exact_value(each) for each in task.expressions]
    return [] if None in values or any(each.denominator != 1 for each in values) else [int(each) for each in values]


def _of_percent(task: Task) -> tuple[str, ...]:
    rate, whole = map(exact_value, task.expressions)
    if not rate or not whole or rate < 0 or whole < 0:
        return ()
    return ("fraction", "one_percent", *(["decimal"] if _places(rate / 100) is not None else []))


def _places(value: Fraction, most: int = 8) -> int | None:
    """Digits after the point, None if there are more than that."""
    return next((count for count in range(most + 1) if (value * 10**count).denominator == 1), None)


def _of_arithmetic(task: Task) -> tuple[str, ...]:
    """Two fractions or mixed numbers and one operation, a fraction that can be reduced, two whole factors."""
    tree = task.expressions[0]
    if task.money or not isinstance(tree, Apply) or len(tree.arguments) != 2 or tree.head not in _OF_TWO:
        return ()
    first, second = tree.arguments
    if tree.head == "sum" and isinstance(second, Apply) and second.head == "subtract":
        return _of_two_terms(first, second.arguments[0], minus=True)
    return _OF_TWO[tree.head](first, second)


def _of_two_terms(first: Node, second: Node, minus: bool = False) -> tuple[str, ...]:
    values = [_fraction(each) for each in (first, second)]
    if None in values:
        return ()
    a, b = values
    if any(map(_is_mixed, (first, second))):
        rest = a % 1 - b % 1 if minus else a % 1 + b % 1
        return ("improper", "apart") if rest >= 0 and a > b and all(map(_is_mixed, (first, second))) else ()
    bottoms = [int(each.arguments[1].value) if isinstance(each, Apply) else 1 for each in (first, second)]
    if bottoms[0] == bottoms[1] or 1 in bottoms:
        return ()
    cross = ["cross"] if gcd(*bottoms) > 1 else []
    decimal = ["decimal"] if all(_places(each, PLACES) is not None for each in values) else []
    return ("common", *cross, *decimal)


def _of_product(first: Node, second: Node) -> tuple[str, ...]:
    if all(map(_is_whole, (first, second))):
        a, b = int(first.value), int(second.value)
        long = max(a, b) > 10 and min(a, b) > 1 and max(a, b) <= FACTORS and (min(a, b) > 10 or max(a, b) > 20)
        grid = ["grid"] if min(a, b) > 10 else []
        return ("", "split", *grid, "column") if long and not any(each % 10 == 0 for each in (a, b)) else ()
    values = [_fraction(each) for each in (first, second)]
    if None in values or any(map(_is_mixed, (first, second))) or any(map(_is_whole, (first, second))):
        return ()
    a, b = [[int(part.value) for part in each.arguments] for each in (first, second)]
    return ("multiply", "cancel") if gcd(a[0], b[1]) > 1 or gcd(b[0], a[1]) > 1 else ()


def _of_quotient(first: Node, second: Node) -> tuple[str, ...]:
    if all(map(_is_whole, (first, second))):
        a, b = int(first.value), int(second.value)
        common = gcd(a, b)
        return ("divisor", "primes") if common > 1 and b > common and 0 < max(a, b) <= SHORT else ()
    values = [_fraction(each) for each in (first, second)]
    if None in values or not values[1] or any(map(_is_mixed, (first, second))):
        return ()
    return () if all(each.denominator == 1 for each in values) else ("reciprocal", "common")


_OF_TWO = {"sum": _of_two_terms, "product": _of_product, "quotient": _of_quotient}


def _is_whole(tree: Node) -> bool:
    return isinstance(tree, Number) and tree.value.isdigit()


def _is_mixed(tree: Node) -> bool:
    return isinstance(tree, Apply) and tree.head == "mixed"


def _fraction(tree: Node) -> Fraction | None:
    """The value of 3, 3/4 or 2 1/3, each of whole numbers without a sign; None for anything else."""
    if _is_whole(tree):
        return Fraction(int(tree.value))
    if not isinstance(tree, Apply) or tree.head not in {"quotient", "mixed"} or not all(map(_is_whole, tree.arguments)):
        return None
    return exact_value(tree)


# -- brackets and derivatives -----------------------------------------------------------------------------------------


def _of_expand(task: Task) -> tuple[str, ...]:
    pair = two_brackets(task.expressions[0])
    if pair is None:
        return ()
    return ("terms", "foil", "grid", *(["pattern"] if special_product(*pair) else []))


def two_brackets(tree: Node) -> tuple[Node, Node] | None:
    """The two sums of two terms each that are multiplied, (x + 1)^2 as well; None for anything else."""
    pair = tree.arguments if isinstance(tree, Apply) and tree.head == "product" else ()
    if isinstance(tree, Apply) and tree.head == "power" and tree.arguments[1] == Number("2"):
        pair = (tree.arguments[0],) * 2
    return pair if len(pair) == 2 and all(map(_is_binomial, pair)) else None


def _is_binomial(tree: Node) -> bool:
    is_sum = isinstance(tree, Apply) and tree.head == "sum" and len(tree.arguments) == 2
    return (
        is_sum and all(len(polynomial(each) or ()) == 1 for each in tree.arguments) and len(polynomial(tree) or ()) == 2
    )


def special_product(first: Node, second: Node) -> str | None:
    """ "square" for (a + b)(a + b), "difference" for (a + b)(a - b); None for any other product."""
    if first == second:
        return "square"
    (a, b), (c, d) = [[polynomial(each) for each in bracket.arguments] for bracket in (first, second)]
    return "difference" if a == c and b == {powers: -value for powers, value in d.items()} else None


def _of_derivative(task: Task) -> tuple[str, ...]:
    tree, letter = task.expressions[0], task.variable
    if task.order != 1 or not isinstance(tree, Apply) or names(tree) != {letter}:
        return ()
    found = coefficients(tree, letter)
    if found is not None:
        small = len(found) <= 4 and all(each.denominator == 1 for each in found)
        rule = _rule_of(tree, letter)
        return (rule, *(["expand"] if rule != "power" else []), *(["definition"] if small else [])) if rule else ()
    return _of_fraction(tree, letter) if tree.head == "quotient" else ()


def _rule_of(tree: Apply, letter: str) -> str | None:
    """The rule by which a polynomial is differentiated as it stands; None where that takes several."""
    factors = [each for each in tree.arguments if letter in names(each)] if tree.head == "product" else []
    sums = [each for each in factors if len(coefficients(each, letter)) - coefficients(each, letter).count(0) > 1]
    if len(factors) == 2 and sums and factors[0] != factors[1] and len(factors) == len(tree.arguments):
        return "product"
    is_sum = tree.head == "power" and isinstance(tree.arguments[0], Apply) and tree.arguments[0].head == "sum"
    if is_sum:
        return "chain" if exact_value(tree.arguments[1]) > 1 else None
    return None if _has_brackets(tree) else "power"


def _has_brackets(tree: Node) -> bool:
    """Whether a sum stands anywhere within a product, a power or a quotient."""
    within = [each for node in walk(tree) if isinstance(node, Apply) and node.head != "sum" for each in node.arguments]
    return any(isinstance(each, Apply) and each.head == "sum" for each in within)


def _of_fraction(tree: Apply, letter: str) -> tuple[str, ...]:
    top, bottom = [coefficients(each, letter) for each in tree.arguments]
    if top is None or bottom is None or len(bottom) < 2:
        return ()
    if bottom.count(0) == len(bottom) - 1:
        return ("quotient", "divide") if len(top) - top.count(0) > 1 else ()
    return ("quotient", "chain" if len(top) == 1 else "product")


_FITTING = {
    "equation": _of_equation,
    "system": _of_system,
    "general_equation": _of_absolute,
    "gcd": _of_gcd,
    "lcm": _of_lcm,
    "percent_of": _of_percent,
    "arithmetic": _of_arithmetic,
    "expand": _of_expand,
    "derivative": _of_derivative,
}
