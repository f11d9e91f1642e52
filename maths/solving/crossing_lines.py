"""Systems of two linear equations by equal expressions, by determinants, and by a drawing of both lines."""

import sympy

from maths.notation import plain
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import from_sympy, symbol, to_sympy
from maths.solving.elimination import in_standard_form
from maths.solving.programs import letters_of
from maths.solving.steps import Part, Step, math, require, tex
from maths.solving.systems import System, as_equation, explain_with

_ROOM = 5


def explain_equating(task: Task) -> Part:
    """Both equations are solved for one letter; what that is equal to is equal as well."""
    return explain_with(Equating, task, N_("Let us solve the system {system} by setting two expressions equal:"))


def explain_determinants(task: Task) -> Part:
    """Cramer's rule, for a system that has one solution."""
    return explain_with(Determinants, task, N_("Let us solve the system {system} by Cramer's rule:"))


class Equating(System):
    """Solves both equations for the same letter."""

    def solve(self) -> None:
        letter = min(
            (each for each in self.letters if all(row.has(each) for row in self.equations)),
            key=lambda each: (sum(abs(row.coeff(each)) != 1 for row in self.equations), -self.letters.index(each)),
        )
        first, second = [self._expressed(row, letter) for row in self.equations]
        difference = sympy.expand(first - second)
        text = Phrase(N_("Both are equal to {letter}, so set them equal."), {"letter": math(tex(letter))})
        self.steps.append(Step(text, None, f"{tex(first)} = {tex(second)}", "equate"))
        waiting = self.without_trivial([difference])
        if self.outcome == "solved":
            self.finish(waiting, [(letter, first)])

    def _expressed(self, row: sympy.Expr, letter: sympy.Symbol) -> sympy.Expr:
        value = sympy.expand(-row.coeff(letter, 0) / row.coeff(letter, 1))
        require(sympy.expand(row.subs(letter, value)) == 0, "express")
        shown = f"{tex(letter)} = {tex(value)}"
        text = Phrase(
            N_("Solve {equation} for {letter}."), {"equation": math(as_equation(row)), "letter": math(tex(letter))}
        )
        self.steps.append(Step(text, as_equation(row), shown, "express"))
        return value


class Determinants(System):
    """Divides the determinant of each letter by that of all coefficients."""

    def solve(self) -> None:
        rows = in_standard_form(self)
        first, second = self.letters
        columns = {each: [row.coeff(each) for row in rows] for each in self.letters}
        numbers = [-row.as_coeff_Add()[0] for row in rows]
        whole = self._determinant(
            N_("The determinant {name} of the coefficients:"), "D", columns[first], columns[second]
        )
        template = N_("For {name}, the numbers on the right take the place of the coefficients of {letter}:")
        tops = [
            self._determinant(template, f"D_{{{tex(first)}}}", numbers, columns[second], first),
            self._determinant(template, f"D_{{{tex(second)}}}", columns[first], numbers, second),
        ]
        found = {}
        for letter, top in zip(self.letters, tops, strict=True):
            found[letter] = sympy.Rational(top, whole)
            text = Phrase(N_("Divide {top} by {bottom}."), {"top": math(f"D_{{{tex(letter)}}}"), "bottom": math("D")})
            fraction = rf"\frac{{{tex(top)}}}{{{tex(whole)}}}"
            self.steps.append(Step(text, None, f"{tex(letter)} = {fraction} = {tex(found[letter])}", "divide"))
        self.prove([found])
        self.solutions = [found]

    def _determinant(
        self, template: str, name: str, left: list, right: list, letter: sympy.Symbol | None = None
    ) -> sympy.Integer:
        (a, c), (b, d) = left, right
        value = a * d - b * c
        products = " - ".join(rf"{_bracketed(p)} \cdot {_bracketed(q)}" for p, q in ((a, d), (b, c)))
        matrix = rf"\begin{{vmatrix}} {tex(a)} & {tex(b)} \\ {tex(c)} & {tex(d)} \end{{vmatrix}}"
        names = {"name": math(name), **({"letter": math(tex(letter))} if letter else {})}
        self.steps.append(Step(Phrase(template, names), None, f"{matrix} = {products} = {tex(value)}", "determinant"))
        return value


def _bracketed(value: sympy.Expr) -> str:
    return f"({tex(value)})" if value.is_negative else tex(value)


# -- drawing ----------------------------------------------------------------------------------------------------------


