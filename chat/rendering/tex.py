"""TeX as tutors write it, rewritten into what the MathML converter understands."""

import re

from .science import CHEMISTRY, UNITS, chemical

_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_TEXT_GROUP = re.compile(r"\\(?:text(?:bf|it|rm|sf|tt|normal|up|md|sc)?|mbox|hbox)\s*(?=\{)")
_MATH_IN_TEXT = re.compile(r"\$([^$]+)\$|\\\((.+?)\\\)", re.DOTALL)
_ROW = re.compile(r"\\(?:begin|end)(?![A-Za-z])|\\\\|\\.|[{}&]", re.DOTALL)
_UNESCAPED = r"(?<!\\)((?:\\\\)*)"

MACROS = {
    "substack": r"\begin{subarray}{c}#1\end{subarray}",
    "tag": r"\qquad\text{(#1)}",
    "cancelto": r"{\cancel{#2}}^{#1}",
    "intertext": r"\text{#1}\\",
    "shortintertext": r"\text{#1}\\",
    "mbox": r"\text{#1}",
    "hbox": r"\text{#1}",
    "textnormal": r"\text{#1}",
    "textup": r"\text{#1}",
    "textmd": r"\text{#1}",
    "textsc": r"\text{#1}",
    "framebox": r"\fbox{#1}",
    "smash": "#1",
    "llap": "#1",
    "rlap": "#1",
    "mathllap": "#1",
    "mathrlap": "#1",
    "mathclap": "#1",
    "mathnormal": "#1",
    "ensuremath": "#1",
    "colorbox": "#2",
    "multicolumn": "#3",
    "pmb": r"\boldsymbol{#1}",
    "wideparen": r"\overparen{#1}",
    "overarc": r"\overparen{#1}",
    "arc": r"\overparen{#1}",
    "longdiv": r"\overline{)\,#1}",
    "circled": r"\boxed{#1}",
    "abs": r"\left|#1\right|",
    "norm": r"\left\|#1\right\|",
    # The converter's own versions of these bring opening brackets along (see guard).
    "pmod": r"\quad\big(\operatorname{mod}\,#1)",
    "pod": r"\quad\big(#1)",
    "mod": r"\quad\operatorname{mod}\,#1",
    "ket": r"\left|#1\right\rangle",
    "bra": r"\left\langle#1\right|",
    "braket": r"\left\langle#1\right\rangle",
    "set": r"\left\{#1\right\}",
    "num": "#1",
    "si": r"\mathrm{#1}",
    "unit": r"\mathrm{#1}",
    "SI": r"#1\,\mathrm{#2}",
    "degree": r"{}^{\circ}",
    "textdegree": r"{}^{\circ}",
    "dotsb": r"\cdots",
    "dotsc": r"\ldots",
    "dotsi": r"\cdots",
    "dotsm": r"\cdots",
    "dotso": r"\ldots",
    "hdots": r"\ldots",
    "divides": r"\mid",
    "qed": r"\blacksquare",
    "euro": "€",
    "Q": r"\mathbb{Q}",
    "C": r"\mathbb{C}",
    "arccot": r"\operatorname{arccot}",
    "arcsec": r"\operatorname{arcsec}",
    "arccsc": r"\operatorname{arccsc}",
    "lcm": r"\operatorname{lcm}",
    "sgn": r"\operatorname{sgn}",
    "hfill": r"\quad",
}
MACROS |= UNITS
MACROS |= {"Ket": MACROS["ket"], "Bra": MACROS["bra"], "Braket": MACROS["braket"], "Set": MACROS["set"]}

