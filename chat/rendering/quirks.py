"""MathML that browsers draw badly, written so that they draw it well."""

import re

_TAG = re.compile(r"(<[^<>]*>)")
_LOW_LINE = "\u0332"
_BAR = ['<mo stretchy="true">', _LOW_LINE, "</mo>"]
_BAR_CLASSES = {"</mover>": "math-overline", "</munder>": "math-underline"}
# Chromium stretches an operator in a row, but not as the base of a script.
_SIZED_BASE = re.compile(r"(<(?:msub|msup|msubsup)>)(<mo [^<>]*minsize=[^<>]*>[^<>]*</mo>)")
# As a character of its own a combining arrow is drawn left of its place.
_COMBINING_ARROW = "\u20d7"
_TABLE = re.compile(r"<mtable[^<>]*>(?:(?!<mtable).)*?</mtable>", re.DOTALL)
_LAST_RULE = re.compile(r'<mtr><mtd class="[^"]*math-line-top[^"]*"></mtd></mtr></mtable>$')


def redrawn(body):
    """``body`` with bars as borders (fonts draw them wider than a digit), bases that stretch and whole last rules."""
    body = _SIZED_BASE.sub(r"\1<mrow>\2</mrow>", body).replace(_COMBINING_ARROW, "\u2192")
    if "math-line-top" in body:
        body = _TABLE.sub(_with_last_rule, body)
    return _with_bars(body) if _LOW_LINE in body else body


def _with_bars(body):
    pieces, opened = _TAG.split(body), []
    for index in range(1, len(pieces), 2):
        tag = pieces[index]
        if not tag.startswith("</"):
            opened.append(index)
            continue
        start = opened.pop()
        if tag in _BAR_CLASSES and pieces[index - 4 : index - 1] == _BAR:
            pieces[start] = f'<mrow class="{_BAR_CLASSES[tag]}">'
            pieces[index - 4 : index + 1] = ["", "", "", "", "</mrow>"]
    return "".join(pieces)


def _with_last_rule(table):
    """A rule after the last row reaches over all columns: the converter leaves it over the first one."""
    columns = table[0].partition("</mtr>")[0].count("<mtd")
    rule = f'<mtr><mtd class="math-line-top math-rule" columnspan="{columns}"></mtd></mtr></mtable>'
    return _LAST_RULE.sub(rule, table[0])
