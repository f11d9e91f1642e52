"""Where the parser stands in its tokens, and the errors that it can report from there."""

from maths.notation import latex
from maths.phrases import N_
from maths.reading.problems import ReadingError, quoted
from maths.reading.tokens import Token
from maths.tree import Node


def too_nested() -> ReadingError:
    return ReadingError("too_deep", N_("Too many operations are nested inside one another in that formula."))


def ambiguous(position: int, *readings: Node) -> ReadingError:
    """Two readings are possible; the student is asked to choose with brackets."""
    first, second = [rf"\({latex(each)}\)" for each in readings]
    return ReadingError(
        "ambiguous",
        N_("I can read that in two ways: as {first} or as {second}. Please add brackets to show which one you mean."),
        position,
        first=first,
        second=second,
    )


class Cursor:
    """A place in a list of tokens that ends with one of kind "end"."""

    def __init__(self, tokens: list[Token], text: str):
        self.tokens = tokens
        self.text = text
        self.index = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def peek(self, ahead: int = 1) -> Token:
        return self.tokens[min(self.index + ahead, len(self.tokens) - 1)]

    def take(self) -> Token:
        token = self.token
        self.index += token.kind != "end"
        return token

    def at_operator(self, *texts: str) -> bool:
        return self.token.kind == "operator" and self.token.text in texts

    def accept(self, text: str) -> bool:
        if self.at_operator(text):
            self.take()
            return True
        return False

    def unexpected(self) -> ReadingError:
        token = self.token
        if token.kind == "end":
            return ReadingError("unreadable", N_("The formula seems to stop too early."), token.start)
        if (
            token.kind in {"number", "vulgar"}
            and self.index
            and self.tokens[self.index - 1].kind in {"number", "vulgar"}
        ):
            return ReadingError(
                "unreadable",
                N_("Two numbers stand beside each other there, and I do not know what to do with them."),
                token.start,
            )
        shown = quoted(self.text[token.start : token.end])
        return ReadingError("unreadable", N_("I did not expect {text} there."), token.start, text=shown)
