"""The operands of a formula: numbers, letters, brackets, fractions, roots and functions with their arguments."""

from abc import ABC, abstractmethod

from maths.phrases import N_
from maths.reading import bounds
from maths.reading.cursor import Cursor, ambiguous, too_nested
from maths.reading.operand_trees import function_of, superscript, times, vulgar
from maths.reading.problems import ReadingError, quoted
from maths.reading.signs import OPENING
from maths.reading.tokens import Token
from maths.tree import Apply, Constant, Name, Node, Number, apply

IMPLICIT_STARTS = frozenset({"name", "constant", "function", "open", "structure"})
_SPECIAL_POWERS = {"sin": "asin", "cos": "acos", "tan": "atan"}


class Operands(Cursor, ABC):
    """Reads one operand; what stands inside its brackets is read by the operators, which build upon this."""

    def __init__(self, tokens: list[Token], text: str, functions: frozenset[str] = frozenset()):
        super().__init__(tokens, text)
        self.functions = functions
        self.level = 0
        self.bars = 0

    @abstractmethod
    def sum(self) -> Node: ...

    @abstractmethod
    def factor(self) -> Node: ...

    @abstractmethod
    def power(self) -> Node: ...

    @abstractmethod
    def raised(self, base: Node) -> Node: ...

    @abstractmethod
    def postfix(self, tree: Node) -> Node: ...

    def at_degree_group(self) -> bool:
        """LaTeX's ^{\\circ}."""
        return self.at_operator("^") and [self.peek(i).text for i in (1, 2, 3)] == ["{", "°", "}"]

    def primary(self) -> Node:
        token = self.token
        if token.kind in {"number", "vulgar"}:
            return self.number()
        if token.kind == "name":
            return self.name()
        if token.kind == "constant":
            return Constant(self.take().text)
        if token.kind == "function":
            return self.function()
        if token.kind == "structure":
            return self.fraction() if token.text == "frac" else self.latex_root()
        if token.kind == "open":
            return self.group()
        if self.opens_bar():
            return self.absolute()
        raise self.unexpected()

    def number(self) -> Node:
        token = self.take()
        if token.kind == "vulgar":
            tree = vulgar(token.text)
        elif self.token.kind == "vulgar" and token.text.isdigit():
            tree = Apply("mixed", (Number(token.text), *vulgar(self.take().text).arguments))
        elif self.token.kind == "structure" and self.token.text == "frac" and token.text.isdigit():
            return self.mixed_latex(token)
        elif token.text.isdigit() and self.is_mixed():
            return self.mixed(token)
        else:
            tree = Number(token.text)
        if self.token.kind in {"number", "vulgar"}:
            raise self.unexpected()
        return tree

    def is_mixed(self) -> bool:
        """Whether `1/3` without spaces inside follows the number just taken, as in `2 1/3`."""
        top, slash, bottom = self.token, self.peek(), self.peek(2)
        kinds = top.kind == bottom.kind == "number" and slash.text == "/"
        return kinds and top.spaced and not slash.spaced and not bottom.spaced and (top.text + bottom.text).isdigit()

    def mixed(self, whole: Token) -> Node:
        top = self.take()
        self.take()
        bottom = self.take()
        tree = Apply("mixed", (Number(whole.text), Number(top.text), Number(bottom.text)))
        glued = self.token.kind in IMPLICIT_STARTS or self.at_operator("^", "!") or self.token.kind == "superscript"
        if glued or int(top.text) >= int(bottom.text):
            product = times(Number(whole.text), apply("quotient", Number(top.text), Number(bottom.text)))
            raise ambiguous(whole.start, tree, product)
        return tree

    def mixed_latex(self, whole: Token) -> Node:
        fraction = self.fraction()
        top, bottom = fraction.arguments
        if not all(isinstance(each, Number) and each.value.isdigit() for each in (top, bottom)):
            return times(Number(whole.text), fraction)
        tree = Apply("mixed", (Number(whole.text), top, bottom))
        if int(top.value) >= int(bottom.value):
            raise ambiguous(whole.start, tree, times(Number(whole.text), fraction))
        return tree

    def call(self) -> Node:
        """f(x), or f'(x) with up to five primes."""
        function, order = Name(self.take().text), 0
        while self.accept("'"):
            order += 1
        if self.token.text != "(" or order > bounds.DERIVATIVE_ORDER:
            raise self.unexpected()
        argument = self.group()
        return apply("prime", function, argument, Number(str(order))) if order else apply("call", function, argument)

    def name(self) -> Node:
        if self.token.text in self.functions:
            return self.call()
        token = self.take()
        if token.text in "fgh" and self.token.text == "(" and self.peek(2).text == ")" and not self.token.spaced:
            raise ReadingError(
                "unsupported",
                N_("I do not know what the function {name} is here."),
                token.start,
                name=quoted(token.text),
            )
        return Name(token.text)

    def group(self) -> Node:
        opening = self.take()
        if opening.text == "{" and self.token.text == "}":
            raise self.unexpected()
        bars, self.bars = self.bars, 0
        tree = self.sum()
        self.bars = bars
        self.close(OPENING[opening.text])
        return tree

    def close(self, closing: str) -> None:
        if self.token.kind == "close" and self.token.text == closing:
            self.take()
            return
        if self.token.kind == "end":
            raise ReadingError("unreadable", N_("A closing bracket is missing."), self.token.start)
        raise self.unexpected()

    def opens_bar(self) -> bool:
        """A bar opens where an operand may begin; where one is open already it closes."""
        return self.at_operator("|") and not self.bars

    def absolute(self) -> Node:
        self.take()
        self.bars += 1
        tree = self.sum()
        self.bars -= 1
        if not self.accept("|"):
            raise self.unexpected()
        return apply("abs", tree)

    def fraction(self) -> Node:
        self.take()
        return apply("quotient", self.latex_argument(), self.latex_argument())

    def latex_argument(self) -> Node:
        """A {group}, or one digit or letter as in \\frac12 (two digits in one token stand for two arguments)."""
        if self.token.text == "{":
            return self.group()
        token = self.token
        if token.kind == "number" and token.text.isdigit():
            if len(token.text) == 1:
                self.take()
            else:
                rest = Token("number", token.text[1:], token.start + 1, token.end)
                self.tokens[self.index] = rest
            return Number(token.text[0])
        if token.kind in {"name", "constant"}:
            return self.primary()
        raise self.unexpected()

    def latex_root(self) -> Node:
        self.take()
        if self.token.text != "[":
            return apply("sqrt", self.latex_argument() if self.token.text == "{" else self.postfix(self.primary()))
        index = self.group()
        return apply("root", self.latex_argument(), index)

    def function(self) -> Node:
        token = self.take()
        exponent = self.function_exponent()
        base = self.log_base() if token.text == "log" else None
        argument = self.argument(token)
        head = token.text
        if isinstance(exponent, Apply) and exponent == apply("negate", Number("1")):
            if head not in _SPECIAL_POWERS:
                raise self.unexpected()
            return apply(_SPECIAL_POWERS[head], argument)
        tree = function_of(head, argument, base)
        return tree if exponent is None else apply("power", tree, exponent)

    def function_exponent(self) -> Node | None:
        """The 2 of sin^2 x."""
        if self.token.kind == "superscript":
            return superscript(self.take().text)
        if not self.at_operator("^"):
            return None
        self.take()
        return self.group() if self.token.kind == "open" else self.factor_number()

    def factor_number(self) -> Node:
        minus = self.accept("-")
        if self.token.kind != "number":
            raise self.unexpected()
        value = Number(self.take().text)
        return apply("negate", value) if minus else value

    def log_base(self) -> Node:
        if not self.accept("_"):
            return Number("10")
        if self.token.text == "{":
            return self.group()
        if self.token.kind not in {"number", "name", "constant"}:
            raise self.unexpected()
        token = self.take()
        return (
            Number(token.text)
            if token.kind == "number"
            else Name(token.text)
            if token.kind == "name"
            else Constant(token.text)
        )

    def argument(self, function: Token) -> Node:
        """What a function is applied to: a bracket, or the product that follows it without brackets."""
        if self.token.kind == "open":
            opening, tree = self.token.text, self.group()
            if opening == "[" and self.token.text == "{":
                raise self.unexpected()
            return tree
        if self.opens_bar():
            return self.absolute()
        start = self.token.start
        self.level += 1
        if self.level > bounds.TREE:
            raise too_nested()
        tree = self.argument_factor()
        if function.text not in {"sqrt", "cbrt"}:
            while self.token.kind in {"name", "constant"}:
                tree = times(tree, self.argument_factor())
        self.level -= 1
        self.refuse_loose_argument(function, tree, start)
        return tree

    def argument_factor(self) -> Node:
        if self.token.kind == "function":
            return self.function()
        if self.token.kind not in {"number", "vulgar", "name", "constant", "structure"}:
            raise self.unexpected()
        tree = self.primary()
        while self.at_operator("%", "°") or self.at_degree_group():
            tree = self.postfix(tree)
        if self.at_operator("!"):
            raise self.unexpected()
        return self.raised(tree)

    def refuse_loose_argument(self, function: Token, tree: Node, start: int) -> None:
        """Refuse `sin x/2` and `sin x(x + 1)`, where nobody can tell where the argument ends."""
        if self.at_operator("/"):
            self.take()
            bottom = self.factor()
            outside = apply("quotient", function_of(function.text, tree, Number("10")), bottom)
            raise ambiguous(start, outside, function_of(function.text, apply("quotient", tree, bottom), Number("10")))
        if self.token.kind == "open" or (self.token.kind == "name" and function.text in {"sqrt", "cbrt"}):
            factor = self.power()
            outside = times(function_of(function.text, tree, Number("10")), factor)
            raise ambiguous(start, outside, function_of(function.text, times(tree, factor), Number("10")))
