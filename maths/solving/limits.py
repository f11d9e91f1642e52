"""Limits: put in, cancel, the rule of L'Hôpital, both sides compared; every result is compared with nearby values."""

from dataclasses import replace

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.candidates import has_odd_root, is_defined
from maths.solving.convert import NoNotation, from_sympy, symbol, to_sympy
from maths.solving.divisibility import truth_answer
from maths.solving.programs import code, letters_of, needed_names, python_name
from maths.solving.steps import Part, Step, Voice, math, tex
from maths.tree import Apply, Node, walk

_JUMPY = frozenset(["abs", "factorial"])
_MOST_ROUNDS = 3


class _Limit:
    """A limit being found: the function, the place, and the steps."""

    def __init__(self, task: Task):
        self.task = task
        self.tree = task.expressions[0]
        self.unknown = symbol(task.variable)
        self.function = to_sympy(self.tree)
        self.point = {"limit_infinity": sympy.oo, "limit_minus_infinity": -sympy.oo}.get(task.kind)
        if self.point is None:
            self.point = to_sympy(task.expressions[1])
        self.steps: list[Step] = []

    def written(self, function: str, side: str = "") -> str:
        mark = {"limit_left": "-", "limit_right": "+"}.get(self.task.kind, side)
        place = _signed(self.point) + (f"^{{{mark}}}" if mark else "")
        return rf"\lim_{{{tex(self.unknown)} \to {place}}} {function}"

    def tell(self, text: Phrase, after: str | None, rule: str) -> None:
        self.steps.append(Step(text, None, after, rule))

    # -- values ---------------------------------------------------------------------------------------------------

    def sides(self) -> list[str]:
        if self.point in {sympy.oo, -sympy.oo}:
            return ["-" if self.point == sympy.oo else "+"]
        return {"limit_left": ["-"], "limit_right": ["+"]}.get(self.task.kind, ["-", "+"])

    def one_sided(self, side: str) -> sympy.Expr | None:
        """The limit from one side, None where there is none or it does not agree with values nearby."""
        try:
            found = sympy.limit(self.function, self.unknown, self.point, side)
        except (NotImplementedError, ValueError, TypeError):
            return None
        if found.has(sympy.AccumBounds, sympy.nan, sympy.zoo, sympy.Limit) or not found.is_extended_real:
            return None
        return found if self.agrees(found, side) else None

    def is_real_beside(self, side: str) -> bool:
        return all(value is not None for value in self.nearby(side))

    def nearby(self, side: str) -> list[sympy.Expr | None]:
        """The values of the function closer and closer to the place; None where there is no real value."""
        found = []
        for k in (6, 9, 12):
            if self.point in {sympy.oo, -sympy.oo}:
                at = sympy.Integer(10) ** (k // 3) * (1 if self.point == sympy.oo else -1)
            else:
                at = self.point + (1 if side == "+" else -1) * sympy.Rational(1, 10**k)
            value = self.function.subs(self.unknown, at).evalf(40)
            found.append(value if value.is_real and value.is_finite else None)
        return found

    def agrees(self, limit: sympy.Expr, side: str) -> bool:
        values = self.nearby(side)
        if None in values:
            return False
        if limit in {sympy.oo, -sympy.oo}:
            towards = [each if limit == sympy.oo else -each for each in values]
            return towards[0] < towards[1] < towards[2] and towards[2] > 1
        distances = [abs(each - limit.evalf(40)) for each in values]
        return bool(distances[2] <= distances[0] and distances[2] < 0.05 * (1 + abs(limit.evalf(15))))

    # -- steps ----------------------------------------------------------------------------------------------------

    def is_continuous(self) -> bool:
        """Whether putting the number in is enough: every part is defined there and on both sides."""
        jumpy = any(isinstance(each, Apply) and each.head in _JUMPY for each in walk(self.tree))
        finite = self.point.is_finite
        return bool(finite and not jumpy and is_defined(self.tree, self.task.variable, self.point)) and all(
            self.is_real_beside(side) for side in self.sides()
        )

    def put_in(self, function: sympy.Expr, limit: sympy.Expr) -> None:
        text = Phrase(
            N_("Nothing goes wrong at this place, so put in {value}."),
            {"value": math(f"{tex(self.unknown)} = {tex(self.point)}")},
        )
        self.tell(text, f"{self.written(_bracketed(function))} = {_signed(limit)}", "put_in")

    def explain(self, limit: sympy.Expr) -> None:
        """How one comes to the limit."""
        if self.is_continuous():
            self.put_in(self.function, limit)
        elif self.point in {sympy.oo, -sympy.oo}:
            self.explain_at_infinity(limit)
        elif limit.is_finite:
            self.explain_quotient(limit)
        else:
            self.tell(Phrase(N_("Close to this place the values grow beyond every bound.")), self.samples(), "infinite")

    def explain_quotient(self, limit: sympy.Expr) -> None:
        top, bottom = sympy.fraction(sympy.together(self.function))
        if top.is_polynomial(self.unknown) and bottom.is_polynomial(self.unknown):
            cancelled = sympy.cancel(self.function)
            factored = rf"\frac{{{tex(sympy.factor(top))}}}{{{tex(sympy.factor(bottom))}}}"
            text = Phrase(N_("Both parts are 0 there. Factor them and cancel what they share."))
            self.tell(text, f"{factored} = {tex(cancelled)}", "cancel")
            self.put_in(cancelled, limit)
            return
        self.by_rule(top, bottom, limit)

    def by_rule(self, top: sympy.Expr, bottom: sympy.Expr, limit: sympy.Expr) -> None:
        """L'Hôpital's rule, while both parts are 0; the values nearby otherwise."""
        for _ in range(_MOST_ROUNDS):
            ends = [sympy.limit(each, self.unknown, self.point, self.sides()[-1]) for each in (top, bottom)]
            both = ends == [0, 0] or all(abs(each) == sympy.oo for each in ends)
            if not both or not bottom.has(self.unknown):
                break
            top, bottom = sympy.diff(top, self.unknown), sympy.diff(bottom, self.unknown)
            text = N_("Both parts go to 0: use the rule of L'Hôpital and differentiate above and below.")
            grow = N_(
                "Both parts grow beyond every bound: use the rule of L'Hôpital and differentiate above and below."
            )
            shown = rf"\frac{{{tex(top)}}}{{{tex(bottom)}}}"
            self.tell(Phrase(text if ends == [0, 0] else grow), self.written(shown), "lhopital")
        value = sympy.limit(top / bottom, self.unknown, self.point, self.sides()[-1])
        if self.steps and value == limit:
            self.see(limit)
        else:
            self.steps.clear()
            self.tell(Phrase(N_("Look at values closer and closer to this place.")), self.samples(), "samples")

    def explain_at_infinity(self, limit: sympy.Expr) -> None:
        top, bottom = sympy.fraction(sympy.together(self.function))
        if top.is_polynomial(self.unknown) and bottom.is_polynomial(self.unknown) and bottom.has(self.unknown):
            degree = max(sympy.degree(each, self.unknown) for each in (top, bottom))
            power = self.unknown**degree
            parts = [sympy.expand(sympy.expand(each) / power) for each in (top, bottom)]
            text = Phrase(
                N_("Divide above and below by {power}; what has the letter below goes to 0."),
                {"power": math(tex(power))},
            )
            self.tell(text, self.written(rf"\frac{{{tex(parts[0])}}}{{{tex(parts[1])}}}"), "highest_power")
            self.see(limit)
            return
        if bottom.has(self.unknown) and limit.is_finite:
            self.by_rule(top, bottom, limit)
            return
        self.tell(Phrase(N_("Look at values farther and farther out.")), self.samples(), "samples")

    def see(self, limit: sympy.Expr) -> None:
        """The limit as the step before has written it, and its value."""
        self.tell(Phrase(N_("Now the limit can be seen.")), f"{self.steps[-1].after} = {_signed(limit)}", "see")

    def samples(self) -> str:
        side = self.sides()[-1]
        shown = []
        for k in (1, 2, 3):
            if self.point in {sympy.oo, -sympy.oo}:
                at = sympy.Integer(10) ** k * (1 if self.point == sympy.oo else -1)
            else:
                at = self.point + (1 if side == "+" else -1) * sympy.Rational(1, 10**k)
            value = self.function.subs(self.unknown, at).evalf(8)
            shown.append(rf"{tex(self.unknown)} = {_short(at)}:\ {_short(value)}")
        return r" \quad ".join(shown)


def _signed(value: sympy.Expr) -> str:
    if value in {sympy.oo, -sympy.oo}:
        return r"\infty" if value == sympy.oo else r"-\infty"
    return tex(value)


def _short(value: sympy.Expr) -> str:
    """Six digits of a number, without zeros that say nothing."""
    digits, mark, power = str(sympy.N(value, 6)).partition("e")
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return rf"{digits} \cdot 10^{{{int(power)}}}" if mark else digits


def _bracketed(function: sympy.Expr) -> str:
    return rf"\left({tex(function)}\right)" if function.is_Add else tex(function)


def explain_limit(task: Task) -> Part:
    """The limit, or whether there is one: an infinite one is none, as school has it."""
    part = _explained(task)
    if "exists" not in task.details or not part.answer:
        return part
    names = {"reason": part.final}
    holds = part.answer["outcome"] == "exists" and "oo" not in part.answer["values"][0]
    template = N_("Yes{address}, it exists. {reason}") if holds else N_("No{address}, it does not exist. {reason}")
    return replace(part, final=Phrase(template, names), answer=truth_answer(holds))


def _explained(task: Task) -> Part:
    """Both sides looked at; the limit exists only if they agree."""
    working = _Limit(task)
    tree, voice = working.tree, Voice(task)
    said = {"limit": math(working.written(_written_function(tree)))}
    opening = Phrase(N_("Let us find the limit {limit}:"), said)
    found = {side: working.one_sided(side) for side in working.sides()}
    real = {side: working.is_real_beside(side) for side in found}
    values = list(found.values())
    if has_odd_root(tree) and None in values:
        real = {}
    if None not in values and len(set(values)) == 1:
        return _found(task, working, opening, said, values[0])
    if len(values) == 2 and None not in values:
        return _two_sides(task, working, opening, said, found)
    if len(values) == 2 and False in real.values() and any(real.values()):
        return _one_side_only(task, working, opening, said, found, real)
    return Part(
        kind="limit",
        opening=Phrase(N_("Let me look at {expression}{address}."), {"expression": voice.question()}),
        program=_program(task),
        final=Phrase(N_("I cannot find the limit {limit}{address}."), said),
    )


def _written_function(tree: Node) -> str:
    shown = latex(tree)
    return rf"\left({shown}\right)" if isinstance(tree, Apply) and tree.head in {"sum", "negate"} else shown


def _found(task: Task, working: _Limit, opening: Phrase, said: dict[str, str], limit: sympy.Expr) -> Part:
    try:
        working.explain(limit)
        shown = _signed(limit)
    except (NoNotation, NotImplementedError):
        working.steps.clear()
        shown = _signed(limit) if limit.is_infinite else latex(from_sympy(limit))
    template = N_("The limit {limit} is {value}{address}.")
    if limit.is_infinite:
        template = N_("The values grow without bound: {limit} is {value}{address}.")
    return Part(
        kind="limit",
        opening=opening,
        steps=tuple(working.steps),
        program=_program(task),
        final=Phrase(template, {**said, "value": math(shown)}),
        answer={"kind": "limit", "outcome": "exists", "values": [str(limit)], "latex": [shown]},
    )


def _two_sides(
    task: Task, working: _Limit, opening: Phrase, said: dict[str, str], found: dict[str, sympy.Expr]
) -> Part:
    function = _written_function(working.tree)
    for side, text in (("-", N_("From the left:")), ("+", N_("From the right:"))):
        working.tell(Phrase(text), f"{working.written(function, side)} = {_signed(found[side])}", "one_side")
    params = {**said, "left": math(_signed(found["-"])), "right": math(_signed(found["+"]))}
    return Part(
        kind="limit",
        opening=opening,
        steps=tuple(working.steps),
        program=_program(task),
        final=Phrase(
            N_("The limit {limit} does not exist{address}: from the left it is {left}, from the right {right}."), params
        ),
        answer={"kind": "limit", "outcome": "none", "values": [], "latex": []},
    )


def _one_side_only(
    task: Task,
    working: _Limit,
    opening: Phrase,
    said: dict[str, str],
    found: dict[str, sympy.Expr],
    real: dict[str, bool],
) -> Part:
    """The function has real values on one side only: said, and left to the student's definition."""
    side = "+" if real["+"] else "-"
    value = found[side]
    params = {**said, "value": math(_signed(value)) if value is not None else "?"}
    right = N_(
        "The function has real values only to the right of this place{address}; from there the limit is {value}."
    )
    left = N_("The function has real values only to the left of this place{address}; from there the limit is {value}.")
    unknown = N_("I cannot find the limit {limit}{address}.")
    template = unknown if value is None else right if side == "+" else left
    return Part(kind="limit", opening=opening, program=_program(task), final=Phrase(template, params))


def _program(task: Task) -> str:
    tree, unknown = task.expressions[0], python_name(task.variable)
    place = {"limit_infinity": "oo", "limit_minus_infinity": "-oo"}.get(task.kind) or code(task.expressions[1])
    side = {"limit": ', "+-"', "limit_left": ', "-"', "limit_right": ', "+"'}.get(task.kind, "")
    lines = [f"print(limit({code(tree)}, {unknown}, {place}{side}))"]
    if task.kind == "limit":
        lines = [f'print(limit({code(tree)}, {unknown}, {place}, "{each}"))' for each in "-+"]
    imported = sorted({*needed_names(*lines), "limit", "symbols", *(["oo"] if "oo" in place else [])})
    symbols = [f'{python_name(each)} = symbols("{each}")' for each in sorted(letters_of(tree) | {task.variable})]
    return "\n".join([f"from sympy import {', '.join(imported)}", *symbols, *lines])
