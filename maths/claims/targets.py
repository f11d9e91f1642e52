"""What a claim must be about: the shape of the answer, its letter, and the ways to name what was asked."""

import re
from dataclasses import dataclass, replace

from maths.claims.naming import names_asked
from maths.claims.values import tree_of
from maths.reading.questions import read
from maths.reading.tasks import Task
from maths.tree import Apply, Name, Node, Number, apply, names, walk, word_set

_SUBJECT_WORDS = word_set(
    "the a an final correct exact simplest answer solution solutions result value values "
    "expression function of to for is are so thus therefore hence this that it its which your our question "
    "problem equation form we get have obtain find and "
    "finally in conclusion then now with respect whole thing complete full overall here conclude can see only unique "
    "real "
    "set general indefinite definite calculation asked wanted sought original given "
    "us gives giving yields leaves means be must therefore, looking sure okay ok great hi hello two three both rule "
    "die der das lösung ergebnis antwort wert also ist gleichung von somit daher lautet gesuchte "
    "damit folgt wir erhalten es ergibt sich lösungsmenge lösungen sind"
)
_KIND_WORDS = {
    "derivative": word_set("derivative ableitung"),
    "antiderivative": word_set("integral antiderivative indefinite stammfunktion"),
    "definite": word_set("integral definite area"),
    "solutions": word_set("root roots zeros zero nullstellen solutions"),
    "factorization": word_set("prime factorization factorisation factors factored primfaktorzerlegung"),
    "factor": word_set("factored factorised factorized factorization factorisation"),
    "expand": word_set("expanded expansion"),
    "simplify": word_set("simplified vereinfacht"),
    "arithmetic": word_set("simplified"),
    "remainder": word_set("remainder rest"),
    "gcd": word_set("gcd hcf gcf greatest highest largest common divisor factor ggt"),
    "lcm": word_set("lcm least lowest smallest common multiple kgv"),
    "sort": word_set("order sorted ordered numbers ascending descending"),
    "factors": word_set("factors divisors all positive"),
    "next_term": word_set("next number term terms sequence"),
    "nth_term": word_set("nth term rule formula sequence"),
    "measure": word_set("there"),
    "rounding": word_set("rounded"),
    "numeral": word_set(
        "base representation notation number numeral written digits remainders reading bottom top "
        "backwards from again up"
    ),
    "time": word_set("time clock later earlier"),
    "rank": word_set("number numbers value one"),
    "compare": word_set("number numbers value one"),
    "closest": word_set("number numbers value one"),
    "inverse_function": word_set("inverse"),
    "tangent": word_set("tangent line"),
    "share": word_set("shares amounts parts two three"),
    "angles": word_set("angle angles solutions radians degrees integer integers whole number any every"),
    "ratio": word_set("ratio simplified lowest terms numbers number parts part"),
    "matrix": word_set("matrix sum difference product transpose square inverse"),
}
_FIGURE_WORDS = {
    "mean": word_set("mean average arithmetic"),
    "median": word_set("median middle number"),
    "mode": word_set("mode most frequent common number"),
    "range": word_set("range"),
}
# The kinds whose answer is equal to the formula that was asked about.
_SELF_NAMED = word_set("complete_square arithmetic rewrite simplify_power simplify expand factor factor_integer")
# The kinds that are asked for in a notation of their own.
_NOTED = word_set(
    "limit limit_left limit_right limit_infinity limit_minus_infinity series definitions matrix_determinant"
)
_ABOUT_A_FORMULA = word_set("equation general_equation derivative integral system")
_ORDINALS = {2: "second", 3: "third", 4: "fourth", 5: "fifth"}
_MEANS = re.compile(
    r"^\s*(?:by|using|with|applying|from|after|since)\b[^,.=]{0,60}\b(?:rule|formula|theorem|law|FOIL|definition"
    r"|identity|method"
    r"|factoring|property|properties|terms|denominators?)\b[^,.=]{0,30},",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r":\s+(?=(?:the|so|this)\s)|,\s*(?:and\s+)?(?:so|therefore|thus|hence)\b|\band so\b|;", re.IGNORECASE
)
_OPERATIONS = (("multiplied by", "*"), ("times", "*"), ("divided by", "/"), ("plus", "+"), ("minus", "-"))
_COMBINED = re.compile(r"\bthe (sum|product|difference|quotient) of (\S+) and (\S+)\s*$", re.IGNORECASE)
_ORDER = re.compile(r"\b\w+ to \w+\b|\b(?:ascending|descending|increasing|decreasing)\b", re.IGNORECASE)
_EQUATION_NAMED = re.compile(
    r"\b(?:for|of|to|in|equation|from|when|Gleichung|von)\s+(?:the\s+|your\s+)?(?:equation\s+)?(?:\ue000\s*)?"
    r"([^\ue000\ue001;:=]{1,200}=[^\ue000\ue001;:=]{1,200})",
    re.IGNORECASE,
)
_OPTION = re.compile(r"\(([a-h])\)\s*([^()\n]{1,40}?)\s*(?=\([a-h]\)|$)")
_NAMES_OF = {
    "tangent": re.compile(r"y|[a-zA-Z]\s*\(\s*x\s*\)"),
    "inverse_function": re.compile(r"y|[a-zA-Z]\s*(?:\^\s*\{?\s*-\s*1\s*\}?|⁻¹)\s*\(?\s*[a-z]\s*\)?"),
}
_STEM = 5
_WORD = re.compile(r"[A-Za-zÄÖÜäöüß]{2,}")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_OPERATION = re.compile(r"[+*/^×÷·=−]|\\(?:frac|dfrac|times|cdot|div|sqrt)|(?<=[\d\s)])-(?=[\d\s(])|\^")
_PRIMES = r"(?:'|′|’|\^?\{?\\prime\}?)"
_NAMED = re.compile(
    rf"^\s*(?:(?P<f>[a-zA-Z])\s*(?P<marks>(?:{_PRIMES}\s*)+|\^\{{(?:{_PRIMES}\s*)+\}}|″|‴)\s*(?:\(\s*[a-z]\s*\)"
    rf"|\\left\([a-z]\\right\))?"
    r"|(?:\\d?frac\s*\{\s*d(?P<top>\^\{?\d\}?)?\s*(?P<of>[a-z](?:\([a-z]\))?)?\s*\}\s*\{\s*d\s*[a-z](?:\^\{?\d\}?)?\s*\}"
    r"|d(?P<top2>\^?\d|[²³])?\s?(?P<of2>[a-z])?\s?/\s?d[a-z](?:\^?\d|[²³])?)\s*(?P<body>.*))\s*$",
    re.DOTALL,
)
_PRIMED = re.compile(rf"([a-zA-Z])\s*{_PRIMES}")
_DEFINED = re.compile(
    r"(?<![A-Za-z\\])([a-zA-Z])\s*(?:\(\s*[a-z]\s*\))?\s*=\s*([^=,;$`\n]{1,80}?)(?=[=,;$`\n]|\\\)|\\\]|\.\s|\band\b|$)"
)
_INTEGRAL = re.compile(
    r"^\s*(?:\\int|∫)\s*(?P<limits>\\limits)?\s*(?P<low>_\s*(?:\{[^{}]*\}|\S))?\s*(?P<high>\^\s*(?:\{[^{}]*\}|\S))?"
    r"(?P<body>.*?)(?:\\[,;: !]|\s)*(?:\\mathrm\{d\}|d)\s*(?P<letter>[a-z])\s*$",
    re.DOTALL,
)
_CHANCE = re.compile(r"P\s*\(([\w\s]{1,60})\)")
_APPLIED = re.compile(r"[a-zA-Z]\((?:[^()=]|\([^()=]{1,20}\)){1,30}\)")
_FUNCTION_NAMED = re.compile(r"(?<![A-Za-z\\])([a-zA-Z])\s*(?:\([a-z]\)|['′’]|=)")
_BRACKETS = re.compile(r"^\s*(?:\\left)?\s*[(\[{]\s*(?P<inside>.*?)\s*(?:\\right)?\s*[)\]}]\s*$", re.DOTALL)
IDENTICAL, ALLOWED = 3, 2


