"""Numbers that are described: "twice a number plus 5 is 17", "the sum of three consecutive numbers is 48".

The description becomes an equation or a system with letters of our own, solved like any other.
"""

import re

from maths.phrases import N_
from maths.reading.formulas import Pieces, formula_of
from maths.reading.letter_tasks import equation_task
from maths.reading.magnitude import exact_value
from maths.reading.problems import ReadingError
from maths.reading.spoken import numbers_in_digits
from maths.reading.tasks import Task
from maths.reading.wordings import Form, form
from maths.tree import Apply, Name, Node, apply, integer, names

_A = r"(?:an? (?:certain |unknown )?number|the number|some number|the unknown number|my number|a certain number)"
_V = r"(?:\d+(?:\.\d+)?(?:/\d+)?)"
_Q = r"(?:\(.*\)|x|\d[\dx./*^()+-]*)"
_PHRASES = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"\b(?:twice|double|two times)\b", "2 times"),
        (r"\b(?:triple|thrice)\b", "3 times"),
        (rf"\bhalf (?:of )?{_A}", "(x/2)"),
        (rf"\b(?:a|one|1) third of {_A}", "(x/3)"),
        (rf"\b(?:a|one|1) (?:quarter|fourth) of {_A}", "(x/4)"),
        (rf"\(?({_V})\)? of {_A}", r"(\1*x)"),
        (rf"\bthe square of {_A}|\bsquare of {_A}|{_A} squared", "(x^2)"),
        (rf"\b(?:the )?cube of {_A}|{_A} cubed", "(x^3)"),
        (rf"\b(?:the )?square root of {_A}", "sqrt(x)"),
        (rf"({_V})(?:%| percent| per cent) of {_A}", r"(\1/100*x)"),
        (rf"\b{_A}", "x"),
        (rf"({_V}) times (?:the )?(\(.*?\)|x)", r"(\1*\2)"),
        (rf"\bthe product of ({_Q}) and ({_Q})", r"(\1*\2)"),
        (rf"\bthe quotient of ({_Q}) and ({_Q})", r"(\1/\2)"),
        (rf"\b(?:the )?sum of ({_Q}) and ({_Q})", r"(\1+\2)"),
        (rf"\b(?:the )?difference (?:between|of) ({_Q}) and ({_Q})", r"(\1-\2)"),
        (rf"({_Q}) (?:times|multiplied by) ({_V})", r"(\1*\2)"),
        (rf"({_Q}) divided by ({_V})", r"(\1/\2)"),
        (rf"({_V}) (?:more|greater|larger|bigger) than ({_Q})", r"(\2+\1)"),
        (rf"({_V}) (?:less|fewer|smaller) than ({_Q})", r"(\2-\1)"),
        (rf"({_Q}) (?:increased by|plus|added to) ({_V})", r"(\1+\2)"),
        (rf"({_V}) (?:plus|added to) ({_Q})", r"(\2+\1)"),
        (rf"({_Q}) (?:decreased by|reduced by|diminished by|minus|less|take away) ({_V})", r"(\1-\2)"),
        (rf"({_V}) (?:minus) ({_Q})", r"(\1-\2)"),
        (rf"({_V}) (?:is )?subtracted from ({_Q})", r"(\2-\1)"),
    )
)
_EQUALS = (
    r"(?:is|equals|is equal to|gives|makes|results in|comes to|you get|i get|the result is|the answer is|is "
    r"the same as|=|it is|we get|get|to get|one gets)"
)
_SIDES = re.compile(rf"(?P<left>.+?) {_EQUALS} (?P<right>{_V}|-{_V}|.*x.*)")
_SIMPLE = re.compile(r"[\dx.+*/^()\s-]+|sqrt\(x\)")
_TAIL = (
    r"(?:\s*[.,;?]?\s*(?:then |so )?(?:what is|what's|whats|what was|find|determine|which is|work out|what could "
    r"be|name|give)"
    r"(?: (?:the|this|my|that|his|her))?(?: (?:original|unknown))?(?: (?:number|it|value))?)?"
)


