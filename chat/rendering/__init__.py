"""Text → safe HTML: the one renderer of Markdown, math and code for every place that shows a message."""

import re
from typing import NamedTuple

import nh3
from django.utils.html import escape
from django.utils.safestring import mark_safe

from .code import LANGUAGE_CLASSES, TOKEN_CLASSES, code_html
from .extraction import Formula, split
from .files import Download, FileWords
from .markdown import parser
from .mathml import formula_html
from .moving import steady
from .placeholders import Placeholders
from .reading import formula_text

__all__ = [
    "LONGEST_RENDERED",
    "Download",
    "Rendered",
    "as_markdown",
    "formulas_read",
    "has_math",
    "plain",
    "render",
    "render_code",
    "render_moving",
    "render_with_files",
]

LONGEST_RENDERED = 40_000
"""Characters; longer text is shown whole, but as plain text."""
MOST_LINES = 5_000
"""The same for lines: each may be a row of a table, of which ten thousand take a browser seconds."""

_MARKDOWN = parser()
_ALIGNED = {"align-left", "align-center", "align-right"}
_TAGS = "p br strong em s h3 h4 h5 h6 ul ol li blockquote pre code span hr div table thead tbody tr th td a bdi"
_CLEANER = nh3.Cleaner(
    tags=set(_TAGS.split()),
    attributes={"a": {"href", "title"}, "ol": {"start"}},
    tag_attribute_values={"div": {"tabindex": {"0"}}, "pre": {"tabindex": {"0"}}},
    allowed_classes={
        "pre": {"code"},
        "code": set(LANGUAGE_CLASSES),
        "span": set(TOKEN_CLASSES),
        "div": {"table-scroll"},
        "th": _ALIGNED,
        "td": _ALIGNED,
    },
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer nofollow",
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CITATION = re.compile(r"【[^【】\n†]{0,80}†[^【】\n]{0,200}】|\ue200[^\ue200\ue201\n]{0,200}\ue201")
_SANDBOX_PATH = re.compile(r"sandbox:/(?:[\w.-]+/)*([\w.-]+)")


class Rendered(NamedTuple):
    """Safe HTML, and the addresses of files in the text that became links or notes in it."""

    html: str
    linked: frozenset


def render(text):
    """Safe HTML of a message written in Markdown with math and code."""
    return render_with_files(text, ()).html


def render_with_files(text, files):
    """The same with links to these Downloads where the text has their addresses; Rendered."""
    text = _cleaned(text)
    if _is_long(text):
        text = escape(_SANDBOX_PATH.sub(r"\1", text))
        return Rendered(mark_safe(f'<pre class="long-text" tabindex="0">{text}</pre>'), frozenset())  # noqa: S308 - escaped
    math = Placeholders(split(text))
    words = FileWords(math.text, files)
    tokens = _parsed(math, words)
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {"placeholders": math})
    safe = mark_safe(math.filled(_CLEANER.clean(html), formula_html))  # noqa: S308 - sanitized
    return Rendered(safe, frozenset(words.linked))


def render_moving(text):
    """Safe HTML of a message that is still being written."""
    return render(steady(text)) if text else ""


def render_code(source, language="python"):
    """Safe HTML of a program or its output: ``<pre class="code">`` with Pygments' class names."""
    return mark_safe(code_html(_CONTROL.sub("", source), language))  # noqa: S308 - escaped by Pygments


def as_markdown(text, files):
    """The Markdown of a message for reading elsewhere: without marks that only the upstream's own pages understand, and
    with addresses that can be had for those Downloads that it names by theirs; of other files the names stay."""
    text = _cleaned(text)
    for file in sorted(files, key=lambda file: len(file.target), reverse=True):
        if file.target and file.url:
            text = text.replace(file.target, file.url)
    return _SANDBOX_PATH.sub(r"\1", text)


def plain(text, limit, isolated=False):
    """``text`` on one line without markup, formulas as one types them, at most ``limit`` characters.

    What is cut ends with an ellipsis. `isolated` formulas keep their direction in text that runs from right to left, by
    signs that nobody sees. The result is not HTML: a template escapes it.
    """
    text, frame = _cleaned(text), "\u2066{}\u2069" if isolated else "{}"
    if not _is_long(text):
        math = Placeholders(split(text))
        tokens = _parsed(math, FileWords(math.text, ()))
        text = math.restored(" ".join(_texts(tokens)), lambda formula: frame.format(formula_text(formula.tex)))
    text = " ".join(text[:LONGEST_RENDERED].split())
    if len(text) <= limit:
        return text
    return text[: limit - 1].rstrip() + "…"


def formulas_read(text):
    """``text``, which is no Markdown, with its formulas as one types them; not HTML either."""
    return "".join(formula_text(piece.tex) if isinstance(piece, Formula) else piece for piece in split(text))


def has_math(text):
    """Whether ``text`` holds a formula, so that a page can tell if it needs the math font's style sheet."""
    return any(isinstance(piece, Formula) for piece in split(text))


def _is_long(text):
    return len(text) > LONGEST_RENDERED or text.count("\n") > MOST_LINES


def _cleaned(text):
    """The text without control characters and without marks that only the upstream's own pages understand."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CITATION.sub("", text)


def _parsed(math, words):
    tokens = _MARKDOWN.parse(words.text, {"placeholders": math, "files": words})
    for token in tokens:
        _restore(token, math, words)
        for child in token.children or ():
            _restore(child, math, words)
        if token.children:
            token.children = words.with_links(token.children)
    return tokens


def _restore(token, math, words):
    """Code and link targets that Markdown saw differently than the scans get back what stood there."""
    if token.type in ("code_inline", "fence"):
        token.content = math.restored(words.restored(token.content))
    if token.type in ("code_inline", "text"):
        token.content = _SANDBOX_PATH.sub(r"\1", token.content)
    for name, value in token.attrs.items():
        token.attrs[name] = math.restored(words.restored(str(value)))


def _texts(tokens):
    for token in tokens:
        if token.type == "inline":
            yield "".join(_inline_texts(token.children))
        elif token.type == "fence":
            yield token.content


def _inline_texts(tokens):
    for token in tokens:
        yield " " if token.type in ("softbreak", "hardbreak") else token.content
