"""Equations that are not polynomial: reduced to such, every candidate put back, and what does not fit rejected."""

from collections.abc import Callable

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.candidates import has_odd_root, missed_root, solves
from maths.solving.convert import from_sympy, symbol, to_sympy
from maths.solving.programs import code, letters_of, program, python_name
from maths.solving.reductions import CannotSolve, Reduction
from maths.solving.steps import Part, Step, Voice, decimal, math, tex
from maths.tree import Name, apply


def explain_general_equation(task: Task, method: Callable[[sympy.Symbol], Reduction] = Reduction) -> Part:
    """The steps, with extraneous candidates shown and rejected."""
    equation, voice = task.expressions[0], Voice(task)
    unknown = symbol(task.variable)
    said = {"equation": voice.question(), "variable": voice.say(Name(task.variable))}
    opening = Phrase(N_("Let us solve the equation {equation} for {variable}. Here are the steps:"), said)
    left, right = [to_sympy(each) for each in equation.arguments]
    working = method(unknown)
    try:
        candidates = working.candidates(left, right)
        solutions = sorted(
            (each for each in candidates if solves(equation, task.variable, each)), key=lambda each: float(each)
        )
        steps = [*working.steps, *_judgement(task, candidates, solutions)]
        if len(solutions) < len(candidates) and has_odd_root(equation):
            raise CannotSolve
        if missed_root(equation, task.variable, candidates) is not None:
            raise CannotSolve
    except CannotSolve:
        return Part(
            kind="equation",
            opening=Phrase(N_("Let me look at the equation {equation}{address}."), said),
            final=Phrase(N_("I cannot solve the equation {equation} exactly{address}."), said),
        )
    return Part(
        kind="equation",
        opening=opening,
        steps=tuple(steps),
        program=_program(task, solutions),
        final=_final(task, voice, solutions),
        answer={
            "kind": "solutions",
            "variable": task.variable,
            "outcome": "solved" if solutions else "no_real",
            "values": [str(each) for each in solutions],
            "latex": [tex(apply("equals", Name(task.variable), from_sympy(each))) for each in solutions],
        },
        check=_check(task, solutions),
    )


def _judgement(task: Task, candidates: list[sympy.Expr], solutions: list[sympy.Expr]) -> list[Step]:
    """Why some candidates are no solutions."""
    steps = []
    for each in candidates:
        if each not in solutions:
            text = Phrase(
                N_("Put {candidate} back: it does not satisfy {equation}, so it is not a solution."),
                {"candidate": math(f"{tex(Name(task.variable))} = {tex(each)}"), "equation": _shown(task)},
            )
            steps.append(Step(text, None, None, "reject"))
    return steps


def _shown(task: Task) -> str:
    return math(latex(task.expressions[0]))


def _final(task: Task, voice: Voice, solutions: list[sympy.Expr]) -> Phrase:
    params = {"equation": voice.question()}
    if not solutions:
        return Phrase(N_("The equation {equation} has no real solution{address}."), params)
    shown = [_solution(task, voice, each) for each in solutions]
    if len(shown) == 1:
        return Phrase(
            N_("The solution to the equation {equation} is {solution}{address}."), {**params, "solution": shown[0]}
        )
    params.update(most=", ".join(shown[:-1]), last=shown[-1])
    return Phrase(N_("The solutions to the equation {equation} are {most} and {last}{address}."), params)


def _solution(task: Task, voice: Voice, value: sympy.Expr) -> str:
    written = apply("equals", Name(task.variable), from_sympy(value))
    if value.is_Rational:
        return voice.say(written)
    return math(rf"{latex(written)} \approx {decimal(value)[0]}")


def _check(task: Task, solutions: list[sympy.Expr]) -> Phrase | None:
    if not solutions:
        return None
    if len(solutions) == 1:
        return Phrase(N_("Put back into the equation, it makes both sides equal."))
    return Phrase(N_("Put back into the equation, each of them makes both sides equal."))


def _program(task: Task, solutions: list[sympy.Expr]) -> str:
    """A program that puts the solutions back: solving such equations by machine is not always exact."""
    tree, unknown = task.expressions[0], python_name(task.variable)
    if not solutions:
        return program(letters_of(tree), f"print(solveset({code(tree)}, {unknown}, S.Reals))")
    values = ", ".join(code(from_sympy(each)) for each in solutions)
    left, right = [code(each) for each in tree.arguments]
    return program(
        letters_of(tree),
        f"for value in [{values}]:",
        f"    print(value, N(({left} - ({right})).subs({unknown}, value), 10, chop=True))",
    )