def puzzle(pieces: Pieces) -> Task:
    """An equation for the number that a sentence describes."""
    text = _plain(pieces.groups["f"] or "")
    text = re.sub(r"^(?:if|when|suppose|given that|which number|i think of x )\s*", "", text)
    text = _moved(text)
    for pattern, instead in _PHRASES * 2:
        text = pattern.sub(instead, pattern.sub(instead, text))
    match = _SIDES.fullmatch(text)
    if not match or not all(_SIMPLE.fullmatch(each) for each in (match["left"], match["right"])):
        raise _elsewhere()
    return _equation(f"{match['left']} = {match['right']}")


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[,;?]", " ", numbers_in_digits(text.lower())).split()).rstrip(".")


_MOVED = (
    (rf"you add ({_V}) to (.+?) (?:and )?(?:you get|the result is|it is|the sum is) ({_V})", r"\2 plus \1 is \3"),
    (rf"you subtract ({_V}) from (.+?) (?:and )?(?:you get|the result is|it is) ({_V})", r"\2 minus \1 is \3"),
    (rf"you take ({_V}) (?:away )?from (.+?) (?:and )?(?:you get|the result is|it is) ({_V})", r"\2 minus \1 is \3"),
    (rf"you multiply (.+?) by ({_V}) (?:and )?(?:you get|the result is|it is) ({_V})", r"\1 times \2 is \3"),
    (rf"you divide (.+?) by ({_V}) (?:and )?(?:you get|the result is|it is) ({_V})", r"\1 divided by \2 is \3"),
    (
        rf"({_V}) is (added to|subtracted from) (.+?) (?:you get|the result is|it is|the sum is) ({_V})",
        r"\1 \2 \3 is \4",
    ),
    (rf"what number (plus|minus|times|divided by) ({_V}) (?:makes|is|equals|gives) ({_V})", r"a number \1 \2 is \3"),
    (rf"({_V}) is (.+)", r"\2 is \1"),
)


def _moved(text: str) -> str:
    """The sentence in the order in which the phrases are known."""
    text = re.sub(r"\b(?:i|we|one)\b(?= (?:add|subtract|take|multiply|divide))", "you", text)
    text = re.sub(r"\b(?:i|we|one) get\b", "you get", text)
    for pattern, instead in _MOVED:
        if match := re.fullmatch(pattern, text):
            return match.expand(instead)
    return text


def _equation(text: str) -> Task:
    found = formula_of(text)
    if names(found.tree) != {"x"}:
        raise _elsewhere()
    return equation_task(found, "x")


def _elsewhere() -> ReadingError:
    return ReadingError("elsewhere", "")


# -- a number of which one thinks ------------------------------------------------------------------------------------

_DONE = (
    (rf"(?:add|added) ({_V})(?: to (?:it|the result|that))?", "sum"),
    (rf"(?:subtract|subtracted|take away|took away) ({_V})(?: from (?:it|the result|that))?", "difference"),
    (rf"(?:multiply|multiplied|times)(?: (?:it|the result|that))? by ({_V})", "product"),
    (rf"(?:divide|divided)(?: (?:it|the result|that))? by ({_V})", "quotient"),
    (r"(?:double|doubled)(?: it| the result| that)?", "double"),
    (r"(?:triple|tripled)(?: it| the result| that)?", "triple"),
    (r"(?:halve|halved)(?: it| the result| that)?", "half"),
    (r"(?:square|squared)(?: it| the result| that)?", "square"),
)
_OWN_AMOUNTS = {"double": 2, "triple": 3, "half": 2, "square": 2}
_DEEDS = {
    "sum": lambda tree, amount: apply("sum", tree, amount),
    "difference": lambda tree, amount: apply("sum", tree, apply("subtract", amount)),
    "product": lambda tree, amount: apply("product", amount, tree),
    "quotient": lambda tree, amount: apply("quotient", tree, amount),
    "double": lambda tree, amount: apply("product", amount, tree),
    "triple": lambda tree, amount: apply("product", amount, tree),
    "half": lambda tree, amount: apply("quotient", tree, amount),
    "square": lambda tree, amount: apply("power", tree, amount),
}
_RESULT = re.compile(
    rf"(?:and )?(?:i get|the result is|i got|my (?:answer|result) is|you get|now i have|i end up with|to get|it "
    rf"gives|the answer is|get|that makes|it is|that is) ({_V})"
)
_CLAUSES = re.compile(r"\s+(?:and then|then|and)\s+|\s+(?=i |you get|the result|my )")
_MOST_DEEDS = 5


