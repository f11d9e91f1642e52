"""Sequences: a rule is believed only when at least one more of the given terms confirms it."""

from dataclasses import dataclass

import sympy

from maths.notation import latex
from maths.phrases import N_, Phrase
from maths.reading.tasks import Task
from maths.solving.convert import from_sympy, symbol, to_sympy
from maths.solving.divisibility import aligned
from maths.solving.programs import code, program, python_name
from maths.solving.steps import Part, Step, math, require, tex
from maths.solving.values import decimal_tree
from maths.tree import Name, Node, Number, apply

_DEGREE = 6
_N = sympy.Symbol("n", integer=True, positive=True)


@dataclass(frozen=True)
class Rule:
    """A rule that the given terms follow: its name, the steps that show it, and its terms.

    name: constant, linear, geometric, sum_of_two or polynomial. formula: of term number _N, None for sum_of_two.
    """

    name: str
    terms: tuple[sympy.Expr, ...]
    formula: sympy.Expr | None
    rows: tuple[tuple[sympy.Expr, ...], ...] = ()

    def continued(self, length: int) -> list[sympy.Expr]:
        """The terms from the first to number `length`."""
        if self.formula is not None:
            return [self.formula.subs(_N, n) for n in range(1, length + 1)]
        found = list(self.terms[:2])
        while len(found) < length:
            found.append(found[-1] + found[-2])
        return found[:length]


def rules_of(terms: tuple[sympy.Expr, ...]) -> list[Rule]:
    """The simplest rule; two of them when both are as good and go on differently; none when nothing is confirmed."""
    simple = _polynomial(terms, 1) or _geometric(terms)
    if simple:
        return [simple]
    found = [each for each in (_sum_of_two(terms), _polynomial(terms, _DEGREE)) if each]
    ends = {each.continued(len(terms) + 1)[-1] for each in found}
    return found if len(ends) > 1 else found[:1]


def _polynomial(terms: tuple[sympy.Expr, ...], degree: int) -> Rule | None:
    """By differences, which must be equal, and at least two of them, in some row."""
    rows = [terms]
    while len(set(rows[-1])) > 1 and len(rows) <= degree:
        rows.append(tuple(b - a for a, b in zip(rows[-1], rows[-1][1:], strict=False)))
    if len(set(rows[-1])) > 1 or len(rows[-1]) < 2:
        return None
    formula = sympy.Integer(0)
    for k, row in enumerate(rows):
        formula += row[0] * sympy.prod([_N - 1 - i for i in range(k)]) / sympy.factorial(k)
    name = {1: "constant", 2: "linear"}.get(len(rows), "polynomial")
    return Rule(name, terms, sympy.expand(formula), tuple(rows))


def _geometric(terms: tuple[sympy.Expr, ...]) -> Rule | None:
    if 0 in terms:
        return None
    ratios = {b / a for a, b in zip(terms, terms[1:], strict=False)}
    return Rule("geometric", terms, terms[0] * ratios.pop() ** (_N - 1)) if len(ratios) == 1 else None


def _sum_of_two(terms: tuple[sympy.Expr, ...]) -> Rule | None:
    """Each term is the sum of the two before it; two terms must confirm that."""
    holds = all(c == a + b for a, b, c in zip(terms, terms[1:], terms[2:], strict=False))
    return Rule("sum_of_two", terms, None) if holds and len(terms) >= 4 else None


# -- what is said ----------------------------------------------------------------------------------------------------


def explain_next_term(task: Task) -> Part:
    """The rule in the given terms, and the terms after them if it goes on."""
    terms, opening = _opened(task)
    rules = rules_of(terms)
    if len(rules) != 1:
        return _unsure(task, opening, rules)
    (rule,) = rules
    count = int(task.details[0])
    every = rule.continued(len(terms) + count)
    require(tuple(every[: len(terms)]) == terms, "sequence")
    values = every[len(terms) :]
    shown = math(",\\ ".join(_value(task, each) for each in values))
    one = N_("If the rule goes on like this, the next term is {value}{address}.")
    several = N_("If the rule goes on like this, the next terms are {value}{address}.")
    return Part(
        kind="next_term",
        opening=opening,
        steps=(*_rule_steps(task, rule), _continuation(task, rule, values[0])),
        program=_next_program(task, rule, count),
        final=Phrase(one if count == 1 else several, {"value": shown}),
        answer={
            "kind": "value" if count == 1 else "list",
            "values": list(map(str, values)),
            "latex": [_value(task, each) for each in values],
        },
    )


