"""Two fractions and one operation, or one fraction to be reduced, in another way than the usual one."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import gcd, lcm

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.arithmetic import explain_arithmetic
from maths.solving.convert import rational, to_sympy
from maths.solving.steps import Part, Step, math, require
from maths.solving.values import decimal_tree
from maths.tree import Apply, Node, Number, apply

Told = list[tuple[Phrase, Node, str]]
"""For each step its sentence, the whole calculation after it, and its rule."""


def explained_by(told: Callable[[Apply], Told]) -> Callable[[Task], Part]:
    """An explainer that shows the steps of `told`, each of which is worth what was asked."""

    def explain(task: Task) -> Part:
        tree = task.expressions[0]
        value, steps, before = to_sympy(tree), [], latex(tree)
        for text, after, rule in told(tree):
            require(to_sympy(after) == value, rule)
            if latex(after) != before:
                steps.append(Step(text, before, latex(after), rule))
            before = latex(after)
        require(to_sympy(after) == value and latex(after) == latex(rational(value)), "the last step is not the value")
        return replace(explain_arithmetic(task), steps=tuple(steps))

    return explain


def _whole(value: int) -> Number:
    return Number(str(value))


def _fraction(top: int, bottom: int) -> Apply:
    """A fraction as it stands, reduced or not."""
    return apply("quotient", _whole(top), _whole(bottom))


def _parts(tree: Node) -> tuple[int, int]:
    """Numerator and denominator as they are written; a whole number is over 1."""
    if isinstance(tree, Number):
        return int(tree.value), 1
    return tuple(int(each.value) for each in tree.arguments)


def _cancelled(top: int, bottom: int) -> Told:
    """The last step, where there is something to cancel; the number itself where nothing is left below."""
    text = Phrase(N_("Cancel the common factor {factor}."), {"factor": math(str(gcd(top, bottom)))})
    return [(text, rational(sympy.Rational(top, bottom)), "cancel")]


def _combined(first: Node, second: Node, minus: bool) -> Apply:
    return apply("sum", first, apply("subtract", second) if minus else second)


def _terms(tree: Apply) -> tuple[Node, Node, bool]:
    """Two terms, and whether the second is subtracted."""
    first, second = tree.arguments
    minus = isinstance(second, Apply) and second.head == "subtract"
    return first, second.arguments[0] if minus else second, minus


def crosswise(tree: Apply) -> Told:
    """a/b + c/d as (a d + c b)/(b d)."""
    first, second, minus = _terms(tree)
    (a, b), (c, d) = _parts(first), _parts(second)
    products = _combined(apply("product", _whole(a), _whole(d)), apply("product", _whole(c), _whole(b)), minus)
    shown = apply("quotient", products, apply("product", _whole(b), _whole(d)))
    top = a * d - c * b if minus else a * d + c * b
    multiply = N_("Multiply crosswise: each numerator by the other denominator. Below stands the product of both.")
    return [
        (Phrase(multiply), shown, "cross_multiply"),
        (Phrase(N_("Work out above and below.")), _signed(top, b * d), "work_out"),
        *_cancelled(top, b * d),
    ]


def _signed(top: int, bottom: int) -> Node:
    tree = _fraction(abs(top), bottom)
    return apply("negate", tree) if top < 0 else tree


def by_decimals(tree: Apply) -> Told:
    """0.75 + 0.2, and the sum as a fraction again."""
    first, second, minus = _terms(tree)
    decimals = _combined(*[decimal_tree(to_sympy(each)) for each in (first, second)], minus)
    value = to_sympy(tree)
    return [
        (Phrase(N_("Write both as decimals.")), decimals, "to_decimals"),
        (Phrase(N_("Subtract.") if minus else N_("Add.")), decimal_tree(value), "add"),
        (Phrase(N_("Write the decimal as a fraction in lowest terms.")), rational(value), "to_fraction"),
    ]


def by_common_denominator(tree: Apply) -> Told:
    """(a/b) / (c/d) over one denominator, which then plays no part any more."""
    (a, b), (c, d) = map(_parts, tree.arguments)
    common = lcm(b, d)
    top, bottom = a * (common // b), c * (common // d)
    text = Phrase(N_("Write both with the common denominator {denominator}."), {"denominator": math(str(common))})
    return [
        (text, apply("quotient", _fraction(top, common), _fraction(bottom, common)), "common_denominator"),
        (Phrase(N_("The denominators are the same: divide the numerators.")), _fraction(top, bottom), "divide"),
        *_cancelled(top, bottom),
    ]


def canceling_first(tree: Apply) -> Told:
    """What stands above in one fraction and below in the other is divided by what both share."""
    (a, b), (c, d) = map(_parts, tree.arguments)
    told: Told = []
    text = N_("Cancel before multiplying: {above} and {below} share the factor {factor}.")
    for above, below in ((a, d), (c, b)):
        factor = gcd(above, below)
        if factor == 1:
            continue
        names = {"above": math(str(above)), "below": math(str(below)), "factor": math(str(factor))}
        if (above, below) == (a, d) and not told:
            a, d = a // factor, d // factor
        else:
            c, b = c // factor, b // factor
        told.append((Phrase(text, names), apply("product", _fraction(a, b), _fraction(c, d)), "cancel_first"))
    multiply = N_("Multiply the numerators and the denominators.")
    return [*told, (Phrase(multiply), _over_one(a * c, b * d), "multiply"), *_cancelled(a * c, b * d)]


def _over_one(top: int, bottom: int) -> Node:
    return _whole(top) if bottom == 1 else _fraction(top, bottom)


def by_primes(tree: Apply) -> Told:
    """Numerator and denominator as products of primes, of which the common ones are cancelled."""
    top, bottom = _parts(tree)
    shown = apply("quotient", *[_primes(each) for each in (top, bottom)])
    cancel = N_("Cancel each prime that stands above and below.")
    return [
        (Phrase(N_("Write numerator and denominator as products of primes.")), shown, "factor"),
        (Phrase(cancel), rational(sympy.Rational(top, bottom)), "cancel"),
    ]


def _primes(number: int) -> Node:
    factors = [_whole(p) for p, times in sorted(sympy.factorint(number).items()) for _ in range(times)]
    return Apply("product", tuple(factors)) if len(factors) > 1 else factors[0] if factors else _whole(1)


def explain_apart(task: Task) -> Part:
    """2 1/3 + 1 1/2: whole parts and fractions by themselves, then together."""
    tree = task.expressions[0]
    first, second, minus = _terms(tree)
    wholes = [int(each.arguments[0].value) for each in (first, second)]
    fractions = [_fraction(*[int(part.value) for part in each.arguments[1:]]) for each in (first, second)]
    common = lcm(*[_parts(each)[1] for each in fractions])
    raised = [_fraction(a * (common // b), common) for a, b in map(_parts, fractions)]
    whole, rest = to_sympy(_combined(*map(_whole, wholes), minus)), to_sympy(_combined(*fractions, minus))
    value = to_sympy(tree)
    require(whole + rest == value and rest >= 0, "apart")
    steps = [
        _relation(
            N_("Subtract the whole parts.") if minus else N_("Add the whole parts."),
            _combined(*map(_whole, wholes), minus),
            rational(whole),
        ),
        _relation(
            N_("Subtract the fractions, over a common denominator.")
            if minus
            else N_("Add the fractions, over a common denominator."),
            _combined(*fractions, minus),
            _combined(*raised, minus),
            rational(rest),
        ),
        _relation(N_("Put both together."), apply("sum", rational(whole), rational(rest)), rational(value)),
    ]
    return replace(explain_arithmetic(task), steps=tuple(steps))


def _relation(template: str, *trees: Node) -> Step:
    require(len({Fraction(str(to_sympy(each))) for each in trees}) == 1, "apart")
    shown = list(dict.fromkeys(map(latex, trees)))
    return Step(Phrase(template), None, " = ".join(shown), "apart")
