"""Links to the files that a message names, in the place of addresses that only its sandbox understands."""

import re
import secrets
from dataclasses import dataclass

from markdown_it.token import Token

_NO_WORD = re.compile(r"(?!)")


@dataclass(frozen=True)
class Download:
    """What an address in a text leads to. `target`: the address as the text has it, "sandbox:/mnt/data/table.csv".

    `url`: where the file is downloaded, with `title` to explain it; empty for a missing one, of which `note` tells why.
    `size` as people read it, where it is known.
    """

    target: str
    name: str
    url: str = ""
    title: str = ""
    size: str = ""
    note: str = ""


class FileWords:
    """A text with one word in the place of each address of a file, so that Markdown cannot take it apart.

    The words carry random digits chosen after the text was written, so text cannot hold one by design. `linked`
    collects the targets that became links or notes.
    """

    def __init__(self, text, files):
        self.files = [file for file in files if file.target]
        self.linked = set()
        self.text, self._word = text, _NO_WORD
        if self.files:
            self._prefix = f"sandbox:fq{secrets.token_hex(8)}"
            self._word = re.compile(rf"{self._prefix}(\d{{3}})qf")
            self.text = self._replaced(text)

    def _replaced(self, text):
        """Longer addresses first, and none that is only the beginning of another."""
        words = {file.target: f"{self._prefix}{index:03d}qf" for index, file in enumerate(self.files)}
        targets = "|".join(re.escape(target) for target in sorted(words, key=len, reverse=True))
        return re.sub(rf"(?:{targets})(?![A-Za-z0-9_-]|\.[A-Za-z0-9])", lambda match: words[match[0]], text)

    def restored(self, text):
        """``text`` with each word replaced by the address that stood there."""
        return self._word.sub(lambda match: self.files[int(match[1])].target, text)

    def found(self, address):
        """The Download that an address leads to, or None."""
        match = self._word.fullmatch(address)
        return self.files[int(match[1])] if match else None

    def frame(self, file):
        """The tokens before and after a label: a link, or after it the note why there is nothing to download."""
        self.linked.add(file.target)
        if file.url:
            attributes = {"href": file.url, "title": file.title}
            return [Token("link_open", "a", 1, attrs=attributes)], [Token("link_close", "a", -1)]
        return [], [_text(f" ({file.note})")]

    def with_links(self, tokens):
        """Inline tokens in which bare addresses have become links under the files' names; in a link, the names."""
        made, inside = [], 0
        for token in tokens:
            inside += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            made += self._divided(token, inside) if token.type == "text" else [token]
        return made

    def _divided(self, token, inside):
        pieces = self._word.split(token.content)
        made = [token]
        token.content = pieces[0]
        for index, after in zip(pieces[1::2], pieces[2::2], strict=True):
            file = self.files[int(index)]
            before, behind = ([], []) if inside else self.frame(file)
            made += [*before, *name_tokens(file), *behind, _text(after)]
        return made


def name_tokens(file):
    """A file's name, which may be of another direction than the text around it."""
    return [Token("bdi_open", "bdi", 1), _text(file.name), Token("bdi_close", "bdi", -1)]


def _text(content):
    return Token("text", "", 0, content=content)
