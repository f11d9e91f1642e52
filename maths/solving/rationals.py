"""Calculations with rational numbers: one operation after another, the innermost and leftmost first."""

from fractions import Fraction
from math import gcd, lcm

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.solving.convert import rational, to_sympy
from maths.solving.steps import Step, math, require
from maths.solving.values import decimal_tree
from maths.tree import Apply, Node, Number, apply, replace, walk

MOST_STEPS = 10
_LONG_FORMULA = 400
EXACT_HEADS = frozenset(
    {"sum", "product", "quotient", "power", "negate", "subtract", "mixed", "percent", "factorial", "abs"}
)


def has_decimals(tree: Node) -> bool:
    return any(isinstance(each, Number) and "." in each.value for each in walk(tree))


def is_exact(tree: Node) -> bool:
    """Whether only rational numbers can occur on the way."""
    for each in walk(tree):
        if isinstance(each, Apply) and each.head not in EXACT_HEADS:
            return False
        if isinstance(each, Apply) and each.head == "power" and not to_sympy(each.arguments[1]).is_Integer:
            return False
        if not isinstance(each, Apply | Number):
            return False
    return True


def rational_steps(tree: Node, value: sympy.Expr) -> tuple[sympy.Expr, list[Step]]:
    """One step for each operation, innermost and leftmost first."""
    decimals = has_decimals(tree)
    steps: list[Step] = []
    for _ in range(400):
        target = _first_reducible(tree)
        if target is None:
            break
        for text, new, rule in _reduce(target, decimals):
            after = replace(tree, target, new)
            require(to_sympy(after) == value, rule)
            steps.append(Step(text, _short(latex(tree)), _short(latex(after)), rule))
            tree, target = after, new
    require(to_sympy(tree) == value, "the last step is not the value")
    return value, steps


def _short(text: str) -> str | None:
    """The formula, or None when it is longer than one would read."""
    return text if len(text) <= _LONG_FORMULA else None


def _literal(node: Node) -> Fraction | None:
    """The value of a number written in its simplest form: 3, 0.5, 3/4 or one of these below a minus sign."""
    if isinstance(node, Number):
        return Fraction(node.value)
    if isinstance(node, Apply) and node.head == "negate" and not _is_negated(node.arguments[0]):
        inner = _literal(node.arguments[0])
        return None if inner is None else -inner
    if isinstance(node, Apply) and node.head == "quotient" and all(isinstance(each, Number) for each in node.arguments):
        top, bottom = [each.value for each in node.arguments]
        simple = top.isdigit() and bottom.isdigit() and int(bottom) > 1 and gcd(int(top), int(bottom)) == 1
        return Fraction(int(top), int(bottom)) if simple else None
    return None


def _is_negated(node: Node) -> bool:
    return isinstance(node, Apply) and node.head == "negate"


def _first_reducible(node: Node) -> Apply | None:
    """The innermost, leftmost operation all of whose operands are simple numbers."""
    if _literal(node) is not None or not isinstance(node, Apply):
        return None
    for each in node.arguments:
        inner = each.arguments[0] if isinstance(each, Apply) and each.head == "subtract" else each
        found = _first_reducible(inner)
        if found:
            return found
    return node


def _reduce(node: Apply, decimals: bool) -> list[tuple[Phrase, Node, str]]:
    """Sentence, new tree and rule of each step that turns an operation on simple numbers into one number."""
    result = _number(Fraction(str(to_sympy(node))), decimals)
    if node.head == "sum":
        return _add(node, result)
    if node.head == "quotient":
        return [_divide(node, result)]
    if node.head == "product":
        fractions = any(Fraction.limit_denominator(_literal(each)).denominator > 1 for each in node.arguments)
        text = Phrase(
            N_("Multiply the numerators and the denominators.") if fractions and not decimals else N_("Multiply.")
        )
        return [(text, result, "multiply")]
    return [(Phrase(_SENTENCES[node.head]), result, node.head)]


_SENTENCES = {
    "power": N_("Work out the power."),
    "factorial": N_("Work out the factorial: multiply all whole numbers from 1 up to it."),
    "abs": N_("The absolute value is the distance from zero."),
    "percent": N_("Percent means out of a hundred."),
    "mixed": N_("Write the mixed number as a fraction."),
    "negate": N_("The opposite of a negative number is positive."),
    "subtract": N_("The opposite of a negative number is positive."),
}


