"""Parse rendered HTML and list what is not expected in it: as it is written, and as a browser reads it."""

from html.parser import HTMLParser

import html5lib

_WITH_CLASS = "pre code span div th td"
_PLAIN = "p br strong em s h3 h4 h5 h6 ul li blockquote hr table thead tbody tr b i"
_PLAIN_MATH = "semantics mn mtext msqrt mroot msub msup msubsup mmultiscripts mprescripts mtr mphantom"
PROSE = {
    "a": {"href", "title", "rel"},
    "ol": {"start"},
    **dict.fromkeys(_WITH_CLASS.split(), {"class"}),
    "pre": {"class", "tabindex"},
    "div": {"class", "tabindex"},
    **dict.fromkeys(_PLAIN.split(), set()),
}
MATH = {
    "math": {"display"},
    "annotation": {"encoding"},
    "mo": {"stretchy", "symmetric", "form", "lspace", "rspace", "minsize", "maxsize", "movablelimits"},
    "mi": {"mathvariant"},
    "mspace": {"width", "class"},
    "mfrac": {"linethickness", "displaystyle", "scriptlevel", "class"},
    "mrow": {"displaystyle", "scriptlevel", "class"},
    "mtable": {"displaystyle", "scriptlevel", "class"},
    "mtd": {"class", "columnspan"},
    "mpadded": {"width", "height", "depth", "voffset", "lspace", "class"},
    "mover": {"accent"},
    "munder": {"accentunder"},
    "munderover": {"accent", "accentunder"},
    **dict.fromkeys(_PLAIN_MATH.split(), set()),
}
ALLOWED = PROSE | MATH
VOID = {"br", "hr"}


class _Inspector(HTMLParser):
    def __init__(self):
        super().__init__()
        self.surprises, self.open, self.classes, self.tags = [], [], set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        if tag not in ALLOWED:
            self.surprises.append(f"<{tag}>")
            return
        for name, value in attrs:
            if name not in ALLOWED[tag]:
                self.surprises.append(f"<{tag} {name}={value!r}>")
            if name == "href" and not (value or "").startswith(("http://", "https://", "mailto:")):
                self.surprises.append(f"href {value!r}")
            if name == "tabindex" and value != "0":
                self.surprises.append(f"tabindex {value!r}")
            if name == "class":
                self.classes.update(value.split())

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.surprises.append(f"stray </{tag}>")

    def handle_comment(self, data):
        self.surprises.append("comment")

    handle_decl = handle_pi = unknown_decl = handle_comment


def inspect(html):
    """What is unexpected in ``html`` (tags, attributes, targets, nesting), and the classes used."""
    inspector = _Inspector()
    inspector.feed(html)
    inspector.close()
    unclosed = [f"unclosed <{tag}>" for tag in inspector.open]
    return inspector.surprises + unclosed + _seen_by_a_browser(html, inspector.tags), inspector.classes


NAMESPACES = {"http://www.w3.org/1999/xhtml": PROSE, "http://www.w3.org/1998/Math/MathML": MATH}


def _seen_by_a_browser(html, written):
    """What the parser of the HTML standard makes of it that is not what is written: moved, made or foreign elements."""
    tree = html5lib.parseFragment(html, container="div", treebuilder="etree")
    elements = [element for element in tree.iter() if element is not tree]
    surprises = [str(element) for element in elements if not isinstance(element.tag, str)]
    names = []
    for element in elements:
        namespace, _, name = str(element.tag).removeprefix("{").rpartition("}")
        names.append(name)
        allowed = NAMESPACES.get(namespace, {}).get(name)
        if allowed is None:
            surprises.append(f"<{name}> of {namespace}")
        elif not set(element.attrib) <= allowed:
            surprises.append(f"<{name}> with {sorted(set(element.attrib) - allowed)}")
    if names != written:
        surprises.append("a browser moves elements")
    return surprises
