"""One formula → MathML that holds only listed elements and attributes, no inline style, and its TeX source."""

import re
from functools import lru_cache
from html import escape

from math_core import LatexError, LatexToMathML

from .guard import Unsupported, refuse_unsafe, with_sized_brackets
from .quirks import redrawn
from .tex import MACROS, prepare

# The converter is shared by all threads: it is called with local state only.
_CONVERTER = LatexToMathML(macros=MACROS, fancy_error=False, max_expansions=500)
_LONG_FOR_A_PHONE = 24
_MOST_OUTPUT_PER_CHARACTER = 120

_NAMES = (
    "math mi mn mo mtext mspace mrow mfrac msqrt mroot msub msup msubsup munder mover munderover mmultiscripts"
    " mprescripts mtable mtr mtd mpadded mphantom b i em code span"
)
_ELEMENTS = frozenset(_NAMES.split())
_FLAG = re.compile(r"true|false")
_LENGTH = re.compile(r"-?(?:\d{1,2}(?:\.\d*)?|\.\d+)(?:r?em|ex|px)?")
_ATTRIBUTES = {
    **dict.fromkeys(["displaystyle", "stretchy", "symmetric", "movablelimits", "accent", "accentunder"], _FLAG),
    **dict.fromkeys(["lspace", "rspace", "minsize", "maxsize", "width", "height", "depth", "voffset"], _LENGTH),
    "linethickness": _LENGTH,
    "scriptlevel": re.compile(r"[+-]?[0-3]"),
    "form": re.compile(r"infix|prefix|postfix"),
    "mathvariant": re.compile(r"normal"),
}
# The declarations that the converter writes into style attributes; others are dropped.
STYLE_CLASSES = {
    "text-align:left": "math-left",
    "text-align:right": "math-right",
    "padding-left:0": "math-flush-left",
    "padding-right:0": "math-flush-right",
    "padding-left:1em": "math-gap-left",
    "padding-top:0": "math-flush-top",
    "padding-bottom:0": "math-flush-bottom",
    "padding-top:0.1667em": "math-cfrac",
    "margin-left:-0.16666667em": "math-back-thin",
    **{
        f"border-{side}:0.05em {kind} currentcolor": f"math-line-{side}" + ("-dashed" if kind == "dashed" else "")
        for side in ("left", "right", "top", "bottom")
        for kind in ("solid", "dashed")
    },
    "color:#FF0000": "math-red",
    "color:#0000FF": "math-blue",
    "color:#008000": "math-green",
    "color:#00FF00": "math-green",
    "color:#FFA500": "math-orange",
    "color:#FF8000": "math-orange",
    "color:#800080": "math-purple",
    "color:#808080": "math-gray",
}
_NOTATIONS = frozenset(["box", "updiagonalstrike", "downdiagonalstrike", "phasorangle"])
_TAG = re.compile(r"(<[^<>]*>)")
_TAG_PARTS = re.compile(r"<(/?)([a-z]+)((?: [a-z]+=\"[^\"<>]*\")*)(/?)>")
_ATTRIBUTE = re.compile(r"([a-z]+)=\"([^\"]*)\"")
_STRIKE = re.compile(r'<mrow class="menclose-[a-z]+"></mrow>')
_SIZED_BRACKET = 'minsize="1.2em" maxsize="1.2em"'
_SPACE_AT_BRACKET = re.compile(
    rf'<mspace width="0.1667em"/>(?=<mo [^<>]*{_SIZED_BRACKET})'
    rf'|(<mo (?:[^<> ]* )*{_SIZED_BRACKET}>[^<>]*</mo>)<mspace width="0.1667em"/>'
)
_SPACES = re.compile(r"\s*([:;])\s*")


def formula_html(formula):
    """HTML of a Formula: MathML, or its source in ``<code class="math-source">`` where it cannot be converted."""
    html = _mathml(formula)
    if html is None:
        html = f'<code class="math-source">{escape(formula.tex)}</code>'
    elif not formula.display and len(formula.tex) > _LONG_FOR_A_PHONE:
        return f'<span class="math-long">{html}</span>'
    return f'<span class="math-block">{html}</span>' if formula.display else html


def _mathml(formula):
    """MathML with the TeX source as annotation, or None."""
    body = mathml_of(formula.tex, formula.display)
    if body is None:
        return None
    block = ' display="block"' if formula.display else ""
    annotation = f'<annotation encoding="application/x-tex">{escape(formula.tex, quote=False)}</annotation>'
    return f"<math{block}><semantics><mrow>{body}</mrow>{annotation}</semantics></math>"


def mathml_of(tex, display):
    """What stands inside of a formula's <math>, or None for TeX that cannot be converted."""
    try:
        return _body(tex, display)
    except (LatexError, Unsupported):
        return None


def _body(tex, display):
    refuse_unsafe(tex)
    prepared = with_sized_brackets(prepare(tex))
    converted = _CONVERTER.convert_with_local_state(prepared, displaystyle=display)
    body = converted[converted.index(">") + 1 : converted.rindex("<")]
    if not body or len(body) > 2000 + _MOST_OUTPUT_PER_CHARACTER * len(tex):
        raise Unsupported("nothing to show, or far too much")
    pieces = _TAG.split(_SPACE_AT_BRACKET.sub(r"\1", _STRIKE.sub("", body)))
    if any("<" in text for text in pieces[::2]):
        raise Unsupported("not well-formed")
    pieces[1::2] = map(_clean_tag, pieces[1::2])
    return redrawn("".join(pieces))


@lru_cache(maxsize=2048)
def _clean_tag(tag):
    """The tag with listed attributes only; links vanish, enclosures become rows with classes, styles become classes."""
    parts = _TAG_PARTS.fullmatch(tag)
    if not parts:
        raise Unsupported("unexpected tag")
    slash, name, attributes, empty = parts.groups()
    if name == "a":
        return ""
    if name != "menclose" and name not in _ELEMENTS:
        raise Unsupported("unexpected element")
    name = "mrow" if name == "menclose" else name
    return f"<{slash}{name}{_clean_attributes(attributes)}>" + (f"</{name}>" if empty else "")


def _clean_attributes(text):
    if _SIZED_BRACKET in text:
        return ' stretchy="false" form="prefix"'
    kept, classes = [], []
    for name, value in _ATTRIBUTE.findall(text):
        if name == "style":
            classes += _classes_of_style(value)
        elif name == "notation":
            classes += [f"menclose-{word}" for word in value.split() if word in _NOTATIONS]
        elif name in _ATTRIBUTES and _ATTRIBUTES[name].fullmatch(value):
            kept.append(f' {name}="{value}"')
    if classes:
        kept.append(f' class="{" ".join(classes)}"')
    return "".join(kept)


def _classes_of_style(style):
    declarations = _SPACES.sub(r"\1", style).strip("; ").split(";")
    return [STYLE_CLASSES[declaration] for declaration in declarations if declaration in STYLE_CLASSES]
