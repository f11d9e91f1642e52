"""Writes expression trees: as LaTeX, and in the plain notation of school (`3x^2 + 1/2`)."""

import re

from maths.letters import is_product
from maths.tree import Apply, Constant, Name, Node, Number, walk, word_set

EQUATION, SUM, PRODUCT, POWER, ATOM = range(5)
_STRENGTHS = {
    **dict.fromkeys(("equals", "less", "less_equal", "greater", "greater_equal"), EQUATION),
    **dict.fromkeys(("sum", "negate", "subtract"), SUM),
    **dict.fromkeys(("product", "quotient", "mixed"), PRODUCT),
    **dict.fromkeys(("power", "percent", "degrees", "factorial", "exp"), POWER),
}
_INVERSES = {"asin": r"\arcsin", "acos": r"\arccos", "atan": r"\arctan"}
_ARITHMETIC = word_set("sum subtract negate product quotient mixed percent power")
_LETTERS_AT_END = re.compile("[A-Za-z]+$")
_ROOT_AT_END = re.compile(r"\^-?1$")  # x^1/2 can be meant as a root
_TRIGONOMETRIC = word_set("sin cos tan sec csc cot sinh cosh tanh")


def latex(node: Node) -> str:
    """LaTeX of a tree, without delimiters; nothing is computed or reordered."""
    return _Latex().write(node)


def plain(node: Node) -> str:
    """School notation on one line."""
    return _Plain().write(node)


def _strength(node: Node) -> int:
    return _STRENGTHS.get(node.head, ATOM) if isinstance(node, Apply) else ATOM


def _is_numeric(node: Node) -> bool:
    if isinstance(node, Apply):
        return node.head in {"negate", "mixed", "percent", "quotient"} and all(map(_is_numeric, node.arguments))
    return isinstance(node, Number)


def _is_calculation(node: Node) -> bool:
    """Whether a bracket holds numbers only, before which a times sign is written."""
    if not (isinstance(node, Apply) and node.head == "sum"):
        return False
    return all(isinstance(each, Number) or isinstance(each, Apply) and each.head in _ARITHMETIC for each in walk(node))


class _Writer:
    """What both notations share: signs, sums, products and where brackets are needed."""

    opening, closing = "(", ")"
    at_most, at_least_sign = "<=", ">="

    def write(self, node: Node) -> str:
        if isinstance(node, Number):
            return node.value
        if isinstance(node, Name | Constant):
            return self.letter(node.name)
        method = getattr(self, f"write_{node.head}", None)
        return method(*node.arguments) if method else self.write_function(node.head, *node.arguments)

    def strength(self, node: Node) -> int:
        """How tightly the outermost operation binds as it is written."""
        return _strength(node)

    def bracket(self, text: str) -> str:
        return f"{self.opening}{text}{self.closing}"

    def at_least(self, node: Node, strength: int) -> str:
        """The node, bracketed when it binds less tightly than asked or begins with a minus sign."""
        text = self.write(node)
        if text.startswith("-") and strength == PRODUCT and isinstance(node, Apply) and node.head == "product":
            return self.write_factors(self.bracket(self.write(node.arguments[0])), *node.arguments)
        return self.bracket(text) if self.strength(node) < strength or text.startswith("-") else text

    def write_equals(self, left: Node, right: Node) -> str:
        return f"{self.write(left)} = {self.write(right)}"

    def write_less(self, left: Node, right: Node) -> str:
        return f"{self.write(left)} < {self.write(right)}"

    def write_greater(self, left: Node, right: Node) -> str:
        return f"{self.write(left)} > {self.write(right)}"

    def write_less_equal(self, left: Node, right: Node) -> str:
        return f"{self.write(left)} {self.at_most} {self.write(right)}"

    def write_greater_equal(self, left: Node, right: Node) -> str:
        return f"{self.write(left)} {self.at_least_sign} {self.write(right)}"

    def write_define(self, left: Node, right: Node) -> str:
        return self.write_equals(left, right)

    def write_call(self, function: Node, argument: Node) -> str:
        return self.write(function) + self.bracket(self.write(argument))

    def write_prime(self, function: Node, argument: Node, order: Node) -> str:
        return self.write(function) + "'" * int(self.write(order)) + self.bracket(self.write(argument))

    def write_sum(self, first: Node, *others: Node) -> str:
        return self.write(first) + "".join(map(self._next_term, others))

    def _next_term(self, term: Node) -> str:
        if isinstance(term, Apply) and term.head == "subtract":
            return " - " + self.at_least(term.arguments[0], PRODUCT)
        return " + " + self.at_least(term, PRODUCT)

    def write_negate(self, inner: Node) -> str:
        return "-" + self.at_least(inner, PRODUCT)

    write_subtract = write_negate

    def write_product(self, first: Node, *others: Node) -> str:
        text = (
            self.write(first) if _strength(first) >= PRODUCT or self._signed_atom(first) else self.at_least(first, ATOM)
        )
        if isinstance(first, Apply) and first.head in {"quotient", "mixed"}:
            text = self.leading_fraction(first)
        return self.write_factors(text, first, *others)

    def write_factors(self, text: str, first: Node, *others: Node) -> str:
        """A product whose first factor is written already."""
        previous = first
        for factor in others:
            text = self.juxtapose(text, previous, factor)
            previous = factor
        return text

    @staticmethod
    def _signed_atom(node: Node) -> bool:
        return isinstance(node, Apply) and node.head == "negate" and _strength(node.arguments[0]) >= POWER

    def factor(self, node: Node) -> str:
        return self.at_least(node, POWER)


