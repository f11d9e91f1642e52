"""Splits a formula into tokens: plain school text, Python-ish text, Unicode and the LaTeX that school uses."""

import re
from dataclasses import dataclass

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.letters import FUNCTIONS, split_word
from maths.reading.problems import ReadingError, quoted
from maths.reading.signs import (
    CLOSING,
    COMPARISONS,
    GREEK_LETTERS,
    LATEX_OPERATORS,
    LATEX_SPACES,
    LATEX_STRUCTURES,
    OPENING,
    OPERATORS,
    SUPERSCRIPTS,
    VULGAR,
)
from maths.tree import GREEK

_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?![\d,])", re.ASCII)
# Both separators in one number, or spaces before groups of three digits: nothing else can be meant.
_FOREIGN = re.compile(
    r"[1-9]\d{0,2}(?:\.\d{3})+,\d+(?![\d.,])|[1-9]\d{0,2}(?: \d{3})+(?:[.,]\d+)?(?![\d.,]|\s*[/\d])", re.ASCII
)
_DECIMAL_COMMA = re.compile(r"(?:0,\d+|\d+,\d{1,2})(?!\d|[,.]\d)", re.ASCII)
_TIME = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d(?!\d)", re.ASCII)
_NUMBER = re.compile(r"\d+(?:\.\d+)?|\.\d+", re.ASCII)
# 1.000 is a thousand in some countries; nobody writes the last zero of a decimal with three places.
_MAYBE_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d\d0", re.ASCII)
_WORD = re.compile(r"[A-Za-z]+")
_SUPERSCRIPT = re.compile("[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)


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
        elif match := _FOREIGN.match(self.text, self.at):
            self._foreign(match[0])
        elif (match := _DECIMAL_COMMA.match(self.text, self.at)) and self._is_decimal_comma(match):
            self._add("number", match[0].replace(",", "."), len(match[0]))
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
        elif char == ":" and self._is_between_numbers():
            self._add("operator", "/", 1)
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

    def _foreign(self, text: str) -> None:
        """1.234,5 or 1 000,5: the last of comma and point, if it stands behind groups of three, is the decimal one."""
        whole, mark, rest = text.partition(",") if "," in text else text.partition("." if " " in text else ",")
        digits = re.sub(r"[ .]", "", whole) + ("." + rest if mark else "")
        if len(digits) > bounds.DIGITS:
            raise number_too_long(len(digits))
        self._add("number", digits, len(text))

    def _is_decimal_comma(self, match: re.Match) -> bool:
        """Whether a comma can only be a decimal one: no decimal point or other comma beside it, and no list."""
        others = self.text[: match.start()] + self.text[match.end() :]
        if re.search(r"\d\.\d|,", _DECIMAL_COMMA.sub("", others)):
            return False
        before = self.text[: match.start()]
        opening = max(map(before.rfind, OPENING))
        if opening < 0 or any(each in CLOSING for each in before[opening:]):
            return True
        alone = before[opening + 1 :].strip(" -+") == "" and self.text[match.end() :].lstrip()[:1] in CLOSING
        return not alone and not re.search(r"[A-Za-z]\s*$", before[:opening])

    def _is_between_numbers(self) -> bool:
        after = self.text[self.at + 1 :].lstrip()
        if not (self.tokens and self.tokens[-1].kind == "number" and after[:1].isdigit()):
            return False
        last = self.tokens[-1]
        if _TIME.match(self.text, last.start):
            raise ReadingError(
                "ambiguous",
                N_("I am not sure whether {text} is a time. Please write `/` to divide."),
                self.at,
                text=quoted(self.text[last.start : self.at + 3]),
            )
        return True

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
