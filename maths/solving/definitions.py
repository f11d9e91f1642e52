"""Definitions resolved in order, each as a step, and the question about them answered with what they gave."""

from dataclasses import replace as replace_field

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.magnitude import check_size
from maths.reading.problems import ReadingError
from maths.reading.tasks import Task
from maths.solving.algebra import explain_simplify
from maths.solving.arithmetic import explain_arithmetic
from maths.solving.convert import from_sympy, symbol, to_sympy
from maths.solving.defined_program import program_of
from maths.solving.equations import explain_equation
from maths.solving.steps import Part, Step, Voice, equal, math, require, tex
from maths.solving.systems import System
from maths.solving.values import value_sentence
from maths.tree import MAX_NODES, Apply, Name, Node, Number, names, replace, walk

_MOST_STEPS = 40


class Unresolved(Exception):
    """A definition that gives no value; carries the sentence that says why, and whether there is no such value."""

    def __init__(self, template: str, undefined: bool = False, **params: str):
        super().__init__(template)
        self.phrase = Phrase(template, params)
        self.undefined = undefined


def explain_definitions(task: Task) -> Part:
    """Each definition in its turn, then the question with everything put in."""
    given, asked = task.expressions
    voice = Voice(replace_field(task, source="", backticks=False))
    scope = Scope()
    opening = Phrase(N_("Let us work through what is given, one thing after another."))
    lines = program_of(task)
    try:
        for each in given.arguments:
            scope.define(each)
        scope.settle()
        tree = scope.resolved(asked)
        inner = _inner(task, tree)
    except Unresolved as error:
        return _without_answer(opening, scope, error.phrase, error.undefined)
    except ReadingError as error:
        return _without_answer(opening, scope, error.problem.phrase, error.problem.code == "undefined")
    if latex(tree) != latex(asked):
        scope.tell(Phrase(N_("Put in what is known.")), latex(asked), latex(tree), "put_in")
    return Part(
        kind="definitions",
        opening=opening,
        steps=(*scope.steps, *inner.steps)[:_MOST_STEPS],
        program=lines,
        final=_final(asked, inner, voice),
        answer=inner.answer,
        check=inner.check,
    )


def _inner(task: Task, tree: Node) -> Part:
    """The explanation of the question once everything is put in."""
    check_size(tree)
    source = latex(tree)
    if isinstance(tree, Apply) and tree.head == "equals":
        unknown = task.variable or min(names(tree), default=None)
        if unknown is None or names(tree) != {unknown}:
            raise Unresolved(N_("I can solve equations with one unknown so far{address}."))
        return explain_equation(Task("equation", (tree,), unknown, source))
    if not names(tree):
        return explain_arithmetic(Task("arithmetic", (tree,), None, source))
    return explain_simplify(Task("simplify", (tree,), None, source))


def _final(asked: Node, inner: Part, voice: Voice) -> Phrase | None:
    question, answer = math(latex(asked)), inner.answer
    if answer and answer["kind"] == "value":
        value = to_value(answer["values"][0])
        return value_sentence(question, value, voice) if value is not None else inner.final
    if answer and answer["kind"] == "expression":
        return Phrase(
            N_("{expression} is {result}{address}."), {"expression": question, "result": math(answer["latex"][0])}
        )
    return inner.final


def to_value(text: str) -> sympy.Expr | None:
    """A rational number from the text that our own code wrote; None for other values."""
    try:
        return sympy.Rational(text)
    except (TypeError, ValueError):
        return None


def _without_answer(opening: Phrase, scope: "Scope", phrase: Phrase, undefined: bool) -> Part:
    sentence = phrase if "{address}" in phrase.template else Phrase(N_("{reason}"), {"reason": phrase})
    return Part(
        kind="definitions",
        opening=opening,
        steps=tuple(scope.steps),
        final=sentence,
        answer={"kind": "no_value", "values": [], "latex": []} if undefined else None,
    )


