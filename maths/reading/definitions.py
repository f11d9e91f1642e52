"""Reads definitions one after another and one question about them: "Let f(x) = x^2 + 1. Find f(3)."."""

import re
from dataclasses import dataclass, field

from maths.phrases import N_
from maths.reading.formulas import Pieces, formula_of
from maths.reading.problems import ReadingError, quoted
from maths.reading.tasks import Task
from maths.reading.words import unmark
from maths.tree import Apply, Constant, Name, Node, Number, apply, names, walk

_ASK_WORDS = (
    r"(?:what(?: is| are| does|'s|s)|find|calculate|compute|evaluate|determine|work out|figure out|give|solve|simplify"
    r"|expand|state)"
)
_GIVEN_WORDS = r"(?:let|suppose|define|given|if|assume|consider)"
_CUT = re.compile(
    rf"[.;?](?=\s|$)|,(?=\s|[A-Za-z])|\s+and\s+|\s+(?:then|where|with)\s+|\s+(?={_ASK_WORDS}\s|{_GIVEN_WORDS}\s)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:let|suppose|define|given|if|assume|consider|say|when|for|where|with|and|then|that|so|we have|we define|now"
    r"|the functions?|a function|functions?)(?![A-Za-z'(])[\s:,]*",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    rf"{_ASK_WORDS}(?:\s+me)?(?![A-Za-z'(])\s*:?\s*(?:the value of\s+|the result of\s+|the expression\s+)?(?P<f>.+?)"
    r"(?:\s+equal(?: to)?)?\s*=?",
    re.IGNORECASE,
)
_QUESTION_FIRST = re.compile(
    rf"(?P<question>{_ASK_WORDS}\s.+?)\s*,?\s+(?:if|when|where|given(?: that)?|for(?=\s+[a-z]\s*[(=]))\s+(?P<given>.+)",
    re.IGNORECASE,
)
_FOR_WHICH = re.compile(
    r"(?:what|which)\s+(?:values?\s+(?:of\s+)?)?(?P<v>[A-Za-z])\s+(?:is|are|does|do|makes?|gives?)\s+(?P<f>.+=.+)",
    re.IGNORECASE,
)
_WHEN = re.compile(r"(?P<f>.+?)\s*,?\s+(?:when|if|for|at|given)\s+(?P<given>[a-z]\s*(?:=|is).+)", re.IGNORECASE)
_FOR = re.compile(r"(?P<f>.+?)\s+for\s+(?P<v>[A-Za-z])", re.IGNORECASE)
_FUNCTION = re.compile(
    r"(?P<name>[A-Za-z])\s*(?:\(|\\left\()\s*(?P<letter>[A-Za-z])\s*(?:\)|\\right\))\s*(?::=|=|(?:be|is|equals)(?![A-Za-z]))"
    r"\s*(?P<body>[^=]+)",
    re.IGNORECASE,
)
_VALUE = re.compile(r"(?P<name>[A-Za-z])\s*(?::=|=|(?:be|is|equals)(?![A-Za-z]))\s*(?P<body>[^=]+)", re.IGNORECASE)
_DERIVATIVE = re.compile(
    r"(?:the\s+)?(?:(?P<order>first|second|third|fourth|fifth)\s+)?derivative\s+of\s+(?P<f>.+)", re.IGNORECASE
)
_ORDERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_COMPOSITION = re.compile(
    r"\(?\s*(?P<f>[A-Za-z])\s*(?:∘|\\circ(?![A-Za-z])|\bo\b)\s*(?P<g>[A-Za-z])(?![A-Za-z])\s*\)?(?P<inside>\s*\([^()]*\))?"
)
_MOST = 14


