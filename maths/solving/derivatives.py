"""Derivatives with the name of each rule that is used."""

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import symbol, to_sympy
from maths.solving.programs import code, letters_of, program, python_name
from maths.solving.steps import Part, Step, Voice, equal, math, require, tex

_MOST_STEPS = 12
_INNER = sympy.Dummy("u", real=True)


def explain_derivative(task: Task) -> Part:
    """The derivative of the order asked, one differentiation after the other."""
    tree, variable, voice = task.expressions[0], symbol(task.variable), Voice(task)
    current, steps = to_sympy(tree), []
    for order in range(1, task.order + 1):
        rules = Rules(variable)
        found = neat(rules.derivative(current), current.diff(variable))
        steps.extend(round_of(rules, current, found, order, latex(tree) if order == 1 else None))
        current = found
    names = {"expression": voice.question(), "result": voice.say(current), "variable": voice.say(variable)}
    return Part(
        kind="derivative",
        opening=Phrase(
            N_("Let us differentiate {expression} with respect to {variable}:"),
            {"expression": names["expression"], "variable": names["variable"]},
        ),
        steps=tuple(steps),
        program=_program(task, current),
        final=_final(names, task.order),
        answer={"kind": "expression", "values": [str(current)], "latex": [tex(current)]},
    )


def _final(names: dict[str, str], order: int) -> Phrase:
    if order == 1:
        return Phrase(N_("The derivative of {expression} is {result}{address}."), names)
    ordinals = {
        2: N_("The second derivative of {expression} is {result}{address}."),
        3: N_("The third derivative of {expression} is {result}{address}."),
        4: N_("The fourth derivative of {expression} is {result}{address}."),
        5: N_("The fifth derivative of {expression} is {result}{address}."),
    }
    return Phrase(ordinals[order], names)


_FORMS = {
    "{}": lambda found: found,
    "expand({})": sympy.expand,
    "factor(cancel({}))": lambda found: sympy.factor(sympy.cancel(found)),
}


def _program(task: Task, result: sympy.Expr) -> str:
    """The program that prints the derivative in the form in which the answer says it, where one of a few does."""
    tree = task.expressions[0]
    name = python_name(task.variable)
    again = f", {task.order}" if task.order > 1 else ""
    direct = to_sympy(tree).diff(symbol(task.variable), task.order)
    form = next((each for each, rewrite in _FORMS.items() if rewrite(direct) == result), "{}")
    return program(letters_of(tree) | {task.variable}, f"print({form.format(f'diff({code(tree)}, {name}{again})')})")


def neat(by_rules: sympy.Expr, by_sympy: sympy.Expr) -> sympy.Expr:
    """The shortest of a few equal forms."""
    require(equal(by_rules, by_sympy), "derivative")
    candidates = [by_rules, by_sympy]
    if by_sympy.is_polynomial():
        candidates = [sympy.expand(by_sympy), *candidates]
    elif by_sympy.is_rational_function():
        candidates = [sympy.factor(sympy.cancel(by_sympy)), *candidates]
    return min(candidates, key=sympy.count_ops)


def derivative_in(variable: sympy.Symbol, formula: str) -> str:
    """The derivative of a formula in LaTeX, not carried out."""
    return rf"\frac{{d}}{{d{tex(variable)}}}\left({formula}\right)"


def round_of(
    rules: "Rules", start: sympy.Expr, found: sympy.Expr, order: int = 1, shown: str | None = None
) -> list[Step]:
    """The steps of one differentiation, the last of which shows the whole derivative."""
    before = derivative_in(rules.variable, shown or tex(start))
    if order > 1:
        heading = Phrase(N_("Differentiate the result again."))
        rules.steps.insert(0, Step(heading, None, before, "again"))
    steps = rules.steps[:_MOST_STEPS]
    if (
        not steps
        or steps[-1].after is None
        or not steps[-1].after.endswith(f"= {tex(found)}")
        or len(rules.steps) > _MOST_STEPS
    ):
        steps.append(
            Step(Phrase(N_("Put the parts together and tidy up.")), before, f"{before} = {tex(found)}", "combine")
        )
    return steps