_EMPTY = (
    r"notag|nonumber|displaylimits|allowbreak|nobreak|strut|normalfont|noindent|dotfill|tiny|scriptsize|footnotesize"
    r"|small|normalsize|large|Large|LARGE|huge|Huge"
)
_ENVIRONMENT_NAMES = {
    **dict.fromkeys(["align", "align*", "split", "alignat", "alignat*", "alignedat", "flalign", "flalign*"], "aligned"),
    **dict.fromkeys(["gather", "gather*", "multline", "multline*", "displaymath"], "gathered"),
    **dict.fromkeys(["eqnarray", "eqnarray*"], "eqnarray"),
    **dict.fromkeys(["equation", "equation*", "center", "subequations", "math"], ""),
    **{f"{kind}matrix*": f"{kind}matrix" for kind in ("", "p", "b", "B", "v", "V")},
    "smallmatrix": "matrix",
    "tabular": "array",
}
_ENVIRONMENT = re.compile(
    r"\\(begin|end)\{(" + "|".join(re.escape(name) for name in _ENVIRONMENT_NAMES) + r")\}(\{\d+\})?(\[[a-z]\])?"
)
_COLUMNS = re.compile(r"(\\begin\{array\})\s*(?:\[[tbc]\])?\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_SYMBOLS = str.maketrans(
    {
        "∠": r"\angle ",
        "∡": r"\measuredangle ",
        "∢": r"\sphericalangle ",
        "∴": r"\therefore ",
        "∵": r"\because ",
        "⊥": r"\perp ",
        "⊤": r"\top ",
        "∅": r"\emptyset ",
        "√": r"\sqrt{}",
        "\u200b": "",
        "\u00a0": " ",
    }
)
_ENCLOSE = re.compile(r"\\enclose\s*\{([a-z ]*)\}")
_ENCLOSURES = {
    "longdiv": r"\longdiv",
    **dict.fromkeys(["box", "roundedbox", "circle"], r"\boxed"),
    **dict.fromkeys(["updiagonalstrike", "horizontalstrike"], r"\cancel"),
    "downdiagonalstrike": r"\bcancel",
    **dict.fromkeys(["updiagonalstrike downdiagonalstrike", "downdiagonalstrike updiagonalstrike"], r"\xcancel"),
    "top": r"\overline",
    "bottom": r"\underline",
}
_UNICODE = re.compile(r"\\unicode\s*\{\s*(?:x([0-9A-Fa-f]{1,6})|(\d{1,7}))\s*\}")
_OPERATION = r"\\(?:cdot|times|div|pm|leq?|geq?|neq?|approx)(?![A-Za-z])"
_SUBSTITUTIONS = [
    (re.compile(pattern), replacement)
    for pattern, replacement in [
        (r"\\\\\*?[ \t]*\[\s*-?\d*\.?\d+\s*[a-z]{2}\s*\]", r"\\\\"),
        (r"(\\begin\{(?:aligned|gathered|split)\})\[[tbc]\]", r"\1"),
        (r"\\(?:label|vspace\*?|require|cline)\s*\{[^{}]*\}", ""),
        (rf"\\(?:{_EMPTY})(?![A-Za-z])", ""),
        (r"\\tag\*\s*\{([^{}]*)\}", r"\\qquad\\text{\1}"),
        (r"\\hspace\*(?=\s*\{)", r"\\hspace"),
        (r"\\fbox\s*\{\s*\$([^${}]*)\$\s*\}", r"\\boxed{\1}"),
        (r"\\qty(?=\s*\{[^{}]*\}\s*\{)", r"\\SI"),
        (r"\\tag\s+(\w)", r"\\tag{\1}"),
        (r"\\textcolor\[[^\]{}]*\]\s*\{[^{}]*\}|\\color\s*\{#[^{}]*\}", ""),
        (r"(\\(?:SI|num)\s*\{-?\d+),(?=\d)", r"\1{,}"),
        # After a bar that opens and in a list, a sign is one of a number: the converter would space it as an operation.
        (r"([,;](?:\s|~|\\[ ,;:!]|\\q?quad(?![A-Za-z]))+)([-+−])(?=\s*[\w\\(.])", r"\1{\2}"),
        (rf"(\A|[=(\[{{<>+*,−-]|{_OPERATION})(\s*\|)\s*([-+−])(?=\s*[\w\\(.])", r"\1\2{\3}"),
        # On plain content the brackets need not grow, and browsers space those that could.
        (r"\\left\s*([(\[])([^\\{}^_()\[\]]*)\\right\s*([)\]])", r"\1\2\3"),
        (r"\\bbox\s*(?:\[[^\]{}]*\])?", ""),
        (r"\\rule\s*\{([^{}]*)\}\s*\{[^{}]*\}", r"\\underline{\\hspace{\1}}"),
        (r"√\s*\(([^()]*)\)", r"\\sqrt{\1}"),
        (r"√\s*(\d+(?:\.\d+)?|[A-Za-z])", r"\\sqrt{\1}"),
        (r"(?<=\d),(?=\d{3}(?!\d))", "{,}"),
        (r"(?:~\s*){4,}", "~~~~"),
        (_UNESCAPED + "([%#])", r"\1\\\2"),
        (_UNESCAPED + r"\$", r"\1"),
    ]
]


