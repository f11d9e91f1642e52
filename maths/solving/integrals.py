"""Integrals: the rules that SymPy's manualintegrate finds, told as steps of our own."""

import sympy
from sympy.calculus.singularities import singularities
from sympy.integrals import manualintegrate as manual

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import NoNotation, from_sympy, symbol, to_sympy
from maths.solving.programs import code, letters_of, program, python_name
from maths.solving.steps import Part, Step, Voice, decimal, equal, math, require, tex
from maths.tree import apply

_MOST_STEPS = 12
# The last sentence of an integral, and of an area: with an exact value, and with one that has a decimal beside it.
_DEFINITE = {
    False: (
        N_("The integral of {expression} from {low} to {high} is {result}{address}."),
        N_("The integral of {expression} from {low} to {high} is {result}, which is about {decimal}{address}."),
    ),
    True: (
        N_("The area under {expression} from {low} to {high} is {result}{address}."),
        N_("The area under {expression} from {low} to {high} is {result}, which is about {decimal}{address}."),
    ),
}


def explain_integral(task: Task) -> Part:
    """The antiderivative with + C or the definite integral; the antiderivative is differentiated as a check."""
    variable, integrand = symbol(task.variable), to_sympy(task.expressions[0])
    rule = manual.integral_steps(integrand, variable)
    if rule.contains_dont_know():
        return _without(
            task,
            N_(
                "I know no formula for the integral of {expression}{address}: it seems to have no elementary "
                "antiderivative."
            ),
        )
    teller = Teller(variable)
    found = rule.eval()
    if not _is_elementary(found):
        return _without(
            task,
            N_(
                "The integral of {expression} has no elementary antiderivative{address}: no formula of the "
                "functions known from school gives it."
            ),
        )
    teller.tell(rule)
    require(equal(found.diff(variable), integrand), "antiderivative")
    antiderivative = _for_all_numbers(_neat(found, integrand, variable), integrand, variable)
    if len(task.expressions) == 3:
        return _definite(task, teller, antiderivative)
    return _indefinite(task, teller, antiderivative)


def _without(task: Task, template: str) -> Part:
    voice = Voice(task)
    names = {"expression": voice.question()}
    opening = Phrase(N_("Let me look at the integral of {expression}{address}."), names)
    return Part(kind="integral", opening=opening, program=_program(task), final=Phrase(template, names))


def _is_elementary(expression: sympy.Expr) -> bool:
    try:
        from_sympy(expression)
    except NoNotation:
        return False
    return not expression.has(sympy.Integral, sympy.Piecewise)


def _neat(found: sympy.Expr, integrand: sympy.Expr, variable: sympy.Symbol) -> sympy.Expr:
    """Expanded if that is shorter; without a constant, which + C makes superfluous."""
    shortest = min((found, sympy.expand(found)), key=lambda each: (sympy.count_ops(each), not each.is_Add))
    constant = shortest.as_independent(variable, as_Add=True)[0] if shortest.is_Add else 0
    return shortest - constant


def _for_all_numbers(antiderivative: sympy.Expr, integrand: sympy.Expr, variable: sympy.Symbol) -> sympy.Expr:
    """ln|x| instead of ln x, which holds for negative x too; unless a logarithm in the integrand excludes those."""
    if integrand.has(sympy.log):
        return antiderivative

    def absolute(inside: sympy.Expr) -> sympy.Expr:
        return sympy.log(sympy.Abs(inside) if inside.has(variable) else inside)

    return antiderivative.replace(sympy.log, absolute)


def _opening(task: Task) -> Phrase:
    voice = Voice(task)
    names = {"expression": voice.question(), "variable": voice.say(symbol(task.variable))}
    if len(task.expressions) == 3:
        names.update(low=math(latex(task.expressions[1])), high=math(latex(task.expressions[2])))
        return Phrase(N_("Let us integrate {expression} from {low} to {high}:"), names)
    return Phrase(N_("Let us integrate {expression} with respect to {variable}:"), names)


def _program(task: Task, absolute: bool = False) -> str:
    name = python_name(task.variable)
    if len(task.expressions) == 3:
        name = f"({name}, {code(task.expressions[1])}, {code(task.expressions[2])})"
    found = f"integrate({code(task.expressions[0])}, {name})"
    if absolute:
        found += ".replace(log, lambda inside: log(Abs(inside)))"
    return program(letters_of(*task.expressions) | {task.variable}, f"print({found})")


