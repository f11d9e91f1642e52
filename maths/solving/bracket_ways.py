"""Two brackets multiplied out by FOIL, in a grid, or by a special product."""

from dataclasses import replace

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.fitting_ways import special_product, two_brackets
from maths.reading.tasks import Task
from maths.solving.algebra import explain_expand
from maths.solving.convert import from_sympy, to_sympy
from maths.solving.product_ways import grid_of
from maths.solving.steps import Part, Step, math, require, tex
from maths.tree import Apply, Node, Number, apply

_LETTERS_OF_FOIL = (
    N_("First: multiply the first terms."),
    N_("Outer: multiply the outer terms."),
    N_("Inner: multiply the inner terms."),
    N_("Last: multiply the last terms."),
)


def _terms(task: Task) -> tuple[list[sympy.Expr], list[sympy.Expr]]:
    """The two terms of each bracket, with their signs."""
    first, second = two_brackets(task.expressions[0])
    return tuple([to_sympy(term) for term in bracket.arguments] for bracket in (first, second))


def explain_foil(task: Task) -> Part:
    """First, outer, inner and last terms, each product by itself."""
    (a, b), (c, d) = _terms(task)
    pairs = ((a, c), (a, d), (b, c), (b, d))
    products = [sympy.expand(left * right) for left, right in pairs]
    steps = [
        Step(Phrase(text), None, f"{_times(*pair)} = {tex(product)}", "foil")
        for text, pair, product in zip(_LETTERS_OF_FOIL, pairs, products, strict=True)
    ]
    return _with_sum(task, steps, products)


def explain_grid(task: Task) -> Part:
    """A table with the terms of one bracket at its left and those of the other on top."""
    rows, columns = _terms(task)
    cells = [[sympy.expand(row * column) for column in columns] for row in rows]
    shown = grid_of(list(map(tex, rows)), list(map(tex, columns)), [list(map(tex, line)) for line in cells])
    text = Phrase(N_("Write the terms of one bracket beside a grid and those of the other above it. Multiply:"))
    return _with_sum(task, [Step(text, None, shown, "grid")], [cell for line in cells for cell in line])


def _times(left: sympy.Expr, right: sympy.Expr) -> str:
    return r" \cdot ".join(
        rf"\left({tex(each)}\right)" if each.could_extract_minus_sign() else tex(each) for each in (left, right)
    )


def _with_sum(task: Task, steps: list[Step], products: list[sympy.Expr]) -> Part:
    """The steps with the sum of the products behind, as it stands and with like terms combined."""
    tree = task.expressions[0]
    value = sympy.expand(to_sympy(tree))
    require(sympy.expand(sum(products) - value) == 0, "multiply_out")
    sum_of_all = latex(_sum(products))
    steps = [*steps, Step(Phrase(N_("Add all of them.")), latex(tree), sum_of_all, "multiply_out")]
    if sum_of_all != tex(value):
        steps.append(Step(Phrase(N_("Combine like terms.")), sum_of_all, tex(value), "combine"))
    return replace(explain_expand(task), steps=tuple(steps))


def _sum(terms: list[sympy.Expr]) -> Node:
    trees = [from_sympy(each) for each in terms]
    return Apply("sum", (trees[0], *[_as_term(each) for each in trees[1:]]))


def _as_term(tree: Node) -> Node:
    negative = isinstance(tree, Apply) and tree.head == "negate"
    return apply("subtract", tree.arguments[0]) if negative else tree


def explain_pattern(task: Task) -> Part:
    """(a + b)², (a - b)² and (a + b)(a - b) by their formulas."""
    tree = task.expressions[0]
    first, second = two_brackets(tree)
    (a, b), _ = _terms(task)
    minus = b.could_extract_minus_sign()
    a_tree, b_tree = from_sympy(a), from_sympy(-b if minus else b)
    squares = [apply("power", each, Number("2")) for each in (a_tree, b_tree)]
    names = {"a": math(f"a = {latex(a_tree)}"), "b": math(f"b = {latex(b_tree)}")}
    if special_product(first, second) == "square":
        middle = apply("product", Number("2"), a_tree, b_tree)
        shown = apply("sum", squares[0], apply("subtract", middle) if minus else middle, squares[1])
        sign = "-" if minus else "+"
        names["formula"] = math(rf"\left(a {sign} b\right)^{{2}} = a^{{2}} {sign} 2ab + b^{{2}}")
    else:
        shown = apply("sum", squares[0], apply("subtract", squares[1]))
        names["formula"] = math(r"\left(a + b\right)\left(a - b\right) = a^{2} - b^{2}")
    value = sympy.expand(to_sympy(tree))
    require(sympy.expand(to_sympy(shown) - value) == 0, "special_product")
    steps = [Step(Phrase(N_("Use {formula} with {a} and {b}."), names), latex(tree), latex(shown), "special_product")]
    if latex(shown) != tex(value):
        steps.append(Step(Phrase(N_("Work out the squares and products.")), latex(shown), tex(value), "work_out"))
    return replace(explain_expand(task), steps=tuple(steps))
