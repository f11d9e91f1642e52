"""Whether an equation has real solutions: it is solved, and the answer is Yes or No with the reason."""

from dataclasses import replace

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.divisibility import truth_answer
from maths.solving.equations import explain_equation
from maths.solving.general_equations import explain_general_equation
from maths.solving.steps import Part, Voice, math
from maths.tree import Name

_SOLVERS = {"equation": explain_equation, "general_equation": explain_general_equation}


def explain_solvable(task: Task) -> Part:
    """The steps that solve the equation; without an answer where they end without one."""
    (kind,) = task.details
    part = _SOLVERS[kind](replace(task, kind=kind, details=()))
    if part.answer is None:
        return part
    outcome, found = part.answer["outcome"], part.answer["latex"]
    params = {"equation": Voice(task).question()}
    if outcome == "every":
        params["variable"] = math(latex(Name(task.variable)))
        final = Phrase(N_("Yes{address}: every real number {variable} is a solution to {equation}."), params)
    elif not found:
        final = Phrase(N_("No{address}: {equation} has no real solution."), params)
    else:
        one = N_("Yes{address}: {equation} has the real solution {solutions}.")
        several = N_("Yes{address}: {equation} has the real solutions {solutions}.")
        params["solutions"] = math(r",\ ".join(found))
        final = Phrase(one if len(found) == 1 else several, params)
    return replace(part, final=final, answer=truth_answer(outcome == "every" or bool(found)))
