"""The renderer for templates. Rendered text is kept for a while, since a page shows the same text on each visit."""

from functools import lru_cache

from django import template

from chat import rendering

register = template.Library()

ANNOUNCED = 600
"""Characters of a message that are read aloud when it arrives; the rest is there to be read."""

render = lru_cache(maxsize=1024)(rendering.render)
render_code = lru_cache(maxsize=256)(rendering.render_code)


@register.filter
def rendered(text):
    """Markdown, math and code as safe HTML."""
    return render(text)


@register.filter
def rendered_code(source):
    """Python source as safe, highlighted HTML."""
    return render_code(source)


@register.filter
def announced(text):
    """What a screen reader is told of a finished message."""
    return rendering.plain(text, ANNOUNCED)
