"""Parse rendered HTML and list everything in it that is not expected there."""

from html.parser import HTMLParser

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
        self.surprises, self.open, self.classes = [], [], set()

    def handle_starttag(self, tag, attrs):
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
    return inspector.surprises + [f"unclosed <{tag}>" for tag in inspector.open], inspector.classes