def thought(pieces: Pieces) -> Task:
    """ "I think of a number, double it and add 3. The result is 11." """
    text = _plain(pieces.groups["f"] or "").replace(".", " ")
    text = " ".join(text.split())
    clauses = [
        each
        for each in re.split(r"\s+(?:and then|then|and)\s+|\s+(?=i |you get|the result|my )", f" {text} ")
        if each.strip()
    ]
    deeds = [re.sub(r"^(?:then )?(?:i|you|we) (?=[a-z]+(?:ed|e|y|d|t)? ?)", "", each.strip()) for each in clauses]
    tree: Node = Name("x")
    for each in _separated(deeds[:-1]):
        tree = _deed(tree, each)
    result = _RESULT.fullmatch(clauses[-1].strip())
    if not result or tree == Name("x"):
        raise _elsewhere()
    equation = apply("equals", tree, formula_of(result[1]).tree)
    return Task("equation", (equation,), "x", "")


def _separated(deeds: list[str]) -> list[str]:
    """Two deeds that stand side by side without a word between them, cut apart."""
    words = "add|subtract|take away|multiply|divide|double|triple|halve|square"
    found = [part for each in deeds for part in re.split(rf"\s+(?=(?:{words})(?:ed|d)?\b)", each) if part]
    if not 1 <= len(found) <= _MOST_DEEDS:
        raise _elsewhere()
    return found


def _deed(tree: Node, text: str) -> Node:
    for pattern, kind in _DONE:
        if match := re.fullmatch(pattern, text):
            amount = formula_of(match[1]).tree if match.re.groups else integer(_OWN_AMOUNTS[kind])
            return _DEEDS[kind](tree, amount)
    raise _elsewhere()


# -- two and more numbers --------------------------------------------------------------------------------------------


def two_numbers(pieces: Pieces) -> Task:
    """Two numbers by their sum and difference."""
    total, difference = (formula_of(pieces.groups[name] or "").tree for name in "sd")
    return Task("worked", (total, difference), details=("both_of_two",))


def sum_and_multiple(pieces: Pieces) -> Task:
    """Two numbers by their sum, one of them a multiple of the other."""
    total, times = formula_of(pieces.groups["s"] or "").tree, (pieces.groups["k"] or "").lower()
    factor = {"twice": integer(2), "double": integer(2), "thrice": integer(3)}.get(times)
    tree = factor or formula_of(re.sub(r"\D", "", numbers_in_digits(times))).tree
    return Task("worked", (total, tree), details=("part_and_multiple",))


_CONSECUTIVE = {"": 1, "even": 2, "odd": 2}
_LETTERS = "xyz"


