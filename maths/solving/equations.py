"""Linear and quadratic equations in one unknown, and polynomial ones that factor into such."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import from_sympy, symbol, to_sympy
from maths.solving.polynomials import solve_polynomial
from maths.solving.programs import code, letters_of, program, python_name
from maths.solving.steps import Part, Step, Voice, math, require, tex
from maths.tree import Apply, Name, Node, apply, replace, walk


def explain_equation(task: Task) -> Part:
    """Steps, solutions and the check by putting them back."""
    working = Equation(task)
    solutions = working.solve()
    voice = Voice(task)
    if working.outcome == "unsupported":
        working.steps.clear()
    return Part(
        kind="equation",
        opening=_opening(task, voice, working),
        steps=tuple(working.steps),
        program=_program(task, working.outcome, len(solutions)),
        final=_final(task, voice, solutions, working.outcome),
        answer=_answer(task, solutions, working.outcome),
        check=_check(task, solutions),
    )


def _opening(task: Task, voice: Voice, working: "Equation") -> Phrase:
    if working.outcome == "unsupported":
        return Phrase(N_("Let me look at the equation {equation}{address}."), {"equation": voice.question()})
    params = {"equation": voice.question(), "variable": voice.say(Name(task.variable))}
    if working.degree > 1:
        return Phrase(N_("Let us solve the equation {equation} for {variable}. Here are the steps:"), params)
    return Phrase(
        N_("To solve the equation {equation}, we isolate the variable {variable}. Here are the steps:"),
        params,
    )


def _program(task: Task, outcome: str, count: int) -> str:
    unknown = python_name(task.variable)
    tree = task.expressions[0]
    if outcome == "every":
        left, right = tree.arguments
        line = f"print(expand({code(apply('sum', left, apply('subtract', right)))}))"
    else:
        found = f"solve({code(tree)}, {unknown})"
        line = f"print(sorted({found}))" if count > 1 else f"print({found})"
    return program(letters_of(tree), line)


def _final(task: Task, voice: Voice, solutions: list[sympy.Expr], outcome: str) -> Phrase:
    params = {"equation": voice.question()}
    if outcome == "every":
        params["variable"] = voice.say(Name(task.variable))
        return Phrase(
            N_("Every number {variable} solves the equation {equation}{address}: both sides are always equal."), params
        )
    if outcome == "never":
        return Phrase(N_("The equation {equation} has no solution{address}: its two sides are never equal."), params)
    if outcome == "no_real":
        return Phrase(N_("The equation {equation} has no real solution{address}."), params)
    if outcome == "unsupported":
        return Phrase(
            N_(
                "I cannot solve the equation {equation} exactly{address}: it does not split into linear and "
                "quadratic factors."
            ),
            params,
        )
    shown = [voice.say(apply("equals", Name(task.variable), from_sympy(each))) for each in solutions]
    if len(shown) == 1:
        params["solution"] = shown[0]
        return Phrase(N_("The solution to the equation {equation} is {solution}{address}."), params)
    params.update(most=", ".join(shown[:-1]), last=shown[-1])
    return Phrase(N_("The solutions to the equation {equation} are {most} and {last}{address}."), params)


def _answer(task: Task, solutions: list[sympy.Expr], outcome: str) -> dict | None:
    if outcome == "unsupported":
        return None
    return {
        "kind": "solutions",
        "variable": task.variable,
        "outcome": outcome,
        "values": [str(each) for each in solutions],
        "latex": [tex(apply("equals", Name(task.variable), from_sympy(each))) for each in solutions],
    }


def _check(task: Task, solutions: list[sympy.Expr]) -> Phrase | None:
    """The first two rational solutions put back; the others were checked the same way."""
    tree, unknown = task.expressions[0], symbol(task.variable)
    for each in solutions:
        require(sympy.simplify(to_sympy(tree).subs(unknown, each)) == 0, "a solution does not satisfy the equation")
    rational = [each for each in solutions if each.is_Rational][:2]
    if not rational:
        return None
    names = _put_back(task, rational[0], "")
    if len(rational) == 1:
        return Phrase(N_("Put {solution} back: {inserted}, and both sides are {value}."), names)
    names |= _put_back(task, rational[1], "2")
    return Phrase(
        N_(
            "Put {solution} back: {inserted}, and both sides are {value}. "
            "Put {solution2} back: {inserted2}, and both sides are {value2}."
        ),
        names,
    )


def _put_back(task: Task, solution: sympy.Expr, suffix: str) -> dict[str, str]:
    tree, value = task.expressions[0], from_sympy(solution)
    inserted = [replace(side, Name(task.variable), value) for side in tree.arguments]
    both = to_sympy(tree.arguments[0]).subs(symbol(task.variable), solution)
    return {
        f"solution{suffix}": math(f"{latex(Name(task.variable))} = {latex(value)}"),
        f"inserted{suffix}": math(latex(apply("equals", *inserted))),
        f"value{suffix}": math(tex(both)),
    }


class Equation:
    """An equation being solved: two sides, the steps so far, and how it ended."""

    def __init__(self, task: Task):
        self.unknown = symbol(task.variable)
        self.letter = task.variable
        left, right = task.expressions[0].arguments
        self.trees = (left, right)
        self.left, self.right = to_sympy(left), to_sympy(right)
        self.shown = latex(task.expressions[0])
        self.steps: list[Step] = []
        self.outcome = "solved"
        self.degree = 0

    # -- steps ----------------------------------------------------------------------------------------------------

    def step(self, text: Phrase, left: sympy.Expr, right: sympy.Expr, rule: str) -> None:
        """Go on to a new equation, proved to have the same solutions: its difference is a multiple of the old one."""
        old = sympy.Poly(sympy.expand(self.left - self.right), self.unknown)
        new = sympy.Poly(sympy.expand(left - right), self.unknown)
        same = old.is_zero and new.is_zero or not old.is_zero and not new.is_zero and old.monic() == new.monic()
        require(same, f"{rule}: {self.left} = {self.right} became {left} = {right}")
        self.left, self.right = left, right
        after = f"{tex(left)} = {tex(right)}"
        if after != self.shown:
            self.steps.append(Step(text, self.shown, after, rule))
        self.shown = after

    def note(self, text: Phrase, after: str | None, rule: str) -> None:
        """A step whose result is no single equation."""
        self.steps.append(Step(text, self.shown, after, rule))
        self.shown = after or self.shown

    def solve(self) -> list[sympy.Expr]:
        """The real solutions in ascending order; `outcome` says solved, every, never, no_real or unsupported."""
        self.tidy()
        self.clear_fractions()
        if self.depends():
            self.degree = int(sympy.degree(sympy.expand(self.left - self.right), self.unknown))
        if self.degree > 1:
            return solve_polynomial(self)
        return self.solve_linear()

    def depends(self) -> bool:
        return sympy.expand(self.left - self.right).has(self.unknown)

    def tidy(self) -> None:
        left, right = sympy.expand(self.left), sympy.expand(self.right)
        if any(map(_has_brackets, self.trees)):
            text, rule = Phrase(N_("Multiply out the brackets and combine like terms on each side.")), "expand"
        elif _terms(self.trees[0]) > _terms(from_sympy(left)) or _terms(self.trees[1]) > _terms(from_sympy(right)):
            text, rule = Phrase(N_("Combine like terms on each side.")), "combine"
        else:
            self.left, self.right = left, right
            return
        self.step(text, left, right, rule)

    def clear_fractions(self) -> None:
        coefficients = [*_coefficients(self.left, self.unknown), *_coefficients(self.right, self.unknown)]
        factor = sympy.ilcm(1, *[each.q for each in coefficients])
        if factor == 1 or not self.depends():
            return
        text = Phrase(
            N_("Multiply both sides by {factor} so that no fractions or decimals are left."),
            {"factor": math(str(factor))},
        )
        self.step(text, sympy.expand(self.left * factor), sympy.expand(self.right * factor), "clear_fractions")

    def move(self, term: sympy.Expr, rule: str) -> None:
        """Subtract a term from both sides, said as adding when the term is negative."""
        if term == 0:
            return
        negative = term.as_coeff_Mul()[0].is_negative
        template = N_("Add {amount} to both sides.") if negative else N_("Subtract {amount} from both sides.")
        text = Phrase(template, {"amount": math(tex(-term if negative else term))})
        self.step(text, sympy.expand(self.left - term), sympy.expand(self.right - term), rule)

    def swap(self) -> None:
        self.step(Phrase(N_("Swap the two sides.")), self.right, self.left, "swap")

    # -- linear ---------------------------------------------------------------------------------------------------

    def solve_linear(self) -> list[sympy.Expr]:
        if not self.left.has(self.unknown) and self.right.has(self.unknown):
            self.swap()
        linear = self.right.coeff(self.unknown, 1) * self.unknown
        self.move(self.right - linear - self.right.coeff(self.unknown, 0), "collect_powers")
        self.move(linear, "collect_unknown")
        if not self.left.has(self.unknown):
            return self.without_unknown()
        self.move(self.left.coeff(self.unknown, 0), "collect_numbers")
        factor = self.left.coeff(self.unknown, 1)
        if factor == -1:
            self.step(
                Phrase(N_("Multiply both sides by {factor}."), {"factor": math("-1")}),
                -self.left,
                -self.right,
                "multiply",
            )
        elif factor != 1:
            text = Phrase(N_("Divide both sides by {factor}."), {"factor": math(tex(factor))})
            self.step(text, self.unknown, self.right / factor, "divide")
        return [self.right]

    def without_unknown(self) -> list[sympy.Expr]:
        self.outcome = "every" if self.left == self.right else "never"
        if self.outcome == "every":
            text = Phrase(N_("The unknown is gone and what is left is true, so every number is a solution."))
        else:
            text = Phrase(N_("The unknown is gone and what is left is false, so there is no solution."))
        self.note(text, None, "conclude")
        return []


def _has_brackets(tree: Node) -> bool:
    """Whether a sum stands inside a product, quotient or power, or below a minus sign."""
    inside = (
        child for each in walk(tree) if isinstance(each, Apply) and each.head != "sum" for child in each.arguments
    )
    return any(isinstance(each, Apply) and each.head == "sum" for each in inside)


def _terms(tree: Node) -> int:
    """The number of terms, where products of several numbers count as not yet combined."""
    if isinstance(tree, Apply) and tree.head == "sum":
        return sum(map(_terms, tree.arguments))
    products = [each for each in walk(tree) if isinstance(each, Apply) and each.head in {"product", "percent", "mixed"}]
    return 1 + sum(sum(not isinstance(child, Name) for child in each.arguments) > 1 for each in products)


def _coefficients(expression: sympy.Expr, unknown: sympy.Symbol) -> list[sympy.Rational]:
    return [each for each in sympy.Poly(expression, unknown).all_coeffs() if each.is_Rational]
