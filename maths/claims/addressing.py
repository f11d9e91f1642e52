"""The name by which a reply addresses its reader, which is no part of what it claims."""

import re

from maths.claims.wording import means_something

_NAME = re.compile(r"[^\W\d_]{2,}(?:[ '.-]+[^\W\d_]+)*\.?")


def without_name(reply: str, name: str) -> str:
    """The reply with ", Jane Doe" left out; a name that is a word of mathematics or a "no" stays."""
    name = name.strip()
    if not _NAME.fullmatch(name) or means_something(name):
        return reply
    return re.sub(rf",[ \u00a0]{re.escape(name)}(?=[.,:;!?]|$)", "", reply, flags=re.MULTILINE)