def consecutive(pieces: Pieces) -> Task:
    """Two or three whole numbers in a row, by their sum: a system, each one step larger than the one before."""
    count = {"2": 2, "two": 2, "3": 3, "three": 3}[(pieces.groups["n"] or "").lower()]
    step = integer(_CONSECUTIVE[(pieces.groups.get("parity") or "").lower()])
    total = formula_of(pieces.groups["s"] or "").tree
    _refuse_uneven(total, count, step, (pieces.groups.get("parity") or "").lower())
    letters = [Name(each) for each in _LETTERS[:count]]
    rows = [apply("equals", b, apply("sum", a, step)) for a, b in zip(letters, letters[1:], strict=False)]
    system = Apply("system", (*rows, apply("equals", Apply("sum", tuple(letters)), total)))
    return Task("system", (system,), None, "", details=())


def _refuse_uneven(total: Node, count: int, step: Node, parity: str) -> None:
    value = exact_value(total)
    first = None if value is None else (value - exact_value(step) * count * (count - 1) / 2) / count
    wanted = {"even": 0, "odd": 1}.get(parity)
    if first is None or first.denominator != 1 or wanted is not None and first % 2 != wanted:
        raise ReadingError("undefined", N_("There are no such whole numbers: their sum does not come out."))


_S, _D = r"(?P<s>[\d.,]*\d)", r"(?P<d>[\d.,]*\d)"
_TWO = r"(?:two|2) (?:whole |positive )?numbers"
_WHICH = (
    r"(?:\s*[.,;?]?\s*(?:(?:what|which)(?: are| is)?|find|determine|work out|name)(?: (?:the|both|these|those|they))*"
    r"(?: (?:two|three))?(?: (?:numbers?|integers?|they|are they|numbers are they))?)?"
)
_ROW = (
    r"(?P<n>two|three|2|3) consecutive (?:(?P<parity>even|odd) )?(?:whole |positive |natural )?(?:numbers"
    r"|integers)"
)

PUZZLE_FORMS: tuple[Form, ...] = (
    form(
        rf"(?:the )?sum of {_TWO} is {_S}\s*[,.;]?\s*(?:and )?(?:their|the) difference is {_D}{_WHICH}",
        two_numbers,
    ),
    form(
        rf"{_TWO} (?:add up to|have (?:a|the) sum(?: of)?|sum to|total) {_S}\s*,?\s*(?:and|but) (?:they "
        rf")?(?:differ by|have (?:a|the) difference(?: of)?|their difference is) {_D}{_WHICH}",
        two_numbers,
    ),
    form(
        rf"(?:one|a) number is {_D} (?:more|greater|larger|bigger) than (?:another|the other|a second)(?: one| "
        rf"number)?\s*[,.;]?\s*(?:and )?"
        rf"(?:their sum|the sum of (?:both|the two|the numbers|the two numbers)) is {_S}{_WHICH}",
        two_numbers,
    ),
    form(
        rf"(?:one|a) number is (?P<k>twice|double|thrice|\S+ times) (?:as (?:large|big|great) as )?(?:another|the "
        rf"other)(?: one| number)?\s*[,.;]?\s*(?:and )?"
        rf"(?:their sum|the sum of (?:both|the two|the numbers|the two numbers)) is {_S}{_WHICH}",
        sum_and_multiple,
    ),
    form(rf"(?:if )?(?:the )?sum of {_ROW} is {_S}{_WHICH}", consecutive),
    form(rf"{_ROW} (?:add up to|have (?:a|the) sum (?:of )?|sum to|make) {_S}{_WHICH}", consecutive),
    form(
        rf"(?:find|what are|which are) {_ROW} (?:whose sum is|that add up to|with (?:a|the) sum (?:of )?|which add "
        rf"up to) {_S}",
        consecutive,
    ),
    form(rf"(?:i|you) (?:think|thought|am thinking|was thinking) of a number\s*[,.;]?\s*(?P<f>.+?){_TAIL}", thought),
    form(rf"(?:take|pick|choose) a number\s*[,.;]?\s*(?P<f>.+?){_TAIL}", thought),
    form(rf"(?P<f>(?=.*\b(?:number)\b)(?=.*(?:{_EQUALS}))[^=]+?){_TAIL}", puzzle),
)
