"""Rewriting expressions with letters: expand, simplify, factor."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import from_sympy, to_sympy
from maths.solving.programs import code, letters_of, program
from maths.solving.steps import Part, Step, Voice, equal, math, require, tex
from maths.tree import Apply, Node, Number, apply, integer, names, walk

_MOST_TERMS = 16


def explain_expand(task: Task) -> Part:
    """Every bracket multiplied out, then like terms combined."""
    tree = task.expressions[0]
    value = sympy.expand(to_sympy(tree))
    steps = _steps(tree, value, _multiplied_out(tree))
    said = {"expression": Voice(task).question(), "result": Voice(task).say(value)}
    return Part(
        kind="expand",
        opening=Phrase(N_("Let us expand {expression}:"), {"expression": said["expression"]}),
        steps=tuple(steps),
        program=_program(tree, "expand"),
        final=_final(said, value, tree, N_("Expanded, {expression} is {result}{address}.")),
        answer=_answer(value),
    )


def explain_simplify(task: Task) -> Part:
    """Polynomials are collected, fractions cancelled, the rest simplified by SymPy; checked for equality."""
    tree, voice = task.expressions[0], Voice(task)
    start = to_sympy(tree)
    value, steps = _simplified(tree, start)
    said = {"expression": voice.question(), "result": voice.say(value)}
    return Part(
        kind="simplify",
        opening=Phrase(N_("Let us simplify {expression}:"), {"expression": said["expression"]}),
        steps=tuple(steps),
        program=_program(tree, "expand" if start.is_polynomial() else "simplify"),
        final=_final(said, value, tree, N_("Simplified, {expression} is {result}{address}.")),
        answer=_answer(value),
    )


def _final(said: dict[str, str], value: sympy.Expr, tree: Node, template: str) -> Phrase:
    if tex(value) == latex(tree):
        return Phrase(N_("{expression} cannot be made any simpler{address}."), {"expression": said["expression"]})
    return Phrase(template, said)


def _answer(value: sympy.Expr) -> dict:
    return {"kind": "expression", "values": [str(value)], "latex": [tex(value)]}


def _program(tree: Node, function: str) -> str:
    return program(letters_of(tree), f"print({function}({code(tree)}))")


def _steps(tree: Node, value: sympy.Expr, between: Node | None) -> list[Step]:
    """From the tree, perhaps over a form with all brackets gone, to the value; both equal to the start."""
    shown, steps = latex(tree), []
    if between is not None and latex(between) not in {shown, tex(value)}:
        require(equal(to_sympy(tree), to_sympy(between)), "multiply_out")
        text = Phrase(_how_to_multiply_out(tree))
        steps.append(Step(text, shown, latex(between), "multiply_out"))
        shown = latex(between)
    require(equal(to_sympy(tree), value), "combine")
    if tex(value) != shown:
        multiplied = between is not None and latex(between) == tex(value)
        text = N_("Combine like terms.") if steps else _how_to_combine(tree, multiplied)
        steps.append(Step(Phrase(text), shown, tex(value), "combine"))
    return steps


def _how_to_combine(tree: Node, multiplied: bool) -> str:
    """The sentence for one step from the tree to its value, by what stands in it."""
    if _brackets(tree):
        text = N_("Multiply out the brackets and combine like terms.")
        return _how_to_multiply_out(tree) if multiplied else text
    heads = {each.head for each in walk(tree) if isinstance(each, Apply)}
    if "sum" in heads:
        return N_("Combine like terms.")
    if "quotient" in heads:
        return N_("Divide the numbers.")
    return N_("Multiply the numbers, and add the exponents of powers with the same letter.")


def _how_to_multiply_out(tree: Node) -> str:
    if len(_brackets(tree)) == 1 and not any(isinstance(each, Apply) and each.head == "power" for each in walk(tree)):
        return N_("Distribute: multiply every term in the bracket by what stands before it.")
    return N_("Multiply out: every term of one bracket times every term of the other.")


def _brackets(tree: Node) -> list[Node]:
    """The sums inside products, quotients, powers and signs."""
    outside = [each for each in walk(tree) if isinstance(each, Apply) and each.head != "sum"]
    return [child for each in outside for child in each.arguments if isinstance(child, Apply) and child.head == "sum"]


def _multiplied_out(tree: Node) -> Node | None:
    """The sum of all products of terms, not yet combined; None when that is too long to show."""
    terms = _terms(tree)
    if terms is None or len(terms) > _MOST_TERMS:
        return None
    parts = [from_sympy(each) for each in terms if each != 0]
    signed = [_as_term(each, i == 0) for i, each in enumerate(parts)]
    return None if not signed else signed[0] if len(signed) == 1 else Apply("sum", tuple(signed))


def _as_term(tree: Node, first: bool) -> Node:
    negative = isinstance(tree, Apply) and tree.head == "negate"
    return apply("subtract", tree.arguments[0]) if negative and not first else tree


def _terms(tree: Node) -> list[sympy.Expr] | None:
    """The terms of the multiplied out tree, or None when there are too many."""
    if not isinstance(tree, Apply):
        return [to_sympy(tree)]
    if tree.head == "sum":
        parts = [_terms(each) for each in tree.arguments]
        return None if None in parts else [term for part in parts for term in part]
    if tree.head in {"negate", "subtract"}:
        inner = _terms(tree.arguments[0])
        return None if inner is None else [-each for each in inner]
    if tree.head == "product":
        return _products([_terms(each) for each in tree.arguments])
    if tree.head == "power" and isinstance(tree.arguments[1], Number) and tree.arguments[1].value in {"2", "3"}:
        return _products([_terms(tree.arguments[0])] * int(tree.arguments[1].value))
    return [to_sympy(tree)]


def _products(parts: list[list[sympy.Expr] | None]) -> list[sympy.Expr] | None:
    result = [sympy.Integer(1)]
    for part in parts:
        if part is None or len(result) * len(part) > _MOST_TERMS:
            return None
        result = [left * right for left in result for right in part]
    return result


# -- simplify -------------------------------------------------------------------------------------------------------


def _simplified(tree: Node, start: sympy.Expr) -> tuple[sympy.Expr, list[Step]]:
    fraction = any(
        isinstance(each, Apply) and each.head == "quotient" and names(each.arguments[1]) for each in walk(tree)
    )
    if start.is_polynomial() and not fraction:
        value = sympy.expand(start)
        return value, _steps(tree, value, _multiplied_out(tree))
    if start.is_rational_function():
        return _cancelled(tree, start)
    value = min((start, sympy.simplify(start)), key=sympy.count_ops)
    return value, _one_step(
        tree, value, N_("Use the rules for powers, roots and functions to make it shorter."), "simplify"
    )


def _one_step(tree: Node, value: sympy.Expr, template: str, rule: str) -> list[Step]:
    require(equal(to_sympy(tree), value), rule)
    return [Step(Phrase(template), latex(tree), tex(value), rule)] if latex(tree) != tex(value) else []


def _cancelled(tree: Node, start: sympy.Expr) -> tuple[sympy.Expr, list[Step]]:
    """A fraction with letters below: factor both parts, cancel what they share."""
    together = sympy.together(start)
    top, bottom = [sympy.factor(each) for each in sympy.fraction(together)]
    value = sympy.cancel(start)
    require(equal(start, value), "cancel")
    steps, shown = [], latex(tree)
    factored = latex(apply("quotient", from_sympy(top), from_sympy(bottom)))
    if bottom != 1 and factored not in {shown, tex(value)}:
        steps.append(
            Step(Phrase(N_("Write it as one fraction and factor above and below.")), shown, factored, "factor")
        )
        shown = factored
    if tex(value) != shown:
        text = Phrase(N_("Cancel the common factors. This holds wherever the denominator is not zero."))
        steps.append(Step(text, shown, tex(value), "cancel"))
    return value, steps


# -- factor ---------------------------------------------------------------------------------------------------------


def explain_factor(task: Task) -> Part:
    """Common factor first, then the rest; the product is multiplied out again as a check."""
    tree, voice = task.expressions[0], Voice(task)
    start = sympy.expand(to_sympy(tree))
    product, steps = _factored(tree, start)
    said = {"expression": voice.question(), "result": voice.say(product)}
    trivial = not isinstance(product, Apply) or product.head not in {"product", "power", "negate", "quotient"}
    template = (
        N_("{expression} does not factor any further over the whole numbers{address}.")
        if trivial or latex(product) == latex(tree)
        else N_("Factored, {expression} is {result}{address}.")
    )
    return Part(
        kind="factor",
        opening=Phrase(N_("Let us factor {expression}:"), {"expression": said["expression"]}),
        steps=tuple(steps),
        program=_program(tree, "factor"),
        final=Phrase(template, said if "{result}" in template else {"expression": said["expression"]}),
        answer={
            "kind": "expression",
            "values": [str(to_sympy(product)) if trivial else str(sympy.factor(start))],
            "latex": [latex(product)],
        },
        check=None
        if trivial
        else Phrase(N_("Multiplied out again, this gives {expression}."), {"expression": math(tex(start))}),
    )


def _factored(tree: Node, start: sympy.Expr) -> tuple[Node, list[Step]]:
    content, factors = sympy.factor_list(start)
    require(sympy.expand(start - content * sympy.Mul(*[f**k for f, k in factors])) == 0, "factor")
    product = _product_tree(content, factors)
    shown, steps = latex(tree), []
    if tex(start) != shown and (_was_unexpanded(tree)):
        steps.append(Step(Phrase(N_("Combine like terms first.")), shown, tex(start), "combine"))
        shown = tex(start)
    common = _common_factor(content, factors)
    rest = sympy.expand(sympy.cancel(start / common))
    if common not in {1, -1} and rest.is_Add:
        taken = _times(from_sympy(common), from_sympy(rest))
        require(sympy.expand(common * rest - start) == 0, "common_factor")
        if latex(taken) != shown:
            text = Phrase(N_("Take out the common factor {factor}."), {"factor": math(tex(common))})
            steps.append(Step(text, shown, latex(taken), "common_factor"))
            shown = latex(taken)
    if latex(product) != shown:
        steps.append(Step(_how(rest), shown, latex(product), "factor"))
    return product, steps


def _was_unexpanded(tree: Node) -> bool:
    sums = [each for each in walk(tree) if isinstance(each, Apply) and each.head == "sum"]
    return len(sums) > 1 or isinstance(tree, Apply) and tree.head != "sum"


def _common_factor(content: sympy.Rational, factors: list[tuple[sympy.Expr, int]]) -> sympy.Expr:
    """The number and the powers of letters that all terms share."""
    return content * sympy.Mul(*[factor**times for factor, times in factors if factor.is_Symbol])


def _how(rest: sympy.Expr) -> Phrase:
    """The sentence that fits the polynomial which is factored."""
    letters = rest.free_symbols
    if len(letters) == 1:
        polynomial = sympy.Poly(rest, *letters)
        if polynomial.degree() == 2 and polynomial.LC() == 1 and polynomial.nth(1) != 0:
            return _two_numbers(polynomial)
    if rest.is_Add and len(rest.args) == 2 and _is_square_difference(rest):
        return Phrase(
            N_("Use the difference of two squares: {rule}."), {"rule": math(r"a^{2} - b^{2} = (a + b)(a - b)")}
        )
    return Phrase(N_("Split it into factors that cannot be split further."))


def _two_numbers(polynomial: sympy.Poly) -> Phrase:
    roots = [-root for root in sympy.roots(polynomial, multiple=True)]
    said = {"product": math(tex(polynomial.nth(0))), "sum": math(tex(polynomial.nth(1)))}
    if len(roots) == 2 and all(each.is_Integer for each in roots):
        first, second = sorted(roots)
        said.update(first=math(tex(first)), second=math(tex(second)))
        return Phrase(N_("Find two numbers with product {product} and sum {sum}: they are {first} and {second}."), said)
    return Phrase(N_("Split it into factors that cannot be split further."))


def _is_square_difference(rest: sympy.Expr) -> bool:
    first, second = rest.args
    signs = sorted(bool(each.as_coeff_Mul()[0] > 0) for each in (first, second))
    roots = [sympy.sqrt(abs(each.as_coeff_Mul()[0])) for each in (first, second)]
    powers = [
        k for each in (first, second) for _, k in each.as_coeff_Mul()[1].as_powers_dict().items() if each.free_symbols
    ]
    return signs == [False, True] and all(root.is_Integer for root in roots) and all(k % 2 == 0 for k in powers)


def _product_tree(content: sympy.Rational, factors: list[tuple[sympy.Expr, int]]) -> Node:
    ordered = sorted(factors, key=lambda pair: (pair[0].is_Add, sympy.total_degree(pair[0]), str(pair[0])))
    trees = [from_sympy(f) if k == 1 else apply("power", from_sympy(f), Number(str(k))) for f, k in ordered]
    if abs(content.p) != 1 or not trees:
        trees.insert(0, integer(int(abs(content.p))))
    tree = trees[0] if len(trees) == 1 else Apply("product", tuple(trees))
    if content.q != 1:
        tree = apply("quotient", tree, integer(int(content.q)))
    return apply("negate", tree) if content.p < 0 else tree


def _times(common: Node, rest: Node) -> Node:
    if isinstance(common, Apply) and common.head == "negate":
        return apply("negate", _times(common.arguments[0], rest))
    if isinstance(common, Apply) and common.head == "product":
        return Apply("product", (*common.arguments, rest))
    return rest if common == Number("1") else apply("product", common, rest)