class _Latex(_Writer):
    opening, closing = r"\left(", r"\right)"
    at_most, at_least_sign = r"\le", r"\ge"

    def letter(self, name: str) -> str:
        return name if len(name) == 1 else "\\" + name

    def leading_fraction(self, node: Node) -> str:
        return self.write(node)

    def juxtapose(self, text: str, previous: Node, factor: Node) -> str:
        is_fraction = isinstance(factor, Apply) and factor.head == "quotient"
        written = self.write(factor) if is_fraction else self.factor(factor)
        if all(_is_numeric(each) or _is_calculation(each) for each in (previous, factor)):
            return rf"{text} \times {written}"
        if is_fraction or written[0].isdigit():
            return rf"{text} \cdot {written}"
        return f"{text} {written}" if text[-1].isalpha() and written[0].isalpha() else text + written

    def write_quotient(self, top: Node, bottom: Node) -> str:
        return rf"\frac{{{self.write(top)}}}{{{self.write(bottom)}}}"

    def write_mixed(self, whole: Node, top: Node, bottom: Node) -> str:
        return self.write(whole) + self.write_quotient(top, bottom)

    def write_power(self, base: Node, exponent: Node) -> str:
        power = self.write(exponent)
        if isinstance(base, Apply) and base.head in _TRIGONOMETRIC:
            if isinstance(exponent, Number):
                return rf"\{base.head}^{{{power}}}{self.bracket(self.write(base.arguments[0]))}"
            return f"{self.bracket(self.write(base))}^{{{power}}}"
        return f"{self.at_least(base, ATOM)}^{{{power}}}"

    def write_exp(self, inner: Node) -> str:
        return f"e^{{{self.write(inner)}}}"

    def write_percent(self, inner: Node) -> str:
        return self.at_least(inner, ATOM) + r"\%"

    def write_degrees(self, inner: Node) -> str:
        return self.at_least(inner, ATOM) + r"^{\circ}"

    def write_factorial(self, inner: Node) -> str:
        return self.at_least(inner, ATOM) + "!"

    def write_abs(self, inner: Node) -> str:
        return rf"\left|{self.write(inner)}\right|"

    def write_sqrt(self, inner: Node) -> str:
        return rf"\sqrt{{{self.write(inner)}}}"

    def write_matrix(self, *rows: Node) -> str:
        body = r" \\ ".join(" & ".join(map(self.write, row.arguments)) for row in rows)
        return rf"\begin{{pmatrix}} {body} \end{{pmatrix}}"

    def write_system(self, *equations: Node) -> str:
        rows = r" \\ ".join(map(self.write, equations))
        return rf"\begin{{cases}} {rows} \end{{cases}}"

    def write_derivative(self, inner: Node, letter: Node, order: Node) -> str:
        times = self.write(order)
        above, below = (f"^{{{times}}}", f"^{{{times}}}") if times != "1" else ("", "")
        return rf"\frac{{d{above}}}{{d{self.write(letter)}{below}}}{self.bracket(self.write(inner))}"

    def write_root(self, inner: Node, index: Node) -> str:
        return rf"\sqrt[{self.write(index)}]{{{self.write(inner)}}}"

    def write_log(self, inner: Node, base: Node) -> str:
        return rf"\log_{{{self.write(base)}}}{self.bracket(self.write(inner))}"

    def write_function(self, head: str, inner: Node) -> str:
        return _INVERSES.get(head, "\\" + head) + self.bracket(self.write(inner))


