"""Systems of linear equations by elimination: equations are multiplied and added until one letter is left."""

import sympy

from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.divisibility import aligned
from maths.solving.steps import Part, Step, math, require, tex
from maths.solving.systems import System, as_equation, explain_with


def explain_elimination(task: Task) -> Part:
    """Two or three equations; what is left of them is solved, and the rest follows by putting in."""
    return explain_with(Elimination, task, N_("Let us solve the system {system} by elimination:"))


class Elimination(System):
    """Multiplies and adds equations, so that one letter after the other is gone."""

    def solve(self) -> None:
        waiting = in_standard_form(self)
        self.kept: dict[sympy.Symbol, sympy.Expr] = {}
        while self.outcome == "solved":
            waiting = self.without_trivial(waiting)
            if self.outcome != "solved" or not waiting or self.is_last(waiting):
                break
            pair = _easiest_pair(waiting, self.letters)
            if pair is None:
                waiting = self._without_partners(waiting)
            else:
                waiting = self._eliminate(waiting, *pair)
        if self.outcome == "solved":
            self.finish(waiting, [(letter, _solved_for(letter, row)) for letter, row in self.kept.items()])

    def tell_back(self, letter: sympy.Symbol, value: sympy.Expr, known: list[dict]) -> None:
        if not value.free_symbols:
            return
        names = {"equation": math(as_equation(self.kept[letter])), "letter": math(tex(letter))}
        text = Phrase(N_("Put what is known into {equation} and solve for {letter}."), names)
        self.steps.append(Step(text, None, f"{tex(letter)} = {tex(known[0][letter])}", "put_back"))

    def _without_partners(self, waiting: list[sympy.Expr]) -> list[sympy.Expr]:
        """No two equations share a letter: the first one stands for itself."""
        first, *others = waiting
        letter = min(first.free_symbols, key=str)
        value = _solved_for(letter, first)
        text = Phrase(
            N_("Solve {equation} for {letter}."), {"equation": math(as_equation(first)), "letter": math(tex(letter))}
        )
        self.steps.append(Step(text, as_equation(first), f"{tex(letter)} = {tex(value)}", "express"))
        self.kept[letter] = first
        return others

    def _eliminate(self, waiting: list[sympy.Expr], letter: sympy.Symbol, place: int) -> list[sympy.Expr]:
        """The other equations without the letter, each with the help of the one at this place."""
        pivot = waiting[place]
        result = []
        for index, row in enumerate(waiting):
            if index != place:
                result.append(self._combined(pivot, row, letter) if row.has(letter) else row)
        self.kept[letter] = pivot
        return result

    def _combined(self, pivot: sympy.Expr, row: sympy.Expr, letter: sympy.Symbol) -> sympy.Expr:
        first, second = pivot.coeff(letter), row.coeff(letter)
        common = sympy.ilcm(first, second)
        multiplied = [self._multiplied(each, common // abs(factor)) for each, factor in ((pivot, first), (row, second))]
        adds = first.is_negative != second.is_negative
        found = sympy.expand(multiplied[0] + multiplied[1] if adds else multiplied[0] - multiplied[1])
        require(not found.has(letter), "eliminate")
        template = (
            N_("Add {first} and {second}: the terms with {letter} cancel.")
            if adds
            else N_("Subtract {second} from {first}: the terms with {letter} cancel.")
        )
        names = {"first": math(as_equation(multiplied[0])), "second": math(as_equation(multiplied[1]))}
        text = Phrase(template, {**names, "letter": math(tex(letter))})
        shown = f"{tex(found)} = 0" if found.is_number else as_equation(found)
        self.steps.append(Step(text, None, shown, "eliminate"))
        return found

    def _multiplied(self, row: sympy.Expr, factor: sympy.Integer) -> sympy.Expr:
        if factor == 1:
            return row
        found = sympy.expand(factor * row)
        text = Phrase(
            N_("Multiply {equation} by {factor}."), {"equation": math(as_equation(row)), "factor": math(str(factor))}
        )
        self.steps.append(Step(text, as_equation(row), as_equation(found), "multiply"))
        return found


def in_standard_form(working: System) -> list[sympy.Expr]:
    """The equations with whole coefficients, told as a step where that changes them."""
    rows = list(map(_standard, working.equations))
    if any(row not in {old, -old} for row, old in zip(rows, working.equations, strict=True)):
        text = Phrase(
            N_("Write each equation with the letters on the left and the number on the right, without fractions.")
        )
        working.steps.append(Step(text, None, aligned([as_equation(each) for each in rows]), "standard_form"))
    return rows


def _standard(row: sympy.Expr) -> sympy.Expr:
    """A multiple of the row with whole coefficients that have no common factor, and the sign in which it is shown."""
    if row.is_number:
        return row
    factor = sympy.ilcm(1, *[each.q for each in _numbers(row)])
    whole = sympy.expand(row * factor)
    whole = sympy.expand(whole / sympy.igcd(0, *_numbers(whole)))
    left = sympy.expand(whole - whole.as_coeff_Add()[0])
    return -whole if left.could_extract_minus_sign() else whole


def _numbers(row: sympy.Expr) -> list[sympy.Rational]:
    return [each.as_coeff_Mul()[0] for each in sympy.Add.make_args(row)]


def _easiest_pair(waiting: list[sympy.Expr], letters: list[sympy.Symbol]) -> tuple[sympy.Symbol, int] | None:
    """The letter to be eliminated, and the place of the equation that helps: small factors first."""
    best = None
    for letter in letters:
        rows = [(place, row.coeff(letter)) for place, row in enumerate(waiting) if row.has(letter)]
        for place, factor in rows if len(rows) > 1 else []:
            cost = sum(sympy.ilcm(factor, other) // min(abs(factor), abs(other)) for _, other in rows)
            subtractions = sum(bool(factor * other > 0) for _, other in rows)
            key = (cost, subtractions, str(letter), place)
            best = min(best or (key, letter, place), (key, letter, place), key=lambda each: each[0])
    return best and best[1:]


def _solved_for(letter: sympy.Symbol, row: sympy.Expr) -> sympy.Expr:
    value = sympy.expand(-row.coeff(letter, 0) / row.coeff(letter, 1))
    require(sympy.expand(row.subs(letter, value)) == 0, "express")
    return value
