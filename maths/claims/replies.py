r"""Takes a reply apart into sentences with their formulas, and says which of them cannot hold the answer.

In the text of a segment a formula stands between OPEN and CLOSE, whatever delimiters it had.
"""

import re
from dataclasses import dataclass

OPEN, CLOSE = "\ue000", "\ue001"
_MOST_SEGMENTS = 600
_MOST_FORMULAS = 1500

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\ufe0e\ufe0f\ue000-\uf8ff]")
_FENCES = re.compile(r"^[ \t]*(```|~~~).*?(?:^[ \t]*\1[^\n]*$|\Z)", re.DOTALL | re.MULTILINE)
_STRUCK = re.compile(r"~~[^~\n]{1,600}~~|<!--.{0,600}?-->|<(del|s|strike)>.{0,600}?</\1>", re.DOTALL)
_CROSSED = re.compile(r"\\neq?\b|≠|[✗✘❌]|\\(?:[bx]?cancel|sout|not|phantom|hphantom|vphantom)(?![a-z])")
_MONEY = re.compile(r"(?<!\$)\\?\$(?=\s?\d[\d.,]*+(?!\$|[A-Za-z{_]|\s*[-+*/=^\\]))")
_FORMULAS = re.compile(
    r"\$\$(?P<a>[^$]{1,4000})\$\$|\\\[(?P<b>.{1,2000}?)\\\]|\\\((?P<c>.{1,800}?)\\\)"
    r"|\\begin\{(?:align|equation|gather)\*?\}(?P<d>.{1,2000}?)\\end\{(?:align|equation|gather)\*?\}"
    r"|(?<![\\$])\$(?P<e>[^$\s](?:[^$\n]{0,600}[^$\s])?)\$(?!\d)|`(?P<f>[^`\n]{1,600})`",
    re.DOTALL,
)
_LATEX_MATRIX = re.compile(r"\\begin\{[pb]?(?:small)?matrix\}(.{1,400}?)\\end\{[pb]?(?:small)?matrix\}", re.DOTALL)
_DISPLAY = frozenset("abd")
_GOES_ON = re.compile(r"=|≈|[-+*/×·÷^]|\\(?:approx|cdot|times|pm)(?![a-z])")
_ROWS = re.compile(r"\\\\(?:\[[^\]]{0,20}\])?|\\newline")
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\{(?:aligned|align|split|gathered)\*?\}")
_WORDS_INSIDE = re.compile(r"\\(?:text|textbf|mathrm|textrm|mbox|operatorname)\s?\{([^{}]*)\}")
_BOLD = re.compile(r"(?<![\w)\]}*])\*\*(?=[^\s*])([^\n]{0,400}?[^\s*])\*\*(?![\w(*])")
_ITALIC = re.compile(r"(?<![\w)\]}*])\*(?=[^\s*])(?=[^*\n]*(?:[A-Za-z]{3}|=))([^*\n]{0,400}?[^\s*])\*(?![\w(*])")
_UNDERSCORES = re.compile(r"(?<!\w)__(?=\S)([^_\n]{1,400})(?<=\S)__(?!\w)")
_BULLET = re.compile(r"\s*(?:[-*+•–]\s+|(?:step\s+)?\d{1,2}[.):]\s+(?=\S)|\(?[a-hivx]{1,3}\)\s+)", re.IGNORECASE)
_CONTRACTION = re.compile(r"\b(that|it|answer|what|here)['’]s\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])[)\"”]?\s+(?=[A-ZÄÖÜ\"“(\[\ue000✓✔✅🎉]|[a-z]\s*[=≈])")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|approx|ca|no|vs|etc|z\.\s?B|d\.\s?h|bzw|resp)\.)$", re.IGNORECASE)
ANSWER_WORD = re.compile(
    r"\b(?:answers?|solutions?|results?|roots?|zeros|solution set|conclusion|final|Antwort|Ergebnis|Lösung(?:en)?"
    r"|Lösungsmenge|Nullstellen|réponse|solución|respuesta|resultado)\b",
    re.IGNORECASE,
)
_NO_LABEL = re.compile(r"\b(?:steps?|check|verif\w*|how|probe|schritte?|explanation|explained)\b", re.IGNORECASE)
_RETRACTION = re.compile(
    r"\b(?:wait|correction|oops|scratch that|on second thought|let me (?:re\w+|correct|fix|double|try again)|i made an?"
    r"|my mistake|korrektur|moment mal|actually|apologies|sorry|kidding|hmm+|no[,:])\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:for (?:example|instance)|e\.g|suppose|assum\w+|imagine|if|unless|would|could|might|maybe|perhaps|possibly"
    r"|mistakes?|wrong\w*|incorrect\w*|error|not|never|neither|nor|cannot|can't|instead|unlike|rather than|guess\w*"
    r"|hint|extraneous|reject\w*|discard\w*|invalid|false|impossible|contradict\w*|similar\w*|another (?:problem"
    r"|question"
    r"|exercise|equation|example)|different (?:problem|question|equation)|let's say|pretend|tempt\w*|think that|claims?"
    r"|thought|you (?:said|wrote|got|had)|zum Beispiel|beispielsweise|z\. ?B|angenommen|wenn|falls|nicht|falsch|statt"
    r"|Fehler|wäre|würde|vielleicht|unsure|not sure|hypothetical\w*|previous\w*|earlier|yesterday|last time|except"
    r"|only if"
    r"|exercise|unrelated|but|however|although|though|candidates?|exclud\w*|too (?:small|big|large|high|low)|close"
    r"|slightly"
    r"|off by|your (?:answer|result|solution)|friend|student|classmate|book says|calculator|or so|one of|refine\w*"
    r"|kidding|as a start|first guess|not true|untrue|or (?:more|less)"
    r"|at (?:most|least)|(?:more|less|greater|smaller|bigger) than|between|half of|twice|double|nearly|almost|fails?"
    r"|near"
    r"|only [^.]{1,40} works|aber|jedoch|allerdings|ungültig)\b|\((?:mod|base)\b|n't\b|n’t\b|≠|\\neq?\b|!=",
    re.IGNORECASE,
)
_EXCLUSION = re.compile(
    r",?\s*\(?(?:for|where|with|provided(?: that)?|when|as long as|assuming|valid for)\s[^.=]{0,60}(?:≠|\\neq?\b"
    r"|\\ne\b|!=)[^.]{0,40}\.?$"
)
_CHECKING = re.compile(
    r"\b(?:check\w*|verif\w*|substitut\w*|plug\w*|put(?:ting)?|insert\w*|back into|probe|einsetzen|setze\w*|test\w*"
    r"|confirm\w*|step \d+)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Segment:
    """One sentence, list item or display of a reply.

    idle: a question, an example, a negation or a check, which states no answer. retracts: takes back what stood before.
    """

    text: str
    idle: bool
    retracts: bool

    @property
    def names_answer(self) -> bool:
        return bool(ANSWER_WORD.search(self.text))


def segments(reply: str) -> list[Segment]:
    """The segments of a reply after its last correction, in order; too many of them give none."""
    lines = _joined(_lines(_marked(reply)))
    found = [_segment(sentence) for line in lines for sentence in _sentences(line)]
    if len(found) > _MOST_SEGMENTS:
        return []
    last = max((i for i, each in enumerate(found) if each.retracts), default=0)
    return found[last:]


def _marked(reply: str) -> str:
    """The reply without code and emphasis, its formulas between marks; a display ends its line."""
    text = _INVISIBLE.sub("", reply.replace("\r\n", "\n").replace("<br>", "\n"))
    text = re.sub(r"\n\s*\n", "\n\n", re.sub(r"[^\S\n]+", " ", text))
    text = _LATEX_MATRIX.sub(_nested, re.sub(r"(?<=\d)\s?\.\.\.", "…", text))
    text = _STRUCK.sub(" ", _FENCES.sub("\n", text))
    text = _MONEY.sub("\uf8ff", text)
    parts, at = [], 0
    for count, match in enumerate(_FORMULAS.finditer(text)):
        if count > _MOST_FORMULAS:
            break
        parts += [_plain(text[at : match.start()]), _formula(match)]
        at = match.end()
    parts.append(_plain(text[at:]))
    return _without_emphasis("".join(parts)).replace("\uf8ff", "$")


def _nested(match: re.Match) -> str:
    """A matrix as [[1, 2], [3, 4]]: its rows are no rows of a display."""
    rows = [each for each in re.split(r"\\\\", match[1]) if each.strip()]
    return f"[{', '.join('[' + ', '.join(cell.strip() for cell in each.split('&')) + ']' for each in rows)}]"


def _without_emphasis(text: str) -> str:
    """The text without bold and italics; a pair of stars that may be powers or products stays."""
    for pattern in (_BOLD, _UNDERSCORES, _ITALIC):
        text = pattern.sub(r"\1", text)
    return text


def _plain(text: str) -> str:
    """Text between formulas, without the commands that set words in formulas."""
    return _WORDS_INSIDE.sub(r" \1 ", text)


def _formula(match: re.Match) -> str:
    inside = _ENVIRONMENT.sub("", match[match.lastgroup])
    rows = _continued([" ".join(each.replace("&", " ").split()) for each in _ROWS.split(inside)])
    marked = [OPEN + _WORDS_INSIDE.sub(rf"{CLOSE} \1 {OPEN}", each) + CLOSE for each in rows if each]
    if match.lastgroup in _DISPLAY:
        return " \ue002" + "\n".join(marked) + "\n"
    return " ".join(marked)


def _continued(rows: list[str]) -> list[str]:
    """The rows, one that begins with an operation joined to the one before."""
    found: list[str] = []
    for row in rows:
        if found and _GOES_ON.match(row):
            found[-1] += " " + row
        else:
            found.append(row)
    return found


def _lines(text: str) -> list[str]:
    """The lines, each display joined to the words that lead to it."""
    text = re.sub(r"(?<![.!?\s])\s*\n?\s*\ue002", " ", text).replace("\ue002", "\n")
    lines = [line for line in (each.strip() for each in text.split("\n")) if line]
    return _continued_lines(lines)


def _continued_lines(lines: list[str]) -> list[str]:
    """The lines, one that begins with "=" or "+ 5" joined to the one before."""
    found: list[str] = []
    for line in lines:
        if found and re.match(rf"{OPEN}?\s*(?:=|≈|[+×·]\s*\d+\s*{CLOSE}?\s*$)", line):
            found[-1] += " " + line
        else:
            found.append(line)
    return found


def _joined(lines: list[str]) -> list[str]:
    """The lines without bullets, quotations and tables; a label such as "Answer:" joined to what it announces."""
    found: list[str] = []
    labelled = listing = False
    for line in lines:
        if line.startswith(">") or line.count("|") >= 3 and line.startswith("|"):
            labelled = False
            continue
        is_item = bool(_BULLET.match(line))
        bare = _BULLET.sub("", line, count=1) if is_item else line
        bare = bare.lstrip("# ").strip() if is_item or line.startswith("#") else bare
        if not bare or set(bare) <= set("-=*_ "):
            continue
        if labelled and (not listing or is_item):
            found[-1] += (" ; " if listing else " ") + bare
            listing = is_item
            labelled = is_item
            continue
        found.append(bare)
        labelled, listing = _is_label(bare, line), False
    return found


def _is_label(bare: str, line: str) -> bool:
    """Whether a line only announces the answer."""
    announces = bare.endswith(":") or line.startswith("#") or len(bare.split()) <= 2
    return announces and bool(ANSWER_WORD.search(bare)) and not _NO_LABEL.search(bare) and OPEN not in bare


def _sentences(line: str) -> list[str]:
    pieces, start = [], 0
    for match in _SENTENCE_END.finditer(line):
        if _ABBREVIATION.search(line, start, match.start()) is None and line.count(
            "(", start, match.start()
        ) <= line.count(")", start, match.end()):
            pieces.append(line[start : match.end()].strip())
            start = match.end()
    return [*pieces, line[start:].strip()] if line[start:].strip() else pieces


def _segment(text: str) -> Segment:
    text = _CONTRACTION.sub(r"\1 is", _EXCLUSION.sub("", text))
    words = re.sub(f"{OPEN}[^{CLOSE}]*{CLOSE}", " ", text)
    asks = text.rstrip(")\"' ").endswith("?")
    idle = asks or bool(_HEDGE.search(words)) or bool(_CHECKING.search(words))
    return Segment(text, idle or bool(_CROSSED.search(text)), bool(_RETRACTION.search(words)))
