"""Templates of sentences: marked for the catalogs, and filled in."""

import re

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def N_(template: str) -> str:
    """Mark a template for gettext without translating it here."""
    return template


def fill(template: str, params: dict[str, str]) -> str:
    """Put parameters into a template; names without a parameter stay as they are.

    Not str.format: a template from a wire must not reach into attributes, and no parameter is read again.
    """
    return _PLACEHOLDER.sub(lambda match: params.get(match[1], match[0]), template)
