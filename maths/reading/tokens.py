"""Splits a formula into tokens: plain school text, Python-ish text, Unicode and the LaTeX that school uses."""

import re
from dataclasses import dataclass

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.problems import ReadingError, quoted
from maths.tree import GREEK, word_set

FUNCTIONS = {
    **{
        name: name
        for name in word_set("sin cos tan sec csc cot asin acos atan sinh cosh tanh exp ln log sqrt cbrt abs")
    },
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "cosec": "csc",
    "factorial": "factorial",
}
OPERATORS = {
    **dict.fromkeys("+＋", "+"),
    **dict.fromkeys("-−–—‐‑－", "-"),
    **dict.fromkeys("*×·⋅∙✕✖∗＊", "*"),
    **dict.fromkeys("/÷∕⁄／", "/"),
    **dict.fromkeys("=＝", "="),
    **{each: each for each in "^!%°|,_"},
}
OPENING = {"(": ")", "[": "]", "{": "}"}
CLOSING = frozenset(OPENING.values())
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
VULGAR = dict(
    pair.split("=")
    for pair in [
        "½=1/2",
        "⅓=1/3",
        "⅔=2/3",
        "¼=1/4",
        "¾=3/4",
        "⅕=1/5",
        "⅖=2/5",
        "⅗=3/5",
        "⅘=4/5",
        "⅙=1/6",
        "⅚=5/6",
        "⅛=1/8",
        "⅜=3/8",
        "⅝=5/8",
        "⅞=7/8",
        "⅐=1/7",
        "⅑=1/9",
        "⅒=1/10",
    ]
)
LATEX_SPACES = frozenset({",", ";", ":", "!", " ", "quad", "qquad", "left", "right", "big", "Big", "displaystyle"})
LATEX_OPERATORS = {"cdot": "*", "times": "*", "div": "/", "ast": "*", "%": "%", "{": "{", "}": "}", "|": "|"}
LATEX_OPERATORS |= {"vert": "|", "lvert": "|", "rvert": "|", "mid": "|", "degree": "°", "circ": "°"}
LATEX_STRUCTURES = {"frac": "frac", "dfrac": "frac", "tfrac": "frac", "cfrac": "frac", "sqrt": "sqrt"}
COMPARISONS = frozenset("<>≤≥≠≈∈±")
GREEK_LETTERS = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "θ": "theta",
    "λ": "lambda",
    "μ": "mu",
    "ρ": "rho",
    "σ": "sigma",
    "τ": "tau",
    "φ": "phi",
    "ω": "omega",
}

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?![\d,])", re.ASCII)
_NUMBER = re.compile(r"\d+(?:\.\d+)?|\.\d+", re.ASCII)
# 1.000 is a thousand in some countries; nobody writes the last zero of a decimal with three places.
_MAYBE_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d\d0", re.ASCII)
_WORD = re.compile(r"[A-Za-z]+")
_SUPERSCRIPT = re.compile("[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
# Pairs of letters that are words or units rather than products of unknowns.
_NOT_PRODUCTS = word_set(
    "ad ah am an as at be by do dx dy dt eh em en er ex go ha he hi ho hr id if in is it la lo ma me mi my "
    "no of oh ok on or "
    "ox oz pa pi pm pp qt so tg th to uh um un up us ut vs we wt yd ye yo cm mm km nm kg mg ml cl dl hl lb "
    "ft sh ch st nd rd "
    "im ur ya le de et el os ms ns mb gb ha gr eq rs tv pc ip ai cd dp sf hp mw kw hz pt sq cu"
)


@dataclass(frozen=True, slots=True)
class Token:
    """kind: number, vulgar, name, constant, function, structure, operator, open, close, superscript or end."""

    kind: str
    text: str
    start: int
    end: int
    spaced: bool = False


def prescan(text: str) -> None:
    """Refuse in one linear pass what would be too deep or too large, whatever else it is."""
    level = deepest = 0
    for each in text:
        level = level + 1 if each in OPENING else max(level - 1, 0) if each in CLOSING else level
        deepest = max(deepest, level)
    if deepest > bounds.BRACKETS:
        raise ReadingError(
            "too_deep",
            N_("There are {count} brackets inside one another; I can read at most {limit}."),
            count=str(deepest),
            limit=str(bounds.BRACKETS),
        )
    run = max((len(each) for each in re.findall(r"[\d.,]+", text, re.ASCII)), default=0)
    if run > bounds.DIGITS + bounds.DIGITS // 3:
        raise number_too_long(run)


def number_too_long(digits: int) -> ReadingError:
    return ReadingError(
        "too_large",
        N_("That number has about {digits} digits. I work with numbers of up to {limit} digits."),
        digits=f"{digits:,}",
        limit=str(bounds.DIGITS),
    )


def tokenize(text: str) -> list[Token]:
    """The tokens of a formula, ended by one of kind "end"; raises ReadingError."""
    prescan(text)
    if len(text) > bounds.EXPRESSION:
        raise ReadingError(
            "too_long",
            N_("That formula has {length} characters; I can read up to {limit}."),
            length=str(len(text)),
            limit=str(bounds.EXPRESSION),
        )
    return _Scanner(text).scan()


class _Scanner:
    """One pass over the text; each method takes what begins at `self.at`."""

    def __init__(self, text: str):
        self.text = text
        self.at = 0
        self.spaced = False
        self.tokens: list[Token] = []

    def scan(self) -> list[Token]:
        while self.at < len(self.text):
            self._next(self.text[self.at])
        self._add("end", "", 0)
        return self.tokens

    def _add(self, kind: str, text: str, length: int) -> None:
        self.tokens.append(Token(kind, text, self.at, self.at + length, self.spaced))
        self.at += length
        self.spaced = False

    def _skip(self, length: int) -> None:
        self.at += length
        self.spaced = True

    def _next(self, char: str) -> None:
        if char.isspace() or char == "~":
            self._skip(1)
        elif match := _GROUPED.match(self.text, self.at) or _NUMBER.match(self.text, self.at):
            self._number(match[0])
        elif match := _WORD.match(self.text, self.at):
            self._word(match[0])
        elif match := _COMMAND.match(self.text, self.at):
            self._command(match[0])
        elif match := _SUPERSCRIPT.match(self.text, self.at):
            self._add("superscript", match[0].translate(SUPERSCRIPTS), len(match[0]))
        else:
            self._symbol(char)

    def _symbol(self, char: str) -> None:
        if self.text.startswith("**", self.at):
            self._add("operator", "^", 2)
        elif char in OPERATORS:
            self._add("operator", OPERATORS[char], 1)
        elif char in OPENING:
            self._add("open", char, 1)
        elif char in CLOSING:
            self._add("close", char, 1)
        elif char in VULGAR:
            self._add("vulgar", VULGAR[char], 1)
        elif char == "√":
            self._add("function", "sqrt", 1)
        elif char == "∛":
            self._add("function", "cbrt", 1)
        elif char == "π":
            self._add("constant", "pi", 1)
        elif char in GREEK_LETTERS:
            self._add("name", GREEK_LETTERS[char], 1)
        else:
            raise self._unknown(char)

    def _unknown(self, text: str) -> ReadingError:
        if text in COMPARISONS:
            return ReadingError("unsupported", N_("I cannot work with {symbol} yet."), self.at, symbol=quoted(text))
        shown = quoted(text)
        if not shown:
            return ReadingError("unreadable", N_("There is an invisible character in it that I cannot read."), self.at)
        return ReadingError("unreadable", N_("I do not understand {text} here."), self.at, text=shown)

    def _number(self, text: str) -> None:
        after = self.text[self.at + len(text) : self.at + len(text) + 2]
        if after[:1] == "," and after[1:2].isdigit():
            raise ReadingError(
                "ambiguous",
                N_(
                    "I am not sure about the comma in {text}. Please write a decimal point, as in `0.5`, or "
                    "thousands as in `1,000`."
                ),
                self.at,
                text=quoted(text + after),
            )
        if after[:1] == "." and after[1:2].isdigit():
            raise self._unknown(text + after)
        if _MAYBE_THOUSANDS.fullmatch(text):
            raise ReadingError(
                "ambiguous",
                N_("I am not sure about the point in {text}: please write {large} or {small}."),
                self.at,
                text=quoted(text),
                large=quoted(text.replace(".", "")),
                small=quoted(text.rstrip("0").rstrip(".")),
            )
        digits = text.replace(",", "")
        if len(digits) > bounds.DIGITS:
            raise number_too_long(len(digits))
        digits = "0" + digits if digits.startswith(".") else digits
        if re.match(r"[eE]\d", after):
            raise ReadingError(
                "ambiguous",
                N_("I am not sure about {text}: please write powers of ten as in `1.5 * 10^3`."),
                self.at,
                text=quoted(text + after),
            )
        self._add("number", digits, len(text))

    def _word(self, word: str) -> None:
        pieces = split_word(word)
        if pieces is None:
            raise self._unknown(word)
        for kind, name, length in pieces:
            self._add(kind, name, length)

    def _command(self, command: str) -> None:
        name = command[1:]
        if name in LATEX_SPACES:
            self._skip(len(command))
        elif name in LATEX_OPERATORS:
            text = LATEX_OPERATORS[name]
            kind = "open" if text in OPENING else "close" if text in CLOSING else "operator"
            self._add(kind, text, len(command))
        elif name in LATEX_STRUCTURES:
            self._add("structure", LATEX_STRUCTURES[name], len(command))
        elif name == "pi":
            self._add("constant", "pi", len(command))
        elif name in FUNCTIONS:
            self._add("function", FUNCTIONS[name], len(command))
        elif name in GREEK:
            self._add("name", name, len(command))
        else:
            raise self._unknown(command)


def split_word(word: str) -> list[tuple[str, str, int]] | None:
    """(kind, name, length) of the functions, constants and letters in a run of letters; None for a word."""
    lower = word.lower()
    if len(word) == 1:
        return [("constant", "e", 1) if word == "e" else ("name", word, 1)]
    if lower in FUNCTIONS:
        return [("function", FUNCTIONS[lower], len(word))]
    if lower == "pi":
        return [("constant", "pi", 2)]
    if lower in _NOT_PRODUCTS:
        return None
    if len(word) == 2 or (word.islower() and len(word) == 3 and _is_ladder(word)):
        return [piece for letter in word for piece in split_word(letter)]
    return _split_function(word)


def _is_ladder(word: str) -> bool:
    """Letters in the order of the alphabet from its ends, as in abc or xyz: a product, no word."""
    return word in "abcd" or word in "wxyz" or word in {"abx", "axy", "bxy", "aby", "abz", "acx", "bcx", "mnp", "pqr"}


def _split_function(word: str) -> list[tuple[str, str, int]] | None:
    """A function or pi glued to single letters: sinx, xsin, xlnx, pir."""
    lower = word.lower()
    for skip in (0, 1):
        for name in sorted({*FUNCTIONS, "pi"}, key=len, reverse=True):
            rest = word[skip + len(name) :]
            if lower.startswith(name, skip) and len(rest) <= 1 and rest.lower() not in {"s", "g", "e", "h"}:
                middle = ("constant", "pi", 2) if name == "pi" else ("function", FUNCTIONS[name], len(name))
                return [*_letters(word[:skip]), middle, *_letters(rest)]
    return None


def _letters(text: str) -> list[tuple[str, str, int]]:
    return [piece for letter in text for piece in split_word(letter)]
