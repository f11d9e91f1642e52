"""Solves tasks step by step with SymPy. Runs only inside a sandbox; JSON in, JSON out."""

from maths.phrases import N_, Phrase
from maths.reading.tasks import MATRIX_KINDS, Task
from maths.solving.algebra import explain_expand, explain_factor, explain_simplify
from maths.solving.arithmetic import explain_arithmetic
from maths.solving.averages import explain_statistic
from maths.solving.chances import explain_chance
from maths.solving.coefficients import explain_coefficient
from maths.solving.comparisons import explain_closest, explain_compare, explain_rank, explain_sort
from maths.solving.convert import NoNotation
from maths.solving.definitions import explain_definitions
from maths.solving.derivatives import explain_derivative
from maths.solving.digits import explain_base, explain_base_sum, explain_digit
from maths.solving.discriminants import explain_discriminant, explain_root_count
from maths.solving.divisibility import (
    explain_divisible,
    explain_gcd,
    explain_lcm,
    explain_remainder,
)
from maths.solving.draws import explain_draws, explain_odds
from maths.solving.equations import explain_equation
from maths.solving.function_domains import explain_domain
from maths.solving.function_ranges import explain_range
from maths.solving.general_equations import explain_general_equation
from maths.solving.geometry import explain_measure
from maths.solving.inequalities import explain_inequality
from maths.solving.infinite_series import explain_infinite_series
from maths.solving.integer_lists import explain_integer_list
from maths.solving.integers import conclude_factor_integer, explain_factor_integer
from maths.solving.integrals import explain_integral
from maths.solving.inverses import explain_inverse
from maths.solving.limits import explain_limit
from maths.solving.matrices import explain_matrix
from maths.solving.measures import explain_clock, explain_convert
from maths.solving.partial_fractions import explain_partial_fractions
from maths.solving.percentages import explain_percentage
from maths.solving.plots import explain_plot
from maths.solving.polynomial_division import explain_polynomial_division, explain_polynomial_fact
from maths.solving.powers import explain_simplify_power
from maths.solving.primes import explain_factors, explain_multiples, explain_prime
from maths.solving.programs import code, letters_of, program
from maths.solving.proportions import explain_interest, explain_ratio, explain_rewrite, explain_share
from maths.solving.quadratics import explain_complete_square, explain_quadratic
from maths.solving.rearranging import explain_subject
from maths.solving.rounding import explain_rounding
from maths.solving.sequences import explain_next_term, explain_nth_term
from maths.solving.series import explain_series
from maths.solving.sets import explain_set_question
from maths.solving.solvable import explain_solvable
from maths.solving.steps import Part, Voice
from maths.solving.stories import explain_story
from maths.solving.straight_lines import explain_line_fact, explain_straight_line
from maths.solving.systems import explain_system
from maths.solving.tangents import explain_tangent
from maths.solving.trigonometry import explain_trig_equation
from maths.solving.turning_points import explain_turning_points
from maths.solving.value_tables import explain_value_table
from maths.solving.ways import explained_by_a_way, with_offer
from maths.solving.worked import explain_worked

