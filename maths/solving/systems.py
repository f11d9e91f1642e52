"""Systems of two or three equations, by substitution: lines, and a line with a parabola."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import symbol, to_sympy
from maths.solving.programs import code, letters_of, program, python_name
from maths.solving.steps import Part, Step, equal, math, require, tex
from maths.tree import Node

_MOST_SOLUTIONS = 4


class System:
    """Equations that hold at once, and the steps that solve them.

    After solve(), `outcome` is solved, none, many or unsupported, and `solutions` holds one dict for each solution.
    """

    def __init__(self, equations: list[sympy.Expr], letters: list[sympy.Symbol]):
        self.equations = [sympy.expand(each) for each in equations]
        self.letters = letters
        self.steps: list[Step] = []
        self.outcome = "solved"
        self.solutions: list[dict[sympy.Symbol, sympy.Expr]] = []

    def solve(self) -> None:
        """Express one letter after another by the rest, until one equation in one letter is left."""
        waiting = list(self.equations)
        expressed: list[tuple[sympy.Symbol, sympy.Expr]] = []
        while self.outcome == "solved":
            waiting = self.without_trivial(waiting)
            if self.outcome != "solved" or not waiting or self.is_last(waiting):
                break
            found = _easiest(waiting, self.letters)
            if found is None:
                self.outcome = "unsupported"
                return
            waiting = self._substitute(waiting, *found, expressed)
        if self.outcome == "solved":
            self.finish(waiting, expressed)

    def without_trivial(self, waiting: list[sympy.Expr]) -> list[sympy.Expr]:
        for each in waiting:
            if each.is_number and each != 0:
                text = Phrase(N_("What is left, {left}, is false, so no numbers satisfy all equations."))
                shown = f"{tex(each)} = 0"
                self.steps.append(Step(Phrase(text.template, {"left": math(shown)}), None, None, "conclude"))
                self.outcome = "none"
        return [each for each in waiting if each != 0]

    @staticmethod
    def is_last(waiting: list[sympy.Expr]) -> bool:
        return len(waiting) == 1 and len(waiting[0].free_symbols) == 1

    def _substitute(
        self,
        waiting: list[sympy.Expr],
        index: int,
        letter: sympy.Symbol,
        expressed: list[tuple[sympy.Symbol, sympy.Expr]],
    ) -> list[sympy.Expr]:
        equation = waiting[index]
        value = sympy.expand(-equation.coeff(letter, 0) / equation.coeff(letter, 1))
        require(sympy.expand(equation.subs(letter, value)) == 0, "express")
        text = Phrase(
            N_("Solve {equation} for {letter}."),
            {"equation": math(as_equation(equation)), "letter": math(tex(letter))},
        )
        self.steps.append(Step(text, as_equation(equation), f"{tex(letter)} = {tex(value)}", "express"))
        expressed.append((letter, value))
        rest = [sympy.expand(each.subs(letter, value)) for i, each in enumerate(waiting) if i != index]
        changed = [
            new
            for i, new in zip([i for i in range(len(waiting)) if i != index], rest, strict=True)
            if waiting[i].has(letter)
        ]
        if changed:
            text = Phrase(N_("Put this in for {letter} and combine like terms."), {"letter": math(tex(letter))})
            shown = r", \quad ".join(as_equation(each) for each in changed)
            self.steps.append(Step(text, None, shown, "substitute"))
        return rest

    def finish(self, waiting: list[sympy.Expr], expressed: list[tuple[sympy.Symbol, sympy.Expr]]) -> None:
        known = [{}]
        if waiting:
            known = self._solve_last(waiting[0])
        if self.outcome != "solved":
            return
        for letter, value in reversed(expressed):
            for each in known:
                each[letter] = sympy.radsimp(sympy.expand(value.subs(each)))
            if not waiting and value.free_symbols:
                continue
            self.tell_back(letter, value, known)
        if set(known[0]) != set(self.letters) or any(v.free_symbols for v in known[0].values()):
            self.outcome = "many"
            text = Phrase(N_("No more equation is left, so the other letters can be chosen freely."))
            self.steps.append(Step(text, None, None, "conclude"))
        self.prove(known)
        self.solutions = known

    def _solve_last(self, equation: sympy.Expr) -> list[dict[sympy.Symbol, sympy.Expr]]:
        (letter,) = equation.free_symbols
        polynomial = sympy.Poly(equation, letter)
        exact = all(each.is_Rational for each in polynomial.all_coeffs())
        if polynomial.degree() > 2 or polynomial.degree() == 2 and not exact:
            self.outcome = "unsupported"
            return []
        if polynomial.degree() == 1:
            roots = [sympy.radsimp(-polynomial.nth(0) / polynomial.nth(1))]
        else:
            roots = sorted(each for each in sympy.roots(polynomial) if each.is_real)
        if not roots:
            text = Phrase(N_("No real number solves {equation}."), {"equation": math(as_equation(equation))})
            self.steps.append(Step(text, None, None, "conclude"))
            self.outcome = "none"
            return []
        for each in roots:
            require(equal(equation.subs(letter, each), sympy.Integer(0)), "last")
        text = Phrase(
            N_("Solve {equation} for {letter}."),
            {"equation": math(as_equation(equation)), "letter": math(tex(letter))},
        )
        shown = r" \quad \text{or} \quad ".join(f"{tex(letter)} = {tex(each)}" for each in roots)
        self.steps.append(Step(text, as_equation(equation), shown, "solve_last"))
        return [{letter: each} for each in roots]

    def tell_back(self, letter: sympy.Symbol, value: sympy.Expr, known: list[dict]) -> None:
        if not value.free_symbols:
            return
        shown = r" \quad \text{or} \quad ".join(f"{tex(letter)} = {tex(each[letter])}" for each in known)
        text = Phrase(N_("Put what is known into {equation}."), {"equation": math(f"{tex(letter)} = {tex(value)}")})
        self.steps.append(Step(text, None, shown, "put_back"))

    def prove(self, known: list[dict]) -> None:
        for each in known:
            for equation in self.equations:
                require(equal(equation.subs(each, simultaneous=True), sympy.Integer(0)), "system")


def _easiest(waiting: list[sympy.Expr], letters: list[sympy.Symbol]) -> tuple[int, sympy.Symbol] | None:
    """The equation and letter that are easiest to express: factor 1 or -1 first, few letters first."""
    best = None
    for index, equation in enumerate(waiting):
        for letter in letters:
            factor = equation.coeff(letter, 1)
            linear = equation.has(letter) and sympy.degree(equation, letter) == 1 and factor.is_number
            if linear:
                cost = (len(equation.free_symbols), factor not in {1, -1}, abs(factor), index, str(letter))
                best = min(best or (cost, index, letter), (cost, index, letter), key=lambda each: each[0])
    return best and best[1:]


def as_equation(expression: sympy.Expr) -> str:
    """The equation "expression = 0", with its numbers on the right."""
    constant = expression.as_coeff_Add()[0]
    left, right = sympy.expand(expression - constant), -constant
    if left.could_extract_minus_sign():
        left, right = -left, -right
    return f"{tex(left)} = {tex(right)}"


def explain_system(task: Task) -> Part:
    """Substitution step by step; every solution is put into every equation."""
    return explain_with(System, task, N_("Let us solve the system {system} by substitution:"))


def explain_with(method: type[System], task: Task, opening: str) -> Part:
    """A system solved by a method; the opening names {system}."""
    system_tree = task.expressions[0]
    letters = [symbol(each) for each in sorted(letters_of(system_tree))]
    working = method([to_sympy(each) for each in system_tree.arguments], letters)
    working.solve()
    said = {"system": math(latex(system_tree))}
    return Part(
        kind="system",
        opening=Phrase(opening, said),
        steps=() if working.outcome == "unsupported" else tuple(working.steps),
        program=_program(system_tree),
        final=_final(task, working, said),
        answer=_answer(task, working),
        check=_check(working),
    )


def _program(tree: Node) -> str:
    equations = ", ".join(code(each) for each in tree.arguments)
    unknowns = ", ".join(python_name(each) for each in sorted(letters_of(tree)))
    return program(letters_of(tree), f"print(solve([{equations}], [{unknowns}], dict=True))")


def _final(task: Task, working: System, said: dict[str, str]) -> Phrase:
    if working.outcome == "unsupported":
        return Phrase(N_("I cannot solve the system {system} exactly{address}."), said)
    if working.outcome == "none":
        return Phrase(N_("The system {system} has no solution{address}."), said)
    asked = symbol(task.variable) if task.variable else None
    if working.outcome == "many":
        only = working.solutions[0].get(asked)
        if only is not None and not only.free_symbols:
            return Phrase(N_("The solution is {solutions}{address}."), {"solutions": _assignments(working, asked)})
        return Phrase(
            N_("The system {system} has infinitely many solutions{address}: {solutions}."),
            {**said, "solutions": _assignments(working, None)},
        )
    if len(_different(working, asked)) > 1:
        return Phrase(N_("The solutions are {solutions}{address}."), {"solutions": _assignments(working, asked)})
    return Phrase(N_("The solution is {solutions}{address}."), {"solutions": _assignments(working, asked)})


def _different(working: System, asked: sympy.Symbol | None) -> list[dict[sympy.Symbol, sympy.Expr]]:
    """The solutions without the letters that were not asked for, each once."""
    kept = [{k: v for k, v in each.items() if asked in {None, k}} for each in working.solutions]
    return [each for i, each in enumerate(kept) if each not in kept[:i]]


def _assignments(working: System, asked: sympy.Symbol | None) -> str:
    groups = []
    for each in _different(working, asked):
        ordered = sorted(each.items(), key=lambda pair: str(pair[0]))
        groups.append(math(r",\ ".join(f"{tex(letter)} = {tex(value)}" for letter, value in ordered)))
    return "; ".join(groups)


def _answer(task: Task, working: System) -> dict | None:
    if working.outcome == "unsupported":
        return None
    asked = symbol(task.variable) if task.variable else None
    found = [
        {str(letter): str(value) for letter, value in sorted(each.items(), key=lambda pair: str(pair[0]))}
        for each in _different(working, asked)
    ]
    values = [each[task.variable] for each in found if task.variable in each] if asked else []
    return {
        "kind": "system",
        "variable": task.variable,
        "outcome": working.outcome,
        "assignments": found,
        "values": values,
        "latex": [_assignments(working, asked)] if found else [],
    }


def _check(working: System) -> Phrase | None:
    if working.outcome != "solved":
        return None
    return Phrase(N_("Put back into the equations, these values make both sides equal in every one of them."))
