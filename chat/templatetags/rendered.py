"""The renderer for templates. Rendered text is kept for a while, since a page shows the same text on each visit."""

from functools import lru_cache

from django import template
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext

from chat import choosing, outputs, rendering

register = template.Library()

ANNOUNCED = 600
"""Characters of a message that are read aloud when it arrives; the rest is there to be read."""
PICTURE_NAME = "picture.png"

render = lru_cache(maxsize=1024)(rendering.render_with_files)
render_code = lru_cache(maxsize=256)(rendering.render_code)


@register.filter
def rendered(text):
    """Markdown, math and code as safe HTML."""
    return render(text, ()).html


@register.simple_tag
def answer(block, view):
    """The message of a block: {"html": safe HTML with links to its files, "files": Downloads that it does not link}.

    `view` names the address of downloads, which takes the ids of the conversation and the attachment.
    """
    files = tuple(_download(link, view) for link in block.links)
    html, linked = render(block.message.text, files)
    pairs = list(zip(block.links, files, strict=True))
    shown = {link.attachment_id for link, file in pairs if file.target in linked}
    beside = {link.attachment_id: file for link, file in pairs if link.attachment_id not in shown}
    return {"html": html, "files": list(beside.values())}


@register.simple_tag
def choices(block):
    """The readings to choose from, where the message of a block says that there are two; see chat/choosing.py.

    A question that is judged has one.
    """
    return [] if block.run.is_judged else choosing.readings(block.run.message.text, block.message.text)


@register.simple_tag
def other_ways(block):
    """The other ways to ask for with one click, where the message of a block offers some; see chat/choosing.py."""
    return choosing.other_ways(block.run.message, block.message.text)


def _download(link, view):
    """The Download of a FileLink."""
    attachment = link.attachment
    name = attachment.name or PICTURE_NAME
    if attachment.missing:
        return rendering.Download(link.target, name, note=attachment.get_missing_display())
    url = reverse(view, args=[attachment.conversation_id, attachment.pk])
    title = gettext("Download %(name)s") % {"name": name}
    size = filesizeformat(attachment.size) if attachment.size is not None else ""
    return rendering.Download(link.target, name, url, f"{title} ({size})" if size else title, size)


@register.filter
def rendered_code(source):
    """Python source as safe, highlighted HTML."""
    return render_code(source)


@register.filter
def printed(logs):
    """What a program printed and the error that ended it; see chat/outputs.py."""
    return outputs.parted(logs)


@register.filter
def source(text):
    """The Markdown of a message, to be copied."""
    return rendering.as_markdown(text, ())


@register.filter
def described(text):
    """A picture's description, which may have been made of labels with formulas."""
    return rendering.formulas_read(text)


@register.filter
def announced(text):
    """What a screen reader is told of a finished message."""
    return rendering.plain(text, ANNOUNCED)
