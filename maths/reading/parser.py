"""Builds the tree of one formula by precedence; every token must be understood, or it raises ReadingError."""

from maths.reading import bounds
from maths.reading.cursor import ambiguous, too_nested
from maths.reading.operand_trees import superscript, times
from maths.reading.operands import IMPLICIT_STARTS, Operands
from maths.reading.signs import OPENING
from maths.reading.times import resolve_times
from maths.reading.tokens import Token, tokenize
from maths.tree import Apply, Constant, Node, Number, apply, depth, names


def parse(text: str, functions: frozenset[str] = frozenset()) -> Node:
    """The tree of a formula: an expression, or one equation; `functions` are the letters that stand for functions.

    Raises ReadingError for whatever is not wholly understood, ambiguous or beyond the bounds.
    """
    tree = _Parser(resolve_times(tokenize(text)), text, functions).formula()
    if depth(tree) > bounds.TREE:
        raise too_nested()
    return tree


class _Parser(Operands):
    """The operators, from the loosest to the tightest."""

    def formula(self) -> Node:
        tree = self.sum()
        if self.accept("="):
            tree = apply("equals", tree, self.sum())
        if self.token.kind != "end":
            raise self.unexpected()
        return tree

    def sum(self) -> Node:
        self.level += 1
        if self.level > bounds.TREE:
            raise too_nested()
        terms = [self.signed_term()]
        while self.at_operator("+", "-"):
            terms.append(self.term() if self.take().text == "+" else apply("subtract", self.term()))
        self.level -= 1
        return terms[0] if len(terms) == 1 else Apply("sum", tuple(terms))

    def signed_term(self) -> Node:
        if self.accept("-"):
            return _negated(self.term())
        self.accept("+")
        return self.term()

    def term(self) -> Node:
        tree = self.factor()
        while True:
            if self.at_operator("*"):
                self.take()
                tree = times(tree, self.factor())
            elif self.at_operator("/"):
                tree = self.division(tree)
            elif self.token.kind in IMPLICIT_STARTS or self.opens_bar():
                tree = times(tree, self.power())
            else:
                return tree

    def division(self, top: Node) -> Node:
        slash = self.take()
        bottom = self.factor()
        tree = apply("quotient", top, bottom)
        if self.tokens[self.index - 1].text == "%" and isinstance(bottom, Apply) and bottom.head == "percent":
            return self.percent_of_quotient(slash, top, bottom.arguments[0], tree)
        self.refuse_fraction_below(slash, top, bottom)
        follows = self.token
        if follows.kind not in IMPLICIT_STARTS and not self.opens_bar():
            return _as_factor(top, bottom) or tree
        fraction_first = follows.spaced and isinstance(top, Number) and isinstance(bottom, Number) and not slash.spaced
        if fraction_first and follows.text not in OPENING:
            return tree
        factor = self.power()
        raise ambiguous(slash.start, times(tree, factor), apply("quotient", top, times(bottom, factor)))

    def refuse_fraction_below(self, slash: Token, top: Node, bottom: Node) -> None:
        """Refuse 2/3 ÷ 4/5 and 12 ÷ 3/4, where the second slash most likely belongs to a fraction."""
        below = self.peek()
        if not (self.at_operator("/") and isinstance(bottom, Number) and below.kind == "number"):
            return
        if (slash.spaced or self.text[slash.start] not in "/") and not self.token.spaced:
            last = Number(below.text)
            inside = apply("quotient", top, apply("quotient", bottom, last))
            raise ambiguous(slash.start, inside, apply("quotient", apply("quotient", top, bottom), last))

    def percent_of_quotient(self, slash: Token, top: Node, bottom: Node, tree: Node) -> Node:
        """1/3% alone is a third of a percent; within a longer formula nobody can tell."""
        inside = apply("percent", apply("quotient", top, bottom))
        alone = self.tokens[1] == slash and self.token.kind == "end"
        if alone and isinstance(top, Number) and isinstance(bottom, Number):
            return inside
        raise ambiguous(slash.start, inside, tree)

    def factor(self) -> Node:
        """A power, with signs before it."""
        signs = 0
        while self.at_operator("+", "-"):
            signs += self.take().text == "-"
            if signs > bounds.TREE:
                raise too_nested()
        tree = self.power()
        for _ in range(signs):
            tree = apply("negate", tree)
        return tree

    def power(self) -> Node:
        base = self.postfix(self.primary())
        return self.raised(base)

    def raised(self, base: Node) -> Node:
        if self.token.kind == "superscript":
            base = apply("power", base, superscript(self.take().text))
            if self.token.kind == "superscript" or self.at_operator("^"):
                raise self.unexpected()
            return self.postfix(base)
        if not self.at_operator("^"):
            return base
        caret = self.take()
        if self.accept("°"):
            return self.raised(apply("degrees", base))
        return apply("power", base, self.exponent(base, caret))

    def exponent(self, base: Node, caret: Token) -> Node:
        self.level += 1
        if self.level > bounds.TREE:
            raise too_nested()
        start = self.index
        tree = self.factor()
        self.level -= 1
        written = [token.text for token in self.tokens[start : self.index]]
        if written in (["1"], ["-", "1"]) and self.at_operator("/") and self.peek().kind == "number":
            self.take()
            bottom = self.factor()
            inside = apply("power", base, apply("quotient", tree, bottom))
            raise ambiguous(caret.start, inside, apply("quotient", apply("power", base, tree), bottom))
        if self.is_loose_exponent(base, written):
            letter = self.primary()
            inside = apply("power", base, times(tree, letter))
            raise ambiguous(caret.start, inside, times(apply("power", base, tree), letter))
        return tree

    def is_loose_exponent(self, base: Node, written: list[str]) -> bool:
        """Whether a letter is glued to the exponent of a number, as in e^2x."""
        glued = self.token.kind == "name" and not self.token.spaced
        return glued and isinstance(base, Number | Constant) and written[-1].isdigit()

    def postfix(self, tree: Node) -> Node:
        while self.at_operator("!", "%", "°"):
            mark = self.take().text
            if mark == "!" and self.at_operator("!"):
                raise self.unexpected()
            tree = apply({"!": "factorial", "%": "percent", "°": "degrees"}[mark], tree)
        if self.at_degree_group():
            self.index += 4
            return apply("degrees", tree)
        return tree


def _is_fraction(node: Node) -> bool:
    numbers = isinstance(node, Apply) and all(isinstance(each, Number) for each in node.arguments)
    return numbers and node.head == "quotient"


def _as_factor(top: Node, bottom: Node) -> Node | None:
    """2/3 * 3/5 as a product of two fractions, as it was meant; the value is the same."""
    if not (isinstance(top, Apply) and top.head == "product" and isinstance(bottom, Number)):
        return None
    *before, last = top.arguments
    if not isinstance(last, Number) or not any(map(_is_fraction, before)):
        return None
    return Apply("product", (*before, apply("quotient", last, bottom)))


def _negated(term: Node) -> Node:
    """-4 * 5 with the sign on the 4, as one says it; otherwise the sign stands before the whole term."""
    if isinstance(term, Apply) and term.head == "product":
        first, second, *others = term.arguments
        if isinstance(first, Number) and not names(second) and not isinstance(second, Constant):
            return Apply("product", (apply("negate", first), second, *others))
    return apply("negate", term)