class Rules:
    """Differentiates by the rules of school and notes one step for each rule used."""

    def __init__(self, variable: sympy.Symbol):
        self.variable = variable
        self.steps: list[Step] = []

    def derivative(self, f: sympy.Expr) -> sympy.Expr:
        if not f.has(self.variable):
            return self.note(f, sympy.Integer(0), N_("The derivative of a constant is 0."), "constant")
        if f.is_Add:
            return self.sum(f)
        constant, rest = f.as_independent(self.variable, as_Add=False)
        if self.is_power(rest):
            return self.note(
                f,
                constant * self.power(rest),
                N_("Power rule: multiply by the exponent, then lower it by one."),
                "power",
            )
        if constant != 1:
            inner = self.derivative(rest)
            return self.note(f, constant * inner, N_("A constant factor stays."), "constant_factor")
        return self.compound(f)

    def compound(self, f: sympy.Expr) -> sympy.Expr:
        top, bottom = sympy.fraction(f)
        if bottom.has(self.variable) and not (f.is_Pow and f.exp.is_Rational and not f.base.is_Add):
            return self.quotient(f, top, bottom)
        if f.is_Mul:
            return self.product(f)
        return self.chain(f)

    def is_power(self, f: sympy.Expr) -> bool:
        base, exponent = f.as_base_exp()
        return base == self.variable and not exponent.has(self.variable)

    def power(self, f: sympy.Expr) -> sympy.Expr:
        base, exponent = f.as_base_exp()
        return exponent * base ** (exponent - 1)

    def sum(self, f: sympy.Expr) -> sympy.Expr:
        terms = f.as_ordered_terms()
        if all(
            not each.has(self.variable) or self.is_power(each.as_independent(self.variable, as_Add=False)[1])
            for each in terms
        ):
            result = f.diff(self.variable)
            return self.note(
                f,
                result,
                N_("Power rule on each term: multiply by the exponent, then lower it by one. Constants vanish."),
                "power",
            )
        result = sympy.Add(*[self.derivative(each) for each in terms])
        return self.note(f, result, N_("Sum rule: add the derivatives of the terms."), "sum")

    def product(self, f: sympy.Expr) -> sympy.Expr:
        first, *others = f.as_ordered_factors()
        u, v = first, sympy.Mul(*others)
        text = N_("Product rule with {u} and {v}: {formula}.")
        names = {"u": math(f"u = {tex(u)}"), "v": math(f"v = {tex(v)}"), "formula": math("(uv)' = u'v + uv'")}
        result = self.derivative(u) * v + u * self.derivative(v)
        return self.note(f, result, text, "product", **names)

    def quotient(self, f: sympy.Expr, top: sympy.Expr, bottom: sympy.Expr) -> sympy.Expr:
        rule = math(r"\left(\frac{u}{v}\right)' = \frac{u'v - uv'}{v^{2}}")
        names = {"u": math(f"u = {tex(top)}"), "v": math(f"v = {tex(bottom)}"), "formula": rule}
        result = (self.derivative(top) * bottom - top * self.derivative(bottom)) / bottom**2
        return self.note(f, result, N_("Quotient rule with {u} and {v}: {formula}."), "quotient", **names)

    def chain(self, f: sympy.Expr) -> sympy.Expr:
        """A function of something: the outer derivative times the inner one."""
        inner, outer = self.split(f)
        slope = outer.diff(_INNER).subs(_INNER, inner)
        if inner == self.variable:
            return self.note(f, slope, N_("This is a derivative to know by heart."), "known")
        result = slope * self.derivative(inner)
        text = N_("Chain rule: the derivative outside, times the derivative of what is inside, {inner}.")
        return self.note(f, result, text, "chain", inner=math(tex(inner)))

    def split(self, f: sympy.Expr) -> tuple[sympy.Expr, sympy.Expr]:
        base, exponent = f.as_base_exp()
        if f.is_Pow and not exponent.has(self.variable):
            return base, _INNER**exponent
        if (f.is_Pow or isinstance(f, sympy.exp)) and not base.has(self.variable):
            return exponent, base**_INNER
        if f.is_Pow:
            inner = exponent * sympy.log(base)
            return inner, sympy.exp(_INNER)
        return f.args[0], f.func(_INNER, *f.args[1:])

    def note(self, f: sympy.Expr, result: sympy.Expr, template: str, rule: str, **names: str) -> sympy.Expr:
        """Keep a step, once it is proved; a constant alone needs none."""
        require(equal(result, f.diff(self.variable)), rule)
        if rule != "constant" or not self.steps:
            before = derivative_in(self.variable, tex(f))
            after = f"{before} = {tex(result)}"
            if all(step.after != after for step in self.steps):
                self.steps.append(Step(Phrase(template, names), before, after, rule))
        return result
