"""{% fixed %} … {% endfixed %}: what is the same for everybody who reads the same language, rendered once for each."""

from django import template
from django.utils.translation import get_language

register = template.Library()


class FixedNode(template.Node):
    """Its contents see no variables, so nothing of one person can be kept for another."""

    def __init__(self, nodelist):
        self.nodelist = nodelist
        self._kept = {}

    def render(self, context):
        language = get_language()
        if language not in self._kept:
            self._kept[language] = self.nodelist.render(context.new({}))
        return self._kept[language]


@register.tag
def fixed(parser, token):
    nodelist = parser.parse(["endfixed"])
    parser.delete_first_token()
    return FixedNode(nodelist)
