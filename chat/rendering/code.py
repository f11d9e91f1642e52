"""Source code → highlighted HTML with Pygments' class names and no inline style."""

from functools import lru_cache
from html import escape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES

_FORMATTER = HtmlFormatter(nowrap=True)
# A listed few, so that no text reaches the slow regular expressions of an exotic lexer.
_LANGUAGES = {
    "python": "python",
    "py": "python",
    "python3": "python",
    "pycon": "pycon",
    "javascript": "javascript",
    "js": "javascript",
    "json": "json",
    "bash": "bash",
    "sh": "bash",
    "c": "c",
    "cpp": "cpp",
    "java": "java",
    "r": "r",
    "matlab": "matlab",
    "sql": "sql",
    "html": "html",
    "latex": "latex",
    "tex": "latex",
}
_LONGEST_HIGHLIGHTED = 20_000

LANGUAGE_CLASSES = frozenset(f"language-{name}" for name in {*_LANGUAGES.values(), "text"})
TOKEN_CLASSES = frozenset(name for name in STANDARD_TYPES.values() if name)


def code_html(source, language):
    """``source`` in ``<pre class="code">``; an unknown language or very long source is shown plain."""
    name = _LANGUAGES.get(language.lower(), "text")
    if name == "text" or len(source) > _LONGEST_HIGHLIGHTED:
        name, body = "text", escape(source, quote=False)
    else:
        body = highlight(source, _lexer(name), _FORMATTER)
    return f'<pre class="code" tabindex="0"><code class="language-{name}">{body}</code></pre>\n'


@lru_cache(maxsize=len(_LANGUAGES))
def _lexer(name):
    return get_lexer_by_name(name, stripnl=False)