def _indefinite(task: Task, teller: "Teller", antiderivative: sympy.Expr) -> Part:
    shown = f"{tex(antiderivative)} + C"
    whole = teller.integral(to_sympy(task.expressions[0]))
    last = Step(Phrase(N_("Add the constant of integration.")), whole, f"{whole} = {shown}", "constant")
    voice = Voice(task)
    return Part(
        kind="integral",
        opening=_opening(task),
        steps=(*teller.steps[:_MOST_STEPS], last),
        program=_program(task, any(each.args[0].has(sympy.Abs) for each in antiderivative.atoms(sympy.log))),
        final=Phrase(
            N_("The integral of {expression} is {result}{address}."),
            {"expression": voice.question(), "result": _plus_constant(voice, antiderivative)},
        ),
        answer={"kind": "antiderivative", "values": [str(antiderivative)], "latex": [shown]},
        check=Phrase(
            N_("Check: the derivative of {result} is {integrand}."),
            {"result": math(tex(antiderivative)), "integrand": math(latex(task.expressions[0]))},
        ),
    )


def _plus_constant(voice: Voice, antiderivative: sympy.Expr) -> str:
    said = voice.say(antiderivative)
    return said[:-1] + " + C`" if said.startswith("`") else math(f"{tex(antiderivative)} + C")


def _definite(task: Task, teller: "Teller", antiderivative: sympy.Expr) -> Part:
    variable, voice = symbol(task.variable), Voice(task)
    low, high = map(to_sympy, task.expressions[1:])
    if not _is_continuous(to_sympy(task.expressions[0]), variable, low, high):
        return _without(
            task,
            N_("{expression} is not defined everywhere between the limits{address}, so I cannot integrate it there."),
        )
    if "area" in task.details and not _is_above(to_sympy(task.expressions[0]), variable, low, high):
        return _without(
            task,
            N_(
                "I cannot tell that {expression} stays above the axis between those limits{address}, and below it an "
                "area counts against the integral. Please ask for the integral instead."
            ),
        )
    at_high, at_low = antiderivative.subs(variable, high), antiderivative.subs(variable, low)
    value = min((at_high - at_low, sympy.simplify(at_high - at_low)), key=sympy.count_ops)
    require(equal(value, at_high - at_low), "limits")
    names = {"high": math(tex(high)), "low": math(tex(low)), "antiderivative": math(tex(antiderivative))}
    text = Phrase(N_("Put the limits {high} and {low} into {antiderivative} and subtract."), names)
    bracket = latex(apply("sum", from_sympy(at_high), apply("subtract", from_sympy(at_low))))
    about, exact = decimal(value)
    final, rounded = _DEFINITE["area" in task.details]
    said = {"expression": voice.question(), "low": names["low"], "high": names["high"], "result": voice.say(value)}
    return Part(
        kind="integral",
        opening=_opening(task),
        steps=(*teller.steps[:_MOST_STEPS], Step(text, bracket, f"{bracket} = {tex(value)}", "limits")),
        program=_program(task),
        final=Phrase(final, said) if exact and value.is_Rational else Phrase(rounded, {**said, "decimal": about}),
        answer={"kind": "value", "values": [str(value)], "latex": [tex(value)]},
    )


def _is_above(integrand: sympy.Expr, variable: sympy.Symbol, low: sympy.Expr, high: sympy.Expr) -> bool:
    """Whether a polynomial with rational coefficients is nowhere negative between the limits, the lower one first."""
    if not (low.is_Rational and high.is_Rational and low < high and integrand.is_polynomial(variable)):
        return False
    polynomial = sympy.Poly(integrand, variable)
    if not all(each.is_Rational for each in polynomial.all_coeffs()):
        return False
    inside = sorted(
        {each for each in sympy.real_roots(polynomial) if low < each < high} if polynomial.degree() > 0 else ()
    )
    ends = [low, *inside, high]
    between = [(first + second) / 2 for first, second in zip(ends, ends[1:], strict=False)]
    return all(polynomial.eval(each).evalf(30) >= 0 for each in between)


def _is_continuous(integrand: sympy.Expr, variable: sympy.Symbol, low: sympy.Expr, high: sympy.Expr) -> bool:
    """Whether the integrand is real and without poles between the limits, as far as SymPy can tell."""
    left, right = (low, high) if low <= high else (high, low)
    if integrand.is_polynomial(variable) or left == right:
        return True
    try:
        poles = singularities(integrand, variable, sympy.Interval(left, right))
    except NotImplementedError:
        return False
    if poles is not sympy.S.EmptySet:
        return False
    middle = [left + (right - left) * sympy.Rational(k, 16) for k in range(17)]
    return all(integrand.subs(variable, each).is_real for each in middle)


