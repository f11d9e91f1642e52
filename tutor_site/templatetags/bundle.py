"""{% bundle 'css/all.css' %} … {% endbundle %}: the one file that was gathered of those between, or all of them."""

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html

register = template.Library()
ELEMENTS = {"css": '<link rel="stylesheet" href="{}">', "js": '<script src="{}" defer></script>'}


@register.simple_block_tag
def bundle(content, name):
    """The element of a bundle where files were gathered, else the elements between the tags as they stand."""
    return format_html(ELEMENTS[name.rpartition(".")[2]], static(name)) if settings.STATIC_GATHERED else content
