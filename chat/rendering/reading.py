"""One formula → one line of text as one types it, ``1/2``, ``x²``, ``√2``: for titles, excerpts and screen readers."""

import re
import unicodedata
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from .mathml import mathml_of

_TAG = re.compile(r"<(/?)([a-z]+)([^<>]*)>")
_STYLED_LETTERS = re.compile("[\U0001d400-\U0001d7ff]+")
_INVISIBLE = re.compile("[\u200b\u2062-\u2064\ufe00-\ufe0f]")
_APPLIED = "\u2061"
"""Stands between a function and what it is of."""
_SUPERSCRIPTS = str.maketrans("0123456789+−-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_SUBSCRIPTS = str.maketrans("0123456789+−-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_RAISED = re.compile(r"[+−-]?(?:\d{1,4}|n)")
_LOWERED = re.compile(r"\d{1,4}")
_BESIDE = {"∘": "°", "°": "°", "′": "′", "″": "″", "′′": "″", "‴": "‴"}
"""What stands beside its base, not above it."""
_ROOTS = {"2": "√", "3": "∛", "4": "∜"}
_ACCENTS = {"→": "\u20d7", "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "‾": "\u0305", "¯": "\u0305"}
_ACCENTS |= {"˙": "\u0307", "¨": "\u0308"}
_OVERLINE = "\u0305"
_BRACES = frozenset("⏞⏟⎴⎵⌢")

_SIGNS = frozenset("+−±∓-")
_UNSPACED = frozenset("√∛∜∂∇∞¬∀∃∅∘°′|‖/…⋯⋮⋱")
_LARGE = frozenset("∑∏∫∮∬∭⋃⋂")
_SPACED_BRACKET = re.compile(r"(?<=[(\[{]) | (?=[)\]}])")
_CALL = re.compile(rf"(?<=\w){_APPLIED}(?=\()")
_OPENING = frozenset("([{⟨⌊⌈,;")

_NUMBER = r"\d[\d.,]*"
_PIECE = re.compile(rf"{_NUMBER}|[^\W\d_]+|\W?|\(.*\)|\[.*\]|\S")
"""What can be raised or lowered without brackets."""
_ABOVE = re.compile(r"(?:[\w√∛∜°′∂.,]|\([^()]*\)|\|[^|]*\|)+!?")
_BELOW = re.compile(rf"{_NUMBER}|√?\w[₀-₉]*[²³ⁿ!]?|[d∂Δ]\w[²³]?|[^\W\d_]{{4,}}")
_UNDER_A_ROOT = re.compile(rf"{_NUMBER}|[^\W_]?")
_WORD, _SIGN = re.compile(r"\w+|\S"), re.compile(rf"{_NUMBER}|\S")
_BRACKETED = re.compile(r"\([^()]*\)")


class _Fraction(str):
    """A fraction: what stands beside it must not run into it."""

    __slots__ = ()


class _Node(NamedTuple):
    """An element that is being read: its name, its attributes, and the texts of what it holds."""

    name: str
    attributes: str
    parts: list


@lru_cache(maxsize=512)
def formula_text(tex):
    """The formula on one line, without markup; its TeX where that cannot be read."""
    body = mathml_of(tex, display=False)
    return _tidied(_read(body)) or tex if body else tex


def _tidied(text):
    text = " ".join(_CALL.sub("", text).replace(_APPLIED, " ").split())
    return _SPACED_BRACKET.sub("", text)


def _read(body):
    """The text of well-formed MathML, from the inside out: however deep it is, nothing calls itself."""
    opened, done = [_Node("mrow", "", [])], 0
    for tag in _TAG.finditer(body):
        if done < tag.start():
            opened[-1].parts.append(unescape(body[done : tag.start()]))
        done = tag.end()
        if not tag[1]:
            opened.append(_Node(tag[2], tag[3], []))
            continue
        node = opened.pop()
        opened[-1].parts.append(_READERS.get(node.name, _row)(node))
    return _row(opened[0])


def _row(node):
    """Parts side by side. One alone stays what it is."""
    if "math-overline" in node.attributes:
        return _overlined("".join(node.parts))
    parts = [part for part in node.parts if part]
    if len(parts) == 1:
        return parts[0]
    text, before = "", ""
    for part in parts:
        text += _next(text, before, part)
        before = part
    return text


def _next(text, before, part):
    """A part as it follows on a text whose last part is `before`."""
    sign = part.strip()
    if sign in _SIGNS and _expects_more(text):
        return sign
    if isinstance(part, _Fraction) and text[-1:].isalnum():
        return f" {part}"
    if isinstance(before, _Fraction) and (part[0].isalnum() or part[0] in "(√"):
        return f" {part}"
    is_name = len(part) > 1 and part.isalpha() and part.isascii()
    return f" {part}" if is_name and text[-1:].isalnum() else part


def _expects_more(text):
    """Whether a sign that follows is one of a number, and no operation."""
    text = text.rstrip()
    last = text[-1:]
    if last == "|":
        return text.count("|") % 2 == 1
    return not last or last in _OPENING or _is_infix(last)


def _is_infix(sign):
    return sign in "·*" or unicodedata.category(sign) == "Sm" and sign not in _UNSPACED | _LARGE


def _leaf(node):
    text = _INVISIBLE.sub("", "".join(node.parts))
    return _STYLED_LETTERS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def _operator(node):
    sign = _leaf(node).replace("⋅", "·")
    is_tight = 'lspace="0"' in node.attributes and 'rspace="0"' in node.attributes
    if sign in {",", ";"}:
        return sign if 'rspace="0"' in node.attributes else f"{sign} "
    if sign in _LARGE or len(sign) == 1 and _is_infix(sign) and not is_tight:
        return f" {sign} "
    return sign


def _space(node):
    return " " if re.search(r'width="[\d.]*[1-9]', node.attributes) else ""


def _fraction(node):
    above, below = _sides(node, 2)
    if 'linethickness="0"' in node.attributes:
        return f"{above} ¦ {below}"
    above = above if _ABOVE.fullmatch(above) else _in_brackets(above)
    below = below if _BELOW.fullmatch(below) else _in_brackets(below)
    return _Fraction(f"{above}/{below}")


def _square_root(node):
    return _root_of("".join(node.parts), "√")


def _root(node):
    inside, index = _sides(node, 2)
    return _root_of(inside, _ROOTS.get(index) or f" {_raised(index)}√")


def _root_of(inside, sign):
    inside = inside.strip()
    return sign + (inside if _UNDER_A_ROOT.fullmatch(inside) else _in_brackets(inside))


def _above(node):
    base, script = _sides(node, 2)
    return _scripted(base, "", script)


def _below(node):
    base, script = _sides(node, 2)
    return base if script in _BRACES else _scripted(base, script, "")


def _both(node):
    return _scripted(*_sides(node, 3))


def _over(node):
    base, sign = _sides(node, 2)
    if 'accent="true"' not in node.attributes and sign not in _BRACES:
        return _scripted(base, "", sign)
    return base + _ACCENTS.get(sign, "") if len(base) == 1 else base


def _beside(node):
    """Of scripts on all sides the two before the base."""
    base, _before, low, high = (*node.parts, "", "", "", "")[:4]
    return _raised(high) + _lowered(low) + base


def _table(node):
    return "; ".join(row for row in node.parts if row.strip())


def _table_row(node):
    return " ".join(cell.strip() for cell in node.parts if cell.strip())


def _nothing(_node):
    return ""


def _sides(node, number):
    return [part.strip() if not isinstance(part, _Fraction) else part for part in (*node.parts, "", "", "")][:number]


def _scripted(base, low, high):
    if base in _LARGE:
        return f" {base}{_lowered(low)}{_raised(high)} "
    if len(base) == 1 and _is_infix(base):
        return f" {base}{high}{low} "
    if not _PIECE.fullmatch(base):
        base = _in_brackets(base)
    return base + _lowered(low) + _raised(high)


def _lowered(script):
    if _LOWERED.fullmatch(script):
        return script.translate(_SUBSCRIPTS)
    return f"_{_as_one(script, _WORD)}" if script else ""


def _raised(script):
    if _RAISED.fullmatch(script):
        return script.translate(_SUPERSCRIPTS)
    return _BESIDE.get(script) or (f"^{_as_one(script, _SIGN)}" if script else "")


def _as_one(text, simple):
    return text if simple.fullmatch(text) else _in_brackets(text)


def _in_brackets(text):
    return text if _BRACKETED.fullmatch(text) else f"({text.strip()})"


def _overlined(text):
    return "".join(f"{sign}{_OVERLINE}" if sign.isalnum() else sign for sign in text)


_READERS = {
    **dict.fromkeys(["mi", "mn", "mtext"], _leaf),
    "mo": _operator,
    "mspace": _space,
    "mphantom": _nothing,
    "mfrac": _fraction,
    "msqrt": _square_root,
    "mroot": _root,
    "msup": _above,
    **dict.fromkeys(["msub", "munder"], _below),
    **dict.fromkeys(["msubsup", "munderover"], _both),
    "mover": _over,
    "mmultiscripts": _beside,
    "mtable": _table,
    "mtr": _table_row,
}
