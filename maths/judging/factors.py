"""Compares a claimed factorization of a whole number: multiplied out, and each factor tested for being prime."""

import sympy

from maths.claims import Value
from maths.judging.findings import NOT_FINISHED, OTHER_THING, Finding, undecided
from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.steps import math
from maths.tree import Apply, Node, Number

_MOST_EXPONENT = 200


def compare_factorization(claim: Value, task: Task) -> Finding:
    """Whether a product is the number and all its factors are prime."""
    factors = _factors(claim.trees[-1])
    number = int(task.expressions[0].value)
    if factors is None or len(claim.trees) > 1:
        return undecided(OTHER_THING)
    names = {"product": math(latex(claim.trees[-1])), "number": math(str(number))}
    product = 1
    for base, exponent in factors:
        product *= base**exponent
    if product != number:
        return Finding(False, Phrase(N_("Multiplied out, {product} is not {number}."), names))
    if not all(sympy.isprime(base) for base, _ in factors):
        return undecided(NOT_FINISHED)
    return Finding(True, Phrase(N_("Multiplied out, {product} is {number}, and all of the factors are prime."), names))


def compare_factors(values: tuple[Value, ...], task: Task, listed: bool) -> Finding:
    """Whether a list names all prime factors: each as often as it occurs, or once if only they were asked for."""
    found = [_factors(each.trees[-1]) for each in values]
    number = int(task.expressions[0].value)
    if None in found or any(len(each) != 1 or each[0][1] != 1 for each in found):
        return undecided(OTHER_THING)
    bases = [each[0][0] for each in found]
    names = {"number": math(str(number)), "factors": ", ".join(math(str(each)) for each in bases)}
    if not all(sympy.isprime(each) and number % each == 0 for each in bases):
        return Finding(False, Phrase(N_("Not all of {factors} are prime factors of {number}."), names))
    if sympy.prod(bases) == number:
        return Finding(True, Phrase(N_("{factors} are prime, and their product is {number}."), names))
    rest = number
    for base in bases:
        while rest % base == 0:
            rest //= base
    if rest != 1 or not listed:
        return Finding(False if listed else None, Phrase(N_("{factors} are not all prime factors of {number}."), names))
    return Finding(True, Phrase(N_("{factors} are prime, and {number} has no other prime factors."), names))


def _factors(tree: Node) -> list[tuple[int, int]] | None:
    """The bases and exponents of a product of whole numbers."""
    parts = tree.arguments if isinstance(tree, Apply) and tree.head == "product" else (tree,)
    pairs = [_factor(each) for each in parts]
    return None if None in pairs else pairs


def _factor(tree: Node) -> tuple[int, int] | None:
    base, exponent = tree.arguments if isinstance(tree, Apply) and tree.head == "power" else (tree, Number("1"))
    if not all(isinstance(each, Number) and each.value.isdigit() for each in (base, exponent)):
        return None
    return (int(base.value), int(exponent.value)) if int(exponent.value) <= _MOST_EXPONENT else None