class Teller:
    """Turns a rule tree of integral_steps into steps, inner rules before outer ones."""

    def __init__(self, variable: sympy.Symbol):
        self.variable = variable
        self.steps: list[Step] = []

    def integral(self, integrand: sympy.Expr, variable: sympy.Symbol | None = None) -> str:
        written = tex(integrand)
        if integrand.is_Add:
            written = rf"\left({written}\right)"
        return rf"\int {written} \, d{tex(variable or self.variable)}"

    def tell(self, rule) -> None:
        """Add the steps of a rule; kinds not named here are told as a table integral."""
        method = getattr(self, f"tell_{type(rule).__name__}", self.known)
        method(rule)

    def note(self, rule, template: str, name: str, **names: str) -> None:
        integrand, result = rule.integrand, rule.eval()
        if not _is_elementary(result) or not _is_elementary(integrand):
            return
        before = self.integral(integrand, rule.variable)
        shown = _for_all_numbers(_neat(result, integrand, rule.variable), integrand, rule.variable)
        self.steps.append(Step(Phrase(template, names), before, f"{before} = {tex(shown)}", name))

    def known(self, rule) -> None:
        self.note(rule, N_("This is an integral to know by heart."), "known")

    def tell_ConstantRule(self, rule) -> None:
        self.note(rule, N_("The integral of a constant is the constant times the variable."), "constant")

    def tell_PowerRule(self, rule) -> None:
        self.note(rule, N_("Power rule: raise the exponent by one and divide by the new exponent."), "power")

    def tell_ReciprocalRule(self, rule) -> None:
        self.note(rule, N_("The integral of one over the variable is the natural logarithm."), "reciprocal")

    def tell_ConstantTimesRule(self, rule) -> None:
        if type(rule.substep).__name__ != "PowerRule":
            self.tell(rule.substep)
            self.note(rule, N_("A constant factor stays."), "constant_factor")
        else:
            self.note(
                rule,
                N_("Power rule: raise the exponent by one and divide by the new exponent. The constant factor stays."),
                "power",
            )

    def tell_AddRule(self, rule) -> None:
        for each in rule.substeps:
            self.tell(each)
        self.note(rule, N_("Integrate term by term and add up."), "sum")

    def tell_AlternativeRule(self, rule) -> None:
        self.tell(rule.alternatives[0])

    def tell_RewriteRule(self, rule) -> None:
        if _is_elementary(rule.rewritten) and tex(rule.rewritten) != tex(rule.integrand):
            text = Phrase(N_("Rewrite the function in a form that is easier to integrate."))
            before, after = self.integral(rule.integrand, rule.variable), self.integral(rule.rewritten, rule.variable)
            require(equal(rule.integrand, rule.rewritten), "rewrite")
            self.steps.append(Step(text, before, f"{before} = {after}", "rewrite"))
        self.tell(rule.substep)

    def tell_URule(self, rule) -> None:
        inner = math(f"u = {tex(rule.u_func)}")
        text = Phrase(N_("Substitute {inner}."), {"inner": inner})
        before = self.integral(rule.integrand, rule.variable)
        substituted = self.integral(rule.substep.integrand, sympy.Symbol("u")).replace(tex(rule.u_var), "u")
        self.steps.append(Step(text, before, f"{before} = {substituted}", "substitute"))
        self.note(rule, N_("Integrate and put {inner} back."), "substitute_back", inner=inner)

    def tell_PartsRule(self, rule) -> None:
        formula = math(r"\int u \, dv = uv - \int v \, du")
        names = {
            "u": math(f"u = {tex(rule.u)}"),
            "dv": math(f"dv = {tex(rule.dv)} \\, d{tex(rule.variable)}"),
            "rule": formula,
        }
        before = self.integral(rule.integrand, rule.variable)
        v = rule.v_step.eval()
        after = f"{tex(rule.u * v)} - {self.integral(sympy.expand(v * rule.u.diff(rule.variable)), rule.variable)}"
        self.steps.append(
            Step(
                Phrase(N_("Integrate by parts with {u} and {dv}: {rule}."), names),
                before,
                f"{before} = {after}",
                "parts",
            )
        )
        if rule.second_step:
            self.tell(rule.second_step)
        self.note(rule, N_("Put the parts together."), "combine")
