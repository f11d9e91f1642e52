"""Derivatives in another way than the rule that comes to mind first: expanded, divided, as a product, as a limit."""

from dataclasses import replace

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import from_sympy, symbol, to_sympy
from maths.solving.derivatives import Rules, derivative_in, explain_derivative, neat, round_of
from maths.solving.steps import Part, Step, math, require, tex
from maths.tree import Apply, Name, Node, Number, apply, integer
from maths.tree import replace as replace_node


class _Slope:
    """A derivative that is asked for: its formula and its result."""

    def __init__(self, task: Task):
        self.task = task
        self.tree: Apply = task.expressions[0]
        self.letter = symbol(task.variable)
        self.function = to_sympy(self.tree)
        self.result = neat(Rules(self.letter).derivative(self.function), self.function.diff(self.letter))
        self.asked = self.of(latex(self.tree))

    def of(self, formula: str) -> str:
        return derivative_in(self.letter, formula)

    def part(self, steps: list[Step]) -> Part:
        return replace(explain_derivative(self.task), steps=tuple(steps))

    def tidied(self, steps: list[Step]) -> list[Step]:
        """The steps, the last of which shows the result."""
        shown = f"{self.asked} = {tex(self.result)}"
        if steps[-1].after.endswith(f"= {tex(self.result)}"):
            return steps
        return [*steps, Step(Phrase(N_("Put the parts together and tidy up.")), self.asked, shown, "combine")]


def explain_expanded(task: Task) -> Part:
    """Multiplied out, and term by term then."""
    return _rewritten(_Slope(task), sympy.expand, Phrase(N_("Multiply out first.")), "expand")


def explain_divided(task: Task) -> Part:
    """Each term above divided by what is below, and term by term then."""
    text = Phrase(N_("Divide first: each term above by the denominator."))
    return _rewritten(_Slope(task), lambda f: sympy.expand(sympy.cancel(f)), text, "divide")


def _rewritten(slope: _Slope, how, text: Phrase, rule: str) -> Part:
    function = how(slope.function)
    require(sympy.simplify(function - slope.function) == 0, rule)
    rules = Rules(slope.letter)
    found = neat(rules.derivative(function), function.diff(slope.letter))
    first = Step(text, slope.asked, slope.of(tex(function)), rule)
    return slope.part(slope.tidied([first, *round_of(rules, function, found)]))


def explain_as_product(task: Task) -> Part:
    """u/v as u times v to the power of -1: by the product rule, or the chain rule where u is a number."""
    slope = _Slope(task)
    top, bottom = slope.tree.arguments
    below, number = to_sympy(bottom), not to_sympy(top).has(slope.letter)
    inverse = apply("power", bottom, integer(-1))
    product = apply("product", top, inverse)
    shown = latex(inverse) if number and top == Number("1") else latex(product)
    steps = [Step(Phrase(N_("Write the fraction with a negative exponent.")), slope.asked, slope.of(shown), "power")]
    inner = below.diff(slope.letter)
    squared = apply("power", bottom, integer(-2))
    outer = _product(apply("negate", Number("1")), squared, from_sympy(inner))
    if number:
        text = Phrase(
            N_("Chain rule: the derivative outside, times the derivative of what is inside, {inner}."),
            {"inner": math(latex(bottom))},
        )
        after, rule = _product(top, outer), "chain"
    else:
        names = {
            "u": math(f"u = {latex(top)}"),
            "v": math(f"v = {latex(inverse)}"),
            "formula": math("(uv)' = u'v + uv'"),
        }
        text = Phrase(N_("Product rule with {u} and {v}: {formula}."), names)
        above = to_sympy(top).diff(slope.letter)
        second = _product(top, outer)
        second = apply("subtract", second.arguments[0]) if second.head == "negate" else second
        after, rule = apply("sum", _product(from_sympy(above), inverse), second), "product"
    require(sympy.simplify(to_sympy(after) - slope.result) == 0, rule)
    steps.append(Step(text, slope.asked, f"{slope.asked} = {latex(after)}", rule))
    return slope.part(slope.tidied(steps))


def _product(*factors: Node) -> Node:
    """A product without factors of 1, and with the sign in front."""
    flat = [each for factor in factors for each in _flat(factor)]
    negative = sum(isinstance(each, Apply) and each.head == "negate" for each in flat) % 2
    plain = [each.arguments[0] if isinstance(each, Apply) and each.head == "negate" else each for each in flat]
    plain = [each for each in plain if each != Number("1")] or [Number("1")]
    whole = plain[0] if len(plain) == 1 else Apply("product", tuple(plain))
    return apply("negate", whole) if negative else whole


def _flat(factor: Node) -> list[Node]:
    if isinstance(factor, Apply) and factor.head == "negate":
        return [apply("negate", Number("1")), *_flat(factor.arguments[0])]
    return list(factor.arguments) if isinstance(factor, Apply) and factor.head == "product" else [factor]


def explain_by_definition(task: Task) -> Part:
    """The limit of the quotient of differences."""
    slope = _Slope(task)
    step = sympy.Symbol("k" if str(slope.letter) == "h" else "h", real=True)
    rise = sympy.expand(slope.function.subs(slope.letter, slope.letter + step) - slope.function)
    quotient = sympy.expand(sympy.cancel(rise / step))
    require(sympy.expand(quotient * step - rise) == 0, "definition")
    require(sympy.expand(quotient.subs(step, 0) - slope.function.diff(slope.letter)) == 0, "limit")
    limit = rf"\lim_{{{tex(step)} \to 0}}"
    further = apply("sum", Name(str(slope.letter)), Name(str(step)))
    names = {"step": math(tex(step)), "letter": math(tex(slope.letter)), "further": math(latex(further))}
    start = N_("The derivative is what the slope between {letter} and {further} comes to when {step} goes to 0.")
    cancel = N_("Multiply out: above, all terms without {step} cancel.")
    moved = latex(replace_node(slope.tree, Name(str(slope.letter)), further))
    above = rf"\left({moved}\right) - \left({latex(slope.tree)}\right)"
    steps = [
        Step(Phrase(start, names), slope.asked, rf"{limit} \frac{{{above}}}{{{tex(step)}}}", "definition"),
        Step(Phrase(cancel, names), None, rf"{limit} \frac{{{tex(rise)}}}{{{tex(step)}}}", "cancel"),
        Step(Phrase(N_("Divide by {step}."), names), None, rf"{limit} \left({tex(quotient)}\right)", "divide"),
        Step(Phrase(N_("Let {step} go to 0."), names), None, f"{slope.asked} = {tex(slope.result)}", "limit"),
    ]
    return slope.part(steps)
