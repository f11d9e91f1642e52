"""Words that stand for formulas while Markdown and the sanitizer work, and that no text can forge."""

import re
import secrets

from .extraction import Formula

_WORD = re.compile(
    r"(?P<break_before><br>\n?)?(?P<word>mq(?P<key>[0-9a-f]{16})(?P<index>\d{5})qm)"
    r"(?:(?P<break_after>\n?<br>)|(?P<mark>[.,;:!?)\]}。，、；：！？）]{1,3}))?"
)
_BARE_WORD = re.compile(r"mq([0-9a-f]{16})(\d{5})qm")
_WORD_LENGTH = 25


class Placeholders:
    """The formulas of one text, and the text with one word in the place of each.

    The words carry random digits chosen after the text was written, so text cannot hold one by design.
    """

    def __init__(self, pieces):
        self.formulas = [piece for piece in pieces if isinstance(piece, Formula)]
        self._key = secrets.token_hex(8)
        self._prefix = f"mq{self._key}"
        count = iter(range(len(self.formulas)))
        self.text = "".join(self._word(next(count)) if isinstance(piece, Formula) else piece for piece in pieces)

    def _word(self, index):
        return f"{self._prefix}{index:05d}qm"

    def starts_at(self, text, position):
        """Whether a formula stands at ``position``."""
        return text.startswith(self._prefix, position)

    def ends_at(self, text, position):
        """Whether a formula ends just before ``position``."""
        return position >= _WORD_LENGTH and text.startswith(self._prefix, position - _WORD_LENGTH)

    def restored(self, text, shown=lambda formula: formula.source):
        """``text`` with each word replaced by what ``shown`` makes of its formula, by default what stood there."""
        return _BARE_WORD.sub(lambda match: self._shown(match[1], match[2], match[0], shown), text)

    def filled(self, html, shown):
        """``html`` with each word replaced by ``shown(formula)``.

        A display formula needs no line break beside it; punctuation stays on the line of the formula before it.
        """
        return _WORD.sub(lambda match: self._filled_one(match, shown), html)

    def _filled_one(self, match, shown):
        if match["key"] != self._key:
            return match[0]
        formula = self.formulas[int(match["index"])]
        filling, mark = shown(formula), match["mark"] or ""
        if formula.display:
            return filling + mark
        if mark:
            filling = f'<span class="math-bound">{filling}{mark}</span>'
        return (match["break_before"] or "") + filling + (match["break_after"] or "")

    def _shown(self, key, index, word, shown):
        return shown(self.formulas[int(index)]) if key == self._key else word