class _Plain(_Writer):
    def strength(self, node: Node) -> int:
        if isinstance(node, Apply) and node.head == "root" and not self.write(node).startswith("cbrt"):
            return POWER
        return _strength(node)

    def letter(self, name: str) -> str:
        return name

    def leading_fraction(self, node: Node) -> str:
        return self.bracket(self.write(node))

    def juxtapose(self, text: str, previous: Node, factor: Node) -> str:
        written = self.factor(factor)
        if written[0].isdigit():
            return f"{text} * {written}"
        if isinstance(previous, Name) and isinstance(factor, Name):
            run = _LETTERS_AT_END.search(text)[0] + written
            return text + written if is_product(run) else f"{text} {written}"
        words = written[0].isalpha() and (text[-1].isalpha() or isinstance(previous, Apply) and text[-1] != ")")
        return f"{text} {written}" if words else text + written

    def write_quotient(self, top: Node, bottom: Node) -> str:
        is_percent = isinstance(bottom, Apply) and bottom.head == "percent"
        below = self.at_least(bottom, ATOM if is_percent else POWER)
        above = self.write(top)
        if _strength(top) < PRODUCT and not self._signed_atom(top) or _is_quotient(top) or _ROOT_AT_END.search(above):
            above = self.bracket(above)
        return f"{above}/{below}"

    def write_mixed(self, whole: Node, top: Node, bottom: Node) -> str:
        return f"{self.write(whole)} {self.write_quotient(top, bottom)}"

    def write_power(self, base: Node, exponent: Node) -> str:
        return f"{self.at_least(base, ATOM)}^{self.at_least(exponent, ATOM)}"

    def write_exp(self, inner: Node) -> str:
        return f"e^{self.at_least(inner, ATOM)}"

    def write_percent(self, inner: Node) -> str:
        return self.at_least(inner, ATOM) + "%"

    def write_degrees(self, inner: Node) -> str:
        return self.at_least(inner, ATOM) + "°"

    def write_factorial(self, inner: Node) -> str:
        return self.at_least(inner, ATOM) + "!"

    def write_abs(self, inner: Node) -> str:
        text = self.write(inner)
        return f"abs({text})" if "|" in text else f"|{text}|"

    def write_matrix(self, *rows: Node) -> str:
        return "[" + ", ".join(f"[{', '.join(map(self.write, row.arguments))}]" for row in rows) + "]"

    def write_derivative(self, inner: Node, letter: Node, order: Node) -> str:
        times = "" if order == Number("1") else f"^{self.write(order)}"
        return f"d{times}/d{self.write(letter)}{times} {self.bracket(self.write(inner))}"

    def write_system(self, *equations: Node) -> str:
        return ", ".join(map(self.write, equations))

    def write_root(self, inner: Node, index: Node) -> str:
        if index == Number("3") and not isinstance(inner, Number):
            return f"cbrt({self.write(inner)})"  # a power would not be real below 0
        return f"{self.at_least(inner, ATOM)}^(1/{self.at_least(index, ATOM)})"

    def write_log(self, inner: Node, base: Node) -> str:
        return f"log_{self.at_least(base, ATOM)}({self.write(inner)})"

    def write_function(self, head: str, inner: Node) -> str:
        return f"{head}({self.write(inner)})"


def _is_quotient(node: Node) -> bool:
    return isinstance(node, Apply) and node.head in {"quotient", "mixed"}
