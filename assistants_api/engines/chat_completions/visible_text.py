"""Parts the text of a reply while it arrives: what is meant for the reader, thoughts, and calls written as text."""

import re

TEXT_LIMIT = 200_000
"""Characters of a reply that are shown."""
CLOSING = {"<think>": "</think>", "<tool_call>": "</tool_call>"}
TAGS = {
    None: re.compile("<think>|<tool_call>|</think>"),
    "</think>": re.compile("</think>"),
    "</tool_call>": re.compile("</tool_call>"),
}
"""The tags that count, outside and inside of each pair."""
TAG_START = re.compile("<[/a-z_]{0,11}$")
BARE_CALLS = ('{"name":', '{"type":"function"', '{"function":')
BARE_LIMIT, BARE_START, SPACE_LIMIT = 110_000, 40, 1_000
"""Characters that are held back as a possible call, that it begins with, and of space between two pieces."""


class VisibleText:
    """Takes the pieces of one reply, gives those to show; what may be the beginning of a tag waits for its decision.

    `bare_calls`: a reply that begins like the JSON of a call is held back until its end, and is then in `bare`.
    `thinks_first`: the reply begins inside a thought, which some templates open in the prompt. `written`: the sources
    of the calls that were written in tags. `thought_first`: a thought ended that nothing in the reply had begun.
    """

    def __init__(self, bare_calls=False, thinks_first=False):
        self.written, self.bare, self.thought_first, self.shown = [], "", False, 0
        self._may_be_bare, self._held, self._held_size, self._start = bare_calls, [], 0, ""
        self._presumed, self._closing = thinks_first, "</think>" if thinks_first else None
        self._rest, self._space, self._inner = "", "", []

    @property
    def full(self):
        """Whether the reply is as long as what may be shown of it."""
        return self.shown >= TEXT_LIMIT

    def feed(self, piece):
        """The text to show now that this piece has arrived, "" when there is none."""
        text, shown, at = self._rest + piece, [], 0
        while match := TAGS[self._closing].search(text, at):
            self._pass(shown, text[at : match.start()], match[0])
            at = match.end()
        end = len(text)
        if (start := TAG_START.search(text, max(at, end - 12))) and _begins_a_tag(start[0]):
            end = start.start()
        self._pass(shown, text[at:end], "")
        self._rest = text[end:]
        return self._trimmed(self._unless_bare("".join(shown)))

    def end(self):
        """The text that waited for a decision, now that nothing more comes."""
        rest, self._rest = self._rest, ""
        if self._presumed:  # a thought without an end was none
            self._closing, self._presumed, presumed = None, False, "".join([*self._inner, rest])
            self._inner = []
            return self.feed(presumed) + self.end()
        if self._closing == "</tool_call>":
            self.written.append("".join([*self._inner, rest]))
        shown = self._unless_bare("" if self._closing else rest)
        self.bare, self._held = "".join(self._held), []
        return self._trimmed(shown)

    def let_go(self):
        """The text that was held back as a call and turned out to be none."""
        bare, self.bare = self.bare, ""
        return self._trimmed(bare)

    def _pass(self, shown, text, tag):
        """Add the text before a tag to what is shown, or to what is not, and heed the tag."""
        if self._closing:
            self._pass_inside(text, tag)
        elif tag == "</think>":
            self._forget(shown)
        else:
            shown.append(text)
            self._closing = CLOSING.get(tag)

    def _pass_inside(self, text, tag):
        if self._presumed or self._closing == "</tool_call>":
            self._inner.append(text)
        if tag == "</tool_call>":
            self.written.append("".join(self._inner))
        if tag:
            self._closing, self._presumed, self._inner = None, False, []

    def _forget(self, shown):
        """Drop what was a thought, as far as it can still be dropped; set the rest apart."""
        shown.clear()
        self.thought_first, self._held, self._held_size, self._start = True, [], 0, ""
        self._space = "\n\n" if self.shown else ""

    def _unless_bare(self, text):
        """The text, or "" while the reply may be nothing but a call."""
        if not self._may_be_bare:
            return text
        self._held.append(text)
        self._held_size += len(text)
        if len(self._start) < BARE_START:
            self._start = (self._start + re.sub(r"\s", "", text[: 10 * BARE_START]))[:BARE_START]
        if self._held_size < BARE_LIMIT and any(self._start.startswith(c[: len(self._start)]) for c in BARE_CALLS):
            return ""
        self._may_be_bare, text, self._held = False, "".join(self._held), []
        return text

    def _trimmed(self, text):
        """The text without space at the ends of the reply, as far as the limit allows."""
        text = self._space + text
        if not self.shown:
            text = text.lstrip()
        kept = text.rstrip()
        self._space = text[len(kept) :][:SPACE_LIMIT]
        kept = kept[: TEXT_LIMIT - self.shown]
        self.shown += len(kept)
        return kept


def _begins_a_tag(text):
    return any(tag.startswith(text) for tag in (*CLOSING, *CLOSING.values()))
