"""Markdown → HTML, with emphasis that leaves products such as 2*3*4 alone and no way to load anything."""

import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_inline.state_inline import Delimiter

from .code import code_html
from .files import name_tokens

# No brackets inside the label: a flood of "[" is then read once. Images differ only by the mark before it.
_LINK = re.compile(
    r"!?\[(?P<label>(?:[^\[\]\\]|\\.)*)\]"
    r"\([ \t]*<?(?P<href>[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?"
    r"(?:[ \t]+\"(?P<title>[^\"\n]*)\")?[ \t]*\)"
)
_ALLOWED_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_LOWEST_HEADING = 6
_HEADING_SHIFT = 2
_CJK_FROM, _CJK_TO = 0x2E80, 0xFFEF


def parser():
    """A MarkdownIt for chat messages; built once, safe to share between threads."""
    markdown = MarkdownIt("commonmark", {"html": False, "breaks": True, "xhtmlOut": False})
    markdown.enable(["table", "strikethrough"]).disable(["code", "lheading", "reference", "html_block", "html_inline"])
    markdown.inline.ruler.at("emphasis", _emphasis)
    markdown.inline.ruler.at("link", _link)
    markdown.inline.ruler.at("image", _image)
    markdown.validateLink = lambda url: bool(_ALLOWED_LINK.match(url))
    for name, rule in _RENDER_RULES.items():
        markdown.add_render_rule(name, rule)
    return markdown


def _emphasis(state, silent):
    """CommonMark's rule, but a star between factors is a product, and one beside math or CJK binds."""
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    run = state.scanDelims(state.pos, marker == "*")
    opens, closes = run.can_open, run.can_close
    if marker == "*":
        opens, closes = _star(state, run)
    for _ in range(run.length):
        token = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(_delimiter(marker, run.length, len(state.tokens) - 1, opens, closes))
    state.pos += run.length
    return True


def _delimiter(marker, length, token, opens, closes):
    return Delimiter(marker=ord(marker), length=length, token=token, end=-1, open=opens, close=closes)


def _star(state, run):
    before = state.src[state.pos - 1 : state.pos]
    after = state.src[state.pos + run.length : state.pos + run.length + 1]
    if not before or not after or before.isspace() or after.isspace():
        return run.can_open, run.can_close
    math = state.env["placeholders"]
    beside_math = math.ends_at(state.src, state.pos) or math.starts_at(state.src, state.pos + run.length)
    if beside_math or _is_cjk(before) or _is_cjk(after):
        return True, True
    if not (before.isalnum() or before in ")]}!"):
        return run.can_open, run.can_close
    if after.isalnum():
        return False, False
    # "2*(x" is a product and opens nothing; "*x*-axis" and "**two**." close what stood free before.
    return run.can_open and after not in "([{-+.√", run.can_close


def _is_cjk(character):
    return _CJK_FROM <= ord(character) <= _CJK_TO


def _link(state, silent):
    """An inline link; one to the tutor's sandbox leads to the file that we have of it, or leaves its label."""
    match = state.src[state.pos] == "[" and _LINK.match(state.src, state.pos)
    href = state.md.normalizeLink(unescapeAll(match["href"])) if match else ""
    to_sandbox = href.lower().startswith("sandbox:")
    if not (to_sandbox or state.md.validateLink(href)):
        return False
    if silent:
        state.pos = match.end()
    elif to_sandbox:
        _read_file_label(state, match)
    else:
        token = state.push("link_open", "a", 1)
        token.attrs = {"href": href} | ({"title": unescapeAll(match["title"])} if match["title"] else {})
        _read_label(state, match)
        state.push("link_close", "a", -1)
    return True


def _image(state, silent):
    """Nothing is loaded into the text: of an image its description stays, as a link when it is a file that we have."""
    match = state.src.startswith("![", state.pos) and _LINK.match(state.src, state.pos)
    if not match:
        return False
    if silent:
        state.pos = match.end()
    else:
        _read_file_label(state, match)
    return True


def _read_file_label(state, match):
    """The label of an address that may be a file's, as the link to that file."""
    file = state.env["files"].found(match["href"])
    opening, closing = state.env["files"].frame(file) if file else ([], [])
    _push(state, opening)
    if file and not match["label"].strip():
        _push(state, name_tokens(file))
        state.pos = match.end()
    else:
        _read_label(state, match)
    _push(state, closing)


def _push(state, tokens):
    for token in tokens:
        pushed = state.push(token.type, token.tag, token.nesting)
        pushed.content, pushed.attrs = token.content, token.attrs


def _read_label(state, match):
    end = state.posMax
    state.pos, state.posMax = match.span("label")
    state.md.inline.tokenize(state)
    state.pos, state.posMax = match.end(), end


def _fence(renderer, tokens, index, options, env):
    token = tokens[index]
    return code_html(token.content, (token.info.split() or [""])[0])


def _heading(renderer, tokens, index, options, env):
    level = min(int(tokens[index].tag[1]) + _HEADING_SHIFT, _LOWEST_HEADING)
    return f"</h{level}>\n" if tokens[index].nesting < 0 else f"<h{level}>"


def _table_open(renderer, tokens, index, options, env):
    return '<div class="table-scroll" tabindex="0"><table>\n'


def _table_close(renderer, tokens, index, options, env):
    return "</table></div>\n"


def _cell(renderer, tokens, index, options, env):
    token = tokens[index]
    align = str(token.attrs.pop("style", "")).removeprefix("text-align:")
    if align:
        token.attrs["class"] = f"align-{align}"
    return renderer.renderToken(tokens, index, options, env)


_RENDER_RULES = {
    "fence": _fence,
    "heading_open": _heading,
    "heading_close": _heading,
    "table_open": _table_open,
    "table_close": _table_close,
    "th_open": _cell,
    "td_open": _cell,
}
