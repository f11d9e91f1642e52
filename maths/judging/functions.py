"""Compares claimed expressions with our own as functions: by algebra, else at points, and says which."""

from collections.abc import Iterator
from itertools import islice

import sympy

from maths.claims.values import Value, has_decimal
from maths.judging.findings import NOT_COMPARED, NOT_FINISHED, OTHER_THING, UNEQUAL, Finding, undecided
from maths.judging.forms import has_rational_factors, is_completed_square, is_tidy, lacks_bars
from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import symbol, to_sympy
from maths.solving.steps import math, tex
from maths.tree import Apply, Name, Node, names, walk

_POINTS, _NEEDED, _TRIES = 8, 5, 40
_CONSTANTS = frozenset("CcKk")
_DIGITS = 30
_ANY_FORM = frozenset(["derivative", "definitions", "tangent", "inverse_function", "nth_term"])
_SIMPLIFIED_KINDS = frozenset(["simplify", "simplify_power", "definitions", "tangent", "inverse_function"])


def compare_expression(claim: Value, exact: sympy.Expr, task: Task, letters: set[str]) -> Finding:
    """Whether everything that was written for one expression equals ours, in the form that was asked for."""
    if not claim.letters <= letters:
        return undecided(OTHER_THING)
    tree = claim.trees[-1]
    finding = _same(tree, exact)
    if finding.agrees and not _is_in_form(tree, exact, task):
        return undecided(NOT_FINISHED)
    if any(_same(each, exact).agrees != finding.agrees for each in claim.trees[:-1]):
        return undecided(UNEQUAL)
    return finding


def compare_antiderivative(claim: Value, task: Task) -> Finding:
    """Whether the derivative of what is claimed is the function; a missing + C is said."""
    tree, variable = claim.trees[-1], symbol(task.variable)
    integrand = to_sympy(task.expressions[0])
    extra = claim.letters - names(task.expressions[0]) - {task.variable}
    if (
        len(claim.trees) > 1
        or len(extra) > 1
        or not extra <= _CONSTANTS
        or any(_is_bound(tree, each) for each in extra)
    ):
        return undecided(OTHER_THING)
    claimed = to_sympy(tree)
    finding = same_function(claimed.diff(variable), integrand)
    shown = {"result": math(latex(tree)), "integrand": math(latex(task.expressions[0]))}
    if finding.agrees is None:
        return finding
    if finding.agrees and lacks_bars(claimed, integrand, variable):
        return undecided(NOT_FINISHED)
    if not finding.agrees:
        return Finding(False, Phrase(N_("The derivative of {result} is not {integrand}."), shown))
    if not extra:
        template = N_("The derivative of {result} is {integrand}; only the constant + C is missing.")
    elif finding.check.template == PROVED:
        template = N_("The derivative of {result} is {integrand}.")
    else:
        template = N_("The derivative of {result} agrees with {integrand} at {points} points, which is no proof.")
    return Finding(True, Phrase(template, {**shown, **finding.check.params}))


def _is_bound(tree: Node, letter: str) -> bool:
    """Whether the constant of integration stands anywhere but as a term of its own."""
    terms = tree.arguments if isinstance(tree, Apply) and tree.head == "sum" else (tree,)
    return not any(each == Name(letter) for each in terms) or sum(each == Name(letter) for each in walk(tree)) > 1


PROVED = N_("It is equal to our own result, {value}.")


def _same(tree: Node, exact: sympy.Expr) -> Finding:
    finding = same_function(to_sympy(tree), exact)
    if finding.agrees is False:
        if has_decimal(tree):
            return undecided(
                N_("The reply rounds its result too much to be compared with {value}."), value=math(tex(exact))
            )
        return Finding(
            False,
            Phrase(
                N_("Our own result is {value}; {claimed} is not equal to it."),
                {"value": math(tex(exact)), "claimed": math(latex(tree))},
            ),
        )
    return finding


def same_function(first: sympy.Expr, second: sympy.Expr) -> Finding:
    """Whether two expressions are equal wherever the second has a real value."""
    difference = first - second
    letters = sorted(first.free_symbols | second.free_symbols, key=str)
    shown = {"value": math(tex(second))}
    if difference.is_rational_function(*letters) and not difference.has(sympy.Float):
        equal = sympy.expand(sympy.fraction(sympy.together(difference))[0]) == 0
        return Finding(bool(equal), Phrase(PROVED, shown))
    if sympy.expand(difference) == 0:
        return Finding(True, Phrase(PROVED, shown))
    agreeing = differing = missing = 0
    for point in islice(_points(letters), _TRIES):
        ours, theirs = _at(second, point), _at(first, point)
        if ours is None:
            continue
        if theirs is None:
            missing += 1
        elif abs(ours - theirs) <= sympy.Float(10) ** -20 * max(1, abs(ours)):
            agreeing += 1
        else:
            differing += 1
        if agreeing + differing + missing >= _POINTS:
            break
    if agreeing >= _NEEDED and not differing and not missing:
        template = N_("It agrees with our own result {value} at {points} points, which is no proof.")
        return Finding(True, Phrase(template, {**shown, "points": str(agreeing)}))
    if differing >= _NEEDED and not agreeing:
        return Finding(False, Phrase(PROVED, shown))
    if agreeing and (differing or missing):
        return undecided(N_("The reply agrees with our own result for some numbers only."))
    return undecided(NOT_COMPARED)


