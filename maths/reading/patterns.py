"""Patterns that are compiled when they are first tried: all of them at once take a third of a second, and many a
process never reads a question. One that will calls `compile_all` before anybody waits for it."""

import re

_made: list["Pattern"] = []


class Pattern:
    """A regular expression of which `pattern` is the text, and `compiled` None until it is tried."""

    __slots__ = ("_flags", "compiled", "pattern")

    def __init__(self, pattern: str, flags: re.RegexFlag = re.NOFLAG):
        self.pattern = pattern
        self._flags = flags
        self.compiled: re.Pattern | None = None
        _made.append(self)

    def fullmatch(self, text: str) -> re.Match | None:
        """As re.Pattern.fullmatch."""
        return (self.compiled or self.compile()).fullmatch(text)

    def compile(self) -> re.Pattern:
        """Compile it now."""
        self.compiled = re.compile(self.pattern, self._flags)
        return self.compiled


def compile_all() -> None:
    """Compile what is not compiled yet."""
    for pattern in _made:
        if pattern.compiled is None:
            pattern.compile()