def _number(value: Fraction, decimals: bool) -> Node:
    exact = sympy.Rational(value.numerator, value.denominator)
    return decimal_tree(exact) if decimals else rational(exact)


def _add(node: Apply, result: Node) -> list[tuple[Phrase, Node, str]]:
    values = [-_literal(each.arguments[0]) if _subtracts(each) else _literal(each) for each in node.arguments]
    denominators = {each.denominator for each in values}
    written_decimal = any(isinstance(each, Number) and "." in each.value for each in walk(node))
    steps = []
    common = lcm(*denominators)
    if len(denominators) > 1 and not written_decimal:
        terms = [_over(value, common, first=i == 0) for i, value in enumerate(values)]
        text = Phrase(
            N_("Write everything with the common denominator {denominator}."), {"denominator": math(str(common))}
        )
        steps.append((text, Apply("sum", tuple(terms)), "common_denominator"))
    if common > 1 and not written_decimal:
        text = Phrase(N_("Add or subtract the numerators, and keep the denominator."))
        numerator = sum(value.numerator * (common // value.denominator) for value in values)
        reduced = Fraction(numerator, common)
        if reduced.denominator != common:
            steps.append((text, _raw_fraction(numerator, common), "add_fractions"))
            text = Phrase(N_("Cancel the common factor {factor}."), {"factor": math(str(gcd(numerator, common)))})
            return [*steps, (text, result, "cancel")]
        return [*steps, (text, result, "add_fractions")]
    return [*steps, (Phrase(N_("Add and subtract from left to right.")), result, "add")]


def _subtracts(term: Node) -> bool:
    return isinstance(term, Apply) and term.head == "subtract"


def _raw_fraction(top: int, bottom: int) -> Node:
    tree = apply("quotient", Number(str(abs(top))), Number(str(bottom)))
    return apply("negate", tree) if top < 0 else tree


def _over(value: Fraction, common: int, first: bool) -> Node:
    tree = _raw_fraction(abs(value.numerator) * (common // value.denominator), common)
    if value >= 0:
        return tree
    return apply("negate", tree) if first else apply("subtract", tree)


def _divide(node: Apply, result: Node) -> tuple[Phrase, Node, str]:
    top, bottom = map(_literal, node.arguments)
    if top.denominator == bottom.denominator == 1 and not has_decimals(node):
        factor = gcd(top.numerator, bottom.numerator)
        if factor not in {1, abs(bottom.numerator)}:
            return Phrase(N_("Cancel the common factor {factor}."), {"factor": math(str(factor))}), result, "cancel"
        return Phrase(N_("Divide.")), result, "divide"
    if has_decimals(node):
        return Phrase(N_("Divide.")), result, "divide"
    return Phrase(N_("Dividing by a fraction is multiplying by its reciprocal.")), result, "divide_fractions"


def compressed(steps: list[Step]) -> list[Step]:
    """Not more steps than one wants to read: neighbors of one rule are joined, then neighbors of any rule."""
    same_only = True
    while len(steps) > MOST_STEPS:
        joined = _join_neighbors(steps, same_only)
        if len(joined) == len(steps):
            same_only = False
        steps = joined
    return steps


def _join_neighbors(steps: list[Step], same_only: bool) -> list[Step]:
    result: list[Step] = []
    for step in steps:
        previous = result[-1] if result else None
        joinable = (
            previous
            and not previous.rule.endswith("+")
            and (not same_only or previous.rule.rstrip("*") == step.rule.rstrip("*"))
        )
        if joinable:
            same = previous.rule.rstrip("*") == step.rule.rstrip("*")
            text = step.text if same else Phrase(N_("Work out the next operations."))
            rule = step.rule if same else "several"
            result[-1] = Step(text, previous.before, step.after, rule)
            if not same:
                result[-1] = Step(text, previous.before, step.after, "several+")
        else:
            result.append(step)
    return [Step(each.text, each.before, each.after, each.rule.rstrip("+")) for each in result]