def _points(letters: list[sympy.Symbol]) -> Iterator[dict[sympy.Symbol, sympy.Rational]]:
    """Points of both signs, some of them near 0 and some far."""
    for k in range(_TRIES):
        yield {
            letter: sympy.Rational(7 * k + 5 * i + 3, 11 + 3 * i + (k % 7)) * (-1) ** (k + i * (k // 2))
            for i, letter in enumerate(letters)
        }


def _at(expression: sympy.Expr, point: dict) -> sympy.Expr | None:
    value = sympy.N(expression.subs(point), _DIGITS)
    if not value.is_number or not value.is_finite or value.has(sympy.nan, sympy.zoo):
        return None
    real, imaginary = value.as_real_imag()
    return (
        real if abs(imaginary) < sympy.Float(10) ** -20 and real.is_Float | real.is_Integer | real.is_Rational else None
    )


def _is_in_form(tree: Node, exact: sympy.Expr, task: Task) -> bool:
    """Whether an expression that equals ours is in the form that the task asks for."""
    value = to_sympy(tree)
    if task.kind == "expand":
        return not _has_sum_below(tree) and _terms(tree) <= len(sympy.Add.make_args(exact))
    if task.kind == "complete_square":
        return is_completed_square(tree, task.variable)
    if task.kind == "factor":
        return _is_factored(tree, exact)
    if task.kind in _SIMPLIFIED_KINDS and _terms(tree) > len(sympy.Add.make_args(exact)):
        return False
    if task.kind in {"simplify", "simplify_power"}:
        return (
            is_tidy(tree)
            and tree != task.expressions[0]
            and sympy.count_ops(value) <= sympy.count_ops(exact) + 2
            and _size(tree) <= _size_of(task, exact)
        )
    return task.kind in _ANY_FORM


def _size(tree: Node) -> int:
    return sum(1 for _ in walk(tree))


def _size_of(task: Task, exact: sympy.Expr) -> int:
    """How large a simplified result may be written: smaller than the question unless ours is about as large."""
    return max(_size(task.expressions[0]) - 1, 2 * sympy.count_ops(exact) + 2)


def _has_sum_below(tree: Node) -> bool:
    """Whether a bracket with letters stands in a product or a power with a whole exponent."""
    below = (
        each
        for each in walk(tree)
        if isinstance(each, Apply) and each.head in {"product", "power", "negate", "subtract"}
    )
    return any(
        isinstance(child, Apply) and child.head == "sum" and names(child)
        for each in below
        for child in each.arguments[:2]
    )


def _terms(tree: Node) -> int:
    return len(tree.arguments) if isinstance(tree, Apply) and tree.head == "sum" else 1


def _is_factored(tree: Node, exact: sympy.Expr) -> bool:
    """Whether the tree is a product with as many factors as ours has, counted with their multiplicity."""
    _, ours = sympy.factor_list(sympy.expand(exact))
    wanted = sum(power for _, power in ours)
    if not has_rational_factors(tree):
        return False
    return (
        wanted <= 1
        and _content_is_out(tree, exact)
        or wanted > 1
        and _factor_count(tree) >= wanted
        and _content_is_out(tree, exact)
    )


def _factor_count(tree: Node) -> int:
    """How many factors with letters a product has, powers of whole exponents counted so many times."""
    if not isinstance(tree, Apply):
        return int(isinstance(tree, Name))
    if tree.head in {"product", "negate", "quotient"}:
        return sum(map(_factor_count, tree.arguments))
    if tree.head == "power" and not names(tree.arguments[1]):
        exponent = to_sympy(tree.arguments[1])
        return _factor_count(tree.arguments[0]) * int(exponent) if exponent.is_Integer and exponent > 0 else 1
    return int(bool(names(tree)))


def _content_is_out(tree: Node, exact: sympy.Expr) -> bool:
    """Whether no whole number can be taken out of any bracket any more, unless ours leaves it in as well."""
    content, _ = sympy.factor_list(sympy.expand(exact))
    if abs(content) == 1:
        return True
    brackets = [each for each in walk(tree) if isinstance(each, Apply) and each.head == "sum"]
    return all(sympy.factor_list(sympy.expand(to_sympy(each)))[0] in {1, -1} for each in brackets)
