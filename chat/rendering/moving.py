"""Text that is still being written: shown so that what stands in it does not flicker when the rest comes."""

import re

_DELIMITERS = re.compile(r"\\[()\[\]]|\$\$|```")
_CLOSERS = {r"\(": r"\)", r"\[": r"\]", "$$": "$$", "```": "```"}
_CODE = re.compile(r"`[^`]*`")
_JUST_OPENED = re.compile(r"(?:[\s(]|\A)\*\*\s*\Z")
_OPENED_BOLD = re.compile(r"(?:(?<=[\s(])|\A)\*\*(?=[^\s*])(?:(?!\*\*).)*\Z", re.S)

_OPENED_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^\s()]{0,300}\Z")
_OPENED_MARK = re.compile(r"(?:【[^【】\n]{0,300}|\ue200[^\ue201\n]{0,300}|\bsandbox:\S{0,300})\Z")


def steady(text):
    """The text up to a formula at its end that is not closed yet; inline code and bold text get the end that they lack.

    Of a link that is not closed its label is shown, and nothing of the upstream's marks. Blocks of code are left alone,
    closed or not.
    """
    opened, start = None, 0
    for match in _DELIMITERS.finditer(text):
        mark = match.group()
        if opened is None and mark in _CLOSERS:
            opened, start = mark, match.start()
        elif mark == _CLOSERS.get(opened):
            opened = None
    if opened == "```":
        return text
    text = text[:start] if opened else text.removesuffix("\\")
    return _closed(_OPENED_MARK.sub("", _OPENED_LINK.sub(r"\1", text)))


def _closed(text):
    """The text with inline code and bold text of its last paragraph closed, or without the mark if nothing follows."""
    before, gap, paragraph = text.rpartition("\n\n")
    if paragraph.count("`") % 2:
        paragraph = paragraph.removesuffix("`") if paragraph.endswith("`") else paragraph + "`"
    words = _CODE.sub(lambda code: "x" * len(code.group()), paragraph)
    if _OPENED_BOLD.search(words):
        paragraph = paragraph.removesuffix("*").rstrip() + "**"
    elif _JUST_OPENED.search(words):
        paragraph = paragraph.rstrip().removesuffix("**")
    return before + gap + paragraph