@dataclass
class _Reader:
    """The definitions read so far, and the letters that they bind."""

    functions: dict[str, str] = field(default_factory=dict)
    values: set[str] = field(default_factory=set)
    statements: list[Node] = field(default_factory=list)

    def parse(self, text: str, local: str = "") -> Node:
        """A formula in which the functions known so far may be called."""
        known = frozenset(self.functions) - {local}
        self._refuse_unknown_calls(text, known | self.values | {local})
        return formula_of(text.strip().rstrip(",.;:? "), functions=known).tree

    def _refuse_unknown_calls(self, text: str, known: set[str]) -> None:
        for match in re.finditer(r"(?<![A-Za-z\\])(?P<name>[A-Za-z])'*\((?:-?\d+|[A-Za-z])\)", text):
            if match["name"] not in known:
                raise ReadingError(
                    "unsupported",
                    N_("I do not know what the function {name} is here."),
                    name=quoted(match["name"]),
                )

    def statement(self, text: str) -> None:
        """One definition, or one equation that fixes a letter."""
        if match := _FUNCTION.fullmatch(text):
            self.function(match["name"], match["letter"], match["body"])
        elif (match := _VALUE.fullmatch(text)) and self.is_new_value(match["name"], match["body"]):
            self.value(match["name"], match["body"])
        else:
            tree = self.parse(text)
            if not (isinstance(tree, Apply) and tree.head == "equals"):
                raise ReadingError("elsewhere", N_("I expected a definition or an equation there."))
            self.statements.append(tree)
            self.values |= names(tree)

    def function(self, name: str, letter: str, body: str) -> None:
        self._refuse_again(name)
        tree = self._body(body, letter)
        self.functions[name] = letter
        self.statements.append(apply("define", apply("call", Name(name), Name(letter)), tree))

    def _body(self, text: str, letter: str) -> Node:
        if match := _DERIVATIVE.fullmatch(text.strip()):
            order = _ORDERS[(match["order"] or "first").lower()]
            return apply("derivative", self.expression(match["f"], letter), Name(letter), Number(str(order)))
        return self.expression(text, letter)

    def expression(self, text: str, local: str = "") -> Node:
        tree = self.parse(text, local)
        if isinstance(tree, Apply) and tree.head == "equals":
            raise ReadingError("unsupported", N_("I expected an expression there, not an equation."))
        return tree

    def is_new_value(self, name: str, body: str) -> bool:
        """Whether this defines the letter: it is not bound yet, and does not stand on the right as well."""
        return name not in self.values and not re.search(rf"(?<![A-Za-z\\]){name}(?![A-Za-z])", body)

    def value(self, name: str, body: str) -> None:
        self._refuse_again(name)
        self.statements.append(apply("define", Name(name), self.expression(body)))
        self.values.add(name)

    def _refuse_again(self, name: str) -> None:
        if name == "e":
            raise ReadingError("unsupported", N_("The letter {letter} has a fixed value."), letter="`e`")
        if name in self.functions or name in self.values:
            raise ReadingError("ambiguous", N_("The letter {letter} is defined twice."), letter=quoted(name))

    def composed(self, text: str) -> str:
        """f(g(x)) out of "(f o g)(x)" or "f o g", where both are functions."""

        def nested(match: re.Match) -> str:
            outer, inner = match["f"], match["g"]
            if outer not in self.functions or inner not in self.functions:
                return match[0]
            inside = (match["inside"] or f"({self.functions[inner]})").strip()
            return f"{outer}({inner}{inside})"

        return _COMPOSITION.sub(nested, text)


def given(pieces: Pieces) -> Task:
    """Definitions in order and one question about them; at least a function, or two things, must be given."""
    text = unmark(pieces.groups["f"] or "", pieces.spans)
    *chunks, question = _chunks(text)
    reader = _Reader()
    for chunk in chunks:
        reader.statement(chunk)
    question = _question_text(question, reader)
    question = reader.composed(question)
    match = _FOR.fullmatch(question)
    tree = reader.parse(match["f"] if match else question)
    _refuse_others(reader, tree)
    backticks = bool(pieces.spans) and all(each.backticks for each in pieces.spans)
    return Task(
        "definitions",
        (Apply("system", tuple(reader.statements)), tree),
        match and match["v"],
        question.strip(),
        backticks,
    )


def _chunks(text: str) -> list[str]:
    """The statements and the question, without the words that introduce them."""
    if match := _QUESTION_FIRST.fullmatch(text):
        text = f"{match['given']}; {match['question']}"
    pieces = [each.strip() for each in _CUT.split(text)]
    chunks = [each for each in map(_without_lead, pieces) if each]
    if not 2 <= len(chunks) <= _MOST:
        raise ReadingError("elsewhere", N_("I expected definitions there and one question about them."))
    return chunks


def _without_lead(text: str) -> str:
    for _ in range(4):
        match = _LEAD.match(text)
        if not match:
            break
        text = text[match.end() :]
    return text.strip(" ,.;:")


def _question_text(text: str, reader: _Reader) -> str:
    """The formula that is asked for; what stands behind "when" is read as one more definition."""
    if match := _FOR_WHICH.fullmatch(text):
        return f"{match['f']} for {match['v']}"
    match = _QUESTION.fullmatch(text)
    asked = match["f"] if match else re.sub(r"\s*=\s*$", "", text)
    if inner := _WHEN.fullmatch(asked):
        reader.statement(inner["given"])
        return inner["f"]
    if match is None and "=" in asked:
        raise ReadingError("elsewhere", N_("There is no question in your message yet."))
    return asked


def _refuse_others(reader: _Reader, tree: Node) -> None:
    """Leave to the other forms what they read: one letter given, or the derivative of the one function."""
    used = {each.head for each in walk(tree) if isinstance(each, Apply)} & {"call", "prime"}
    plain_prime = isinstance(tree, Apply) and tree.head == "prime" and isinstance(tree.arguments[1], Name)
    if plain_prime and tree.arguments[1].name not in reader.values and len(reader.statements) == 1:
        raise ReadingError("elsewhere", N_("I expected a value to put in there."))
    only_a_value = len(reader.statements) == 1 and reader.statements[0].head == "define"
    if not used and (only_a_value or isinstance(tree, Name) and len(reader.statements) == 1):
        raise ReadingError("elsewhere", N_("I expected definitions there and one question about them."))
    if not used and not names(tree) & reader.values:
        raise ReadingError("elsewhere", N_("The question does not use what was given."))
    if isinstance(tree, Constant | Number) or len(reader.statements) > _MOST:
        raise ReadingError("elsewhere", N_("I expected a question about what was given."))