def prepare(tex):
    """``tex`` with the same meaning in commands that the converter knows."""
    return _with_rows(_rewritten(tex))


def _rewritten(tex):
    closing = _closing_braces(tex)
    parts, done = [], 0
    for group in _TEXT_GROUP.finditer(tex):
        end = closing.get(group.end())
        if group.start() < done or end is None:
            continue
        parts += [_math(tex[done : group.start()]), _text(group[0].strip(), tex[group.end() + 1 : end])]
        done = end + 1
    return "".join([*parts, _math(tex[done:])])


def _closing_braces(tex):
    """Position of each opening brace → position of the brace that closes it."""
    stack, closing = [], {}
    for brace in _BRACE.finditer(tex):
        if brace[0] == "{":
            stack.append(brace.start())
        elif brace[0] == "}" and stack:
            closing[stack.pop()] = brace.start()
    return closing


def _text(command, content):
    r"""A text group; formulas inside it (``\text{if $x>0$}``) are moved out between two groups."""
    pieces, done = [], 0
    for inner in _MATH_IN_TEXT.finditer(content):
        pieces += [_plain_group(command, content[done : inner.start()]), _math(inner[1] or inner[2])]
        done = inner.end()
    if not pieces:
        return _plain_group(command, content)
    return "{" + "".join([*pieces, _plain_group(command, content[done:])]) + "}"


def _plain_group(command, content):
    if not content:
        return ""
    content = re.sub(_UNESCAPED + "([%#&_])", r"\1\\\2", content)
    return f"{command}{{{content}}}"


def _math(tex):
    tex = CHEMISTRY.sub(chemical, tex)
    tex = _ENCLOSE.sub(lambda match: _ENCLOSURES.get(match[1].strip(), ""), tex)
    tex = _UNICODE.sub(_character, tex)
    for pattern, replacement in _SUBSTITUTIONS:
        tex = pattern.sub(replacement, tex)
    tex = _ENVIRONMENT.sub(_renamed, tex)
    return _COLUMNS.sub(_plain_columns, tex).translate(_SYMBOLS)


def _character(match):
    """The character that a formula names by its number; signs of TeX and what has no picture stay unread."""
    number = int(match[1], 16) if match[1] else int(match[2])
    character = chr(number) if 0xA0 < number < 0x110000 else ""
    return character if character.isprintable() and character else match[0]


def _renamed(match):
    name = _ENVIRONMENT_NAMES[match[2]]
    if name == "eqnarray":
        return r"\begin{array}{rcl}" if match[1] == "begin" else r"\end{array}"
    argument = match[3] or "" if name == "array" else ""
    return rf"\{match[1]}{{{name}}}{argument}" if name else ""


def _plain_columns(match):
    columns = re.sub(r"[@!>]\{[^{}]*\}", "", match[2])
    columns = re.sub(r"[pmbX]\{[^{}]*\}", "l", columns)
    return f"{match[1]}{{{re.sub('[^lcr|]', '', columns) or 'c'}}}"


def _with_rows(tex):
    """Rows outside any environment get one: the converter would run them together on a single line."""
    depth, rows, cells = 0, False, False
    for token in _ROW.findall(tex):
        if token in ("{", "\\begin"):
            depth += 1
        elif token in ("}", "\\end"):
            depth -= 1
        elif depth == 0:
            rows, cells = rows or token == "\\\\", cells or token == "&"
    if cells:
        return rf"\begin{{aligned}}{tex}\end{{aligned}}"
    return rf"\begin{{gathered}}{tex}\end{{gathered}}" if rows else tex
