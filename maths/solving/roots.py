"""Calculations with roots, powers and functions: known values first, then everything combined."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.solving.convert import to_sympy
from maths.solving.rationals import EXACT_HEADS
from maths.solving.steps import Step, equal, math, require, tex
from maths.tree import Apply, Node, walk


def root_steps(tree: Node, value: sympy.Expr) -> tuple[sympy.Expr, list[Step]]:
    """Roots simplified and functions looked up, then everything combined."""
    steps: list[Step] = []
    inner_first = reversed([each for each in walk(tree) if isinstance(each, Apply) and each.head not in EXACT_HEADS])
    for node in dict.fromkeys(inner_first):
        exact = to_sympy(node)
        if len(steps) < 4 and exact.is_number and not exact.has(sympy.zoo, sympy.nan):
            steps.extend(_known_value(node, exact))
    best = min((value, sympy.expand(value), sympy.radsimp(sympy.expand(value))), key=sympy.count_ops)
    if best.is_real is None or best.atoms(sympy.Function):
        best = min((best, sympy.simplify(best)), key=sympy.count_ops)
    if best.has(sympy.zoo, sympy.nan) or best.is_real is False:
        return best, []
    require(equal(value, best), "simplify")
    before, after = latex(tree), tex(best)
    if not steps or steps[-1].after != after or steps[-1].before != before:
        steps.append(Step(Phrase(N_("Put everything together.")), before, after, "combine"))
    return best, [each for each in steps if each.before != each.after]


def _known_value(node: Apply, exact: sympy.Expr) -> list[Step]:
    before, after = latex(node), tex(exact)
    if node.head in {"sqrt", "root"} and exact.is_Mul and exact.as_coeff_Mul()[0] not in {1, -1}:
        outside, inside = exact.as_coeff_Mul()
        index = 2 if node.head == "sqrt" else to_sympy(node.arguments[1])
        radicand = to_sympy(node.arguments[0])
        if radicand.is_Integer and radicand > 0 and outside.is_Integer:
            power, rest = outside**index, radicand / outside**index
            text = Phrase(
                N_("Split {number} into {power} times {rest}, and take the root of {power}."),
                {"number": math(tex(radicand)), "power": math(tex(power)), "rest": math(tex(rest))},
            )
            require(power * rest == radicand, "split_root")
            return [Step(text, before, f"{before} = {after}", "split_root")]
    if before == after:
        return []
    return [
        Step(
            Phrase(N_("Work out {expression}."), {"expression": math(before)}),
            before,
            f"{before} = {after}",
            "known_value",
        )
    ]