def explain_graph(task: Task) -> Part:
    """Both lines by slope and intercept, and a program that draws them; where they meet is computed, not read off."""
    part = explain_with(Graph, task, N_("Let us solve the system {system} by drawing both lines:"))
    tree = task.expressions[0]
    across, up = [symbol(each) for each in sorted(letters_of(tree))]
    rows = [sympy.expand(to_sympy(each)) for each in tree.arguments]
    return Part(**{**vars(part), "program": _drawing(rows, across, up, part.answer)})


class Graph(System):
    """Tells of each line what one needs to draw it, and where the lines meet."""

    def solve(self) -> None:
        across, up = self.letters
        for row in self.equations:
            self._tell_line(row, across, up)
        found = sympy.linsolve(self.equations, self.letters)
        if found.is_empty:
            self.outcome = "none"
            text = Phrase(N_("The lines are parallel and never meet, so no numbers satisfy both equations."))
            self.steps.append(Step(text, None, None, "conclude"))
            return
        (values,) = found
        self.solutions = [dict(zip(self.letters, values, strict=True))]
        self.prove(self.solutions)
        if any(each.free_symbols for each in values):
            self.outcome = "many"
            free = {letter: value for letter, value in self.solutions[0].items() if letter != value}
            self.solutions = [free]
            text = Phrase(N_("Both equations belong to the same line: each of its points satisfies both."))
            self.steps.append(Step(text, None, None, "conclude"))
            return
        shown = rf"\left({tex(values[0])},\ {tex(values[1])}\right)"
        text = Phrase(N_("Draw both lines. They meet in one point, which satisfies both equations:"))
        self.steps.append(Step(text, None, shown, "meet"))

    def _tell_line(self, row: sympy.Expr, across: sympy.Symbol, up: sympy.Symbol) -> None:
        letter = up if row.has(up) else across
        value = sympy.expand(-row.coeff(letter, 0) / row.coeff(letter, 1))
        require(sympy.expand(row.subs(letter, value)) == 0, "express")
        names = {"equation": math(as_equation(row)), "letter": math(tex(letter))}
        if letter == across:
            template = N_("{equation} is a vertical line.")
        else:
            slope, start = value.coeff(across), value.coeff(across, 0)
            template = N_(
                "Solve {equation} for {letter}: this line meets the vertical axis at {start}, and its slope is {slope}."
            )
            names |= {"slope": math(tex(slope)), "start": math(tex(start))}
        self.steps.append(Step(Phrase(template, names), as_equation(row), f"{tex(letter)} = {tex(value)}", "express"))


def _drawing(rows: list[sympy.Expr], across: sympy.Symbol, up: sympy.Symbol, answer: dict) -> str:
    """The program that draws both lines around the point where they meet."""
    met = answer["assignments"][0] if answer["outcome"] == "solved" else {}
    middle = sympy.Rational(met.get(str(across), 0))
    points = [middle, sympy.Integer(0), *[-r.coeff(across, 0) / r.coeff(across) for r in rows if not r.has(up)]]
    low, high = [sympy.floor(min(points)) - _ROOM, sympy.ceiling(max(points)) + _ROOM]
    lines = ["import matplotlib.pyplot as plt", "import numpy as np", "", f"x = np.linspace({low}, {high}, 101)"]
    titles = []
    for row in rows:
        letter = up if row.has(up) else across
        value = sympy.expand(-row.coeff(letter, 0) / row.coeff(letter, 1))
        title = f"{letter} = {plain(from_sympy(value))}"
        titles.append(title)
        if letter == across:
            lines.append(f'plt.axvline({float(value)!r}, label="{title}")')
        else:
            slope, start = float(value.coeff(across)), float(value.coeff(across, 0))
            lines.append(f'plt.plot(x, {slope!r}*x + {start!r}, label="{title}")')
    if met:
        lines.append(f'plt.plot([{float(middle)!r}], [{float(sympy.Rational(met[str(up)]))!r}], "ko")')
    return "\n".join(
        [
            *lines,
            'plt.axhline(0, color="gray", linewidth=0.8)',
            'plt.axvline(0, color="gray", linewidth=0.8)',
            f'plt.title("Graphs of {" and ".join(titles)}")',
            f'plt.xlabel("{across}")',
            f'plt.ylabel("{up}")',
            "plt.legend()",
            "plt.grid(True)",
        ]
    )
