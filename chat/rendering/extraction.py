"""Find the formulas in a text before Markdown sees them, leaving code and money alone."""

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass

_ENVIRONMENTS = (
    r"(?:align|alignat|flalign|gather|equation|multline|eqnarray)\*?"
    r"|aligned|alignedat|gathered|split|[dr]?cases|array|[pbBvV]?matrix|smallmatrix"
)
_EVENT = re.compile(
    rf"""
      (?P<fence>^[ \t>]*(?:(?:[-+*]|\d{{1,9}}[.)])[ \t]+)*(?:`{{3,}}(?=[^`\n]*$)|~{{3,}}))
    | (?P<blank>\n(?=[ \t>]*(?:\n|\Z)))
    | \\(?P<round>[()])
    | \\(?P<square>[\[\]])
    | \\begin\{{(?P<begin>{_ENVIRONMENTS})\}}
    | \\end\{{(?P<end>{_ENVIRONMENTS})\}}
    | (?P<boxed>\\boxed(?=\{{))
    | \\.
    | (?P<ticks>`+)
    | (?P<dollars>\$+)
    | (?P<brace>[{{}}])
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_CODE_RUN = re.compile(r"`+")
_QUOTE_LINE = re.compile(r"[ \t]*>")
_QUOTE_MARKS = re.compile(r"\n[ \t]*(?:>[ \t]?)+")
_BLANK_LINES = re.compile(r"\n\s*\n")
_STRONG_SIGN = re.compile(r"[\\^_=]")
_TEX_WORDS = re.compile(r"\\[A-Za-z]+(?:\{[^{}]*\})?")
_PROSE = re.compile(r"(?<![A-Za-z])[A-Za-z]{2,}[,;:.]?\s+[A-Za-z]{2,}|[\w,;:.]\s+[A-Za-z]{2,}\s")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class Formula:
    """One formula: its TeX without delimiters, whether it stands on a line of its own, and the text it was cut from."""

    tex: str
    display: bool
    source: str


def split(text):
    r"""Cut ``text`` into Markdown strings and Formula objects, in order and in linear time.

    Formulas are ``\(…\)``, ``\[…\]``, ``$$…$$``, bare environments such as ``align``, a bare ``\boxed{…}``, and
    ``$…$`` by pandoc's rule when it looks like math. Code spans and fences are Markdown; so is unclosed math, whose
    delimiters get the escape that keeps them visible.
    """
    return _Scan(text).pieces()


class _Scan:
    """One pass over the events of a text; every look ahead is a bisection, so floods of openers stay linear."""

    def __init__(self, text):
        self.text = text
        self.events = list(_EVENT.finditer(text))
        self.starts = defaultdict(list)
        self.closer = {}
        self._index()

    def _index(self):
        open_environments, open_braces = defaultdict(list), []
        for event in self.events:
            kind, start = event.lastgroup, event.start()
            self.starts[_key(event)].append(start)
            if kind == "begin":
                open_environments[event["begin"]].append(start)
            elif kind == "end" and open_environments[event["end"]]:
                self.closer[open_environments[event["end"]].pop()] = event.end()
            elif kind == "blank":
                open_braces.clear()
            elif event[0] == "{":
                open_braces.append(start)
            elif event[0] == "}" and open_braces:
                self.closer[open_braces.pop()] = event.end()
        for run in _CODE_RUN.finditer(self.text):
            self.starts["code", len(run[0])].append(run.start())

    def pieces(self):
        """The strings and formulas of the text."""
        found, done = [""], 0
        for event in self.events:
            if event.start() < done:
                continue
            end, formula = self._opened_by(event)
            if formula:
                found += [self.text[done : event.start()], formula, ""]
            elif not end and event.lastgroup in ("round", "square"):
                found += [self.text[done : event.start()], _shown_delimiter(event[0])]
                end = event.end()
            elif not end:
                continue
            else:
                found.append(self.text[done:end])
            done = end
        return _joined([*found, self.text[done:]])

    def _opened_by(self, event):
        """Where what begins at ``event`` ends (0: nothing begins), and the formula if it is math."""
        reader = getattr(self, f"_{event.lastgroup}", None)
        return reader(event) if reader else (0, None)

    def _next(self, key, position):
        starts = self.starts[key]
        index = bisect_left(starts, position)
        return starts[index] if index < len(starts) else len(self.text) + 1

    def _fence(self, event):
        marks = event[0][event[0].rindex(event[0][-1] * 3) :]
        run = len(event[0]) - len(event[0].rstrip(marks[-1]))
        closing = re.compile(rf"^[ \t>]*{marks[-1]}{{{run},}}[ \t]*$", re.MULTILINE)
        match = closing.search(self.text, event.end())
        return (match.end() if match else len(self.text)), None

    def _ticks(self, event):
        length = event.end() - event.start()
        closing = self._next(("code", length), event.end())
        if closing > self._next("blank", event.start()) or closing > len(self.text):
            return 0, None
        return closing + length, None

    def _round(self, event):
        return self._bracketed(event, r"\(", r"\)", display=False)

    def _square(self, event):
        return self._bracketed(event, r"\[", r"\]", display=True)

    def _bracketed(self, event, opening, closing, display):
        if event[0] != opening:
            return 0, None
        end = self._next(closing, event.end())
        barriers = [self._next(opening, event.end()), self._next("fence", event.end())]
        if not display:
            barriers.append(self._next("blank", event.end()))
        return self._cut(event.start(), event.end(), end, end + 2, display) if end < min(barriers) else (0, None)

    def _begin(self, event):
        end = self.closer.get(event.start(), 0)
        if not end or end > self._next("fence", event.end()):
            return 0, None
        return self._cut(event.start(), event.start(), end, end, display=True)

    def _boxed(self, event):
        end = self.closer.get(event.end(), 0)
        return self._cut(event.start(), event.start(), end, end, display=False) if end else (0, None)

    def _dollars(self, event):
        width = event.end() - event.start()
        if width > 2:
            return 0, None
        end = self._next("$" * width, event.end())
        if end > len(self.text) or end > self._next("blank", event.end()):
            return 0, None
        if width == 1 and not self._is_single_dollar_math(event.end(), end):
            return 0, None
        return self._cut(event.start(), event.end(), end, end + width, display=width == 2)

    def _is_single_dollar_math(self, start, end):
        content = self.text[start:end]
        if content[:1].isspace() or content[-1:].isspace() or self.text[end + 1 : end + 2].isdigit():
            return False
        return looks_like_math(content)

    def _cut(self, start, inner_start, inner_end, end, display):
        tex = self.text[inner_start:inner_end]
        if "\n" in tex:
            tex = self._one_block(start, tex)
        tex = tex.strip()
        return (end, Formula(tex, display, self.text[start:end])) if tex else (0, None)

    def _one_block(self, start, tex):
        line_start = self.text.rfind("\n", 0, start) + 1
        if _QUOTE_LINE.match(self.text, line_start):
            tex = _QUOTE_MARKS.sub("\n", tex)
        return _BLANK_LINES.sub("\n", tex)


def looks_like_math(content):
    r"""Whether the inside of ``$…$`` is a formula, not two prices: it has a backslash, ``^ _ =`` or lone letters."""
    if _PROSE.search(_TEX_WORDS.sub(" ", content)):
        return False
    if _STRONG_SIGN.search(content):
        return True
    return bool(_LETTER.search(content)) and not _WORD.search(content)


def _shown_delimiter(delimiter):
    """Markdown that shows the delimiter, backslash included; only a square bracket could still mean something there."""
    return "\\" + delimiter if delimiter in ("\\(", "\\)") else "\\\\" + delimiter


def _key(event):
    """The list that an event is looked up in: its exact text for delimiters, else its kind."""
    return event[0] if event.lastgroup in ("round", "square", "dollars") else event.lastgroup


def _joined(pieces):
    """Neighboring strings made one."""
    joined = [""]
    for piece in pieces:
        if isinstance(piece, Formula):
            joined += [piece, ""]
        else:
            joined[-1] += piece
    return joined
