"""What a claim must be about: the shape of the answer, its letter, and the ways to name what was asked."""

import re
from dataclasses import dataclass, replace

from maths.claims.calculus_names import letters_taken, names_derivative, names_integral
from maths.claims.kind_words import SUBJECT_WORDS, kind_words
from maths.claims.naming import names_asked
from maths.claims.values import tree_of
from maths.reading.questions import read
from maths.reading.tasks import Task
from maths.tree import Apply, Name, Node, Number, apply, names, walk, word_set

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
_CHANCE = re.compile(r"P\s*\(([\w\s]{1,60})\)")
_APPLIED = re.compile(r"[a-zA-Z]\((?:[^()=]|\([^()=]{1,20}\)){1,30}\)")
IDENTICAL, ALLOWED = 3, 2


_LONGEST_SUBJECT = 160
_DEGREES = {"C": "°C", "F": "°F"}


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
        return replace(self, taken=letters_taken(reply, self.subject))

    def named_by(self, text: str, comma: bool = False) -> int:
        """IDENTICAL if the formula is what was asked about, 0 if it is not."""
        text = text.strip(" \ue000\ue001:")
        if self.shape == "antiderivative" and re.fullmatch(r"F\s*\(\s*[a-z]\s*\)", text):
            return IDENTICAL
        derivative = names_derivative(text, self.task, self.question, self.taken, comma)
        calculus = names_integral(text, self.task, comma) if derivative is None else derivative
        if calculus is not None or self.task.kind in {"derivative", "integral"}:
            return IDENTICAL if calculus else 0
        return IDENTICAL if self._is_notation(text, comma) else 0

    def _is_notation(self, text: str, comma: bool) -> bool:
        """Whether a text is another notation of what was asked, or the formula itself."""
        if self.shape == "rule" and re.fullmatch(r"[a-zA-Z]\s*(?:_\s*\{?\s*n\s*\}?|\(\s*n\s*\))|[a-zA-Z]ₙ", text):
            return True
        if self._is_applied(text) or self.task.kind in _NAMES_OF and _NAMES_OF[self.task.kind].fullmatch(text):
            return True
        if self.task.kind.startswith("limit") and text in {"lim", r"\lim"}:
            return True
        if self.task.kind == "chance" and (event := _CHANCE.fullmatch(text)):
            return self.knows(event[1]) and self._has_in_order(_NUMBER.findall(event[1]))
        if self.task.kind == "convert" and self.reads_as(text):
            return True
        if self.task.kind in _NOTED and (
            self.reads_as(text) or "".join(text.split()) == "".join(self.task.source.split())
        ):
            return True
        if self.task.kind not in _SELF_NAMED:
            return False
        tree = tree_of(text, comma)
        return tree is not None and tree == self.subject and not isinstance(tree, Name)

    def _is_applied(self, text: str) -> bool:
        """Whether a text such as f(3) is what the question ends with."""
        bare = "".join(text.split())
        spaced = r"\s*".join(map(re.escape, bare))
        asked = self.question.rstrip("?.!`$ ").removesuffix("\\)").rstrip()
        return bool(_APPLIED.fullmatch(bare) and re.search(rf"(?<![A-Za-z(]){spaced}$", asked))

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
        return names_asked(words, self.question, SUBJECT_WORDS, self.kind_words, self.task.kind == "definitions")

    def knows(self, words: str) -> bool:
        """Whether all words and letters are of the question, or such as name an answer."""
        asked = set(_WORD.findall(self.question.lower())) | self.kind_words
        if self.task.kind == "derivative" and not self._has_order(words.lower()):
            return False
        stems = {each[:_STEM] for each in asked if len(each) >= _STEM}
        for each in _WORD.findall(words):
            lower = each.lower()
            if lower not in SUBJECT_WORDS and lower not in asked and lower[:_STEM] not in stems:
                return False
        letters = set(re.findall(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z])", words))
        if self.shape == "measure":
            letters -= set(re.findall(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z])", self.question))
        return letters <= {"a", "A", "I"} | {self.task.variable} | set().union(*map(names, self.task.expressions))

    @property
    def kind_words(self) -> frozenset[str]:
        """The words that name an answer of the kind that was asked for."""
        return kind_words(self.task, self.shape, self.question)

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