class Scope:
    """The functions and values known so far, the equations still waiting, and the steps told."""

    def __init__(self):
        self.functions: dict[str, tuple[str, Node]] = {}
        self.values: dict[str, Node] = {}
        self.waiting: list[Node] = []
        self.steps: list[Step] = []

    def tell(self, text: Phrase, before: str | None, after: str | None, rule: str) -> None:
        step = Step(text, before, after, rule)
        if step not in self.steps:
            self.steps.append(step)

    # -- definitions ----------------------------------------------------------------------------------------------

    def define(self, statement: Apply) -> None:
        if statement.head == "equals":
            self.waiting.append(statement)
            return
        self.settle()
        left, right = statement.arguments
        if isinstance(left, Name):
            self._value(left, right)
        else:
            self._function(*left.arguments, right)

    def _value(self, name: Name, tree: Node) -> None:
        value = self._worked_out(self.resolved(tree), tree, name)
        self.values[name.name] = value

    def _worked_out(self, resolved: Node, written: Node, left: Node) -> Node:
        check_size(resolved)
        value = _simple(resolved)
        shown = f"{latex(left)} = {latex(value)}"
        if latex(value) != latex(written):
            text = Phrase(N_("Work out {name}."), {"name": math(latex(left))})
            self.tell(text, f"{latex(left)} = {latex(written)}", shown, "define")
        return value

    def _function(self, name: Name, letter: Name, body: Node) -> None:
        hidden = self.values.pop(letter.name, None)
        if isinstance(body, Apply) and body.head == "derivative":
            tree = self._derivative(name, letter, body)
        else:
            tree = self._worked_out(self.resolved(body, letter.name), body, Apply("call", (name, letter)))
        if hidden is not None:
            self.values[letter.name] = hidden
        self.functions[name.name] = (letter.name, tree)

    def _derivative(self, name: Name, letter: Name, body: Apply) -> Node:
        inside, _, order = body.arguments
        resolved = self.resolved(inside, letter.name)
        check_size(resolved)
        value = from_sympy(sympy.expand(sympy.diff(to_sympy(resolved), symbol(letter.name), int(order.value))))
        text = Phrase(N_("Find the derivative that defines {name}."), {"name": math(latex(name))})
        left = latex(Apply("call", (name, letter)))
        self.tell(text, f"{left} = {latex(body)}", f"{left} = {latex(body)} = {latex(value)}", "derivative")
        return value

    # -- equations ------------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Solve the equations that are waiting for the letters that are not known yet."""
        if not self.waiting:
            return
        waiting, self.waiting = self.waiting, []
        resolved = [self.resolved(each) for each in waiting]
        for each in resolved:
            check_size(each)
        letters = sorted(set().union(*map(names, resolved)))
        if not letters:
            raise Unresolved(N_("There is no unknown in an equation that is given{address}."))
        differences = [to_sympy(each) for each in resolved]
        unknowns = [symbol(each) for each in letters]
        if not all(sympy.expand(each).is_polynomial(*unknowns) for each in differences):
            raise Unresolved(N_("I cannot solve the equations that are given{address}."))
        self._solve(waiting, differences, unknowns)

    def _solve(self, shown: list[Node], differences: list[sympy.Expr], unknowns: list[sympy.Symbol]) -> None:
        working = System(differences, unknowns)
        working.solve()
        written = latex(shown[0]) if len(shown) == 1 else latex(Apply("system", tuple(shown)))
        if working.outcome != "solved" or len(working.solutions) != 1:
            raise Unresolved(N_("{equations} does not fix one value{address}."), equations=math(written))
        (solution,) = working.solutions
        after = r", \quad ".join(f"{tex(each)} = {tex(solution[each])}" for each in unknowns)
        self.tell(Phrase(N_("Solve {equations}."), {"equations": math(written)}), written, after, "solve")
        self.values.update({each.name: from_sympy(solution[each]) for each in unknowns})

    # -- putting in -----------------------------------------------------------------------------------------------

    def resolved(self, tree: Node, local: str = "") -> Node:
        """The tree with values in place of their letters and functions in place of their calls."""
        for _ in range(len(self.values) + 1):
            found = self._put_in(tree, local)
            if found == tree:
                break
            tree = found
        return tree

    def _put_in(self, tree: Node, local: str) -> Node:
        if isinstance(tree, Name):
            return self.values.get(tree.name, tree) if tree.name != local else tree
        if not isinstance(tree, Apply):
            return tree
        if tree.head in {"call", "prime"}:
            return self._called(tree, self._put_in(tree.arguments[1], local))
        found = Apply(tree.head, tuple([self._put_in(each, local) for each in tree.arguments]))
        _refuse_long(found)
        return found

    def _called(self, call: Apply, argument: Node) -> Node:
        name = call.arguments[0].name
        if name not in self.functions:
            raise Unresolved(N_("I do not know what the function {name} is here."), name=math(name))
        letter, body = self.functions[name]
        if call.head == "prime":
            body = self._primed(name, letter, body, int(call.arguments[2].value))
        argument = _simple(argument) if argument != Name(letter) else argument
        inserted = replace(body, Name(letter), argument)
        _refuse_long(inserted)
        check_size(inserted)
        value = _simple(inserted)
        before = latex(Apply(call.head, (call.arguments[0], argument, *call.arguments[2:])))
        if argument != Name(letter):
            text = Phrase(
                N_("Put {argument} in for {letter} in {function}."),
                {
                    "argument": math(latex(argument)),
                    "letter": math(latex(Name(letter))),
                    "function": math(latex(call.arguments[0])),
                },
            )
            chain = [before, *dict.fromkeys([latex(inserted), latex(value)])]
            self.tell(text, before, " = ".join(chain), "call")
        return value

    def _primed(self, name: str, letter: str, body: Node, order: int) -> Node:
        value = from_sympy(sympy.expand(sympy.diff(to_sympy(body), symbol(letter), order)))
        left = latex(Apply("prime", (Name(name), Name(letter), Number(str(order)))))
        self.tell(Phrase(N_("Find the derivative.")), None, f"{left} = {latex(value)}", "derivative")
        return value


def _refuse_long(tree: Node) -> None:
    if sum(1 for _ in walk(tree)) > MAX_NODES // 2:
        raise Unresolved(N_("Put in, that would become too long to write down{address}."))


def _simple(tree: Node) -> Node:
    """A polynomial or a number worked out, anything else as it is."""
    value = to_sympy(tree)
    if value.has(sympy.zoo, sympy.nan, sympy.oo):
        raise Unresolved(N_("{expression} is not defined{address}."), True, expression=math(latex(tree)))
    if value.is_number:
        if value.is_real is False:
            raise Unresolved(
                N_("No real number is the value of {expression}{address}."), True, expression=math(latex(tree))
            )
        return from_sympy(value)
    if not value.is_polynomial(*value.free_symbols) or any(
        isinstance(each, Apply) and each.head in {"quotient"} and names(each.arguments[1]) for each in walk(tree)
    ):
        return tree
    expanded = sympy.expand(value)
    require(equal(value, expanded), "expand")
    return from_sympy(expanded)
