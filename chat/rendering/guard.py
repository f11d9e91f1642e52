r"""Keep TeX from exhausting the MathML converter, whose calls can neither be interrupted nor caught.

Two weaknesses were measured in math-core 0.9.0: each opening bracket without its closing one doubles the time (26 of
them take a second), so brackets are passed as sized delimiters, which it reads one by one; and some thousand nested
commands (1,000 on a stack of 2 MiB) overflow it and end the process, so they are refused.
"""

import re
import unicodedata

_LONGEST = 12_000
_DEEPEST = 100
_MOST_COMMANDS = 700

_DEFINITION = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|[gex]?def|let|futurelet|newenvironment|DeclareMathOperator)(?![A-Za-z])"
)
_GROUP = re.compile(r"\\(?:begin|left|end|right)(?![A-Za-z])|\\.|[{}]", re.DOTALL)
_OPENING_GROUP = frozenset(["{", "\\begin", "\\left"])
_CLOSING_GROUP = frozenset(["}", "\\end", "\\right"])

_OPENING_COMMANDS = (
    r"\lAngle \lBrace \lVert \lang \langle \lbrace \lbrack \lceil \lfloor \lgroup \llangle \llbracket \llcorner"
    r" \llparenthesis \lmoustache \lparen \lvert \ulcorner \{"
)
_OPENERS = frozenset(_OPENING_COMMANDS.split())
_SIZED = r"\\(?:left|right|middle|[bB]igg?[lrm]?)(?![A-Za-z])\s*(?:\\[A-Za-z]+|\\.|[^\\])"
_OPTIONAL = r"\\(?:sqrt|cfrac|x[A-Za-z]+|underbracket|overbracket)\s*\["
_WORDS = r"\\(?:text[a-z]*|operatorname\*?|mbox|hbox|begin|end|tag)\s*\{[^{}]*\}"
_BRACKET = re.compile(
    rf"(?:{_WORDS}|{_OPTIONAL}|{_SIZED})|(?P<one>\\[A-Za-z]+|\\.|[^\x00-\x27\x29-\x5a\x5c-\x7f])(?P<sign>\s*[-+−])?",
    re.DOTALL,
)
_SIZE = re.compile(r"\\big[lrm]?(?![A-Za-z])")
_SIDE = re.compile(r"(\\(?:Big|[bB]igg))[lrm](?![A-Za-z])")


class Unsupported(ValueError):
    """The formula is left as its source."""


def refuse_unsafe(tex):
    """Raise Unsupported for TeX that is very long, defines commands or nests very deeply."""
    if len(tex) > _LONGEST:
        raise Unsupported("too long")
    if _DEFINITION.search(tex):
        raise Unsupported("defines commands")
    if tex.count("\\") > _MOST_COMMANDS or _depth(tex) > _DEEPEST:
        raise Unsupported("nested too deeply")


def _depth(tex):
    depth = deepest = 0
    for token in _GROUP.findall(tex):
        if token in _OPENING_GROUP:
            depth += 1
            deepest = max(deepest, depth)
        elif token in _CLOSING_GROUP:
            depth -= 1
    return deepest


def with_sized_brackets(tex):
    r"""``tex`` with each opening bracket as ``\big``, a size that nothing else has then; a sign after it stays one."""
    tex = _SIDE.sub(r"\1", _SIZE.sub("", tex))
    return _BRACKET.sub(_sized, tex)


def _sized(match):
    token = match["one"]
    if token is None or not _opens(token):
        return match[0]
    sign = f"{{{match['sign'].strip()}}}" if match["sign"] else ""
    return rf"\big{token}{sign}" if sign else rf"\big{token} "


def _opens(token):
    return token in "([" or token in _OPENERS or len(token) == 1 and unicodedata.category(token) == "Ps"