_LONGEST_SUBJECT = 160
_DEGREES = {"C": "°C", "F": "°F"}
_GIVEN = word_set("radius diameter side base height length width diagonal a b c")


def _asks(task: Task) -> tuple:
    """What two questions that ask for the same have in common."""
    return (task.kind, task.expressions, task.variable, task.order, task.details)


@dataclass(frozen=True)
class Target:
    """One task as a reply may speak of it.

    shape: value, percent, measure, list, solutions, interval, expression, rule, antiderivative, factorization, word,
    numeral, time, ratio or matrix.
    others: what the other tasks of the same question are about. taken: letters that the reply uses for something else.
    """

    task: Task
    shape: str
    question: str
    others: tuple[Node, ...] = ()
    taken: frozenset[str] = frozenset()

    @property
    def solves(self) -> bool:
        """Whether the answer is a set of values for the letter."""
        return self.shape in {"solutions", "angles"}

    @property
    def letter(self) -> str | None:
        return self.task.variable if self.solves else None

    @property
    def subject(self) -> Node:
        return self.task.expressions[0]

    @property
    def options(self) -> dict[str, Node]:
        """The numbers to choose from, when the question labels them (a), (b) …"""
        found = {label: tree_of(text.rstrip("?. ")) for label, text in _OPTION.findall(self.question)}
        return {label: tree for label, tree in found.items() if tree is not None} if len(found) > 1 else {}

    @property
    def numbers(self) -> set[str]:
        written = {each.value for tree in self.task.expressions for each in walk(tree) if isinstance(each, Number)}
        return written | set(_NUMBER.findall(self.question))

    @property
    def bases(self) -> set[int]:
        """The bases that a number of the question may stand in."""
        return {int(each) for each in self.task.details if each.isdigit()} if self.shape == "numeral" else set()

    @property
    def signs(self) -> set[str]:
        """The operation by which what was asked may be written: + for "45 minutes after 10:30"."""
        if self.shape == "time":
            return {"+" if isinstance(self.task.expressions[-1], Number) else "-"}
        return {{"plus": "+", "minus": "-"}.get(each, "") for each in self.task.details}

    def reads_as(self, text: str) -> bool:
        """Whether words such as "45 minutes after 10:30 AM" ask for the same when they are read like a question."""
        if not (re.search(r"\d|\\[a-z]", text) and len(text) <= _LONGEST_SUBJECT):
            return False
        text = text.replace("\ue000", " ").replace("\ue001", " ").strip()
        if self.task.kind == "convert":
            text += f" in {_DEGREES.get(self.task.details[0], self.task.details[0])}"
        tasks = read(text).tasks
        return len(tasks) == 1 and _asks(tasks[0]) == _asks(self.task)

    def in_reply(self, reply: str) -> "Target":
        """The target with the letters that the reply uses for parts of the function, as in "let u = x^2"."""
        if self.task.kind != "derivative":
            return self
        primed = {match[1] for match in _PRIMED.finditer(reply)}
        taken = {match[1] for match in _DEFINED.finditer(reply) if tree_of(match[2].strip()) != self.subject}
        return replace(self, taken=frozenset(taken | (primed if len(primed) > 1 else set())))

    def named_by(self, text: str, comma: bool = False) -> int:
        """IDENTICAL if the formula is what was asked about, 0 if it is not."""
        text = text.strip(" \ue000\ue001:")
        if self.shape == "antiderivative" and re.fullmatch(r"F\s*\(\s*[a-z]\s*\)", text):
            return IDENTICAL
        if match := _NAMED.match(text):
            return self._named_derivative(match, comma)
        if match := _INTEGRAL.match(text):
            return self._named_integral(match, comma)
        if self.task.kind in {"derivative", "integral"}:
            return 0
        if self.shape == "rule" and re.fullmatch(r"[a-zA-Z]\s*(?:_\s*\{?\s*n\s*\}?|\(\s*n\s*\))|[a-zA-Z]ₙ", text):
            return IDENTICAL
        if self._is_applied(text) or self.task.kind in _NAMES_OF and _NAMES_OF[self.task.kind].fullmatch(text):
            return IDENTICAL
        if self.task.kind.startswith("limit") and text in {"lim", r"\lim"}:
            return IDENTICAL
        if self.task.kind == "chance" and (event := _CHANCE.fullmatch(text)):
            return IDENTICAL if self.knows(event[1]) and self._has_in_order(_NUMBER.findall(event[1])) else 0
        if self.task.kind == "convert" and self.reads_as(text):
            return IDENTICAL
        if self.task.kind in _NOTED and (
            self.reads_as(text) or "".join(text.split()) == "".join(self.task.source.split())
        ):
            return IDENTICAL
        if self.task.kind not in _SELF_NAMED:
            return 0
        tree = tree_of(text, comma)
        return IDENTICAL if tree is not None and tree == self.subject and not isinstance(tree, Name) else 0

    def _is_applied(self, text: str) -> bool:
        """Whether a text such as f(3) is what the question ends with."""
        bare = "".join(text.split())
        spaced = r"\s*".join(map(re.escape, bare))
        asked = self.question.rstrip("?.!`$ ").removesuffix("\\)").rstrip()
        return bool(_APPLIED.fullmatch(bare) and re.search(rf"(?<![A-Za-z(]){spaced}$", asked))

    def _named_derivative(self, match: re.Match, comma: bool) -> int:
        if self.task.kind != "derivative":
            return 0
        if match["f"] in self.taken:
            return 0
        if match["marks"]:
            if match["f"] not in {"y", "f", *_FUNCTION_NAMED.findall(self.question)}:
                return 0
            count = (
                match["marks"].count("\\prime")
                or {"″": 2, "‴": 3}.get(match["marks"].strip())
                or len(re.findall("['′’]", match["marks"]))
            )
            return IDENTICAL if count == self.task.order else 0
        top = re.sub(r"\D", "", (match["top"] or match["top2"] or "").translate(str.maketrans("²³", "23"))) or "1"
        if int(top) != self.task.order:
            return 0
        body, of = (match["body"] or "").strip(), match["of"] or match["of2"]
        if of or re.fullmatch(r"[a-z](?:\s*\([a-z]\))?", body):
            return IDENTICAL if not body or not of else 0
        return IDENTICAL if body and self._is_body(body, comma) else 0

    def _is_body(self, body: str, comma: bool) -> bool:
        inside = _BRACKETS.match(body)
        return any(tree_of(each, comma) == self.subject for each in ([body, inside["inside"]] if inside else [body]))

    def _named_integral(self, match: re.Match, comma: bool) -> int:
        if self.task.kind != "integral" or match["letter"] != self.task.variable:
            return 0
        limits = [match["low"], match["high"]]
        asked = list(self.task.expressions[1:])
        found = [tree_of(re.sub(r"^[_^]\s*", "", each).strip("{}"), comma) for each in limits if each]
        return IDENTICAL if found == asked and self._is_body(match["body"], comma) else 0

    def allows(self, subject: str, comma: bool = False) -> int:
        """How surely the words before "is" speak of what was asked: IDENTICAL, ALLOWED or 0."""
        subject = _MEANS.sub("", _CLAUSE.split(subject)[-1])
        if self.task.kind == "sort" and (order := _ORDER.search(subject)):
            return IDENTICAL if order[0].lower() in self.question.lower() else 0
        if not self.solves and self.reads_as(subject.rpartition(": ")[2]):
            return IDENTICAL
        for word, sign in _OPERATIONS:
            subject = re.sub(rf"\b{word}\b", f" {sign} ", subject, flags=re.IGNORECASE)
        words = subject.replace("\ue000", " ").replace("\ue001", " ")
        if combined := _COMBINED.search(words):
            return self._is_combined(combined, comma)
        if not self.knows(re.sub(r"\\[A-Za-z]+", " ", words)):
            return 0
        if re.search(r"[=<>≤≥≈]", words):
            return self._allows_equation(words, comma)
        formulas = re.findall("\ue000([^\ue001]*)\ue001", subject) or self._plain_formula(words)
        if any(not self._may_name(each, comma) for each in formulas):
            return 0
        if not formulas and not self._has_in_order(_NUMBER.findall(words)):
            return 0
        if not self._is_asked(words, formulas, comma):
            return 0
        return IDENTICAL if formulas else ALLOWED

    def _is_asked(self, words: str, formulas: list[str], comma: bool) -> bool:
        """Whether a subject names the whole of what was asked, and not a part of it."""
        if self.solves:
            return bool(formulas) or not _NUMBER.search(words)
        about = self.task.kind in _SELF_NAMED | _ABOUT_A_FORMULA
        if (
            about
            and formulas
            and all(tree_of(each, comma) == self.subject or self.named_by(each, comma) for each in formulas)
        ):
            return True
        if self.task.kind == "percent_share" and words.strip(" $`") == getattr(self.subject, "value", None):
            return True
        if re.search(r"\bnth\b", words) and not re.search(r"\bnth\b", self.question):
            return False
        return names_asked(words, self.question, _SUBJECT_WORDS, self.kind_words, self.task.kind == "definitions")

    def knows(self, words: str) -> bool:
        """Whether all words and letters are of the question, or such as name an answer."""
        asked = set(_WORD.findall(self.question.lower())) | self.kind_words
        if self.task.kind == "derivative" and not self._has_order(words.lower()):
            return False
        stems = {each[:_STEM] for each in asked if len(each) >= _STEM}
        for each in _WORD.findall(words):
            lower = each.lower()
            if lower not in _SUBJECT_WORDS and lower not in asked and lower[:_STEM] not in stems:
                return False
        letters = set(re.findall(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z])", words))
        if self.shape == "measure":
            letters -= set(re.findall(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z])", self.question))
        return letters <= {"a", "A", "I"} | {self.task.variable} | set().union(*map(names, self.task.expressions))

    @property
    def kind_words(self) -> frozenset[str]:
        if self.task.kind == "percent_change":
            return word_set("increase decrease change rise drop") & set(_WORD.findall(self.question.lower()))
        if self.task.kind == "measure":
            return frozenset(self.task.details[0].split("_")) - _GIVEN | _KIND_WORDS["measure"]
        if self.task.kind == "statistic":
            return _FIGURE_WORDS.get(self.task.details[0], frozenset()) if len(self.task.details) == 1 else frozenset()
        if self.task.kind == "definitions" and getattr(self.task.expressions[-1], "head", "") == "prime":
            return word_set("slope gradient")
        definite = "definite" if self.task.kind == "integral" and len(self.task.expressions) > 1 else ""
        return frozenset().union(*[_KIND_WORDS.get(each, ()) for each in (self.task.kind, self.shape, definite)])

    def _has_order(self, words: str) -> bool:
        """Whether "the derivative" and "the second derivative" are the one that was asked for."""
        count = words.count("derivative") + words.count("ableitung")
        if count == 0:
            return True
        return count == 1 and (self.task.order == 1 or _ORDINALS[self.task.order] in words)

    def _has_in_order(self, numbers: list[str]) -> bool:
        """Whether the numbers are those of the question, in its order."""
        asked = iter(_NUMBER.findall(self.question))
        return all(any(each == other for other in asked) for each in numbers)

    def is_other_equation(self, text: str, comma: bool) -> bool:
        """Whether the text says of another equation that it is being solved."""
        if not (isinstance(self.subject, Apply) and self.subject.head == "equals"):
            return False
        for match in list(_EQUATION_NAMED.finditer(text))[:10]:
            sides = [re.split(r"\s(?:is|are|has|have|the|we|ist)\b|,", each)[0] for each in match[1].split("=")]
            trees = tuple(tree_of(each.strip(" :\ue000\ue001"), comma) for each in sides)
            if len(trees) == 2 and None not in trees and trees != tuple(self.subject.arguments):
                return True
        return False

    def _is_combined(self, match: re.Match, comma: bool) -> int:
        """Whether "the sum of a and b" is what was asked."""
        first, second = (tree_of(each, comma) for each in (match[2], match[3]))
        if first is None or second is None:
            return 0
        head = match[1].lower()
        tree = apply("sum", first, apply("subtract", second)) if head == "difference" else apply(head, first, second)
        return IDENTICAL if tree == self.subject else 0

    def _allows_equation(self, words: str, comma: bool) -> int:
        if not self.solves:
            return 0
        left, _, right = words.partition("=")
        wanted = self.subject.arguments
        sides = (re.split(r"\s[A-Za-z]{2,}\s", f" {left}")[-1], re.split(r"\s[A-Za-z]{2,}\b", right)[0])
        return IDENTICAL if tuple(tree_of(each, comma) for each in sides) == tuple(wanted) else 0

    def _plain_formula(self, words: str) -> list[str]:
        """The formula among plain words, if there is an operation in it."""
        found = _OPERATION.search(words)
        if not found:
            return []
        chunks = re.split(r"(?<![A-Za-z\\])(?:[A-Za-z]{2,})(?![A-Za-z(])", words)
        return [each.strip(" ,:") for each in chunks if _OPERATION.search(each)]

    def _is_written(self, formula: str) -> bool:
        return "".join(formula.split()) in "".join(self.question.split())

    def _may_name(self, formula: str, comma: bool) -> bool:
        if formula.strip() in {self.task.variable, self.task.source.strip()}:
            return True
        if self.task.kind not in _SELF_NAMED | _ABOUT_A_FORMULA and self._is_written(formula):
            return True
        if len(self.task.expressions) > 1 or self.task.kind.startswith("percent"):
            return set(_NUMBER.findall(formula)) <= self.numbers and not re.search(r"[+*/^×÷·]", formula)
        tree = tree_of(formula, comma)
        if tree is None:
            if self.solves and formula.count("=") == 1:
                return tuple(tree_of(each, comma) for each in formula.split("=")) == tuple(self.subject.arguments)
            return bool(self.named_by(formula, comma))
        return tree == self.subject
