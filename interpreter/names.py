"""Which names a file may bear that travels between the product and a sandbox."""

import re

RULE = "it may have 1 to 100 letters, digits, spaces and .()+=,@_-, and begins with a letter, digit or _"
NAME = re.compile(r"[^\W.][\w .()+=,@-]{0,99}")


def acceptable_name(name: object) -> bool:
    """Say whether a file may bear this name: no path, no leading dot, nothing that a terminal or header acts on."""
    return isinstance(name, str) and NAME.fullmatch(name) is not None
