"""Recipes carried out: each formula is written down, filled in and worked out, and the whole is checked at the end."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import from_sympy, symbol, to_sympy
from maths.solving.programs import code, program
from maths.solving.recipes.lengths import LENGTH_RECIPES
from maths.solving.recipes.lines import LINE_RECIPES
from maths.solving.recipes.numbers import NUMBER_RECIPES
from maths.solving.recipes.prices import PRICE_RECIPES
from maths.solving.recipes.rates import RATE_RECIPES
from maths.solving.recipes.recipe import Line, Recipe
from maths.solving.steps import SIGN, Part, Step, Voice, decimal, math, require
from maths.solving.values import decimal_tree
from maths.tree import Name, Node, replace
from maths.units import unit

RECIPES = {**RATE_RECIPES, **PRICE_RECIPES, **LINE_RECIPES, **NUMBER_RECIPES, **LENGTH_RECIPES}


def explain_worked(task: Task) -> Part:
    """The formulas of a recipe, one step for each. Raises ValueError for a recipe that is not known."""
    key, *more = task.details
    if key not in RECIPES or len(RECIPES[key].given) != len(task.expressions):
        raise ValueError("no such recipe")
    units = dict(each.split(":", 1) for each in more if ":" in each)
    return _Worked(task, RECIPES[key], units).part()


class _Worked:
    """A recipe while it is carried out: the trees and values of the letters that are known."""

    def __init__(self, task: Task, recipe: Recipe, units: dict[str, str]):
        self.task = task
        self.recipe = recipe
        self.units = units
        self.voice = Voice(task)
        self.trees: dict[str, Node] = dict(zip(recipe.given, task.expressions, strict=True))
        self.values = {letter: to_sympy(tree) for letter, tree in self.trees.items()}
        self.sources = dict(self.trees)

    def part(self) -> Part:
        steps = (self._known(), *[self._step(each) for each in self.recipe.lines])
        self._check()
        results = self.recipe.results
        return Part(
            kind="worked",
            opening=Phrase(self.recipe.opening),
            steps=steps,
            program=program(set(), *[f"print({code(self.sources[letter])})" for letter in results]),
            final=Phrase(self.recipe.final, self._said()),
            answer=self._answer(),
        )

    def _known(self) -> Step:
        shown = r",\quad ".join(f"{letter} = {self.exact(letter)}" for letter in self.recipe.given)
        return Step(Phrase(N_("This is known:")), None, shown, "known")

    def _step(self, line: Line) -> Step:
        filled, source = line.formula, line.formula
        for letter, tree in self.trees.items():
            filled = replace(filled, Name(letter), tree)
            source = replace(source, Name(letter), self.sources[letter])
        value = to_sympy(filled)
        value = sympy.radsimp(value) if value.is_algebraic else value
        require(value.is_real and sympy.simplify(value - to_sympy(source)) == 0, "worked")
        said = self._said()
        self.values[line.letter] = value
        self.trees[line.letter] = self._written(value)
        self.sources[line.letter] = source
        shown = f"{line.letter} = {latex(line.formula)} = {latex(filled)}"
        if latex(filled) != latex(self.trees[line.letter]):
            shown += f" = {self.exact(line.letter)}"
        return Step(Phrase(line.text, said), None, shown, line.rule)

    def _written(self, value: sympy.Expr) -> Node:
        """A value as a decimal that ends, or as it is: a fraction, a root."""
        return decimal_tree(value) if value.is_Rational and not self.recipe.fraction else from_sympy(value)

    def _check(self) -> None:
        """What was found fits what was given: the equations of the recipe hold."""
        letters = {symbol(letter): value for letter, value in self.values.items()}
        for equation in self.recipe.check:
            left, right = (to_sympy(side).subs(letters, simultaneous=True) for side in equation.arguments)
            require(sympy.simplify(left - right) == 0, "worked check")

    def exact(self, letter: str) -> str:
        """LaTeX of an exact value with its unit."""
        return latex(self.trees[letter]) + self._unit(letter)

    def _unit(self, letter: str) -> str:
        return _unit_tex(self.units.get(letter, ""), self.values[letter] == 1)

    def _said(self) -> dict[str, str]:
        return {letter: self._say(letter) for letter in self.values}

    def _say(self, letter: str) -> str:
        """A value as it stands in a sentence: with its unit, and with a decimal where that says more."""
        value = self.values[letter]
        if self.task.money and letter in self.recipe.results:
            return self.voice.say(value)
        text, is_exact = decimal(value)
        if letter in self.recipe.given or is_exact:
            return math(self.exact(letter))
        return math(f"{self.exact(letter)} {SIGN[False]} {text}{self._unit(letter)}")

    def _answer(self) -> dict:
        results = self.recipe.results
        answer = {
            "kind": "value" if len(results) == 1 else "list",
            "values": [str(self.values[letter]) for letter in results],
            "latex": [self.exact(letter) for letter in results],
        }
        name = self.units.get(results[0], "").replace("deg", "°")
        return {**answer, "kind": "measure", "unit": name} if name and len(results) == 1 else answer


def _unit_tex(name: str, alone: bool) -> str:
    """A unit in LaTeX behind one or several: one that is known, one over another, or degrees."""
    if not name:
        return ""
    if name == "deg":
        return r"^{\circ}"
    try:
        found = unit(name)
        return rf"\,{found.symbol if alone else found.plural}"
    except ValueError:
        over, _, under = name.partition("/")
        return rf"\,{unit(over).symbol}/{unit(under).symbol}"