def _opened(task: Task) -> tuple[tuple[sympy.Expr, ...], Phrase]:
    listed = math(",\\ ".join(map(latex, task.expressions)))
    return (
        tuple(to_sympy(each) for each in task.expressions),
        Phrase(N_("Let us look for the rule of {terms}:"), {"terms": listed}),
    )


def _value(task: Task, value: sympy.Expr) -> str:
    """A term as a decimal if the given ones were."""
    decimals = any(isinstance(each, Number) and "." in each.value for each in task.expressions)
    return latex(decimal_tree(value)) if decimals else tex(value)


def _rule_steps(task: Task, rule: Rule) -> list[Step]:
    if rule.name == "geometric":
        ratio = rule.terms[1] / rule.terms[0]
        require(all(a * ratio == b for a, b in zip(rule.terms, rule.terms[1:], strict=False)), "ratio")
        names = {"ratio": math(_value(task, ratio))}
        return [Step(Phrase(N_("Each term is the one before times {ratio}."), names), None, None, "ratio")]
    if rule.name == "sum_of_two":
        lines = [
            f"{_value(task, a)} + {_bracketed(task, b)} = {_value(task, c)}"
            for a, b, c in zip(rule.terms, rule.terms[1:], rule.terms[2:], strict=False)
        ]
        return [Step(Phrase(N_("Each term is the sum of the two before it.")), None, aligned(lines), "sum_of_two")]
    return _difference_steps(task, rule)


def _difference_steps(task: Task, rule: Rule) -> list[Step]:
    if rule.name == "constant":
        return [Step(Phrase(N_("All terms are the same.")), None, None, "constant")]
    steps = []
    for k, row in enumerate(rule.rows[1:], 1):
        sentence = N_("Subtract each term from the next.") if k == 1 else N_("Do the same with these differences.")
        shown = ",\\quad ".join(_value(task, each) for each in row)
        steps.append(Step(Phrase(sentence), None, shown, "differences"))
    steps.append(Step(Phrase(N_("Now all differences are the same.")), None, None, "constant_differences"))
    return steps


def _bracketed(task: Task, value: sympy.Expr) -> str:
    shown = _value(task, value)
    return rf"\left({shown}\right)" if shown.startswith("-") else shown


def _continuation(task: Task, rule: Rule, value: sympy.Expr) -> Step:
    last = rule.terms[-1]
    if rule.name == "geometric":
        ratio = last / rule.terms[-2]
        shown = rf"{_value(task, last)} \cdot {_bracketed(task, ratio)} = {_value(task, value)}"
        return Step(Phrase(N_("Multiply the last term by it.")), None, shown, "next")
    if rule.name == "sum_of_two":
        shown = f"{_value(task, rule.terms[-2])} + {_bracketed(task, last)} = {_value(task, value)}"
        return Step(Phrase(N_("Add the last two terms.")), None, shown, "next")
    ends = [row[-1] for row in rule.rows]
    require(sum(ends) == value, "next")
    shown = " + ".join([_value(task, ends[0]), *[_bracketed(task, each) for each in ends[1:]]])
    sentence = N_("Add the last number of each row to the last term.")
    return Step(Phrase(sentence), None, f"{shown} = {_value(task, value)}", "next")


def _next_program(task: Task, rule: Rule, count: int) -> str:
    terms = f"terms = [{', '.join(map(code, task.expressions))}]"
    if rule.name == "geometric":
        ratio = code(from_sympy(rule.terms[1] / rule.terms[0]))
        body = [f"for _ in range({count}):", f"    terms.append(terms[-1]*{ratio})"]
    elif rule.name == "sum_of_two":
        body = [f"for _ in range({count}):", "    terms.append(terms[-1] + terms[-2])"]
    else:
        body = [
            f"for _ in range({count}):",
            "    row, total = terms, terms[-1]",
            "    while len(set(row)) > 1:",
            "        row = [b - a for a, b in zip(row, row[1:])]",
            "        total += row[-1]",
            "    terms.append(total)",
        ]
    end = "print(terms[-1])" if count == 1 else f"print(terms[-{count}:])"
    return program(set(), terms, *body, end)