_PERCENTAGES = (
    "percent_of",
    "percent_share",
    "percent_whole",
    "percent_increase",
    "percent_decrease",
    "percent_change",
)
_LIMITS = ("limit", "limit_left", "limit_right", "limit_infinity", "limit_minus_infinity")
_EXPLAINERS = {
    "arithmetic": explain_arithmetic,
    "rounding": explain_rounding,
    **dict.fromkeys(_PERCENTAGES, explain_percentage),
    "equation": explain_equation,
    "simplify": explain_simplify,
    "expand": explain_expand,
    "factor": explain_factor,
    "factor_integer": explain_factor_integer,
    "derivative": explain_derivative,
    "integral": explain_integral,
    "plot": explain_plot,
    "gcd": explain_gcd,
    "lcm": explain_lcm,
    "remainder": explain_remainder,
    "divisible": explain_divisible,
    "prime": explain_prime,
    "factors": explain_factors,
    "multiples": explain_multiples,
    "digit": explain_digit,
    "base": explain_base,
    "base_sum": explain_base_sum,
    "compare": explain_compare,
    "sort": explain_sort,
    "rank": explain_rank,
    "closest": explain_closest,
    "convert": explain_convert,
    "clock": explain_clock,
    "general_equation": explain_general_equation,
    "solvable": explain_solvable,
    "inequality": explain_inequality,
    "complete_square": explain_complete_square,
    "quadratic_complex": explain_quadratic,
    **dict.fromkeys(_LIMITS, explain_limit),
    "series": explain_series,
    "infinite_series": explain_infinite_series,
    "trig_equation": explain_trig_equation,
    **dict.fromkeys(MATRIX_KINDS, explain_matrix),
    "inverse_function": explain_inverse,
    "domain": explain_domain,
    "function_range": explain_range,
    "partial_fractions": explain_partial_fractions,
    "tangent": explain_tangent,
    "value_table": explain_value_table,
    "definitions": explain_definitions,
    "system": explain_system,
    "coefficient": explain_coefficient,
    "simplify_power": explain_simplify_power,
    "next_term": explain_next_term,
    "nth_term": explain_nth_term,
    "statistic": explain_statistic,
    "measure": explain_measure,
    "chance": explain_chance,
    "odds": explain_odds,
    "draws": explain_draws,
    "story": explain_story,
    "rewrite": explain_rewrite,
    "ratio": explain_ratio,
    "share": explain_share,
    "interest": explain_interest,
    "worked": explain_worked,
    "set_question": explain_set_question,
    "straight_line": explain_straight_line,
    "line_fact": explain_line_fact,
    "integer_list": explain_integer_list,
    "subject": explain_subject,
    "polynomial_division": explain_polynomial_division,
    "polynomial_fact": explain_polynomial_fact,
    "discriminant": explain_discriminant,
    "root_count": explain_root_count,
    "turning_points": explain_turning_points,
}


def explain(payload: dict) -> dict:
    """Explain tasks.

    payload: {"tasks": [Task.to_dict(), ...]}. Answers {"parts": [part, ...]}, one for each task, with the keys kind,
    opening, steps, program, final, answer, check and offer (see maths/README.md). `final` and `answer` are None for
    heavy tasks, until conclude() reads what the program printed; `offer` is None where several things are asked. Raises
    ValueError for a bad payload, WrongStep for a step that could not be proved.
    """
    if not isinstance(payload, dict) or not isinstance(payload.get("tasks"), list):
        raise ValueError("expected {'tasks': [...]}")
    tasks = [Task.from_dict(each) for each in payload["tasks"]]
    parts = [_explain(task) for task in tasks]
    if len(tasks) == 1:
        parts = [with_offer(tasks[0], parts[0])]
    return {"parts": [part.to_dict() for part in parts]}


def _explain(task: Task) -> Part:
    try:
        return explained_by_a_way(task, _EXPLAINERS[task.kind])
    except NoNotation:
        names = {"expression": Voice(task).question()}
        return Part(
            kind=task.kind,
            opening=Phrase(N_("Let me look at {expression}{address}."), names),
            program=program(letters_of(*task.expressions), f"print({code(task.expressions[0])})"),
            final=Phrase(N_("The result for {expression} needs functions that I cannot explain yet{address}."), names),
        )


def conclude(payload: dict) -> dict:
    """The end of a heavy task, from what its program printed.

    payload: {"task": Task.to_dict(), "logs": str}; the logs are not trusted. Answers {"final": phrase, "answer": dict
    or None}. Raises ValueError for a bad payload.
    """
    if not isinstance(payload, dict) or not isinstance(payload.get("logs"), str):
        raise ValueError("expected {'task': ..., 'logs': ...}")
    task = Task.from_dict(payload.get("task"))
    if task.kind != "factor_integer":
        raise ValueError("only factoring whole numbers ends by its program")
    return conclude_factor_integer(task, payload["logs"])
