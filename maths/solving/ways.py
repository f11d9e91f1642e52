"""Tasks that are done in the way that was asked for, and what is said where that way does not fit."""

from collections.abc import Callable
from dataclasses import replace

from maths.phrases import N_, Phrase, together
from maths.reading.fitting_ways import ways_of
from maths.reading.tasks import Task
from maths.reading.way_questions import offer
from maths.solving import absolute_ways, bracket_ways, derivative_ways, fraction_ways, percent_ways, product_ways
from maths.solving.common_factors import (
    explain_gcd_by_lists,
    explain_gcd_by_primes,
    explain_lcm_by_divisor,
    explain_lcm_by_lists,
)
from maths.solving.crossing_lines import explain_determinants, explain_equating, explain_graph
from maths.solving.elimination import explain_elimination
from maths.solving.quadratics import explain_quadratic
from maths.solving.steps import Part

Explainer = Callable[[Task], Part]

_EXPLAINERS: dict[tuple[str, str], Explainer] = {
    ("equation", "factoring"): explain_quadratic,
    ("equation", "formula"): explain_quadratic,
    ("equation", "square"): explain_quadratic,
    ("system", "elimination"): explain_elimination,
    ("system", "equating"): explain_equating,
    ("system", "determinants"): explain_determinants,
    ("system", "graph"): explain_graph,
    ("gcd", "primes"): explain_gcd_by_primes,
    ("gcd", "lists"): explain_gcd_by_lists,
    ("lcm", "divisor"): explain_lcm_by_divisor,
    ("lcm", "lists"): explain_lcm_by_lists,
    ("percent_of", "one_percent"): percent_ways.explain_by_one_percent,
    ("percent_of", "decimal"): percent_ways.explain_by_decimal,
    ("arithmetic", "cross"): fraction_ways.explained_by(fraction_ways.crosswise),
    ("arithmetic", "decimal"): fraction_ways.explained_by(fraction_ways.by_decimals),
    ("arithmetic", "common"): fraction_ways.explained_by(fraction_ways.by_common_denominator),
    ("arithmetic", "cancel"): fraction_ways.explained_by(fraction_ways.canceling_first),
    ("arithmetic", "primes"): fraction_ways.explained_by(fraction_ways.by_primes),
    ("arithmetic", "apart"): fraction_ways.explain_apart,
    ("arithmetic", "split"): product_ways.explain_split,
    ("arithmetic", "grid"): product_ways.explain_grid,
    ("arithmetic", "column"): product_ways.explain_column,
    ("expand", "foil"): bracket_ways.explain_foil,
    ("expand", "grid"): bracket_ways.explain_grid,
    ("expand", "pattern"): bracket_ways.explain_pattern,
    ("general_equation", "squaring"): absolute_ways.explain_by_squaring,
    ("general_equation", "distance"): absolute_ways.explain_by_distance,
    ("derivative", "expand"): derivative_ways.explain_expanded,
    ("derivative", "divide"): derivative_ways.explain_divided,
    **dict.fromkeys([("derivative", "product"), ("derivative", "chain")], derivative_ways.explain_as_product),
    ("derivative", "definition"): derivative_ways.explain_by_definition,
}
_FOR_ALL = frozenset([("equation", "formula"), ("equation", "square")])
"""Ways that their explainer tries with any task of the kind, also where there are no others."""
_MISFITS = {
    ("equation", "factoring"): N_("This does not factor over the whole numbers, so here is another way."),
    ("equation", "roots"): N_(
        "Besides the square there is the letter alone, so taking roots does not help; here is another way."
    ),
    ("system", "graph"): N_("These equations are no two lines in a plane, so here is another way."),
    ("system", "determinants"): N_("The determinant of the coefficients is 0, so here is another way."),
    ("gcd", "lists"): N_("The lists would be long, so here is another way."),
    ("lcm", "lists"): N_("The lists would be long, so here is another way."),
}
_MISFIT = N_("That way does not fit this question, so here is another one.")


def explained_by_a_way(task: Task, usual: Explainer) -> Part:
    """The part of a task, in the way that it names where that fits, else in the usual one, which says so first."""
    fitting = ways_of(task)
    if not task.way or task.way in fitting[:1]:
        return usual(task)
    if task.way in fitting or (task.kind, task.way) in _FOR_ALL:
        return _EXPLAINERS[task.kind, task.way](task)
    part = usual(task)
    if any(step.rule == task.way for step in part.steps):
        return part
    reason = Phrase(_MISFITS.get((task.kind, task.way), _MISFIT))
    return replace(part, opening=together([reason, part.opening]))


def with_offer(task: Task, part: Part) -> Part:
    """The part with what is said of further ways behind its answer."""
    return replace(part, offer=offer(task)) if part.answer else part