def _unsure(task: Task, opening: Phrase, rules: list[Rule]) -> Part:
    """No rule, or two: nothing is promised."""
    source = program(
        set(),
        f"terms = [{', '.join(map(code, task.expressions))}]",
        "print([b - a for a, b in zip(terms, terms[1:])])",
    )
    none = Phrase(
        N_(
            "I found no simple rule that all the terms follow and that one more term confirms{address}, so I cannot "
            "be sure how it goes on. More terms may help."
        )
    )
    if not rules:
        return Part(kind=task.kind, opening=opening, program=source, final=none)
    ends = [_value(task, each.continued(len(each.terms) + 1)[-1]) for each in rules]
    both = N_(
        "Two rules fit{address}: if each term is the sum of the two before it, {first} comes next; if the differences "
        "go on evenly, {second}. More terms would tell."
    )
    final = Phrase(both, {"first": math(ends[0]), "second": math(ends[1])})
    return Part(kind=task.kind, opening=opening, program=source, final=final)


def explain_nth_term(task: Task) -> Part:
    """The formula of the rule, put back into all given terms; or one term far away."""
    terms, opening = _opened(task)
    rules = rules_of(terms)
    if len(rules) != 1:
        return _unsure(task, opening, rules)
    (rule,) = rules
    if task.details:
        return _far_term(task, rule, opening, int(task.details[0]))
    if rule.formula is None:
        final = N_("Each term is the sum of the two before it{address}; there is no short formula for that.")
        source = _next_program(task, rule, 1)
        return Part(
            kind="nth_term", opening=opening, steps=tuple(_rule_steps(task, rule)), program=source, final=Phrase(final)
        )
    return _formula_part(task, rule, opening)


def _formula_part(task: Task, rule: Rule, opening: Phrase) -> Part:
    letter = task.variable
    formula = rule.formula.subs(_N, symbol(letter))
    require(all(formula.subs(symbol(letter), n) == each for n, each in enumerate(rule.terms, 1)), "formula")
    tree = _formula_tree(rule, letter, formula)
    names = {"letter": math(letter), "formula": math(latex(tree))}
    return Part(
        kind="nth_term",
        opening=opening,
        steps=(*_rule_steps(task, rule), _formula_step(rule, letter, tree)),
        program=program({letter}, f"term = Integer(0) + {code(tree)}", _given_terms(rule, letter)),
        final=Phrase(N_("If the rule goes on like this, term number {letter} is {formula}{address}."), names),
        answer={"kind": "rule", "values": [str(formula)], "variable": letter, "latex": [latex(tree)]},
        check=Phrase(N_("Check: put in 1, 2, 3 … and all the given terms come out.")),
    )


def _given_terms(rule: Rule, letter: str) -> str:
    """The line that prints the formula and, to compare, the given terms from it."""
    return f"print(term, [term.subs({python_name(letter)}, k) for k in range(1, {len(rule.terms) + 1})])"


def _formula_tree(rule: Rule, letter: str, formula: sympy.Expr) -> Node:
    if rule.name != "geometric":
        return from_sympy(formula)
    first, ratio = rule.terms[0], rule.terms[1] / rule.terms[0]
    exponent = apply("sum", Name(letter), apply("subtract", Number("1")))
    return apply("product", from_sympy(first), apply("power", from_sympy(ratio), exponent))


def _formula_step(rule: Rule, letter: str, tree: Node) -> Step:
    if rule.name == "geometric":
        sentence = N_("Start with the first term and multiply one time less than the number of the term.")
    elif rule.name == "linear":
        sentence = N_("Start with the first term and add the difference one time less than the number of the term.")
    else:
        sentence = N_(
            "Build it from the first numbers of the rows: the first term, plus (n − 1) times the first difference, "
            "plus (n − 1)(n − 2)/2 times the next, and so on; then collect."
        )
    return Step(Phrase(sentence), None, latex(tree), "formula")


def _far_term(task: Task, rule: Rule, opening: Phrase, index: int) -> Part:
    value = rule.continued(max(index, len(rule.terms)))[index - 1]
    names = {"index": math(str(index)), "value": math(_value(task, value))}
    steps = _rule_steps(task, rule)
    if rule.formula is not None:
        tree = _formula_tree(rule, "n", rule.formula.subs(_N, symbol("n")))
        steps.append(_formula_step(rule, "n", tree))
        put = Step(
            Phrase(N_("Put in the number {index}."), {"index": names["index"]}), None, _value(task, value), "put_in"
        )
        steps.append(put)
    missing = max(index - len(rule.terms), 1)
    source = _next_program(task, rule, missing).rpartition("\n")[0] + f"\nprint(terms[{index - 1}])"
    return Part(
        kind="nth_term",
        opening=opening,
        steps=tuple(steps),
        program=source,
        final=Phrase(N_("If the rule goes on like this, term number {index} is {value}{address}."), names),
        answer={"kind": "value", "values": [str(value)], "latex": [_value(task, value)]},
    )
